"""Searches as they were, so that others can see what has come and gone since."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from array import array
from collections.abc import Iterable

from django.db import models
from django.urls import reverse

#: Letters and digits of a key that nobody mistakes for each other.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def packed(numbers: Iterable[int]) -> bytes:
    """A set of article numbers in little room: a hundred thousand take about 150 KB."""
    ordered = sorted(set(numbers))
    steps = [number - before for before, number in zip([0, *ordered], ordered, strict=False)]
    return zlib.compress(array("q", steps).tobytes(), 6)


def unpacked(data: bytes) -> list[int]:
    """The numbers in ascending order."""
    steps = array("q")
    steps.frombytes(zlib.decompress(bytes(data)))
    numbers, held = [], 0
    for step in steps:
        held += step
        numbers.append(held)
    return numbers


def digest_of(numbers: Iterable[int]) -> str:
    """SHA-256 of the numbers in ascending order, a line each, which anybody can work out again."""
    lines = "".join(f"{number}\n" for number in sorted(set(numbers)))
    return hashlib.sha256(lines.encode()).hexdigest()


def new_key() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class Receipt(models.Model):
    """What a search found at one moment. Written once and never changed."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    query = models.TextField(blank=True, help_text="The search's own parameters, as its address has them.")
    understood = models.TextField(blank=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the numbers found, a line each.")
    numbers = models.BinaryField()
    generation = models.BigIntegerField()
    engine_version = models.CharField(max_length=40)
    rules_version = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at",)
        indexes = (models.Index(fields=["digest"], name="receipt_digest"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.query or 'everything'}"

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.key])
