"""The little that every template needs: numbers in words, where it stands, and its one address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString

from articles.presenters.calendar import Day
from articles.presenters.dates import DateLabel
from articles.presenters.links import Column, CountedLink, Link
from articles.presenters.listing import ArticleRow
from articles.presenters.panels import articles_words
from articles.presenters.search_page import HitRow
from articles.presenters.world import Shape
from articles.queries import FacetValue

register = template.Library()

#: The way around: label, URL name, and whether it stands in the head of the page or only at its foot.
SECTIONS = (
    ("Search", "search", False),
    ("Countries", "countries", True),
    ("Dates", "dates", True),
    ("People", "people", True),
    ("Organizations", "organizations", True),
    ("Topics", "topics", True),
    ("Dialogues", "events", True),
    ("Quotations", "quotes", False),
    ("Offices", "offices", False),
    ("Places", "places", False),
    ("Sources", "sources", True),
)
#: What those who are logged in have besides.
OF_READERS = ("Saved searches", "saved", True)
#: Parameters that make another page of an address; the rest only arrange it.
CANONICAL = ("scope", "page")


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    url: str
    current: bool
    in_head: bool


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> tuple[Section, ...]:
    """The cookie tells who is logged in: a page that says so asks the database nothing."""
    request = context.get("request")
    path = request.path if request is not None else ""
    is_known = request is not None and bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return tuple(
        Section(label, url, path.startswith(url), in_head)
        for label, url, in_head in _section_urls(get_script_prefix(), is_known)
    )


@cache
def _section_urls(script_prefix: str, is_known: bool) -> tuple[tuple[str, str, bool], ...]:
    """Every page names them all; the resolver is asked once."""
    sections = (*SECTIONS, OF_READERS) if is_known else SECTIONS
    return tuple((label, reverse(name), in_head) for label, name, in_head in sections)


@register.simple_tag(takes_context=True)
def canonical(context: dict[str, Any]) -> str:
    """The one absolute address of this page."""
    request = context["request"]
    kept = request.GET.copy()
    for name in list(kept):
        if name not in CANONICAL or kept[name] in ("", "1"):
            del kept[name]
    query = kept.urlencode()
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


@register.simple_tag(takes_context=True)
def own_feed(context: dict[str, Any]) -> str:
    """The feed of what this page lists; page and order are the feed's own."""
    request = context["request"]
    kept = request.GET.copy()
    for name in list(kept):
        if name in ("page", "sort") or kept[name] == "":
            del kept[name]
    query = kept.urlencode()
    return f"{request.path}feed/?{query}" if query else f"{request.path}feed/"


@register.filter
def number(value: int) -> str:
    return f"{value:,}"


@register.filter
def articles(count: int) -> str:
    return articles_words(count)


# --- Long lists of every results page ---
#
# A template takes some ten times as long for a line as a formatted string, and these are a hundred
# and fifty lines of each page of results. Everything that is put in is escaped.


@register.filter
def linked(links: Iterable[Link]) -> SafeString:
    """Links in a row, with commas between."""
    return SafeString(", ".join(map(_link, links)))


@register.filter
def row_items(rows: Iterable[ArticleRow]) -> SafeString:
    """Articles as the items of a list."""
    return SafeString("".join(map(_row_item, rows)))


def _row_item(row: ArticleRow) -> str:
    spoken = f' lang="{escape(row.language)}" dir="auto"' if row.language else ' dir="auto"'
    lead = f'<p class="row-lead"{spoken}>{escape(row.lead)}</p>' if row.lead else ""
    source = f'<p class="row-source">{" · ".join(map(_link, row.sources))}</p>' if row.sources else ""
    return _article_item(row, row.headline, spoken, lead + source)


@register.filter
def hit_items(rows: Iterable[HitRow]) -> SafeString:
    """Results of a search as the items of a list."""
    return SafeString("".join(map(_hit_item, rows)))


def _hit_item(row: HitRow) -> str:
    snippet = f'<p class="row-snippet" dir="auto">{row.snippet}</p>' if row.snippet else ""
    source = f'<p class="row-source">{escape(row.source)}</p>' if row.source else ""
    return _article_item(row, row.title, ' dir="auto"', snippet + source)


def _article_item(row: ArticleRow | HitRow, headline: str, spoken: str, below: str) -> str:
    """The line of an article in any list; `below` is what stands under its headline, as HTML."""
    countries = (
        '<span class="dash" aria-hidden="true">—</span> '
        f'<span class="row-countries">{linked(row.countries)}</span>'
        if row.countries
        else ""
    )
    return (
        f'<li class="row"><article><p class="row-line">{_time(row.date)}{countries}</p>'
        f'<h3 class="row-headline"><a href="{escape(row.url)}"{spoken}>{escape(headline)}</a></h3>'
        f"{below}</article></li>\n"
    )


def _time(date: DateLabel) -> str:
    note = f'<span class="tag">{escape(date.note)}</span> ' if date.note else ""
    if not date.iso:
        return f'<span class="time">{escape(date.text)}</span> {note}'
    return f'<time datetime="{escape(date.iso)}">{escape(date.text)}</time> {note}'


def _link(link: Link | CountedLink) -> str:
    return f'<a href="{escape(link.url)}">{escape(link.label)}</a>'


