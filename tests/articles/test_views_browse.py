"""The first page, countries, pairs, the registers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from articles.models import Event, Organization, Person
from articles.presenters.links import CountedLink, columns
from tests import factories as make
from tests.htmlcheck import page_of, read, words_of

pytestmark = pytest.mark.django_db

#: Most queries a page may ask, however much is in the archive, and while the index is out of order.
QUERIES, WITHOUT_INDEX = 12, 16


@pytest.fixture
def archive():
    """Three articles about Norway and Peru, one that only names Peru, and two that nobody may see."""
    lind, rojas = make.person("Ada Lind", "NO"), make.person("Luis Rojas", "PE")
    minister = make.office("Foreign Minister", "NO")
    charts = make.series("Norway-Peru Charts Dialogue", "NO", "PE", abbreviation="NPCD")
    shared = {"outlet": make.source("Harbor Daily"), "agency": make.source("WNS", "agency")}
    first = make.article(
        "First round",
        "Ada Lind, foreign minister, met Luis Rojas in Lima.",
        day=date(2019, 3, 4),
        parties="NO PE",
        **shared,
    )
    fourth = make.article(
        "Fourth round",
        "“We meet again,” Ada Lind told the ministry. Ties became a Partnership in 2021.",
        day=date(2022, 6, 7),
        parties="NO PE",
        **shared,
    )
    again = make.article(
        "Looking back", "Ties became a Partnership in 2021, she wrote.", day=date(2023, 1, 2), parties="NO PE"
    )
    named = make.article("Cod prices", "Peru was named.", day=date(2022, 6, 8), parties="NO", naming="PE")
    hidden = make.article(
        "Draft of a round", "Ada Lind in secret.", day=date(2024, 1, 1), parties="NO PE", status="draft"
    )
    withdrawn = make.article("Withdrawn round", day=date(2024, 1, 1), parties="NO PE", status="withdrawn")
    for made, words in ((first, "Ada Lind"), (fourth, "Ada Lind"), (hidden, "Ada Lind")):
        make.mention(made, words, person=lind)
    make.mention(first, "foreign minister", person=lind, office=minister)
    make.mention(first, "Luis Rojas", person=rojas)
    make.mention(first, "Lima", place=make.place("Lima", "PE"))
    make.mention(
        fourth, "ministry", organization=make.organization("Ministry of Charts", "NO", abbreviation="MoC")
    )
    make.mention(named, "Peru", topic=make.topic("Fish"))
    make.quote(fourth, "We meet again,", lind)
    make.statement(fourth, "became a Partnership in 2021", "NO PE", "Partnership", 2021)
    make.statement(again, "became a Partnership in 2021", "NO PE", "Partnership", 2021)
    make.event(
        "1st Charts Dialogue",
        first,
        charts,
        1,
        chairs=(lind,),
        countries="NO PE",
        date="2019-03",
        place="Lima",
    )
    make.event("4th Charts Dialogue", fourth, charts, 4, countries="NO PE", date="2022-06-07", place="Oslo")
    make.event("5th Charts Dialogue", hidden, charts, 5, countries="NO PE")
    make.event("State visit", again, countries="NO PE", date="2023-01", type="visit")
    return {"first": first, "fourth": fourth, "again": again, "named": named, "withdrawn": withdrawn}


PAGES = (
    "/",
    "/countries/",
    "/countries/no/",
    "/countries/pe/?scope=mention",
    "/pairs/",
    "/pairs/no-pe/",
    "/people/",
    "/people/ada-lind/",
    "/offices/",
    "/offices/foreign-minister/",
    "/organizations/",
    "/organizations/ministry-of-charts/",
    "/places/",
    "/places/lima/",
    "/topics/",
    "/topics/fish/",
    "/events/",
    "/events/norway-peru-charts-dialogue/",
    "/sources/",
    "/sources/harbor-daily/",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_valid_bounded_and_shows_nothing_unpublished(
    client, archive, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(WITHOUT_INDEX):
        page = page_of(client, address)
    assert "Draft of a round" not in page.text
    assert "Withdrawn round" not in page.text


@pytest.mark.parametrize("address", [each for each in PAGES if each.count("/") == 2 or each == "/"])
def test_an_empty_archive_has_pages_too(client, db, address):
    page_of(client, address)


def test_every_link_leads_to_a_page_that_is_right(client, archive):
    """From the first page along every link, each page once. What is made for programs only has to answer."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        response = client.get(waiting.pop())
        assert response.status_code == 200
        is_page = response["Content-Type"].startswith("text/html")
        for link in read(response.content.decode()).links if is_page else ():
            address = link.partition("#")[0].removeprefix("http://testserver")
            if address.startswith("/") and not address.startswith(("/static/", "/admin/", "/search/")):
                waiting += [address] if address not in seen else []
                seen.add(address)
    assert {each.partition("?")[0] for each in PAGES} <= seen


