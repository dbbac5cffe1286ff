"""Facts as items of a list, in HTML.

A long report has hundreds, and a template takes some ten times as long for a line as a formatted string.
How long each is in bytes decides how many stand beside the text. Everything that is put in is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from articles.models import Article

from .facts import Fact, Words
from .links import Link
from .wording import cite_links, words_url

NO_WORDS = '<p class="note">No words of the text are kept for this.</p>'
#: So many different words for a fact stand below it; the rest are a click away.
_SHOWN = 3
#: Letters of words that are shown; a quotation is often longer.
_LETTERS = 160


def fact_item(fact: Fact, article: Article, foreign: str) -> SafeString:
    """A fact with its words; `foreign` is the language of the article where the page has another."""
    words = fact.words
    below = _surfaces(words[:_SHOWN], foreign) if words else NO_WORDS
    if rest := words[_SHOWN:]:
        below += f"<details><summary>{len(rest)} more</summary>{_surfaces(rest, foreign)}</details>"
    if fact.more:
        below += f'<p class="sub">{_link(fact.more)}</p>'
    return SafeString(
        f'<li class="known" id="{escape(fact.id)}">{named(fact)}{below}{uses(fact, article)}</li>\n'
    )


def named(fact: Fact) -> str:
    """What a fact is called, and whose offices or which people belong to it."""
    name = _link(Link(fact.label, fact.url)) if fact.url else escape(fact.label)
    links = f'<p class="sub">{", ".join(map(_noted, fact.links))}</p>' if fact.links else ""
    return f'<p dir="auto">{name}{_note(fact.note)}</p>{links}'


def uses(fact: Fact, article: Article) -> str:
    """What may be done with a quotation."""
    if fact.quote is None:
        return ""
    quote = fact.quote
    words = words_url(article, quote.field, quote.start, quote.end)
    links = (Link("Link to these words", words), *cite_links(quote))
    return f'<p class="sub">{" · ".join(map(_link, links))}</p>'


def _surfaces(words: Iterable[Words], foreign: str) -> str:
    return (
        f'<ul class="surfaces"{spoken_in(foreign)}>{"".join(_surface(each, foreign) for each in words)}</ul>'
    )


def spoken_in(foreign: str) -> str:
    """The attributes of an element in the language of the article."""
    return f' lang="{escape(foreign)}" dir="auto"' if foreign else ""


def clipped(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _surface(words: Words, foreign: str) -> str:
    spoken = ' lang="en"' if foreign else ""
    where = f' <span class="note"{spoken}>in the {words.where}</span>' if words.where else ""
    others = "".join(f" {_link(link)}" for link in words.others)
    return (
        f'<li><a href="{words.url}">“{escape(clipped(words.surface, _LETTERS))}”</a>{where}{others} '
        f"<code>{escape(words.rule)}</code></li>"
    )


def _noted(link: Link) -> str:
    return f"{_link(link)}{_note(link.note)}"


def _note(words: str) -> str:
    return f' <span class="note">{escape(words)}</span>' if words else ""


def _link(link: Link) -> str:
    return f'<a href="{escape(link.url)}">{escape(link.label)}</a>'
