"""All that a search finds, to take away: CSV for spreadsheets, JSON Lines for programs, both with evidence.

An answer is written while it is sent, a portion of articles at a time, so that memory does not
grow with it and there is no largest number. What it is an answer to stands at its head: question,
day, number, state of the index and version of the rules.

JSON Lines hold everything that an archive knows; `import_articles` reads them into another. A CSV
row is an article, each kind of fact in two columns: what was found, and the words that say so. In
a spreadsheet a cell that begins like a formula would be run, so such a cell gets an apostrophe in
front, as spreadsheets themselves do for text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import queries
from .answers import out_of_order
from .citing import FORMS, Form, references
from .documents import RULES_VERSION, documents
from .models import make_slug
from .presenters.links import Link, with_query

Document = Mapping[str, Any]

#: What a spreadsheet takes for the beginning of a formula, full-width forms too.
_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")
#: What may stand before a formula without keeping a spreadsheet from running it.
_BLANK: Final = " \n\u00a0\ufeff"
#: What parts cells and rows.
_APART: Final = re.compile('[",\r\n]')
#: Parts them, may begin a formula, or cannot stand in a file of text.
_ODD: Final = re.compile(r'[",\r\n\0]|\A[^A-Za-z0-9]')
#: Articles read to tell how large an export will be.
_SAMPLE: Final = 20
#: Pieces of an answer that are sent as one.
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What an export is an answer to. `address` is the search it was taken from."""

    query: str
    understood: str
    address: str
    exported: str
    count: int
    index_generation: int
    rules_version: str

    @classmethod
    def of(
        cls, absolute: Callable[[str], str], wanted: queries.SearchRequest, found: queries.Everything
    ) -> About:
        return cls(
            query=wanted.q,
            understood=found.understood,
            address=absolute(wanted.url()),
            exported=datetime.now(UTC).isoformat(timespec="seconds"),
            count=len(found.numbers),
            index_generation=found.generation,
            rules_version=RULES_VERSION,
        )

    def told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


# --- JSON Lines ---


def json_lines(about: About, held: Iterable[Document]) -> Iterator[bytes]:
    yield _line({"dateline_export": about.told()})
    yield from map(_line, held)


def _line(document: Document) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


# --- CSV ---


def _surface(mention: Document, label: str = "") -> str:
    field = mention.get("field", "text")
    words = mention["surface"] if "surface" in mention else mention["text"]
    said = f"“{words}” ({field} {mention['start']}–{mention['end']}, {mention['rule']})"
    return f"{label}: {said}" if label else said


def _offices(document: Document) -> list[tuple[str, Document]]:
    return [
        (" of ".join(filter(None, (office["title"], office["country"]))) + f": {person['name']}", office)
        for person in document["people"]
        for office in person["offices"]
    ]


def _spoken(quote: Document) -> str:
    return f"{quote['speaker'] or quote['speaker_surface'] or 'unknown'}: “{quote['text']}”"


def _stated(made: Document) -> str:
    return " ".join(str(part) for part in ("-".join(made["pair"]), made["kind"], made["year"] or "") if part)


def _happened(event: Document) -> str:
    return ", ".join(filter(None, (event["name"], event["date"], event["place"])))


_Cell = Callable[[Document], Any]


def _plain(name: str) -> tuple[str, _Cell]:
    return name, lambda document: document[name]


def _inside(outer: str, inner: str, column: str) -> tuple[str, _Cell]:
    return column, lambda document: (document[outer] or {}).get(inner)


def _facts(name: str, label: Callable[[Document], str]) -> tuple[tuple[str, _Cell], ...]:
    def evidence(document: Document) -> list[str]:
        return [
            _surface(mention, named)
            for row, named in ((row, label(row)) for row in document[name])
            for mention in row["mentions"]
        ]

    return (name, lambda document: [label(row) for row in document[name]]), (f"{name}_evidence", evidence)


