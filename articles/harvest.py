"""OAI-PMH 2.0: how libraries and union catalogs harvest the archive whole, and then what changed.

Records are ordered by when they last changed and by number, and a list goes on behind the last of its
portion, so that a harvest that takes hours neither skips nor repeats one because others change
meanwhile. The token that goes on says all that is needed, and so never expires.

What was taken from readers stays in the list as deleted: withdrawn articles, and by `Tombstone` those
that went back to being a draft or were removed. Their headers name no sets, which would tell what they
were about.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .addresses import number_in
from .answers import xml_safe
from .browsing import by_year
from .citing import reference
from .conf import conf
from .feeds import for_entries
from .in_print import in_print
from .models import Article, ArticleCountry, Country, Source, Tombstone

PORTION: Final = 100
OAI: Final = "http://www.openarchives.org/OAI/2.0/"
OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC: Final = "http://purl.org/dc/elements/1.1/"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_WHEN: Final = "%Y-%m-%dT%H:%M:%SZ"
_END: Final = datetime.max.replace(tzinfo=UTC)
_NAMESPACE: Final = "oai:dateline.invalid:"
for _prefix, _uri in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI)):
    ElementTree.register_namespace(_prefix, _uri)


class Refused(Exception):
    """What cannot be answered, by the protocol's code for it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: their set, and changed from when until before when. `after` is the last one told."""

    chosen: str = ""
    since: datetime | None = None
    before: datetime | None = None
    after: tuple[str, int] | None = None
    gone: bool = False
    told: int = 0

    def token(self) -> str:
        held = [
            self.chosen,
            *(each.isoformat() if each else "" for each in (self.since, self.before)),
            self.after,
            self.gone,
            self.told,
        ]
        return base64.urlsafe_b64encode(json.dumps(held).encode()).decode().rstrip("=")

    @classmethod
    def of_token(cls, token: str) -> Wanted:
        try:
            padded = token + "=" * (-len(token) % 4)
            chosen, since, before, after, gone, told = json.loads(base64.b64decode(padded, b"-_", True))
            return cls(
                str(chosen),
                datetime.fromisoformat(since) if since else None,
                datetime.fromisoformat(before) if before else None,
                (datetime.fromisoformat(after[0]).isoformat(), int(after[1])) if after else None,
                bool(gone),
                int(told),
            )
        except (ValueError, TypeError, IndexError, KeyError, binascii.Error, RecursionError) as error:
            raise Refused("badResumptionToken", "The resumptionToken is none of this archive.") from error


# --- Sets ---


def _sets() -> Iterator[tuple[str, str]]:
    yield "country", "Countries that articles are about"
    parties = Country.objects.filter(pk__in=_parties()).order_by("code")
    for code, name in parties.values_list("code", "name"):
        yield f"country:{code}", name
    yield "source", "Outlets and agencies"
    for key, name in in_print(Source).order_by("pk").values_list("pk", "name"):
        yield f"source:{key}", name
    yield "year", "Years of publication"
    for year in by_year(Article.objects.published()):
        yield f"year:{year:04d}", str(year)


def _parties() -> QuerySet:
    """The countries that published articles are about. One that is only named has no set."""
    ties = ArticleCountry.objects.filter(role="party", article__status=Article.Status.PUBLISHED)
    return ties.order_by().values("country").distinct()


def _within(chosen: str) -> Q:
    """Which articles a set holds; none for a set there is not."""
    kind, _, value = chosen.partition(":")
    match kind, value:
        case "", "":
            return Q()
        case "country", "":
            return Q(article_countries__role="party")
        case "country", code:
            return Q(article_countries__country=code, article_countries__role="party")
        case "source", "":
            return Q(outlet__isnull=False) | Q(agency__isnull=False) | Q(origin__isnull=False)
        case "source", key if (number := number_in(key)) is not None:
            return Q(outlet=number) | Q(agency=number) | Q(origin=number)
        case "year", "":
            return Q(sort_date__isnull=False)
        case "year", year if len(year) == 4 and (number := number_in(year)):
            return Q(sort_date__year=number)
    return Q(pk__in=())


