"""Forms of the editors' side.

`DraftForm` shows a draft's fields for correction and gives the corrected draft
back; what the editor left alone keeps the evidence that reading found for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms

from articles.drafts import ArticleDraft, Dateline, Image, Published, PullQuote, ReaderComment
from articles.models import Article, Country, Mention

_LINE = forms.TextInput(attrs={"class": "vTextField"})


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 90, "class": "vLargeTextField"})


class PasteForm(forms.Form):
    """The raw text, pasted or as a file."""

    text = forms.CharField(
        label="Everything you copied",
        required=False,
        strip=False,
        widget=_lines(22),
        help_text="Headline, key points, share bars, reader comments: paste it as it is. "
        "Nothing is saved until you have seen what became of it.",
    )
    file = forms.FileField(label="or a text file", required=False)
    name = forms.CharField(
        label="Where it is from",
        required=False,
        widget=_LINE,
        help_text="A file name or a note, kept with the bytes.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool((cleaned.get("text") or "").strip()):
            raise forms.ValidationError("Paste the text of one article, or choose a file: one of the two.")
        return cleaned

    def received(self) -> bytes:
        """The bytes as they came; a browser sends line ends as CRLF, the page it was copied from had LF."""
        if uploaded := self.cleaned_data.get("file"):
            return uploaded.read()
        return self.cleaned_data["text"].replace("\r\n", "\n").encode()

    def document_name(self) -> str:
        uploaded = self.cleaned_data.get("file")
        return self.cleaned_data["name"] or (uploaded.name if uploaded else "pasted by an editor")


class DraftForm(forms.Form):
    title = forms.CharField(required=False, widget=_LINE)
    subtitle = forms.CharField(required=False, widget=_LINE)
    standfirst = forms.CharField(required=False, widget=_lines(2))
    summary = forms.CharField(required=False, widget=_lines(3))
    published_date = forms.DateField(
        label="Published", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    section = forms.CharField(required=False)
    byline = forms.CharField(required=False)
    outlet = forms.CharField(required=False)
    agency = forms.CharField(required=False, help_text="The wire service that is credited.")
    origin = forms.CharField(required=False, help_text="The publisher that a reprint credits.")
    url = forms.URLField(label="Original address", required=False, assume_scheme="https")
    dateline = forms.CharField(required=False, widget=_LINE, help_text="As printed, such as “Seoul, Feb 13”.")
    key_points = forms.CharField(required=False, widget=_lines(4), help_text="One a line.")
    pull_quote = forms.CharField(required=False, widget=_lines(2))
    pull_quote_speaker = forms.CharField(required=False)
    text = forms.CharField(
        label="Body", widget=_lines(18), help_text="Paragraphs are parted by an empty line.", strip=False
    )

    PLAIN: ClassVar[tuple[str, ...]] = (
        "title",
        "subtitle",
        "standfirst",
        "summary",
        "section",
        "byline",
        "outlet",
        "agency",
        "origin",
        "url",
    )

    @classmethod
    def values(cls, draft: ArticleDraft) -> dict[str, Any]:
        pull = draft.pull_quote
        return {name: getattr(draft, name) or "" for name in cls.PLAIN} | {
            "published_date": draft.published.date,
            "dateline": draft.dateline.text if draft.dateline else "",
            "key_points": "\n".join(draft.key_points),
            "pull_quote": pull.text if pull else "",
            "pull_quote_speaker": (pull.speaker or "") if pull else "",
            "text": draft.text,
        }

    def clean_text(self) -> str:
        """Line ends as the archive keeps them, and exactly one empty line between paragraphs."""
        paragraphs = re.split(r"\n\s*\n", self.cleaned_data["text"].replace("\r\n", "\n").strip())
        return "\n\n".join(paragraph.strip() for paragraph in paragraphs)

    def corrected(self, draft: ArticleDraft) -> ArticleDraft:
        """The draft with the editor's corrections."""
        given = self.cleaned_data
        before = self.values(draft)
        changes: dict[str, Any] = {name: given[name] or None for name in self.PLAIN}
        changes["text"] = given["text"]
        changes["key_points"] = tuple(
            line.strip() for line in given["key_points"].splitlines() if line.strip()
        )
        changes["pull_quote"] = (
            PullQuote(given["pull_quote"], given["pull_quote_speaker"] or None)
            if given["pull_quote"]
            else None
        )
        if given["dateline"] != before["dateline"]:
            changes["dateline"] = Dateline(given["dateline"]) if given["dateline"] else None
        if given["published_date"] != before["published_date"]:
            changes["published"] = stated_by_editor(given["published_date"])
        return replace(draft, **changes)


