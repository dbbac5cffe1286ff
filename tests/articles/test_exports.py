"""Files to take away: a spreadsheet runs nothing in them, and every line says where its facts came from."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import bibtexparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from archive.search import rebuild
from articles import workflow
from articles.documents import PORTION
from articles.exports import COLUMNS, safe_cell
from articles.models import Article
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(index: Any) -> Article:
    made = make.article(
        "=cmd|' /C calc'!A0",
        "“We print nothing in secret,” Ada Lind said in Lima; maps, she added, are “for all”.",
        day=date(2024, 5, 14),
        parties="NO PE",
        outlet=make.source("Harbor Daily"),
        byline="@Tove Dahl",
        language="en",
    )
    lind = make.person("Ada Lind", "NO")
    make.mention(made, "Ada Lind", person=lind)
    make.mention(made, "Lima", place=make.place("Lima", "PE"))
    make.quote(made, "We print nothing in secret,", lind)
    made.comments.create(position=0, author="Emil", text="Ports; first.", status="approved")
    make.received(made, "maps.txt")
    make.article("Ports reopen", "Trawlers returned to Lima.", day=date(2024, 6, 1), parties="PE")
    rebuild()
    return made


def fetched(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    assert "attachment" in response["Content-Disposition"]
    body = b"".join(response.streaming_content)
    return body.decode()


def rows_of(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    lines = list(csv.reader(io.StringIO(text, newline="")))
    head = [line for line in lines if line[0].startswith("# ")]
    told = {name.removeprefix("# "): value for name, value in head[1:]}
    names, *rows = lines[len(head) :]
    return told, [dict(zip(names, row, strict=True)) for row in rows]


def test_a_row_an_article_with_the_words_behind_each_fact(client, story):
    told, rows = rows_of(fetched(client, "/search/export.csv?q=lima&sort=newest"))
    assert (told["query"], told["count"]) == ("lima", "2")
    assert told["address"] == "http://testserver/search/?q=lima&sort=newest"
    assert int(told["index_generation"]) > 0
    assert told["rules_version"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", told["exported"])
    assert [row["id"] for row in rows] == [str(story.pk + 1), str(story.pk)]
    row = rows[1]
    assert row["people"] == "Ada Lind"
    start = story.text.index("Ada Lind")
    assert f"Ada Lind: “Ada Lind” (text {start}–{start + 8}, " in row["people_evidence"]
    assert row["places"] == "Lima"
    assert row["countries"] == "Norway (party); Peru (party)"
    assert row["quotes"] == "Ada Lind: “We print nothing in secret,”"
    assert row["comments"] == "Emil: Ports; first."
    assert (row["published_date"], row["published_precision"]) == ("2024-05-14", "day")


def test_a_spreadsheet_runs_nothing_of_it(client, story):
    _, rows = rows_of(fetched(client, "/search/export.csv"))
    cells = [cell for row in rows for cell in row.values()]
    assert "'=cmd|' /C calc'!A0" in cells
    assert "'@Tove Dahl" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


@given(st.text(max_size=20), st.sampled_from(["", " ", "\n", "\u00a0"]), st.sampled_from("=+-@\t\r＝"))
def test_no_cell_begins_like_a_formula(text, space, mark):
    assert safe_cell(f"{space}{mark}{text}").startswith("'")


def test_the_head_stays_one_line_a_fact_whatever_was_asked(client, story):
    text = fetched(client, "/search/export.csv?q=a%0Aid,title%0A%22")
    _, rows = rows_of(text)
    assert rows == []
    assert text.rstrip().endswith(",".join(name for name, _ in COLUMNS))


@pytest.mark.parametrize("asked", ['maps,=1+1,"open', ',"@SUM(1)', "=1+1", '"a, b",-2+3'])
def test_what_was_asked_is_one_cell_of_the_head_that_no_spreadsheet_runs(client, story, asked):
    text = fetched(client, f"/search/export.csv?{urlencode({'q': asked})}")
    told, _ = rows_of(text)
    assert told["query"].removeprefix("'") == asked
    assert [*told] == [
        "query",
        "understood",
        "address",
        "exported",
        "count",
        "index_generation",
        "rules_version",
    ]
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_json_lines_hold_each_article_whole(client, story):
    head, *lines = map(json.loads, fetched(client, "/search/export.jsonl?q=secret").splitlines())
    about = head["dateline_export"]
    assert (about["query"], about["count"]) == ("secret", 1)
    (line,) = lines
    assert line["id"] == story.pk
    alone = client.get(f"/api/v1/articles/{story.pk}/").json()
    differing = {name for name in alone if line.get(name) != alone[name]}
    assert differing <= {"comments", "removed", "versions", "reports"}
    assert line["comments"][0]["origin"] == "scraped"


def test_an_export_without_hits_has_a_head_and_no_rows(client, story):
    assert len(fetched(client, "/search/export.jsonl?q=narnia").splitlines()) == 1


def test_drafts_and_withdrawn_articles_stay_at_home_even_when_the_index_still_has_them(client, story):
    Article.objects.filter(pk=story.pk).update(status="withdrawn")
    assert "secret" not in fetched(client, "/search/export.jsonl")
    assert "secret" not in fetched(client, "/search/cite.bib")


def test_what_was_received_is_not_handed_out_once_an_editor_has_worked_on_it(client, story):
    (line,) = map(json.loads, fetched(client, "/search/export.jsonl?q=secret").splitlines()[1:])
    assert line["received"]
    workflow.save_edit(story, story.span_fields(), editor=None)
    (line,) = map(json.loads, fetched(client, "/search/export.jsonl?q=secret").splitlines()[1:])
    assert line["received"] is None


def test_queries_do_not_grow_with_the_articles_of_a_portion(
    client, story, django_assert_max_num_queries: Any
):
    for number in range(30):
        make.article(f"Report {number}", f"Lima grew by {number}.", parties="PE")
    rebuild()
    assert PORTION > 30
    with django_assert_max_num_queries(32):
        assert len(fetched(client, "/search/export.jsonl?q=lima").splitlines()) == 33


def test_the_page_of_choices_tells_number_and_size_beforehand(client, story):
    page = client.get("/search/export/?q=lima").content.decode()
    assert "2 articles" in page
    sizes = dict(re.findall(r'href="([^"]+)" download data-bytes="(\d+)"', page))
    for address, size in sizes.items():
        assert abs(len(fetched(client, address).encode()) - int(size)) <= 40, address
    assert len(sizes) == 2
    assert "nothing to take away" in client.get("/search/export/?q=narnia").content.decode()


def test_the_search_page_leads_to_it(client, story):
    assert 'href="/search/export/?q=lima"' in client.get("/search/?q=lima").content.decode()


def test_an_index_out_of_order_is_told_and_not_an_empty_file(client, story, index):
    (index.root / "CURRENT").write_text("{")
    for address in ("/search/export.csv", "/search/export.jsonl", "/search/cite.ris", "/search/export/"):
        response = client.get(address)
        assert response.status_code == 503
        assert "out of order" in response.content.decode()


def test_references_to_all_that_is_found_read_back(client, story):
    library = bibtexparser.parse_string(fetched(client, "/search/cite.bib?q=lima"))
    assert not library.failed_blocks
    assert len(library.entries) == 2
    assert len(rispy.loads(fetched(client, "/search/cite.ris?q=lima"))) == 2
    items = json.loads(fetched(client, "/search/cite.json?q=lima"))
    assert {item["id"] for item in items} == {f"dateline{story.pk}", f"dateline{story.pk + 1}"}
    assert json.loads(fetched(client, "/search/cite.json?q=narnia")) == []
    assert "Harbor Daily" in fetched(client, "/search/cite.chicago?q=lima")
