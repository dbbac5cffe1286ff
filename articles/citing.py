"""How an article is cited: BibTeX, RIS and CSL-JSON for reference managers, Chicago and APA for people.

A citation may be of one quote: then it has the words, who said them, and an address that leads to them.
No more is said than is known: a date has the parts that the page gave, and a name is kept whole, since
which part of "Cho Hyun" or "Sindhu Rao" is the family's cannot be read off it. So Chicago and APA, which
turn names round, get them as they are printed. They also get addresses as browsers show them: a headline
in Hindi is a line of words there, and ten lines of percent signs in the forms that programs read.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.encoding import uri_to_iri
from django.views.decorators.http import require_safe

from .answers import revalidated
from .browsing import is_gone
from .models import Article, Quote
from .presenters.article_page import original_link
from .presenters.dates import date_label
from .presenters.listing import lead_of
from .presenters.segments import anchor

#: Articles read at once for the references of a whole result.
_PORTION = 500
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PLACE = re.compile(r"(?:([a-z_]+(?:/[0-9]+)?)-)?([0-9]{1,9})-([0-9]{1,9})")
_BETWEEN = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
_PARTICLES = frozenset("al bin da de del der di dos el la van von".split())
_BIBTEX_MARKS = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{mark: f"\\{mark}" for mark in "&%$#_"},
    }
)
_BRACES = str.maketrans({"{": r"\{", "}": r"\}"})
_LONE_BRACES = str.maketrans({"{": r"{\textbraceleft}", "}": r"{\textbraceright}"})


@dataclass(frozen=True, slots=True)
class Reference:
    """`date` has a year, a month and a day as far as they are known; `key` is no other reference's."""

    key: str
    title: str
    authors: tuple[str, ...]
    outlet: str
    agency: str
    date: tuple[int, ...]
    language: str
    address: str
    original: str
    abstract: str
    quote: str = ""
    speaker: str = ""


def authors(byline: str) -> tuple[str, ...]:
    """The people of a byline that names several; any other byline whole, as "and" may be part of a name."""
    whole = " ".join(byline.split())
    parts = tuple(part for part in _BETWEEN.split(whole) if part)
    if len(parts) > 1 and all(map(is_person, parts)):
        return parts
    return (whole,) if whole else ()


def is_person(name: str) -> bool:
    """Two to four words in capitals, particles aside: not a desk, an office of something or an agency."""
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() or word in _PARTICLES for word in words)


def reference(article: Article, absolute: Callable[[str], str]) -> Reference:
    iso, original = date_label(article).iso, original_link(article.url)
    return Reference(
        key=f"dateline{article.pk}",
        title=" ".join(article.headline.split()),
        authors=authors(article.byline),
        outlet=article.outlet.name if article.outlet else "",
        agency=article.agency.name if article.agency else "",
        date=tuple(int(part) for part in iso.split("-")) if iso else (),
        language=article.language,
        address=absolute(article.get_absolute_url()),
        original=original.url if original else "",
        abstract=" ".join(lead_of(article).split()),
    )


def references(numbers: Sequence[int], absolute: Callable[[str], str]) -> Iterator[Reference]:
    """References to the published ones of these articles, in their order, a portion at a time."""
    rows = Article.objects.published().defer("removed").select_related("outlet", "agency")
    rows = rows.prefetch_related("key_points")
    for first in range(0, len(numbers), _PORTION):
        portion = numbers[first : first + _PORTION]
        held = rows.in_bulk(portion)
        yield from (reference(held[number], absolute) for number in portion if number in held)


def quoting(made: Reference, quote: Quote) -> Reference:
    """A reference to one quote. The address leads to its words, and its key is not the article's."""
    speaker = quote.speaker or quote.speaking_organization
    place = anchor(quote.field, quote.start, quote.end)
    return replace(
        made,
        key=f"{made.key}-{place}",
        quote=" ".join(quote.text.split()),
        speaker=speaker.name if speaker else quote.speaker_name or quote.speaker_surface,
        address=f"{made.address}#{place}",
    )


def _ended(text: str, mark: str = ".") -> str:
    return text if text.endswith(("?", "!", ".", "…")) else f"{text}{mark}"


def _said(made: Reference) -> str:
    """The quote that is cited, as a sentence; empty for a whole article."""
    return f"“{made.quote}”" + (f" ({made.speaker})" if made.speaker else "") if made.quote else ""


def chicago(made: Reference) -> str:
    """Chicago Manual of Style, 17th edition, 14.191: an entry of a bibliography."""
    who = f"{_ended(_listed(made.authors, 'and'))} " if made.authors else ""
    year, month_day = _day(made)
    day = f"{month_day}, {year}" if " " in month_day else f"{month_day} {year}".strip()
    where = ", ".join(part for part in (made.outlet or made.agency, day) if part)
    said = f" Quoted: {_said(made)}." if made.quote else ""
    return f"{who}“{_ended(made.title)}” {_ended(where)}{said} {uri_to_iri(made.address)}."


def apa(made: Reference) -> str:
    """Publication Manual of the APA, 7th edition, 10.1.16. Without an author the title comes first."""
    day = f"({', '.join(part for part in _day(made) if part)})."
    who = _listed(made.authors, "&")
    head = f"{_ended(who)} {day} {_ended(made.title)}" if who else f"{_ended(made.title)} {day}"
    source = made.outlet or made.agency
    said = f" Quoted: {_said(made)}." if made.quote else ""
    return f"{head}{f' {_ended(source)}' if source else ''}{said} {uri_to_iri(made.address)}"