def _sets_of(article: Article) -> Iterator[str]:
    yield from (f"country:{tie.country_id}" for tie in article.parties)
    keys = (article.outlet_id, article.agency_id, article.origin_id)
    yield from (f"source:{key}" for key in dict.fromkeys(keys) if key)
    if article.sort_date:
        yield f"year:{article.sort_date:%Y}"


# --- Records ---


def _kept(wanted: Wanted, rows: QuerySet, moment: str) -> QuerySet:
    if wanted.since:
        rows = rows.filter(**{f"{moment}__gte": wanted.since})
    if wanted.before:
        rows = rows.filter(**{f"{moment}__lt": wanted.before})
    return rows.order_by(moment, "pk")


def _behind(rows: QuerySet, moment: str, after: tuple[str, int] | None) -> QuerySet:
    if after is None:
        return rows
    when, key = datetime.fromisoformat(after[0]), after[1]
    return rows.filter(Q(**{f"{moment}__gt": when}) | Q(**{moment: when, "pk__gt": key}))


def _articles(wanted: Wanted) -> QuerySet:
    shown = Article.objects.filter(status__in=[Article.Status.PUBLISHED, Article.Status.WITHDRAWN])
    rows = _kept(wanted, shown.filter(_within(wanted.chosen)), "modified_at")
    return rows.distinct() if wanted.chosen == "country" else rows


def _tombstones(wanted: Wanted) -> QuerySet:
    """Of what is gone no set is known any more, so it is in all of them."""
    return _kept(wanted, Tombstone.objects.all(), "since")


def _portion(wanted: Wanted) -> tuple[list[Article | Tombstone], Wanted | None]:
    """The next records, and what is wanted after them."""
    told: list[Article | Tombstone] = []
    if not wanted.gone:
        rows = for_entries(_behind(_articles(wanted), "modified_at", wanted.after))
        told += rows[: PORTION + 1]
        if len(told) > PORTION:
            last = told[PORTION - 1]
            after = last.modified_at.isoformat(), last.pk
            return told[:PORTION], replace(wanted, after=after, told=wanted.told + PORTION)
        wanted = replace(wanted, gone=True, after=None, told=wanted.told + len(told))
    room = PORTION - len(told)
    stones = list(_behind(_tombstones(wanted), "since", wanted.after)[: room + 1])
    more = stones[:room]
    if len(stones) <= room:
        return told + more, None
    after = (more[-1].since.isoformat(), more[-1].pk) if more else wanted.after
    return told + more, replace(wanted, after=after, told=wanted.told + len(more))


def identifier(number: int, created: datetime) -> str:
    """The same for ever, and no other archive's: the article's number and when it came in."""
    return f"{_NAMESPACE}{number}-{created.astimezone(UTC):%Y%m%d%H%M%S%f}"


def _is_gone(record: Article | Tombstone) -> bool:
    return isinstance(record, Tombstone) or record.status == Article.Status.WITHDRAWN


def _header(parent: Element, record: Article | Tombstone) -> None:
    gone = _is_gone(record)
    header = SubElement(parent, f"{{{OAI}}}header", {"status": "deleted"} if gone else {})
    if isinstance(record, Tombstone):
        number, created, changed = record.number, record.created, record.since
    else:
        number, created, changed = record.pk, record.created_at, record.modified_at
    _text(header, "identifier", identifier(number, created))
    _text(header, "datestamp", changed.astimezone(UTC).strftime(_WHEN))
    if isinstance(record, Article) and not gone:
        for name in _sets_of(record):
            _text(header, "setSpec", name)


def _metadata(parent: Element, article: Article, absolute: Callable[[str], str]) -> None:
    made = reference(article, absolute)
    outer = SubElement(SubElement(parent, f"{{{OAI}}}metadata"), f"{{{OAI_DC}}}dc")
    outer.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    topics = dict.fromkeys(mention.topic.name for mention in article.topic_mentions)
    values: tuple[tuple[str, Sequence[str]], ...] = (
        ("title", [made.title]),
        ("creator", made.authors),
        ("subject", list(topics)),
        ("description", [made.abstract]),
        ("publisher", [made.outlet]),
        ("contributor", [made.agency]),
        ("date", ["-".join(f"{part:02d}" for part in made.date)]),
        ("type", ["Text"]),
        ("format", ["text/html"]),
        ("identifier", [made.address]),
        ("source", [made.original]),
        ("language", [made.language]),
        ("coverage", [tie.country.name for tie in article.parties]),
    )
    for name, all_of in values:
        for value in filter(None, all_of):
            SubElement(outer, f"{{{DC}}}{name}").text = xml_safe(value)


