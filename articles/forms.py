"""The search form: what a reader fills in, beside the facets, which are links."""

from __future__ import annotations

from django import forms
from django.urls import reverse_lazy

from .queries import FACETS, SearchRequest


class SearchForm(forms.Form):
    """Shows a request; `SearchRequest.from_params` reads it, and never refuses what was typed.

    `from` is a word of Python, so the two days are declared under the names of the request.
    """

    q = forms.CharField(
        label="Search the archive",
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "data-suggest": reverse_lazy("suggest"),
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "A word or a “phrase”",
            }
        ),
    )
    from_date = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    to_date = forms.DateField(
        label="to", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    use_required_attribute = False

    def __init__(self, request: SearchRequest) -> None:
        super().__init__(
            initial={name: getattr(request, name) for name in self.base_fields}, auto_id="search-%s"
        )
        chosen = [(kind.parameter, value) for kind in FACETS for value in getattr(request, kind.parameter)]
        if request.sort != "relevance":
            chosen.append(("sort", request.sort))
        if request.match != "all":
            chosen.append(("match", request.match))
        chosen += [("beside", name) for name in request.beside]
        #: What was chosen by links, passed on unseen: a new word narrows what is there.
        self.chosen = tuple(chosen)

    def add_prefix(self, field_name: str) -> str:
        """The names that the address promises."""
        return field_name.removesuffix("_date")
