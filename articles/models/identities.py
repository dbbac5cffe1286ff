"""Who is who among the entries of a register: names that lead to another entry, and pairs that are two."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Alias(models.Model):
    """What an entry that is no more was called: its address leads to the entry that took it over, for ever,
    and articles that use its name speak of that one.

    `register` is the name of the model and `entry` the number of its row.
    """

    register = models.CharField(max_length=20)
    slug = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=300)
    entry = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["register", "key"], name="one_alias_a_key"),
            models.UniqueConstraint(
                fields=["register", "slug"], condition=~Q(slug=""), name="one_alias_an_address"
            ),
        )
        indexes = (models.Index(fields=["register", "entry"], name="alias_of_entry"),)
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return f"{self.register} {self.slug or self.key}"


class Distinction(models.Model):
    """An editor's word that two people of like names are two; their addresses, which never change."""

    first = models.CharField(max_length=100)
    second = models.CharField(max_length=100)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="distinctions"
    )
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="one_distinction_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinction_is_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
