"""What readers fill in: the form of a comment; and what the search forms hand on beside what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from django import forms

from . import commenting
from .queries import SearchRequest


def kept(request: SearchRequest, *without: str) -> tuple[tuple[str, str], ...]:
    """The parameters of a request's address that a form hands on unseen, without those it has boxes for."""
    return tuple((name, value) for name, value in parse_qsl(request.query) if name not in without)


class TypedField(forms.CharField):
    """Text as a reader typed it, without characters that are not seen; too much is told before it is read."""

    def to_python(self, value: object) -> str:
        return commenting.without_controls(super().to_python(value))


class CommentForm(forms.Form):
    """A comment. What is wrong with it is told beside what was typed."""

    name = TypedField(
        label="Your name",
        max_length=commenting.LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Give a name to be shown with your comment."},
    )
    text = TypedField(
        label="Your comment",
        max_length=commenting.LONGEST,
        widget=forms.Textarea({"rows": 8, "minlength": commenting.SHORTEST}),
        help_text=f"Minimum {commenting.SHORTEST} characters",
        error_messages={"required": "Write your comment here."},
    )
    #: Seen by programs that fill in every field they find, and by nobody else.
    website = forms.CharField(
        required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="comment-%s", label_suffix="")

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean_name(self) -> str:
        name = commenting.cleaned_name(self.cleaned_data["name"])
        if not any(char.isalnum() for char in name):
            raise forms.ValidationError("A name has at least one letter.")
        return name

    def clean_text(self) -> str:
        text = commenting.cleaned(self.cleaned_data["text"])
        if len(text) < commenting.SHORTEST:
            raise forms.ValidationError(
                f"A comment has at least {commenting.SHORTEST} characters; this has {len(text)}."
            )
        return text
