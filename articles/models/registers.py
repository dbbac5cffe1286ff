"""The registers: what articles speak of, one row for each thing in the world.

Two names are one row when their keys are equal. A key is the letters and digits
of the name, casefolded, with the country: "Park Yoonjoo" and "Park Yoon-joo" of
one country meet, two ministries of one name in two countries never do. Anything
bolder than that is an editor's decision, since a wrong merge is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count, groupby
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.text import slugify

from ..addresses import address_of
from .identities import Alias

#: Longest slug that is made; a longer name is cut at a word.
SLUG_LENGTH = 80
_PUNCTUATION = re.compile(r"[^A-Za-z0-9]+")


def _bare(name: str) -> str:
    """The name without accents. Vowel signs of Indic and other scripts are letters, and stay."""
    decomposed = unicodedata.normalize("NFKD", name)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not _is_accent(char)))


def _is_accent(char: str) -> bool:
    """By canonical combining class: 10 to 36 are Hebrew and Arabic points, 200 and above accents."""
    return 10 <= unicodedata.combining(char) <= 36 or unicodedata.combining(char) >= 200


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


def fold(name: str) -> str:
    """Letters and digits of a name in one form: what keys are made of."""
    if name.isascii():
        return _PUNCTUATION.sub("", name).lower()
    return "".join(filter(_is_letter, _bare(name))).casefold()


def register_key(name: str, country: str | None = None) -> str:
    return f"{fold(name)}|{country or ''}"[:300]


def make_slug(name: str) -> str:
    """A readable address for a name of any script; empty when it has no letters."""
    hyphened = re.sub(r"[\u2010-\u2015/]", "-", name)
    return (slugify(hyphened) or _own_script(hyphened))[:SLUG_LENGTH].strip("-")


def _own_script(name: str) -> str:
    runs = groupby(_bare(name).casefold(), key=_is_letter)
    return "-".join("".join(run) for is_word, run in runs if is_word)


def numbered_slug(wanted: str, taken: Container[str]) -> str:
    """The slug itself when it is free, else the first of slug-2, slug-3 … that is."""
    candidates = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(slug for slug in candidates if slug not in taken)


class RegisterQuerySet(models.QuerySet):
    """Queries that every register shares. `mention_path` leads to the articles."""

    mention_path = "mentions__article"

    def with_counts(self) -> Self:
        """Each row with `articles`, the number of published articles that speak of it."""
        return self.annotate(
            articles=Count(
                self.mention_path, distinct=True, filter=Q(**{f"{self.mention_path}__status": "published"})
            )
        )

    def in_use(self) -> Self:
        """Rows that some published article speaks of, the most covered first."""
        return self.with_counts().filter(articles__gt=0).order_by("-articles", "name")


class Register(models.Model):
    """A named thing with an address of its own."""

    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=100, unique=True)
    key = models.CharField(max_length=300, unique=True)

    objects = RegisterQuerySet.as_manager()
    address: str

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Fill in key and slug when an editor typed only a name."""
        if not self.key:
            self.key = register_key(self.name, getattr(self, "country_id", None))
        if not self.slug:
            self.slug = self.free_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of(self.address, self.slug)

    @classmethod
    def slug_of(cls, name: str) -> str:
        return make_slug(name) or cls._meta.model_name or "entry"

    @classmethod
    def free_slug(cls, name: str) -> str:
        """The name's slug, numbered when another row has it already, or had it."""
        wanted = cls.slug_of(name)
        given = cls.objects.order_by(), Alias.objects.filter(register=cls._meta.model_name)
        if not any(rows.filter(slug=wanted).exists() for rows in given):
            return wanted
        taken = (rows.filter(slug__startswith=wanted).values_list("slug", flat=True) for rows in given)
        return numbered_slug(wanted, set(chain.from_iterable(taken)))


class SourceQuerySet(RegisterQuerySet):
    def with_counts(self) -> Self:
        published = {"status": "published"}
        paths = ("outlet_articles", "agency_articles", "origin_articles")
        counts = [
            Count(
                path,
                distinct=True,
                filter=Q(**{f"{path}__{name}": value for name, value in published.items()}),
            )
            for path in paths
        ]
        return self.annotate(articles=counts[0] + counts[1] + counts[2])


