"""Documents become rows: many in a transaction, and nothing twice.

Whether a document is known is told by three marks. The SHA-256 of its bytes:
the same bytes again change nothing. Its identity (where it came from: its
address, or file and id): the same identity with other bytes is an update of
that article. The fingerprint of its text: the same text from elsewhere is a
duplicate, whose bytes are kept beside the article they repeat.

Documents are stored in batches, since a transaction, a query and a statement cost the
same for one article and for many. What comes out is what one after the other gives. When
the database refuses a batch it is halved until the document it refuses stands alone, so
no document keeps another out; a single document is a batch of one.

Texts are read ahead by other processes (`crew`), and another one keeps the index, while
this one writes rows. The index is brought up to date after the commit; should a process
die in between, the note that each transaction leaves tells the next save of it.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.db import DatabaseError, transaction
from django.utils import timezone

from .annotating import Annotated, write_annotations
from .crew import Companion, Crew
from .drafts import Annotations, ArticleDraft, Failure, RawDocument
from .files import DocumentFile, FileProblem
from .indexing import note, refresh_index
from .models import Article, Comment, Image, KeyPoint, ReceivedDocument
from .planning import weigh_if_grown
from .reading import Reading, read_many
from .registering import Registers
from .restoring import count_on, free_numbers, restore

logger = logging.getLogger(__name__)

#: Articles whose index entries are written together in a bulk import. Whoosh
#: writes a segment a commit, so larger is faster; this many fit in memory.
INDEX_BATCH = 1000
#: Documents that are stored together. A transaction of 250 takes less than a second, which an
#: editor who saves meanwhile can wait; more make no difference to speed.
BATCH = 250
#: Documents that are read together, and bytes of them: what a process is handed at a time.
GROUP, GROUP_BYTES = 25, 1_000_000
#: Bytes of documents that are stored together, lest long ones fill the memory.
BATCH_BYTES = 10 * GROUP_BYTES


class Outcome(StrEnum):
    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document. `reason` is set when it failed or repeats another."""

    outcome: Outcome
    name: str
    article: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document on its way in. `place` says where it lies, for documents that bring no address."""

    raw: RawDocument
    place: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that was read."""

    name: str
    raw: RawDocument
    identity: str | None
    mark: str
    draft: ArticleDraft
    found: Annotations

    @property
    def size(self) -> int:
        return len(self.draft.data or self.raw.data)


