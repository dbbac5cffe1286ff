"""Atom feeds: the newest articles of the archive, of a search and of every page that lists articles.

A feed lies below its page (`/countries/kr/feed/`) and has the same articles, newest first, whole, 20 a
page; further pages are linked as RFC 5005 says. Django's syndication framework writes the XML.

Entries need ids that stay the same for ever, also when the archive moves to another host, and that no
other archive has. An id made of the host fails the first, one made of the number alone the second; so it
is made of the number and of the moment the article came into the archive, which never change, under a
domain that is reserved to belong to nobody.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from . import browsing, queries
from .answers import View, out_of_order, revalidated, xml_safe
from .identities import moved_to
from .models import Article, ArticleCountry, Country, Mention
from .models.articles import ArticleQuerySet
from .presenters.article_page import original_link
from .presenters.countries import pair_url
from .presenters.dates import day_words, month_words
from .presenters.links import page_url
from .presenters.listing import lead_of
from .presenters.registers import Register
from .presenters.segments import render_paragraphs
from .selections import Selection, between, everything, naming, party_to, speaking_of, survey

ENTRIES = 20
DC = "http://purl.org/dc/elements/1.1/"
#: What a feed without entries says it was last changed: a day that does not move.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles of a page, its address, and the parameters of the address that choose articles."""

    title: str
    page: str
    articles: Selection
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """One page of a feed: where it lies, where the feed's first page lies, and its neighbors by relation."""

    title: str
    page: str
    address: str
    first: str
    paging: tuple[tuple[str, str], ...]
    articles: tuple[Article, ...]


class SearchOutOfOrder(Exception):
    """The index cannot answer; an empty feed would say that nothing was found."""


# --- What there are feeds of ---


def latest() -> Listing:
    return Listing("Newest articles", reverse("home"), everything(), {})


def of_country(code: str, scope: str = "") -> Listing:
    country = get_object_or_404(Country, pk=code.upper())
    if scope == "mention":
        return Listing(
            f"{country.name}, every mention",
            country.get_absolute_url(),
            naming(country),
            {"scope": scope},
        )
    return Listing(country.name, country.get_absolute_url(), party_to(country), {})


def of_pair(codes: str) -> Listing:
    found = browsing.two_countries(codes)
    if found is None:
        raise Http404("There are no such two countries.")
    first, second = found
    return Listing(f"{first.name} – {second.name}", pair_url(first.pk, second.pk), between(first, second), {})


def of_entry(register: Register, slug: str) -> Listing:
    entry = register.model.objects.filter(slug=slug).first() or moved_to(register.model, slug)
    if entry is None:
        raise Http404("The register has no such entry.")
    articles = register.articles(entry)
    if not articles.order_by().exists():
        raise Http404("No published article speaks of it.")
    return Listing(entry.name, entry.get_absolute_url(), speaking_of(entry, articles), {})


