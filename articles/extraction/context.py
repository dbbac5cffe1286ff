"""What the modules of extraction share about one article while they read it.

Each looks at the same fields, cut into words and sentences once, and at the countries already
found there; so "Foreign Secretary, India" and "India" can never be read in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from articles.drafts import ArticleDraft, CountryTag, ReadingConfig
from articles.extraction.gazetteer import CountryHit, Names
from articles.extraction.names import Page
from articles.extraction.offices import Office
from articles.extraction.pairings import Pairing
from articles.extraction.spans import Offsets, Words


@dataclass(frozen=True, slots=True)
class Context:
    """One article with what is known so far; every mapping is keyed by the draft's field names."""

    draft: ArticleDraft
    config: ReadingConfig
    fields: Mapping[str, str]
    words: Mapping[str, Words]
    sentences: Mapping[str, tuple[Offsets, ...]]
    names: Mapping[str, Names] = field(default_factory=dict)
    country_hits: Mapping[str, tuple[CountryHit, ...]] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    offices: Mapping[str, tuple[Office, ...]] = field(default_factory=dict)
    countries: tuple[CountryTag, ...] = ()
    pair: tuple[str, str] | None = None
    pairings: tuple[Pairing, ...] = ()
