"""Every kind of fact in short reports of many kinds, written and labeled for this evaluation.

The labels stand beside the reports, in one TOML file, which says what each key holds. For each kind of fact
one line tells how many are labeled, how many of those found are right, and how many of those labeled are
found; what careful readers may hold for right or wrong (`…_also`) counts for neither. Below them stand the
rules, each with how much of what it found is right, so that a poor one cannot hide in its kind.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from articles.drafts import Annotations, ArticleDraft, OrganizationTag, RawDocument
from articles.reading import Reading, read, reading_config

from .corpora import f1

Story = dict[str, Any]
Row = dict[str, float]


class Found(NamedTuple):
    """One fact as it was read: the forms by which a label may know it, and the rules that found it."""

    forms: Collection[str]
    rules: Collection[str]


@dataclass(slots=True)
class Tally:
    right: int = 0
    extra: int = 0
    missed: int = 0
    rules: dict[bool, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)

    def add(self, story: Story, labels: Iterable[str], also: Collection[str], found: Iterable[Found]) -> None:
        open_labels = list(labels)
        for each in found:
            known = next((label for label in open_labels if label in each.forms), None)
            if known is not None:
                open_labels.remove(known)
                self.right += 1
            elif any(label in each.forms for label in also):
                continue
            else:
                self.extra += 1
                self.faults.append(f"{story['id']}: found only: {next(iter(each.forms))}")
            self.rules[known is not None].update(each.rules)
        self.missed += len(open_labels)
        self.faults += [f"{story['id']}: labeled only: {label}" for label in open_labels]

    def row(self) -> Row:
        return {
            "n": self.right + self.missed,
            "precision": self.right / max(1, self.right + self.extra),
            "recall": self.right / max(1, self.right + self.missed),
            "F1": f1(self.right, self.extra, self.missed),
        }


def stories(path: Path, limit: int | None = None, faults: list[str] | None = None) -> dict[str, Any]:
    """The table. What is found only or labeled only is told to `faults`, a line each."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))["story"][:limit]
    tallies = {name: Tally() for name in ("fields of the page", *KINDS)}
    for story in told:
        draft, annotations = _read(story)
        tallies["fields of the page"].add(story, *_fields(story, draft))
        for name, kind in KINDS.items():
            tallies[name].add(story, *kind(story, annotations))
    if faults is not None:
        faults += [f"{name}: {fault}" for name, tally in tallies.items() for fault in tally.faults]
    figures: dict[str, Any] = {name: tally.row() for name, tally in tallies.items()}
    for name, tally in tallies.items():
        counted = tally.rules[True] + tally.rules[False]
        for rule in sorted(counted, key=lambda rule: (-counted[rule], rule)):
            share = tally.rules[True][rule] / counted[rule]
            figures[f"rule: {name}, {rule}"] = {"n": counted[rule], "precision": share}
    return figures


def _read(story: Story) -> tuple[ArticleDraft, Annotations]:
    page = story["page"].strip() + "\n"
    (reading,) = read(RawDocument(page.encode(), f"{story['id']}.txt"), reading_config())
    if not isinstance(reading, Reading):
        raise TypeError(reading.reason)
    return reading.draft, reading.annotations


# --- One kind each: the labels, what counts for neither, and what was found ---

Compared = tuple[Iterable[str], Collection[str], Iterable[Found]]


def _fields(story: Story, draft: ArticleDraft) -> Compared:
    dateline = draft.dateline
    seen = {
        "title": draft.title,
        "published": draft.published.date and draft.published.date.isoformat(),
        "dateline": dateline and f"{(dateline.place or '').title()} | {dateline.country}",
        "comments": len(draft.comments),
    }
    labels = {name: story[name] for name in seen if name in story}
    if "dateline" in labels:
        place, country = labels["dateline"].split(" | ")
        labels["dateline"] = f"{place.title()} | {country}"
    return (
        [f"{name}: {value}" for name, value in labels.items()],
        (),
        [Found((f"{name}: {seen[name]}",), ()) for name in labels if seen[name]],
    )


def _countries(story: Story, found: Annotations) -> Compared:
    tags = (tag for tag in found.countries if tag.role != "mention")
    return (
        story["countries"],
        story.get("countries_also", ()),
        [Found((tag.code,), {each.rule for each in tag.mentions}) for tag in tags],
    )


def _people(story: Story, found: Annotations) -> Compared:
    return (
        [label.partition(" | ")[0] for label in story["people"]],
        story.get("people_also", ()),
        [Found((tag.name, *tag.variants), {each.rule for each in tag.mentions}) for tag in found.people],
    )


