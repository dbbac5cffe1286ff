"""What stands where a published article was: addresses and harvests must tell that it is gone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models


class Tombstone(models.Model):
    """The number of an article that readers had and have no more: removed, or a draft again.

    Nothing of the article itself is kept. `created` is when it came in, which its identifiers name.
    A withdrawn article needs none, for its row tells.
    """

    number = models.BigIntegerField(unique=True)
    created = models.DateTimeField()
    since = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("since", "pk")

    def __str__(self) -> str:
        return f"article {self.number}"

    @classmethod
    def set_for(cls, articles: models.QuerySet) -> None:
        """Mark those of these articles that readers had; the caller is about to take them away."""
        had = articles.filter(status__in=["published", "withdrawn"]).values_list("pk", "created_at")
        for number, created in had:
            cls.objects.update_or_create(number=number, defaults={"created": created})

    @classmethod
    def lift(cls, numbers: Iterable[int]) -> None:
        cls.objects.filter(number__in=list(numbers)).delete()
