"""A text with its evidence marked: offsets in, HTML out.

Spans come from rules that know nothing of each other, so they nest, cross and
coincide, while HTML elements may only nest. Three ways were weighed: dropping
the shorter of two crossing spans loses evidence; empty anchors in front of the
words can be jumped to, but `:target` then has nothing to light up; cutting the
text at every boundary into flat pieces loses the element that is the whole
span. So elements are kept open in one fixed order (paragraph, sentence,
quotation, fact; longer before shorter) and at each boundary only those that
must close are closed; one that goes on behind it is opened again as
"continued", without the id, which stays on its first piece.

The address of a span is made of its place (`s-text-12-20`), not of a row's
number: a link to a sentence goes on working when rules are run again.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Literal

from django.utils.safestring import SafeString

from .scripts import direction

Layer = Literal["sentence", "quotation", "fact"]
#: A field of the article, and where in it words begin and end.
Span = tuple[str, int, int]

_RANK = {"paragraph": 0, "sentence": 1, "quotation": 2, "fact": 3}
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Marking:
    """Words of a field to be marked. `back` is the id of the fact they show, `label` what that is called,
    `page` where it stands, if on another one."""

    start: int
    end: int
    layer: Layer = "fact"
    back: str = ""
    label: str = "the fact"
    page: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Element:
    """Told apart by identity, which is what makes sets of thousands of them quick."""

    start: int
    end: int
    rank: int
    tag: str
    classes: tuple[str, ...] = ()
    id: str = ""
    backs: tuple[tuple[str, str], ...] = ()
    direction: str = ""

    @property
    def order(self) -> tuple[int, int, int]:
        """Outer elements first; two elements never have the same place and rank."""
        return self.rank, self.start, -self.end

    def opening(self, first: bool) -> str:
        classes = self.classes if first else (*self.classes, "continued")
        identity = f' id="{escape(self.id)}"' if first and self.id else ""
        direction = f' dir="{self.direction}"' if self.direction else ""
        return f"<{self.tag}{identity}{_class_attribute(classes)}{direction}>"

    def closing(self, position: int) -> str:
        """The ways back, to each fact that rests on these words, stand where the whole span ends.

        The style sheet calls one "Back"; only where there are several is it told where each leads, since a
        page has hundreds of them.
        """
        links = self.backs if position == self.end else ()
        ways = "".join(_way_back(address, label if len(links) > 1 else "") for address, label in links)
        return f"{ways}</{self.tag}>"


def _way_back(address: str, label: str) -> str:
    title = f' title="Back to {escape(label)}"' if label else ""
    return f'<a href="{escape(address)}"{title}></a>'


def anchor(field: str, start: int, end: int) -> str:
    """The id of a span: `#` and this leads to its words on the article's page."""
    return f"s-{field.replace('/', '-')}-{start}-{end}"


def render_line(text: str, markings: Iterable[Marking], field: str) -> SafeString:
    """One line of text (a headline, a key point) with its spans marked."""
    return SafeString("".join(_pieces(text, _elements(text, markings, field), within=None)))


def render_paragraphs(text: str, markings: Iterable[Marking], field: str) -> SafeString:
    """A text as paragraphs, with its spans marked; a span over two paragraphs goes on in the second."""
    bounds = [0, *(edge for gap in _PARAGRAPH_BREAK.finditer(text) for edge in gap.span()), len(text)]
    paragraphs = [
        _Element(start, end, _RANK["paragraph"], "p", direction=direction(text[start:end]))
        for start, end in zip(bounds[::2], bounds[1::2], strict=True)
        if text[start:end].strip()
    ]
    elements = [*paragraphs, *_elements(text, markings, field)]
    return SafeString("".join(_pieces(text, elements, within=_RANK["paragraph"])))


def _elements(text: str, markings: Iterable[Marking], field: str) -> list[_Element]:
    """One element a place: what several rules found in the same words is marked once."""
    found: dict[tuple[int, int], _Element] = {}
    for marking in sorted(markings, key=lambda each: _RANK[each.layer]):
        if not 0 <= marking.start < marking.end <= len(text):
            continue
        place = marking.start, marking.end
        known = found.get(place)
        # A fact is an element of its own, <mark>, and needs no class.
        names = (marking.layer,) if marking.layer != "fact" else ()
        backs = ((f"{marking.page}#{marking.back}", marking.label),) if marking.back else ()
        if known is None:
            tag = "mark" if marking.layer == "fact" else "span"
            found[place] = _Element(*place, _RANK[marking.layer], tag, names, anchor(field, *place), backs)
        else:
            found[place] = replace(
                known,
                tag="mark" if marking.layer == "fact" else known.tag,
                classes=tuple(dict.fromkeys((*known.classes, *names))),
                backs=tuple(dict.fromkeys((*known.backs, *backs))),
            )
    return list(found.values())


def _pieces(text: str, elements: Iterable[_Element], within: int | None) -> Iterator[str]:
    """The text cut at every boundary. With `within`, words outside an element of that rank are left out."""
    starting: dict[int, list[_Element]] = {}
    for element in elements:
        starting.setdefault(element.start, []).append(element)
    bounds = sorted({0, len(text), *starting, *(each.end for group in starting.values() for each in group)})
    active: list[_Element] = []
    opened: list[_Element] = []
    begun: set[_Element] = set()
    for start, end in pairwise(bounds):
        active = [element for element in active if element.end > start]
        for element in starting.get(start, ()):
            insort(active, element, key=lambda each: each.order)
        shown = within is None or bool(active and active[0].rank == within)
        wanted = active if shown else []
        yield from _change(opened, wanted, start, begun)
        opened = list(wanted)
        begun.update(opened)
        if shown:
            yield escape(text[start:end])
    yield from _change(opened, [], len(text), begun)


def _change(
    opened: list[_Element], wanted: list[_Element], position: int, begun: set[_Element]
) -> Iterator[str]:
    """Close and open what has to be, and leave alone the outer elements that stay."""
    kept = 0
    while kept < min(len(opened), len(wanted)) and opened[kept] is wanted[kept]:
        kept += 1
    yield from (element.closing(position) for element in reversed(opened[kept:]))
    yield from (element.opening(element not in begun) for element in wanted[kept:])


def _class_attribute(classes: tuple[str, ...]) -> str:
    return f' class="{escape(" ".join(classes))}"' if classes else ""
