"""Under which of its printed forms a person stands in the register: the one that most articles use.

The first form to arrive is an accident, and would make the register depend on the order of an import. What
an editor typed stands. The address does not change with the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from .models import Article, Mention, Person, fold

#: Articles that one statement changes; SQLite bounds how many values it may hold.
ROWS = 500
_AROUND = " ,;:.'’\"“”()"


def settle_names(articles: Collection[int]) -> list[int]:
    """Name the people of these articles as most articles do. Returns articles that speak of one renamed."""
    people = _printed_otherwise(articles)
    if not people:
        return []
    forms = _forms(people)
    renamed = []
    for person in Person.objects.filter(pk__in=people, name_settled=False):
        name = most_used(forms[person.pk])
        if name and name != person.name:
            person.name = name
            renamed.append(person)
    if not renamed:
        return []
    with transaction.atomic():
        Person.objects.bulk_update(renamed, ["name"])
        mentions = Mention.objects.filter(person__in=renamed).order_by()
        speaking = list(mentions.values_list("article", flat=True).distinct())
        for start in range(0, len(speaking), ROWS):
            some = Article.objects.filter(pk__in=speaking[start : start + ROWS])
            some.update(modified_at=timezone.now())
    return speaking


def _named(**which: object) -> Iterable[tuple[int, int, str, str, str]]:
    """Person, article, the words, and the name in the register as it is and folded."""
    mentions = Mention.objects.standing().filter(
        kind=Mention.Kind.PERSON, article__status=Article.Status.PUBLISHED, **which
    )
    return mentions.order_by().values_list("person", "article", "surface", "person__name", "person__folded")


def _printed_otherwise(articles: Collection[int]) -> set[int]:
    return {
        person
        for person, _, surface, name, folded in _named(article__in=articles)
        if len(surface) >= len(folded) and name not in surface and printed_form(surface, folded)
    }


def _forms(people: Collection[int]) -> dict[int, dict[str, set[int]]]:
    """In which articles each form of a person's name stands."""
    found: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for person, article, surface, _, folded in _named(person__in=people):
        if form := printed_form(surface, folded):
            found[person][form].add(article)
    return {person: dict(found[person]) for person in people}


def most_used(forms: dict[str, set[int]]) -> str:
    """Of as many articles the longer form, which tells syllables apart. Capitals alone do not count."""
    counted = {form: len(articles) for form, articles in forms.items() if not form.isupper()}
    return max(counted, key=lambda form: (counted[form], len(form), form), default="")


def printed_form(surface: str, folded: str) -> str:
    """The name as it is printed among titles: "Yoon-joo Park" in "Vice Minister Yoon-joo Park"."""
    words = surface.split()
    for first in range(len(words)):
        form = " ".join(words[first:]).strip(_AROUND)
        if fold(form) == folded:
            return form
    return ""
