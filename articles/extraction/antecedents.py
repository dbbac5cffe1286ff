"""Whom "he", "she" and "it" mean in a reporting clause, where that is sure.

A pronoun goes on with the subject of the last reporting clause of this paragraph or the one before, if
it is of the pronoun's kind (a person, or an organization for "it") and nothing says otherwise: a
courtesy title, an office or a given name of the other sex, somebody else who opens a sentence since, or
a name that follows in the same sentence ("Though she praised the vote, Rojas …"). The last name of a
text is the wrong one in two cases out of three; where these rules are not sure, nobody is named.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from articles.drafts import PersonTag
from articles.extraction.names import DATA, Page
from articles.extraction.spans import Offsets
from articles.extraction.speech import Report, Reporter
from articles.extraction.subjects import Actor, Subject, words_of

#: Before a subject that a name later in the sentence explains.
_FORWARD = frozenset("though although while when as after before since if asked".split())
_POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we"}


def pronoun_of(surface: str) -> str | None:
    word = surface.casefold()
    pronoun = _POSSESSIVES.get(word, word)
    return pronoun if pronoun in words_of("pronouns") else None


@cache
def _marks() -> Mapping[str, tuple[str, str]]:
    """Of each word: the pronoun it shows, and in which table it stands."""
    data = tomllib.loads((DATA / "genders.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for pronoun in ("she", "he"):
        for table in ("given", "words", "titles"):
            for word in data[pronoun][table].split():
                key = word.casefold()
                if table == "given" and found.get(key, (pronoun, ""))[0] != pronoun:
                    found[key] = ("", "given")  # borne by both
                else:
                    found[key] = (pronoun, table)
    return found


def _shown_by(words: Iterable[str], tables: tuple[str, ...]) -> str | None:
    found = (_marks().get(word, ("", "")) for word in words)
    shown = {pronoun for pronoun, table in found if table in tables}
    return shown.pop() or None if len(shown) == 1 else None


class Antecedents:
    """Reads the clauses before a pronoun."""

    def __init__(
        self,
        reporter: Reporter,
        reports: Sequence[Report],
        people: Sequence[PersonTag],
        paragraphs: Sequence[Offsets],
    ) -> None:
        self.reporter = reporter
        self.page: Page = reporter.page
        self.sentences = reporter.sentences
        self.sentence_starts = [start for start, _end in self.sentences]
        self.paragraphs = paragraphs
        self.paragraph_starts = [start for start, _end in paragraphs]
        self.reports = reports
        self.firsts = [report.first for report in reports]
        self.actors = reporter.actors
        self.actor_firsts = [actor.first for actor in self.actors]
        self.people_by_name = {person.name: person for person in people}
        self._pronouns: dict[str, str | None] = {}

    def meant(self, report: Report, pronoun: str, carried: Mapping[int, str | None]) -> str | None:
        """`carried` are the speakers known so far, by the verb of their clause."""
        if pronoun in ("i", "we", "they"):
            return None
        ahead = self._explained_after(report)
        if ahead is not None:
            return ahead.name if self.suits(ahead, pronoun) else None
        at = bisect_left(self.firsts, report.first)
        offset = self.page.starts[report.verb] if report.verb < len(self.page.texts) else 0
        index = bisect_right(self.paragraph_starts, offset) - 1
        floor = self.page.index_at(self.paragraphs[max(0, index - 1)][0])
        own = self._own_quotation_start(report)
        for earlier in reversed(self.reports[:at]):
            if earlier.first < floor:
                break
            actor = earlier.actor
            if actor is None:
                meant = carried.get(earlier.verb)
                return meant if meant and self._agrees(meant, pronoun) else None
            if self.suits(actor, pronoun):
                if self.page.key(earlier.first - 1) in _FORWARD:
                    return None  # "Soto did not smile when Rojas asked": either
                return None if self._rival(actor, earlier.last, own, pronoun) else actor.name
        return self._sole_subject(floor, own, pronoun)

    def suits(self, actor: Actor, pronoun: str) -> bool:
        return actor.person == (pronoun in ("he", "she")) and self._fits(actor.name, pronoun)

    def actors_between(self, first: int, last: int) -> Sequence[Actor]:
        return self.actors[bisect_left(self.actor_firsts, first) : bisect_left(self.actor_firsts, last)]

    def _explained_after(self, report: Report) -> Actor | None:
        """ "Though she praised the vote, Rojas …"."""
        page = self.page
        first = report.subject[0]
        if page.key(first - 1) not in _FORWARD or not page.char(first - 1)[0].isupper():
            return None
        offset = page.starts[first]
        end = self.sentences[bisect_right(self.sentence_starts, offset) - 1][1]
        last = page.index_at(end)
        for index in range(first, last):
            actor = self.reporter.subjects.starting.get(index + 1)
            if page.char(index) in (",", "”", '"') and actor is not None:
                return actor
        return None

    def _own_quotation_start(self, report: Report) -> int:
        opens = self.reporter.subjects.opens
        at = bisect_right(opens, self.page.starts[min(report.verb, len(self.page.starts) - 1)]) - 1
        return self.page.index_at(opens[at]) if at >= 0 else report.first

    def _agrees(self, name: str, pronoun: str) -> bool:
        return (name in self.people_by_name) == (pronoun in ("he", "she")) and self._fits(name, pronoun)

    def _fits(self, name: str, pronoun: str) -> bool:
        return self._pronoun_of(name) in (None, pronoun)

    def _pronoun_of(self, name: str) -> str | None:
        """By title or office first, by given name else."""
        person = self.people_by_name.get(name)
        if person is None:
            return None
        if name not in self._pronouns:
            variants = {word.casefold().rstrip(".") for form in person.variants for word in form.split()}
            offices = {word.casefold() for held in person.offices for word in held.title.split()}
            given = name.split()[:1] if " " in name else []
            self._pronouns[name] = _shown_by(variants | offices, ("titles", "words")) or _shown_by(
                [word.casefold() for word in given], ("given",)
            )
        return self._pronouns[name]

    def _rival(self, actor: Actor, first: int, last: int, pronoun: str) -> bool:
        """Another one could be meant as well: who is a sentence's subject since, or is surely of that sex."""
        for subject, other in self._subjects_between(first, last):
            if other is None:
                if (
                    self.page.char(subject[0])[0].isupper()
                    and pronoun_of(self.page.surface(*subject)) is None
                ):
                    return True
            elif self.suits(other, pronoun):
                return other.name != actor.name
        if self._pronoun_of(actor.name) is not None:
            return False
        nearest = [one for one in self._sentences_between(first, last) if one[1] <= last][-1:]
        for start, end in nearest:
            told_of = {other.name for other in self.actors_between(start, end) if self.suits(other, pronoun)}
            if told_of and actor.name not in told_of:
                return True
        return any(
            other.name != actor.name and self._pronoun_of(other.name) == pronoun
            for other in self.actors_between(first, last)
        )

    def _subjects_between(self, first: int, last: int) -> Iterator[Subject]:
        subjects = self.reporter.subjects
        for _start, end in self._sentences_between(first, last):
            found = subjects.of_sentence(min(end, last) - 1)
            if found is not None:
                yield found

    def _sentences_between(self, first: int, last: int) -> list[Offsets]:
        if first >= last:
            return []
        low = bisect_left(self.sentence_starts, self.page.starts[first])
        high = bisect_left(self.sentence_starts, self.page.end(last - 1))
        bounds = (
            (self.page.index_at(start), self.page.index_at(end)) for start, end in self.sentences[low:high]
        )
        return [(start, end) for start, end in bounds if first <= start < last]

    def _sole_subject(self, first: int, last: int, pronoun: str) -> str | None:
        """The only one it could be, if a sentence is about them and none about somebody without a name."""
        names = {actor.name for actor in self.actors_between(first, last) if self.suits(actor, pronoun)}
        if len(names) != 1:
            return None
        about = list(self._subjects_between(first, last))
        if any(actor is None and pronoun_of(self.page.surface(*subject)) is None for subject, actor in about):
            return None
        return next((actor.name for _subject, actor in about if actor and actor.name in names), None)