def _day(made: Reference) -> tuple[str, str]:
    """Year, and month with day, as far as they are known: "2024", "May 4"."""
    if not made.date:
        return "n.d.", ""
    month = [calendar.month_name[made.date[1]]] if len(made.date) > 1 else []
    return str(made.date[0]), " ".join([*month, *map(str, made.date[2:3])])


def _listed(names: tuple[str, ...], last: str) -> str:
    if len(names) < 3:
        return f" {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


def bibtex(made: Reference) -> str:
    fields = [
        ("title", f"{{{_latex(made.title)}}}"),
        ("author", " and ".join(f"{{{_latex(name)}}}" for name in made.authors)),
        ("journal", _latex(made.outlet)),
        *zip(("year", "month", "day"), (str(part) for part in made.date), strict=False),
        ("url", made.address),
        ("language", _latex(made.language)),
        ("abstract", _latex(made.abstract)),
        ("note", _latex(_note(made))),
    ]
    lines = [
        f"  {name} = {_MONTHS[int(value) - 1] if name == 'month' else f'{{{value}}}'},"
        for name, value in fields
        if value
    ]
    kind = "article" if made.outlet else "misc"
    return "\n".join([f"@{kind}{{{made.key},", *lines, "}", ""])


def _latex(text: str) -> str:
    """BibTeX counts braces even behind a backslash, so one without its partner has to go by its name."""
    marked = text.translate(_BIBTEX_MARKS | _BRACES)
    return marked if _balanced(text) else text.translate(_BIBTEX_MARKS | _LONE_BRACES)


def _balanced(text: str) -> bool:
    depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in text))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _note(made: Reference) -> str:
    said = f"Quoted: {_said(made)}" if made.quote else ""
    agency = f"Agency: {made.agency}" if made.agency else ""
    original = f"Original: {made.original}" if made.original else ""
    return ". ".join(part for part in (said, agency, original) if part)


def ris(made: Reference) -> str:
    year, month, day = (*(f"{part:02d}" for part in made.date), "", "", "")[:3]
    lines = (
        ("TY", "NEWS"),
        ("ID", made.key),
        ("TI", made.title),
        *(("AU", name) for name in made.authors),
        ("T2", made.outlet),
        ("PB", made.agency),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("LA", made.language),
        ("AB", made.abstract),
        ("UR", made.address),
        ("L2", made.original),
        ("N1", f"Quoted: {_said(made)}" if made.quote else ""),
        ("DB", "Dateline"),
    )
    written = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def csl_item(made: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": made.key,
        "type": "article-newspaper",
        "title": made.title,
        "author": [{"literal": name} for name in made.authors],
        "container-title": made.outlet,
        "publisher": made.agency,
        "issued": {"date-parts": [list(made.date)]} if made.date else None,
        "language": made.language,
        "abstract": made.abstract,
        "URL": made.address,
        "archive": "Dateline",
        "note": _note(made),
    }
    return {name: value for name, value in item.items() if value}


def csl_json(made: Iterable[Reference]) -> Iterator[str]:
    mark = "["
    for each in made:
        yield f"{mark}\n{json.dumps(csl_item(each), ensure_ascii=False, indent=2)}"
        mark = ","
    yield "\n]\n" if mark == "," else "[]\n"


def _one_by_one(
    write: Callable[[Reference], str], end: str = "\n"
) -> Callable[[Iterable[Reference]], Iterator[str]]:
    def all_of(made: Iterable[Reference]) -> Iterator[str]:
        return (f"{write(each).rstrip(end)}{end}{end}" for each in made)

    return all_of


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write citations, by the ending of its address."""

    ending: str
    label: str
    content_type: str
    write_all: Callable[[Iterable[Reference]], Iterator[str]]

    def file(self, name: str) -> str:
        """What a file of it is called; no computer knows how to open `.apa`."""
        return f"{name}.{self.ending}{'.txt' if self.content_type.startswith('text/plain') else ''}"


FORMS = (
    Form("bib", "BibTeX", "application/x-bibtex; charset=utf-8", _one_by_one(bibtex)),
    Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", _one_by_one(ris, "\r\n")),
    Form("json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
    Form("chicago", "Chicago", "text/plain; charset=utf-8", _one_by_one(chicago)),
    Form("apa", "APA", "text/plain; charset=utf-8", _one_by_one(apa)),
)


@require_safe
@revalidated
def cite(request: HttpRequest, pk: int, form: Form) -> HttpResponse:
    """One article, or with `?quote=812-823` the quote that stands there in its text."""
    article = Article.objects.published().select_related("outlet", "agency").filter(pk=pk).first()
    if article is None:
        if not is_gone(pk):
            raise Http404("There is no such article.")
        return HttpResponse("This article was withdrawn.\n", status=410, content_type="text/plain")
    made = reference(article, request.build_absolute_uri)
    if place := request.GET.get("quote"):
        made = quoting(made, _quote_at(article, place))
    return HttpResponse(
        "".join(form.write_all([made])),
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="{form.file(f"dateline-{pk}")}"'},
    )


def _quote_at(article: Article, place: str) -> Quote:
    """The quote at a place of the article, "812-823" or "title-0-12". A place outlives a new run of rules."""
    found = _PLACE.fullmatch(place)
    if found is None:
        raise Http404("There is no such quote.")
    quotes = article.quotes.filter(stale=False).select_related("speaker", "speaking_organization")
    field, start, end = found.groups()
    return get_object_or_404(quotes, field=field or "text", start=int(start), end=int(end))
