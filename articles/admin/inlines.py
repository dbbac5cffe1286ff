"""What belongs to an article, edited on its page."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest

from articles.models import (
    ArticleCountry,
    Comment,
    Image,
    KeyPoint,
    Mention,
    Quote,
    ReceivedDocument,
    Statement,
)

#: Parts are folded away, so that the page opens on the article itself.
FOLDED = ("collapse",)
SMALL_TEXT = {models.TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 44})}}
ONE_LINE = {models.TextField: {"widget": Textarea(attrs={"rows": 1, "cols": 24})}}


class KeyPointInline(admin.TabularInline):
    model = KeyPoint
    extra = 0
    classes = FOLDED
    formfield_overrides = SMALL_TEXT


class ImageInline(admin.TabularInline):
    model = Image
    extra = 0
    classes = FOLDED
    formfield_overrides = SMALL_TEXT


class CommentInline(admin.TabularInline):
    model = Comment
    extra = 0
    classes = FOLDED
    formfield_overrides = SMALL_TEXT
    fields = ("position", "author", "text", "truncated", "origin", "status")


class CountryInline(admin.TabularInline):
    """Roles that an editor sets are decisions: no rule changes them again."""

    model = ArticleCountry
    extra = 0
    fields = ("country", "role", "score")
    readonly_fields = ("score",)
    autocomplete_fields = ("country",)
    verbose_name = "country"
    verbose_name_plural = "countries and their roles"


class QuoteInline(admin.TabularInline):
    model = Quote
    extra = 0
    classes = FOLDED
    fields = ("text", "kind", "speaker_name", "speaker", "cue", "rule")
    readonly_fields = ("text", "rule")
    autocomplete_fields = ("speaker",)
    formfield_overrides = ONE_LINE

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class StatementInline(admin.TabularInline):
    model = Statement
    extra = 0
    classes = FOLDED
    fields = ("surface", "first", "second", "kind", "status", "year", "rule")
    readonly_fields = ("surface", "rule")
    autocomplete_fields = ("first", "second")
    formfield_overrides = ONE_LINE

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class MentionInline(admin.TabularInline):
    """Facts with their words: one is taken out by deleting its mentions, and added on a page of its own."""

    model = Mention
    extra = 0
    classes = FOLDED
    fields = ("kind", "what", "surface", "field", "start", "rule", "origin", "stale")
    readonly_fields = fields
    ordering = ("kind", "field", "start")
    verbose_name_plural = "facts and the words they come from"

    @admin.display(description="of")
    def what(self, mention: Mention) -> str:
        return str(mention.target or "the publication date")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mention]:
        return super().get_queryset(request).select_related(*Mention.TARGETS)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReceivedInline(admin.TabularInline):
    model = ReceivedDocument
    extra = 0
    classes = FOLDED
    fields = ("name", "kind", "sha256", "received_at")
    readonly_fields = fields
    can_delete = False
    verbose_name_plural = "received documents"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReceivedDocument]:
        return super().get_queryset(request).defer("data")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
