"""Articles as they are kept: the raw bytes, the clean text, and what was printed around it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator

from .registers import Country, Source, make_slug


class ArticleQuerySet(models.QuerySet):
    """Every public page, feed and export starts from `published()`."""

    def published(self) -> Self:
        return self.filter(status="published")

    def newest_first(self) -> Self:
        return self.order_by(F("sort_date").desc(nulls_last=True), "-pk")

    def oldest_first(self) -> Self:
        return self.order_by(F("sort_date").asc(nulls_last=True), "pk")

    def party_to(self, country: Country) -> Self:
        """Articles that are about this country."""
        return self.filter(article_countries__country=country, article_countries__role="party")

    def naming(self, country: Country) -> Self:
        """Articles that name this country in any role."""
        return self.filter(article_countries__country=country)

    def between(self, first: Country, second: Country) -> Self:
        """Articles about the relations of these two."""
        return self.party_to(first).party_to(second)

    def dated(self, year: int, month: int | None = None, day: int | None = None) -> Self:
        """Articles published in that year, month or day, as near as it is known."""
        if day is not None:
            return self.filter(sort_date=date(year, month or 1, day))
        first, last = month or 1, month or 12
        return self.filter(
            sort_date__range=(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
        )

    def undated(self) -> Self:
        return self.filter(sort_date__isnull=True)

    def from_source(self, source: Source) -> Self:
        return self.filter(Q(outlet=source) | Q(agency=source) | Q(origin=source))

    def mentioning(self, **target: object) -> Self:
        """Articles with a mention of one thing: `mentioning(person=p)`, `mentioning(topic=t)`."""
        ((kind, value),) = target.items()
        mentions = self.model._meta.get_field("mentions").related_model
        return self.filter(pk__in=mentions.objects.standing().filter(**{kind: value}).values("article"))


class Article(models.Model):
    """One published report.

    `text` is canonical: spans of mentions point into it, so it changes only
    through `workflow.edit`, which moves them along. `sort_date` is the day the
    article is filed under: the published date, or the earliest it can be.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Basis(models.TextChoices):
        STATED = "stated", "stated"
        INFERRED = "inferred", "inferred"
        UNKNOWN = "unknown", "unknown"

    class Precision(models.TextChoices):
        MINUTE = "minute", "minute"
        DAY = "day", "day"
        MONTH = "month", "month"
        YEAR = "year", "year"

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    identity = models.CharField(max_length=300, null=True, blank=True, unique=True, editable=False)
    title = models.TextField(blank=True)
    subtitle = models.TextField(blank=True)
    standfirst = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    section = models.TextField(blank=True)
    byline = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    url = models.TextField("original address", blank=True)
    outlet = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="outlet_articles")
    agency = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="agency_articles")
    origin = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="origin_articles",
        help_text="The publisher that a reprint credits.",
    )
    reading_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False)

    published_date = models.DateField(null=True, blank=True)
    published_earliest = models.DateField(null=True, blank=True)
    published_latest = models.DateField(null=True, blank=True)
    published_time = models.CharField(
        max_length=24, blank=True, help_text="ISO 8601 with the zone, as stated."
    )
    published_basis = models.CharField(max_length=10, choices=Basis, default=Basis.UNKNOWN)
    published_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    published_confidence = models.FloatField(default=0.0)
    sort_date = models.DateField(null=True, blank=True, editable=False, db_index=True)

    dateline_text = models.TextField(blank=True)
    dateline_place = models.TextField(blank=True)
    dateline_country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    dateline_date = models.CharField(max_length=10, blank=True, help_text="ISO 8601; --MM-DD without a year.")

    pull_quote = models.TextField(blank=True)
    pull_quote_speaker = models.TextField(blank=True)

    pair_first = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    pair_second = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    countries = models.ManyToManyField(Country, through="ArticleCountry", related_name="articles_naming")

    removed = models.JSONField(default=list, blank=True, editable=False)
    rules_version = models.CharField(max_length=40, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-sort_date", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]), name="article_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(published_basis="unknown", published_date=None, published_earliest=None)
                | Q(
                    published_basis__in=["stated", "inferred"],
                    published_earliest__isnull=False,
                    published_latest__isnull=False,
                    published_earliest__lte=F("published_latest"),
                ),
                name="article_date_has_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(published_date=None)
                | Q(published_date__gte=F("published_earliest"), published_date__lte=F("published_latest")),
                name="article_date_lies_in_its_bounds",
            ),
            models.CheckConstraint(
                condition=Q(published_confidence__gte=0.0, published_confidence__lte=1.0),
                name="article_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(pair_first=None, pair_second=None)
                | Q(pair_first__isnull=False, pair_second__isnull=False, pair_first__lt=F("pair_second")),
                name="article_pair_is_two_in_order",
            ),
        )
        indexes = (
            # With how much of a date is known, so that a calendar is counted without reading an article.
            models.Index(
                fields=["status", "-sort_date", "-id", "published_precision", "published_date"],
                name="article_newest",
            ),
            # So that the day of an article is found without reading its text, which stands before it.
            models.Index(fields=["id", "status", "sort_date"], name="article_dated"),
            models.Index(fields=["pair_first", "pair_second"], name="article_pair"),
            models.Index(fields=["modified_at", "id"], name="article_changed"),
        )

    def __str__(self) -> str:
        return self.headline

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_date = self.published_date or self.published_earliest
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk, self.slug])

    @property
    def headline(self) -> str:
        """The title, or the first words of an article that was printed without one."""
        return self.title or Truncator(self.text.split("\n", 1)[0]).words(12) or "Untitled"

    @property
    def slug(self) -> str:
        return make_slug(self.headline) or "article"

    @property
    def pair(self) -> tuple[str, str] | None:
        if self.pair_first_id is None or self.pair_second_id is None:
            return None
        return self.pair_first_id, self.pair_second_id

    def span_fields(self) -> dict[str, str]:
        """Every string that a span of this article may point into, by its name."""
        named = {
            "title": self.title,
            "subtitle": self.subtitle,
            "standfirst": self.standfirst,
            "summary": self.summary,
            "dateline": self.dateline_text,
            "pull_quote": self.pull_quote,
            "text": self.text,
        }
        named |= {f"key_points/{point.position}": point.text for point in self.key_points.all()}
        return {name: value for name, value in named.items() if value}


