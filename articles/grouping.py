"""Keep up which published articles are copies of one report, and which reports tell of one happening.

Follows after the commit like the index, by the same notes: whatever dies in between, the next save makes
up for it. What a hidden article says counts for nothing, so it leaves both groups when it is withdrawn.
Every group that a changed article stands in, or now belongs to, is worked out anew from rows that depend
on each article alone; so the groups are the same in whatever order articles came, and `group_stories`
over the whole archive finds nothing to change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from .comparing import MOST_DAYS, Report, Wording, band_keys, gather, is_copy, signature, wording
from .models import Article, Band, Decision, Kinship, Mention
from .occurrences import Occurrence, occurrences

#: Articles worked on at once: few enough for their texts to be held in memory.
BATCH = 500
#: Rows that one statement inserts: the oldest SQLite takes 999 values.
INSERTED = 300
#: So that two processes never work on groups at one time. Any number that nobody else uses.
LOCK = 7_104_663

Tie = tuple[int, int]


def group(articles: Collection[int]) -> int:
    """Work out anew where these articles stand; tells how many articles stand elsewhere than before."""
    changed: set[int] = set()
    for some in _batches(sorted(set(articles))):
        with transaction.atomic():
            _alone()
            changed |= _group(set(some))
    return len(changed)


def group_all() -> Iterator[tuple[int, int]]:
    """Work through the whole archive: after each batch, how many articles it had and how many moved."""
    gone = Kinship.objects.exclude(article__in=Article.objects.published().values("pk"))
    pks = chain(
        gone.values_list("article_id", flat=True),
        Article.objects.published().order_by("pk").values_list("pk", flat=True),
    )
    for some in _batches(list(pks)):
        yield len(some), group(some)


def groups() -> tuple[int, int]:
    """How many stories several articles tell, and how many reports there are in several versions."""
    counted = Kinship.objects.aggregate(
        stories=Count("story", distinct=True), copied=Count("copies", distinct=True)
    )
    return counted["stories"], counted["copied"]


def _batches(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _alone() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _group(ids: set[int]) -> set[int]:
    old = list(Kinship.objects.filter(article__in=ids))
    copies = {row.copies for row in old}
    stood = [*_members(copies=copies, story={row.story for row in old}), *old]
    before = {row.article_id: (row.copies, row.story) for row in stood}
    fellows = {row.article_id for row in stood if row.copies in copies - {None}} - ids
    known = _write_rows(ids)
    moved = _group_copies(set(known) | fellows, known)
    return _group_stories(set(known) | set(before) | moved, before)


def _members(**labels: set[int | None]) -> list[Kinship]:
    wanted = Q(pk__in=())
    for name, values in labels.items():
        wanted |= Q(**{f"{name}__in": values - {None}})
    return list(Kinship.objects.filter(wanted))


def _write_rows(ids: set[int]) -> dict[int, Wording]:
    """What each article is recognized by. Returns the wordings of those that are published."""
    Band.objects.filter(article__in=ids).delete()
    Kinship.objects.filter(article__in=ids).delete()
    articles = list(
        Article.objects.published()
        .filter(pk__in=ids)
        .only("text", "sort_date", "dateline_place", "dateline_date")
        .order_by("pk")
    )
    known = occurrences(articles)
    Kinship.objects.bulk_create(_row(article.pk, known[article.pk]) for article in articles)
    wordings = {article.pk: wording(article.text) for article in articles}
    _write_bands([row for article in articles for row in _bands(article, wordings[article.pk])])
    return wordings


def _row(article: int, known: Occurrence) -> Kinship:
    return Kinship(
        article_id=article,
        series_id=known.series,
        ordinal=known.ordinal,
        day=known.day,
        place=known.place,
    )


def _bands(article: Article, words: Wording) -> Iterator[tuple[int, int, int]]:
    """Key, day and article of each of its rows."""
    day = article.sort_date.toordinal() if article.sort_date else 0
    return ((key, day, article.pk) for key in band_keys(signature(words.runs)))


def _write_bands(rows: list[tuple[int, int, int]]) -> None:
    """Without an object for each: they are many, and that took six times as long."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), INSERTED):
            some = rows[start : start + INSERTED]
            values = ", ".join(["(%s, %s, %s)"] * len(some))
            cursor.execute(
                f"INSERT INTO {Band._meta.db_table} (key, day, article_id) VALUES {values}",  # noqa: S608 - no words of others
                list(chain.from_iterable(some)),
            )


# --- Copies ------------------------------------------------------------------------------------


def _group_copies(ids: set[int], known: dict[int, Wording]) -> set[int]:
    """Give each of these the label of its versions. Returns all whose label is another now."""
    pairs = _sharing_a_band(ids)
    compared = set(chain.from_iterable(pairs))
    wordings = known | _wordings(compared - known.keys())
    days = dict(Article.objects.filter(pk__in=compared).values_list("pk", "sort_date"))
    ties = [
        (one, other)
        for one, other in pairs
        if is_copy(wordings[one], wordings[other], _days_between(days[one], days[other]))
    ]
    rows = {row.article_id: row for row in Kinship.objects.filter(article__in=ids | set(chain(*ties)))}
    others = {row.copies for pk, row in rows.items() if pk not in ids}
    rows |= {row.article_id: row for row in _members(copies=others)}
    for group_ in _by_label(rows.values(), "copies", without=ids):
        ties += [(group_[0], each) for each in group_[1:]]
    return _relabel(rows, ties, "copies")


