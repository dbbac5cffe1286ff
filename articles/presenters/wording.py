"""Links to the very words of an article: an address that leads to them, and their citation.

The part before `:~:` is the anchor of the span, which every browser follows. The part behind it is a
text fragment (WICG), which marks the words themselves, and on after the rules have found other spans.
It names a passage by its first and last words, each within one paragraph, and marks the first place where
they stand; so where a passage begins like another of the page, it is told apart by the words before it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote as percent_encoded

from django.urls import reverse

from articles.models import Article, Quote

from .links import Link
from .segments import anchor

#: A passage of so many words is named whole; of a longer one, so many at either end; and so many before it.
_WHOLE, _END, _BEFORE = 10, 5, 3
#: How a quote is cited where there is room for two ways; `FORMS` of citations has them all.
_CITED = (("chicago", "Cite this quote"), ("bib", "BibTeX"))
_PARAGRAPHS = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w+")


def place_url(article: Article, place: Any) -> str:
    """The address of a place in an article: of anything with a field, a start and an end."""
    return f"{article.get_absolute_url()}#{anchor(place.field, place.start, place.end)}"


def words_url(article: Article, field: str, start: int, end: int) -> str:
    """The address of words in an article, which marks them where it is opened."""
    fields = article.span_fields()
    text = fields.pop(field, "")
    address = f"{article.get_absolute_url()}#{anchor(field, start, end)}"
    directive = text_directive(text, start, end, " ".join(fields.values()))
    return f"{address}:~:{directive}" if directive else address


def text_directive(text: str, start: int, end: int, beside: str = "") -> str:
    """The fragment that marks a passage of a text; `beside` is what else the page holds of its words."""
    paragraphs = [words for part in _PARAGRAPHS.split(text[start:end]) if (words := part.split())]
    if not paragraphs:
        return ""
    whole = len(paragraphs) == 1 and len(paragraphs[0]) <= _WHOLE
    first = paragraphs[0] if whole else paragraphs[0][:_END]
    elsewhere = f" {_folded(text[:start])} {_folded(beside)} "
    before = text[:start].split()[-_BEFORE:] if f" {_folded(' '.join(first))} " in elsewhere else []
    parts = [_encoded(first)] if whole else [_encoded(first), _encoded(paragraphs[-1][-_END:])]
    return "text=" + ",".join([*([f"{_encoded(before)}-"] if before else []), *parts])


def cite_links(quote: Quote) -> tuple[Link, ...]:
    """Where the citation of a quote is had, by the place of its words."""
    field = "" if quote.field == "text" else f"{quote.field}-"
    place = percent_encoded(f"{field}{quote.start}-{quote.end}", safe="")
    return tuple(
        Link(label, f"{reverse(f'cite_{form}', args=[quote.article_id])}?quote={place}")
        for form, label in _CITED
    )


def _folded(text: str) -> str:
    """As a browser compares: without case and marks around words."""
    return " ".join(_WORD.findall(text.casefold()))


def _encoded(words: list[str]) -> str:
    """A hyphen has a meaning of its own in a fragment."""
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
