"""Public addresses of the archive. They answer for ever: add to them, rename nothing."""

from __future__ import annotations

from django.urls import path, register_converter

from . import api, calendars, citing, exports, feeds, harvest, sitemaps, views
from .presenters.registers import REGISTERS


class FourDigits:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits(FourDigits):
    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Word:
    """A slug in any script: letters, digits, hyphens and underscores.

    Beyond ASCII everything is let in: vowel signs belong to words, and `\\w` leaves them out.
    """

    regex = r"[-\w\u0080-\U0010ffff]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")
register_converter(Word, "word")

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("quotes/", views.quotes, name="quotes"),
    path("feed/", feeds.newest, name="feed"),
    path("search/", views.search, name="search"),
    path("search/facets/<word:name>/", views.search_facet, name="search_facet"),
    path("search/compare/", views.search_compare, name="search_compare"),
    path("search/compare.csv", views.search_compare_csv, name="search_compare_csv"),
    path("suggest/", views.suggest, name="suggest"),
    path("search/feed/", feeds.search, name="search_feed"),
    path("search/export/", exports.choices, name="export"),
    path("saved/", views.saved, name="saved"),
    path("saved/new/", views.save, name="save_search"),
    path("saved/<int:pk>/remove/", views.remove_saved, name="remove_saved"),
    path("saved/<int:pk>/digest/", views.switch_digest, name="switch_digest"),
    path("saved/stop/<str:token>/", views.stop_digest, name="stop_digest"),
    path("receipts/", views.new_receipt, name="new_receipt"),
    path("receipts/<word:key>/", views.receipt, name="receipt"),
    path("articles/<int:pk>/", views.article, name="article_short"),
    path("articles/<int:pk>/comment/", views.comment, name="comment"),
    path("articles/<int:pk>/comment/sent/", views.comment_sent, name="comment_sent"),
    path("articles/<int:pk>/<word:slug>/", views.article, name="article"),
    path("articles/<int:pk>/<word:slug>/evidence/", views.evidence, name="evidence"),
    path("articles/<int:pk>/compare/<int:other>/", views.compare, name="compare"),
    path("countries/", views.countries, name="countries"),
    path("countries/<word:code>/", views.country, name="country"),
    path("countries/<word:code>/feed/", feeds.country),
    path("pairs/", views.pairs, name="pairs"),
    path("pairs/<word:codes>/", views.pair, name="pair"),
    path("pairs/<word:codes>/feed/", feeds.pair),
    path("pairs/<word:codes>/events.ics", calendars.pair, name="pair_calendar"),
    path("pairs/<word:codes>/<word:part>/", views.pair_part, name="pair_part"),
    path("dates/", views.years, name="dates"),
    path("dates/undated/", views.undated, name="undated"),
    path("dates/on-this-day/", views.on_this_day, name="on_this_day"),
    path("dates/on-this-day/<mm:month>/<mm:day>/", views.day_of_years, name="day_of_years"),
    path("dates/on-this-day/<mm:month>/<mm:day>/feed/", feeds.day_of_years),
    path("dates/undated/feed/", feeds.no_date),
    path("dates/<yyyy:year>/", views.year, name="year"),
    path("dates/<yyyy:year>/<mm:month>/", views.month, name="month"),
    path("dates/<yyyy:year>/<mm:month>/<mm:day>/", views.day, name="day"),
    path("dates/<yyyy:year>/feed/", feeds.dates),
    path("dates/<yyyy:year>/<mm:month>/feed/", feeds.dates),
    path("dates/<yyyy:year>/<mm:month>/<mm:day>/feed/", feeds.dates),
    path("api/v1/articles/", api.articles, name="api_articles"),
    path("api/v1/articles/<int:pk>/", api.article, name="api_article"),
    path("api/v1/search/", api.search, name="api_search"),
    path("api/v1/search/facets/<word:name>/", api.facet, name="api_facet"),
    path("api/v1/search/compare/", api.comparison, name="api_comparison"),
    path("api/v1/countries/", api.countries, name="api_countries"),
    path("api/v1/countries/<word:code>/", api.country, name="api_country"),
    path("api/v1/pairs/", api.pairs, name="api_pairs"),
    path("api/v1/pairs/<word:codes>/", api.pair, name="api_pair"),
    path("api/v1/quotes/", api.quotes, name="api_quotes"),
    path("api/v1/statements/", api.statements, name="api_statements"),
    path("api/v1/meetings/", api.meetings, name="api_meetings"),
    path("api/v1/meetings/<int:pk>/", api.meeting, name="api_meeting"),
    path("api/v1/suggestions/", api.suggestions, name="api_suggestions"),
    path("api/v1/receipts/<word:key>/", api.receipt, name="api_receipt"),
    path("api/v1/openapi.json", api.openapi, name="api_openapi"),
    path("oai/", harvest.oai, name="oai"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<word:name>-<int:number>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("opensearch.xml", sitemaps.opensearch, name="opensearch"),
]
urlpatterns.append(path("events/<word:slug>/events.ics", calendars.series, name="series_calendar"))
for form in citing.FORMS:
    address = f"articles/<int:pk>/cite.{form.ending}"
    urlpatterns += [
        path(address, citing.cite, {"form": form}, name=f"cite_{form.ending}"),
        path(f"search/cite.{form.ending}", exports.cite_all, {"form": form}, name=f"cite_all_{form.ending}"),
    ]
for kind in exports.FORMATS:
    urlpatterns.append(
        path(f"search/export.{kind.ending}", exports.export, {"form": kind}, name=f"export_{kind.ending}")
    )
for register in REGISTERS:
    urlpatterns += [
        path(f"{register.path}/", views.register, {"register": register}, name=register.path),
        path(
            f"{register.path}/<word:slug>/",
            views.register_entry,
            {"register": register},
            name=register.model.address,
        ),
        path(f"{register.path}/<word:slug>/feed/", feeds.entry, {"register": register}),
        path(f"api/v1/{register.path}/", api.register, {"register": register}, name=f"api_{register.path}"),
        path(
            f"api/v1/{register.path}/<word:slug>/",
            api.register_entry,
            {"register": register},
            name=f"api_{register.path}_entry",
        ),
    ]
