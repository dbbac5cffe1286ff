"""The API described for programs (OpenAPI 3.1). Tests hold every answer against it, with no key to spare."""

from __future__ import annotations

from .schemas import (
    CODES,
    LONGEST_CHOICE,
    MOST,
    MOST_CHOSEN,
    NUMBER,
    SCHEMAS,
    TEXT,
    Schema,
    entry_name,
    list_name,
    list_of,
    ref,
)


def _parameter(name: str, description: str, schema: Schema, where: str = "query") -> Schema:
    made = {"name": name, "in": where, "description": description, "schema": schema}
    return made | ({"required": True} if where == "path" else {})


def _answer(description: str, schema: str) -> Schema:
    return {
        "description": description,
        "content": {"application/json": {"schema": ref(schema)}},
    }


_TOO_MANY = ("429", "More than the stated number of requests a minute; Retry-After says when to go on.")


_TOO_LONG = "The address has more than 8,190 characters."


def _read(name: str, summary: str, schema: str, parameters: list[Schema], *errors: tuple[str, str]) -> Schema:
    """A path that is only read."""
    kept = {"description": "The copy that the ETag in If-None-Match names is still right."}
    refusals = dict((*errors, _TOO_MANY))
    refusals["400"] = f"{refusals['400']} Or: {_TOO_LONG}" if "400" in refusals else _TOO_LONG
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": _answer("As asked.", schema),
                "304": kept,
                **{status: _answer(meaning, "Error") for status, meaning in refusals.items()},
            },
        }
    }


_CHOICE = {**TEXT, "maxLength": LONGEST_CHOICE}
_PAGE = {**NUMBER, "minimum": 1, "default": 1}
_CHOSEN = (
    ("country", "ISO code or name of a country; given twice, articles that speak of both."),
    ("topic", "Slug of a topic."),
    ("person", "Slug of a person."),
    ("organization", "Slug of an organization."),
    ("event", "Slug of a dialogue."),
    ("source", "Slug of an outlet."),
    ("agency", "Slug of a news agency."),
)


_BESIDE = (
    "Name of a facet whose values are counted as if nothing were chosen in it: what else could be chosen."
)


def _per_page(default: int) -> Schema:
    return _parameter(
        "per_page", "Rows on a page.", {**NUMBER, "minimum": 1, "maximum": MOST, "default": default}
    )


_NARROWED = {
    "country": "Code of a country that the articles are about.",
    "pair": "Two countries that are both party to the articles, like IN-KR.",
    "person": "Slug of a person.",
    "office": "Slug of an office.",
    "organization": "Slug of an organization.",
    "place": "Slug of a place.",
    "topic": "Slug of a topic.",
    "event": "Slug of a dialogue.",
    "source": "Slug of an outlet or news agency.",
}
_NUMBER_OF_ENTRY = {**NUMBER, "minimum": 0}
_UNREADABLE = ("400", "A parameter cannot be read.")
_UNKNOWN = ("404", "Nothing published speaks of what a parameter names.")


def _narrowed(*names: str) -> list[Schema]:
    return [_parameter(name, _NARROWED[name], CODES if name == "pair" else TEXT) for name in names]


def _followed(after: str, schema: Schema) -> list[Schema]:
    return [_parameter("after", f"{after} of the last one seen; `next` has it.", schema), _per_page(25)]


_NAME_HAS = _parameter("q", "A part of the name.", TEXT)


def _register(path: str, one: str) -> Schema:
    """The list of a register and an entry of it."""
    moved = {"description": "The entry has another address now, which Location gives."}
    entry = _read(
        f"{path}_entry",
        f"One {one}: what is known of it, and where its articles are",
        entry_name(path),
        [_parameter("slug", "Its slug.", TEXT, "path")],
        ("404", "No published article speaks of it."),
    )
    entry["get"]["responses"]["301"] = moved
    return {
        f"/api/v1/{path}/": _read(
            path,
            f"Every {one} that published articles speak of, by slug",
            list_name(path),
            [_NAME_HAS, *_followed("Slug", TEXT)],
            _UNREADABLE,
        ),
        f"/api/v1/{path}/{{slug}}/": entry,
    }


