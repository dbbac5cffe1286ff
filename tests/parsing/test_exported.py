"""Lines out of an archive: taken with their facts, or refused with what is wrong in them."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.drafts import ArticleDraft, Failure, RawDocument, ReadingConfig, Verdict
from articles.parsing import read_documents

RAW = b"Maps shared\n\nLima: Ada Lind spoke."
TEXT = "Ada Lind spoke of “shared maps”. Ties began in 1921."
RULE = {"rule": "some.rule", "rules_version": "1"}


def mention(start: int, words: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": start + len(words), "surface": words, **RULE, **more}


LINE: dict[str, Any] = {
    "id": 17,
    "url": "https://archive.example/articles/17/maps-shared/",
    "original_url": "https://daily.example/maps",
    "source_file": "maps.txt",
    "sha256": hashlib.sha256(RAW).hexdigest(),
    "language": "en",
    "title": "Maps shared",
    "byline": None,
    "outlet": "Daily",
    "reading_minutes": 2,
    "published": {
        "date": "2024-05-14",
        "earliest": "2024-05-14",
        "latest": "2024-05-14",
        "time": "10:30:00+09:00",
        "basis": "stated",
        "precision": "minute",
        "confidence": 1.0,
        "evidence": [mention(0, "Lima", field="dateline")],
    },
    "dateline": {"text": "Lima", "place": "Lima", "country": "PE", "date": None},
    "key_points": ["Maps for all"],
    "pull_quote": {"text": "shared maps", "speaker": None},
    "images": [{"caption": "A map", "credit": None}],
    "text": TEXT,
    "comments": [{"author": "Emil", "text": "Ports first.", "truncated": False, "origin": "reader"}],
    "removed": [{"text": "Share", "rule": "share-bar", "line": 3}],
    "rules_version": "2026.1",
    "countries": [
        {"code": "PE", "name": "Peru", "role": "party", "score": 1.5, "mentions": [mention(0, "Lima", field="dateline")]}
    ],
    "pair": ["NO", "PE"],
    "people": [
        {
            "name": "Ada Lind",
            "country": "NO",
            "offices": [{"title": "Minister", "country": "NO", "span": mention(0, "Ada"), "rule": "o"}],
            "variants": ["Lind"],
            "mentions": [mention(0, "Ada Lind")],
        }
    ],
    "organizations": [],
    "places": [{"name": "Lima", "country": "PE", "kind": "city", "mentions": []}],
    "topics": [{"slug": "maps", "name": "Maps", "mentions": [mention(0, "Maps", field="key_points/0")]}],
    "events": [
        {
            "type": "dialogue",
            "series": "Talks",
            "ordinal": 2,
            "name": "2nd Talks",
            "countries": ["NO", "PE"],
            "date": "2024-05",
            "place": None,
            "country": None,
            "chairs": ["Ada Lind"],
            "participants": [],
            "mentions": [],
        }
    ],
    "quotes": [
        {
            "text": "shared maps",
            "kind": "partial",
            "speaker": "Ada Lind",
            "speaker_surface": "Ada Lind",
            "cue": "spoke",
            "start": TEXT.index("shared"),
            "end": TEXT.index("shared") + 11,
            "rule": "editor",
            "rules_version": "",
        }
    ],
    "statements": [
        {
            "pair": ["NO", "PE"],
            "kind": "established",
            "status": "ties",
            "year": 1921,
            "span": mention(TEXT.index("Ties"), "Ties began in 1921"),
            "rule": "s",
        }
    ],
    "edited": "2026-01-02T03:04:05+00:00",
    "decisions": [{"kind": "topic", "target": "oceans", "verdict": "rejected", "value": ""}],
    "received": base64.b64encode(RAW).decode(),
}  # fmt: skip


def read(*lines: Any) -> list[ArticleDraft | Failure]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return list(read_documents(RawDocument(data, "all.jsonl"), ReadingConfig()))


def changed(path: str, value: Any) -> dict[str, Any]:
    """The line with one value changed: `changed("people/0/name", 7)`."""
    line: Any = copy.deepcopy(LINE)
    *way, last = path.split("/")
    held = line
    for step in way:
        held = held[int(step) if isinstance(held, list) else step]
    if value is ...:
        del held[last]
    else:
        held[int(last) if isinstance(held, list) else last] = value
    return line


def test_a_line_becomes_the_article_that_it_was():
    head = {"dateline_export": {"query": "", "count": 1}}
    (draft,) = read(head, LINE)
    assert isinstance(draft, ArticleDraft)
    assert (draft.title, draft.text, draft.outlet, draft.url) == (
        "Maps shared",
        TEXT,
        "Daily",
        "https://daily.example/maps",
    )
    assert (draft.data, draft.sha256, draft.source_file) == (RAW, LINE["sha256"], "maps.txt")
    assert (draft.published.date, draft.published.time) == (
        date(2024, 5, 14),
        time.fromisoformat("10:30:00+09:00"),
    )
    assert draft.published.evidence[0].surface == "Lima"
    assert draft.comments[0].origin == "reader"
    assert draft.removed[0].line == 3
    kept = draft.kept
    assert kept is not None
    assert kept.number == 17
    assert kept.edited == datetime.fromisoformat("2026-01-02T03:04:05+00:00")
    assert kept.verdicts == (Verdict("topic", "oceans", "rejected"),)
    found = kept.annotations
    assert found.rules_version == "2026.1"
    assert found.pair == ("NO", "PE")
    assert found.people[0].offices[0].title == "Minister"
    assert found.topics[0].mentions[0].span.field == "key_points/0"
    assert found.events[0].ordinal == 2
    assert found.quotes[0].rule == "editor"
    assert found.statements[0].year == 1921


def test_without_what_was_received_the_line_itself_is_what_was():
    (draft,) = read(changed("received", None))
    assert isinstance(draft, ArticleDraft)
    assert json.loads(draft.data)["id"] == 17
    assert draft.sha256 == hashlib.sha256(draft.data).hexdigest()


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("people/0/mentions/0/start", 3, "cannot cover"),
        ("people/0/mentions/0/surface", "Eva Lind", "does not stand at 0 of text"),
        ("people/0/name", ..., "'name' is missing"),
        ("people/0/name", 7, "7 stands where words belong"),
        ("people", 7, "7 stands where a list belongs"),
        ("countries/0/role", "friend", "'friend' is none of party"),
        ("published/date", "soon", "Invalid isoformat"),
        ("published/basis", "guess", "'guess' is none of"),
        ("id", "x", "stands where a whole number belongs"),
        ("id", -1, "stands where a whole number belongs"),
        ("id", True, "stands where a whole number belongs"),
        ("text", None, "stands where words belong"),
        ("text", "a\x00b", "NUL"),
        ("received", "!!", "not in base 64"),
        ("sha256", "0" * 64, "another SHA-256"),
        ("decisions", [{}], "missing"),
        ("pair", ["NO"], "a pair is two countries"),
        ("key_points", "abc", "stands where a list belongs"),
    ],
)
def test_what_is_not_true_keeps_the_line_out_and_the_next_goes_on(path, value, reason):
    failure, draft = read(changed(path, value), LINE)
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert failure.line == 1
    assert isinstance(draft, ArticleDraft)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_PATHS = [
    *LINE,
    *(f"published/{key}" for key in LINE["published"]),
    *(f"{kind}/0/{key}" for kind in ("people", "countries", "events", "quotes", "statements", "topics")
      for key in LINE[kind][0]),
    "people/0/mentions/0", "people/0/mentions/0/start", "people/0/offices/0/span", "comments/0", "removed/0/line",
]  # fmt: skip


@given(st.sampled_from(_PATHS), _JSON)
def test_whatever_stands_in_a_line_it_is_read_or_refused(path, value):
    (outcome,) = read(changed(path, value))
    if isinstance(outcome, Failure):
        assert outcome.reason
    else:
        assert outcome.text or outcome.title
