"""From an article's text to what is in it, each fact with the words it came from.

`annotate` is the only door. It reads the headline and its companions, the dateline, the key points and
the body: what the publisher said about the story. It never reads readers' comments, captions, the
publisher's own name, or what was removed; and not the pull quote for countries, places, organizations
and topics, because its words are the body's own and would count twice. All rules are made for English:
of an article in another language only the dateline is read, since a wrong fact is worse than none.

Reading is pure Python over columns. A text is cut into words, and into tokens for names, once; every rule
takes these, and objects are made only for what it looks at closely. One dictionary holds the first words
of all tables of phrases, so that a text is looked up once for all of them. An Aho-Corasick automaton in
C was weighed for that: it matches letters where the tables match words with a case rule each, so words
and their neighbors would be needed all the same, and the look-ups are less than a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from articles.drafts import TEXT, Annotations, ArticleDraft, ReadingConfig
from articles.extraction.context import Context
from articles.extraction.countries import find_pair, tag_countries
from articles.extraction.events import find_events
from articles.extraction.gazetteer import read_names
from articles.extraction.names import read_pages
from articles.extraction.offices import find_offices
from articles.extraction.organizations import find_organizations
from articles.extraction.pairings import find_pairings
from articles.extraction.people import find_people
from articles.extraction.places import find_places
from articles.extraction.quotes import find_quotes
from articles.extraction.spans import sentences, words
from articles.extraction.statements import find_statements
from articles.extraction.topics import find_topics

__all__ = ["LONGEST", "RULES_VERSION", "annotate"]

#: Raised whenever a rule or a table changes what is found, so that stored facts can be made again.
RULES_VERSION = "2026.2"

#: Characters of a field that are read. A long book has as many; what is behind them is stored and searched.
LONGEST = 1_000_000

#: Fields that are read, in the order in which mentions are listed.
_READ = ("title", "subtitle", "standfirst", "summary", "dateline", "key_points", TEXT)


def annotate(draft: ArticleDraft, config: ReadingConfig) -> Annotations:
    """Everything the rules find in `draft`; the same draft always gives the same."""
    context = read(draft, config)
    people = find_people(context)
    organizations = find_organizations(context)
    places = find_places(context, organizations)
    return Annotations(
        rules_version=RULES_VERSION,
        countries=context.countries,
        pair=context.pair,
        people=people,
        organizations=organizations,
        places=places,
        topics=find_topics(context, organizations, people, places),
        events=find_events(context, people),
        quotes=find_quotes(context, people, organizations),
        statements=find_statements(context),
    )


def read(draft: ArticleDraft, config: ReadingConfig) -> Context:
    """The draft cut into words and sentences, with the countries it speaks of."""
    fields = _fields_read(draft)
    field_words = {name: words(text) for name, text in fields.items()}
    field_sentences = {name: sentences(text) for name, text in fields.items()}
    names = read_names(fields, field_words, draft.published.date or draft.published.latest)
    hits = {name: found.countries for name, found in names.items()}
    pages = read_pages(fields, names)
    offices = {name: find_offices(page) for name, page in pages.items()}
    context = Context(draft, config, fields, field_words, field_sentences, names, hits, pages, offices)
    pairings = find_pairings(fields, hits, field_sentences)
    countries = tag_countries(draft, fields, hits, field_sentences, pairings)
    return replace(context, countries=countries, pair=find_pair(countries, pairings), pairings=pairings)


def _fields_read(draft: ArticleDraft) -> Mapping[str, str]:
    read_here = _READ if draft.language in (None, "en") else ("dateline",)
    return {
        name: _beginning(text) for name, text in draft.fields().items() if name.partition("/")[0] in read_here
    }


def _beginning(text: str) -> str:
    """All of a text, or what is read of one that is longer than any article: no word of it cut in two."""
    if len(text) <= LONGEST:
        return text
    end = text.rfind(" ", 0, LONGEST)
    return text[: end if end > 0 else LONGEST]
