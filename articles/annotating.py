"""What extraction found in an article becomes rows, under the editor's decisions.

Rule-made rows are replaced whole; mentions an editor added stay, and what an
editor rejected is not written again. So extraction may be run over an article
any number of times and ends in the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .drafts import Annotations, EventTag, PersonTag, Span
from .drafts import Mention as Found
from .models import (
    Article,
    ArticleCountry,
    Decision,
    Event,
    EventReport,
    Mention,
    Origin,
    Quote,
    Statement,
    fold,
    register_key,
)
from .registering import Registers


@dataclass(frozen=True, slots=True)
class Decisions:
    """An editor's words on one article, by (kind, target)."""

    verdicts: dict[tuple[str, str], Decision]

    @classmethod
    def of(cls, article: Article) -> Decisions:
        return cls({(made.kind, made.target): made for made in article.decisions.all()})

    def reject(self, kind: str, target: str) -> bool:
        made = self.verdicts.get((kind, target))
        return made is not None and made.verdict == Decision.Verdict.REJECTED

    def role(self, code: str, found: str) -> str:
        made = self.verdicts.get(("country", code))
        return made.value if made is not None and made.value else found


def words_key(words: str) -> str:
    """What a decision calls a quote or a statement."""
    return fold(words)[:300]


def write_annotations(
    article: Article, found: Annotations, date_evidence: Iterable[Span] | None, registers: Registers
) -> None:
    """Replace everything rules found in this article, and save it; the caller holds the transaction.

    Without `date_evidence` the words that its date rests on stay as they are.
    """
    fresh = article.pk is None
    decisions = Decisions({}) if fresh else Decisions.of(article)
    countries = _countries(found, decisions, registers)
    article.pair_first_id, article.pair_second_id = _pair(found, decisions, countries)
    article.rules_version = found.rules_version
    article.save()
    if not fresh:
        _clear(article, dates=date_evidence is not None)
    for tie in countries.values():
        tie.article = article
    ArticleCountry.objects.bulk_create(countries.values())
    _Writer(article, found, registers, decisions, fresh=fresh).write(date_evidence or ())


def _clear(article: Article, *, dates: bool) -> None:
    found = article.mentions.filter(origin=Origin.RULE)
    (found if dates else found.exclude(kind=Mention.Kind.DATE)).delete()
    article.article_countries.all().delete()
    article.quotes.filter(origin=Origin.RULE).delete()
    article.statements.filter(origin=Origin.RULE).delete()
    article.event_reports.all().delete()


def _countries(found: Annotations, decisions: Decisions, registers: Registers) -> dict[str, ArticleCountry]:
    """The article's countries by code: those found and not rejected, and those an editor added."""
    rows = {
        tag.code: ArticleCountry(
            country_id=tag.code, role=decisions.role(tag.code, tag.role), score=tag.score
        )
        for tag in found.countries
        if registers.country(tag.code) and not decisions.reject("country", tag.code)
    }
    for (kind, code), made in decisions.verdicts.items():
        if kind == "country" and made.verdict == Decision.Verdict.ADDED and code not in rows:
            rows[code] = ArticleCountry(country_id=code, role=made.value or "mention")
    return rows


def _pair(
    found: Annotations, decisions: Decisions, rows: dict[str, ArticleCountry]
) -> tuple[str, str] | tuple[None, None]:
    """The pair found, unless an editor's roles speak against it: then the only two parties."""
    parties = sorted(code for code, row in rows.items() if row.role == "party")
    if found.pair and all(code in parties for code in found.pair):
        return found.pair
    decided = any(kind == "country" for kind, _ in decisions.verdicts)
    return (parties[0], parties[1]) if decided and len(parties) == 2 else (None, None)


