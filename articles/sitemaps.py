"""For those who read the archive whole: the sitemap, and how a browser may search here.

`/sitemap.xml` lists every page that something published stands on. One file may hold 50,000 addresses; an
archive with more gets an index of parts there. Django has a sitemap framework, which writes each address
through a template and only the day of its last change; at these lengths both are worth fifty lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import browsing
from .answers import revalidated
from .models import Article, Country, EventSeries, Source
from .presenters.countries import pair_url
from .presenters.registers import REGISTERS, Register

#: Most addresses in one file, by the protocol.
MOST = 50_000
#: So many letters are read of the text of an article without a headline; its first words make the address.
OPENING = 600
PUBLISHED = Article.Status.PUBLISHED

Line = tuple[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one kind: `line` makes of a row its address and when what it shows was last changed."""

    name: str
    rows: Callable[[], QuerySet | Sequence[Any]]
    line: Callable[[Any], Line]

    def pages(self) -> Paginator:
        return Paginator(self.rows(), MOST)

    def lines(self, number: int = 1) -> Iterator[Line]:
        return map(self.line, self.pages().page(number).object_list)


def _articles() -> QuerySet:
    """Titles without the texts: fifty thousand of those would fill the memory."""
    opening = Case(
        When(title="", then=Substr("text", 1, OPENING)), default=Value(""), output_field=CharField()
    )
    return (
        Article.objects.published()
        .order_by("pk")
        .annotate(opening=opening)
        .values_list("pk", "title", "opening", "modified_at")
    )


def _article(row: tuple[int, str, str, datetime]) -> Line:
    pk, title, opening, changed = row
    return Article(pk=pk, title=title, text=opening).get_absolute_url(), changed


def _countries() -> QuerySet:
    path = "article_countries__article"
    return Country.objects.in_use().order_by("pk").annotate(changed=_last_change(path))


def _pairs() -> QuerySet:
    return browsing.busiest_pairs().annotate(changed=Max("article__modified_at")).order_by("first", "second")


def _entries(register: Register) -> Callable[[], QuerySet]:
    """Entries of a register with the last change of an article for each way that leads to one."""
    ways = {
        Source: ("outlet_articles", "agency_articles", "origin_articles"),
        EventSeries: ("events__reports__article",),
    }.get(register.model, ("mentions__article",))

    def rows() -> QuerySet:
        changes = {f"changed_{number}": _last_change(path) for number, path in enumerate(ways)}
        return register.rows().annotate(**changes).order_by("pk")

    return rows


def _last_change(path: str) -> Max:
    return Max(f"{path}__modified_at", filter=Q(**{f"{path}__status": PUBLISHED}))


def _entry(row: Any) -> Line:
    changes = [value for name, value in vars(row).items() if name.startswith("changed_") and value]
    return row.get_absolute_url(), max(changes, default=None)


PARTS = (
    Part(
        "pages",
        lambda: ["home", "countries", "pairs", "dates", *(register.path for register in REGISTERS)],
        lambda name: (reverse(name), None),
    ),
    Part("articles", _articles, _article),
    Part("countries", _countries, lambda row: (row.get_absolute_url(), row.changed)),
    Part("pairs", _pairs, lambda row: (pair_url(row["first"], row["second"]), row["changed"])),
    *(Part(register.path, _entries(register), _entry) for register in REGISTERS),
)


@require_safe
@revalidated
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything in one file, or where it does not fit, the files that it is in."""
    pages = {part: part.pages() for part in PARTS}
    if sum(each.count for each in pages.values()) <= MOST:
        return _written("urlset", "url", (line for part in PARTS for line in part.lines()), request)
    files: list[Line] = [
        (reverse("sitemap_part", args=[part.name, number]), None)
        for part, paginator in pages.items()
        for number in paginator.page_range
        if paginator.count
    ]
    return _written("sitemapindex", "sitemap", files, request)


@require_safe
@revalidated
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    part = next((each for each in PARTS if each.name == name), None)
    if part is None or number not in part.pages().page_range:
        raise Http404("The sitemap has no such part.")
    return _written("urlset", "url", part.lines(number), request)


def _written(root: str, one: str, lines: Iterable[Line], request: HttpRequest) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(content_type="application/xml")
    response.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    response.write(f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')
    for path, changed in lines:
        when = f"<lastmod>{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
        response.write(f"<{one}><loc>{escape(site + path)}</loc>{when}</{one}>\n")
    response.write(f"</{root}>\n")
    return response


@require_safe
@revalidated
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser adds the archive to its search engines."""
    addresses = {
        name: request.build_absolute_uri(reverse(name)) for name in ("search", "search_feed", "opensearch")
    }
    return render(
        request,
        "opensearch.xml",
        {"addresses": addresses},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
