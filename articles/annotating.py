"""What extraction found in an article becomes rows, under the editor's decisions.

Rule-made rows are replaced whole; mentions an editor added stay, and what an
editor rejected is not written again. So extraction may be run over an article
any number of times and ends in the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from .drafts import Annotations, EventTag, PersonTag, Span
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

    def reject_words(self, kind: str, words: str) -> bool:
        return self.reject(kind, words_key(words))

    def role(self, code: str, found: str) -> str:
        made = self.verdicts.get(("country", code))
        return made.value if made is not None and made.value else found


def words_key(words: str) -> str:
    """What a decision calls a quote or a statement."""
    return fold(words)[:300]


def write_annotations(
    article: Article, found: Annotations, date_evidence: Iterable[Span], registers: Registers
) -> None:
    """Replace everything rules found in this article; the caller holds the transaction."""
    writer = _Writer(article, found, registers, Decisions.of(article))
    writer.clear()
    writer.write(tuple(date_evidence))


class _Writer:
    def __init__(
        self, article: Article, found: Annotations, registers: Registers, decisions: Decisions
    ) -> None:
        self.article = article
        self.found = found
        self.registers = registers
        self.decisions = decisions
        self.people: dict[str, Person] = {}
        self.organizations: dict[str, Organization] = {}

    def clear(self) -> None:
        article = self.article
        article.mentions.filter(origin=Origin.RULE).delete()
        article.article_countries.all().delete()
        article.quotes.filter(origin=Origin.RULE).delete()
        article.statements.filter(origin=Origin.RULE).delete()
        article.event_reports.all().delete()

    def write(self, date_evidence: tuple[Span, ...]) -> None:
        self._pair_and_countries()
        mentions = [
            *self._people_mentions(),
            *self._organization_mentions(),
            *self._simple_mentions(),
            *self._event_mentions(),
            *(self._mention("date", Found(span, "publication-date")) for span in date_evidence),
        ]
        Mention.objects.bulk_create(mentions)
        self._quotes()
        self._statements()
        self.article.rules_version = self.found.rules_version
        self.article.save()

    def _pair_and_countries(self) -> None:
        known = [tag for tag in self.found.countries if self.registers.country(tag.code)]
        kept = [tag for tag in known if not self.decisions.reject("country", tag.code)]
        rows = {
            tag.code: ArticleCountry(
                article=self.article,
                country_id=tag.code,
                role=self.decisions.role(tag.code, tag.role),
                score=tag.score,
            )
            for tag in kept
        }
        for (kind, code), made in self.decisions.verdicts.items():
            if kind == "country" and made.verdict == Decision.Verdict.ADDED and code not in rows:
                rows[code] = ArticleCountry(
                    article=self.article, country_id=code, role=made.value or "mention"
                )
        ArticleCountry.objects.bulk_create(rows.values())
        self.article.pair_first_id, self.article.pair_second_id = self._pair(rows)

    def _pair(self, rows: dict[str, ArticleCountry]) -> tuple[str, str] | tuple[None, None]:
        """The pair found, unless an editor's roles speak against it: then the only two parties."""
        parties = sorted(code for code, row in rows.items() if row.role == "party")
        found = self.found.pair
        if found and all(code in parties for code in found):
            return found
        decided = any(kind == "country" for kind, _ in self.decisions.verdicts)
        return (parties[0], parties[1]) if decided and len(parties) == 2 else (None, None)

    def _people_mentions(self) -> Iterator[Mention]:
        for tag in self.found.people:
            if self.decisions.reject("person", register_key(tag.name, tag.country)):
                continue
            person = self.registers.person(tag)
            self.people[tag.name] = person
            yield from (self._mention("person", each, person=person) for each in tag.mentions)
            yield from self._office_mentions(tag, person)

    def _office_mentions(self, tag: PersonTag, person: Person) -> Iterator[Mention]:
        for held in tag.offices:
            if self.decisions.reject("office", register_key(held.title, held.country)):
                continue
            office = self.registers.office(held.title, held.country)
            yield self._mention("office", Found(held.span, held.rule), person=person, office=office)

    def _organization_mentions(self) -> Iterator[Mention]:
        for tag in self.found.organizations:
            if self.decisions.reject("organization", register_key(tag.name, tag.country)):
                continue
            row = self.registers.organization(tag)
            self.organizations[tag.name] = row
            yield from (self._mention("organization", each, organization=row) for each in tag.mentions)

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
                yield from (self._mention("place", each, place=row) for each in place.mentions)
        for topic in self.found.topics:
            if not self.decisions.reject("topic", register_key(topic.slug)):
                listed = self.registers.topic(topic)
                yield from (self._mention("topic", each, topic=listed) for each in topic.mentions)

    def _event_mentions(self) -> Iterator[Mention]:
        for tag in self.found.events:
            event = self.registers.event(tag, self.article.pk)
            if self.decisions.reject("event", event.key):
                continue
            self._report(event, tag)
            yield from (self._mention("event", each, event=event) for each in tag.mentions)

    def _report(self, event: Event, tag: EventTag) -> None:
        """Keep what this article says of the event, and fill what the event's own row still lacks."""
        report, fresh = EventReport.objects.get_or_create(
            event=event,
            article=self.article,
            defaults={
                "date": tag.date or "",
                "place": tag.place or "",
                "country_id": self.registers.country(tag.country),
            },
        )
        report.chairs.add(*self._known(tag.chairs))
        report.participants.add(*self._known(tag.participants))
        if not fresh:
            return
        event.date = event.date or tag.date or ""
        event.happened_on = event.happened_on or first_day(tag.date)
        event.place = event.place or tag.place or ""
        event.country_id = event.country_id or self.registers.country(tag.country)
        event.save()
        event.countries.add(*filter(None, map(self.registers.country, tag.countries)))

    def _known(self, names: Iterable[str]) -> list[Person]:
        return [self.people[name] for name in names if name in self.people]

    def _quotes(self) -> None:
        edited = set(self.article.quotes.values_list("field", "start"))
        Quote.objects.bulk_create(
            Quote(
                article=self.article,
                kind=quote.kind,
                text=quote.span.surface,
                speaker_name=quote.speaker or "",
                speaker=self.people.get(quote.speaker or ""),
                speaking_organization=self.organizations.get(quote.speaker or ""),
                speaker_surface=quote.speaker_surface or "",
                cue=quote.cue or "",
                field=quote.span.field,
                start=quote.span.start,
                end=quote.span.end,
                rule=quote.rule,
                rules_version=self.found.rules_version,
            )
            for quote in self.found.quotes
            if not self.decisions.reject_words("quote", quote.span.surface)
            and (quote.span.field, quote.span.start) not in edited
        )

    def _statements(self) -> None:
        edited = set(self.article.statements.values_list("field", "start"))
        Statement.objects.bulk_create(
            Statement(
                article=self.article,
                first_id=made.pair[0],
                second_id=made.pair[1],
                kind=made.kind,
                status=made.status,
                year=made.year,
                field=made.span.field,
                start=made.span.start,
                end=made.span.end,
                surface=made.span.surface,
                rule=made.rule,
                rules_version=self.found.rules_version,
            )
            for made in self.found.statements
            if all(map(self.registers.country, made.pair))
            and not self.decisions.reject_words("statement", made.span.surface)
            and (made.span.field, made.span.start) not in edited
        )

    def _mention(self, kind: str, found: Found, **target: Model | str) -> Mention:
        span = found.span
        return Mention(
            article=self.article,
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