#: The columns of a row, in their order: name and what stands there. A list is parted by "; ".
COLUMNS: Final[tuple[tuple[str, _Cell], ...]] = (
    *map(_plain, ("id", "url", "title", "subtitle", "standfirst", "summary", "section", "byline")),
    *map(_plain, ("outlet", "agency", "origin", "language")),
    *(
        _inside("published", name, f"published_{name}")
        for name in ("date", "earliest", "latest", "time", "basis", "precision", "confidence")
    ),
    ("published_evidence", lambda document: list(map(_surface, document["published"]["evidence"]))),
    *(_inside("dateline", name, f"dateline_{name}") for name in ("text", "place", "country", "date")),
    _plain("key_points"),
    _inside("pull_quote", "text", "pull_quote"),
    _inside("pull_quote", "speaker", "pull_quote_speaker"),
    *_facts("countries", lambda row: f"{row['name']} ({row['role']})"),
    ("pair", lambda document: "-".join(document["pair"] or ())),
    *_facts("people", lambda row: row["name"]),
    ("offices", lambda document: [label for label, _ in _offices(document)]),
    (
        "offices_evidence",
        lambda document: [_surface(office["span"], label) for label, office in _offices(document)],
    ),
    *(
        column
        for name in ("organizations", "places", "topics")
        for column in _facts(name, lambda row: row["name"])
    ),
    *_facts("events", _happened),
    ("quotes", lambda document: list(map(_spoken, document["quotes"]))),
    ("quotes_evidence", lambda document: list(map(_surface, document["quotes"]))),
    ("statements", lambda document: list(map(_stated, document["statements"]))),
    (
        "statements_evidence",
        lambda document: [_surface(made["span"], _stated(made)) for made in document["statements"]],
    ),
    (
        "comments",
        lambda document: [f"{each['author'] or 'unnamed'}: {each['text']}" for each in document["comments"]],
    ),
    *map(_plain, ("reading_minutes", "text", "original_url", "source_file", "sha256", "rules_version")),
)


def spreadsheet(about: About, held: Iterable[Document]) -> Iterator[bytes]:
    """Rows under a head of lines that begin with #, each with a name and what it is in a cell of its own.

    What was typed may hold a comma, and behind it a formula or a quotation mark that swallows all rows.
    """
    yield b"# Dateline export\r\n"
    for name, value in about.told().items():
        told = _in_quotes(safe_cell(" ".join(str(value).split())))
        yield f"# {name},{told}\r\n".encode("utf-8", "replace")
    yield f"{','.join(name for name, _ in COLUMNS)}\r\n".encode()
    cells = [cell for _, cell in COLUMNS]
    for document in held:
        values = [cell(document) for cell in cells]
        row = ",".join([_written(value) if value or value == 0 else "" for value in values])
        yield f"{row}\r\n".encode("utf-8", "replace")


def _written(value: Any) -> str:
    """A value as it stands in a row. Most cells are short and plain, and are looked at once."""
    text = value if type(value) is str else "; ".join(value) if isinstance(value, list) else str(value)
    return text if _ODD.search(text) is None else _in_quotes(safe_cell(text))


def _in_quotes(text: str) -> str:
    """As RFC 4180 has it. `csv` looks at each letter twice, which takes longer than all else."""
    if _APART.search(text) is None:
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def safe_cell(text: str) -> str:
    """A text that no spreadsheet runs."""
    if "\0" in text:
        text = text.replace("\0", "")
    # Few cells begin with anything but a letter or a digit, and those are looked at closely.
    if text[:1].isalnum():
        return text
    return f"'{text}" if text.lstrip(_BLANK).startswith(_FORMULA) else text


