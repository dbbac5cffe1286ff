"""Articles in the admin. Adding one means pasting it: `paste` shows what was made of each line."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from articles import workflow
from articles.models import Article, ArticleCountry, Comment, Decision, Mention, Origin, Quote, Statement

from . import inlines, paste
from .forms import ArticleForm, MentionForm

FIELDSETS = (
    (None, {"fields": ("status", "title", "subtitle", "standfirst", "summary", "text")}),
    (
        "When",
        {
            "fields": (
                ("published_date", "published_time"),
                ("published_earliest", "published_latest"),
                ("published_basis", "published_precision", "published_confidence"),
            )
        },
    ),
    ("Dateline", {"fields": (("dateline_text", "dateline_place"), ("dateline_country", "dateline_date"))}),
    (
        "Where it comes from",
        {
            "fields": (
                ("outlet", "agency", "origin"),
                ("section", "byline"),
                ("url", "language", "reading_minutes"),
            )
        },
    ),
    ("Pull quote", {"fields": ("pull_quote", "pull_quote_speaker")}),
)
#: Articles that an editor can say at once to be one story; each is tied to each.
MOST_JUDGED = 12
LONG = ("text", "summary", "standfirst", "pull_quote")


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    class Media:
        css: ClassVar = {"all": ("css/editor.css",)}

    form = ArticleForm
    fieldsets = FIELDSETS
    list_display = ("headline", "status", "sort_date", "published_basis", "outlet", "agency", "on_site")
    list_filter = ("status", "published_basis", "outlet", "agency")
    search_fields = ("title", "text")
    date_hierarchy = "sort_date"
    list_select_related = ("outlet", "agency")
    list_per_page = 50
    autocomplete_fields = ("outlet", "agency", "origin", "dateline_country")
    actions = ("publish", "withdraw", "back_to_draft", "one_story", "not_one_story")
    inlines = (
        inlines.KeyPointInline,
        inlines.ImageInline,
        inlines.CountryInline,
        inlines.QuoteInline,
        inlines.StatementInline,
        inlines.CommentInline,
        inlines.MentionInline,
        inlines.ReceivedInline,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).defer("removed")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.TextField):
            rows = 24 if db_field.name == "text" else 3 if db_field.name in LONG else 1
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows, "cols": 90 if rows > 1 else 60})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Readers see published articles alone, so there is no link for others."""
        published = obj is not None and obj.status == Article.Status.PUBLISHED
        return super().get_view_on_site_url(obj) if published else None

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return paste.view(self, request)

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Article:
        form.before = Article.objects.get(pk=form.instance.pk).span_fields()
        return super().save_form(request, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Mention:
            formset.save(commit=False)
            workflow.reject_mentions(formset.deleted_objects, editor=request.user)
        elif formset.model in (Quote, Statement):
            rows = formset.save(commit=False)
            workflow.reject_words(formset.deleted_objects, editor=request.user)
            for row in rows:
                row.origin = Origin.EDITOR
                row.save()
        elif formset.model is ArticleCountry:
            self._decide_countries(request, formset)
        else:
            super().save_formset(request, form, formset, change)

    def _decide_countries(self, request: HttpRequest, formset: Any) -> None:
        formset.save()
        for row in formset.deleted_objects:
            workflow.decide(
                row.article, "country", row.country_id, Decision.Verdict.REJECTED, editor=request.user
            )
        fresh = [(row, Decision.Verdict.ADDED) for row in formset.new_objects]
        changed = [(row, Decision.Verdict.CONFIRMED) for row, _ in formset.changed_objects]
        for row, verdict in [*fresh, *changed]:
            workflow.decide(
                row.article, "country", row.country_id, verdict, editor=request.user, value=row.role
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        decided = any(formset.model is ArticleCountry and formset.has_changed() for formset in formsets)
        workflow.save_edit(form.instance, form.before, editor=request.user, decided=decided)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        workflow.delete([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        workflow.delete(queryset)

    @admin.action(description="Publish selected articles")
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._tell(request, workflow.publish(queryset), "published")

    @admin.action(description="Withdraw selected articles")
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._tell(request, workflow.withdraw(queryset), "withdrawn")

    @admin.action(description="Make selected articles drafts again")
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._tell(request, workflow.back_to_draft(queryset), "made drafts again")

    @admin.action(description="Selected articles tell one story")
    def one_story(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._judge(request, queryset, same=True)

    @admin.action(description="Selected articles tell different stories")
    def not_one_story(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._judge(request, queryset, same=False)

    def _judge(self, request: HttpRequest, queryset: QuerySet[Article], *, same: bool) -> None:
        articles = list(queryset[: MOST_JUDGED + 1])
        if not 2 <= len(articles) <= MOST_JUDGED:
            words = f"Select 2 to {MOST_JUDGED} articles to say whether they tell one story."
            self.message_user(request, words, messages.ERROR)
            return
        workflow.judge_story(articles, same=same, editor=request.user)
        words = "tell one story" if same else "tell different stories"
        self.message_user(
            request, f"Kept for ever: these {len(articles)} articles {words}.", messages.SUCCESS
        )

    def _tell(self, request: HttpRequest, count: int, what: str) -> None:
        noun = "article was" if count == 1 else "articles were"
        self.message_user(request, f"{count} {noun} {what}.", messages.SUCCESS)

    @admin.display(description="on the site")
    def on_site(self, article: Article) -> str:
        if article.status != Article.Status.PUBLISHED:
            return "–"
        return format_html('<a href="{}">read</a>', reverse("article", args=[article.pk, article.slug]))


@admin.register(Mention)
class MentionAdmin(admin.ModelAdmin):
    """Every fact of every article; here a missing one is added by naming it and the words it rests on."""

    form = MentionForm
    fields = ("article", "kind", "name", "country_code", "field", "words")
    autocomplete_fields = ("article",)
    list_display = ("surface", "kind", "article", "rule", "origin", "stale")
    list_filter = ("kind", "origin", "stale")
    search_fields = ("surface",)
    list_select_related = ("article",)
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Mention, form: MentionForm, change: bool) -> None:
        workflow.add_mention(
            obj, form.cleaned_data["name"], form.cleaned_data["country_code"], editor=request.user
        )

    def delete_model(self, request: HttpRequest, obj: Mention) -> None:
        workflow.reject_mentions([obj], editor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Mention]) -> None:
        workflow.reject_mentions(queryset.select_related("article"), editor=request.user)


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ("author", "text", "article", "origin", "status")
    list_filter = ("status", "origin")
    search_fields = ("author", "text")
    list_select_related = ("article",)
    autocomplete_fields = ("article",)
    actions = ("show", "hide")
    #: What waits is read first, however many comments came with an import since.
    ordering = (Case(When(status=Comment.Status.PENDING, then=Value(0)), default=Value(1)), "-pk")

    @admin.action(description="Show selected comments")
    def show(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        workflow.moderate(queryset, Comment.Status.APPROVED)

    @admin.action(description="Hide selected comments")
    def hide(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        workflow.moderate(queryset, Comment.Status.REJECTED)

    def save_model(self, request: HttpRequest, obj: Comment, form: forms.ModelForm, change: bool) -> None:
        before = Comment.objects.filter(pk=obj.pk).select_related("article").first()
        super().save_model(request, obj, form, change)
        workflow.touch(obj.article, *([before.article] if before else []))

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        workflow.delete_comments([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        workflow.delete_comments(queryset.select_related("article"))


@admin.register(Decision)
class DecisionAdmin(admin.ModelAdmin):
    list_display = ("article", "kind", "target", "verdict", "value", "editor", "decided_at")
    list_filter = ("kind", "verdict")
    list_select_related = ("article", "editor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False
