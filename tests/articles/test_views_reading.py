"""The page of one article."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article
from tests import factories as make
from tests.htmlcheck import Page, read

pytestmark = pytest.mark.django_db

TEXT = (
    "Norway and Peru agreed on Tuesday to share their maps of the sea floor.\n\n"
    "“We will print nothing in secret,” Ada Lind, the Norwegian foreign minister, said in Lima.\n\n"
    "The two countries raised their ties to a partnership in 2019."
)


@pytest.fixture
def story() -> Article:
    """A report with something in every part of the page."""
    made = make.article(
        "Norway and Peru share maps",
        TEXT,
        day=date(2024, 5, 14),
        parties="NO PE",
        naming="IN",
        language="en",
        subtitle="A deal on charts",
        standfirst="The sea floor is open.",
        summary="Two countries share maps.",
        section="Oceans",
        byline="Tove Dahl",
        outlet=make.source("Harbor Daily"),
        agency=make.source("WNS", "agency"),
        origin=make.source("Meridian Post"),
        reading_minutes=3,
        url="https://harbor.example/maps",
        dateline_text="LIMA, May 14",
        dateline_place="Lima",
        dateline_date="--05-14",
        pull_quote="We will print nothing in secret",
        pull_quote_speaker="Ada Lind",
        published_basis="inferred",
        published_confidence=0.8,
        removed=[
            {"text": "Share this & more", "rule": "share-bar"},
            {"text": "Back to top", "rule": "navigation"},
        ],
    )
    made.key_points.create(position=0, text="Maps of the sea floor shared")
    made.images.create(position=0, caption="Ministers in Lima.", credit="Photo: WNS")
    make.received(made, "maps.txt")
    lind = make.person("Ada Lind", "NO")
    make.mention(made, "LIMA, May 14", "dateline")
    make.mention(made, "on Tuesday")
    make.mention(made, "Norway", "title", country=make.country("NO"))
    make.mention(made, "Norwegian", rule="country.demonym", country=make.country("NO"))
    make.mention(made, "Peru", country=make.country("PE"))
    make.mention(made, "Lima", place=make.place("Lima", "PE"))
    make.mention(made, "Ada Lind", person=lind)
    make.mention(
        made, "Norwegian foreign minister", person=lind, office=make.office("Foreign Minister", "NO")
    )
    make.mention(made, "Maps of the sea floor", "key_points/0", topic=make.topic("Oceans"))
    make.quote(made, "We will print nothing in secret,", lind)
    make.statement(made, "raised their ties to a partnership in 2019", "NO PE", "Partnership", 2019)
    meeting = make.event(
        "2nd Charts Dialogue", made, make.series("Charts Dialogue", "NO", "PE"), 2, chairs=(lind,)
    )
    make.mention(made, "agreed on Tuesday to share their maps", event=meeting)
    made.comments.create(
        position=0, author="Emil <b>K</b>", text="Ports first.\n\nThen maps.", status="approved"
    )
    made.comments.create(position=1, author="Hanne", truncated=True, status="approved")
    made.comments.create(position=2, author="Spam", text="Buy gold", status="rejected")
    return made


def page_of(client, made: Article) -> Page:
    response = client.get(made.get_absolute_url())
    assert response.status_code == 200
    return read(response.content.decode())


def test_everything_printed_around_the_text_is_on_the_page(client, story):
    words = " ".join(page_of(client, story).text.split())
    for part in (
        "Norway and Peru share maps",
        "A deal on charts",
        "The sea floor is open.",
        "Two countries share maps.",
        "Oceans",
        "By Tove Dahl",
        "Published by Harbor Daily",
        "Agency WNS",
        "Reprinted from Meridian Post",
        "3 min read",
        "LIMA, May 14",
        "Maps of the sea floor shared",
        "We will print nothing in secret",
        "Ministers in Lima. Photo: WNS",
    ):
        assert part in words


def test_every_paragraph_can_be_read_word_for_word(client, story):
    words = page_of(client, story).text
    for paragraph in TEXT.split("\n\n"):
        assert paragraph in words


def test_the_date_says_how_it_is_known_and_leads_to_the_words(client, story):
    page = page_of(client, story)
    words = " ".join(page.text.split())
    assert "14 May 2024 Inferred from “LIMA, May 14”, “on Tuesday”; to the day, confidence fair." in words
    start = TEXT.index("on Tuesday")
    assert f"#s-text-{start}-{start + 10}" in page.links
    assert "#s-dateline-0-12" in page.links
    assert "/dates/2024/05/14/" in page.links


def test_each_fact_leads_to_its_words_in_whatever_part_they_stand(client, story):
    page = page_of(client, story)
    for words, field in (
        ("Norwegian", "text"),
        ("Ada Lind", "text"),
        ("Norwegian foreign minister", "text"),
        ("Norway", "title"),
        ("Maps of the sea floor", "key_points/0"),
        ("raised their ties to a partnership in 2019", "text"),
        ("We will print nothing in secret,", "text"),
    ):
        start = story.span_fields()[field].index(words)
        target = f"s-{field.replace('/', '-')}-{start}-{start + len(words)}"
        assert f"#{target}" in page.links
        assert target in page.ids


def test_facts_name_the_rule_that_found_them_and_words_lead_back(client, story):
    html = client.get(story.get_absolute_url()).content.decode()
    assert "country.demonym" in html
    assert '<a href="#f-country-no"></a>' in html
    assert '<li class="known" id="f-country-no">' in html


def test_facts_lead_to_the_pages_of_what_they_are_about(client, story):
    links = page_of(client, story).links
    for link in (
        "/countries/no/",
        "/pairs/no-pe/",
        "/people/ada-lind/",
        "/offices/foreign-minister/",
        "/places/lima/",
        "/topics/oceans/",
        "/events/charts-dialogue/",
        "/sources/harbor-daily/",
    ):
        assert link in links


def test_comments_stand_apart_as_the_original_sites_and_hidden_ones_do_not_show(client, story):
    html = client.get(story.get_absolute_url()).content.decode()
    apart = html[html.index('<section class="comments"') :]
    assert "Comments from the original site" in apart
    assert "Emil &lt;b&gt;K&lt;/b&gt;" in apart
    assert "Ports first." in apart
    assert "The page was cut off here, after the name." in apart
    assert "Buy gold" not in html
    assert "Ports first." not in html[: html.index('<section class="comments"')]


def test_what_was_removed_is_shown_with_the_rule_that_did_it(client, story):
    words = " ".join(page_of(client, story).text.split())
    assert "What was removed: 2 lines share-bar Share this & more navigation Back to top" in words


def test_where_it_came_from_is_on_record(client, story):
    words = page_of(client, story).text
    assert "maps.txt" in words
    assert story.received.get().sha256 in words
    assert make.RULES in words


def test_one_address_an_article(client, story):
    address = story.get_absolute_url()
    for wrong in (f"/articles/{story.pk}/", f"/articles/{story.pk}/norway-and-chile/"):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (301, address)
    assert f'<link rel="canonical" href="http://testserver{address}">' in client.get(address).content.decode()


@pytest.mark.parametrize("headline", ["노르웨이와 페루, 지도 공유", "भारत और पेरू ने नक्शे साझा किए", "মানচিত্র ভাগ"])
def test_an_address_in_another_script_answers(client, headline):
    """With vowel signs, which a regular expression does not take for parts of words."""
    made = make.article(headline)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert headline in client.get("/").content.decode()


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("withdrawn", 410)])
def test_an_article_that_is_not_published_is_not_shown(client, status, code):
    made = make.article("Kept back", "Nobody may read this yet.", status=status)
    for address in (f"/articles/{made.pk}/", made.get_absolute_url()):
        response = client.get(address)
        assert response.status_code == code
        assert b"Nobody may read" not in response.content
        assert b"Kept back" not in response.content


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999999999"])
def test_an_article_that_is_not_there_is_a_404(client, number):
    assert client.get(f"/articles/{number}/").status_code == 404


def test_an_article_without_a_headline_is_called_by_its_first_words(client):
    made = make.article(
        "", "Fishing boats from both coasts returned on Sunday with empty nets, crews said at noon."
    )
    page = page_of(client, made)
    assert "Printed without a headline" in page.text
    assert "Date unknown" in page.text


def test_markup_in_an_article_is_shown_as_it_was_typed(client):
    made = make.article(
        "<script>alert(1)</script>", "A <img src=x onerror=alert(1)> tag & more.", byline="<i>Anon</i>"
    )
    made.key_points.create(position=0, text="<b>bold</b>")
    html = client.get(made.get_absolute_url()).content.decode()
    read(html)
    for danger in ("<script>alert", "<img", "<i>Anon", "<b>bold"):
        assert danger not in html


def test_an_address_that_a_browser_must_not_follow_is_no_link(client):
    made = make.article("Odd address", url="javascript:alert(1)")
    assert "javascript:" not in client.get(made.get_absolute_url()).content.decode()


def test_a_month_is_not_shown_as_a_day(client):
    made = make.article("Monthly", day=date(2024, 5, 1), published_precision="month")
    page = page_of(client, made)
    assert "May 2024" in page.text
    assert "1 May 2024" not in page.text
    assert "/dates/2024/05/" in page.links


def test_a_fact_whose_words_are_gone_from_the_text_leads_nowhere(client):
    made = make.article("Moved", "Lima was calm.")
    gone = make.mention(made, "Lima", place=make.place("Lima", "PE"))
    gone.stale = True
    gone.save()
    assert "#s-text-0-4" not in page_of(client, made).links


def test_the_page_asks_a_bounded_number_of_queries(client, story, django_assert_max_num_queries):
    for number in range(20):
        made = make.person(f"Guest {chr(65 + number)}", "PE")
        make.mention(story, "Lima", person=made)
    with django_assert_max_num_queries(11):
        client.get(story.get_absolute_url())


def test_editors_have_a_way_to_the_admin_and_readers_do_not(client, admin_client, story):
    edit = f"/admin/articles/article/{story.pk}/change/"
    assert edit in read(admin_client.get(story.get_absolute_url()).content.decode()).links
    assert edit not in page_of(client, story).links


def test_the_documents_the_archive_opens_with_are_shown_whole(client, db):
    """Real reports through every stage: pages right, words of facts there, paragraphs unchanged."""
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), verbosity=0)
    assert Article.objects.published().count() == 5
    for made in Article.objects.all():
        page = page_of(client, made)
        for paragraph in made.text.split("\n\n"):
            assert paragraph in page.text
        for mention in made.mentions.all():
            assert f"s-{mention.field.replace('/', '-')}-{mention.start}-{mention.end}" in page.ids


def test_words_of_two_facts_lead_back_to_both(client):
    made = make.article("", "They met in Oslo on Monday.", naming="NO")
    make.mention(made, "Oslo", country=make.country("NO"))
    oslo = make.place("Oslo", "NO")
    make.mention(made, "Oslo", place=oslo)
    html = client.get(made.get_absolute_url()).content.decode()
    assert 'href="#f-country-no" title="Back to Norway"' in html
    assert f'href="#f-place-{oslo.pk}" title="Back to Oslo"' in html


def test_a_quotation_is_linked_to_by_its_words_and_cited(client, story):
    page = page_of(client, story)
    start = TEXT.index("We will print nothing in secret,")
    place = f"{start}-{start + 32}"
    assert any(link.startswith(f"{story.get_absolute_url()}#s-text-{place}:~:text=") for link in page.links)
    cited = f"/articles/{story.pk}/cite.bib?quote={place}"
    assert cited in page.links
    assert "We will print nothing in secret" in client.get(cited).content.decode()


def test_the_record_names_source_and_original(client, story):
    words = page_of(client, story).text.partition("The record")[2]
    assert "Harbor Daily" in words
    assert "https://harbor.example/maps" in words
    assert "Back to top" in words
    assert "navigation" in words


def test_articles_that_speak_of_the_same_stand_at_the_foot(client, db):
    for number in range(3):
        make.article(f"Krill catch {number}", f"Trawlers of fleet {number} landed krill in Bergen harbor.")
    make.article("Opera", "The soprano bowed twice.")
    call_command("rebuild_index", noinput=True, verbosity=0)
    read_one = Article.objects.get(title="Krill catch 1")
    foot = page_of(client, read_one).text.partition("More like this")[2].partition("Cite")[0]
    assert "Krill catch 0" in foot
    assert "Krill catch 2" in foot
    assert "Krill catch 1" not in foot
    assert "Opera" not in foot


def test_a_report_from_right_to_left_is_shown_so_and_the_page_around_it_is_not(client):
    text = "Norsk Hydro: وقّع الوزيران اتفاقا على صيد السمك\n\nThe text says more."
    made = make.article("اتفاق", text, language="ar")
    make.mention(made, "الوزيران", person=make.person("Ada Lind"))
    html = client.get(made.get_absolute_url()).content.decode()
    read(html)
    assert '<html lang="en">' in html
    assert '<div class="story" lang="ar" dir="rtl">' in html
    assert '<p dir="rtl"><span' in html
    assert '<p dir="ltr"><span' in html
    assert '<ul class="surfaces" lang="ar" dir="auto"><li>' in html
    assert ">“الوزيران”</a>" in html
