"""One person, several spellings: what an editor is asked, and what the answers do.

Merging moves everything that was said of one entry to another. The address that is given up leads to the
kept one for ever, and an article that comes later with the old spelling finds it too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Count, Q

from .comparing.names import Likeness, Named, alike
from .models import Alias, Distinction, Mention, Person, fold, register_key
from .models.registers import Register
from .workflow import renamed


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two people who may be one: `kept` is the one that more articles speak of."""

    kept: Person
    gone: Person
    reasons: tuple[str, ...]


def suggestions(most: int) -> tuple[tuple[Suggestion, ...], int]:
    """Those with most in common, and how many there are. In four queries."""
    offices: defaultdict[int, set[str]] = defaultdict(set)
    held = Mention.objects.standing().filter(kind=Mention.Kind.OFFICE).order_by()
    for person, office in held.values_list("person", "office__name").distinct():
        offices[person].add(office)
    people = Person.objects.order_by("pk").values_list("pk", "slug", "name", "country")
    slugs = {pk: slug for pk, slug, _, _ in people}
    apart = set(Distinction.objects.values_list("first", "second"))
    found = [
        each
        for each in alike(
            Named(pk, folded_words(name), country, frozenset(offices[pk])) for pk, _, name, country in people
        )
        if _in_order(slugs[each.first], slugs[each.second]) not in apart
    ]
    return _shown(found[:most]), len(found)


def _shown(found: list[Likeness]) -> tuple[Suggestion, ...]:
    keys = {pk for each in found for pk in (each.first, each.second)}
    articles = Count("mentions__article", distinct=True, filter=Q(mentions__stale=False))
    rows = Person.objects.select_related("country").annotate(articles=articles).in_bulk(keys)
    shown = []
    for each in found:
        pair = sorted((rows[each.first], rows[each.second]), key=lambda row: (-row.articles, row.pk))
        shown.append(Suggestion(pair[0], pair[1], each.reasons))
    return tuple(shown)


def folded_words(name: str) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, name.replace(".", " ").split())))


def keep_apart(first: Person, second: Person, *, editor: AbstractBaseUser | None) -> None:
    """Never ask about these two again."""
    one, other = _in_order(first.slug, second.slug)
    Distinction.objects.update_or_create(first=one, second=other, defaults={"editor": editor})


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


@transaction.atomic
def merge(kept: Register, gone: Register) -> None:
    """Make one entry of two. What was said of the one that goes is said of the one that is kept."""
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise ValueError("Two different entries of one register can be merged, and no others.")
    for relation in gone._meta.related_objects:
        if relation.many_to_many:
            _move_ties(relation, kept, gone)
        else:
            name = relation.field.name
            relation.related_model._default_manager.filter(**{name: gone}).update(**{name: kept})
    register = str(kept._meta.model_name)
    Alias.objects.filter(register=register, entry=gone.pk).update(entry=kept.pk)
    slug, key, country = gone.slug, gone.key, getattr(gone, "country", None)
    gone.delete()
    Alias.objects.create(register=register, slug=slug, key=key, entry=kept.pk)
    if country is not None and getattr(kept, "country", None) is None:
        _take_country(kept, register, country)
    renamed(kept)


def _move_ties(relation: models.ManyToManyRel, kept: Register, gone: Register) -> None:
    """Ties of many to many: the same tie is not made twice."""
    through, name = relation.through, relation.field.m2m_reverse_field_name()
    other = relation.field.m2m_field_name()
    ties = through._default_manager.filter(**{name: gone})
    has = through._default_manager.filter(**{name: kept}).values(f"{other}_id")
    ties.filter(**{f"{other}_id__in": list(has.values_list(f"{other}_id", flat=True))}).delete()
    ties.update(**{name: kept})


def _take_country(kept: Register, register: str, country: models.Model) -> None:
    """The kept entry takes the country that the other one told, and is found with it and without it."""
    kept.country = country
    kept.save(update_fields=["country"])
    key = register_key(kept.name, str(country.pk))
    if key != kept.key and not type(kept)._default_manager.filter(key=key).exists():
        Alias.objects.get_or_create(register=register, key=key, defaults={"entry": kept.pk})


def moved_to(model: type[Register], slug: str) -> Register | None:
    """The entry that took over this address."""
    alias = Alias.objects.filter(register=model._meta.model_name, slug=slug).first()
    return None if alias is None else model._default_manager.filter(pk=alias.entry).first()
