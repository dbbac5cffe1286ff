"""Citations, read back by what reads them: bibtexparser, rispy and the JSON that CSL processors take."""

from __future__ import annotations

import json
import re
import warnings
from datetime import date
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from articles import citing, workflow
from articles.models import Article
from tests import factories as make
from tests.htmlcheck import read

TITLE = "50% of maps & ports: “Ångström_1” costs $3 {sic} #2 ~ \\"


@pytest.fixture
def story(db) -> Article:
    made = make.article(
        TITLE,
        "Ada Lind of the Sea Office spoke of maps in Lima.\n\nMore maps came.",
        day=date(2024, 5, 4),
        parties="NO PE",
        naming="IN",
        language="en",
        byline="Tove Dahl and Ada van Lind",
        subtitle="All about </script><b>maps</b>",
        section="Oceans",
        outlet=make.source("Harbor & Daily"),
        agency=make.source("WNS", "agency"),
        url="https://harbor.example/maps_1?a=1&b=2",
    )
    make.mention(made, "Ada Lind", person=make.person("Ada Lind", "NO"))
    make.mention(made, "Sea Office", organization=make.organization("Sea Office", "NO"))
    make.mention(made, "maps", topic=make.topic("Oceans & ports"))
    return made


def bibtex_of(text: str) -> Any:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return entry


def bare(text: str) -> str:
    """Without the braces that only keep capitals."""
    return text.removeprefix("{").removesuffix("}")