# --- Answers ---


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an export, by the ending of its address. `whole` has all that an archive knows."""

    ending: str
    label: str
    purpose: str
    content_type: str
    write: Callable[[About, Iterable[Document]], Iterator[bytes]]
    whole: bool = False


FORMATS: Final = (
    Format("csv", "CSV", "a row an article, for spreadsheets", "text/csv; charset=utf-8", spreadsheet),
    Format(
        "jsonl",
        "JSON Lines",
        "everything, for programs and for another archive",
        "application/x-ndjson; charset=utf-8",
        json_lines,
        whole=True,
    ),
)


@require_safe
def export(request: HttpRequest, form: Format) -> HttpResponseBase:
    """Every hit of a search in one file."""
    wanted, _ = queries.SearchRequest.from_params(request.GET)
    found = queries.everything(wanted)
    if found is None:
        return out_of_order()
    about = About.of(request.build_absolute_uri, wanted, found)
    held = documents(found.numbers, request.build_absolute_uri, whole=form.whole)
    asked = make_slug(wanted.q)[:40].encode("ascii", "ignore").decode().strip("-")
    name = "-".join(filter(None, ("dateline", about.exported[:10], asked)))
    told = {
        "X-Dateline-Index-Generation": str(about.index_generation),
        "X-Dateline-Rules-Version": about.rules_version,
        "X-Dateline-Exported": about.exported,
        # Behind nginx a file would be collected before it is passed on, and nobody would see it grow.
        "X-Accel-Buffering": "no",
    }
    return _file(form.write(about, held), form.content_type, f"{name}.{form.ending}", about.count, told)


@require_safe
def cite_all(request: HttpRequest, form: Form) -> HttpResponseBase:
    """References to every hit of a search in one file."""
    wanted, _ = queries.SearchRequest.from_params(request.GET)
    found = queries.everything(wanted)
    if found is None:
        return out_of_order()
    made = references(found.numbers, request.build_absolute_uri)
    pieces = (piece.encode("utf-8", "replace") for piece in form.write_all(made))
    return _file(pieces, form.content_type, form.file("dateline-references"), len(found.numbers), {})


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """What can be taken away of a search, and how large it will be."""
    wanted, notices = queries.SearchRequest.from_params(request.GET)
    found = queries.everything(wanted)
    if found is None:
        return render(request, "export.html", {"notices": (queries.OUT_OF_ORDER,)}, status=503)
    about = About.of(request.build_absolute_uri, wanted, found)
    offered = [
        (
            Link(form.label, with_query(reverse(f"export_{form.ending}"), wanted.query), form.purpose),
            _expected_bytes(form, about, found.numbers, request),
        )
        for form in FORMATS
    ]
    return render(
        request,
        "export.html",
        {
            "notices": tuple(dict.fromkeys((*notices, *found.notices))),
            "about": about,
            "search": wanted.url(),
            "receipt": with_query(reverse("new_receipt"), wanted.query),
            "save": with_query(reverse("save_search"), wanted.query),
            "offered": [(link, size, f"{max(0.1, size / 1e6):,.1f}") for link, size in offered],
            "references": [
                Link(form.label, with_query(reverse(f"cite_all_{form.ending}"), wanted.query))
                for form in FORMS
            ],
        },
    )


def _expected_bytes(form: Format, about: About, numbers: tuple[int, ...], request: HttpRequest) -> int:
    """The size of the file, as told by articles from all over it."""
    picked = numbers[:: max(1, len(numbers) // _SAMPLE)][:_SAMPLE]
    held = documents(picked, request.build_absolute_uri, whole=form.whole)
    whole = sum(map(len, form.write(about, held)))
    head = sum(map(len, form.write(about, ())))
    return head + round((whole - head) * len(numbers) / max(1, len(picked)))


def _file(
    pieces: Iterable[bytes], content_type: str, name: str, count: int, told: Mapping[str, str]
) -> StreamingHttpResponse:
    """A file that is written while it is sent."""
    return StreamingHttpResponse(
        _in_chunks(pieces),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Dateline-Count": str(count),
            **told,
        },
    )


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces put together, since each chunk that is sent costs a call."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(held[-1])
        if size >= _CHUNK:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)
