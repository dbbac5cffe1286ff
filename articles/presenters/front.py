"""The first page: what is new, and the ways in, from one survey of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from articles import browsing
from articles.addresses import address_of
from articles.coverage import by_year
from articles.models import Topic
from articles.selections import everything, spoken_of, survey

from . import calendar, countries
from .links import CountedLink, Link
from .listing import ArticleRow, numbered_rows
from .panels import Coverage, Entry, counted, coverage
from .world import WorldMap, world_map

#: What the page shows of each thing before it points to the page that has them all.
LATEST, WAYS_IN, ROUNDS = 8, 10, 6
#: Countries in the table beside the map; another page has them all.
IN_THE_TABLE = 12
_COUNTS = {"parties": None, "countries": None, "pairs": WAYS_IN, "topics": WAYS_IN, "year": None}


@dataclass(frozen=True, slots=True)
class FrontPage:
    articles: int
    first: date | None
    last: date | None
    latest: tuple[ArticleRow, ...]
    world: WorldMap
    countries: Sequence[CountedLink]
    pairs: tuple[CountedLink, ...]
    topics: tuple[CountedLink, ...]
    years: Coverage | None
    rounds: tuple[Entry, ...]
    today: Link


def front_page() -> FrontPage:
    found = survey(everything(), _COUNTS, size=LATEST)
    links = countries.by_code(found)
    first, last = browsing.first_and_last_day()
    return FrontPage(
        articles=found.total,
        first=first,
        last=last,
        latest=numbered_rows(found.numbers),
        world=world_map(links),
        countries=[link for link in links.values() if link.count][:IN_THE_TABLE],
        pairs=countries.busiest_pairs(WAYS_IN, found),
        topics=counted(spoken_of(found, Topic.objects.all(), WAYS_IN)),
        years=coverage(by_year(found), partial(address_of, "year")),
        rounds=countries.latest_rounds(ROUNDS),
        today=calendar.today_in_years(),
    )
