"""What extraction found in articles becomes rows, under the editors' decisions.

Rule-made rows are replaced whole; mentions an editor added stay, and what an
editor rejected is not written again. So extraction may be run over an article
any number of times and ends in the same rows.

Articles are written many at a time, which is several times faster than one by one:
registers are asked once for all of them, and each table gets its rows in one go, in
the order that one article after the other would give. One article is a batch of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import Model

from .drafts import Annotations, EventTag, Span
from .drafts import Mention as Found
from .models import (
    Article,
    ArticleCountry,
    Decision,
    Event,
    EventReport,
    Mention,
    Organization,
    Origin,
    Person,
    Quote,
    Statement,
    fold,
)
from .models.registers import Register
from .registering import Registers, event_key, register_key
from .rows import insert

Row = tuple[Any, ...]

#: Where in an article an editor's own evidence begins: article, field, start.
Places = set[tuple[int, str, int]]

#: The columns of the tuples that `_Writer` makes, in their order.
_EVIDENCE = ("article_id", "field", "start", "end", "rule", "rules_version")
_COUNTRY = ("article_id", "country_id", "role", "score")
_MENTION = (
    *("article_id", "kind", "field", "start", "end", "surface", "rule", "rules_version"),
    *(f"{name}_id" for name in Mention.TARGETS),
)
_QUOTE = (
    *_EVIDENCE,
    *("kind", "text", "speaker_name", "speaker_id", "speaking_organization_id", "speaker_surface", "cue"),
)
_STATEMENT = (*_EVIDENCE, "first_id", "second_id", "kind", "status", "year", "surface")


@dataclass(frozen=True, slots=True)
class Decisions:
    """An editor's words on one article, by (kind, target)."""

    verdicts: dict[tuple[str, str], Decision] = field(default_factory=dict)

    def reject(self, kind: str, target: str) -> bool:
        made = self.verdicts.get((kind, target))
        return made is not None and made.verdict == Decision.Verdict.REJECTED

    def role(self, code: str, found: str) -> str:
        made = self.verdicts.get(("country", code))
        return made.value if made is not None and made.value else found


def words_key(words: str) -> str:
    """What a decision calls a quote or a statement."""
    return fold(words)[:300]


@dataclass(slots=True)
class Annotated:
    """An article, not stored yet or to be written anew, and what rules found in it.

    Without `date_evidence` the words that its date rests on stay as they are.
    """

    article: Article
    found: Annotations
    date_evidence: Iterable[Span] | None


@dataclass(frozen=True, slots=True)
class Met:
    """Words that speak of one thing. `targets` are register rows, or a country's code."""

    kind: str
    mentions: Sequence[Found]
    targets: Mapping[str, Register | Event | str]

    def keys(self) -> Row:
        """The primary keys, in the order of the columns."""
        found = (self.targets.get(name) for name in Mention.TARGETS)
        return tuple(each if each is None or isinstance(each, str) else each.pk for each in found)


def write_annotations(batch: Sequence[Annotated], registers: Registers) -> None:
    """Replace everything rules found in these articles, and save them; the caller holds the transaction."""
    registers.expect([each.found for each in batch])
    stored = [each for each in batch if each.article.pk is not None]
    numbers = [each.article.pk for each in stored]
    decisions = _decisions(numbers)
    edited: dict[type, Places] = {model: _edited(model, numbers) for model in (Quote, Statement)}
    writers = [
        _Writer(each, registers, decisions.get(each.article.pk, Decisions()), edited) for each in batch
    ]
    for writer in writers:
        writer.meet()
    registers.save()
    _save([each.article for each in batch])
    _clear(stored)
    _write(writers, registers)


def _decisions(articles: list[int]) -> dict[int | None, Decisions]:
    found: dict[int | None, Decisions] = {}
    for made in Decision.objects.filter(article__in=articles) if articles else ():
        found.setdefault(made.article_id, Decisions()).verdicts[made.kind, made.target] = made
    return found


def _edited(model: type[Quote | Statement], articles: list[int]) -> set[tuple[int, str, int]]:
    """Where editors' own quotes or statements begin: no rule writes there."""
    own = model.objects.filter(article__in=articles).exclude(origin=Origin.RULE) if articles else None
    return set() if own is None else set(own.values_list("article_id", "field", "start"))


def _save(articles: Sequence[Article]) -> None:
    known = [article for article in articles if article.pk is not None]
    Article.objects.bulk_create([article for article in articles if article.pk is None])
    for article in known:
        article.save()