class ReceivedDocument(models.Model):
    """What was received, byte for byte. Never changed, never deleted by the archive.

    An article can have several: one it was made from, `earlier` ones it was made
    from before, and `duplicate`s that brought the same text from elsewhere.
    """

    class Kind(models.TextChoices):
        CURRENT = "current", "the article was made from it"
        EARLIER = "earlier", "an earlier state of the article"
        DUPLICATE = "duplicate", "the same text from elsewhere"

    article = models.ForeignKey(Article, models.CASCADE, related_name="received")
    kind = models.CharField(max_length=10, choices=Kind)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.TextField(blank=True)
    format = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class ArticleCountry(models.Model):
    """That an article speaks of a country, and in which role."""

    class Role(models.TextChoices):
        PARTY = "party", "party"
        VENUE = "venue", "venue"
        DATELINE = "dateline", "dateline"
        MENTION = "mention", "mention"

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_countries")
    country = models.ForeignKey(Country, models.PROTECT, related_name="article_countries")
    role = models.CharField(max_length=10, choices=Role)
    score = models.FloatField(default=0.0)

    class Meta:
        ordering = ("-score", "country")
        verbose_name_plural = "article countries"
        constraints = (
            models.UniqueConstraint(fields=["article", "country"], name="country_once_an_article"),
            models.CheckConstraint(
                condition=Q(role__in=["party", "venue", "dateline", "mention"]), name="country_role_is_known"
            ),
        )
        indexes = (models.Index(fields=["country", "role", "article"], name="country_role_article"),)

    def __str__(self) -> str:
        return f"{self.country_id} ({self.role})"


class KeyPoint(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["article", "position"], name="one_key_point_a_position"),
        )

    def __str__(self) -> str:
        return self.text


class Image(models.Model):
    """A picture's caption and credit. The picture itself is not kept."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="images")
    position = models.PositiveSmallIntegerField()
    caption = models.TextField(blank=True)
    credit = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["article", "position"], name="one_image_a_position"),)

    def __str__(self) -> str:
        return self.caption


class CommentQuerySet(models.QuerySet):
    def visible(self) -> Self:
        return self.filter(status="approved")


class Comment(models.Model):
    """A reader's comment. Comments never feed an article's metadata.

    Those that came with the scraped page are kept as part of the record and are
    visible unless an editor hides them.
    """

    class Origin(models.TextChoices):
        SCRAPED = "scraped", "the original site"
        READER = "reader", "a reader of this archive"

    class Status(models.TextChoices):
        PENDING = "pending", "waiting"
        APPROVED = "approved", "shown"
        REJECTED = "rejected", "hidden"

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    author = models.TextField(blank=True, help_text="Empty where the page did not name one.")
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    truncated = models.BooleanField(default=False, help_text="The scrape was cut off here.")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.SCRAPED)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["article", "origin", "position"], name="one_comment_a_position"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(truncated=True), name="comment_without_text_is_truncated"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected"]), name="comment_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.author}: {Truncator(self.text).chars(60)}"