@dataclass(slots=True)
class Importer:
    """Imports documents and keeps the index behind them; `processes` read, beside this one that writes."""

    status: str = Article.Status.PUBLISHED
    dry_run: bool = False
    processes: int = 1
    reference: datetime = field(default_factory=timezone.now)
    pending: list[int] = field(default_factory=list)
    stored: int = field(default=0, init=False)
    numbered: bool = field(default=False, init=False)
    was_empty: bool | None = field(default=None, init=False)
    companion: Companion[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.companion = Companion(refresh_index, apart=self.processes > 1)

    def run(self, raw: RawDocument, place: str = "") -> Iterator[Result]:
        """Import what one file holds."""
        return self.run_all([Incoming(raw, place)])

    def run_all(self, documents: Iterable[Incoming | Failure]) -> Iterator[Result]:
        """Import documents; what became of each, in their order. Failures to find one pass through."""
        batch: list[Arrival | Result] = []
        size = 0
        for each in self._read(documents):
            batch.append(each)
            size += each.size if isinstance(each, Arrival) else 0
            if len(batch) >= BATCH or size >= BATCH_BYTES:
                yield from self._settle(batch)
                batch, size = [], 0
        yield from self._settle(batch)

    def finish(self) -> None:
        """Make everything imported so far searchable, and quick to find."""
        self.companion.close()
        if self.stored:
            weigh_if_grown(self.stored, Article.objects.count())
            self.stored = 0
        if not self.dry_run:
            refresh_index(self.pending)
            if self.numbered:
                count_on()
        self.pending = []

    # --- Read ---

    def _read(self, documents: Iterable[Incoming | Failure]) -> Iterator[Arrival | Result]:
        """Documents read, but for those whose bytes are known and need no reading."""
        sent: deque[list[Incoming | Result]] = deque()

        def unknown() -> Iterator[list[RawDocument]]:
            for group in _groups(documents):
                sent.append(_recognized(group))
                yield [each.raw for each in sent[-1] if isinstance(each, Incoming)]

        crew = Crew(partial(read_many, reference=self.reference), _lost, self.processes)
        with closing(crew.results(unknown())) as results:
            for done in results:
                outcomes = iter(done)
                for each in sent.popleft():
                    if isinstance(each, Result):
                        yield each
                    else:
                        yield from (_arrival(parsed, each) for parsed in next(outcomes))

    # --- Stored ---

    def _settle(self, batch: Sequence[Arrival | Result]) -> Iterator[Result]:
        stored = iter(self._store([each for each in batch if isinstance(each, Arrival)]))
        for each in batch:
            yield each if isinstance(each, Result) else next(stored)
        if len(self.pending) >= INDEX_BATCH:
            self.companion.give(self.pending)
            self.pending = []

    def _store(self, batch: list[Arrival], *, again: bool = True) -> list[Result]:
        """Store a batch; what the database refuses is tried in halves, and a single one once more."""
        if not batch:
            return []
        if self.was_empty is None:
            self.was_empty = not Article.objects.exists()
        storing = _Storing(batch, self.status, dry_run=self.dry_run, was_empty=self.was_empty)
        try:
            with transaction.atomic():
                results = storing.results()
        except Exception as error:
            if len(batch) > 1:
                middle = len(batch) // 2
                return [*self._store(batch[:middle]), *self._store(batch[middle:])]
            if again and isinstance(error, DatabaseError):
                # Another process may have come first with a name, or with this very document.
                return self._store(batch, again=False)
            logger.exception("Could not store %s", batch[0].name)
            refuser = "The database" if isinstance(error, DatabaseError) else "The archive"
            return [Result(Outcome.FAILED, batch[0].name, reason=f"{refuser} refused it: {error}".strip())]
        self.pending += storing.changed
        self.stored += 0 if self.dry_run else len(storing.changed)
        self.numbered = self.numbered or any(each.draft.kept for each in batch)
        return results


class _Storing:
    """One batch on its way into rows, within one transaction."""

    def __init__(
        self, batch: Sequence[Arrival], status: str, *, dry_run: bool, was_empty: bool = False
    ) -> None:
        self.batch = batch
        self.status = status
        self.dry_run = dry_run
        self.was_empty = was_empty
        self.changed: list[int] = []
        self.writing: list[Drafted] = []
        self.received: list[ReceivedDocument] = []
        self.known: dict[str, tuple[str, Article]] = {}
        self.identified: dict[str | None, Article] = {}
        self.marked: defaultdict[str, list[Article]] = defaultdict(list)
        self.free: set[int] = set()

    def results(self) -> list[Result]:
        self._look_up()
        decided = [self._decide(each) for each in self.batch]
        self._flush()
        return [
            _result(outcome, each.name, article.pk, reason)
            for each, (outcome, article, reason) in zip(self.batch, decided, strict=True)
        ]

    def _look_up(self) -> None:
        """What the archive holds of this batch, by each of the three marks."""
        articles: dict[int, Article] = {}
        hashes = [each.draft.sha256 for each in self.batch]
        received = ReceivedDocument.objects.filter(sha256__in=hashes).defer("data")
        for row in received.select_related("article"):
            self.known[row.sha256] = row.kind, articles.setdefault(row.article_id, row.article)
        identities = {each.identity for each in self.batch if each.identity}
        for article in Article.objects.filter(identity__in=identities):
            self.identified[article.identity] = articles.setdefault(article.pk, article)
        self.free = free_numbers(each.draft.kept for each in self.batch if each.draft.kept)
        marks = {each.mark for each in self.batch}
        for article in Article.objects.filter(fingerprint__in=marks):
            self.marked[article.fingerprint].append(articles.setdefault(article.pk, article))

    def _decide(self, each: Arrival) -> tuple[Outcome, Article, str]:
        """What becomes of one document, given all before it; its rows are put down to be written."""
        if (known := self.known.get(each.draft.sha256)) is not None:
            kind, article = known
            repeats = kind == ReceivedDocument.Kind.DUPLICATE
            return Outcome.DUPLICATE if repeats else Outcome.UNCHANGED, article, ""
        updated = self.identified.get(each.identity) if each.identity else None
        if updated is None and self.marked[each.mark]:
            article = self.marked[each.mark][0]
            self._keep(each, article, ReceivedDocument.Kind.DUPLICATE)
            return Outcome.DUPLICATE, article, ""
        if updated is not None and updated.edited_at is not None:
            self._keep(each, updated, ReceivedDocument.Kind.EARLIER)
            reason = "An editor has worked on this article; the new text is kept beside it."
            return Outcome.UNCHANGED, updated, reason
        article = updated or Article(status=self.status, identity=each.identity, pk=self._number(each))
        self._write(each, article)
        return (Outcome.UPDATED if updated else Outcome.ADDED), article, ""

    def _number(self, each: Arrival) -> int | None:
        """The number that an article had in the archive it comes from, unless it is taken here."""
        number = each.draft.kept.number if each.draft.kept else None
        if number not in self.free:
            return None
        self.free.remove(number)
        return number

    def _write(self, each: Arrival, article: Article) -> None:
        if any(row.article is article for row in self.received):
            self._flush()
        for articles in self.marked.values():
            if article in articles:
                articles.remove(article)
        self.marked[each.mark].append(article)
        self.identified[each.identity] = article
        self.writing.append(Drafted(article, each.draft, each.found))
        self._keep(each, article, ReceivedDocument.Kind.CURRENT)

    def _keep(self, each: Arrival, article: Article, kind: str) -> None:
        self.known[each.draft.sha256] = kind, article
        self.received.append(
            ReceivedDocument(
                article=article,
                kind=kind,
                data=each.draft.data or each.raw.data,
                sha256=each.draft.sha256,
                name=each.draft.source_file if each.draft.kept else each.raw.name,
            )
        )

    def _flush(self) -> None:
        """Write what was put down."""
        if not self.dry_run:
            updated = [each.article.pk for each in self.writing if each.article.pk is not None]
            if updated:
                earlier = ReceivedDocument.Kind.EARLIER
                ReceivedDocument.objects.filter(article__in=updated).update(kind=earlier)
            write(self.writing)
            kept = [(each.article, each.draft.kept) for each in self.writing if each.draft.kept]
            restore(kept, addresses=self.was_empty)
            ReceivedDocument.objects.bulk_create(self.received)
            changed = [each.article.pk for each in self.writing]
            note(changed)
            self.changed += changed
        self.writing.clear()
        self.received.clear()


@dataclass(frozen=True, slots=True)
class Drafted:
    """An article to be written, new or known, with what was read in it."""

    article: Article
    draft: ArticleDraft
    found: Annotations


def write(batch: Sequence[Drafted]) -> None:
    """Put drafts, and what extraction found in them, into the rows of their articles."""
    registers = Registers()
    registers.expect_sources(
        name for each in batch for name in (each.draft.outlet, each.draft.agency, each.draft.origin)
    )
    known = [each.article.pk for each in batch if each.article.pk is not None]
    for each in batch:
        fill(each.article, each.draft, registers)
    annotated = [Annotated(each.article, each.found, each.draft.published.evidence) for each in batch]
    write_annotations(annotated, registers)
    _write_parts(batch, known)


def known_article(draft: ArticleDraft) -> Article | None:
    """The article that these bytes or this text are in the archive as, if they are."""
    received = (
        ReceivedDocument.objects.filter(sha256=draft.sha256).defer("data").select_related("article").first()
    )
    if received is not None:
        return received.article
    return Article.objects.filter(fingerprint=fingerprint(draft.text, draft.title)).first()


def fingerprint(text: str, title: str | None) -> str:
    """The same for two articles whose text differs only in letter case and white space.

    An article that is a headline and nothing else is known by its headline.
    """
    return hashlib.sha256(" ".join((text.strip() or title or "").split()).casefold().encode()).hexdigest()


def fill(article: Article, draft: ArticleDraft, registers: Registers) -> None:
    """Copy the draft's fields to the article's own."""
    article.text = draft.text
    article.fingerprint = fingerprint(draft.text, draft.title)
    for name in ("title", "subtitle", "standfirst", "summary", "section", "byline", "url", "language"):
        setattr(article, name, getattr(draft, name) or "")
    article.reading_minutes = draft.reading_minutes
    article.outlet = registers.source(draft.outlet, "outlet")
    article.agency = registers.source(draft.agency, "agency")
    article.origin = registers.source(draft.origin, "outlet")
    article.removed = [
        {"line": piece.line, "text": piece.text, "rule": piece.rule} for piece in draft.removed
    ]
    _fill_dates(article, draft)
    pull = draft.pull_quote
    article.pull_quote = pull.text if pull else ""
    article.pull_quote_speaker = (pull.speaker or "") if pull else ""


def _fill_dates(article: Article, draft: ArticleDraft) -> None:
    when, dateline = draft.published, draft.dateline
    article.published_date = when.date
    article.published_earliest = when.earliest
    article.published_latest = when.latest
    article.sort_date = when.date or when.earliest
    article.published_time = when.time.isoformat() if when.time else ""
    article.published_basis = when.basis
    article.published_precision = when.precision or ""
    article.published_confidence = when.confidence
    article.dateline_text = dateline.text if dateline else ""
    article.dateline_place = (dateline.place or "") if dateline else ""
    article.dateline_country_id = dateline.country if dateline else None
    article.dateline_date = (dateline.date or "") if dateline else ""


def _write_parts(batch: Sequence[Drafted], known: list[int]) -> None:
    """Key points, pictures and comments; those that the known articles had before go."""
    if known:
        KeyPoint.objects.filter(article__in=known).delete()
        Image.objects.filter(article__in=known).delete()
        Comment.objects.filter(article__in=known, origin=Comment.Origin.SCRAPED).delete()
    KeyPoint.objects.bulk_create(
        KeyPoint(article=each.article, position=position, text=text)
        for each in batch
        for position, text in enumerate(each.draft.key_points)
    )
    Image.objects.bulk_create(
        Image(article=each.article, position=position, caption=image.caption, credit=image.credit or "")
        for each in batch
        for position, image in enumerate(each.draft.images)
    )
    Comment.objects.bulk_create(
        Comment(
            article=each.article,
            position=position,
            author=comment.author,
            text=comment.text,
            truncated=comment.truncated or not comment.text,
            origin=comment.origin,
            status=Comment.Status.APPROVED,
        )
        for each in batch
        for position, comment in enumerate(each.draft.comments)
    )


def incoming(files: Iterable[DocumentFile | FileProblem]) -> Iterator[Incoming | Failure]:
    """The documents of these files."""
    for found in files:
        if isinstance(found, FileProblem):
            yield Failure(found.name, found.reason)
            continue
        try:
            yield from (Incoming(raw, found.place) for raw in found.parts())
        except OSError as error:
            yield Failure(found.name, error.strerror or str(error))


def _groups(documents: Iterable[Incoming | Failure]) -> Iterator[list[Incoming | Failure]]:
    """What one process reads at a time: not many documents, nor many bytes of them."""
    group: list[Incoming | Failure] = []
    size = 0
    for each in documents:
        group.append(each)
        size += len(each.raw.data) if isinstance(each, Incoming) else 0
        if len(group) >= GROUP or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _recognized(group: Sequence[Incoming | Failure]) -> list[Incoming | Result]:
    """Those whose very bytes are in the archive need no reading."""
    hashes = {
        id(each): hashlib.sha256(each.raw.data).hexdigest() for each in group if isinstance(each, Incoming)
    }
    rows = ReceivedDocument.objects.filter(sha256__in=hashes.values())
    known = {sha: (kind, article) for sha, kind, article in rows.values_list("sha256", "kind", "article_id")}
    return [
        _failed(each)
        if isinstance(each, Failure)
        else _known(each, *known[hashes[id(each)]])
        if hashes[id(each)] in known
        else each
        for each in group
    ]


def _known(each: Incoming, kind: str, article: int) -> Result:
    line = f", line {each.raw.first_line}" if each.raw.format == "json-lines" else ""
    repeats = kind == ReceivedDocument.Kind.DUPLICATE
    return _result(Outcome.DUPLICATE if repeats else Outcome.UNCHANGED, each.raw.name + line, article)


def _arrival(parsed: Reading | Failure, each: Incoming) -> Arrival | Result:
    if isinstance(parsed, Failure):
        return _failed(parsed)
    draft = parsed.draft
    return Arrival(
        name=f"{each.raw.name}#{draft.id}" if draft.id else each.raw.name,
        raw=each.raw,
        identity=_identity(draft, each.place),
        mark=fingerprint(draft.text, draft.title),
        draft=draft,
        found=parsed.annotations,
    )


def _lost(raw: RawDocument) -> list[Reading | Failure]:
    return [Failure(raw.name, "The process that read it was killed, perhaps for want of memory.")]


def _failed(failure: Failure) -> Result:
    where = f"{failure.name}, line {failure.line}" if failure.line else failure.name
    return Result(Outcome.FAILED, where, reason=failure.reason)


def _result(outcome: Outcome, name: str, article: int | None, reason: str = "") -> Result:
    if outcome is Outcome.DUPLICATE:
        reason = f"The text is that of {f'article {article}' if article else 'a document before it'}."
    return Result(outcome, name, article, reason)


def _identity(draft: ArticleDraft, place: str) -> str | None:
    """What stays the same when a document comes again with other bytes; None when nothing does."""
    if draft.url:
        return hashlib.sha256(f"address {draft.url}".encode()).hexdigest()
    if place:
        return hashlib.sha256(f"file {place}#{draft.id or ''}".encode()).hexdigest()
    return None
