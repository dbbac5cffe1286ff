"""How an article is cited: BibTeX, RIS and CSL-JSON for reference managers, one line for people.

No more is said than is known: a date has the parts that the page gave, and a name is kept whole, since
which part of "Cho Hyun" or "Sindhu Rao" is the family's cannot be read off it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .answers import revalidated
from .models import Article
from .presenters.article_page import original_link
from .presenters.dates import date_label, full_date_words
from .presenters.listing import lead_of

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
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
    """`date` has a year, a month and a day as far as they are known; `when` is the same in words."""

    number: int
    title: str
    authors: tuple[str, ...]
    outlet: str
    agency: str
    date: tuple[int, ...]
    when: str
    language: str
    address: str
    original: str
    abstract: str


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
        number=article.pk,
        title=" ".join(article.headline.split()),
        authors=authors(article.byline),
        outlet=article.outlet.name if article.outlet else "",
        agency=article.agency.name if article.agency else "",
        date=tuple(int(part) for part in iso.split("-")) if iso else (),
        when=full_date_words(article) if iso else "undated",
        language=article.language,
        address=absolute(article.get_absolute_url()),
        original=original.url if original else "",
        abstract=" ".join(lead_of(article).split()),
    )


def in_words(made: Reference) -> str:
    """The citation as a reader would write it."""
    who = f"{' and '.join(made.authors)}, " if made.authors else ""
    comma = "" if made.title.endswith(("?", "!", ".", "…")) else ","
    where = ", ".join(part for part in (made.outlet or made.agency, made.when, made.address) if part)
    return f"{who}“{made.title}{comma}” {where}"


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
    return "\n".join([f"@{kind}{{dateline{made.number},", *lines, "}", ""])


def _latex(text: str) -> str:
    """BibTeX counts braces even behind a backslash, so one without its partner has to go by its name."""
    marked = text.translate(_BIBTEX_MARKS | _BRACES)
    return marked if _balanced(text) else text.translate(_BIBTEX_MARKS | _LONE_BRACES)


def _balanced(text: str) -> bool:
    depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in text))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _note(made: Reference) -> str:
    agency = f"Agency: {made.agency}" if made.agency else ""
    return ". ".join(part for part in (agency, f"Original: {made.original}" if made.original else "") if part)


def ris(made: Reference) -> str:
    year, month, day = (*(f"{part:02d}" for part in made.date), "", "", "")[:3]
    lines = (
        ("TY", "NEWS"),
        ("ID", f"dateline{made.number}"),
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
        ("DB", "Dateline"),
    )
    written = [f"{tag}  - {' '.join(value.split())}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def csl_json(made: Reference) -> str:
    item = {
        "id": f"dateline{made.number}",
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
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a citation, by the ending of its address."""

    ending: str
    label: str
    content_type: str
    write: Callable[[Reference], str]


FORMS = (
    Form("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris),
    Form("json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
)


@require_safe
@revalidated
def cite(request: HttpRequest, pk: int, form: Form) -> HttpResponse:
    rows = Article.objects.exclude(status=Article.Status.DRAFT).select_related("outlet", "agency")
    article = get_object_or_404(rows, pk=pk)
    if article.status == Article.Status.WITHDRAWN:
        return HttpResponse("This article was withdrawn.\n", status=410, content_type="text/plain")
    return HttpResponse(
        form.write(reference(article, request.build_absolute_uri)),
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="dateline-{pk}.{form.ending}"'},
    )