def test_bibtex_reads_back(client, story):
    response = client.get(f"/articles/{story.pk}/cite.bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="dateline-{story.pk}.bib"'
    entry = bibtex_of(response.content.decode())
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.entry_type == "article"
    assert entry.key == f"dateline{story.pk}"
    assert bare(fields["title"]) == TITLE
    assert [bare(name) for name in fields["author"].split(" and ")] == ["Tove Dahl", "Ada van Lind"]
    assert fields["journal"] == "Harbor & Daily"
    assert (fields["year"], fields["month"], fields["day"]) == ("2024", "may", "4")
    assert fields["url"] == f"http://testserver{story.get_absolute_url()}"
    assert "https://harbor.example/maps_1?a=1&b=2" in fields["note"]


def test_ris_reads_back(client, story):
    response = client.get(f"/articles/{story.pk}/cite.ris")
    assert response["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert response.content.endswith(b"\r\nER  - \r\n\r\n")
    (entry,) = rispy.loads(response.content.decode())
    assert entry["type_of_reference"] == "NEWS"
    assert entry["title"] == TITLE
    assert entry["authors"] == ["Tove Dahl", "Ada van Lind"]
    assert entry["secondary_title"] == "Harbor & Daily"
    assert (entry["year"], entry["date"]) == ("2024", "2024/05/04/")
    assert entry["urls"] == [f"http://testserver{story.get_absolute_url()}"]
    assert entry["abstract"].startswith("All about")


def test_csl_json_reads_back(client, story):
    response = client.get(f"/articles/{story.pk}/cite.json")
    assert response["Content-Type"].startswith("application/vnd.citationstyles.csl+json")
    (item,) = json.loads(response.content)
    assert item["type"] == "article-newspaper"
    assert item["title"] == TITLE
    assert item["author"] == [{"literal": "Tove Dahl"}, {"literal": "Ada van Lind"}]
    assert item["issued"] == {"date-parts": [[2024, 5, 4]]}
    assert item["container-title"] == "Harbor & Daily"
    assert item["URL"] == f"http://testserver{story.get_absolute_url()}"


def test_a_csl_processor_sets_it_in_a_style(client, story):
    items = json.loads(client.get(f"/articles/{story.pk}/cite.json").content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        cited = Citation([CitationItem(items[0]["id"])])
        bibliography.register(cited)
        (line,) = map(str, bibliography.bibliography())
        short = str(bibliography.cite(cited, lambda item: None))
    assert "Dahl" in line
    assert "Harbor & Daily" in line
    assert "maps & ports" in line
    assert "2024" in line
    assert "Dahl" in short


@pytest.mark.django_db
@pytest.mark.parametrize(("precision", "known"), [("month", [2024, 5]), ("year", [2024])])
def test_no_more_of_a_date_is_told_than_is_known(client, precision, known):
    made = make.article("Maps", day=date(2024, 5, 1), published_precision=precision)
    (item,) = client.get(f"/articles/{made.pk}/cite.json").json()
    assert item["issued"] == {"date-parts": [known]}
    (entry,) = rispy.loads(client.get(f"/articles/{made.pk}/cite.ris").content.decode())
    assert entry["date"] == ("2024/05//" if precision == "month" else "2024///")
    fields = bibtex_of(client.get(f"/articles/{made.pk}/cite.bib").content.decode()).fields_dict
    assert {"year", "month", "day"} & set(fields) == {"year", "month"} if precision == "month" else {"year"}


@pytest.mark.django_db
def test_an_article_of_which_little_is_known_is_cited_with_that_little(client):
    made = make.article("", "Some words without a headline.")
    (item,) = client.get(f"/articles/{made.pk}/cite.json").json()
    assert item["title"] == "Some words without a headline."
    assert not {"author", "issued", "container-title", "language"} & set(item)
    assert bibtex_of(client.get(f"/articles/{made.pk}/cite.bib").content.decode()).entry_type == "misc"
    (entry,) = rispy.loads(client.get(f"/articles/{made.pk}/cite.ris").content.decode())
    assert "date" not in entry


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Tove Dahl", ["Tove Dahl"]),
        ("Tove Dahl, Ada Lind and Bo Berg", ["Tove Dahl", "Ada Lind", "Bo Berg"]),
        ("Maria de la Cruz & Bo Berg", ["Maria de la Cruz", "Bo Berg"]),
        ("Ministry of Trade and Industry", ["Ministry of Trade and Industry"]),
        ("WNS and agencies", ["WNS and agencies"]),
        ("김하나", ["김하나"]),
        ("", []),
    ],
)
def test_only_what_is_plainly_a_list_of_people_is_taken_apart(byline, people):
    assert list(citing.authors(byline)) == people


PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@given(PRINTED.filter(bool), PRINTED)
def test_any_headline_survives_every_form(title, byline):
    made = citing.Reference("a7", title, citing.authors(byline), "", "", (2024,), "", "http://a/", "", "")
    library = bibtexparser.parse_string(citing.bibtex(made))
    assert not library.failed_blocks
    assert len(library.entries) == 1
    assert set(library.entries[0].fields_dict) <= {"title", "author", "year", "url"}
    (entry,) = rispy.loads(citing.ris(made))
    assert " ".join(entry["title"].split()) == title
    (item,) = json.loads("".join(citing.csl_json([made])))
    assert item["title"] == title


def test_the_page_offers_the_citation(client, story):
    page = read(client.get(story.get_absolute_url()).content.decode())
    words = " ".join(page.text.split())
    address = f"http://testserver{story.get_absolute_url()}"
    assert f"Tove Dahl and Ada van Lind. “{TITLE}.” Harbor & Daily, May 4, 2024. {address}." in words
    assert f"Tove Dahl & Ada van Lind. (2024, May 4). {TITLE}. Harbor & Daily. {address}" in words
    for form in citing.FORMS:
        assert f"/articles/{story.pk}/cite.{form.ending}" in page.links


@pytest.mark.parametrize(
    ("date", "chicago", "apa"),
    [
        ((2024, 5, 4), "“Maps?” Post, May 4, 2024. http://a/.", "Maps? (2024, May 4). Post. http://a/"),
        ((2024, 5), "“Maps?” Post, May 2024. http://a/.", "Maps? (2024, May). Post. http://a/"),
        ((2024,), "“Maps?” Post, 2024. http://a/.", "Maps? (2024). Post. http://a/"),
        ((), "“Maps?” Post, n.d. http://a/.", "Maps? (n.d.). Post. http://a/"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(date, chicago, apa):
    made = citing.Reference("a7", "Maps?", (), "Post", "", date, "", "http://a/", "", "")
    assert (citing.chicago(made), citing.apa(made)) == (chicago, apa)


def test_many_authors_are_listed_as_each_style_has_it():
    made = citing.Reference("a7", "Maps", ("A B", "C D", "E F"), "Post", "", (2024,), "", "http://a/", "", "")
    assert citing.chicago(made).startswith("A B, C D, and E F. ")
    assert citing.apa(made).startswith("A B, C D, & E F. (2024). ")


def test_one_quote_is_cited_alone_with_a_link_to_its_words(client, story):
    start = story.text.index("spoke of maps")
    make.quote(story, "spoke of maps", make.person("Ada Lind", "NO"))
    place = f"{start}-{start + 13}"
    address = f"http://testserver{story.get_absolute_url()}#s-text-{place}"
    entry = bibtex_of(client.get(f"/articles/{story.pk}/cite.bib?quote={place}").content.decode())
    assert entry["note"].startswith("Quoted: “spoke of maps” (Ada Lind)")
    assert entry["url"] == address
    (item,) = client.get(f"/articles/{story.pk}/cite.json?quote={place}").json()
    assert item["URL"] == address
    assert "“spoke of maps” (Ada Lind)" in item["note"]
    (read_back,) = rispy.loads(client.get(f"/articles/{story.pk}/cite.ris?quote={place}").content.decode())
    assert "spoke of maps" in read_back["notes"][0]
    for style in ("chicago", "apa"):
        words = client.get(f"/articles/{story.pk}/cite.{style}?quote={place}").content.decode()
        assert "Quoted: “spoke of maps” (Ada Lind)." in words
        assert address in words
    keys = {entry.key, item["id"], read_back["id"]}
    assert keys == {f"dateline{story.pk}-s-text-{place}"}, "another's than the article's and other quotes'"
    html = client.get(story.get_absolute_url()).content.decode()
    assert f'id="s-text-{place}"' in html
    for wrong in ("1-2", "x", "title-0-1", "9" * 40 + "-1", "²-³"):
        assert client.get(f"/articles/{story.pk}/cite.apa", {"quote": wrong}).status_code == 404


@pytest.mark.django_db
def test_people_read_an_address_in_its_own_script_and_programs_read_it_encoded(client):
    made = make.article("भारत और दक्षिण कोरिया", "50% of maps.")
    shown = f"http://testserver/articles/{made.pk}/भारत-और-दक्षिण-कोरिया/"
    encoded = f"http://testserver{made.get_absolute_url()}"
    assert encoded.isascii()
    for style in ("chicago", "apa"):
        words = client.get(f"/articles/{made.pk}/cite.{style}").content.decode()
        assert shown in words
        assert "%" not in words
    assert client.get(shown).status_code == 200
    for form in ("bib", "ris", "json"):
        assert encoded in client.get(f"/articles/{made.pk}/cite.{form}").content.decode()


def test_what_people_read_is_a_file_that_any_computer_opens(client, story):
    names = {
        form: client.get(f"/articles/{story.pk}/cite.{form}")["Content-Disposition"]
        for form in ("apa", "ris")
    }
    assert names["apa"].endswith(f'filename="dateline-{story.pk}.apa.txt"')
    assert names["ris"].endswith(f'filename="dateline-{story.pk}.ris"')


def test_withdrawn_articles_are_not_cited_and_drafts_are_not_there(client, story):
    for form in citing.FORMS:
        address = f"/articles/{story.pk}/cite.{form.ending}"
        story.refresh_from_db()
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
        workflow.withdraw([story])
        assert client.get(address, headers={"if-none-match": tag}).status_code == 410
        story.refresh_from_db()
        workflow.back_to_draft([story])
        assert client.get(address).status_code == 404
        story.refresh_from_db()
        workflow.publish([story])


# --- What the page's head says ---


def metas_of(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([\w.:]+)" content="([^"]*)">', html):
        found.setdefault(name, []).append(content.replace("&amp;", "&"))
    return found


def test_reference_managers_find_the_article_in_the_head_of_its_page(client, story):
    response = client.get(story.get_absolute_url())
    metas, here = metas_of(response.content.decode()), f"http://testserver{story.get_absolute_url()}"
    assert metas["citation_title"] == metas["DC.title"] == metas["og:title"] == [TITLE]
    assert metas["citation_author"] == metas["DC.creator"] == ["Tove Dahl", "Ada van Lind"]
    assert metas["citation_publication_date"] == ["2024/05/04"]
    assert metas["citation_journal_title"] == ["Harbor & Daily"]
    assert metas["DC.publisher"] == ["Harbor & Daily", "WNS"]
    assert metas["citation_public_url"] == metas["DC.identifier"] == metas["og:url"] == [here]
    assert metas["DC.date"] == ["2024-05-04"]
    assert metas["DC.source"] == ["https://harbor.example/maps_1?a=1&b=2"]
    assert metas["DC.subject"] == ["Oceans & ports"]
    assert metas["DCTERMS.spatial"] == ["Norway", "Peru"]
    assert metas["og:type"] == ["article"]
    assert metas["article:published_time"] == ["2024-05-04"]
    assert f'<link rel="canonical" href="{here}">' in response.content.decode()
    assert response["Link"].startswith(f'<http://testserver/api/v1/articles/{story.pk}/>; rel="describedby"')


@pytest.mark.django_db
def test_zotero_takes_a_wire_story_for_news_of_its_agency_without_an_author(client):
    """Zotero reads a type of its own before it guesses a journal, and makes authors of contributors, a shelf
    mark of coverage, and a publication of the site where no other is named."""
    wired = make.article("Maps", day=date(2024, 5, 1), agency=make.source("WNS", "agency"), parties="NO")
    metas = metas_of(client.get(wired.get_absolute_url()).content.decode())
    assert metas["z:itemType"] == ["newspaperArticle"]
    assert metas["citation_journal_title"] == metas["citation_publisher"] == ["WNS"]
    assert not {"DC.creator", "DC.contributor", "DC.coverage"} & set(metas)


def test_search_engines_find_a_news_article_in_the_head_of_its_page(client, story):
    html = client.get(story.get_absolute_url()).content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert "<" not in script
    data = json.loads(script)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == TITLE
    assert data["alternativeHeadline"] == "All about </script><b>maps</b>"
    assert data["datePublished"] == "2024-05-04"
    assert data["author"] == [
        {"@type": "Person", "name": "Tove Dahl"},
        {"@type": "Person", "name": "Ada van Lind"},
    ]
    assert data["publisher"] == {"@type": "NewsMediaOrganization", "name": "Harbor & Daily"}
    assert data["about"] == [{"@type": "Country", "name": "Norway"}, {"@type": "Country", "name": "Peru"}]
    assert {"@type": "Person", "name": "Ada Lind"} in data["mentions"]
    assert data["url"] == f"http://testserver{story.get_absolute_url()}"
    assert data["isBasedOn"] == "https://harbor.example/maps_1?a=1&b=2"


@pytest.mark.django_db
def test_nothing_is_said_of_what_is_not_known(client):
    made = make.article("Maps", day=date(2024, 5, 1), published_precision="month")
    html = client.get(made.get_absolute_url()).content.decode()
    metas = metas_of(html)
    assert not {"citation_author", "DC.publisher", "article:published_time", "article:section"} & set(metas)
    assert metas["citation_publication_date"] == ["2024/05"]
    assert '"datePublished":"2024-05"' in html
