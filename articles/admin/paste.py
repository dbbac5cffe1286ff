"""Add an article by pasting it: read it, show what became of each line, correct, save.

Nothing is kept on the server between the steps: the bytes travel with the form,
so that an editor may leave a preview open over lunch and lose nothing.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles import importing, workflow
from articles.drafts import ArticleDraft, EventTag, Failure, Piece, RawDocument
from articles.exceptions import DocumentError
from articles.models import Article
from articles.presenters.ledger import ordinal_words
from articles.reading import Reading, read, reading_config

from .forms import CommentFormSet, DraftForm, ImageFormSet, PasteForm

TEMPLATE = "admin/articles/article/paste.html"

#: What the preview calls the fields that lines went to.
FIELD_LABELS = {
    "text": "body",
    "removed": "removed",
    "key_points": "key point",
    "comments": "reader comment",
    "images": "picture caption",
    "published": "date",
    "pull_quote": "pull quote",
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One stretch of the pasted text and what became of it, ready to show."""

    line: int
    text: str
    kind: str
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    values: tuple[str, ...]


def view(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method == "POST" and "raw" in request.POST:
        return _save(model_admin, request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        raw = RawDocument(form.received(), form.document_name(), "text")
        try:
            reading = _read_one(raw)
        except DocumentError as error:
            form.add_error(None, str(error))
        else:
            return _preview(model_admin, request, raw, reading)
    return _page(model_admin, request, {"form": form})


def _save(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Store the draft with the editor's corrections, or show the preview again with what is wrong."""
    try:
        data = base64.b64decode(request.POST["raw"], validate=True)
        raw = RawDocument(data, request.POST.get("name", ""), "text")
        reading = _read_one(raw)
    except (binascii.Error, DocumentError):
        messages.error(request, "The pasted text did not come through whole. Please paste it once more.")
        return redirect("admin:articles_article_add")
    form = DraftForm(request.POST)
    comments = CommentFormSet(request.POST, prefix="comments")
    images = ImageFormSet(request.POST, prefix="images")
    known = importing.known_article(reading.draft)
    if known is not None or not (form.is_valid() and comments.is_valid() and images.is_valid()):
        return _preview(model_admin, request, raw, reading, form, comments, images)
    draft = replace(
        form.corrected(reading.draft),
        comments=tuple(each.comment() for each in comments if each not in comments.deleted_forms),
        images=tuple(each.image() for each in images if each not in images.deleted_forms),
    )
    status = Article.Status.PUBLISHED if "publish" in request.POST else Article.Status.DRAFT
    article = workflow.save_draft(
        draft, raw, editor=request.user, status=status, corrected=draft != reading.draft
    )
    model_admin.log_addition(request, article, [{"added": {}}])
    done = "published and can be found" if status == Article.Status.PUBLISHED else "saved as a draft"
    messages.success(request, f"“{article.headline}” is {done}.")
    return redirect("admin:articles_article_change", article.pk)


def _read_one(raw: RawDocument) -> Reading:
    outcomes = list(read(raw, reading_config(timezone.now())))
    if len(outcomes) != 1 or isinstance(outcomes[0], Failure):
        raise DocumentError("This holds more than one document; use import_articles for such files.")
    return outcomes[0]


def _preview(
    model_admin: ModelAdmin,
    request: HttpRequest,
    raw: RawDocument,
    reading: Reading,
    form: DraftForm | None = None,
    comments: Any = None,
    images: Any = None,
) -> HttpResponse:
    draft = reading.draft
    spoken = [{"author": each.author, "text": each.text} for each in draft.comments]
    pictures = [{"caption": each.caption, "credit": each.credit or ""} for each in draft.images]
    known = importing.known_article(draft)
    context = {
        "draft_form": form or DraftForm(initial=DraftForm.values(draft)),
        "comments": comments or CommentFormSet(initial=spoken, prefix="comments"),
        "images": images or ImageFormSet(initial=pictures, prefix="images"),
        "raw": base64.b64encode(raw.data).decode("ascii"),
        "name": raw.name,
        "ledger": [_ledger_row(piece) for piece in draft.pieces],
        "facts": _facts(reading),
        "how_dated": _how_dated(draft),
        "known": known,
        "known_url": reverse("admin:articles_article_change", args=[known.pk]) if known else "",
    }
    return _page(model_admin, request, context)


def _page(model_admin: ModelAdmin, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    shared = model_admin.admin_site.each_context(request)
    title = {"title": "Check the article" if "ledger" in context else "Paste an article"}
    return TemplateResponse(request, TEMPLATE, {**shared, "opts": model_admin.opts, **title, **context})


def _ledger_row(piece: Piece) -> LedgerRow:
    kind = piece.target.split("/")[0]
    return LedgerRow(piece.line + 1, piece.text, kind, FIELD_LABELS.get(kind, kind), piece.rule)


def _how_dated(draft: ArticleDraft) -> str:
    when = draft.published
    if when.basis == "unknown":
        return "The text does not tell when it was published."
    words = " · ".join(f"“{span.surface}”" for span in when.evidence)
    bounds = f" between {when.earliest} and {when.latest}" if when.date is None else ""
    return f"{when.basis.capitalize()}{bounds}, confidence {when.confidence:.0%}, from {words or 'the page'}."


def _facts(reading: Reading) -> list[FactRow]:
    found = reading.annotations
    rows = {
        "Countries": [f"{tag.name} ({tag.role})" for tag in found.countries],
        "Pair": ["–".join(found.pair)] if found.pair else [],
        "People": [
            ", ".join([tag.name, *dict.fromkeys(held.title for held in tag.offices)]) for tag in found.people
        ],
        "Organizations": [tag.name for tag in found.organizations],
        "Places": [tag.name for tag in found.places],
        "Topics": [tag.name for tag in found.topics],
        "Events": [_event_words(tag) for tag in found.events],
        "Quotes": [
            f"“{quote.span.surface}” — {quote.speaker or 'speaker not sure'}" for quote in found.quotes
        ],
        "Statements": [statement.span.surface for statement in found.statements],
    }
    return [FactRow(label, tuple(values)) for label, values in rows.items() if values]


def _event_words(tag: EventTag) -> str:
    """An event in a line: "6th Joint Commission, Dhaka, 2025-04-17"."""
    name = f"{ordinal_words(tag.ordinal)} {tag.series or tag.name}" if tag.ordinal else tag.name
    return ", ".join(filter(None, [name, tag.place, tag.date]))
