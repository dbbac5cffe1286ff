"""How articles belong together: versions of one report, and reports of one happening.

These rows are worked out from the articles (see `articles.grouping`) and can be made again at any time;
what an editor said about them is a `Decision`. They name an article by number and outlive it until the
next grouping, which needs them to know whom it stood with.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from .articles import Article
from .registers import EventSeries


class Kinship(models.Model):
    """What a published article is recognized by, and whom it stands with.

    `copies` is shared by the versions of one report and `story` by the reports of one happening: each is
    the smallest number of the articles that share it, and empty for one that stands alone.
    """

    article: Any = models.OneToOneField(
        Article, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="kinship"
    )
    copies = models.BigIntegerField(null=True, db_index=True)
    story = models.BigIntegerField(null=True, db_index=True)
    series = models.ForeignKey(
        EventSeries, models.SET_NULL, null=True, db_constraint=False, related_name="kinships"
    )
    ordinal = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    place = models.CharField(max_length=130, blank=True)

    class Meta:
        indexes = (models.Index(fields=["day", "place"], name="kinship_day_and_place"),)

    def __str__(self) -> str:
        return f"article {self.article_id}"


class Band(models.Model):
    """One of the keys by which copies of an article's text are looked up.

    `day` counts from year one, 0 where the article has no date: forms that come again each month
    share keys by the thousand, and are passed over by the index.
    """

    pk = models.CompositePrimaryKey("key", "day", "article_id")
    key = models.BigIntegerField()
    day = models.IntegerField()
    article: Any = models.ForeignKey(Article, models.DO_NOTHING, db_constraint=False, related_name="+")

    def __str__(self) -> str:
        return f"{self.key} of article {self.article_id}"
