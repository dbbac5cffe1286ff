"""Searches that somebody keeps, with what each has told of."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core import signing
from django.db import models

_SALT = "articles.saved-search"


class SavedSearch(models.Model):
    """`numbers` are the articles that were found when it was saved or told of since, packed as those of a
    receipt are; what is found beside them is news."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    query = models.TextField(blank=True, help_text="The search's own parameters, as its address has them.")
    #: Of the query, which may be too long for the index that keeps it from being saved twice.
    sha256 = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=300)
    numbers = models.BinaryField(editable=False)
    digest = models.BooleanField(default=True, help_text="Tell by mail what is new.")
    made_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name_plural = "saved searches"
        constraints = (
            models.UniqueConstraint(fields=["user", "sha256"], name="one_saved_search_a_user_and_query"),
        )

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def sha256_of(query: str) -> str:
        return hashlib.sha256(query.encode()).hexdigest()

    @property
    def token(self) -> str:
        """What a mail's link to stop carries in place of a password; it ends with the search."""
        return signing.Signer(salt=_SALT).sign_object(self.pk)

    @classmethod
    def of_token(cls, token: str) -> SavedSearch | None:
        try:
            number = signing.Signer(salt=_SALT).unsign_object(token)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=number).first()
