"""What a search is narrowed to, when an editor has made one entry of two: the old address finds the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..models import Alias, EventSeries, Organization, Person, Source, Topic

#: The registers whose entries a search is narrowed to, by parameter.
REGISTERS: Final = {
    "topic": Topic,
    "person": Person,
    "organization": Organization,
    "event": EventSeries,
    "source": Source,
    "agency": Source,
}


def kept(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What is chosen, an entry that was merged by the address of the one that it went into.

    One query where entries are chosen, and one for each register of which any was merged.
    """
    slugs = {slug for name in REGISTERS for slug in chosen.get(name, ())}
    rows = Alias.objects.filter(slug__in=slugs).values_list("register", "slug", "entry") if slugs else ()
    entries = {(register, slug): entry for register, slug, entry in rows}
    return {name: _followed(name, values, entries) if entries else values for name, values in chosen.items()}


def _followed(name: str, values: tuple[str, ...], entries: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    model = REGISTERS.get(name)
    register = str(model._meta.model_name) if model else ""
    gone = {slug: entries[register, slug] for slug in values if (register, slug) in entries}
    if model is None or not gone:
        return values
    held = dict(model._default_manager.filter(pk__in=gone.values()).values_list("pk", "slug"))
    return tuple(dict.fromkeys(held.get(gone.get(slug, 0), slug) for slug in values))