def test_the_first_page_shows_what_is_new_and_the_ways_in(client, archive):
    page = page_of(client, "/")
    words = " ".join(page.text.split())
    assert "4 articles, 4 March 2019 to 2 January 2023" in words
    for link in (
        archive["again"].get_absolute_url(),
        "/countries/no/",
        "/pairs/no-pe/",
        "/events/norway-peru-charts-dialogue/#event-",
        "/topics/fish/",
        "/dates/2022/",
    ):
        assert any(each.startswith(link) for each in page.links), link
    assert page.text.index("Looking back") < page.text.index("First round")


def test_countries_are_counted_by_what_is_about_them_and_by_every_mention(client, archive):
    words = words_of(client, "/countries/")
    assert "Norway 4 4" in words
    assert "Peru 3 4" in words


def test_a_country_shows_what_is_about_it_or_every_mention(client, archive):
    about = page_of(client, "/countries/pe/")
    assert "Cod prices" not in about.text
    assert "/countries/pe/?scope=mention" in about.links
    every = page_of(client, "/countries/pe/?scope=mention")
    assert "Cod prices" in every.text
    assert "/countries/pe/" in every.links


def test_a_country_leads_to_its_partners_people_topics_and_dialogues(client, archive):
    links = page_of(client, "/countries/no/").links
    for link in (
        "/pairs/no-pe/",
        "/people/ada-lind/",
        "/topics/fish/",
        "/events/norway-peru-charts-dialogue/",
    ):
        assert link in links


def test_a_country_says_what_it_is_and_when_it_was_spoken_of(client, archive):
    visit = {"date": "2022-06-07", "happened_on": date(2022, 6, 7), "place": "Oslo", "type": "visit"}
    make.event("Visit of the charts", archive["fourth"], **visit)
    make.event("Visit in secret", archive["withdrawn"], **visit)
    page = page_of(client, "/countries/no/")
    words = " ".join(page.text.split())
    assert "Code NO (ISO 3166-1)" in words
    assert "Seat of government Oslo" in words
    assert "Kingdom of Norway" in words
    timeline = words.partition("Timeline")[2]
    assert "Visit of the charts 7 June 2022, Oslo · 1 article" in timeline
    assert "in secret" not in timeline
    assert {"?year=2019", "?year=2022", "?year=2023"} <= set(page.links)


def test_bars_too_narrow_for_a_finger_lead_nowhere_that_a_table_beside_them_does_not(client, archive):
    for address in ("/", "/countries/no/", "/people/ada-lind/", "/pairs/no-pe/"):
        html = client.get(address).content.decode()
        bars = re.findall(r'<a href="([^"]+)" tabindex="-1"', html)
        assert len(bars) >= 2, address
        assert set(bars) <= set(re.findall(r'<t[dh][^>]*><a href="([^"]+)"', html)), address


def test_bars_of_a_year_are_links_and_those_of_a_month_have_a_table_beside_them():
    for number in (12, 13):
        bars = columns([CountedLink(f"Bar {each}", f"/{each}/", 1) for each in range(number)])
        html = render_to_string("parts/columns.html", {"columns": bars})
        reached = re.findall(r'<a href="([^"]+)">', html)
        assert reached == [bar.url for bar in bars]
        assert ("<table" in html) == (number == 13)


def test_a_country_is_told_by_forms_that_differ_in_more_than_dots(client):
    make.country("KR")
    words = words_of(client, "/countries/kr/")
    assert "Also printed as Korea, Republic of Korea, S. Korea, ROK" in words
    assert "Its people Korean, South Korean, S. Korean" in words


def test_the_list_of_a_country_goes_on_alone_and_leads_back(client, archive):
    for address in ("/countries/no/?sort=oldest", "/countries/no/?scope=mention&sort=oldest"):
        page = page_of(client, address)
        assert "/pairs/no-pe/" not in page.links
        assert "/countries/no/" in page.links
    of_a_year = page_of(client, "/countries/no/?year=2022")
    assert "Articles of 2022" in of_a_year.text
    assert "Cod prices" in of_a_year.text
    assert "First round" not in of_a_year.text


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/countries/NO/", "/countries/no/"),
        ("/countries/No/?scope=mention", "/countries/no/?scope=mention"),
        ("/pairs/pe-no/", "/pairs/no-pe/"),
        ("/pairs/NO-PE/", "/pairs/no-pe/"),
        ("/pairs/PE-no/?sort=oldest", "/pairs/no-pe/?sort=oldest"),
    ],
)
def test_a_country_and_a_pair_have_one_address(client, archive, asked, answer):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, answer)