def _sharing_a_band(ids: set[int]) -> set[Tie]:
    """Pairs of one of these and another article that are alike enough to be compared.

    Three questions, since an index can answer each of them but not "near in time or undated" at once.
    """
    if not ids:
        return set()
    marks = ", ".join(["%s"] * len(ids))
    wanted = (
        f"mine.day > 0 AND other.day BETWEEN mine.day - {MOST_DAYS} AND mine.day + {MOST_DAYS}",
        "mine.day > 0 AND other.day = 0",
        "mine.day = 0",
    )
    table = Band._meta.db_table
    asked = " UNION ".join(
        f"SELECT mine.article_id, other.article_id FROM {table} mine"  # noqa: S608 - names of ours, no words of others
        f" JOIN {table} other ON other.key = mine.key AND {condition} AND other.article_id <> mine.article_id"
        f" WHERE mine.article_id IN ({marks})"
        for condition in wanted
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [*sorted(ids)] * len(wanted))
        return {(min(row), max(row)) for row in cursor.fetchall()}


def _wordings(ids: set[int]) -> dict[int, Wording]:
    texts = Article.objects.filter(pk__in=ids).values_list("pk", "text")
    return {pk: wording(text) for pk, text in texts}


def _days_between(one: date | None, other: date | None) -> int | None:
    return None if one is None or other is None else abs((one - other).days)


# --- Stories -----------------------------------------------------------------------------------


def _group_stories(ids: set[int], before: dict[int, tuple[int | None, int | None]]) -> set[int]:
    rows = _around(ids)
    reports = _reports(rows)
    apart, together = _editors_words(rows)
    ties = [
        (min(story), each)
        for story in gather(reports, apart=apart, together=together)
        for each in story
        if len(story) > 1
    ]
    _relabel(rows, ties, "story")
    alone: tuple[int | None, int | None] = (None, None)
    return {pk for pk, row in rows.items() if (row.copies, row.story) != before.get(pk, alone)}


def _around(ids: set[int]) -> dict[int, Kinship]:
    """These articles and all that could share a story with them, or with those."""
    found: dict[int, Kinship] = {}
    asked: set[int] = set()
    waiting = ids
    while waiting:
        rows = list(Kinship.objects.filter(article__in=waiting))
        found |= {row.article_id: row for row in rows}
        asked |= waiting
        told = chain.from_iterable(_decided(waiting).values_list("article_id", "target"))
        waiting = (_near(rows) | {int(each) for each in told}) - asked
    return found


def _near(rows: Sequence[Kinship]) -> set[int]:
    """Articles that have a label, a dialogue, or a place and day with one of these in common."""
    wanted = Q(copies__in={row.copies for row in rows} - {None})
    wanted |= Q(story__in={row.story for row in rows} - {None})
    wanted |= Q(series__in={row.series_id for row in rows} - {None})
    found = set(Kinship.objects.filter(wanted).values_list("article_id", flat=True))
    spots = {(row.day, row.place) for row in rows if row.day and row.place}
    days, places = {day for day, _ in spots}, {place for _, place in spots}
    here = Kinship.objects.filter(day__in=days, place__in=places).values_list("article_id", "day", "place")
    return found | {pk for pk, day, place in here if (day, place) in spots}


def _reports(rows: dict[int, Kinship]) -> Iterator[Report]:
    people: defaultdict[int, set[str]] = defaultdict(set)
    named = Mention.objects.standing().filter(article__in=rows, kind=Mention.Kind.PERSON)
    # One word may be anybody's name.
    for pk, name in (
        named.filter(person__name__contains=" ").values_list("article", "person__folded").distinct()
    ):
        people[pk].add(name)
    pairs = Article.objects.filter(pk__in=rows).values_list("pk", "pair_first", "pair_second", "sort_date")
    for pk, first, second, filed in pairs:
        row = rows[pk]
        yield Report(
            id=pk,
            copies=row.copies,
            series=str(row.series_id) if row.series_id else None,
            ordinal=row.ordinal,
            day=row.day,
            place=row.place or None,
            pair=(first, second) if first and second else None,
            people=frozenset(people[pk]),
            filed=filed,
        )


def _decided(ids: Iterable[int]) -> QuerySet[Decision]:
    wanted = list(ids)
    return Decision.objects.filter(
        Q(article__in=wanted) | Q(target__in=list(map(str, wanted))), kind=Decision.Kind.STORY
    )


def _editors_words(rows: dict[int, Kinship]) -> tuple[set[Tie], set[Tie]]:
    words: dict[str, set[Tie]] = {Decision.Verdict.REJECTED: set(), Decision.Verdict.ADDED: set()}
    for made in _decided(rows):
        words[made.verdict].add((made.article_id, int(made.target)))
    return words[Decision.Verdict.REJECTED], words[Decision.Verdict.ADDED]


# --- Labels ------------------------------------------------------------------------------------


def _by_label(rows: Iterable[Kinship], name: str, *, without: set[int]) -> Iterator[list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.article_id not in without and (label := getattr(row, name)) is not None:
            groups[label].append(row.article_id)
    return iter(groups.values())


def _relabel(rows: dict[int, Kinship], ties: Iterable[Tie], name: str) -> set[int]:
    """Write the smallest number of each group that the ties make; tells which rows had another."""
    label = {pk: pk for pk in rows}

    def find(pk: int) -> int:
        while label[pk] != pk:
            label[pk] = pk = label[label[pk]]
        return pk

    tied = set()
    for one, other in ties:
        first, second = sorted((find(one), find(other)))
        label[second] = first
        tied |= {one, other}
    changed = []
    for pk, row in rows.items():
        new = find(pk) if pk in tied else None
        if getattr(row, name) != new:
            setattr(row, name, new)
            changed.append(row)
    Kinship.objects.bulk_update(changed, [name], batch_size=BATCH)
    return {row.article_id for row in changed}
