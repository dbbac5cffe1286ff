"""Notes that the search index must follow."""

from __future__ import annotations

from django.db import models


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