@register.filter
def facet_items(values: Iterable[FacetValue]) -> SafeString:
    """The values of a facet as the items of a list."""
    return SafeString("".join(map(_facet_item, values)))


def _facet_item(value: FacetValue) -> str:
    current, chosen = _CHOSEN if value.selected else ("", "")
    return (
        f'<li><a href="{escape(value.toggle_url)}"{current}>'
        f'<span class="value" dir="auto">{chosen}{escape(value.label)}</span> '
        f'<span class="count">{value.count:,}</span></a></li>'
    )


_CHOSEN = ' aria-current="true"', '<span class="unseen">Chosen; remove </span>'


@register.filter
def tick_items(values: Iterable[FacetValue], parameter: str) -> SafeString:
    """The values of a facet as boxes to tick, each beside the link that chooses it alone."""
    return SafeString("".join([_tick_item(*each, parameter) for each in enumerate(values, 1)]))


def _tick_item(number: int, value: FacetValue, parameter: str) -> str:
    ticked = " checked" if value.selected else ""
    # A year is two dates in an address, which no box can stand for.
    box = (
        f'<input type="checkbox" name="{parameter}" value="{escape(value.value)}" '
        f'aria-labelledby="value-{number}"{ticked}>'
        if parameter != "year"
        else ""
    )
    return (
        f'<li>{box}<a href="{escape(value.toggle_url)}" rel="nofollow" id="value-{number}" dir="auto">'
        f'{escape(value.label)}</a> <span class="count">{value.count:,}</span></li>\n'
    )


@register.filter
def day_cells(week: Iterable[Day]) -> SafeString:
    """A week or a decade of shades. A template would take longer for a year than the database."""
    return SafeString("".join(map(_day_cell, week)))


def _day_cell(day: Day) -> str:
    if not day.number:
        return "<td></td>"
    if not day.url:
        return f"<td>{day.number}</td>"
    link = f'<a href="{escape(day.url)}" aria-label="{escape(day.label)}">{day.number}</a>'
    return f'<td class="level-{day.level}">{link}</td>'


@register.filter
def country_lines(links: Iterable[CountedLink]) -> SafeString:
    """Countries as lines of a table: how many articles are about each, and how many name it."""
    return SafeString("\n".join(map(_country_line, links)))


def _country_line(link: CountedLink) -> str:
    return f'<tr><th scope="row">{_link(link)}</th> <td>{link.count:,}</td> <td>{escape(link.note)}</td></tr>'


@register.filter
def map_links(shapes: Iterable[Shape]) -> SafeString:
    """Countries of one shade on the map, as links that the keyboard passes over."""
    return SafeString("".join(map(_map_link, shapes)))


def _map_link(shape: Shape) -> str:
    drawn = f'<path d="{shape.d}"/>' if shape.d else f'<circle cx="{shape.x}" cy="{shape.y}" r="2"/>'
    words = f"{escape(shape.link.label)}: {shape.link.count:,}"
    return f'<a href="{escape(shape.link.url)}" tabindex="-1">{drawn}<title>{words}</title></a>'


@register.filter
def bar_items(links: Iterable[CountedLink]) -> SafeString:
    """Names with the number of articles as the items of a list, each with its bar."""
    return SafeString("".join(map(_bar_item, links)))


def _bar_item(link: CountedLink) -> str:
    note = f' <span class="note">{escape(link.note)}</span>' if link.note else ""
    ending = "article" if link.count == 1 else "articles"
    return (
        f'<li><a href="{escape(link.url)}" dir="auto">{escape(link.label)}</a>{note} '
        f'<span class="count"><span class="unseen">: </span>{link.count:,}'
        f'<span class="unseen"> {ending}</span></span> '
        f'<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{link.share}" height="1"/></svg></li>\n'
    )


#: A row of more bars than months of a year has no room for their counts, nor a bar for a finger.
_BROAD = 12


@register.filter
def are_narrow(columns: Sequence[Column]) -> bool:
    return len(columns) > _BROAD


@register.filter
def column_items(columns: Sequence[Column]) -> SafeString:
    """Upright bars as the items of a list; those that hold something are links."""
    return SafeString("".join(map(_column_item, columns)))


def _column_item(column: Column) -> str:
    opening, closing = (
        (f'<a href="{escape(column.url)}">', "</a>") if column.url else ('<span class="empty">', "</span>")
    )
    bar = f'<path class="fill" d="M0 {column.top}h1v{column.height}H0z"/>' if column.height else ""
    return (
        f'<li>{opening}<svg viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true">{bar}</svg> '
        f'<span class="unseen">{escape(column.label)}: {articles_words(column.count)}</span> '
        f'<span class="label" aria-hidden="true">{escape(column.short)}</span> '
        f'<span class="count" aria-hidden="true">{column.count:,}</span>{closing}</li>\n'
    )


@register.filter
def narrow_bars(columns: Sequence[Column]) -> SafeString:
    """Upright bars as a picture. The tab key passes over them: a table beside them has the same links."""
    return SafeString(
        "".join(
            f'<a href="{escape(column.url)}" tabindex="-1"><title>{escape(column.label)}: '
            f'{articles_words(column.count)}</title><path d="M{at} 0h1v100h-1z"/>'
            f'<path class="fill" d="M{at}.05 {column.top}h.9V100h-.9z"/></a>'
            for at, column in enumerate(columns)
            if column.url
        )
    )
