"""Lines of lists as JSON: articles, entries of registers, and what leads from a fact to its article."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import reverse

from articles.models import Article
from articles.presenters.listing import lead_of
from articles.presenters.registers import REGISTERS

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


def entry_json(row: Any, absolute: Absolute) -> dict[str, Any]:
    """What names an entry of a register; `slug` is what parameters take."""
    return {
        "slug": row.slug,
        "name": row.name,
        "url": absolute(row.get_absolute_url()),
        "api_url": absolute(reverse(f"api_{_paths()[type(row)]}_entry", args=[row.slug])),
    }


@cache
def _paths() -> dict[Any, str]:
    return {register.model: register.path for register in REGISTERS}


def article_json(article: Article, absolute: Absolute) -> dict[str, Any]:
    """What leads to the article that a fact is from."""
    return {
        "id": article.pk,
        "headline": article.headline,
        "date": article.published_date.isoformat() if article.published_date else None,
        "url": absolute(article.get_absolute_url()),
        "api_url": absolute(reverse("api_article", args=[article.pk])),
    }


def span_json(row: Any) -> dict[str, Any]:
    """Where the words of a fact stand, and the rule that took them for it."""
    where = {} if row.field == "text" else {"field": row.field}
    return {
        "start": row.start,
        "end": row.end,
        **where,
        "rule": row.rule,
        "rules_version": row.rules_version,
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
