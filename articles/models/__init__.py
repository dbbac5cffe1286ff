"""Rows of the archive: articles, the registers of what they speak of, and the evidence between them."""

from .articles import Article, ArticleCountry, Comment, Image, KeyPoint, ReceivedDocument
from .evidence import Decision, EventReport, Mention, Origin, Quote, Statement
from .identities import Alias, Distinction
from .kinship import Band, Kinship
from .notes import IndexNote
from .receipts import Receipt
from .registers import (
    Country,
    Event,
    EventSeries,
    Office,
    Organization,
    Person,
    Place,
    Source,
    Topic,
    fold,
    make_slug,
    numbered_slug,
    register_key,
)
from .saving import SavedSearch
from .tombstones import Tombstone

__all__ = [
    "Alias",
    "Article",
    "ArticleCountry",
    "Band",
    "Comment",
    "Country",
    "Decision",
    "Distinction",
    "Event",
    "EventReport",
    "EventSeries",
    "Image",
    "IndexNote",
    "KeyPoint",
    "Kinship",
    "Mention",
    "Office",
    "Organization",
    "Origin",
    "Person",
    "Place",
    "Quote",
    "Receipt",
    "ReceivedDocument",
    "SavedSearch",
    "Source",
    "Statement",
    "Tombstone",
    "Topic",
    "fold",
    "make_slug",
    "numbered_slug",
    "register_key",
]
