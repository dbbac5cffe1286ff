"""An article's way from draft to published to withdrawn, and what editors decide on the way.

Every change of an article after its import comes through here, so that spans
stay true to the text, decisions are recorded, and the index follows once the
transaction is committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from itertools import combinations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from .annotating import Annotated, words_key, write_annotations
from .drafts import ArticleDraft, Dateline, Published, PullQuote, RawDocument
from .extraction import annotate
from .importing import Drafted, fingerprint, write
from .indexing import index_follows
from .models import (
    Article,
    ArticleCountry,
    Comment,
    Country,
    Decision,
    Event,
    EventSeries,
    Mention,
    Origin,
    Quote,
    ReceivedDocument,
    Source,
    Statement,
    Tombstone,
    Topic,
)
from .models.registers import Register
from .reading import reading_config
from .registering import Registers

#: What articles speak of: a row of a register, a country or an event.
Entry = Register | Country | Event

#: Articles that one statement changes; SQLite bounds how many values it may hold.
ROWS = 500


def publish(articles: Iterable[Article]) -> int:
    """Put these articles before readers; tells how many were not there yet."""
    return _set_status(articles, Article.Status.PUBLISHED)


def withdraw(articles: Iterable[Article]) -> int:
    """Take these articles from readers; their addresses answer that they were withdrawn."""
    return _set_status(articles, Article.Status.WITHDRAWN)


def back_to_draft(articles: Iterable[Article]) -> int:
    return _set_status(articles, Article.Status.DRAFT)


def _set_status(articles: Iterable[Article], status: str) -> int:
    changed = [article.pk for article in articles if article.status != status]
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=changed)
        if status == Article.Status.DRAFT:
            Tombstone.set_for(rows)
        else:
            Tombstone.lift(changed)
        rows.update(status=status, modified_at=timezone.now())
        index_follows(changed)
    return len(changed)


def save_draft(
    draft: ArticleDraft, raw: RawDocument, *, editor: AbstractBaseUser | None, status: str, corrected: bool
) -> Article:
    """Keep an article that an editor pasted: what was read in it, as the editor corrected it."""
    article = Article(status=status)
    found = annotate(draft, reading_config(timezone.now()))
    with transaction.atomic():
        write([Drafted(article, draft, found)])
        if corrected:
            _signed(article, editor)
        ReceivedDocument.objects.create(
            article=article,
            kind=ReceivedDocument.Kind.CURRENT,
            data=raw.data,
            sha256=draft.sha256,
            name=raw.name,
        )
        index_follows([article.pk])
    return article


def save_edit(
    article: Article, before: Mapping[str, str], *, editor: AbstractBaseUser | None, decided: bool = False
) -> None:
    """Store an edited article. `before` is its `span_fields()` as they were.

    Where the words changed, rules read the new ones, and what they do not
    decide (an editor's mentions, the words a date rests on) is moved along.
    `decided` says that an editor decided on facts, which rules must now heed.
    """
    with transaction.atomic():
        article.fingerprint = fingerprint(article.text, article.title)
        _signed(article, editor)
        after = article.span_fields()
        if after != dict(before):
            _move_evidence(article, before, after)
        if decided or after != dict(before):
            annotate_again(article)
        index_follows([article.pk])


def annotate_again(article: Article) -> None:
    """Run extraction over the article as it stands; decisions and the words of its date are kept."""
    found = annotate(draft_of(article), reading_config(timezone.now()))
    write_annotations([Annotated(article, found, None)], Registers())


def delete(articles: Iterable[Article]) -> None:
    """Remove articles with all that belongs to them."""
    keys = [article.pk for article in articles]
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=keys)
        Tombstone.set_for(rows)
        rows.delete()
        index_follows(keys)


def decide(
    article: Article,
    kind: str,
    target: str,
    verdict: str,
    *,
    editor: AbstractBaseUser | None,
    value: str = "",
) -> None:
    """Record an editor's word on a fact; extraction run again will keep to it."""
    Decision.objects.update_or_create(
        article=article,
        kind=kind,
        target=target,
        defaults={"verdict": verdict, "editor": editor, "value": value},
    )


@transaction.atomic
def judge_story(articles: Iterable[Article], *, same: bool, editor: AbstractBaseUser | None) -> None:
    """Record that these articles tell one happening, or that no two of them do.

    The word stands with the later article of two: where they are parted, that is the one which leaves.
    """
    ordered = sorted(articles, key=lambda article: article.pk)
    verdict = Decision.Verdict.ADDED if same else Decision.Verdict.REJECTED
    for one, other in combinations(ordered, 2):
        decide(other, Decision.Kind.STORY, str(one.pk), verdict, editor=editor)
    index_follows([article.pk for article in ordered])


def target_key(mention: Mention) -> str:
    """What a decision calls the thing that a mention speaks of."""
    target = mention.target
    return "" if target is None else getattr(target, "key", None) or str(target.pk)


@transaction.atomic
def reject_mentions(mentions: Iterable[Mention], *, editor: AbstractBaseUser | None) -> None:
    """Remove mentions; a fact whose last mention goes is recorded as rejected."""
    for mention in mentions:
        article, kind, target = mention.article, mention.kind, mention.target
        mention.delete()
        if target is not None and not article.mentions.filter(kind=kind, **{kind: target}).exists():
            decide(article, kind, target_key(mention), Decision.Verdict.REJECTED, editor=editor)
            if kind == Mention.Kind.COUNTRY:
                ArticleCountry.objects.filter(article=article, country=target).delete()
        touch(article)


def add_mention(mention: Mention, name: str, country: str, *, editor: AbstractBaseUser | None) -> None:
    """Keep a fact that an editor found. `mention` has its article, kind and span; the rest is filled in."""
    registers = Registers()
    target = registers.named(mention.kind, name, country or None)
    with transaction.atomic():
        setattr(mention, f"{mention.kind}_id", target)
        mention.rule, mention.rules_version, mention.origin = "editor", "", Origin.EDITOR
        mention.save()
        if mention.kind == Mention.Kind.COUNTRY:
            ArticleCountry.objects.get_or_create(
                article=mention.article, country_id=target, defaults={"role": ArticleCountry.Role.MENTION}
            )
        decide(mention.article, mention.kind, target_key(mention), Decision.Verdict.ADDED, editor=editor)
        touch(mention.article)


@transaction.atomic
def moderate(comments: Iterable[Comment], status: str) -> None:
    """Show or hide comments."""
    for comment in comments:
        comment.status = status
        comment.save(update_fields=["status"])
        touch(comment.article)


@transaction.atomic
def delete_comments(comments: Iterable[Comment]) -> None:
    """Remove comments for good."""
    for comment in comments:
        comment.delete()
        touch(comment.article)


@transaction.atomic
def reject_words(rows: Iterable[Quote | Statement], *, editor: AbstractBaseUser | None) -> None:
    """Remove quotes or statements for good."""
    for row in rows:
        kind, words = ("quote", row.text) if isinstance(row, Quote) else ("statement", row.surface)
        decide(row.article, kind, words_key(words), Decision.Verdict.REJECTED, editor=editor)
        row.delete()
        touch(row.article)


def touch(*articles: Article) -> None:
    """Say that something that belongs to these articles changed, so that the index follows."""
    _touch([article.pk for article in articles])


def renamed(row: Entry) -> None:
    """Say that an entry has another name, so that every article that speaks of it is found by it.

    Call it in the transaction of the change.
    """
    _touch(_speaking_of(row))


def delete_entry(row: Entry) -> None:
    """Remove an entry with all that is said of it; articles that spoke of it are no longer found by it."""
    with transaction.atomic():
        articles = _speaking_of(row)
        row.delete()
        _touch(articles)


def _speaking_of(row: Entry) -> list[int]:
    kind = row._meta.model_name
    if isinstance(row, Source):
        articles = Article.objects.from_source(row)
    elif isinstance(row, Country):
        articles = Article.objects.naming(row)
    elif isinstance(row, EventSeries):
        articles = Article.objects.filter(event_reports__event__series=row)
    elif isinstance(row, Topic):
        articles = Article.objects.mentioning(topic__in=Topic.objects.under(row))
    else:
        articles = Article.objects.mentioning(**{str(kind): row})
    return list(articles.values_list("pk", flat=True).distinct())


def _touch(articles: list[int]) -> None:
    with transaction.atomic():
        for start in range(0, len(articles), ROWS):
            Article.objects.filter(pk__in=articles[start : start + ROWS]).update(modified_at=timezone.now())
        index_follows(articles)


def draft_of(article: Article) -> ArticleDraft:
    """The article's own fields as a draft, for extraction to read."""
    return ArticleDraft(
        text=article.text,
        sha256="",
        source_file=f"article {article.pk}",
        language=article.language or None,
        title=article.title or None,
        subtitle=article.subtitle or None,
        standfirst=article.standfirst or None,
        summary=article.summary or None,
        published=_published(article),
        dateline=_dateline(article),
        key_points=tuple(point.text for point in article.key_points.all()),
        pull_quote=PullQuote(article.pull_quote, article.pull_quote_speaker or None)
        if article.pull_quote
        else None,
    )


def _published(article: Article) -> Published:
    return Published(
        date=article.published_date,
        earliest=article.published_earliest,
        latest=article.published_latest,
        time=time.fromisoformat(article.published_time) if article.published_time else None,
        basis=article.published_basis,
        precision=article.published_precision or None,
        confidence=article.published_confidence,
    )


def _dateline(article: Article) -> Dateline | None:
    if not article.dateline_text:
        return None
    return Dateline(
        article.dateline_text,
        article.dateline_place or None,
        article.dateline_country_id,
        article.dateline_date or None,
    )


def _signed(article: Article, editor: AbstractBaseUser | None) -> None:
    article.edited_by = editor
    article.edited_at = timezone.now()
    article.save()


def _move_evidence(article: Article, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Move mentions that no rule will make again to where their words now stand."""
    kept = article.mentions.exclude(origin=Origin.RULE) | article.mentions.filter(kind=Mention.Kind.DATE)
    for mention in kept:
        old, new = before.get(mention.field, ""), after.get(mention.field, "")
        start = moved(mention.start, mention.surface, old, new)
        mention.stale = start is None
        if start is not None:
            mention.start, mention.end = start, start + len(mention.surface)
        mention.save(update_fields=["start", "end", "stale"])


def moved(start: int, surface: str, old: str, new: str) -> int | None:
    """Where words at `start` of the old text stand in the new one; None when they are gone.

    Of several places the one nearest to where an insertion or a deletion
    elsewhere would have carried them.
    """
    places = [match.start() for match in re.finditer(f"(?={re.escape(surface)})", new)]
    if not places:
        return None
    shifted = start + len(new) - len(old)
    return min(places, key=lambda place: (min(abs(place - start), abs(place - shifted)), place))
