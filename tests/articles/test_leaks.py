"""Nothing unpublished shows through any public address: every address is tried for every status."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import resolve

from articles import urls, workflow
from articles.models import Article, Event
from tests import factories as make

pytestmark = pytest.mark.django_db

#: A word that stands in everything of the hidden article and nowhere else.
SECRET = "zyzzyva"
ENTRIES = {
    "people": "ada-lind/",
    "offices": "minister/",
    "organizations": "sea-office/",
    "places": "lima/",
    "topics": "oceans/",
    "events": "charts-dialogue/",
    "sources": "harbor-daily/",
}
SHOWN = (
    "/",
    "/about/",
    "/quotes/",
    "/quotes/?q=words&country=no",
    "/feed/",
    "/search/?q=maps",
    "/search/?country=NO&sort=newest",
    "/search/feed/?q=maps",
    "/search/?q=maps+nowhere&country=NO",
    "/search/facets/country/?q=maps",
    "/search/facets/person/?part=zyz",
    "/search/facets/topic/?order=name",
    "/search/facets/year/",
    "/search/compare/?q=maps&q=open",
    "/search/compare.csv?q=maps&q=open",
    "/suggest/?q=zy",
    "/articles/{shown}/",
    "/articles/{shown}/maps-of-the-sea/",
    "/articles/{shown}/maps-of-the-sea/?words=text-0-4",
    "/articles/{shown}/maps-of-the-sea/evidence/",
    "/articles/{shown}/compare/{shown}/",
    "/articles/{shown}/cite.bib",
    "/articles/{shown}/cite.ris",
    "/articles/{shown}/cite.json",
    "/articles/{shown}/cite.chicago",
    "/articles/{shown}/cite.apa",
    "/articles/{shown}/comment/",
    "/articles/{shown}/comment/sent/",
    "/search/export/?q=maps",
    "/search/export.csv",
    "/search/export.jsonl",
    "/search/cite.bib",
    "/search/cite.ris",
    "/search/cite.json",
    "/search/cite.chicago",
    "/search/cite.apa",
    "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai/?verb=ListSets",
    "/countries/",
    "/countries/no/",
    "/countries/no/?scope=mention",
    "/countries/no/feed/",
    "/pairs/",
    "/pairs/no-pe/",
    "/pairs/no-pe/feed/",
    "/pairs/no-pe/events.ics",
    "/pairs/no-pe/relations/",
    "/pairs/no-pe/relations/?year=2019&kind=elevated&status=open+partnership",
    "/pairs/no-pe/meetings/",
    "/pairs/no-pe/said/",
    "/pairs/no-pe/?year=2024",
    "/events/charts-dialogue/?event={meeting}",
    "/people/ada-lind/?year=2024",
    "/people/ada-lind/?events=1",
    "/countries/no/?events=1",
    "/events/charts-dialogue/events.ics",
    "/dates/",
    "/dates/undated/",
    "/dates/undated/feed/",
    "/dates/2024/",
    "/dates/2024/feed/",
    "/dates/2024/05/",
    "/dates/2024/05/feed/",
    "/dates/2024/05/14/",
    "/dates/2024/05/14/feed/",
    "/dates/on-this-day/",
    "/dates/on-this-day/05/14/",
    "/dates/on-this-day/05/14/feed/",
    "/api/v1/articles/",
    "/api/v1/articles/{shown}/",
    "/api/v1/search/?q=maps",
    "/api/v1/search/facets/person/?part=zyz",
    "/api/v1/search/compare/?q=maps&q=open",
    "/api/v1/openapi.json",
    "/api/v1/countries/",
    "/api/v1/countries/no/",
    "/api/v1/pairs/",
    "/api/v1/pairs/no-pe/",
    "/api/v1/quotes/",
    "/api/v1/statements/",
    "/api/v1/meetings/",
    "/api/v1/meetings/{meeting}/",
    "/api/v1/suggestions/?q=zy",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-articles-1.xml",
    "/sitemap-people-1.xml",
    "/opensearch.xml",
    *(
        f"/{register}/{below}"
        for register, entry in ENTRIES.items()
        for below in ("", entry, f"{entry}feed/")
    ),
    *(f"/api/v1/{register}/{below}" for register, entry in ENTRIES.items() for below in ("", entry)),
)
#: Receipts are made by a button and named at random, and saved searches are for those who are logged in;
#: tests/articles/test_receipts.py and test_saving.py look into them.
TRIED_ELSEWHERE = {
    "receipts/",
    "receipts/<word:key>/",
    "api/v1/receipts/<word:key>/",
    "saved/",
    "saved/new/",
    "saved/<int:pk>/remove/",
    "saved/<int:pk>/digest/",
    "saved/stop/<str:token>/",
}
#: Addresses of the hidden article itself, and of what only it speaks of.
ITS_OWN = (
    "/articles/{hidden}/",
    "/articles/{hidden}/zyzzyva-maps/",
    "/articles/{hidden}/zyzzyva-maps/evidence/",
    "/articles/{hidden}/cite.bib",
    "/articles/{hidden}/cite.ris",
    "/articles/{hidden}/cite.json",
    "/articles/{hidden}/cite.chicago",
    "/articles/{hidden}/cite.apa",
    "/api/v1/articles/{hidden}/",
)
ONLY_IN_IT = (
    "/api/v1/meetings/{secret_meeting}/",
    "/api/v1/quotes/?person=zyzzyva-person",
    "/api/v1/articles/?place=zyzzyva-town",
    *(
        f"{before}/{register}/{SECRET}-{word}/{feed}"
        for register, word in (
            ("people", "person"),
            ("offices", "office"),
            ("organizations", "body"),
            ("places", "town"),
            ("topics", "topic"),
            ("events", "talks"),
            ("sources", "daily"),
        )
        for before, feed in (("", ""), ("", "feed/"), ("/api/v1", ""))
    ),
)


def report(title: str, word: str, **fields: object) -> Article:
    """An article with something in every part, all of it shared with its fellow or called by a word."""
    made = make.article(
        f"{title} maps",
        f"{word} text of maps in Lima. {word} said: “{word} words.” {word} ties since 2019.",
        day=date(2024, 5, 14),
        parties="NO PE",
        byline=f"{word} byline",
        section=f"{word} section",
        subtitle=f"{word} subtitle",
        summary=f"{word} summary",
        standfirst=f"{word} standfirst",
        dateline_text=f"{word} dateline",
        pull_quote=f"{word} pull",
        url=f"https://{word}.example/",
        removed=[{"line": 0, "text": f"{word} removed", "rule": "rule"}],
        **fields,
    )
    make.received(made, f"{word}.txt")
    made.key_points.create(position=0, text=f"{word} point")
    made.images.create(position=0, caption=f"{word} caption", credit=f"{word} credit")
    made.comments.create(position=0, author=f"{word} author", text=f"{word} comment", status="approved")
    return made


def speak(made: Article, word: str, **named: object) -> None:
    person = named["person"]
    make.mention(made, word, person=person)
    make.mention(made, word, person=person, office=named["office"])
    for kind in ("organization", "place", "topic"):
        make.mention(made, word, **{kind: named[kind]})
    make.quote(made, f"{word} words.", person)
    make.statement(made, f"{word} ties since 2019", "NO PE", f"{word} partnership", 2019)
    meeting = make.event(f"{word} meeting", made, named["series"], named["ordinal"], chairs=(person,))
    make.mention(made, "maps", event=meeting)


@pytest.fixture
def shown(db) -> Article:
    made = report("Maps of the sea", "open", outlet=make.source("Harbor Daily"))
    made.title = "Maps of the sea"
    made.save()
    speak(
        made,
        "open",
        person=make.person("Ada Lind", "NO"),
        office=make.office("Minister", "NO"),
        organization=make.organization("Sea Office", "NO"),
        place=make.place("Lima", "PE"),
        topic=make.topic("Oceans"),
        series=make.series("Charts Dialogue", "NO", "PE"),
        ordinal=1,
    )
    return made


@pytest.fixture
def hide(shown, django_capture_on_commit_callbacks):
    """Put something that nobody may see beside what all may see."""

    def hidden_article(status: str) -> Article:
        made = report(SECRET, SECRET, outlet=make.source(f"{SECRET} daily"))
        speak(
            made,
            SECRET,
            person=make.person(f"{SECRET} person", "NO"),
            office=make.office(f"{SECRET} office", "NO"),
            organization=make.organization(f"{SECRET} body", "NO"),
            place=make.place(f"{SECRET} town", "PE"),
            topic=make.topic(f"{SECRET} topic"),
            series=make.series(f"{SECRET} talks", "NO", "PE"),
            ordinal=2,
        )
        call_command("rebuild_index", noinput=True, verbosity=0)
        with django_capture_on_commit_callbacks(execute=True):
            (workflow.withdraw if status == "withdrawn" else workflow.back_to_draft)([made])
        return made

    def hidden_words(status: str) -> Article:
        """What an editor has not let through, and who the editor is."""
        if status == "editor":
            editor = get_user_model().objects.create_user(f"{SECRET}-editor", f"{SECRET}@example.org")
            shown.edited_by = editor
            shown.save()
            shown.decisions.create(kind="topic", target=SECRET, verdict="rejected", editor=editor)
        else:
            shown.comments.create(position=5, author=SECRET, text=f"{SECRET} text", status=status.split()[0])
        call_command("rebuild_index", noinput=True, verbosity=0)
        return shown

    return lambda status: (hidden_article if status in ("draft", "withdrawn") else hidden_words)(status)


def filled(address: str, shown: Article, hidden: Article | None = None) -> str:
    """An address with the numbers of this run."""
    meetings = {event.ordinal: event.pk for event in Event.objects.all()}
    return address.format(
        shown=shown.pk,
        hidden=hidden.pk if hidden else 0,
        meeting=meetings[1],
        secret_meeting=meetings.get(2, 0),
    )


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().casefold()


def told(response) -> str:
    """What a page says of its own: the search that it offers is of the words that were typed."""
    return re.sub(r'<a href="/search/\?q=[^"]*" rel="nofollow">.*?</a>', "", body(response))


@pytest.mark.parametrize("status", ["draft", "withdrawn", "pending comment", "rejected comment", "editor"])
def test_nothing_hidden_shows_at_any_address(client, shown, hide, status):
    hidden = hide(status)
    for address in SHOWN:
        response = client.get(filled(address, shown))
        assert response.status_code in (200, 301, 302), address
        assert SECRET not in body(response), address
        for name, value in response.items():
            assert SECRET not in value.casefold(), (address, name)
    if hidden is shown:
        return
    for address in ITS_OWN:
        response = client.get(filled(address, shown, hidden))
        assert response.status_code == (410 if status == "withdrawn" else 404), address
        assert SECRET not in told(response), address
    for address in ONLY_IN_IT:
        response = client.get(filled(address, shown))
        assert response.status_code == 404, address
        assert SECRET not in told(response), address


def test_the_hidden_article_would_show_at_many_addresses(client, shown, hide):
    """That the test above can fail: once published, it is seen all over the archive."""
    hidden = hide("draft")
    hidden.refresh_from_db()
    workflow.publish([hidden])
    call_command("rebuild_index", noinput=True, verbosity=0)
    seen = [address for address in SHOWN if SECRET in body(client.get(filled(address, shown)))]
    assert len(seen) >= 25
    for address in (*ITS_OWN[1:], *ONLY_IN_IT):
        assert client.get(filled(address, shown, hidden)).status_code == 200, address


def test_every_public_address_is_tried(shown):
    tried = {resolve(filled(each, shown).partition("?")[0]).route for each in SHOWN}
    missed = {str(each.pattern) for each in urls.urlpatterns} - tried
    assert missed == TRIED_ELSEWHERE
