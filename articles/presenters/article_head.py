"""What the head of an article's page tells machines: who wrote it, when and of what, in their four dialects.

Reference managers read Highwire's `citation_*` and Dublin Core, social sites Open Graph, search engines
schema.org. The last stands in a `<script>` that is data and never run, so the content policy lets it be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.citing import FORMS, Reference, apa, chicago, is_person, reference
from articles.evidence import Evidence

from .dates import date_label
from .links import Link, foremost

#: So many names of a kind; `as_data` has them all.
_NAMED = 25
#: Nothing in a headline may end the script, or begin a comment in it.
_IN_SCRIPT = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class Meta:
    """`attribute` is "property" for Open Graph and Zotero, and "name" for the rest."""

    attribute: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """`as_data` is the address of the same in JSON; `citations` are files, `styles` are lines to copy."""

    metas: tuple[Meta, ...]
    json_ld: SafeString
    as_data: str
    styles: tuple[tuple[str, str], ...]
    citations: tuple[Link, ...]


def article_head(evidence: Evidence, absolute: Callable[[str], str]) -> ArticleHead:
    article = evidence.article
    made = reference(article, absolute)
    data = json.dumps(_news_article(evidence, made), ensure_ascii=False, separators=(",", ":"))
    metas = (*_highwire(made), *_dublin_core(evidence, made), *_open_graph(evidence, made))
    return ArticleHead(
        metas=tuple(meta for meta in metas if meta.content),
        json_ld=SafeString(data.translate(_IN_SCRIPT)),
        as_data=reverse("api_article", args=[article.pk]),
        styles=(("Chicago", chicago(made)), ("APA", apa(made))),
        citations=tuple(
            Link(form.label, reverse(f"cite_{form.ending}", args=[article.pk])) for form in FORMS
        ),
    )


def _joined(date: tuple[int, ...], mark: str) -> str:
    return mark.join(f"{part:02d}" for part in date)


def _highwire(made: Reference) -> Iterator[Meta]:
    """As Chicago and APA have it, an agency stands in for an outlet that is not known.

    Who has `citation_title` is taken for a journal by Zotero, unless its own word says otherwise.
    """
    yield Meta("property", "z:itemType", "newspaperArticle")
    yield Meta("name", "citation_title", made.title)
    for name in made.authors:
        yield Meta("name", "citation_author", name)
    yield Meta("name", "citation_publication_date", _joined(made.date, "/"))
    yield Meta("name", "citation_journal_title", made.outlet or made.agency)
    yield Meta("name", "citation_publisher", made.agency)
    yield Meta("name", "citation_language", made.language)
    yield Meta("name", "citation_public_url", made.address)


def _dublin_core(evidence: Evidence, made: Reference) -> Iterator[Meta]:
    """An agency is a publisher and no contributor: of those Zotero makes authors. Nor are countries
    `coverage`, which it takes for a shelf mark."""
    yield Meta("name", "DC.title", made.title)
    for name in made.authors:
        yield Meta("name", "DC.creator", name)
    yield Meta("name", "DC.publisher", made.outlet)
    yield Meta("name", "DC.publisher", made.agency)
    yield Meta("name", "DC.date", _joined(made.date, "-"))
    yield Meta("name", "DC.type", "Text")
    yield Meta("name", "DC.format", "text/html")
    yield Meta("name", "DC.language", made.language)
    yield Meta("name", "DC.identifier", made.address)
    yield Meta("name", "DC.source", made.original)
    yield Meta("name", "DC.description", made.abstract)
    for name in _names(evidence, "topic"):
        yield Meta("name", "DC.subject", name)
    for tie in _parties(evidence):
        yield Meta("name", "DCTERMS.spatial", tie.country.name)


def _open_graph(evidence: Evidence, made: Reference) -> Iterator[Meta]:
    article = evidence.article
    yield Meta("property", "og:type", "article")
    yield Meta("property", "og:title", made.title)
    yield Meta("property", "og:url", made.address)
    yield Meta("property", "og:site_name", "Dateline")
    yield Meta("property", "og:description", made.abstract)
    if len(made.date) == 3:
        yield Meta("property", "article:published_time", _joined(made.date, "-"))
    yield Meta("property", "article:modified_time", article.modified_at.isoformat(timespec="seconds"))
    yield Meta("property", "article:section", article.section)


def _news_article(evidence: Evidence, made: Reference) -> dict[str, Any]:
    article = evidence.article
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": made.address,
        "url": made.address,
        "mainEntityOfPage": made.address,
        "headline": made.title,
        "alternativeHeadline": article.subtitle,
        "description": made.abstract,
        "articleSection": article.section,
        "dateline": article.dateline_text,
        "datePublished": date_label(article).iso,
        "dateModified": article.modified_at.isoformat(timespec="seconds"),
        "inLanguage": made.language,
        "author": [
            {"@type": "Person" if is_person(name) else "Organization", "name": name} for name in made.authors
        ],
        "publisher": _organization("NewsMediaOrganization", made.outlet),
        "sourceOrganization": _organization("Organization", made.agency),
        "isBasedOn": made.original,
        "keywords": _names(evidence, "topic"),
        "about": [{"@type": "Country", "name": tie.country.name} for tie in _parties(evidence)],
        "mentions": [
            *({"@type": "Person", "name": name} for name in _names(evidence, "person")),
            *({"@type": "Organization", "name": name} for name in _names(evidence, "organization")),
        ],
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in data.items() if value}


def _organization(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _names(evidence: Evidence, kind: str) -> list[str]:
    """What the article mentions of a kind, each once, in reading order; of very many those it dwells on."""
    counts = Counter(getattr(each, kind).name for each in evidence.mentions if each.kind == kind)
    return list(foremost(tuple(counts), _NAMED, counts.__getitem__))


def _parties(evidence: Evidence) -> Iterator[Any]:
    return (tie for tie in evidence.countries if tie.role == "party")
