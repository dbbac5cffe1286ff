"""The register of quotations: who said what, each with a way to the very words and to its citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from articles import quoting
from articles.models import Quote

from .dates import DateLabel, date_label
from .links import Link, page_url
from .wording import cite_links, words_url


@dataclass(frozen=True, slots=True)
class Said:
    """`words` leads to the quotation where it stands."""

    text: str
    language: str
    speaker: Link
    date: DateLabel
    article: Link
    words: str
    cite: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QuotesPage:
    asked: quoting.Asked
    said: tuple[Said, ...]
    countries: tuple[Link, ...]
    narrowed: bool
    previous_url: str
    next_url: str


def quotes_page(asked: quoting.Asked) -> QuotesPage:
    found = quoting.find(asked)
    path, kept = reverse("quotes"), dict(_kept(asked))
    return QuotesPage(
        asked=asked,
        said=tuple(map(_said, found.quotes)),
        countries=tuple(Link(row.name, row.pk) for row in quoting.countries()),
        narrowed=bool(kept),
        previous_url=page_url(path, kept, asked.page - 1) if asked.page > 1 else "",
        next_url=page_url(path, kept, asked.page + 1) if found.more else "",
    )


def _kept(asked: quoting.Asked) -> Iterator[tuple[str, str]]:
    days = (("from", asked.first), ("to", asked.last))
    named = (("q", asked.words), ("speaker", asked.speaker), ("country", asked.country.lower()))
    for name, value in (*named, *((name, day.isoformat() if day else "") for name, day in days)):
        if value:
            yield name, value


def _said(quote: Quote) -> Said:
    article, speaker = quote.article, quote.speaker or quote.speaking_organization
    country = quote.speaker.country if quote.speaker else None
    return Said(
        text=quote.text,
        language=article.language,
        speaker=Link(
            speaker.name if speaker else quote.speaker_name or quote.speaker_surface or "Speaker not named",
            speaker.get_absolute_url() if speaker else "",
            country.name if country else "",
        ),
        date=date_label(article),
        article=Link(article.headline, article.get_absolute_url()),
        words=words_url(article, quote.field, quote.start, quote.end),
        cite=cite_links(quote),
    )
