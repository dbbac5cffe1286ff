"""Notes that the search index must follow."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from django.db import models

#: A note's own number and that of its article.
Noted = tuple[int, int]

#: Notes that one statement deletes; SQLite bounds how many values it may hold.
_ROWS: Final = 1000


class IndexNote(models.Model):
    """One article that changed and may not be in the index as it is now.

    It is written in the transaction of the change and deleted once the index has
    followed. It names the article by number, since the article may be gone.
    """

    article = models.BigIntegerField(db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"article {self.article}"

    @classmethod
    def waiting(cls, **which: Any) -> models.QuerySet[Any]:
        """Notes as pairs of numbers, the oldest first."""
        return cls.objects.filter(**which).order_by("pk").values_list("pk", "article")

    @classmethod
    def forget(cls, notes: Iterable[Noted]) -> None:
        """Delete these notes, and none that came since."""
        rest = iter(notes)
        while some := [number for number, _ in islice(rest, _ROWS)]:
            cls.objects.filter(pk__in=some).delete()
