"""Generated articles as rows, without reading their texts: what is in them is known from how they were made.

Reading 100,000 articles takes most of an hour, and what pages and searches cost does
not depend on who found a mention. So rows are made in bulk, of the same tables and with
the spreads that an archive has: a few countries that are everywhere, thousands of
people, organizations with a long tail, rounds of series, dates known to the day, the
month or the year, texts of many outlets. Spans point at the words they name.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import transaction

from articles.drafts import EventTag, OrganizationTag, PlaceTag, TopicTag
from articles.importing import fingerprint
from articles.models import (
    Article,
    ArticleCountry,
    Comment,
    Event,
    EventReport,
    KeyPoint,
    Mention,
    Quote,
    ReceivedDocument,
    Statement,
    make_slug,
    register_key,
)
from articles.registering import Registers

from .generate import Story, lands, often, people, story, words

FIRST_DAY, DAYS = date(1985, 1, 1), (date(2026, 6, 30) - date(1985, 1, 1)).days
PORTION = 500
RULES = "generated"
#: Mentions of one thing in one article.
_MOST_MENTIONS = 2
_INSTITUTE = re.compile(r"(?<=of the )\w+ Institute")
_DIRECT = re.compile(r'"([^"]{30,})," (\w[\w.\'-]*) (said)')
_PARTIAL = re.compile(r'(\w[\w.\'-]*) (described) the talks as "([^"]+)"')
_RELATIONS = re.compile(r"established diplomatic relations in (\d{4})")
#: How well a date is known, and how many of a hundred articles are like that.
_PRECISIONS = (("day", 76), ("minute", 10), ("month", 5), ("year", 3), ("between", 4), ("unknown", 2))


class Filler:
    """Writes articles by their numbers. Registers are kept between portions."""

    def __init__(self) -> None:
        self.registers = Registers()
        self.events: dict[str, Event] = {}

    def fill(self, numbers: Iterable[int]) -> Iterator[int]:
        """Write all of them, a transaction a portion; yields how many are written."""
        portion: list[int] = []
        written = 0
        for number in numbers:
            portion.append(number)
            if len(portion) == PORTION:
                self._write(portion)
                written += len(portion)
                portion.clear()
                yield written
        self._write(portion)
        yield written + len(portion)

    @transaction.atomic
    def _write(self, numbers: Sequence[int]) -> None:
        stories = [story(number) for number in numbers]
        chances = [random.Random(f"rows {number}") for number in numbers]
        made = [
            self._article(told, chance, number)
            for told, chance, number in zip(stories, chances, numbers, strict=True)
        ]
        Article.objects.bulk_create(made)
        kinds: dict[type[Any], list[Any]] = {}
        for article, told, chance in zip(made, stories, chances, strict=True):
            for row in self._parts(article, told, chance):
                kinds.setdefault(type(row), []).append(row)
        for model, rows in kinds.items():
            model._default_manager.bulk_create(rows, batch_size=PORTION)
        self._take_part(kinds.get(EventReport, []), dict(zip([row.pk for row in made], stories, strict=True)))

    def _number(self, row: Any) -> Any:
        """The primary key of a register's row, which is stored when it is new."""
        if row is not None and row.pk is None:
            self.registers.save()
        return row and row.pk

    # --- The article itself ---

    def _article(self, told: Story, chance: random.Random, number: int) -> Article:
        entry, (first, second, _) = told.article, told.lands
        paired = chance.random() < 0.85
        low, high = sorted((first.code, second.code))
        registers = self.registers
        return Article(
            status=Article.Status.PUBLISHED,
            identity=hashlib.sha256(f"generated {number}".encode()).hexdigest(),
            title=entry["title"] if chance.random() < 0.98 else "",
            section=chance.choice(("", "", "Politics", "World", "Economy")),
            byline=often(chance, people()) if chance.random() < 0.4 else "",
            summary=_first_sentence(entry["text"]) if chance.random() < 0.2 else "",
            language="en" if chance.random() < 0.97 else "en-IN",
            url=entry["url"],
            outlet_id=self._number(registers.source(often(chance, outlets()), "outlet")),
            agency_id=self._number(registers.source(entry["agency"], "agency"))
            if chance.random() < 0.8
            else None,
            reading_minutes=1 + len(entry["text"]) // 1200,
            text=entry["text"],
            fingerprint=fingerprint(entry["text"], entry["title"]),
            dateline_text=entry["dateline"],
            dateline_place=second.capital,
            dateline_country_id=registers.country(second.code),
            pair_first_id=low if paired else None,
            pair_second_id=high if paired else None,
            rules_version=RULES,
            **published(chance),
        )

    # --- What hangs on it ---

    def _parts(self, article: Article, told: Story, chance: random.Random) -> Iterator[Any]:
        yield from self._countries(article, told, chance)
        yield from self._people(article, told)
        yield from self._organizations(article, told)
        yield from self._subjects(article, told)
        yield from self._event(article, told)
        yield from self._said(article, told)
        for position, comment in enumerate(told.article["comments"]):
            approved = Comment.Status.APPROVED
            yield Comment(article=article, position=position, status=approved, **comment)
        if chance.random() < 0.25:
            for position, sentence in enumerate(article.text.split(". ")[1:4]):
                yield KeyPoint(article=article, position=position, text=sentence.strip())
        data = json.dumps(told.article, ensure_ascii=False).encode()
        yield ReceivedDocument(
            article=article,
            kind=ReceivedDocument.Kind.CURRENT,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            name=f"{told.article['id']}.jsonl",
            format="jsonl",
        )

    def _countries(self, article: Article, told: Story, chance: random.Random) -> Iterator[Any]:
        first, second, third = told.lands
        roles = {first.code: ("party", 1.0), second.code: ("party", 0.9)}
        if third.name in article.text:
            roles.setdefault(third.code, ("venue" if chance.random() < 0.2 else "mention", 0.4))
        if chance.random() < 0.15:
            roles.setdefault(often(chance, lands()).code, ("dateline", 0.3))
        named = {land.code: land.name for land in told.lands}
        for code, (role, score) in roles.items():
            self.registers.country(code)
            yield ArticleCountry(article=article, country_id=code, role=role, score=score)
            if code in named:
                yield from _mentions(article, "country", named[code], country_id=code)

    def _people(self, article: Article, told: Story) -> Iterator[Any]:
        for suffix, land in (("", told.lands[0]), ("2", told.lands[1])):
            name = told.slots[f"person{suffix}"]
            person = self._person(name)
            yield from _mentions(article, "person", name, person_id=person)
            yield from _mentions(article, "person", told.slots[f"surname{suffix}"], 1, person_id=person)
            held = f"{told.slots[f'office{suffix}']} {name}"
            if (start := article.text.find(held)) >= 0:
                title = told.slots[f"office{suffix}"]
                office = self._number(self.registers.office(title, land.code))
                yield _mention(article, "office", start, title, office_id=office, person_id=person)

    def _person(self, name: str) -> int:
        """Every person is of one country, whatever article names them."""
        return self._number(
            self.registers.person_named(name, often(random.Random(f"country {name}"), lands()).code)
        )

    def _organizations(self, article: Article, told: Story) -> Iterator[Any]:
        ministry = OrganizationTag("Ministry of Foreign Affairs", "MOFA", "ministry", told.lands[0].code, ())
        if ministry.name in article.text:
            row = self._number(self.registers.organization(ministry))
            yield from _mentions(article, "organization", ministry.name, 1, organization_id=row)
        for found in list(_INSTITUTE.finditer(article.text))[:1]:
            row = self._number(
                self.registers.organization(OrganizationTag(found[0].title(), None, "institute", None, ()))
            )
            yield _mention(article, "organization", found.start(), found[0], organization_id=row)

    def _subjects(self, article: Article, told: Story) -> Iterator[Any]:
        held = [name for name in words()["fields"] if name in article.text][:5]
        for name in held:
            row = self._number(self.registers.topic(TopicTag(make_slug(name), name.capitalize(), ())))
            yield from _mentions(article, "topic", name, 1, topic_id=row)
        second = told.lands[1]
        capital = self._number(self.registers.place(PlaceTag(second.capital, second.code, "city", ())))
        yield from _mentions(article, "place", second.capital, 1, place_id=capital)

    def _event(self, article: Article, told: Story) -> Iterator[Any]:
        surface = f"{told.slots['ordinal']} round of {told.slots['series']}"
        start = article.text.find(surface)
        if start < 0 or article.pair is None:
            return
        event = self._round(told, article)
        place = told.lands[1].capital
        yield EventReport(article=article, event=event, date=event.date, place=place)
        yield _mention(article, "event", start, surface, event_id=event.pk)

    def _round(self, told: Story, article: Article) -> Event:
        first, second, _ = told.lands
        codes = tuple(sorted((first.code, second.code)))
        number = words()["ordinals"].index(told.slots["ordinal"]) + 1
        name = f"{'-'.join(codes)} {told.slots['series']}"
        tag = EventTag("dialogue", name, name, number, codes, None, None, None, (), (), ())
        key = f"{register_key(name, '-'.join(codes))}#{number}"
        if key not in self.events:
            year = 1985 + int(hashlib.sha256(key.encode()).hexdigest(), 16) % 10 + 3 * number
            day = date(year, 1 + number, 1 + len(name) % 28)
            self.events[key] = Event.objects.create(
                key=key,
                type=tag.type,
                name=f"{told.slots['ordinal'].capitalize()} {name}",
                series_id=self._number(self.registers.series(tag)),
                ordinal=number,
                date=day.isoformat(),
                happened_on=day,
                place=second.capital,
                country_id=self.registers.country(second.code),
            )
            self.events[key].countries.add(*codes)
        return self.events[key]

    def _take_part(self, reports: Sequence[EventReport], stories: dict[int, Story]) -> None:
        chairs = [
            EventReport.chairs.through(
                eventreport_id=report.pk, person_id=self._person(stories[report.article_id].slots[slot])
            )
            for report in reports
            for slot in ("person", "person2")
        ]
        EventReport.chairs.through._default_manager.bulk_create(chairs, ignore_conflicts=True)

    def _said(self, article: Article, told: Story) -> Iterator[Any]:
        text = article.text
        whom = {told.slots[f"surname{suffix}"]: told.slots[f"person{suffix}"] for suffix in ("", "2")}
        spoken = [(each, "direct", each.span(1), each[2], each[3]) for each in _DIRECT.finditer(text)]
        spoken += [(each, "partial", each.span(3), each[1], each[2]) for each in _PARTIAL.finditer(text)]
        for _, kind, (start, end), surname, cue in spoken:
            name = whom.get(surname)
            yield Quote(
                article=article,
                kind=kind,
                text=text[start:end],
                speaker_name=name or "",
                speaker_id=self._person(name) if name else None,
                speaker_surface=surname,
                cue=cue,
                start=start,
                end=end,
                rule=RULES,
                rules_version=RULES,
            )
        if article.pair and (found := _RELATIONS.search(text)):
            yield Statement(
                article=article,
                first_id=article.pair[0],
                second_id=article.pair[1],
                kind="established",
                status="diplomatic relations",
                year=int(found[1]),
                surface=found[0],
                start=found.start(),
                end=found.end(),
                rule=RULES,
                rules_version=RULES,
            )


