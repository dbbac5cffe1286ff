"""Documents become rows: each once, with its bytes, its evidence and its date."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField

from articles import importing
from articles.drafts import RawDocument
from articles.importing import Drafted, Importer, Incoming, Outcome, Result
from articles.models import Article, Comment, Event, IndexNote, Mention, ReceivedDocument
from tests.benchmarks.generate import article, as_text

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = """Nepal, Bhutan agree to link their power grids

Kathmandu, March 4

Nepal and Bhutan agreed on Tuesday to link their power grids by 2027, Energy Minister Dipak Rai said.

"The line will carry 400 megawatts in its first year," Rai said after the talks in Kathmandu.

Reader Comments

T
Tara L
Switzerland should learn from this before Austria does, and so should everyone else.
"""


def import_text(text: str, name: str = "story.txt", importer: Importer | None = None) -> Result:
    (result,) = (importer or Importer()).run(RawDocument(text.encode(), name), place=f"/somewhere/{name}")
    return result


def import_lines(*documents: dict[str, object], place: str = "/somewhere/feed.jsonl") -> list[Result]:
    data = "\n".join(json.dumps(document) for document in documents).encode()
    return list(Importer().run(RawDocument(data, "feed.jsonl", "json-lines"), place=place))


def test_the_same_bytes_again_change_nothing() -> None:
    first, again = import_text(STORY), import_text(STORY, name="other.txt")
    assert (first.outcome, again.outcome) == (Outcome.ADDED, Outcome.UNCHANGED)
    assert again.article == first.article
    assert Article.objects.count() == 1


def test_the_same_text_from_another_file_is_a_duplicate_and_its_bytes_are_kept() -> None:
    first = import_text(STORY)
    again = import_text(STORY.replace("\n", "\r\n"), name="copy.txt")
    assert again.outcome is Outcome.DUPLICATE
    assert again.article == first.article
    assert str(first.article) in again.reason
    kept = ReceivedDocument.objects.get(kind="duplicate")
    assert bytes(kept.data) == STORY.replace("\n", "\r\n").encode()
    assert import_text(STORY.replace("\n", "\r\n"), name="copy.txt").outcome is Outcome.DUPLICATE
    assert Article.objects.count() == 1


def test_a_changed_file_updates_its_article_and_keeps_the_earlier_bytes() -> None:
    first = import_text(STORY)
    changed = import_text(STORY.replace("2027", "2028"))
    assert (changed.outcome, changed.article) == (Outcome.UPDATED, first.article)
    article = Article.objects.get()
    assert "2028" in article.text
    assert "2027" not in article.text
    assert sorted(article.received.values_list("kind", flat=True)) == ["current", "earlier"]


def test_what_an_editor_worked_on_is_not_overwritten_by_a_changed_file() -> None:
    import_text(STORY)
    article = Article.objects.get()
    article.title = "An editor's headline"
    article.edited_at = article.created_at
    article.save()
    changed = import_text(STORY.replace("2027", "2028"))
    assert changed.outcome is Outcome.UNCHANGED
    assert "editor" in changed.reason
    article.refresh_from_db()
    assert article.title == "An editor's headline"
    assert article.received.count() == 2


def test_the_bytes_are_kept_as_they_came() -> None:
    import_text(STORY)
    received = ReceivedDocument.objects.get()
    assert bytes(received.data) == STORY.encode()
    assert received.kind == "current"


def test_comments_are_kept_apart_and_feed_no_metadata() -> None:
    import_text(STORY)
    article = Article.objects.get()
    (comment,) = article.comments.all()
    assert (comment.author, comment.origin, comment.status) == ("Tara L", "scraped", "approved")
    codes = set(article.article_countries.values_list("country", flat=True))
    assert codes == {"NP", "BT"}
    assert not Mention.objects.filter(surface__contains="Tara").exists()


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_every_span_of_the_seeds_covers_its_words(path: Path) -> None:
    import_text(path.read_text(encoding="utf-8"), path.name)
    article = Article.objects.get()
    fields = article.span_fields()
    spans = [
        *((row.field, row.start, row.end, row.surface) for row in article.mentions.all()),
        *((row.field, row.start, row.end, row.text) for row in article.quotes.all()),
        *((row.field, row.start, row.end, row.surface) for row in article.statements.all()),
    ]
    assert len(spans) > 20
    assert all(fields[field][start:end] == surface for field, start, end, surface in spans)


def test_the_database_itself_refuses_a_span_that_is_not_as_long_as_its_words() -> None:
    import_text(STORY)
    mention = Mention.objects.filter(kind="person").first()
    assert mention is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.filter(pk=mention.pk).update(end=mention.end + 1)


def test_the_database_itself_refuses_a_date_without_a_basis() -> None:
    import_text(STORY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(published_basis="unknown", published_date="2025-01-01")


def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on() -> None:
    data = b'{"title": "Good one", "text": "Chile and Peru met."}\n{"title": 3\n{"text": "Kenya said no."}\n'
    results = list(Importer().run(RawDocument(data, "feed.jsonl", "json-lines")))
    assert [result.outcome for result in results] == [Outcome.ADDED, Outcome.FAILED, Outcome.ADDED]
    assert "line 2" in results[1].name


def test_json_lines_bring_their_own_fields() -> None:
    import_lines(
        {
            "id": "x1",
            "title": "Ghana and Togo open a bridge",
            "published": "2024-05-06",
            "text": "Ghana and Togo opened a bridge.",
            "source": "Volta Courier",
            "agency": "GNA",
            "url": "https://news.example/1",
            "comments": [{"author": "Ama", "text": "At last."}],
        }
    )
    article = Article.objects.get()
    assert (article.outlet.name, article.agency.name) == ("Volta Courier", "GNA")
    assert article.published_date.isoformat() == "2024-05-06"
    assert article.published_basis == "stated"
    assert article.comments.get().author == "Ama"
    assert json.loads(bytes(article.received.get().data))["id"] == "x1"


def test_each_article_of_a_file_keeps_its_own_line_and_no_other() -> None:
    import_lines(
        *({"id": name, "text": f"{name} signed the treaty on water."} for name in ("Malta", "Cyprus"))
    )
    for received in ReceivedDocument.objects.all():
        assert hashlib.sha256(received.data).hexdigest() == received.sha256
        assert json.loads(bytes(received.data))["text"] == received.article.text


def test_the_same_address_with_other_words_is_an_update_wherever_it_comes_from() -> None:
    document = {"url": "https://news.example/1", "text": "Mali and Niger signed a pact."}
    import_lines(document)
    (result,) = import_lines(
        document | {"text": "Mali and Niger signed a pact on water."}, place="/else.jsonl"
    )
    assert result.outcome is Outcome.UPDATED
    assert Article.objects.count() == 1


def test_two_files_that_use_the_same_id_do_not_overwrite_each_other() -> None:
    import_lines({"id": "1", "text": "Oman and Yemen met."}, place="/a.jsonl")
    import_lines({"id": "1", "text": "Peru and Chile met."}, place="/b.jsonl")
    assert Article.objects.count() == 2


def test_a_person_met_with_and_without_a_country_is_one_row() -> None:
    import_lines(
        {"text": "Narendra Modi arrived on Monday. Modi said he was pleased."},
        {"text": "Indian Prime Minister Narendra Modi said on Monday that talks went well."},
    )
    people = {
        mention.person for mention in Mention.objects.filter(kind="person", surface__contains="Narendra")
    }
    assert {(person.name, person.country_id) for person in people} == {("Narendra Modi", "IN")}


def test_two_headlines_without_a_story_are_two_articles() -> None:
    first = import_text("Peru and Chile sign a water pact\n", "a.txt")
    second = import_text("Mali and Niger open a border post\n", "b.txt")
    assert (first.outcome, second.outcome) == (Outcome.ADDED, Outcome.ADDED)
    assert Article.objects.count() == 2


# --- many at a time --------------------------------------------------------


def mixed() -> list[Incoming]:
    """Articles, one of them twice, one under another name, one updated, one back to what it was, two bad."""
    entries = [article(number) for number in range(12)]
    changed = entries[3] | {"text": entries[3]["text"] + "\n\nOman and Yemen sent observers."}
    lines = [*entries, entries[2], changed, entries[3], entries[5] | {"url": "https://else.example/5"}]
    lines += [changed | {"title": "Another headline"}, entries[7] | {"id": "seven"}, article(13)]
    documents = [
        Incoming(RawDocument(json.dumps(entry).encode(), "feed.jsonl", "json-lines", number))
        for number, entry in enumerate(lines, start=1)
    ]
    documents[4:4] = [Incoming(RawDocument(b'{"title": 3', "feed.jsonl", "json-lines", 99))]
    documents[8:8] = [Incoming(RawDocument(as_text(article(1)).encode(), "one.txt"), "/some/one.txt")]
    documents += [Incoming(RawDocument(path.read_bytes(), path.name)) for path in sorted(SEEDS.glob("*.txt"))]
    return [*documents, Incoming(RawDocument(b"", "empty.txt"))]


def _renumbered(value: Any, numbers: dict[int, int]) -> Any:
    own = re.fullmatch(r"(.*#article )(\d+)", value) if isinstance(value, str) else None
    return f"{own[1]}{numbers[int(own[2])]}" if own else value


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the archive, but for the moments when it was written.

    Numbers are counted from the first that a table holds: PostgreSQL never gives one twice.
    """
    every = apps.get_app_config("articles").get_models(include_auto_created=True)
    models = [model for model in every if model is not IndexNote]
    numbers = {
        model: {
            pk: place
            for place, pk in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True))
        }
        for model in models
    }
    found = {}
    for model in models:
        fields = [each for each in model._meta.concrete_fields if not isinstance(each, DateTimeField)]
        counted = [numbers.get(model if each.primary_key else each.related_model, {}) for each in fields]
        values = model._default_manager.order_by("pk").values_list(*(each.attname for each in fields))
        made = [
            tuple(of.get(value, value) if of else value for of, value in zip(counted, row, strict=True))
            for row in values
        ]
        if model is Event:
            # The key of an event that is an article's own holds that article's number.
            made = [tuple(_renumbered(each, numbers[Article]) for each in row) for row in made]
        # Which events are between which countries is a set: the order of its rows means nothing.
        found[model.__name__] = sorted(row[1:] for row in made) if model._meta.auto_created else made
    return found


