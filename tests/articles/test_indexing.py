"""The index follows every change, whoever dies between the change and the index."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from archive.search import rebuild, refresh
from archive.search._writer import locked
from articles import indexing, workflow
from articles.drafts import RawDocument
from articles.importing import Importer
from articles.models import Article, Comment, Country, Event, IndexNote, Mention, Person, Quote, Source, Topic
from articles.reading import read, reading_config
from tests import factories
from tests.held import differences

STORY = """Nepal, Bhutan agree to link their power grids

Kathmandu, March 4, 2024

Nepal and Bhutan agreed on Tuesday to link their power grids by 2027, Energy Minister Dipak Rai said.

"The line will carry 400 megawatts in its first year," Rai said after the talks in Kathmandu.
"""
OTHER_STORY = STORY.replace("Nepal", "Norway").replace("Bhutan", "Peru")

Change = Callable[[], Any]


@pytest.fixture
def index_dies(django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """Do something; the process dies right after the commit, before anything reaches the index."""

    def do(change: Callable[..., Any], *arguments: Any) -> None:
        with (
            patch.object(indexing, "refresh", side_effect=SystemExit),
            suppress(SystemExit),
            django_capture_on_commit_callbacks(execute=True),
        ):
            change(*arguments)

    return do


@pytest.fixture
def archive(index: Any, db: None) -> Article:
    """Two articles that are in the index as they are; the first has one of everything."""
    article = factories.article(
        "Grids are linked",
        "Ada Lind of Norway said in Lima: we trade. Norway and Peru have a special partnership.",
        parties="NO PE",
        outlet=factories.source("The Harbor"),
    )
    factories.mention(article, "Ada Lind", person=factories.person("Ada Lind", "NO"))
    factories.mention(article, "Norway", country=factories.country("NO"))
    factories.mention(article, "trade", topic=factories.topic("Trade"))
    factories.mention(article, "Lima", place=factories.place("Lima", "PE"))
    dialogue = factories.series("Harbor Dialogue", "NO", "PE")
    event = factories.event("The third round", article, dialogue, 3)
    factories.mention(article, "we trade", event=event)
    factories.quote(article, "we trade", factories.person("Ada Lind", "NO"))
    Comment.objects.create(article=article, position=0, author="Bo", text="Splendid", status="approved")
    factories.article("Another", "Rain fell.")
    factories.article("Yet to come", "Snow fell.", status="draft")
    import_story(STORY)
    assert IndexNote.objects.count() == 0
    rebuild()
    assert differences() == []
    return article


def first(model: Any) -> Any:
    return model.objects.first()


def only() -> Article:
    return Article.objects.get(title="Grids are linked")


def import_story(text: str, name: str = "story.txt") -> None:
    importer = Importer()
    results = list(importer.run(RawDocument(text.encode(), name), place=name))
    assert [result.reason for result in results] == [""]
    importer.finish()


def paste() -> None:
    raw = RawDocument(OTHER_STORY.encode(), "pasted")
    (reading,) = read(raw, reading_config())
    workflow.save_draft(reading.draft, raw, editor=None, status="published", corrected=False)


def edit() -> None:
    article = only()
    before = article.span_fields()
    article.text = "Corrected. " + article.text
    workflow.save_edit(article, before, editor=None)


def publish() -> None:
    workflow.publish(Article.objects.filter(status="draft"))


def add_mention() -> None:
    article = only()
    start = article.text.index("Peru")
    mention = Mention(article=article, kind="organization", field="text", surface="Peru", start=start)
    mention.end = start + 4
    workflow.add_mention(mention, "Peru Line", "PE", editor=None)


def rename(model: Any, name: str) -> None:
    with transaction.atomic():
        row = model.objects.filter(name=name).get()
        row.name = "Quite Another"
        row.save()
        workflow.renamed(row)


def at_the_desk(page: str, row: Any, **fields: Any) -> None:
    """Send a form of the admin about a row."""
    editor = get_user_model().objects.create_superuser("ed")
    client = Client()
    client.force_login(editor)
    address = reverse(
        f"admin:articles_{row._meta.model_name}_{page}", args=[] if page == "changelist" else [row.pk]
    )
    form = {"_selected_action": [row.pk]} if page == "changelist" else model_to_dict(row)
    form = {key: value for key, value in form.items() if value is not None}
    assert client.post(address, form | fields).status_code == 302


USE_CASES: dict[str, Change] = {
    "import": lambda: import_story(OTHER_STORY, "other.txt"),
    "import of an update": lambda: import_story(STORY.replace("400 megawatts", "900 gigawatts")),
    "paste": paste,
    "edit": edit,
    "publish": publish,
    "withdraw": lambda: workflow.withdraw([only()]),
    "back to draft": lambda: workflow.back_to_draft([only()]),
    "delete": lambda: workflow.delete([only()]),
    "reject a person": lambda: workflow.reject_mentions(Mention.objects.filter(kind="person"), editor=None),
    "reject a country": lambda: workflow.reject_mentions(Mention.objects.filter(kind="country"), editor=None),
    "add a fact": add_mention,
    "hide a comment": lambda: workflow.moderate(Comment.objects.all(), "rejected"),
    "delete a comment": lambda: workflow.delete_comments(Comment.objects.all()),
    "reject a quote": lambda: workflow.reject_words(Quote.objects.all(), editor=None),
    "rename a person": lambda: rename(Person, "Ada Lind"),
    "rename a source": lambda: rename(Source, "The Harbor"),
    "rename a topic": lambda: rename(Topic, "Trade"),
    "rename a country": lambda: rename(Country, "Norway"),
    "rename an event": lambda: rename(Event, "The third round"),
    "rename a series": lambda: rename(type(first(Event).series), "Harbor Dialogue"),
    "delete a person": lambda: workflow.delete_entry(first(Person)),
    "delete a topic": lambda: workflow.delete_entry(first(Topic)),
    "delete an event": lambda: workflow.delete_entry(first(Event)),
    "delete a series": lambda: workflow.delete_entry(first(Event).series),
    "a source at the desk": lambda: at_the_desk("change", first(Source), name="Elsewhere"),
    "a country at the desk": lambda: at_the_desk("change", Country.objects.get(code="NO"), name="Elsewhere"),
    "an event at the desk": lambda: at_the_desk("change", first(Event), name="Elsewhere"),
    "a comment at the desk": lambda: at_the_desk("change", first(Comment), text="Dreadful"),
    "a comment's end": lambda: at_the_desk("delete", first(Comment), post="yes"),
    "a topic's end": lambda: at_the_desk("delete", first(Topic), post="yes"),
    "selected comments": lambda: at_the_desk("changelist", first(Comment), action="hide"),
    "selected topics' end": lambda: at_the_desk(
        "changelist", first(Topic), action="delete_selected", post="yes"
    ),
    "selected articles' end": lambda: at_the_desk("changelist", only(), action="delete_selected", post="yes"),
}


def next_save() -> None:
    other = Article.objects.get(title="Another")
    workflow.back_to_draft([other])


def sync(*options: str) -> str:
    out = StringIO()
    call_command("sync_index", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("heal", [next_save, sync], ids=["the next save", "sync_index"])
@pytest.mark.parametrize("change", USE_CASES.values(), ids=USE_CASES)
def test_a_crash_right_after_the_commit_is_made_up_for(
    change: Change,
    heal: Callable[[], Any],
    archive: Article,
    index_dies: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    index_dies(change)
    assert differences() != [], "the change must be one that the index follows"
    with pytest.raises(CommandError, match=r"\d noted"):
        sync("--check")
    with django_capture_on_commit_callbacks(execute=True):
        heal()
    assert differences() == []
    assert indexing.noted() == 0
    assert sync("--check").endswith("up to date.\n")


def test_a_note_is_undone_with_its_change(archive: Article) -> None:
    with suppress(LookupError), transaction.atomic():
        workflow.touch(archive)
        assert indexing.noted() == 1
        raise LookupError
    assert indexing.noted() == 0


@pytest.mark.django_db(transaction=True)
def test_a_note_belongs_in_a_transaction(index: Any) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        indexing.note([1])


def test_while_the_index_is_out_of_order_notes_stay(archive: Article, index: Any) -> None:
    served = (index.root / "CURRENT").read_text()
    (index.root / "CURRENT").write_text("{")
    workflow.touch(archive)
    indexing.refresh_index([archive.pk])
    assert indexing.noted() == 1
    (index.root / "CURRENT").write_text(served)
    indexing.refresh_index([])
    assert (indexing.noted(), differences()) == (0, [])


def test_a_change_noted_while_the_index_is_written_is_served_next(archive: Article) -> None:
    """Somebody changes the article once more, between the reading of the notes and their deletion."""

    def slow(model: Any, keys: Any) -> None:
        refresh(model, keys)
        workflow.withdraw([archive])

    workflow.touch(archive)
    with patch.object(indexing, "refresh", slow):
        indexing.refresh_index([archive.pk])
    assert indexing.noted() == 1
    indexing.refresh_index([])
    assert (indexing.noted(), differences()) == (0, [])


def test_a_save_serves_its_own_and_a_bounded_number_of_others(archive: Article, caplog: Any) -> None:
    indexing.note(range(10_000, 10_000 + 3 * indexing.LEFT_BEHIND))
    workflow.touch(archive)
    indexing.refresh_index([archive.pk], seconds=60)
    assert differences() == []
    assert indexing.noted() == 2 * indexing.LEFT_BEHIND
    assert f"{2 * indexing.LEFT_BEHIND} changes wait" in caplog.text
    assert sync() == f"Brought up to date: {2 * indexing.LEFT_BEHIND} noted; 3 articles are searchable.\n"
    assert indexing.noted() == 0


def test_a_save_does_not_go_on_for_ever(archive: Article) -> None:
    """A country that every article speaks of is renamed: what takes too long is left to `sync_index`."""
    indexing.note(range(10_000, 10_000 + 2 * indexing.BATCH))
    indexing.refresh_index(range(10_000, 10_000 + 2 * indexing.BATCH), seconds=-1)
    assert indexing.noted() == 2 * indexing.BATCH - indexing.LEFT_BEHIND
    indexing.refresh_index(range(10_000, 10_000 + 2 * indexing.BATCH))
    assert indexing.noted() == 0


@pytest.mark.parametrize("command", ["rebuild_index", "sync_index"])
def test_an_index_built_anew_has_served_what_was_noted_before(
    archive: Article, index: Any, command: str
) -> None:
    workflow.touch(archive)
    if command == "sync_index":
        (index.root / "CURRENT").write_text("{")
    call_command(command, verbosity=0, stdout=StringIO())
    assert differences() == []
    assert sync("--check") == "3 articles are searchable, up to date.\n"
    assert sync() == "3 articles are searchable, up to date.\n"


def test_what_is_noted_while_an_index_is_built_anew_stays_noted(archive: Article, index: Any) -> None:
    """Its row may have been read before it changed; only who looks at it again can tell."""
    workflow.touch(archive)
    other = Article.objects.get(title="Another")
    collected = indexing.IndexNote.waiting

    def waiting(**which: Any) -> Any:
        found = list(collected(**which))
        with transaction.atomic():
            indexing.note([other.pk])
        return found

    with patch.object(IndexNote, "waiting", waiting), patch.object(indexing, "ROUNDS", 1):
        call_command("rebuild_index", verbosity=0)
    assert list(IndexNote.objects.values_list("article", flat=True)) == [other.pk]


def test_a_rebuild_that_fails_leaves_what_is_noted(archive: Article, index: Any) -> None:
    workflow.touch(archive)
    with locked(index.root, "rebuild", 1), pytest.raises(CommandError):
        call_command("rebuild_index", verbosity=0)
    assert indexing.noted() == 1


def test_names_follow_before_an_index_is_built_anew(archive: Article, index: Any) -> None:
    """What a note promises besides the index is kept, too."""
    workflow.touch(archive)
    with patch.object(indexing, "group") as grouped:
        call_command("rebuild_index", verbosity=0)
    grouped.assert_called_once_with([archive.pk])


def test_notes_stay_when_nobody_can_write(archive: Article, index: Any) -> None:
    workflow.withdraw([archive])
    index.patience = 0.1
    with locked(index.root, "writer", 1), pytest.raises(CommandError, match="Another process"):
        sync()
    assert indexing.noted() == 1


def test_an_import_that_only_tells_leaves_the_index_alone(archive: Article) -> None:
    workflow.withdraw([archive])
    importer = Importer(dry_run=True)
    list(importer.run(RawDocument(OTHER_STORY.encode(), "other.txt")))
    importer.finish()
    assert indexing.noted() == 1
