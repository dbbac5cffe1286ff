"""The page of two countries: what it shows first, and where all the rest is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from articles.models import Article
from tests import factories as make
from tests.htmlcheck import page_of, words_of

pytestmark = pytest.mark.django_db

PAIR = "/pairs/no-pe/"


def about_both(
    title: str, text: str = "Ministers met.", day: date = date(2020, 1, 1), **fields: object
) -> Article:
    return make.article(title, text, day=day, parties="NO PE", **fields)


def asserted(status: str, year: int, times: int = 1, kind: str = "elevated") -> list[Article]:
    words = f"became {status} in {year}"
    made = [
        about_both(f"{status} {year} {number}", f"They {words}.", date(2020, 1, 1) + timedelta(number))
        for number in range(times)
    ]
    for each in made:
        make.statement(each, words, "NO PE", status, year)
        each.statements.update(kind=kind)
    return made


def test_the_line_of_years_has_each_status_that_began_in_the_year_most_articles_give(client):
    asserted("diplomatic relations", 1962)
    asserted("Partnership", 2014)
    first, _ = asserted("Partnership", 2015, 2)
    asserted("Alliance", 2019, kind="proposed")
    page = page_of(client, PAIR)
    head = " ".join(page.text.split()).partition("What they are to each other")[0]
    assert "1962 diplomatic relations 2015 Partnership" in head
    assert "2014" not in head
    assert "Alliance" not in head
    assert f"{first.get_absolute_url()}#s-text-5-31" in page.links


def test_claims_beyond_the_first_page_are_on_one_of_their_own(client):
    for year in range(1990, 2030):
        asserted("Partnership", year)
    assert "30 more claims" in words_of(client, PAIR)
    first, second = (words_of(client, f"{PAIR}relations/?page={number}") for number in (1, 2))
    for year in range(1990, 2020):
        assert f"{year} Partnership elevated" in first
    for year in range(2020, 2030):
        assert f"{year} Partnership elevated" in second


def test_all_articles_that_make_a_claim_are_told_with_their_words(client):
    made = asserted("Partnership", 2015, 40)
    (more,) = [link for link in page_of(client, PAIR).links if "status=" in link]
    seen = set()
    for page in (1, 2):
        shown = page_of(client, f"{more}&page={page}")
        assert "40 articles say so" in shown.text
        assert "“became Partnership in 2015”" in shown.text
        seen |= {link.partition("#")[0] for link in shown.links if "#s-text" in link}
    assert seen == {each.get_absolute_url() for each in made}


def rounds(numbers: range) -> None:
    charts = make.series("Charts Dialogue", "NO", "PE")
    for number in numbers:
        made = about_both(f"Report {number}")
        make.event(
            f"Charts Dialogue {number}", made, charts, number, date=f"{1990 + number}-05-14", place="Lima"
        )


def test_a_long_dialogue_shows_its_ends_and_leads_to_the_rest(client):
    rounds(range(3, 40))
    page = page_of(client, PAIR)
    words = " ".join(page.text.split())
    assert "37 of 39 rounds are in the archive" in words
    assert "1st – 2nd No article reports these rounds." in words
    assert "25 rounds between the first and the latest" in words
    assert "39th Charts Dialogue 39" in words
    assert "Charts Dialogue 10 " not in words
    series = next(link for link in page.links if link == "/events/charts-dialogue/")
    latest = page_of(client, series)
    assert "Charts Dialogue 39" in latest.text
    pages = [link for link in latest.links if "?rounds=" in link]
    shown = latest.text + "".join(page_of(client, link).text for link in pages)
    for number in range(3, 40):
        assert f"Charts Dialogue {number}\n" in shown or f"Charts Dialogue {number} " in shown


def test_among_many_dialogues_each_shows_its_latest_round(client):
    for name in ("Cod", "Tuna", "Rice", "Fish", "Sea", "Maps"):
        talks = make.series(f"{name} Dialogue", "NO", "PE")
        for number in (1, 2, 4):
            make.event(f"{name} Dialogue {number}", about_both(f"{name} {number}"), talks, number)
    words = words_of(client, PAIR)
    assert (
        "3 of 4 rounds are in the archive; no article reports 3rd 1st – 3rd 2 other rounds 4th Cod" in words
    )


def test_a_round_has_all_of_its_reports_and_those_of_each_claim(client):
    charts = make.series("Charts Dialogue", "NO", "PE")
    for number in range(30):
        made = about_both(f"Report {number}")
        make.event("Charts", made, charts, 2, place="Lima" if number % 3 else "Oslo")
    round_ = next(
        link for link in page_of(client, PAIR).links if link.startswith("/events/charts-dialogue/?event=")
    )
    listed = page_of(client, round_.partition("&")[0])
    assert "Articles that report it 30" in " ".join(listed.text.split())
    (oslo,) = [link for link in listed.links if link.endswith("claim=Oslo")]
    words = words_of(client, oslo)
    assert "Articles that say: Oslo 10" in words
    assert "Report 1 " not in words


def test_meetings_beyond_the_first_are_on_a_page_of_their_own(client):
    for number in range(1, 21):
        made = about_both(f"Visit {number}")
        make.event(
            f"State visit {number}", made, countries="NO PE", date=f"{2000 + number}-05-14", type="visit"
        )
    page = page_of(client, PAIR)
    assert "State visit 20" in page.text
    assert "State visit 3 " not in page.text
    assert "14 more meetings" in page.text
    meetings = f"{PAIR}meetings/"
    assert meetings in page.links
    shown = words_of(client, meetings) + words_of(client, f"{meetings}?rounds=2")
    for number in range(1, 21):
        assert f"State visit {number} 14 May {2000 + number}" in shown


def test_what_each_side_said_stands_by_side_and_in_full_on_a_page_of_its_own(client):
    lind, rojas = make.person("Ada Lind", "NO"), make.person("Luis Rojas", "PE")
    other = make.person("Kim Dahl", "BD")
    for number in range(5):
        made = about_both(f"Report {number}", f"“Cod {number}”, “Tuna {number}”, “Rice {number}”")
        for words, speaker in (("Cod", lind), ("Tuna", rojas), ("Rice", other)):
            make.quote(made, f"{words} {number}", speaker)
    words = words_of(client, PAIR)
    said = words.partition("What each side said")[2].partition("All that both sides said")[0]
    assert said.index("For Norway") < said.index("“Cod 4”") < said.index("For Peru") < said.index("“Tuna 4”")
    assert "“Cod 1”" not in said
    assert "Rice" not in said
    in_full = words_of(client, f"{PAIR}said/")
    for number in range(5):
        assert f"“Cod {number}” Ada Lind" in in_full
        assert f"“Tuna {number}” Luis Rojas" in in_full


def test_topics_are_counted_over_time(client):
    for year, name in ((2001, "Fish"), (2001, "Fish"), (2004, "Charts"), (2015, "Fish")):
        made = about_both(f"{name} {year}", day=date(year, 5, 6))
        make.mention(made, "Ministers", topic=make.topic(name))
    table = words_of(client, PAIR).partition("Topics over time")[2]
    assert "2001 2002–03 2004–05 2006–07 2008–09 2010–11 2012–13 2014–15" in table
    assert "All articles 2 0 1 0 0 0 0 1 Fish 2 0 0 0 0 0 0 1 Charts 0 0 1 0 0 0 0 0" in table


def test_the_articles_of_one_year_are_listed_alone(client):
    about_both("Old cod", day=date(2001, 2, 3))
    about_both("New cod", day=date(2003, 2, 3))
    page = page_of(client, PAIR)
    assert "?year=2001" in page.links
    words = words_of(client, f"{PAIR}?year=2001")
    assert "Articles of 2001 1" in words
    assert "Old cod" in words
    assert "New cod" not in words


def test_a_part_that_there_is_not_is_a_404_and_every_part_has_one_address(client):
    about_both("Cod")
    assert client.get(f"{PAIR}recipes/").status_code == 404
    assert client.get("/pairs/pe-no/said/")["Location"] == f"{PAIR}said/"
    for part in ("relations", "meetings", "said"):
        page_of(client, f"{PAIR}{part}/?page=99&rounds=99&event=99&year=0")