class _Writer:
    """Mentions, quotes, statements and reports of events of one article whose row is there."""

    def __init__(
        self, article: Article, found: Annotations, registers: Registers, decisions: Decisions, *, fresh: bool
    ) -> None:
        self.article = article
        self.found = found
        self.registers = registers
        self.decisions = decisions
        self.fresh = fresh
        self.people: dict[str, int] = {}
        self.organizations: dict[str, int] = {}

    def write(self, date_evidence: Iterable[Span]) -> None:
        mentions = [
            *self._people_mentions(),
            *self._organization_mentions(),
            *self._simple_mentions(),
            *self._event_mentions(),
            *(self._mention("date", Found(span, "publication-date")) for span in date_evidence),
        ]
        Mention.objects.bulk_create(mentions)
        Quote.objects.bulk_create(self._quotes())
        Statement.objects.bulk_create(self._statements())

    def _people_mentions(self) -> Iterator[Mention]:
        for tag in self.found.people:
            if self.decisions.reject("person", register_key(tag.name, tag.country)):
                continue
            person = self.people[tag.name] = self.registers.person(tag)
            yield from (self._mention("person", each, person_id=person) for each in tag.mentions)
            yield from self._office_mentions(tag, person)

    def _office_mentions(self, tag: PersonTag, person: int) -> Iterator[Mention]:
        for held in tag.offices:
            if not self.decisions.reject("office", register_key(held.title, held.country)):
                office = self.registers.office(held.title, held.country)
                yield self._mention("office", Found(held.span, held.rule), person_id=person, office_id=office)

    def _organization_mentions(self) -> Iterator[Mention]:
        for tag in self.found.organizations:
            if self.decisions.reject("organization", register_key(tag.name, tag.country)):
                continue
            row = self.organizations[tag.name] = self.registers.organization(tag)
            yield from (self._mention("organization", each, organization_id=row) for each in tag.mentions)

    def _simple_mentions(self) -> Iterator[Mention]:
        """Countries, places and topics: nothing but their mentions."""
        for country in self.found.countries:
            if self.registers.country(country.code) and not self.decisions.reject("country", country.code):
                yield from (
                    self._mention("country", each, country_id=country.code) for each in country.mentions
                )
        for place in self.found.places:
            if not self.decisions.reject("place", register_key(place.name, place.country)):
                row = self.registers.place(place)
                yield from (self._mention("place", each, place_id=row) for each in place.mentions)
        for topic in self.found.topics:
            if not self.decisions.reject("topic", register_key(topic.slug)):
                listed = self.registers.topic(topic)
                yield from (self._mention("topic", each, topic_id=listed) for each in topic.mentions)

    def _event_mentions(self) -> Iterator[Mention]:
        reported: dict[int, EventReport] = {}
        for tag in self.found.events:
            event = self.registers.event(tag, self.article.pk)
            if self.decisions.reject("event", event.key):
                continue
            if event.pk not in reported:
                reported[event.pk] = self._report(event, tag)
            reported[event.pk].chairs.add(*self._known(tag.chairs))
            reported[event.pk].participants.add(*self._known(tag.participants))
            yield from (self._mention("event", each, event_id=event.pk) for each in tag.mentions)

    def _report(self, event: Event, tag: EventTag) -> EventReport:
        """Keep what this article says of the event, and fill what the event's own row still lacks."""
        country = self.registers.country(tag.country)
        before = (event.date, event.place, event.country_id)
        event.date = event.date or tag.date or ""
        event.happened_on = event.happened_on or first_day(tag.date)
        event.place = event.place or tag.place or ""
        event.country_id = event.country_id or country
        if before != (event.date, event.place, event.country_id):
            event.save()
        event.countries.add(*filter(None, map(self.registers.country, tag.countries)))
        return EventReport.objects.create(
            event=event,
            article=self.article,
            date=tag.date or "",
            place=tag.place or "",
            country_id=country,
        )

    def _known(self, names: Iterable[str]) -> list[int]:
        return [self.people[name] for name in names if name in self.people]

    def _quotes(self) -> Iterator[Quote]:
        edited = self._edited(Quote)
        for quote in self.found.quotes:
            span = quote.span
            if self._decided("quote", span, edited):
                continue
            yield Quote(
                article=self.article,
                kind=quote.kind,
                text=span.surface,
                speaker_name=quote.speaker or "",
                speaker_id=self.people.get(quote.speaker or ""),
                speaking_organization_id=self.organizations.get(quote.speaker or ""),
                speaker_surface=quote.speaker_surface or "",
                cue=quote.cue or "",
                field=span.field,
                start=span.start,
                end=span.end,
                rule=quote.rule,
                rules_version=self.found.rules_version,
            )

    def _statements(self) -> Iterator[Statement]:
        edited = self._edited(Statement)
        for made in self.found.statements:
            span = made.span
            known = all(map(self.registers.country, made.pair))
            if not known or self._decided("statement", span, edited):
                continue
            yield Statement(
                article=self.article,
                first_id=made.pair[0],
                second_id=made.pair[1],
                kind=made.kind,
                status=made.status,
                year=made.year,
                surface=span.surface,
                field=span.field,
                start=span.start,
                end=span.end,
                rule=made.rule,
                rules_version=self.found.rules_version,
            )

    def _edited(self, model: type[Quote | Statement]) -> set[tuple[str, int]]:
        """Where an editor's own quotes or statements begin: no rule writes there."""
        if self.fresh:
            return set()
        return set(model.objects.filter(article=self.article).values_list("field", "start"))

    def _decided(self, kind: str, span: Span, edited: set[tuple[str, int]]) -> bool:
        return (span.field, span.start) in edited or self.decisions.reject(kind, words_key(span.surface))

    def _mention(self, kind: str, found: Found, **target: int | str) -> Mention:
        span = found.span
        return Mention(
            article_id=self.article.pk,
            kind=kind,
            field=span.field,
            start=span.start,
            end=span.end,
            surface=span.surface,
            rule=found.rule,
            rules_version=self.found.rules_version,
            **target,
        )


def first_day(when: str | None) -> date | None:
    """The first day that an ISO date of any precision covers: "2022-03" is 1 March 2022."""
    if not when:
        return None
    year, month, day = (*map(int, when.split("-")), 1, 1)[:3]
    return date(year, month, day)
