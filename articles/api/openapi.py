"""The API described for programs (OpenAPI 3.1). Tests hold every answer against it, with no key to spare."""

from __future__ import annotations

from typing import Any

#: Most rows on a page.
MOST = 100

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
CODE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2"}
ROLE: Schema = {"enum": ["party", "venue", "dateline", "mention"]}
BASIS: Schema = {"enum": ["stated", "inferred", "unknown"]}
PRECISION: Schema = {"enum": ["minute", "day", "month", "year"]}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": schema, **more}


def _object(description: str = "", optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return {"description": description, **made} if description else made


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_WHEN: dict[str, Schema] = {
    "date": _maybe(DAY),
    "earliest": _maybe(DAY),
    "latest": _maybe(DAY),
    "time": _maybe(TEXT),
    "basis": BASIS,
    "precision": _maybe(PRECISION),
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
}
_PLACE: dict[str, Schema] = {
    "start": {**NUMBER, "minimum": 0},
    "end": {**NUMBER, "minimum": 1},
    "field": {**TEXT, "description": "The string that the offsets count in; the text where this is missing."},
}
_RULE: dict[str, Schema] = {"rule": TEXT, "rules_version": TEXT}
_PAGED: dict[str, Schema] = {
    "total": NUMBER,
    "page": NUMBER,
    "pages": NUMBER,
    "per_page": NUMBER,
    "next": _maybe(ADDRESS),
    "previous": _maybe(ADDRESS),
}
_MENTIONS = _list(_ref("Span"))

SCHEMAS: dict[str, Schema] = {
    "Error": _object(error=_object(status=NUMBER, message=TEXT)),
    "Span": _object(
        "Words of the article: field[start:end] is the surface, counted in Unicode code points.",
        ("field",),
        **_PLACE,
        surface=TEXT,
        **_RULE,
    ),
    "CountryName": _object(code=CODE, name=TEXT),
    "Summary": _object(
        "A line of a list.",
        id=NUMBER,
        url=ADDRESS,
        api_url=ADDRESS,
        headline={**TEXT, "description": "The title, or the first words of an article without one."},
        lead=_maybe(TEXT),
        language=_maybe(TEXT),
        published=_object(**_WHEN),
        byline=_maybe(TEXT),
        section=_maybe(TEXT),
        outlet=_maybe(TEXT),
        agency=_maybe(TEXT),
        countries=_list(_object(code=CODE, name=TEXT, role=ROLE)),
        pair=_maybe(_list(CODE, minItems=2, maxItems=2)),
    ),
    "Article": _object(
        "One article as printed, and what was found in it with the words that say so.",
        id=NUMBER,
        url={**ADDRESS, "description": "Its page in this archive."},
        original_url=_maybe({**TEXT, "description": "Where it was published."}),
        source_file=_maybe(TEXT),
        sha256=_maybe({**TEXT, "description": "Of the bytes that were received."}),
        language=_maybe(TEXT),
        title=_maybe(TEXT),
        subtitle=_maybe(TEXT),
        standfirst=_maybe(TEXT),
        summary=_maybe(TEXT),
        section=_maybe(TEXT),
        byline=_maybe(TEXT),
        outlet=_maybe(TEXT),
        agency=_maybe(TEXT),
        origin=_maybe({**TEXT, "description": "The publisher that a reprint credits."}),
        reading_minutes=_maybe(NUMBER),
        published=_object(**_WHEN, evidence=_MENTIONS),
        dateline=_maybe(
            _object(text=_maybe(TEXT), place=_maybe(TEXT), country=_maybe(CODE), date=_maybe(TEXT))
        ),
        key_points=_list(TEXT),
        pull_quote=_maybe(_object(text=TEXT, speaker=_maybe(TEXT))),
        images=_list(_object(caption=TEXT, credit=_maybe(TEXT))),
        text={**TEXT, "description": "The body alone: paragraphs parted by one empty line."},
        comments=_list(_object(author=TEXT, text=TEXT, truncated={"type": "boolean"})),
        removed=_list(_object("A line that is in no other field.", text=TEXT, rule=TEXT)),
        rules_version=_maybe(TEXT),
        countries=_list(
            _object(code=CODE, name=TEXT, role=ROLE, score={"type": "number"}, mentions=_MENTIONS)
        ),
        pair=_maybe(_list(CODE, minItems=2, maxItems=2)),
        people=_list(
            _object(
                name=TEXT,
                country=_maybe(CODE),
                offices=_list(_object(title=TEXT, country=_maybe(CODE), span=_ref("Span"), rule=TEXT)),
                variants=_list(TEXT),
                mentions=_MENTIONS,
            )
        ),
        organizations=_list(
            _object(
                name=TEXT,
                abbreviation=_maybe(TEXT),
                kind=_maybe(TEXT),
                country=_maybe(CODE),
                mentions=_MENTIONS,
            )
        ),
        places=_list(_object(name=TEXT, country=_maybe(CODE), kind=TEXT, mentions=_MENTIONS)),
        topics=_list(_object(slug=TEXT, name=TEXT, mentions=_MENTIONS)),
        events=_list(
            _object(
                type=TEXT,
                series=_maybe(TEXT),
                ordinal=_maybe(NUMBER),
                name=TEXT,
                countries=_list(CODE),
                date=_maybe(TEXT),
                place=_maybe(TEXT),
                country=_maybe(CODE),
                chairs=_list(TEXT),
                participants=_list(TEXT),
                mentions=_MENTIONS,
            )
        ),
        quotes=_list(
            _object(
                "Words inside quotation marks, without the marks.",
                ("field",),
                text=TEXT,
                kind={"enum": ["direct", "partial", "pull"]},
                speaker=_maybe(TEXT),
                speaker_surface=_maybe(TEXT),
                cue=_maybe(TEXT),
                **_PLACE,
                **_RULE,
            )
        ),
        statements=_list(
            _object(
                "What two countries are to each other, and since when.",
                pair=_list(CODE, minItems=2, maxItems=2),
                kind=TEXT,
                status=TEXT,
                year=_maybe(NUMBER),
                span=_ref("Span"),
                rule=TEXT,
            )
        ),
    ),
    "Articles": _object(**_PAGED, articles=_list(_ref("Summary"))),
    "Hit": _object(
        id=NUMBER,
        url=ADDRESS,
        api_url=ADDRESS,
        title=TEXT,
        date=_maybe(DAY),
        date_precision=_maybe(PRECISION),
        date_basis=BASIS,
        source=_maybe(TEXT),
        agency=_maybe(TEXT),
        countries=_list(_ref("CountryName")),
        snippet={
            **TEXT,
            "description": "HTML; the words that were found are in <mark>, all else is escaped.",
        },
        score={"type": "number"},
    ),
    "Facet": _object(
        name={**TEXT, "description": "The parameter that narrows by it."},
        label=TEXT,
        values=_list(
            _object(
                value=TEXT,
                label=TEXT,
                count=NUMBER,
                selected={"type": "boolean"},
                toggle_url={**ADDRESS, "description": "The search with this value added or taken away."},
            )
        ),
        more={**NUMBER, "description": "How many values are not shown."},
    ),
    "Search": _object(
        q=TEXT,
        understood={**TEXT, "description": "The question as it was read."},
        notices=_list({**TEXT, "description": "What was repaired, left out or found nowhere."}),
        **_PAGED,
        hits=_list(_ref("Hit")),
        facets=_list(_ref("Facet")),
        histogram=_list(
            _object("A month or a year.", label=TEXT, count=NUMBER, start=DAY, end=DAY, url=ADDRESS)
        ),
    ),
}


def _parameter(name: str, description: str, schema: Schema, where: str = "query") -> Schema:
    made = {"name": name, "in": where, "description": description, "schema": schema}
    return made | ({"required": True} if where == "path" else {})


def _answer(description: str, schema: str) -> Schema:
    return {
        "description": description,
        "content": {"application/json": {"schema": _ref(schema)}},
    }


_TOO_MANY = ("429", "More than the stated number of requests a minute; Retry-After says when to go on.")


def _read(name: str, summary: str, schema: str, parameters: list[Schema], *errors: tuple[str, str]) -> Schema:
    """A path that is only read."""
    kept = {"description": "The copy that the ETag in If-None-Match names is still right."}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": _answer("As asked.", schema),
                "304": kept,
                **{status: _answer(meaning, "Error") for status, meaning in (*errors, _TOO_MANY)},
            },
        }
    }


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


def _per_page(default: int) -> Schema:
    return _parameter(
        "per_page", "Rows on a page.", {**NUMBER, "minimum": 1, "maximum": MOST, "default": default}
    )


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
            "All published articles, newest first",
            "Articles",
            [_parameter("page", "Which page.", _PAGE), _per_page(25)],
            ("400", "A parameter cannot be read."),
            ("404", "There is no such page."),
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
                _parameter("q", "The question, in the language of the search box.", TEXT),
                *(_parameter(name, words, _list(TEXT)) for name, words in _CHOSEN),
                _parameter("from", "First day, month or year.", TEXT),
                _parameter("to", "Last day, month or year.", TEXT),
                _parameter("sort", "Order: relevance (unless told otherwise), newest or oldest.", TEXT),
                _parameter("page", "Which page, from 1; the last one where there are fewer.", TEXT),
                _per_page(20),
            ],
            ("400", "per_page cannot be read."),
            ("503", "The index is out of order; Retry-After says when to ask again."),
        ),
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
