"""The measured documents as Haystack indexes them. Nothing of it reaches a database."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from haystack import indexes
from haystack.fields import FacetCharField, FacetMultiValueField

from .corpus import FACETS, HISTOGRAM, Document

_MODEL = "contenttypes.contenttype"


def index_class(*, facets: bool) -> type[Any]:
    """Haystack's own Whoosh backend knows no facets; there the values are plain fields."""
    multiple = FacetMultiValueField if facets else indexes.MultiValueField
    single = FacetCharField if facets else indexes.CharField
    fields = {f"{name}_exact": multiple(stored=False, null=True) for name in FACETS}

    class Measured(indexes.SearchIndex, indexes.Indexable):
        text = indexes.CharField(document=True)
        title = indexes.CharField(null=True)
        published = indexes.DateField(null=True)
        locals().update(fields)
        year_exact = single(stored=False, null=True)

        def get_model(self) -> type[ContentType]:
            """Some model: an index must have one."""
            return ContentType

        def prepared_of(self, document: Document) -> dict[str, Any]:
            return {
                "id": f"{_MODEL}.{document.number}",
                "django_ct": _MODEL,
                "django_id": str(document.number),
                "text": f"{document.title}\n\n{document.text}",
                "title": document.title,
                "published": document.published,
                **{f"{name}_exact": document.facets[name] for name in FACETS},
                f"{HISTOGRAM}_exact": document.facets[HISTOGRAM][0],
            }

    return Measured
