"""Rows made by hand, for tests of what is done with rows."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import count
from typing import Any

from articles.models import (
    Article,
    ArticleCountry,
    Country,
    Event,
    EventReport,
    EventSeries,
    Mention,
    Office,
    Organization,
    Person,
    Place,
    Quote,
    Source,
    Statement,
    Topic,
    register_key,
)

RULES = "test-1"
NAMES = {
    "BD": "Bangladesh",
    "IN": "India",
    "KR": "South Korea",
    "NO": "Norway",
    "PE": "Peru",
    "PK": "Pakistan",
}
_numbers = count(1)


def country(code: str) -> Country:
    made, _ = Country.objects.get_or_create(code=code, defaults={"name": NAMES.get(code, f"Country {code}")})
    return made


def entry(model: type, name: str, **fields: Any) -> Any:
    """A register row of this name, made once: `entry(Person, "Ada Lind", country=country("NO"))`."""
    owner = fields.get("country")
    key = register_key(name, owner.pk if owner is not None else None)
    known = model.objects.filter(key=key).first()
    return known or model.objects.create(name=name, key=key, **fields)


def person(name: str, code: str | None = None) -> Person:
    return entry(Person, name, country=country(code) if code else None)


def office(name: str, code: str | None = None) -> Office:
    return entry(Office, name, country=country(code) if code else None)


def organization(name: str, code: str | None = None, **fields: Any) -> Organization:
    return entry(Organization, name, country=country(code) if code else None, **fields)


def place(name: str, code: str | None = None, kind: str = "city") -> Place:
    return entry(Place, name, country=country(code) if code else None, kind=kind)


def topic(name: str) -> Topic:
    return entry(Topic, name)


def source(name: str, kind: str = "outlet") -> Source:
    return entry(Source, name, kind=kind)


def series(name: str, first: str | None = None, second: str | None = None, **fields: Any) -> EventSeries:
    return entry(
        EventSeries,
        name,
        first=country(first) if first else None,
        second=country(second) if second else None,
        **fields,
    )


def article(
    title: str = "",
    text: str = "Ministers met.",
    *,
    day: date | None = None,
    parties: str = "",
    naming: str = "",
    **fields: Any,
) -> Article:
    """A published article, dated as printed unless told otherwise; `parties="IN KR"` makes a pair of two."""
    if day is not None:
        fields = {
            "published_date": day,
            "published_earliest": day,
            "published_latest": day,
            "published_basis": "stated",
            "published_precision": "day",
            "published_confidence": 1.0,
        } | fields
    codes = sorted(parties.split())
    if len(codes) == 2:
        fields |= {"pair_first": country(codes[0]), "pair_second": country(codes[1])}
    fields = {"status": "published", "rules_version": RULES, "fingerprint": f"{next(_numbers):064d}"} | fields
    made = Article.objects.create(title=title, text=text, **fields)
    for role, names in (("party", codes), ("mention", naming.split())):
        for code in names:
            ArticleCountry.objects.create(article=made, country=country(code), role=role, score=1.0)
    return made


def received(made: Article, name: str = "report.txt") -> None:
    data = made.text.encode()
    made.received.create(
        kind="current",
        data=data,
        sha256=hashlib.sha256(data + str(made.pk).encode()).hexdigest(),
        name=name,
        format="text",
    )


def _words(made: Article, words: str, field: str) -> dict[str, Any]:
    start = made.span_fields()[field].index(words)
    return {"field": field, "start": start, "end": start + len(words), "rules_version": RULES}


def mention(made: Article, words: str, field: str = "text", rule: str = "", **target: Any) -> Mention:
    """`mention(a, "Lind", person=p)`; an office comes with its person; without a target it is the date's."""
    kind = "office" if "office" in target else next(iter(target), "date")
    return Mention.objects.create(
        article=made,
        kind=kind,
        surface=words,
        rule=rule or f"{kind}.test",
        **_words(made, words, field),
        **target,
    )


def quote(
    made: Article, words: str, speaker: Person | None = None, kind: str = "direct", **fields: Any
) -> Quote:
    return Quote.objects.create(
        article=made,
        kind=kind,
        text=words,
        speaker=speaker,
        speaker_name=speaker.name if speaker else "",
        rule="quote.test",
        **_words(made, words, fields.pop("field", "text")),
        **fields,
    )


def statement(made: Article, words: str, pair: str, status: str, year: int | None = None) -> Statement:
    first, second = (country(code) for code in pair.split())
    return Statement.objects.create(
        article=made,
        first=first,
        second=second,
        kind="elevated",
        status=status,
        year=year,
        surface=words,
        rule="statement.test",
        **_words(made, words, "text"),
    )


def event(
    name: str,
    made: Article,
    dialogue: EventSeries | None = None,
    ordinal: int | None = None,
    *,
    chairs: tuple[Person, ...] = (),
    countries: str = "",
    **fields: Any,
) -> Event:
    """An event that the article reports."""
    key = f"{dialogue.key if dialogue else name}#{ordinal or name}"
    row, _ = Event.objects.get_or_create(
        key=key, defaults={"type": "dialogue", "name": name, "series": dialogue, "ordinal": ordinal} | fields
    )
    row.countries.add(*(country(code) for code in countries.split()))
    report = EventReport.objects.create(
        event=row, article=made, date=fields.get("date", ""), place=fields.get("place", "")
    )
    report.chairs.add(*chairs)
    return row