_SEARCHED = [
    _parameter("q", "The question, in the language of the search box.", TEXT),
    *(_parameter(name, words, list_of(_CHOICE, maxItems=MOST_CHOSEN)) for name, words in _CHOSEN),
    _parameter("from", "First day, month or year.", TEXT),
    _parameter("to", "Last day, month or year.", TEXT),
    _parameter("match", "any where one of the countries is enough, all (unless told otherwise).", TEXT),
]
_FACET_NAMES = {"enum": [*(name for name, _ in _CHOSEN), "year"]}
_OUT_OF_ORDER = ("503", "The index is out of order; Retry-After says when to ask again.")
_COUNTED: Schema = {
    "/api/v1/search/facets/{name}/": _read(
        "facet",
        "Every value of one facet among what a search finds, a hundred a page",
        "FacetPage",
        [
            _parameter("name", "The parameter that narrows by it.", _FACET_NAMES, "path"),
            *_SEARCHED,
            _parameter("part", "A part of the values' names.", TEXT),
            _parameter("order", "count (unless told otherwise) or name.", TEXT),
            _parameter("page", "Which page.", _PAGE),
        ],
        ("400", "page cannot be read, or more is chosen than is heeded."),
        ("404", "There is no such facet or page."),
        _OUT_OF_ORDER,
    ),
    "/api/v1/search/compare/": _read(
        "compare",
        "Two or three questions over time: how many articles each finds, and of how many",
        "Comparison",
        [_parameter("q", "A question; given two or three times.", list_of(TEXT)), *_SEARCHED[1:]],
        ("400", "More is chosen than is heeded."),
        _OUT_OF_ORDER,
    ),
}
_REGISTERS: Schema = {
    "/api/v1/countries/": _read(
        "countries",
        "Every country that published articles name, by code",
        list_name("countries"),
        [_NAME_HAS, *_followed("Code", TEXT)],
        _UNREADABLE,
    ),
    "/api/v1/countries/{code}/": _read(
        "country",
        "One country, and where its articles are",
        entry_name("countries"),
        [_parameter("code", "Its ISO code.", TEXT, "path")],
        ("404", "No published article names it."),
    ),
    "/api/v1/pairs/": _read(
        "pairs",
        "Every two countries that are both party to a published article",
        list_name("pairs"),
        [_NAME_HAS, *_narrowed("country"), *_followed("The pair", TEXT)],
        _UNREADABLE,
        _UNKNOWN,
    ),
    "/api/v1/pairs/{codes}/": _read(
        "pair",
        "Two countries, and where their articles, statements and meetings are",
        entry_name("pairs"),
        [_parameter("codes", "Their ISO codes, like in-kr.", TEXT, "path")],
        ("404", "No published article is about these two."),
    ),
    **_register("people", "person"),
    **_register("offices", "office"),
    **_register("organizations", "organization"),
    **_register("places", "place"),
    **_register("topics", "topic"),
    **_register("events", "dialogue"),
    **_register("sources", "outlet and news agency"),
}
_REGISTERS["/api/v1/pairs/{codes}/"]["get"]["responses"]["301"] = {
    "description": "The codes stand in another order in the address, which Location gives."
}
_RECORDS: Schema = {
    "/api/v1/quotes/": _read(
        "quotes",
        "Who said what, in the order in which it came into the archive",
        "Quotes",
        [
            *_narrowed("person", "organization"),
            _parameter("article", "Number of the article.", _NUMBER_OF_ENTRY),
            *_followed("Number", _NUMBER_OF_ENTRY),
        ],
        _UNREADABLE,
        _UNKNOWN,
    ),
    "/api/v1/statements/": _read(
        "statements",
        "What two countries are to each other, and since when",
        "Statements",
        [
            *_narrowed("pair"),
            _parameter("article", "Number of the article.", _NUMBER_OF_ENTRY),
            *_followed("Number", _NUMBER_OF_ENTRY),
        ],
        _UNREADABLE,
        _UNKNOWN,
    ),
    "/api/v1/meetings/": _read(
        "meetings",
        "Rounds of dialogues, visits and other meetings, with the articles that report them",
        "Meetings",
        [*_narrowed("event", "country", "pair"), *_followed("Number", _NUMBER_OF_ENTRY)],
        _UNREADABLE,
        _UNKNOWN,
    ),
    "/api/v1/meetings/{id}/": _read(
        "meeting",
        "One meeting",
        "Meeting",
        [_parameter("id", "Its number.", _NUMBER_OF_ENTRY, "path")],
        ("404", "No published article reports it."),
    ),
    "/api/v1/suggestions/": _read(
        "suggestions",
        "Names and words that go on from what is typed, the most covered first",
        "Suggestions",
        [_parameter("q", "What is typed.", TEXT)],
    ),
    "/api/v1/receipts/{key}/": _read(
        "receipt",
        "A search as it was when its receipt was made, and what entered and left it since",
        "Receipt",
        [_parameter("key", "The receipt's key.", TEXT, "path")],
        ("404", "There is no such receipt."),
        _OUT_OF_ORDER,
    ),
}

DOCUMENT: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "Dateline",
        "version": "1",
        "description": (
            "A news archive in which every fact shows the words it came from. Read-only, no key. One address "
            "has 3,000 requests a minute unless the archive says otherwise in RateLimit-Limit; "
            "RateLimit-Remaining and RateLimit-Reset tell what is left and when it is whole again."
        ),
    },
    "servers": [{"url": "/"}],
    "paths": {
        "/api/v1/articles/": _read(
            "articles",
            "Published articles, newest first: all, or those that speak of what is chosen",
            "Articles",
            [*_narrowed(*_NARROWED), _parameter("page", "Which page.", _PAGE), _per_page(25)],
            _UNREADABLE,
            ("404", "There is no such page, or nothing published speaks of what a parameter names."),
        ),
        "/api/v1/articles/{id}/": _read(
            "article",
            "One article with all that was found in it",
            "Article",
            [_parameter("id", "Its number.", {**NUMBER, "minimum": 0}, "path")],
            ("404", "There is no such article."),
            ("410", "It was withdrawn."),
        ),
        "/api/v1/search/": _read(
            "search",
            "The search page's question and answer; what cannot be read is repaired and told in notices",
            "Search",
            [
                *_SEARCHED,
                _parameter("sort", "Order: relevance (unless told otherwise), newest or oldest.", TEXT),
                _parameter("beside", _BESIDE, list_of(TEXT)),
                _parameter("size", "Results on a page as the search page has them: 20, 50 or 100.", TEXT),
                _parameter("page", "Which page, from 1; the last one where there are fewer.", TEXT),
                _per_page(20),
            ],
            ("400", "per_page cannot be read, or more is chosen than is heeded."),
            _OUT_OF_ORDER,
        ),
        **_COUNTED,
        **_REGISTERS,
        **_RECORDS,
        "/api/v1/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description",
                "responses": {
                    "200": {
                        "description": "As asked.",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    },
                    "304": {"description": "The copy that the ETag in If-None-Match names is still right."},
                },
            }
        },
    },
    "components": {"schemas": SCHEMAS},
}