def _mentions(
    article: Article, kind: str, surface: str, most: int = _MOST_MENTIONS, **target: Any
) -> Iterator[Mention]:
    start = article.text.find(surface)
    while start >= 0 and most:
        yield _mention(article, kind, start, surface, **target)
        start, most = article.text.find(surface, start + 1), most - 1


def _mention(article: Article, kind: str, start: int, surface: str, **target: Any) -> Mention:
    return Mention(
        article=article,
        kind=kind,
        start=start,
        end=start + len(surface),
        surface=surface,
        rule=RULES,
        rules_version=RULES,
        **target,
    )


def published(chance: random.Random) -> dict[str, Any]:
    """When an article was published and how well that is known: more of the recent years, some vaguely."""
    day = FIRST_DAY + timedelta(days=int(DAYS * chance.random() ** 0.6))
    (precision,) = chance.choices([name for name, _ in _PRECISIONS], [share for _, share in _PRECISIONS])
    if precision == "unknown":
        return {}
    first = last = day
    if precision == "month":
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    elif precision == "year":
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    elif precision == "between":
        last = day + timedelta(days=chance.randint(1, 40))
    inferred = precision == "between"
    return {
        "published_date": None if inferred else first,
        "published_earliest": first,
        "published_latest": last,
        "published_time": "09:30:00+00:00" if precision == "minute" else "",
        "published_basis": "inferred" if inferred else "stated",
        "published_precision": "" if inferred else precision,
        "published_confidence": 0.6 if inferred else 1.0,
        "sort_date": first,
    }


@cache
def outlets() -> tuple[str, ...]:
    """Ten that print most, and two papers of each capital."""
    capitals = list(dict.fromkeys(land.capital for land in lands()[:60]))
    return (*words()["outlets"], *(f"{city} {kind}" for kind in ("Times", "Post") for city in capitals))


def _first_sentence(text: str) -> str:
    return text.split(". ", 1)[0] + "."