def of_dates(year: int, month: int | None = None, day: int | None = None) -> Listing:
    """A year, a month or a day, with the articles that the calendar shows there."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise Http404("There is no such day.") from error
    articles = Article.objects.published().dated(year, month, day)
    if day is not None:
        title, articles = day_words(first), browsing.dated_to_the_day(articles)
        return Listing(title, reverse("day", args=[year, month, day]), Selection(articles), {})
    if month is not None:
        title, articles = month_words(year, month), browsing.dated_to_the_month(articles)
        return Listing(title, reverse("month", args=[year, month]), Selection(articles), {})
    return Listing(str(year), reverse("year", args=[year]), Selection(articles), {})


def of_day_of_years(month: int, day: int) -> Listing:
    """The articles of a day of any year."""
    try:
        this = date(2000, month, day)
    except ValueError as error:
        raise Http404("There is no such day.") from error
    articles = Selection(browsing.same_day(month, day))
    return Listing(
        f"On {this.day} {month_name[month]}", reverse("day_of_years", args=[month, day]), articles, {}
    )


def undated() -> Listing:
    return Listing("Without a date", reverse("undated"), Selection(Article.objects.published().undated()), {})


def _listed(choose: Callable[..., Listing]) -> Callable[..., Subject]:
    def subject(request: HttpRequest, **kwargs: Any) -> Subject:
        if choose is of_country:
            kwargs["scope"] = request.GET.get("scope", "")
        listing = choose(**kwargs)
        found = survey(listing.articles, page=request.GET.get("page", ""), size=ENTRIES)
        rows = for_entries(Article.objects.published()).in_bulk(found.numbers)
        path = reverse("feed") if choose is latest else f"{listing.page}feed/"

        def address(number: int) -> str:
            return page_url(path, listing.kept, number)

        return Subject(
            title=listing.title,
            page=page_url(listing.page, listing.kept),
            address=address(found.page),
            first=address(1),
            paging=_paging(found.page, found.pages, address),
            articles=tuple(rows[number] for number in found.numbers if number in rows),
        )

    return subject


def of_search(request: HttpRequest) -> Subject:
    """The page's own parameters; only the order is always that of a feed."""
    wanted, _ = queries.SearchRequest.from_params(request.GET)
    found = queries.search(replace(wanted, sort="newest", page_size=ENTRIES))
    if queries.OUT_OF_ORDER in found.notices:
        raise SearchOutOfOrder
    rows = for_entries(Article.objects.published()).in_bulk([hit.id for hit in found.hits])
    wanted = replace(wanted, sort="relevance")

    def address(number: int) -> str:
        _, _, query = wanted.url(page=number).partition("?")
        return f"{reverse('search_feed')}?{query}" if query else reverse("search_feed")

    return Subject(
        title=f"Search: {wanted.q}" if wanted.q else "Search",
        page=wanted.url(),
        address=address(found.page),
        first=address(1),
        paging=_paging(found.page, found.pages, address),
        articles=tuple(rows[hit.id] for hit in found.hits if hit.id in rows),
    )


def _paging(number: int, pages: int, address: Callable[[int], str]) -> tuple[tuple[str, str], ...]:
    if pages == 1:
        return ()
    places = {
        "first": 1,
        "previous": number - 1,
        "next": number + 1 if number < pages else 0,
        "last": pages,
    }
    return tuple((relation, address(place)) for relation, place in places.items() if place)


def for_entries(articles: ArticleQuerySet) -> ArticleQuerySet:
    """With all that an entry holds, in a bounded number of queries."""
    parties = ArticleCountry.objects.filter(role="party").select_related("country")
    topics = Mention.objects.standing().filter(kind=Mention.Kind.TOPIC).select_related("topic")
    return (
        articles.defer("removed")
        .select_related("outlet", "agency")
        .prefetch_related(
            "key_points",
            Prefetch("article_countries", parties, to_attr="parties"),
            Prefetch("mentions", topics.in_reading_order(), to_attr="topic_mentions"),
        )
    )


# --- What an entry holds ---


def entry_id(article: Article) -> str:
    made = article.created_at.astimezone(UTC)
    return f"tag:dateline.invalid,{made:%Y-%m-%d}:article-{article.pk}-{made:%H%M%S%f}"


def entry_html(article: Article) -> SafeString:
    """The whole report: every text escaped, a paragraph each."""
    before = [line for line in (article.subtitle, article.standfirst, article.summary) if line]
    points = [(point.text,) for point in article.key_points.all()]
    return format_html(
        "{}{}{}{}",
        format_html_join("", "<p><strong>{}</strong></p>", ((line,) for line in dict.fromkeys(before))),
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", points)) if points else "",
        format_html("<p>{}</p>", article.dateline_text) if article.dateline_text else "",
        render_paragraphs(article.text, (), "text"),
    )


