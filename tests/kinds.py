"""Addresses of the kinds of pages that the sitemap leaves out, in an archive of the seeds: answers to questions,
lists that are narrowed, forms, and what is not there."""

from __future__ import annotations

from typing import Final

SEARCHES: Final = (
    "/search/",
    "/search/?q=dialogue&country=KR",
    "/search/?q=korea&country=KR&country=IN&match=any&from=2025-01-01&sort=oldest&size=50",
    "/search/?q=%22never+closed+country%3Anarnia",
    "/search/?q=shipbuilding+zzyzzy&country=KR",
    "/search/?q=shipbilding",
    "/search/facets/country/?country=KR",
    "/search/facets/topic/?q=korea&part=trade",
    "/search/facets/person/?part=zzyzzy",
    "/search/compare/",
    "/search/compare/?q=shipbuilding&q=korea&q=zzyzzy",
    "/search/export/?q=dialogue",
    "/search/export/?q=zzyzzy",
)
NARROWED: Final = (
    "/quotes/?country=KR&speaker=cho",
    "/quotes/?q=zzyzzy",
    "/countries/kr/?scope=mention",
    "/people/?q=park",
    "/countries/kr/?events=1",
    "/pairs/in-kr/?year=2026",
    "/pairs/in-kr/relations/",
    "/pairs/in-kr/relations/?year=1973&kind=established&status=diplomatic+relations",
    "/pairs/in-kr/meetings/",
    "/pairs/in-kr/said/",
    "/people/?q=zzyzzy",
)
#: Days and pairs of which there is nothing to tell.
EMPTY: Final = ("/pairs/fr-kr/", "/countries/fr/", "/dates/1999/", "/dates/1999/01/", "/dates/1999/01/01/")
DATES: Final = (
    "/dates/2025/",
    "/dates/2025/08/",
    "/dates/2025/08/26/",
    "/dates/undated/",
    "/dates/on-this-day/08/26/",
)
FORMS: Final = ("/articles/2/comment/", "/articles/2/comment/sent/", "/accounts/login/")
NOT_THERE: Final = ("/nowhere/", "/articles/999/", "/people/nobody/")
BESIDE_THE_SITEMAP: Final = (*SEARCHES, *NARROWED, *EMPTY, *DATES, *FORMS, *NOT_THERE)