@pytest.mark.parametrize(
    "address",
    [
        "/countries/zz/",
        "/countries/ß/",
        "/pairs/no-no/",
        "/pairs/no/",
        "/pairs/no-pe-bd/",
        "/pairs/no-zz/",
        "/people/nobody/",
    ],
)
def test_what_is_in_no_register_is_a_404(client, archive, address):
    assert client.get(address).status_code == 404


def test_all_pairs_are_listed_with_their_articles(client, archive):
    make.article("Alone", day=date(2020, 1, 1), parties="BD PK")
    words = words_of(client, "/pairs/")
    assert words.index("Norway – Peru : 3 articles") < words.index("Bangladesh – Pakistan : 1 article")


def test_a_pair_has_its_articles_and_no_others(client, archive):
    page = page_of(client, "/pairs/no-pe/")
    assert [
        title in page.text for title in ("First round", "Fourth round", "Looking back", "Cod prices")
    ] == [
        True,
        True,
        True,
        False,
    ]


def test_a_pair_without_articles_says_so(client, archive):
    make.country("BD")
    assert "No article is about both countries yet." in words_of(client, "/pairs/bd-no/")


def test_a_pairs_timeline_tells_a_claim_once_with_every_article_that_makes_it(client, archive):
    page = page_of(client, "/pairs/no-pe/")
    assert " ".join(page.text.split()).count("2021 Partnership elevated") == 1
    for name in ("fourth", "again"):
        made = archive[name]
        start = made.text.index("became")
        assert f"{made.get_absolute_url()}#s-text-{start}-{start + 28}" in page.links


def test_a_pairs_ledger_shows_the_rounds_that_no_article_reports(client, archive):
    words = words_of(client, "/pairs/no-pe/")
    assert "2 of 4 rounds are in the archive" in words
    assert "2nd – 3rd No article reports these rounds." in words
    assert "1st 1st Charts Dialogue March 2019, Lima In the chair: Ada Lind First round" in words
    assert "5th" not in words
    assert "Meetings and visits visit State visit January 2023" in words


def test_a_pair_names_the_people_of_either_side_with_their_offices(client, archive):
    words = words_of(client, "/pairs/no-pe/")
    assert "For Norway Ada Lind Foreign Minister 2 articles" in words
    assert "For Peru Luis Rojas 1 article" in words


def test_a_person_has_offices_with_days_quotations_and_articles(client, archive):
    page = page_of(client, "/people/ada-lind/")
    words = " ".join(page.text.split())
    assert "Foreign Minister, Norway 4 Mar 2019 · 1 article" in words
    assert "“We meet again,”" in words
    assert "Articles 2 " in words
    start = archive["fourth"].text.index("We meet")
    assert f"{archive['fourth'].get_absolute_url()}#s-text-{start}-{start + 14}" in page.links


def test_forms_of_a_name_that_differ_are_listed(client, archive):
    made = make.article("Short", "Lind came alone.", day=date(2023, 5, 5))
    make.mention(made, "Lind", person=Person.objects.get(slug="ada-lind"))
    assert "Also printed as Lind" in words_of(client, "/people/ada-lind/")


def test_an_office_lists_who_is_called_by_it(client, archive):
    words = words_of(client, "/offices/foreign-minister/")
    assert "Held by" in words
    assert "Ada Lind 4 Mar 2019 · 1 article" in words


def test_namesakes_beside_a_list_are_told_apart(client, archive):
    for code in ("NO", "PE"):
        make.mention(archive["fourth"], "ministry", person=make.person("Kim Dahl", code))
    words = words_of(client, "/people/ada-lind/")
    assert "Kim Dahl Norway : 1 article" in words
    assert "Kim Dahl Peru : 1 article" in words


def test_a_dialogue_counts_its_rounds(client, archive):
    page = page_of(client, "/events/norway-peru-charts-dialogue/")
    assert "2 of 4 rounds are in the archive" in page.text
    assert "/pairs/no-pe/" in page.links


def test_a_source_lists_what_it_published_and_what_it_is_credited_with(client, archive):
    assert "Articles 2" in words_of(client, "/sources/harbor-daily/")
    assert "Articles 2" in words_of(client, "/sources/wns/")


def test_a_register_is_ordered_by_coverage_or_by_name_and_can_be_filtered(client, archive):
    page = page_of(client, "/people/")
    assert page.text.index("Ada Lind") < page.text.index("Luis Rojas")
    make.mention(archive["again"], "she", person=make.person("Aa Berg", "NO"))
    covered, named = page_of(client, "/people/").text, page_of(client, "/people/?sort=name").text
    assert covered.index("Ada Lind") < covered.index("Aa Berg")
    assert named.index("Aa Berg") < named.index("Ada Lind")
    filtered = page_of(client, "/people/?q=rojas")
    assert "Luis Rojas" in filtered.text
    assert "Ada Lind" not in filtered.text
    make.mention(archive["again"], "wrote", person=make.person("Per-Åge Holm", "NO"))
    assert "Per-Åge Holm" in page_of(client, "/people/?q=perage").text
    assert "Ada Lind" not in page_of(client, "/people/?q=no").text
    assert "No person has “%” in the name" in words_of(client, "/people/?q=%25")


