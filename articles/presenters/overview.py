"""The shape that pages of entries and of two countries share.

Their first page tells what a set of articles is about; the list of the articles goes on alone
on further pages, from the oldest, and for one year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from articles import coverage as counting
from articles.addresses import number_in
from articles.dialogues import lately_reported
from articles.models import Article
from articles.queries.gathering import Wanted
from articles.selections import Selection, Survey, in_year, survey

from .ledger import Ledger
from .links import Link, Pager, numbered, page_asked
from .listing import ArticleList, article_list, asked
from .panels import Coverage, Entries, coverage, happenings

#: Articles that are looked through for what the index does not count.
LOOKED_AT: Final = 200
_EVENTS: Final = 6
#: Articles on a page of their list, which has so much above and beside it.
LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """One page of the articles; where it is the list alone, `about` is None and `back` leads to the rest."""

    list: ArticleList
    heading: str = ""
    about: Survey | None = None
    back: Link | None = None

    @property
    def latest(self) -> tuple[int, ...]:
        return self.about.numbers if self.about else ()


def opened(
    selection: Selection, counts: Wanted, params: Mapping[str, str], path: str, size: int = LISTED
) -> Opened:
    """A page of these articles, and a survey of all of them where it is the first."""
    year, where = year_of(params), asked(params)
    if year is None and where["order"] == "newest" and page_asked(params, 10**9, 1) == 1:
        about = survey(selection, {**counts, "year": None}, size=LOOKED_AT)
        first = replace(about, size=size, numbers=about.numbers[:size])
        return Opened(article_list(first, path), about=about)
    back = Link("Overview", path)
    if year is None:
        return Opened(article_list(survey(selection, **where, size=size), path), back=back)
    found = survey(in_year(selection, year), **where, size=size)
    return Opened(article_list(found, path, year=str(year)), f"Articles of {year}", back=back)


def year_of(params: Mapping[str, str]) -> int | None:
    text = params.get("year", "")
    return number_in(text, digits=4) or None if len(text) == 4 else None


def number_of(params: Mapping[str, str], name: str) -> int:
    """A number in an address, 0 where there is none."""
    return number_in(params.get(name, "")) or 0


def coverage_of(about: Survey) -> Coverage | None:
    return coverage(counting.by_year(about))


def timeline_of(about: Survey) -> Entries | None:
    """The latest of the dated events that the latest articles report."""
    rows = lately_reported(about.numbers)
    is_all = len(rows) <= _EVENTS and about.total <= len(about.numbers)
    more = None if is_all else Link("All dated events", "?events=1")
    return happenings(rows[:_EVENTS], bound_words(about, "Events that {} report."), more)


@dataclass(frozen=True, slots=True)
class Timeline:
    """All dated events that some of the articles report; the pager leads on to those of the others."""

    panel: Entries | None
    note: str
    pager: Pager


def whole_timeline(selection: Selection, params: Mapping[str, str], path: str) -> Timeline | None:
    """None where an address asks for none, or there is no article."""
    page = number_of(params, "events")
    found = survey(selection, page=page, size=LOOKED_AT) if page else None
    if found is None or not found.total:
        return None
    pager = numbered(found.page, found.total, found.size, path, {}, "events")
    if found.page == 2:
        # Without its number the first page would be that of the entry.
        pager = replace(pager, previous_url=f"{path}?events=1")
    note = f"Reported by articles {pager.first:,} to {pager.last:,} of {pager.total:,}, the latest first."
    return Timeline(happenings(lately_reported(found.numbers), ""), note, pager)


def bound_words(about: Survey, words: str) -> str:
    """Which articles were looked through, where those are not all."""
    if about.total <= len(about.numbers):
        return words.format("these articles")
    return words.format(f"the latest {len(about.numbers)} of {about.total:,} articles")


@dataclass(frozen=True, slots=True)
class Reports:
    """The articles that report a round, or those of them that make one claim."""

    heading: str
    list: ArticleList


def reports_of(one: Ledger, params: Mapping[str, str], path: str) -> Reports:
    (round_,) = one.rounds
    wanted = params.get("claim", "")
    claim = next((each for each in round_.claims if each.words == wanted), None)
    told = claim.told if claim else round_.told
    kept = {"event": str(round_.number)} | ({"claim": claim.words} if claim else {})
    reporting = Article.objects.published().filter(pk__in={each.article for each in told})
    found = survey(Selection(reporting), **asked(params))
    heading = f"Articles that say: {claim.words}" if claim else "Articles that report it"
    return Reports(heading, article_list(found, path, **kept))
