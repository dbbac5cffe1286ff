"""Which reports are of one happening: told by what happened, never by how it is told.

Two agencies' reports of one meeting share almost no words (Jaccard .02), and reports of two meetings of
one pair of countries use the same ones (cosine .41 to .45), so likeness of texts is of no use here. A
report is known by its round (the sixth of a dialogue of two countries), else by place, day and people.

A wrong story is worse than none. What is certain (copies, one round, an editor's word) always joins. What
is likely (one dialogue on one day, or place, day and people) joins unless it would bring two rounds into one
story; then none of the likely ties around them counts, since nothing tells which is the wrong one. The
result depends on the set of reports alone, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

Tie = tuple[int, int]

#: From the first word of a round to the last report of it, one report after the other.
DAYS_OF_ROUND = 60
#: People in common that two reports from one place on one day need; a report that names one has no more.
IN_COMMON = 2
#: The share of the people of the report that names fewer: with the same pair, and without a pair.
SHARE_OF_PAIR, SHARE_ALONE = 0.5, 0.75


@dataclass(frozen=True, slots=True)
class Report:
    """One article's account of what it is about. `copies` is the same for versions of one text.

    `series` with `ordinal` or `day` is a round; `place`, `day` and `people` are where, when and who;
    `filed` is the day the article is dated to.
    """

    id: int
    copies: int | None = None
    series: str | None = None
    ordinal: int | None = None
    day: date | None = None
    place: str | None = None
    pair: tuple[str, str] | None = None
    people: frozenset[str] = frozenset()
    filed: date | None = None

    @property
    def round(self) -> tuple[str, int] | None:
        return None if self.series is None or self.ordinal is None else (self.series, self.ordinal)


def gather(
    reports: Iterable[Report], *, apart: Collection[Tie] = (), together: Collection[Tie] = ()
) -> tuple[frozenset[int], ...]:
    """The stories: every report stands in one, most of them alone.

    `apart` and `together` are an editor's words on two reports. Of two that are apart the first leaves
    the story, and its copies with it.
    """
    by_id = {report.id: report for report in sorted(reports, key=lambda each: each.id)}
    certain = [tie for tie in (*_certain(by_id.values()), *together) if set(tie) <= by_id.keys()]
    likely = list(_likely(by_id.values()))
    kept: list[Tie] = []
    for story in _joined(by_id, [*certain, *likely]):
        rounds = {by_id[each].round for each in story} - {None}
        kept += [tie for tie in likely if tie[0] in story and len(rounds) < 2]
    return tuple(_parted(_joined(by_id, [*certain, *kept]), sorted(apart), by_id))


def _certain(reports: Collection[Report]) -> Iterator[Tie]:
    for group in _grouped(reports, lambda report: report.copies):
        yield from ((group[0].id, other.id) for other in group[1:])
    for group in _grouped(reports, lambda report: report.round):
        yield from _of_one_time(group)


def _of_one_time(reports: list[Report]) -> Iterator[Tie]:
    """Reports of a round, one after the other; where years lie between, one of the numbers was read wrong."""
    dated = sorted((each.filed, each.id) for each in reports if each.filed is not None)
    undated = [each.id for each in reports if each.filed is None]
    near = [(one, other) for one, other in pairwise(dated) if (other[0] - one[0]).days <= DAYS_OF_ROUND]
    yield from ((one, other) for (_, one), (_, other) in near)
    yield from pairwise(undated)
    if undated and dated and len(near) == len(dated) - 1:
        yield dated[0][1], undated[0]


def _likely(reports: Collection[Report]) -> Iterator[Tie]:
    for group in _grouped(reports, _sitting):
        pairs = combinations(group, 2)
        yield from ((one.id, other.id) for one, other in pairs if not _two_rounds(one, other))
    for group in _grouped(reports, _spot):
        pairs = combinations(group, 2)
        yield from ((one.id, other.id) for one, other in pairs if _same_people(one, other))


def _sitting(report: Report) -> Hashable:
    return report.series and report.day and (report.series, report.day)


def _spot(report: Report) -> Hashable:
    return report.place and report.day and (report.place, report.day, report.pair)


def _grouped(
    reports: Collection[Report], same: Callable[[Report], Hashable | None]
) -> Iterator[list[Report]]:
    groups: defaultdict[Hashable, list[Report]] = defaultdict(list)
    for report in reports:
        if key := same(report):
            groups[key].append(report)
    return (group for group in groups.values() if len(group) > 1)


def _two_rounds(one: Report, other: Report) -> bool:
    return one.round is not None and other.round is not None and one.round != other.round


def _same_people(one: Report, other: Report) -> bool:
    fewer = min(len(one.people), len(other.people))
    common = len(one.people & other.people)
    if one.pair is None:
        enough = common >= IN_COMMON and common >= SHARE_ALONE * fewer
    else:
        enough = common >= min(IN_COMMON, fewer) > 0 and common >= SHARE_OF_PAIR * fewer
    return enough and not _two_rounds(one, other)


def _joined(ids: Iterable[int], ties: Iterable[Tie]) -> list[set[int]]:
    """Groups that ties hold together."""
    leader = {each: each for each in ids}

    def find(each: int) -> int:
        while leader[each] != each:
            leader[each] = each = leader[leader[each]]
        return each

    for one, other in ties:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for each in leader:
        groups[find(each)].add(each)
    return list(groups.values())


def _parted(
    stories: list[set[int]], apart: Iterable[Tie], by_id: dict[int, Report]
) -> Iterator[frozenset[int]]:
    for one, other in apart:
        for story in stories:
            if one in story and other in story:
                copies = by_id[one].copies
                leaving = {each for each in story if copies is not None and by_id[each].copies == copies}
                leaving = (leaving - {other}) | {one}
                story -= leaving
                stories.append(leaving)
                break
    return map(frozenset, stories)
