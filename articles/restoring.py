"""What another archive knew of an article besides its words: its number, editors' words, their facts.

An article out of an export keeps its number where that is free, so that addresses which name it stay
true when an archive moves. Facts come as they stood (`Kept.annotations`); here they get back who made
them, and editors' decisions are put down again, so that rules run anew heed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.management.color import no_style
from django.db import connection

from .documents import ADDRESSED
from .drafts import Kept
from .models import Alias, Article, Decision, Mention, Origin, Quote, Statement, Tombstone

#: The rule that exports give to what an editor made.
EDITOR = "editor"


def free_numbers(kept: Iterable[Kept]) -> set[int]:
    """Numbers that no article of this archive has or has had."""
    wanted = {each.number for each in kept if each.number}
    taken = set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return wanted - taken - set(Tombstone.objects.filter(number__in=wanted).values_list("number", flat=True))


def restore(batch: Sequence[tuple[Article, Kept]], *, addresses: bool) -> None:
    """Give stored articles back what editors did; the caller holds the transaction.

    With `addresses` what they speak of gets its slugs back, too, which is for an archive that was
    empty: in any other an address that was given stands.
    """
    if not batch:
        return
    if addresses:
        _readdress({address for _, kept in batch for address in kept.addresses})
        _lead_on({each for _, kept in batch for each in kept.former})
    numbers = [article.pk for article, _ in batch]
    for model in (Mention, Quote, Statement):
        made = model.objects.filter(article__in=numbers, rule=EDITOR)
        made.update(origin=Origin.EDITOR, rules_version="")
    decided = (
        Decision(article=article, kind=each.kind, target=each.target, verdict=each.verdict, value=each.value)
        for article, kept in batch
        for each in kept.verdicts
    )
    Decision.objects.bulk_create(decided, ignore_conflicts=True)
    for article, kept in batch:
        if kept.edited is not None:
            Article.objects.filter(pk=article.pk).update(edited_at=kept.edited)


def _readdress(told: Iterable[tuple[str, str, str]]) -> None:
    """Give register rows of these keys these slugs, where no other row has them."""
    for kind, model in ADDRESSED.items():
        wanted = {key: slug for each, key, slug in told if each == kind}
        rows = [row for row in model.objects.filter(key__in=wanted) if row.slug != wanted[row.key]]
        if not rows:
            continue
        slugs = [wanted[row.key] for row in rows]
        taken = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for row in rows:
            if wanted[row.key] not in taken:
                row.slug = wanted[row.key]
                row.save(update_fields=["slug"])
                taken.add(row.slug)


def _lead_on(former: Iterable[tuple[str, str, str, str]]) -> None:
    """Let addresses and names that these rows had before lead to them again."""
    for kind, model in ADDRESSED.items():
        wanted = [each for each in former if each[0] == kind]
        if not wanted:
            continue
        register = str(model._meta.model_name)
        rows = dict(model.objects.filter(key__in={key for _, key, *_ in wanted}).values_list("key", "pk"))
        made = (
            Alias(register=register, slug=slug, key=before, entry=rows[key])
            for _, key, slug, before in wanted
            if key in rows
        )
        Alias.objects.bulk_create(made, ignore_conflicts=True)


def count_on() -> None:
    """Let the database number further articles behind those that brought their number."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article]):
            cursor.execute(statement)