def _countries_of_people(story: Story, found: Annotations) -> Compared:
    """Of people that were found: a country that is told wrongly is extra, one that is not told is missed."""
    forms = {form: tag for tag in found.people for form in (tag.name, *tag.variants)}
    known = [label for label in story["people"] if label.partition(" | ")[0] in forms]
    held = {name: forms[name].country for name in (label.partition(" | ")[0] for label in known)}
    unsaid = {f"{name} | {country}" for name, country in held.items() if name in known}
    return (
        [label for label in known if " | " in label],
        unsaid,
        [Found((f"{name} | {country}",), ()) for name, country in held.items() if country],
    )


def _organizations(story: Story, found: Annotations) -> Compared:
    return (
        [label.partition(" | ")[0] for label in story["organizations"]],
        story.get("organizations_also", ()),
        [Found(_names(tag), {each.rule for each in tag.mentions}) for tag in found.organizations],
    )


def _abbreviations(story: Story, found: Annotations) -> Compared:
    """Of organizations whose full name the report introduces together with the short one."""
    labels = [label for label in story["organizations"] if " | " in label]
    known = {part for label in labels for part in label.split(" | ")}
    return (
        labels,
        (),
        [
            Found([f"{name} | {tag.abbreviation}" for name in _names(tag)], ())
            for tag in found.organizations
            if tag.abbreviation and known & {*_names(tag), tag.abbreviation}
        ],
    )


def _names(tag: OrganizationTag) -> list[str]:
    """The name of the register, and those that the report prints."""
    printed = [tag.name, *(each.span.surface.rstrip(".") for each in tag.mentions)]
    return [re.sub(r"^[Tt]he ", "", name) for name in printed]


def _topics(story: Story, found: Annotations) -> Compared:
    return (
        story["topics"],
        story.get("topics_also", ()),
        [Found((tag.slug,), {each.rule for each in tag.mentions}) for tag in found.topics],
    )


def _events(story: Story, found: Annotations) -> Compared:
    rounds = (tag for tag in found.events if tag.series and tag.ordinal)
    return (
        story.get("events", ()),
        (),
        [
            Found(
                (
                    f"{tag.ordinal} | {'-'.join(sorted(tag.countries))} | {tag.date or ''} | {tag.place or ''}",
                ),
                {each.rule for each in tag.mentions},
            )
            for tag in rounds
        ],
    )


def _quotes(story: Story, found: Annotations) -> Compared:
    """By their first words; parts of sentences in quotation marks are labeled by nobody."""
    labels = [label.partition(": ")[2] for label in story.get("quotes", ())]
    also = story.get("quotes_also", ())
    return (
        labels,
        also,
        [Found(_openings(each, labels, also), {each.rule}) for each in _direct(found, labels)],
    )


def _speakers(story: Story, found: Annotations) -> Compared:
    """Of quotes that were found."""
    labels = story.get("quotes", ())
    words = [label.partition(": ")[2] for label in labels]
    said = [
        Found((f"{each.speaker or ''}: {opening}",), {each.rule})
        for each in _direct(found, words)
        for opening in _openings(each, words, ())
        if opening in words
    ]
    heard = {opening for each in _direct(found, words) for opening in _openings(each, words, ())}
    return ([label for label in labels if label.partition(": ")[2] in heard], (), said)


def _direct(found: Annotations, labels: Collection[str]) -> Iterator[Any]:
    for each in found.quotes:
        if each.kind == "direct" or any(each.span.surface.startswith(label) for label in labels):
            yield each


def _openings(quote: Any, *labels: Collection[str]) -> list[str]:
    text = quote.span.surface
    return [label for some in labels for label in some if text.startswith(label)] or [text[:40]]


def _statements(story: Story, found: Annotations) -> Compared:
    return (
        story.get("statements", ()),
        story.get("statements_also", ()),
        [
            Found((f"{'-'.join(each.pair)} | {each.kind} | {each.year or ''}",), {each.rule})
            for each in found.statements
        ],
    )


KINDS: dict[str, Callable[[Story, Annotations], Compared]] = {
    "countries": _countries,
    "people": _people,
    "countries of people": _countries_of_people,
    "organizations": _organizations,
    "abbreviations": _abbreviations,
    "topics": _topics,
    "rounds of dialogues": _events,
    "quotes": _quotes,
    "speakers": _speakers,
    "statements": _statements,
}