def _clear(stored: Sequence[Annotated]) -> None:
    """Remove what rules found before."""
    if not stored:
        return
    articles = [each.article.pk for each in stored]
    dated = [each.article.pk for each in stored if each.date_evidence is not None]
    found = Mention.objects.filter(article__in=articles, origin=Origin.RULE)
    found.exclude(kind=Mention.Kind.DATE).delete()
    found.filter(article__in=dated, kind=Mention.Kind.DATE).delete()
    for model in (Quote, Statement):
        model.objects.filter(article__in=articles, origin=Origin.RULE).delete()
    for related in (ArticleCountry, EventReport):
        related.objects.filter(article__in=articles).delete()


def _write(writers: Sequence[_Writer], registers: Registers) -> None:
    """The rows of these articles, whose own rows are there; each table's in the order of the articles."""
    registers.expect_events(event_key(tag, each.article.pk) for each in writers for tag in each.found.events)
    for writer in writers:
        writer.meet_events()
    registers.save()
    for writer in writers:
        for event in writer.completed:
            event.save()
    EventReport.objects.bulk_create([report for writer in writers for report in writer.reports.values()])
    of_all = chain.from_iterable
    insert(ArticleCountry, _COUNTRY, of_all(writer.country_rows() for writer in writers))
    insert(Mention, _MENTION, of_all(writer.mention_rows() for writer in writers))
    insert(Quote, _QUOTE, of_all(writer.quote_rows() for writer in writers))
    insert(Statement, _STATEMENT, of_all(writer.statement_rows() for writer in writers))
    for name in ("chairs", "participants"):
        rows = of_all(writer.people_rows(name) for writer in writers)
        insert(_through(EventReport, name), ("eventreport_id", "person_id"), rows, ignore_conflicts=True)
    held_between = of_all(writer.event_country_rows() for writer in writers)
    insert(_through(Event, "countries"), ("event_id", "country_id"), held_between, ignore_conflicts=True)


def _through(model: type[Model], name: str) -> type[Model]:
    return getattr(model, name).through