def test_entries_that_only_unpublished_articles_speak_of_are_not_listed(client, archive):
    hidden = make.article("Hidden", "Nils Aas.", status="draft")
    make.mention(hidden, "Nils Aas", person=make.person("Nils Aas", "NO"))
    assert "Nils Aas" not in page_of(client, "/people/").text


def test_two_entries_of_one_name_are_told_apart(client, archive):
    for code in ("NO", "PE"):
        made = make.article("Ministry", "The Navy sailed.")
        make.mention(made, "Navy", organization=make.organization("Navy", code))
    words = words_of(client, "/organizations/")
    assert "Navy Norway" in words
    assert "Navy Peru" in words
    assert Organization.objects.filter(name="Navy").count() == 2


def test_a_long_list_has_pages_that_do_not_overlap(client, db):
    for number in range(60):
        make.article(f"Report {number:02d}", day=date(2024, 1, 1), parties="NO")
    seen: list[str] = []
    for number in (1, 2, 3):
        page = page_of(client, f"/countries/no/?page={number}")
        found = [link for link in page.links if link.startswith("/articles/")]
        assert len(found) == 20
        seen += found
    assert len(set(seen)) == 60
    assert "/countries/no/?page=2" in page.links
    assert (
        'rel="canonical" href="http://testserver/countries/no/?page=2"'
        in client.get("/countries/no/?page=2&sort=newest").content.decode()
    )


@pytest.mark.parametrize(
    "wrong", ["page=-1", "page=zebra", "page=9999", "sort=sideways", "scope=", "page=1&page=2", "q=%00"]
)
def test_odd_parameters_never_break_a_page(client, archive, wrong):
    for address in ("/countries/no/", "/people/", "/pairs/no-pe/", "/dates/2022/"):
        assert client.get(f"{address}?{wrong}").status_code == 200


def test_pages_ask_no_more_queries_when_there_is_more_to_show(client, archive, django_assert_max_num_queries):
    for number in range(30):
        made = make.article("", f"Guest {number} spoke in Lima today.", day=date(2021, 1, 1), parties="NO PE")
        guest = make.person(f"Guest {number}", "NO")
        make.mention(made, f"Guest {number}", person=guest)
        make.mention(made, "spoke", person=guest, office=make.office(f"Post {number}", "NO"))
        make.event(f"Round {number}", made, make.series(f"Talks {number}", "NO", "PE"), 1, chairs=(guest,))
    for address in PAGES:
        with django_assert_max_num_queries(WITHOUT_INDEX):
            client.get(address)


def test_an_entry_shows_its_years_and_the_dated_events_that_its_articles_report(client, archive):
    Event.objects.filter(ordinal=4).update(happened_on=date(2022, 6, 7))
    page = page_of(client, "/people/ada-lind/")
    assert "?year=2019" in page.links
    timeline = " ".join(page.text.split()).partition("Timeline")[2]
    assert "Norway-Peru Charts Dialogue 7 June 2022, Oslo · 4th round · 1 article" in timeline
    words = words_of(client, "/people/ada-lind/?year=2019")
    assert "Articles of 2019 1" in words
    assert "Fourth round" not in words


def test_a_timeline_leads_to_all_dated_events(client, db):
    lind = make.person("Ada Lind", "NO")
    for number in range(1, 21):
        made = make.article(f"Report {number}", "Ada Lind went.", day=date(2024, 1, number), parties="NO PE")
        make.mention(made, "Ada Lind", person=lind)
        day = date(2000 + number, 5, 14)
        make.event(f"Visit {number}", made, date=day.isoformat(), happened_on=day, type="visit")
    for address in ("/people/ada-lind/", "/countries/no/"):
        page = page_of(client, address)
        assert "Visit 20 " in " ".join(page.text.split())
        assert "Visit 3 " not in " ".join(page.text.split())
        assert "?events=1" in page.links
        whole = words_of(client, f"{address}?events=1")
        for number in range(1, 21):
            assert f"Visit {number} 14 May {2000 + number}" in whole


def test_what_stands_beside_an_entry_leads_to_all_of_it(client, db):
    lind = make.person("Ada Lind", "NO")
    made = make.article("Report", "Ada Lind met many.", day=date(2024, 1, 1), parties="NO PE")
    make.mention(made, "Ada Lind", person=lind)
    for number in range(9):
        make.mention(made, "many", person=make.person(f"Kim Dahl {number}", "PE"))
    assert "/search/facets/person/?person=ada-lind" in page_of(client, "/people/ada-lind/").links
