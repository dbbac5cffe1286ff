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

from django.db.models import Case, CharField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import browsing
from .answers import revalidated
from .in_print import PUBLISHED, in_print, ways_to_articles
from .models import Article, Country
from .presenters.countries import pair_url
from .presenters.registers import REGISTERS
from .queries.gathering import gather

#: Most addresses that stand in the sitemap itself, by the protocol.
MOST = 50_000
#: Addresses in a part of a larger one: what is written in a second or two.
IN_A_PART = 10_000
#: So many letters are read of the text of an article without a headline; its first words make the address.
OPENING = 600

Line = tuple[str, datetime | None]
Rows = QuerySet | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one kind. `line` makes of a row its address and when what it shows was last changed.

    `count` says how many rows there are; `dated` adds to them what the line needs.
    """

    name: str
    rows: Callable[[], Rows]
    line: Callable[[Any], Line]
    dated: Callable[[Any], Any] = lambda rows: rows
    count: Callable[[Rows], int] = lambda rows: rows.count() if isinstance(rows, QuerySet) else len(rows)

    def length(self) -> int:
        return self.count(self.rows())

    def changed(self, number: int, anything: datetime | None) -> datetime | None:
        """When something in a part was last changed; at the latest when `anything` in the archive was.

        Pages of registers show articles: which of them changed would take longer to find than to read.
        """
        rows = self.rows()
        if not isinstance(rows, QuerySet) or rows.model is not Article:
            return anything
        own = rows[(number - 1) * IN_A_PART : number * IN_A_PART].aggregate(last=Max("modified_at"))
        return own["last"]

    def lines(self) -> Iterator[Line]:
        return map(self.line, self.dated(self.rows()))

    def lines_of(self, number: int) -> Iterator[Line]:
        return map(self.line, self.dated(self.rows())[(number - 1) * IN_A_PART : number * IN_A_PART])


def _articles() -> QuerySet:
    return Article.objects.published().order_by("pk")


def _opened(articles: QuerySet) -> QuerySet:
    """Titles without the texts: fifty thousand of those would fill the memory."""
    opening = Case(
        When(title="", then=Substr("text", 1, OPENING)), default=Value(""), output_field=CharField()
    )
    return articles.annotate(opening=opening).values_list("pk", "title", "opening", "modified_at")


def _article(row: tuple[int, str, str, datetime]) -> Line:
    pk, title, opening, changed = row
    return Article(pk=pk, title=title, text=opening).get_absolute_url(), changed


def _pairs() -> QuerySet:
    return browsing.busiest_pairs().order_by("first", "second")


def _count_pairs(pairs: Any) -> int:
    """The index knows how many there are; the database would pair all countries of all articles."""
    found = gather((), {"pairs": 1})
    return int(pairs.count()) if found is None else found.distinct["pairs"]


def _dated(*ways: str) -> Callable[[QuerySet], QuerySet]:
    """With the last change of a published article for each way that leads to one."""
    changes = {
        f"changed_{number}": Max(f"{way}__modified_at", filter=Q(**{f"{way}__status": PUBLISHED}))
        for number, way in enumerate(ways)
    }
    return lambda rows: rows.annotate(**changes)


def _entry(row: Any) -> Line:
    changes = [value for name, value in vars(row).items() if name.startswith("changed_") and value]
    return row.get_absolute_url(), max(changes, default=None)


def _part(name: str, model: Any) -> Part:
    ways = ways_to_articles(model)
    return Part(name, lambda: in_print(model).order_by("pk"), _entry, _dated(*ways))


_PAGES = ("home", "about", "countries", "pairs", "dates", "quotes")
PARTS = (
    Part(
        "pages",
        lambda: (*_PAGES, *(register.path for register in REGISTERS)),
        lambda name: (reverse(name), None),
    ),
    Part("articles", _articles, _article, _opened),
    _part("countries", Country),
    Part(
        "pairs",
        _pairs,
        lambda row: (pair_url(row["first"], row["second"]), row["changed"]),
        lambda rows: rows.annotate(changed=Max("article__modified_at")),
        _count_pairs,
    ),
    *(_part(register.path, register.model) for register in REGISTERS),
)


@require_safe
@revalidated
def sitemap(request: HttpRequest) -> HttpResponse:
    """Everything in one file, or where it does not fit, the files that it is in."""
    lengths = {part: part.length() for part in PARTS}
    if sum(lengths.values()) <= MOST:
        return _written("urlset", "url", (line for part in PARTS for line in part.lines()), request)
    newest = (
        Article.objects.published().order_by("-modified_at").values_list("modified_at", flat=True).first()
    )
    files = (
        (reverse("sitemap_part", args=[part.name, number]), part.changed(number, newest))
        for part, length in lengths.items()
        for number in _numbers(length)
    )
    return _written("sitemapindex", "sitemap", files, request)


@require_safe
@revalidated
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    part = next((each for each in PARTS if each.name == name), None)
    if part is None or number not in _numbers(part.length()):
        raise Http404("The sitemap has no such part.")
    return _written("urlset", "url", part.lines_of(number), request)


def _numbers(length: int) -> range:
    """The files that so many pages come in, when the whole is too long for one."""
    return range(1, -(-length // IN_A_PART) + 1)


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
    named = ("search", "search_feed", "suggest", "opensearch")
    addresses = {name: request.build_absolute_uri(reverse(name)) for name in named}
    return render(
        request,
        "opensearch.xml",
        {"addresses": addresses},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