def _text(parent: Element, name: str, words: str) -> Element:
    made = SubElement(parent, f"{{{OAI}}}{name}")
    made.text = xml_safe(words)
    return made


# --- Verbs ---


def _identify(parent: Element, request: HttpRequest, _asked: Mapping[str, str]) -> None:
    seen = Article.objects.exclude(status=Article.Status.DRAFT)
    changed = seen.order_by("modified_at", "pk").values_list("modified_at", flat=True)[:1]
    gone = Tombstone.objects.order_by("since").values_list("since", flat=True)[:1]
    moments = [*changed, *gone]
    first = min(moments) if moments else None
    _text(parent, "repositoryName", "Dateline")
    _text(parent, "baseURL", request.build_absolute_uri(reverse("oai")))
    _text(parent, "protocolVersion", "2.0")
    _text(parent, "adminEmail", conf().contact)
    _text(parent, "earliestDatestamp", (first or datetime(1970, 1, 1, tzinfo=UTC)).strftime(_WHEN))
    _text(parent, "deletedRecord", "persistent")
    _text(parent, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _formats(parent: Element, _request: HttpRequest, asked: Mapping[str, str]) -> None:
    if "identifier" in asked:
        _record_of(asked["identifier"])
    told = SubElement(parent, f"{{{OAI}}}metadataFormat")
    _text(told, "metadataPrefix", "oai_dc")
    _text(told, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _text(told, "metadataNamespace", OAI_DC)


def _list_sets(parent: Element, _request: HttpRequest, asked: Mapping[str, str]) -> None:
    if "resumptionToken" in asked:
        raise Refused("badResumptionToken", "The sets come all at once.")
    for spec, name in _sets():
        told = SubElement(parent, f"{{{OAI}}}set")
        _text(told, "setSpec", spec)
        _text(told, "setName", name)


def _list(parent: Element, request: HttpRequest, asked: Mapping[str, str], *, whole: bool) -> None:
    token = asked.get("resumptionToken")
    wanted = Wanted.of_token(token) if token is not None else _wanted(asked)
    records, following = _portion(wanted)
    if not records:
        raise Refused("noRecordsMatch", "No record is in that set or changed in that time.")
    for record in records:
        if not whole:
            _header(parent, record)
            continue
        made = SubElement(parent, f"{{{OAI}}}record")
        _header(made, record)
        if isinstance(record, Article) and not _is_gone(record):
            _metadata(made, record, request.build_absolute_uri)
    if following is not None or token is not None:
        total = _articles(wanted).count() + _tombstones(wanted).count()
        mark = _text(parent, "resumptionToken", following.token() if following else "")
        mark.set("completeListSize", str(total))
        mark.set("cursor", str(wanted.told))


def _list_records(parent: Element, request: HttpRequest, asked: Mapping[str, str]) -> None:
    _list(parent, request, asked, whole=True)


def _list_identifiers(parent: Element, request: HttpRequest, asked: Mapping[str, str]) -> None:
    _list(parent, request, asked, whole=False)


def _get_record(parent: Element, request: HttpRequest, asked: Mapping[str, str]) -> None:
    _check_format(asked)
    record = _record_of(asked["identifier"])
    made = SubElement(parent, f"{{{OAI}}}record")
    _header(made, record)
    if isinstance(record, Article) and not _is_gone(record):
        _metadata(made, record, request.build_absolute_uri)


def _record_of(name: str) -> Article | Tombstone:
    number = number_in(name.removeprefix(_NAMESPACE).partition("-")[0])
    if number is not None:
        rows = for_entries(Article.objects.exclude(status=Article.Status.DRAFT))
        found = rows.filter(pk=number).first()
        if found is not None and identifier(found.pk, found.created_at) == name:
            return found
        for stone in Tombstone.objects.filter(number=number):
            if identifier(stone.number, stone.created) == name:
                return stone
    raise Refused("idDoesNotExist", "No record has this identifier.")


def _check_format(asked: Mapping[str, str]) -> None:
    if asked["metadataPrefix"] != "oai_dc":
        raise Refused("cannotDisseminateFormat", "Records are given as oai_dc.")


def _wanted(asked: Mapping[str, str]) -> Wanted:
    _check_format(asked)
    since, until = asked.get("from"), asked.get("until")
    if since and until and len(since) != len(until):
        raise Refused("badArgument", "from and until have to be both days or both moments.")
    first = _moment(since)
    last = _moment(until)
    if last is not None:
        step = timedelta(days=1) if len(until or "") == 10 else timedelta(seconds=1)
        last = min(last, _END - step) + step
    if first and last and first >= last:
        raise Refused("badArgument", "from is later than until.")
    return Wanted(asked.get("set", ""), first, last)


def _moment(words: str | None) -> datetime | None:
    if words is None:
        return None
    try:
        if len(words) == 10:
            return datetime.combine(datetime.strptime(words, "%Y-%m-%d").date(), time(), UTC)  # noqa: DTZ007
        return datetime.strptime(words, _WHEN).replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("badArgument", "A time is written 2025-08-26 or 2025-08-26T10:00:00Z.") from error


@dataclass(frozen=True, slots=True)
class Verb:
    """What answers a verb, and its arguments; a `resumptionToken` stands alone."""

    answer: Callable[[Element, HttpRequest, Mapping[str, str]], None]
    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    resumed: bool = False


_CHOICE: Final = frozenset({"from", "until", "set"})
VERBS: Final = {
    "Identify": Verb(_identify),
    "ListMetadataFormats": Verb(_formats, allowed=frozenset({"identifier"})),
    "ListSets": Verb(_list_sets, resumed=True),
    "ListRecords": Verb(_list_records, frozenset({"metadataPrefix"}), _CHOICE, resumed=True),
    "ListIdentifiers": Verb(_list_identifiers, frozenset({"metadataPrefix"}), _CHOICE, resumed=True),
    "GetRecord": Verb(_get_record, frozenset({"metadataPrefix", "identifier"})),
}


def _arguments(given: QueryDict) -> tuple[str, Mapping[str, str]]:
    """The verb and its arguments, checked against what it takes."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", f"The verb has to be one of {', '.join(VERBS)}.")
    verb = VERBS[verbs[0]]
    asked = {name: given.get(name, "") for name in given if name != "verb"}
    if repeated := [name for name in asked if len(given.getlist(name)) > 1]:
        raise Refused("badArgument", f"{', '.join(repeated)} is given more than once.")
    if verb.resumed and "resumptionToken" in asked:
        if len(asked) > 1:
            raise Refused("badArgument", "resumptionToken has to stand alone.")
        return verbs[0], asked
    if missing := verb.needed - asked.keys():
        raise Refused("badArgument", f"{verbs[0]} needs {', '.join(sorted(missing))}.")
    if unknown := asked.keys() - verb.needed - verb.allowed:
        raise Refused("badArgument", f"{verbs[0]} does not take {', '.join(sorted(unknown))[:200]}.")
    return verbs[0], asked


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Asked by GET or, as the protocol has it, by a POST that changes nothing."""
    given = request.POST if request.method == "POST" else request.GET
    root = Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _text(root, "responseDate", datetime.now(UTC).strftime(_WHEN))
    echoed = SubElement(root, f"{{{OAI}}}request")
    echoed.text = request.build_absolute_uri(reverse("oai"))
    try:
        verb, asked = _arguments(given)
        answer = Element(f"{{{OAI}}}{verb}")
        VERBS[verb].answer(answer, request, asked)
        root.append(answer)
        echoed.attrib.update({"verb": verb, **{name: xml_safe(value) for name, value in asked.items()}})
    except Refused as error:
        if error.code not in ("badVerb", "badArgument"):
            echoed.attrib.update({name: xml_safe(given.get(name, "")) for name in given})
        SubElement(root, f"{{{OAI}}}error", {"code": error.code}).text = xml_safe(str(error))
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})
