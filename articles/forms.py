"""The search form: what a reader fills in, beside the facets that are links."""

from __future__ import annotations

from typing import Any

from django import forms

from .queries import SearchRequest

SORTS = (("relevance", "best match first"), ("newest", "newest first"), ("oldest", "oldest first"))
#: Parameters of the address that the form passes on unseen.
CHOSEN = ("country", "topic", "person", "organization", "event", "source", "agency")


class SearchForm(forms.Form):
    """`from` is a word of Python, so the two days are declared under the names of the request."""

    q = forms.CharField(label="Search the archive", required=False, max_length=1000)
    from_date = forms.DateField(label="From", required=False)
    to_date = forms.DateField(label="to", required=False)
    sort = forms.ChoiceField(label="Order", choices=SORTS, required=False)

    use_required_attribute = False

    def add_prefix(self, field_name: str) -> str:
        """The names that the address promises."""
        return field_name.removesuffix("_date")

    @classmethod
    def of(cls, request: SearchRequest) -> SearchForm:
        """The form as it was filled in for this request."""
        form = cls(initial={name: getattr(request, name) for name in cls.base_fields}, auto_id="search-%s")
        form.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        )
        for name in ("from_date", "to_date"):
            form.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return form

    @staticmethod
    def chosen(request: SearchRequest) -> list[tuple[str, Any]]:
        """Facets chosen so far, as hidden fields: a new word narrows what is there."""
        return [(name, value) for name in CHOSEN for value in getattr(request, name)]