class _Writer:
    """What rules found in one article, on its way to rows."""

    def __init__(
        self, annotated: Annotated, registers: Registers, decisions: Decisions, edited: dict[type, Places]
    ) -> None:
        self.article = annotated.article
        self.found = annotated.found
        self.date_evidence = annotated.date_evidence or ()
        self.registers = registers
        self.decisions = decisions
        self.edited = edited
        self.countries: dict[str, tuple[str, float]] = {}
        self.people: dict[str, Person] = {}
        self.organizations: dict[str, Organization] = {}
        self.met: list[Met] = []
        self.reports: dict[str, EventReport] = {}
        self.told: list[tuple[EventReport, EventTag]] = []
        self.completed: list[Event] = []

    # --- Before the article is stored: registers and its own columns ---

    def meet(self) -> None:
        self.countries = self._countries()
        self.article.pair_first_id, self.article.pair_second_id = self._pair()
        self.article.rules_version = self.found.rules_version
        self._meet_people()
        self._meet_others()
        for event in self.found.events:
            self.registers.series(event)

    def _countries(self) -> dict[str, tuple[str, float]]:
        """Role and score by code: of those found and not rejected, and those an editor added."""
        rows = {
            tag.code: (self.decisions.role(tag.code, tag.role), tag.score)
            for tag in self.found.countries
            if self.registers.country(tag.code) and not self.decisions.reject("country", tag.code)
        }
        for (kind, code), made in self.decisions.verdicts.items():
            if kind == "country" and made.verdict == Decision.Verdict.ADDED and code not in rows:
                rows[code] = (made.value or "mention", 0.0)
        return rows

    def _pair(self) -> tuple[str, str] | tuple[None, None]:
        """The pair found, unless an editor's roles speak against it: then the only two parties."""
        parties = sorted(code for code, (role, _) in self.countries.items() if role == "party")
        if self.found.pair and all(code in parties for code in self.found.pair):
            return self.found.pair
        decided = any(kind == "country" for kind, _ in self.decisions.verdicts)
        return (parties[0], parties[1]) if decided and len(parties) == 2 else (None, None)

    def _meet_people(self) -> None:
        for tag in self.found.people:
            if self.decisions.reject("person", register_key(tag.name, tag.country)):
                continue
            person = self.people[tag.name] = self.registers.person(tag)
            self.met.append(Met("person", tag.mentions, {"person": person}))
            for held in tag.offices:
                if not self.decisions.reject("office", register_key(held.title, held.country)):
                    office = self.registers.office(held.title, held.country)
                    words = (Found(held.span, held.rule),)
                    self.met.append(Met("office", words, {"person": person, "office": office}))

    def _meet_others(self) -> None:
        for tag in self.found.organizations:
            if not self.decisions.reject("organization", register_key(tag.name, tag.country)):
                row = self.organizations[tag.name] = self.registers.organization(tag)
                self.met.append(Met("organization", tag.mentions, {"organization": row}))
        for country in self.found.countries:
            known = self.registers.country(country.code)
            if known and not self.decisions.reject("country", known):
                self.met.append(Met("country", country.mentions, {"country": known}))
        for place in self.found.places:
            if not self.decisions.reject("place", register_key(place.name, place.country)):
                self.met.append(Met("place", place.mentions, {"place": self.registers.place(place)}))
        for topic in self.found.topics:
            if not self.decisions.reject("topic", register_key(topic.slug)):
                self.met.append(Met("topic", topic.mentions, {"topic": self.registers.topic(topic)}))

    # --- Once it has a number: events, which may be its own ---

    def meet_events(self) -> None:
        for tag in self.found.events:
            key = event_key(tag, self.article.pk)
            if self.decisions.reject("event", key):
                continue
            event = self.registers.event(tag, key)
            if key not in self.reports:
                self.reports[key] = self._report(event, tag)
            self.told.append((self.reports[key], tag))
            self.met.append(Met("event", tag.mentions, {"event": event}))
        dated = tuple(Found(span, "publication-date") for span in self.date_evidence)
        self.met.append(Met("date", dated, {}))

    def _report(self, event: Event, tag: EventTag) -> EventReport:
        """Keep what this article says of the event, and fill what the event's own row still lacks."""
        country = self.registers.country(tag.country)
        before = (event.date, event.place, event.country_id)
        event.date = event.date or tag.date or ""
        event.happened_on = event.happened_on or first_day(tag.date)
        event.place = event.place or tag.place or ""
        event.country_id = event.country_id or country
        if event.pk is not None and before != (event.date, event.place, event.country_id):
            self.completed.append(event)
        return EventReport(
            event=event,
            article=self.article,
            date=tag.date or "",
            place=tag.place or "",
            country_id=country,
        )

    # --- Rows ---

    def country_rows(self) -> Iterator[Row]:
        return ((self.article.pk, code, role, score) for code, (role, score) in self.countries.items())

    def mention_rows(self) -> Iterator[Row]:
        article, version = self.article.pk, self.found.rules_version
        for met in self.met:
            targets = met.keys()
            for mention in met.mentions:
                span = mention.span
                words = (span.field, span.start, span.end, span.surface)
                yield (article, met.kind, *words, mention.rule, version, *targets)

    def quote_rows(self) -> Iterator[Row]:
        for quote in self.found.quotes:
            if self._decided(Quote, quote.span):
                continue
            person = self.people.get(quote.speaker or "")
            organization = self.organizations.get(quote.speaker or "")
            yield (
                *self._evidence(quote.span, quote.rule),
                quote.kind,
                quote.span.surface,
                quote.speaker or "",
                person.pk if person else None,
                organization.pk if organization else None,
                quote.speaker_surface or "",
                quote.cue or "",
            )

    def statement_rows(self) -> Iterator[Row]:
        for made in self.found.statements:
            if all(map(self.registers.country, made.pair)) and not self._decided(Statement, made.span):
                yield (
                    *self._evidence(made.span, made.rule),
                    *made.pair,
                    made.kind,
                    made.status,
                    made.year,
                    made.span.surface,
                )

    def people_rows(self, role: str) -> Iterator[Row]:
        """Who took part in what this article reports, as far as the article names them as people."""
        for report, tag in self.told:
            known = (self.people.get(name) for name in getattr(tag, role))
            yield from ((report.pk, person.pk) for person in known if person is not None)

    def event_country_rows(self) -> Iterator[Row]:
        for report, tag in self.told:
            codes = filter(None, map(self.registers.country, tag.countries))
            yield from ((report.event_id, code) for code in codes)

    def _evidence(self, span: Span, rule: str) -> Row:
        return (self.article.pk, span.field, span.start, span.end, rule, self.found.rules_version)

    def _decided(self, model: type[Quote | Statement], span: Span) -> bool:
        edited = (self.article.pk, span.field, span.start) in self.edited[model]
        return edited or self.decisions.reject(str(model._meta.model_name), words_key(span.surface))


def first_day(when: str | None) -> date | None:
    """The first day that an ISO date of any precision covers: "2022-03" is 1 March 2022."""
    if not when:
        return None
    year, month, day = (*map(int, when.split("-")), 1, 1)[:3]
    return date(year, month, day)
