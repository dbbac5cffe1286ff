"""Evidence: rows that tie a fact to the words of an article it came from.

`field` names the string of the article (`Article.span_fields`), `start` and
`end` are code points into it. That `surface` is as long as the span is a
constraint of the database; that it stands there is asserted where a mention is
made and kept by `workflow` when an editor changes the text.
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from .articles import Article
from .registers import Country, Event, Office, Organization, Person, Place, Topic


def _covers(surface: str, name: str) -> models.CheckConstraint:
    """A span starts before it ends and is as long as its words."""
    return models.CheckConstraint(
        condition=Q(end__gt=F("start"), end=F("start") + Length(surface)),
        name=f"{name}_span_covers_its_words",
    )


class Origin(models.TextChoices):
    """Who found a fact. What an editor made is never replaced by a rule."""

    RULE = "rule", "a rule"
    EDITOR = "editor", "an editor"


def _target(model: type[models.Model], on_delete: Any = models.CASCADE) -> models.ForeignKey:
    """What a mention may speak of. A mention has one or two targets of seven, so each has an index
    of the rows that have it, with the article, which is what registers count."""
    return models.ForeignKey(model, on_delete, null=True, blank=True, db_index=False, related_name="mentions")


class Evidence(models.Model):
    """Words of one article and the rule, or the editor, that took them for something."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="%(class)ss")
    field = models.CharField(max_length=20, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)
    rules_version = models.CharField(max_length=40)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.RULE)
    stale = models.BooleanField(default=False, help_text="The text changed and these words are gone from it.")

    class Meta:
        abstract = True


class MentionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Mentions whose words are still in the text."""
        return self.filter(stale=False)

    def in_reading_order(self) -> Self:
        return self.order_by("field", "start", "pk")


class Mention(Evidence):
    """That some words of an article speak of something. Kind "office" says that the person held it.

    Kind "date" has no target: these are the words that the publication date rests on.
    """

    TARGETS = ("country", "person", "office", "organization", "place", "topic", "event")

    class Kind(models.TextChoices):
        COUNTRY = "country", "country"
        PERSON = "person", "person"
        OFFICE = "office", "office"
        ORGANIZATION = "organization", "organization"
        PLACE = "place", "place"
        TOPIC = "topic", "topic"
        EVENT = "event", "event"
        DATE = "date", "date"

    kind = models.CharField(max_length=12, choices=Kind)
    country = _target(Country, models.PROTECT)
    person = _target(Person)
    office = _target(Office)
    organization = _target(Organization)
    place = _target(Place)
    topic = _target(Topic)
    event = _target(Event)
    surface = models.TextField()

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ("article", "field", "start", "pk")
        constraints = (
            _covers("surface", "mention"),
            models.CheckConstraint(
                condition=Q(kind="date", country=None, person=None, office=None, organization=None)
                & Q(place=None, topic=None, event=None)
                | Q(kind="country", country__isnull=False)
                | Q(kind="person", person__isnull=False)
                | Q(kind="office", office__isnull=False, person__isnull=False)
                | Q(kind="organization", organization__isnull=False)
                | Q(kind="place", place__isnull=False)
                | Q(kind="topic", topic__isnull=False)
                | Q(kind="event", event__isnull=False),
                name="mention_has_what_its_kind_says",
            ),
        )
        indexes = (
            *(
                models.Index(
                    fields=[name, "article"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"mention_{name}",
                )
                for name in ("country", "person", "office", "organization", "place", "topic", "event")
            ),
            # All that tells who held which office when: of one called so in 20,000 places no row is read.
            models.Index(
                fields=["person", "office", "article", "kind", "stale"],
                condition=Q(office__isnull=False),
                name="mention_held",
            ),
        )

    def __str__(self) -> str:
        return f"{self.surface} ({self.kind})"

    @property
    def target(self) -> models.Model | None:
        return None if self.kind == "date" else getattr(self, self.kind)


class Quote(Evidence):
    class Kind(models.TextChoices):
        DIRECT = "direct", "direct"
        PARTIAL = "partial", "partial"
        PULL = "pull", "pull quote"

    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    speaker_name = models.TextField(blank=True)
    speaker = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="quotes")
    speaking_organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="quotes"
    )
    speaker_surface = models.TextField(blank=True)
    cue = models.TextField(blank=True)

    class Meta:
        ordering = ("article", "field", "start")
        constraints = (_covers("text", "quote"),)

    def __str__(self) -> str:
        return self.text


class Statement(Evidence):
    """What an article says two countries are to each other, and since when."""

    first = models.ForeignKey(Country, models.PROTECT, related_name="+")
    second = models.ForeignKey(Country, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    status = models.TextField()
    year = models.SmallIntegerField(null=True, blank=True)
    surface = models.TextField()

    class Meta:
        ordering = ("year", "pk")
        constraints = (
            _covers("surface", "statement"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="statement_pair_is_in_order"),
        )
        indexes = (models.Index(fields=["first", "second", "year"], name="statement_timeline"),)

    def __str__(self) -> str:
        return self.surface


class EventReport(models.Model):
    """What one article says of one event; articles may disagree."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reports")
    article = models.ForeignKey(Article, models.CASCADE, related_name="event_reports")
    date = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=120, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    chairs = models.ManyToManyField(Person, related_name="chaired", blank=True)
    participants = models.ManyToManyField(Person, related_name="took_part_in", blank=True)

    class Meta:
        ordering = ("event", "article")
        constraints = (
            models.UniqueConstraint(fields=["event", "article"], name="one_report_an_event_and_article"),
        )
        # All that a ledger tells of thousands of reports.
        indexes = (models.Index(fields=["event", "article", "date", "place"], name="report_told"),)

    def __str__(self) -> str:
        return f"{self.event} in {self.article}"


class Decision(models.Model):
    """An editor's word on one fact of one article. Extraction run again never overrules it.

    `target` is the register row's key, a country's code, or the folded words of
    a quote or statement, so that the decision survives the rows it was about;
    for a story it is the number of the other article.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", "country"
        PERSON = "person", "person"
        OFFICE = "office", "office"
        ORGANIZATION = "organization", "organization"
        PLACE = "place", "place"
        TOPIC = "topic", "topic"
        EVENT = "event", "event"
        QUOTE = "quote", "quote"
        STATEMENT = "statement", "statement"
        STORY = "story", "story"

    class Verdict(models.TextChoices):
        REJECTED = "rejected", "not so"
        ADDED = "added", "missing, added"
        CONFIRMED = "confirmed", "right"

    article = models.ForeignKey(Article, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind)
    target = models.CharField(max_length=300)
    verdict = models.CharField(max_length=10, choices=Verdict)
    value = models.CharField(
        max_length=20, blank=True, help_text="A country's role, where the editor set it."
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="archive_decisions"
    )
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-decided_at",)
        constraints = (
            models.UniqueConstraint(fields=["article", "kind", "target"], name="one_decision_a_fact"),
        )

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.kind} {self.target}"