class Source(Register):
    """An outlet that publishes, or a wire agency that is credited."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", "outlet"
        AGENCY = "agency", "news agency"

    kind = models.CharField(max_length=10, choices=Kind)

    objects = SourceQuerySet.as_manager()
    address = "source"

    class Meta(Register.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["outlet", "agency"]), name="source_kind_is_known"),
        )


class CountryQuerySet(RegisterQuerySet):
    mention_path = "article_countries__article"

    def with_counts(self) -> Self:
        """`articles` counts those the country is party to, `mentions_count` all that name it."""
        published = Q(article_countries__article__status="published")
        return self.annotate(
            articles=Count(
                "article_countries__article",
                distinct=True,
                filter=published & Q(article_countries__role="party"),
            ),
            mentioned=Count("article_countries__article", distinct=True, filter=published),
        )

    def in_use(self) -> Self:
        return self.with_counts().filter(mentioned__gt=0).order_by("-articles", "-mentioned", "name")


class Country(models.Model):
    """`code` is ISO 3166-1 alpha-2, upper case."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=100, unique=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "countries"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z]$"), name="country_code_is_two_capitals"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("country", self.code.lower())


class Person(Register):
    """`name` is the form that most articles print, unless an editor `settled` it."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="people")
    folded = models.CharField(max_length=255, db_index=True, editable=False)
    name_settled = models.BooleanField(default=False, editable=False)

    address = "person"

    class Meta(Register.Meta):
        verbose_name_plural = "people"

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = self.folded or fold(self.name)
        super().save(*args, **kwargs)


class Office(Register):
    """A post that people hold in turn: "Foreign Secretary" of one country."""

    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="offices")

    address = "office"


class Organization(Register):
    abbreviation = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="organizations")

    address = "organization"


class Place(Register):
    kind = models.CharField(max_length=20)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="places")

    address = "place"


class TopicQuerySet(RegisterQuerySet):
    def under(self, topic: Topic) -> Self:
        """The topic and all that are a part of it; the tree has three levels."""
        return self.filter(Q(pk=topic.pk) | Q(parent=topic) | Q(parent__parent=topic))


class Topic(Register):
    """One of a controlled list, which is a tree: an article about a topic is one about its `parent` too."""

    #: A topic, its parent and its parent's parent.
    LEVELS = 3

    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")

    objects = TopicQuerySet.as_manager()
    address = "topic"

    def broader(self) -> list[Topic]:
        """Its parent and what is above that, the widest first."""
        above: list[Topic] = []
        each = self.parent
        while each is not None and len(above) < self.LEVELS:
            above.insert(0, each)
            each = each.parent
        return above

    def clean(self) -> None:
        above = self.broader()
        if self in above:
            raise ValidationError({"parent": "A topic cannot be a part of itself."})
        below = Topic.objects.under(self).exclude(pk=self.pk) if self.pk else Topic.objects.none()
        depth = 1 + (below.exists() and 1) + below.filter(children__isnull=False).exists()
        if self.parent is not None and len(above) + depth > self.LEVELS:
            raise ValidationError({"parent": f"The tree of topics has {self.LEVELS} levels at most."})


class EventSeriesQuerySet(RegisterQuerySet):
    mention_path = "events__reports__article"


class EventSeries(Register):
    """A dialogue held in rounds, between the two countries it is named for where that is known."""

    abbreviation = models.CharField(max_length=40, blank=True)
    first = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EventSeriesQuerySet.as_manager()
    address = "event"

    class Meta(Register.Meta):
        verbose_name_plural = "event series"


class EventQuerySet(models.QuerySet):
    def reported(self) -> Self:
        """Events that some published article reports."""
        return self.filter(reports__article__status="published").distinct()

    def in_order(self) -> Self:
        return self.order_by("ordinal", "happened_on", "pk")


class Event(models.Model):
    """A meeting, visit or round. What each article says of it stands in its `EventReport`s.

    `happened_on` is the first day of what `date` (ISO 8601, maybe only a month) gives.
    """

    key = models.CharField(max_length=400, unique=True)
    type = models.CharField(max_length=30)
    name = models.CharField(max_length=255)
    series = models.ForeignKey(EventSeries, models.CASCADE, null=True, blank=True, related_name="events")
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    date = models.CharField(max_length=10, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="hosted_events")
    countries = models.ManyToManyField(Country, related_name="events", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("series", "ordinal", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["series", "ordinal"], name="one_event_a_round", condition=Q(ordinal__isnull=False)
            ),
        )
        indexes = (models.Index(fields=["-happened_on", "-id"], name="event_latest"),)

    def __str__(self) -> str:
        return self.name
