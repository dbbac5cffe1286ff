"""The archive's own printed form of an article, and its reader.

    Article
    Title: Two ministers meet
    Dateline: SEOUL, Feb. 13 (Agency)

    The first paragraph, one line …

    The second paragraph …

Reading a page is a matter of judgement, so reading what was made of it a second
time with the same judgement could change it again: a short first paragraph
would look like a headline. The printed form therefore says what each part is,
and its reader takes it at its word. A document that only begins like it but
does not keep the form is read as any other page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.drafts import ArticleDraft, Dateline

from .datelines import country_of, find_dateline, place_only
from .findings import Findings, StampFound
from .lines import visible

OPENING = "Article"
_FIELDS = {
    "Title": "title",
    "Subtitle": "subtitle",
    "Standfirst": "standfirst",
    "Summary": "summary",
    "Section": "section",
    "Byline": "byline",
    "Outlet": "outlet",
    "Agency": "agency",
    "Origin": "origin",
    "Published": "published",
    "Dateline": "dateline",
}
_FIELD_LINE = re.compile(rf"(?P<label>{'|'.join(_FIELDS)}): (?P<value>\S.*)")


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """`fields` by the draft's names; the story's paragraphs begin on line `body`."""

    fields: dict[str, str]
    lines: dict[int, str]
    body: int


def as_plain_text(draft: ArticleDraft) -> str:
    """The article in clean print; `parse_text` gives title and text back exactly as they were."""
    values = {
        "published": draft.published.date.isoformat()
        if draft.published.basis == "stated" and draft.published.date
        else None,
        "dateline": draft.dateline.text if draft.dateline else None,
    }
    heading = [OPENING]
    for label, name in _FIELDS.items():
        value = values[name] if name in values else getattr(draft, name)
        if value:
            heading.append(f"{label}: {value}")
    return "\n".join([*heading, "", draft.text, ""])


def printed_form(lines: list[str]) -> PrintedForm | None:
    """The parts of a document in the printed form; None for any other."""
    if not lines or lines[0].rstrip() != OPENING:
        return None
    fields: dict[str, str] = {}
    places: dict[int, str] = {}
    for number, line in enumerate(lines[1:], start=1):
        if not line.strip():
            return PrintedForm(fields, places, number + 1)
        found = _FIELD_LINE.fullmatch(line.rstrip())
        if found is None or _FIELDS[found["label"]] in fields:
            return None
        value = visible(found["value"])
        if not value:
            return None
        fields[_FIELDS[found["label"]]] = value
        places[number] = _FIELDS[found["label"]]
    return PrintedForm(fields, places, len(lines))


def take_printed(findings: Findings, form: PrintedForm) -> None:
    """Every field from its own line, and every line below as a paragraph."""
    for stretch in findings.page.stretches:
        if stretch.line >= form.body:
            continue
        name = form.lines.get(stretch.line)
        if name is None or name == "published":
            stretch.remove("printed-form")
        else:
            stretch.claim(name, "printed-form")
    values = dict(form.fields)
    if published := values.pop("published", None):
        findings.stamps.append(StampFound("published-stamp", published))
    if dateline := values.pop("dateline", None):
        _take_dateline(findings, dateline)
    if outlet := values.pop("outlet", None):
        findings.vote_outlet(outlet, 1)
    for name, value in values.items():
        setattr(findings, name, value)


def _take_dateline(findings: Findings, text: str) -> None:
    places = findings.config.place_countries
    found = find_dateline(text, places) or place_only(text, places)
    findings.dateline = Dateline(text)
    if found is not None and found.end >= len(text):
        findings.dateline_found = found
        findings.dateline = Dateline(text, found.place, country_of(found, places))
