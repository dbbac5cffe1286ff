"""Drafts and annotations become rows: one transaction an article, and nothing twice.

Whether a document is known is told by three marks. The SHA-256 of its bytes:
the same bytes again change nothing. Its identity (where it came from: its
address, or file and id): the same identity with other bytes is an update of
that article. The fingerprint of its text: the same text from elsewhere is a
duplicate, whose bytes are kept beside the article they repeat.

The index is brought up to date after the commit; should the process die in
between, the note that each transaction leaves tells the next save of it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from .annotating import write_annotations
from .drafts import ArticleDraft, Failure, RawDocument, ReadingConfig
from .exceptions import DocumentError
from .extraction import annotate
from .indexing import note, refresh_index
from .models import Article, Comment, Image, KeyPoint, ReceivedDocument
from .parsing import read_documents
from .reading import reading_config
from .registering import Registers

logger = logging.getLogger(__name__)

#: Articles whose index entries are written together in a bulk import. Whoosh
#: writes a segment a commit, so larger is faster; this many fit in memory.
INDEX_BATCH = 1000


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


@dataclass(slots=True)
class Importer:
    """Imports documents one after the other, keeping registers and pending index entries between them."""

    status: str = Article.Status.PUBLISHED
    dry_run: bool = False
    config: ReadingConfig = field(default_factory=lambda: reading_config(timezone.now()))
    registers: Registers = field(default_factory=lambda: Registers(bulk=True))
    pending: list[int] = field(default_factory=list)

    def run(self, raw: RawDocument, place: str = "") -> Iterator[Result]:
        """Import what one file holds. `place` says where it lies, for documents that bring no address."""
        if (known := self._known(hashlib.sha256(raw.data).hexdigest(), raw.name)) is not None:
            yield known
            return
        try:
            for parsed in read_documents(raw, self.config):
                yield self._one(parsed, raw, place)
        except DocumentError as error:
            yield Result(Outcome.FAILED, raw.name, reason=str(error))

    def finish(self) -> None:
        """Make everything imported so far searchable."""
        if not self.dry_run:
            refresh_index(self.pending)
        self.pending.clear()

    def _one(self, parsed: ArticleDraft | Failure, raw: RawDocument, place: str) -> Result:
        if isinstance(parsed, Failure):
            where = f"{parsed.name}, line {parsed.line}" if parsed.line else parsed.name
            return Result(Outcome.FAILED, where, reason=parsed.reason)
        name = f"{raw.name}#{parsed.id}" if parsed.id else raw.name
        if (known := self._known(parsed.sha256, name)) is not None:
            return known
        result = self._attempt(parsed, raw, name, _identity(parsed, place))
        if len(self.pending) >= INDEX_BATCH:
            self.finish()
        return result

    def _attempt(self, draft: ArticleDraft, raw: RawDocument, name: str, identity: str | None) -> Result:
        """Store one draft; a second time when another process came first with a name or with it."""
        for last in (False, True):
            try:
                return self._store(draft, raw, name, identity)
            except DatabaseError as error:
                # The rows that were remembered may have gone with the transaction.
                self.registers = Registers(bulk=self.registers.bulk)
                if last or not isinstance(error, IntegrityError):
                    logger.exception("Could not store %s", name)
                    return Result(Outcome.FAILED, name, reason=f"The database refused it: {error}".strip())
                if (known := self._known(draft.sha256, name)) is not None:
                    return known
        raise AssertionError("unreachable")

    def _known(self, sha256: str, name: str) -> Result | None:
        received = ReceivedDocument.objects.filter(sha256=sha256).defer("data").first()
        if received is None:
            return None
        if received.kind == ReceivedDocument.Kind.DUPLICATE:
            return _duplicate(name, received.article_id)
        return Result(Outcome.UNCHANGED, name, received.article_id)

    def _store(self, draft: ArticleDraft, raw: RawDocument, name: str, identity: str | None) -> Result:
        with transaction.atomic():
            article = Article.objects.filter(identity=identity).first() if identity else None
            mark = fingerprint(draft.text, draft.title)
            repeated = (
                Article.objects.filter(fingerprint=mark).exclude(pk=article.pk if article else None).first()
            )
            if article is None and repeated is not None:
                if not self.dry_run:
                    _keep(repeated, raw, draft, ReceivedDocument.Kind.DUPLICATE)
                return _duplicate(name, repeated.pk)
            outcome = Outcome.UPDATED if article else Outcome.ADDED
            if self.dry_run:
                return Result(outcome, name, article.pk if article else None)
            if article is not None and article.edited_at is not None:
                _keep(article, raw, draft, ReceivedDocument.Kind.EARLIER)
                return Result(
                    Outcome.UNCHANGED,
                    name,
                    article.pk,
                    "An editor has worked on this article; the new text is kept beside it.",
                )
            if article is not None:
                article.received.update(kind=ReceivedDocument.Kind.EARLIER)
            article = self.write(draft, article or Article(status=self.status, identity=identity))
            _keep(article, raw, draft, ReceivedDocument.Kind.CURRENT)
            note([article.pk])
        self.pending.append(article.pk)
        return Result(outcome, name, article.pk)

    def write(self, draft: ArticleDraft, article: Article) -> Article:
        """Put a draft and what extraction finds in it into the rows of one article."""
        fresh = article.pk is None
        fill(article, draft, self.registers)
        write_annotations(article, annotate(draft, self.config), draft.published.evidence, self.registers)
        _write_parts(article, draft, fresh=fresh)
        return article


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
    article.outlet_id = registers.source(draft.outlet, "outlet")
    article.agency_id = registers.source(draft.agency, "agency")
    article.origin_id = registers.source(draft.origin, "outlet")
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
    article.published_time = when.time.isoformat() if when.time else ""
    article.published_basis = when.basis
    article.published_precision = when.precision or ""
    article.published_confidence = when.confidence
    article.dateline_text = dateline.text if dateline else ""
    article.dateline_place = (dateline.place or "") if dateline else ""
    article.dateline_country_id = dateline.country if dateline else None
    article.dateline_date = (dateline.date or "") if dateline else ""


def _write_parts(article: Article, draft: ArticleDraft, *, fresh: bool) -> None:
    if not fresh:
        article.key_points.all().delete()
        article.images.all().delete()
        article.comments.filter(origin=Comment.Origin.SCRAPED).delete()
    KeyPoint.objects.bulk_create(
        KeyPoint(article=article, position=position, text=text)
        for position, text in enumerate(draft.key_points)
    )
    Image.objects.bulk_create(
        Image(article=article, position=position, caption=image.caption, credit=image.credit or "")
        for position, image in enumerate(draft.images)
    )
    Comment.objects.bulk_create(
        Comment(
            article=article,
            position=position,
            author=comment.author,
            text=comment.text,
            truncated=comment.truncated or not comment.text,
            status=Comment.Status.APPROVED,
        )
        for position, comment in enumerate(draft.comments)
    )


def _keep(article: Article, raw: RawDocument, draft: ArticleDraft, kind: str) -> None:
    ReceivedDocument.objects.create(
        article=article, kind=kind, data=draft.data or raw.data, sha256=draft.sha256, name=raw.name
    )


def _identity(draft: ArticleDraft, place: str) -> str | None:
    """What stays the same when a document comes again with other bytes; None when nothing does."""
    if draft.url:
        return hashlib.sha256(f"address {draft.url}".encode()).hexdigest()
    if place:
        return hashlib.sha256(f"file {place}#{draft.id or ''}".encode()).hexdigest()
    return None


def _duplicate(name: str, article: int) -> Result:
    return Result(Outcome.DUPLICATE, name, article, f"The text is that of article {article}.")


def summary(results: Iterable[Result]) -> dict[Outcome, int]:
    counts = dict.fromkeys(Outcome, 0)
    for result in results:
        counts[result.outcome] += 1
    return counts