class CommentForm(forms.Form):
    author = forms.CharField(required=False)
    text = forms.CharField(required=False, widget=_lines(2))

    def comment(self) -> ReaderComment:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return ReaderComment(self.cleaned_data["author"], text, truncated=not text)


class ImageForm(forms.Form):
    caption = forms.CharField(widget=_lines(1))
    credit = forms.CharField(required=False)

    def image(self) -> Image:
        return Image(self.cleaned_data["caption"], self.cleaned_data["credit"] or None)


CommentFormSet = forms.formset_factory(CommentForm, extra=0, can_delete=True)
ImageFormSet = forms.formset_factory(ImageForm, extra=0, can_delete=True)


def stated_by_editor(day: date | None) -> Published:
    """A date on an editor's word; none takes the date away."""
    if day is None:
        return Published()
    return Published(day, day, day, None, "stated", "day", 1.0)


class ArticleForm(forms.ModelForm):
    """An article's own fields. A date typed alone is enough: what follows from it is filled in."""

    class Meta:
        model = Article
        fields = (
            "status",
            *("title", "subtitle", "standfirst", "summary", "text"),
            *("published_date", "published_time", "published_earliest", "published_latest"),
            *("published_basis", "published_precision", "published_confidence"),
            *("dateline_text", "dateline_place", "dateline_country", "dateline_date"),
            *("outlet", "agency", "origin", "section", "byline", "url", "language", "reading_minutes"),
            *("pull_quote", "pull_quote_speaker"),
        )

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("published_date")
        if "published_date" in self.changed_data:
            made = stated_by_editor(day)
            cleaned |= {
                "published_earliest": made.earliest,
                "published_latest": made.latest,
                "published_basis": made.basis,
                "published_precision": made.precision or "",
                "published_confidence": made.confidence,
            }
            if day is None:
                cleaned["published_time"] = ""
        if cleaned.get("published_basis") != "unknown" and not (
            cleaned.get("published_earliest") and cleaned.get("published_latest")
        ):
            self.add_error(
                "published_earliest", "Give the day, or the earliest and the latest day it can be."
            )
        return cleaned


class MentionForm(forms.ModelForm):
    """A fact that the rules missed: what it is, its name, and the words of the article that say so."""

    name = forms.CharField(help_text="As the register has it, or a new one.", widget=_LINE)
    country_code = forms.CharField(
        required=False, max_length=2, help_text="Two letters, such as KR, where it has one."
    )
    words = forms.CharField(widget=_LINE, help_text="Copied from the article.")

    class Meta:
        model = Mention
        fields = ("article", "kind", "field")

    def clean_country_code(self) -> str:
        code = self.cleaned_data["country_code"].upper()
        if code and not Country.objects.filter(code=code).exists():
            raise forms.ValidationError("No country has this code.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        article, words = cleaned.get("article"), cleaned.get("words")
        if cleaned.get("kind") in ("date", "event", "office"):
            self.add_error("kind", "Dates, events and offices are corrected in their own forms.")
        if (
            cleaned.get("kind") == "country"
            and not Country.objects.filter(name__iexact=cleaned.get("name")).exists()
        ):
            self.add_error("name", "No country has this name.")
        if article is None or not words:
            return cleaned
        start = article.span_fields().get(cleaned.get("field", ""), "").find(words)
        if start < 0:
            self.add_error("words", "These words do not stand in that field of the article.")
            return cleaned
        self.instance.start, self.instance.end, self.instance.surface = start, start + len(words), words
        return cleaned

    def _post_clean(self) -> None:
        """`workflow.add_mention` finishes the row, since it knows the registers; it is not valid before."""
        for name in ("article", "kind", "field"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
