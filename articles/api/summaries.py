"""A line of a list of articles as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from articles.models import Article
from articles.presenters.listing import lead_of

Absolute = Callable[[str], str]


def summary_json(article: Article, absolute: Absolute) -> dict[str, Any]:
    """A line of a list. `article.ties` are its countries, read along."""
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "api_url": absolute(reverse("api_article", args=[article.pk])),
        "headline": article.headline,
        "lead": lead_of(article) or None,
        "language": article.language or None,
        "published": _published(article),
        "byline": article.byline or None,
        "section": article.section or None,
        "outlet": _name(article.outlet),
        "agency": _name(article.agency),
        "countries": [
            {"code": tie.country_id, "name": tie.country.name, "role": tie.role} for tie in article.ties
        ],
        "pair": list(article.pair) if article.pair else None,
    }


def _name(row: Any) -> str | None:
    return row.name if row is not None else None


def _published(article: Article) -> dict[str, Any]:
    days = {name: getattr(article, f"published_{name}") for name in ("date", "earliest", "latest")}
    return {
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "time": article.published_time or None,
        "basis": article.published_basis,
        "precision": article.published_precision or None,
        "confidence": round(article.published_confidence, 3),
    }
