"""The shapes of what the API answers, as JSON Schema (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

#: Most rows on a page.
MOST = 100
#: Values of one parameter of a search, and letters of one; the search page heeds as many.
MOST_CHOSEN, LONGEST_CHOICE = 20, 120

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
CODE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2"}
CODES: Schema = {"type": "string", "pattern": "^[A-Za-z]{2}-[A-Za-z]{2}$"}
ROLE: Schema = {"enum": ["party", "venue", "dateline", "mention"]}
BASIS: Schema = {"enum": ["stated", "inferred", "unknown"]}
PRECISION: Schema = {"enum": ["minute", "day", "month", "year"]}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": schema, **more}


def object_of(description: str = "", optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return {"description": description, **made} if description else made


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_WHEN: dict[str, Schema] = {
    "date": maybe(DAY),
    "earliest": maybe(DAY),
    "latest": maybe(DAY),
    "time": maybe(TEXT),
    "basis": BASIS,
    "precision": maybe(PRECISION),
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
    "next": maybe(ADDRESS),
    "previous": maybe(ADDRESS),
}
_ARTICLE_NAME: dict[str, Schema] = {
    "id": NUMBER,
    "headline": TEXT,
    "date": maybe(DAY),
    "url": ADDRESS,
    "api_url": ADDRESS,
}
_MENTIONS = list_of(ref("Span"))

SCHEMAS: dict[str, Schema] = {
    "Error": object_of(error=object_of(status=NUMBER, message=TEXT)),
    "Span": object_of(
        "Words of the article: field[start:end] is the surface, counted in Unicode code points.",
        ("field",),
        **_PLACE,
        surface=TEXT,
        **_RULE,
    ),
    "CountryName": object_of(code=CODE, name=TEXT),
    "Summary": object_of(
        "A line of a list.",
        id=NUMBER,
        url=ADDRESS,
        api_url=ADDRESS,
        headline={**TEXT, "description": "The title, or the first words of an article without one."},
        lead=maybe(TEXT),
        language=maybe(TEXT),
        published=object_of(**_WHEN),
        byline=maybe(TEXT),
        section=maybe(TEXT),
        outlet=maybe(TEXT),
        agency=maybe(TEXT),
        countries=list_of(object_of(code=CODE, name=TEXT, role=ROLE)),
        pair=maybe(list_of(CODE, minItems=2, maxItems=2)),
    ),
    "Article": object_of(
        "One article as printed, and what was found in it with the words that say so.",
        id=NUMBER,
        url={**ADDRESS, "description": "Its page in this archive."},
        original_url=maybe({**TEXT, "description": "Where it was published."}),
        source_file=maybe(TEXT),
        sha256=maybe({**TEXT, "description": "Of the bytes that were received."}),
        language=maybe(TEXT),
        title=maybe(TEXT),
        subtitle=maybe(TEXT),
        standfirst=maybe(TEXT),
        summary=maybe(TEXT),
        section=maybe(TEXT),
        byline=maybe(TEXT),
        outlet=maybe(TEXT),
        agency=maybe(TEXT),
        origin=maybe({**TEXT, "description": "The publisher that a reprint credits."}),
        reading_minutes=maybe(NUMBER),
        published=object_of(**_WHEN, evidence=_MENTIONS),
        dateline=maybe(object_of(text=maybe(TEXT), place=maybe(TEXT), country=maybe(CODE), date=maybe(TEXT))),
        key_points=list_of(TEXT),
        pull_quote=maybe(object_of(text=TEXT, speaker=maybe(TEXT))),
        images=list_of(object_of(caption=TEXT, credit=maybe(TEXT))),
        text={**TEXT, "description": "The body alone: paragraphs parted by one empty line."},
        comments=list_of(object_of(author=TEXT, text=TEXT, truncated={"type": "boolean"})),
        removed=list_of(object_of("A line that is in no other field.", text=TEXT, rule=TEXT)),
        rules_version=maybe(TEXT),
        countries=list_of(
            object_of(code=CODE, name=TEXT, role=ROLE, score={"type": "number"}, mentions=_MENTIONS)
        ),
        pair=maybe(list_of(CODE, minItems=2, maxItems=2)),
        people=list_of(
            object_of(
                name=TEXT,
                country=maybe(CODE),
                offices=list_of(object_of(title=TEXT, country=maybe(CODE), span=ref("Span"), rule=TEXT)),
                variants=list_of(TEXT),
                mentions=_MENTIONS,
            )
        ),
        organizations=list_of(
            object_of(
                name=TEXT,
                abbreviation=maybe(TEXT),
                kind=maybe(TEXT),
                country=maybe(CODE),
                mentions=_MENTIONS,
            )
        ),
        places=list_of(object_of(name=TEXT, country=maybe(CODE), kind=TEXT, mentions=_MENTIONS)),
        topics=list_of(object_of(slug=TEXT, name=TEXT, mentions=_MENTIONS)),
        events=list_of(
            object_of(
                type=TEXT,
                series=maybe(TEXT),
                ordinal=maybe(NUMBER),
                name=TEXT,
                countries=list_of(CODE),
                date=maybe(TEXT),
                place=maybe(TEXT),
                country=maybe(CODE),
                chairs=list_of(TEXT),
                participants=list_of(TEXT),
                mentions=_MENTIONS,
            )
        ),
        quotes=list_of(
            object_of(
                "Words inside quotation marks, without the marks.",
                ("field",),
                text=TEXT,
                kind={"enum": ["direct", "partial", "pull"]},
                speaker=maybe(TEXT),
                speaker_surface=maybe(TEXT),
                cue=maybe(TEXT),
                **_PLACE,
                **_RULE,
            )
        ),
        statements=list_of(
            object_of(
                "What two countries are to each other, and since when.",
                pair=list_of(CODE, minItems=2, maxItems=2),
                kind=TEXT,
                status=TEXT,
                year=maybe(NUMBER),
                span=ref("Span"),
                rule=TEXT,
            )
        ),
        versions=list_of(
            object_of(**_ARTICLE_NAME, compare_url=maybe(ADDRESS)),
            description="Printings of this text, this one among them, the earliest first; at most 50.",
        ),
        reports=list_of(
            ref("ArticleName"), description="Other reports of what it tells, one of each text; at most 50."
        ),
    ),
    "Articles": object_of(**_PAGED, articles=list_of(ref("Summary"))),
    "Hit": object_of(
        id=NUMBER,
        url=ADDRESS,
        api_url=ADDRESS,
        title=TEXT,
        date=maybe(DAY),
        date_precision=maybe(PRECISION),
        date_basis=BASIS,
        source=maybe(TEXT),
        agency=maybe(TEXT),
        countries=list_of(ref("CountryName")),
        snippet={
            **TEXT,
            "description": "HTML; the words that were found are in <mark>, all else is escaped.",
        },
        score={"type": "number"},
    ),
    "FacetValue": object_of(
        value=TEXT,
        label=TEXT,
        count=NUMBER,
        selected={"type": "boolean"},
        toggle_url={**ADDRESS, "description": "The search with this value added or taken away."},
    ),
    "Facet": object_of(
        name={**TEXT, "description": "The parameter that narrows by it."},
        label=TEXT,
        values=list_of(ref("FacetValue")),
        more={**NUMBER, "description": "How many values are not shown."},
    ),
    "FacetPage": object_of(
        "Every value of one facet among what a search finds.",
        name=TEXT,
        label=TEXT,
        part={**TEXT, "description": "What is sought in the names."},
        order={"enum": ["count", "name"]},
        notices=list_of(TEXT),
        total={**NUMBER, "description": "How many articles the search finds."},
        distinct={**NUMBER, "description": "How many values they have."},
        matching={**NUMBER, "description": "How many of these have the part in their names."},
        page=NUMBER,
        pages=NUMBER,
        next=maybe(ADDRESS),
        previous=maybe(ADDRESS),
        values=list_of(ref("FacetValue")),
    ),
    "Comparison": object_of(
        "Questions over time; counts and shares stand in the order of the periods.",
        notices=list_of(TEXT),
        periods=list_of(
            object_of(
                "A year, a month or a day, and how many articles the archive has of it.",
                label=TEXT,
                start=DAY,
                end=DAY,
                articles=NUMBER,
            )
        ),
        courses=list_of(
            object_of(
                q=TEXT,
                understood=TEXT,
                search_url=ADDRESS,
                total=NUMBER,
                counts=list_of(NUMBER),
                shares=list_of(
                    {"type": "number"}, description="In hundredths of all articles of each period."
                ),
            )
        ),
    ),
    "Way": object_of(
        "A part of the question, or the question with less in it, and what it finds.",
        label=TEXT,
        count=NUMBER,
        url=ADDRESS,
    ),
    "Search": object_of(
        q=TEXT,
        understood={**TEXT, "description": "The question as it was read."},
        notices=list_of({**TEXT, "description": "What was repaired, left out or found nowhere."}),
        meant=maybe(
            object_of("The question without its mistakes, where that finds more.", q=TEXT, url=ADDRESS)
        ),
        clauses=list_of(ref("Way"), description="Where nothing is found: what each part finds alone."),
        relaxations=list_of(ref("Way"), description="Where nothing is found: less that finds something."),
        **_PAGED,
        hits=list_of(ref("Hit")),
        facets=list_of(ref("Facet")),
        histogram=list_of(
            object_of("A year, a month or a day.", label=TEXT, count=NUMBER, start=DAY, end=DAY, url=ADDRESS)
        ),
    ),
}

# --- Registers and what articles say ---

_FOLLOWED: dict[str, Schema] = {
    "per_page": NUMBER,
    "next": maybe({**ADDRESS, "description": "What comes after the last one here; null at the end."}),
}
_NAMED: dict[str, Schema] = {
    "slug": {**TEXT, "description": "What parameters take."},
    "name": TEXT,
    "url": ADDRESS,
    "api_url": ADDRESS,
}
_COUNTED: dict[str, Schema] = {
    "articles": {**NUMBER, "description": "How many published articles speak of it."},
    "articles_url": ADDRESS,
    "search_url": maybe({**ADDRESS, "description": "The same as a search, where that can choose it."}),
    "feed_url": ADDRESS,
}
_SPOKEN: dict[str, Schema] = {"articles": NUMBER, "first": maybe(DAY), "last": maybe(DAY)}
_OF_COUNTRY: dict[str, Schema] = {"country": maybe(CODE)}
_CODES = list_of(CODE)
_PAIR = list_of(CODE, minItems=2, maxItems=2)
_FACT: dict[str, Schema] = {"article": ref("ArticleName"), **_PLACE, **_RULE}

#: What a line of each register says besides what names it, and what its whole entry adds to that.
_REGISTERS: dict[str, tuple[dict[str, Schema], dict[str, Schema]]] = {
    "people": (
        _OF_COUNTRY,
        {
            "forms": list_of({**TEXT, "description": "How the name is printed, the commonest form first."}),
            "offices": list_of(object_of(office=ref("NameOfCountry"), **_SPOKEN)),
            "quotes_url": ADDRESS,
        },
    ),
    "offices": (_OF_COUNTRY, {"holders": list_of(object_of(person=ref("NameOfCountry"), **_SPOKEN))}),
    "organizations": (
        {"abbreviation": maybe(TEXT), "kind": maybe(TEXT), **_OF_COUNTRY},
        {"quotes_url": ADDRESS},
    ),
    "places": ({"kind": TEXT, **_OF_COUNTRY}, {}),
    "topics": ({}, {}),
    "events": (
        {"abbreviation": maybe(TEXT), "countries": _CODES},
        {"meetings_url": ADDRESS, "calendar_url": ADDRESS},
    ),
    "sources": ({"kind": {"enum": ["outlet", "agency"]}}, {}),
}
_COUNTRY_LINE: dict[str, Schema] = {"code": CODE, "name": TEXT, "url": ADDRESS, "api_url": ADDRESS}
_PAIR_LINE: dict[str, Schema] = {
    "pair": _PAIR,
    "names": list_of(TEXT, minItems=2, maxItems=2),
    "url": ADDRESS,
    "api_url": ADDRESS,
}
_MEETING: dict[str, Schema] = {
    "id": NUMBER,
    "api_url": ADDRESS,
    "type": TEXT,
    "name": TEXT,
    "series": maybe(ref("Name")),
    "ordinal": maybe(NUMBER),
    "date": maybe({**TEXT, "description": "ISO 8601, as far as it is known."}),
    "place": maybe(TEXT),
    "country": maybe(CODE),
    "countries": _CODES,
}
_MOVED = list_of(object_of(id=NUMBER, why=TEXT, article=maybe(ref("ArticleName"))))


def list_name(path: str) -> str:
    return f"{path.capitalize()}List"


def entry_name(path: str) -> str:
    return f"{path.capitalize()}Entry"


SCHEMAS |= {
    "Name": object_of("An entry of a register.", **_NAMED),
    "NameOfCountry": object_of(**_NAMED, **_OF_COUNTRY),
    "ArticleName": object_of("What leads to an article.", **_ARTICLE_NAME),
    **{
        list_name(path): object_of(**_FOLLOWED, **{path: list_of(object_of(**_NAMED, **line))})
        for path, (line, _) in _REGISTERS.items()
    },
    **{
        entry_name(path): object_of(**_NAMED, **line, **_COUNTED, **entry)
        for path, (line, entry) in _REGISTERS.items()
    },
    "CountriesList": object_of(**_FOLLOWED, countries=list_of(object_of(**_COUNTRY_LINE))),
    "CountriesEntry": object_of(
        **_COUNTRY_LINE,
        **_COUNTED,
        mentioned={**NUMBER, "description": "How many published articles name it in any role."},
        pairs_url=ADDRESS,
    ),
    "PairsList": object_of(**_FOLLOWED, pairs=list_of(object_of(**_PAIR_LINE))),
    "PairsEntry": object_of(
        **_PAIR_LINE, **_COUNTED, statements_url=ADDRESS, meetings_url=ADDRESS, calendar_url=ADDRESS
    ),
    "Quotes": object_of(
        **_FOLLOWED,
        quotes=list_of(
            object_of(
                "Words inside quotation marks, without the marks.",
                ("field",),
                id=NUMBER,
                text=TEXT,
                kind={"enum": ["direct", "partial", "pull"]},
                speaker=maybe(ref("Name")),
                speaker_surface=maybe(TEXT),
                cue=maybe(TEXT),
                **_FACT,
            )
        ),
    ),
    "Statements": object_of(
        **_FOLLOWED,
        statements=list_of(
            object_of(
                "What two countries are to each other, and since when.",
                ("field",),
                id=NUMBER,
                pair=_PAIR,
                kind=TEXT,
                status=TEXT,
                year=maybe(NUMBER),
                surface=TEXT,
                **_FACT,
            )
        ),
    ),
    "Meeting": object_of(
        "A round of a dialogue, a visit or another meeting, and what articles say of it.",
        **_MEETING,
        reports=list_of(
            object_of(
                article=ref("ArticleName"),
                date=maybe(TEXT),
                place=maybe(TEXT),
                country=maybe(CODE),
                chairs=list_of(ref("Name")),
                participants=list_of(ref("Name")),
            ),
            description="The first 5 reports in a list, the first 200 of one meeting.",
        ),
    ),
    "Meetings": object_of(**_FOLLOWED, meetings=list_of(ref("Meeting"))),
    "Suggestions": object_of(
        q=TEXT, suggestions=list_of(object_of(text=TEXT, note=TEXT, url=ADDRESS, api_url=ADDRESS))
    ),
    "Receipt": object_of(
        "A search as it was, beside what it finds now.",
        key=TEXT,
        url=ADDRESS,
        search_url=ADDRESS,
        understood=TEXT,
        made_at={"type": "string", "format": "date-time"},
        count=NUMBER,
        sha256={**TEXT, "description": "Of the numbers found, in ascending order, a line each."},
        index_generation=NUMBER,
        engine_version=TEXT,
        rules_version=TEXT,
        now=object_of(
            count=NUMBER,
            same_engine={"type": "boolean"},
            same_rules={"type": "boolean"},
            entered_total=NUMBER,
            left_total=NUMBER,
            entered=_MOVED,
            left=_MOVED,
        ),
    ),
}
