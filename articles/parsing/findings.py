"""What the rules have learned about one page while they read it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from articles.drafts import Dateline, Image, PullQuote, ReaderComment, ReadingConfig

from .datelines import DatelineFound
from .page import Page, Stretch


@dataclass(slots=True)
class StampFound:
    """A line or a fragment that tells when the article was published, with the rule that found it."""

    rule: str
    text: str
    line: int = 0


@dataclass(slots=True)
class Findings:
    """Grows from rule to rule; the draft is made of it at the end."""

    page: Page
    config: ReadingConfig
    title: str | None = None
    subtitle: str | None = None
    standfirst: str | None = None
    summary: str | None = None
    section: str | None = None
    byline: str | None = None
    agency: str | None = None
    origin: str | None = None
    reading_minutes: int | None = None
    dateline: Dateline | None = None
    dateline_found: DatelineFound | None = None
    key_points: list[str] = field(default_factory=list)
    key_points_line: int | None = None
    pull_quote: PullQuote | None = None
    images: list[Image] = field(default_factory=list)
    comments: list[ReaderComment] = field(default_factory=list)
    comments_line: int | None = None
    stamps: list[StampFound] = field(default_factory=list)
    outlets: Counter[str] = field(default_factory=Counter)

    def vote_outlet(self, name: str, weight: int) -> None:
        self.outlets[name] += weight

    @property
    def outlet(self) -> str | None:
        return self.outlets.most_common(1)[0][0] if self.outlets else None

    def take_agency(self, name: str | None) -> None:
        if name and self.agency is None:
            self.agency = name

    def drop_page_clocks(self, headline: int) -> None:
        """Today's date in the masthead says nothing where a stamp stands below the headline."""
        plain = [stamp for stamp in self.stamps if stamp.rule == "publication-stamp"]
        if any(stamp.line > headline for stamp in plain):
            self.stamps = [stamp for stamp in self.stamps if stamp not in plain or stamp.line > headline]

    def add_key_point(self, stretch: Stretch, words: str) -> None:
        stretch.claim(f"key_points/{len(self.key_points)}", "key-point")
        self.key_points.append(words)

    def add_image(self, stretch: Stretch, caption: str, credit: str | None) -> None:
        """A picture is kept once; a second copy of its caption may bring the credit."""
        key = same(caption)
        for index, image in enumerate(self.images):
            if same(image.caption) == key:
                if image.credit is None and credit:
                    self.images[index] = Image(image.caption, credit)
                stretch.remove("duplicate-caption")
                return
        self.images.append(Image(caption, credit))
        stretch.claim(f"images/{len(self.images) - 1}", "caption")


_NOT_ALNUM = re.compile(r"[\W_]+")
_ASCII_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}
#: A sentence ends inside: headlines and menu lines have no second sentence.
_INNER_END = re.compile(r"[a-z0-9)%][.!?][”\"’]?\s[A-Z“\"‘]")


def _second_sentence(text: str) -> bool:
    """Whether a sentence ends inside and another follows; a credit behind a caption is shorter than one."""
    ends = [found.end() for found in _INNER_END.finditer(text)]
    return bool(ends) and text.count(" ", ends[-1]) >= 6


def same(text: str) -> str:
    """A text as it compares with its second copy: letters and figures only, case folded."""
    if text.isascii():
        return text.lower().translate(_ASCII_SIGNS)
    return _NOT_ALNUM.sub("", text.casefold())


def is_story(text: str) -> bool:
    """Whether a line reads as a paragraph of a story: a sentence of some length that ends as one."""
    if len(text) < 40:
        return False
    words = text.count(" ") + 1
    dense = words < len(text) / 14
    ends = text.rstrip("”\"’')]»")[-1:] in ".!?…。।؟!?:;۔"
    if dense:
        return ends or len(text) > 120
    return (words >= 9 and ends) or words >= 32 or (words >= 16 and _second_sentence(text))
