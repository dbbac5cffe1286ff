"""A model of the tests' own, so that the engine is tested without the archive's articles.

It belongs to the engine's app, which has no migrations, so that none ever sees it;
the fixture `tables` makes its table.
"""

from __future__ import annotations

from django.db import models
from haystack import indexes


class Note(models.Model):
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    author = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    written = models.DateField(null=True)
    filed = models.DateTimeField(null=True)
    pages = models.IntegerField(null=True)
    rating = models.FloatField(null=True)
    public = models.BooleanField(default=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "archive_search"

    def __str__(self) -> str:
        return self.title


class Memo(models.Model):
    body = models.TextField(blank=True)

    class Meta:
        app_label = "archive_search"

    def __str__(self) -> str:
        return self.body


class NoteIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="title", null=True)
    author = indexes.CharField(model_attr="author", faceted=True, null=True)
    tags = indexes.MultiValueField(model_attr="tags", faceted=True, null=True)
    written = indexes.DateField(model_attr="written", faceted=True, null=True)
    filed = indexes.DateTimeField(model_attr="filed", null=True)
    pages = indexes.IntegerField(model_attr="pages", faceted=True, null=True)
    rating = indexes.FloatField(model_attr="rating", null=True)
    public = indexes.BooleanField(model_attr="public", faceted=True, null=True)
    start = indexes.EdgeNgramField(model_attr="title", null=True, stored=False)
    part = indexes.NgramField(model_attr="title", null=True, stored=False)
    kept = indexes.CharField(model_attr="author", indexed=False, null=True)
    changed = indexes.DateTimeField(model_attr="changed", stored=False)

    def get_model(self) -> type[Note]:
        return Note

    def get_updated_field(self) -> str:
        return "changed"

    def prepare_text(self, note: Note) -> str:
        return f"{note.title}\n\n{note.body}"

    def prepare_tags(self, note: Note) -> list[str]:
        return list(note.tags)


class MemoIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="body")

    def get_model(self) -> type[Memo]:
        return Memo