def imported(documents: Iterable[Incoming], batch: int) -> tuple[list[Result], dict[str, list[Any]]]:
    """What a run of its own makes of these documents, and the rows it leaves; they are gone afterwards."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(importing, "BATCH", batch)
        results = list(Importer().run_all(documents))
        made = rows()
        transaction.set_rollback(True)
    return results, made


def test_many_at_a_time_end_in_the_rows_that_one_by_one_gives() -> None:
    (results, together), (each, alone) = imported(mixed(), 250), imported(mixed(), 1)
    assert [(result.outcome, result.name) for result in results] == [(one.outcome, one.name) for one in each]
    assert {result.outcome for result in results} == {*Outcome}
    for table, made in alone.items():
        assert together[table] == made, table


# --- the command -----------------------------------------------------------


def run(*arguments: str) -> tuple[str, str, int]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_articles", *arguments, stdout=out, stderr=err, verbosity=0)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue(), err.getvalue(), status


def test_a_folder_is_imported_and_a_second_run_adds_nothing() -> None:
    out, _, status = run(str(SEEDS))
    assert (out.strip(), status) == ("5 added, 0 unchanged, 0 updated, 0 duplicate, 0 failed", 0)
    out, _, status = run(str(SEEDS))
    assert (out.strip(), status) == ("0 added, 5 unchanged, 0 updated, 0 duplicate, 0 failed", 0)


def test_bad_files_are_named_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    out, err, status = run(str(tmp_path), str(tmp_path / "missing.txt"))
    assert out.startswith("1 added")
    assert "3 failed" in out
    assert status == 1
    for name in ("b.txt", "c.txt", "missing.txt"):
        assert name in err


def test_a_dry_run_tells_and_changes_nothing() -> None:
    out, _, _ = run("--dry-run", str(SEEDS))
    assert out.strip() == "Would be: 5 added, 0 unchanged, 0 updated, 0 duplicate, 0 failed"
    assert not Article.objects.exists()
    assert not Comment.objects.exists()


def test_a_run_that_was_stopped_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = importing.write
    calls = []

    def stop_at_third(batch: Sequence[Drafted]) -> None:
        whole(batch)
        calls.append(len(batch))
        if len(calls) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(importing, "BATCH", 1)
        patch.setattr(importing, "write", stop_at_third)
        out, err, status = run(str(SEEDS))
    assert (out.split(",")[0], status) == ("2 added", 130)
    assert "again" in err
    assert Article.objects.count() == 2
    out, _, _ = run(str(SEEDS))
    assert out.strip() == "3 added, 2 unchanged, 0 updated, 0 duplicate, 0 failed"
    assert Article.objects.count() == 5


def test_drafts_can_be_imported_without_publishing_them() -> None:
    run("--status", "draft", str(SEEDS))
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}
