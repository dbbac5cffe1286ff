"""Extraction run again over articles that are in the archive, and what that changes.

When rules or tables change, so does their version, and what an older version found is made
again: from the text as it stands, which an editor may have corrected, not from the bytes it
was once parsed from. Editors' decisions stand above what rules find, as ever.

Nothing is compared before it is written: a dry run writes as well, looks, and takes the
transaction back. So what it tells is what would happen, decisions and registers included.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .annotating import Annotated, write_annotations
from .crew import Companion, Crew
from .drafts import Annotations, ArticleDraft, Failure
from .extraction import RULES_VERSION
from .importing import BATCH, GROUP, INDEX_BATCH
from .indexing import note, refresh_index
from .models import Article, ArticleCountry, Mention, Quote, Statement
from .reading import annotate_many
from .registering import Registers
from .rows import parts
from .workflow import draft_of

logger = logging.getLogger(__name__)

#: One thing that an article says: its kind, and words for it.
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a new run of the rules changed in one article. `reason` is set when it could not be done."""

    article: int
    added: tuple[Fact, ...] = ()
    removed: tuple[Fact, ...] = ()
    reason: str = ""


def outdated() -> list[int]:
    """Articles whose facts were found by another version of the rules, the oldest first."""
    rows = Article.objects.exclude(rules_version=RULES_VERSION).order_by("pk")
    return list(rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it was read: what rules found, unless it changes before that is written."""

    article: int
    modified: datetime
    found: Annotations


@dataclass(slots=True)
class Extractor:
    """Runs extraction again and keeps the index behind it; `processes` read, beside this one that writes."""

    dry_run: bool = False
    processes: int = 1
    pending: list[int] = field(default_factory=list)
    companion: Companion[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.companion = Companion(refresh_index, apart=self.processes > 1)

    def run(self, articles: Iterable[int]) -> Iterator[Renewed]:
        """Annotate these articles anew; what changed in each, in their order."""
        for batch in parts(self._read(articles), BATCH):
            stored = iter(self._store([each for each in batch if isinstance(each, _Read)]))
            for each in batch:
                yield each if isinstance(each, Renewed) else next(stored)
            if len(self.pending) >= INDEX_BATCH:
                self.companion.give(self.pending)
                self.pending = []

    def finish(self) -> None:
        """Make everything changed so far searchable."""
        self.companion.close()
        if not self.dry_run:
            refresh_index(self.pending)
        self.pending = []

    def _read(self, articles: Iterable[int]) -> Iterator[_Read | Renewed]:
        sent: deque[tuple[list[int], dict[int, Article]]] = deque()

        def drafts() -> Iterator[list[ArticleDraft]]:
            for keys in parts(articles, GROUP):
                rows = Article.objects.prefetch_related("key_points").in_bulk(keys)
                sent.append((keys, rows))
                yield [draft_of(rows[key]) for key in keys if key in rows]

        work = partial(annotate_many, reference=timezone.now())
        with closing(Crew(work, _lost, self.processes).results(drafts())) as results:
            for done in results:
                found = iter(done)
                keys, rows = sent.popleft()
                yield from (_read(key, rows.get(key), found) for key in keys)

    def _store(self, batch: list[_Read]) -> list[Renewed]:
        """Write a batch; when that fails, in halves, until the article that it fails on stands alone."""
        if not batch:
            return []
        try:
            with transaction.atomic():
                results = _write(batch)
                changed = [each.article for each in results if each.added or each.removed]
                note(changed)
                if self.dry_run:
                    transaction.set_rollback(True)
        except Exception as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                return [*self._store(batch[:middle]), *self._store(batch[middle:])]
            logger.exception("Could not store what was found in article %s", batch[0].article)
            return [Renewed(batch[0].article, reason=f"It could not be stored: {error}")]
        self.pending += changed
        return results


def _read(key: int, article: Article | None, found: Iterator[Annotations | Failure]) -> _Read | Renewed:
    if article is None:
        return Renewed(key, reason="There is no such article.")
    outcome = next(found)
    if isinstance(outcome, Failure):
        return Renewed(key, reason=outcome.reason)
    return _Read(key, article.modified_at, outcome)


def _lost(draft: ArticleDraft) -> Failure:
    return Failure(draft.source_file, "The process that read it was killed, perhaps for want of memory.")


def _write(batch: Sequence[_Read]) -> list[Renewed]:
    keys = [each.article for each in batch]
    rows = Article.objects.select_for_update().in_bulk(keys)
    current = [
        each for each in batch if each.article in rows and rows[each.article].modified_at == each.modified
    ]
    before = facts(keys)
    write_annotations([Annotated(rows[each.article], each.found, None) for each in current], Registers())
    after = facts(keys)
    same = []
    for each in current:
        if before[each.article] == after[each.article]:
            # The rules' version alone is nothing that a reader or the index would ask for.
            rows[each.article].modified_at = each.modified
            same.append(rows[each.article])
    Article.objects.bulk_update(same, ["modified_at"])
    written = {each.article for each in current}
    return [
        Renewed(
            key,
            tuple(sorted(after[key] - before[key])),
            tuple(sorted(before[key] - after[key])),
            "" if key in written else "It was changed meanwhile; run the command again.",
        )
        for key in keys
    ]


def facts(articles: Collection[int]) -> defaultdict[int, set[Fact]]:
    """What stands in the archive of these articles, in words, each mention with its place."""
    found: defaultdict[int, set[Fact]] = defaultdict(set)
    pairs = Article.objects.filter(pk__in=articles, pair_first__isnull=False)
    for key, first, second in pairs.values_list("pk", "pair_first", "pair_second"):
        found[key].add(("pair", f"{first}-{second}"))
    roles = ArticleCountry.objects.filter(article__in=articles)
    for key, code, role in roles.values_list("article", "country", "role"):
        found[key].add(("country", f"{code} ({role})"))
    for kind in Mention.TARGETS:
        named = Mention.objects.filter(article__in=articles, kind=kind).annotate(called=F(f"{kind}__name"))
        for key, name, where, start, words in named.values_list(
            "article", "called", "field", "start", "surface"
        ):
            if kind != "country":
                found[key].add((kind, name))
            found[key].add(("mention", f"{kind} {name}: {words} ({where} {start})"))
    for key, words, speaker in Quote.objects.filter(article__in=articles).values_list(
        "article", "text", "speaker_name"
    ):
        found[key].add(("quote", f"“{words}” ({speaker or 'speaker not sure'})"))
    for key, words, year in Statement.objects.filter(article__in=articles).values_list(
        "article", "surface", "year"
    ):
        found[key].add(("statement", f"{words} ({year or 'no year'})"))
    return found