def published_moment(article: Article) -> datetime | None:
    """When it was published where the day is known; midnight where no time is known."""
    if article.published_date is None or article.published_precision in ("month", "year"):
        return None
    try:
        clock = time.fromisoformat(article.published_time)
    except ValueError:
        clock = time()
    return datetime.combine(article.published_date, clock if clock.tzinfo else clock.replace(tzinfo=UTC))


def _categories(article: Article) -> tuple[tuple[str, str], ...]:
    """Names of countries and topics, each with the name of its register's page."""
    countries = ((tie.country.name, "countries") for tie in article.parties)
    topics = ((mention.topic.name, "topics") for mention in article.topic_mentions)
    return tuple(dict.fromkeys((*countries, *topics)))


class _Atom(Atom1Feed):
    """Atom with what Django's leaves out: whole entries, paging, schemes of categories, languages."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:dc": DC}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["paging"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        spoken = {"xml:lang": item["language"]} if item["language"] else {}
        handler.addQuickElement("content", item["content"], {"type": "html", **spoken})
        for term, scheme in item["marks"]:
            handler.addQuickElement("category", "", {"term": term, "scheme": scheme})
        for name, value in item["sources"]:
            handler.addQuickElement(f"dc:{name}", value)
        if item["original"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["original"]})

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class ArticleFeed(Feed):
    """The feed of one request."""

    feed_type = _Atom
    language = "en"
    author_name = "Dateline"
    subtitle = "A news archive in which every fact shows the words it came from."

    def __init__(self, subject: Subject, absolute: Callable[[str], str]) -> None:
        self.subject = subject
        self.absolute = absolute
        self.schemes = {name: absolute(reverse(name)) for name in ("countries", "topics")}

    def title(self) -> str:
        return xml_safe(f"{self.subject.title} · Dateline")

    def link(self) -> str:
        return self.subject.page

    def feed_url(self) -> str:
        return self.subject.address

    def feed_guid(self) -> str:
        return f"tag:dateline.invalid,2025:{self.subject.first}"

    def feed_extra_kwargs(self, _made: object) -> dict[str, Any]:
        return {"paging": [(relation, self.absolute(url)) for relation, url in self.subject.paging]}

    def items(self) -> Iterable[Article]:
        return self.subject.articles

    def item_title(self, article: Article) -> str:
        return xml_safe(article.headline)

    def item_guid(self, article: Article) -> str:
        return entry_id(article)

    def item_description(self, article: Article) -> str:
        """The summary, escaped, for it is read as HTML."""
        return xml_safe(escape(lead_of(article)))

    def item_author_name(self, article: Article) -> str | None:
        source = article.outlet or article.agency
        return xml_safe(article.byline or (source.name if source else "")) or None

    def item_pubdate(self, article: Article) -> datetime | None:
        return published_moment(article)

    def item_updateddate(self, article: Article) -> datetime:
        return article.modified_at

    def item_extra_kwargs(self, article: Article) -> dict[str, Any]:
        original = original_link(article.url)
        sources = (("publisher", article.outlet), ("source", article.agency))
        return {
            "content": xml_safe(entry_html(article)),
            "language": article.language,
            "marks": [(xml_safe(term), self.schemes[name]) for term, name in _categories(article)],
            "sources": [(name, xml_safe(source.name)) for name, source in sources if source],
            "original": xml_safe(original.url) if original else "",
        }


def _view(choose: Callable[..., Subject]) -> View:
    @require_safe
    @revalidated
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            subject = choose(request, **kwargs)
        except SearchOutOfOrder:
            return out_of_order()
        response = ArticleFeed(subject, request.build_absolute_uri)(request)
        # Django's day of the newest entry goes back when that one is withdrawn, and who asks by it
        # would be told that nothing has changed.
        del response["Last-Modified"]
        return response

    return answer


newest = _view(_listed(latest))
search = _view(of_search)
country = _view(_listed(of_country))
pair = _view(_listed(of_pair))
entry = _view(_listed(of_entry))
dates = _view(_listed(of_dates))
day_of_years = _view(_listed(of_day_of_years))
no_date = _view(_listed(undated))
