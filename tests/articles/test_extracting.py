"""Extraction is run again over what an older version of the rules found, under the editors' decisions."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles import extracting, workflow
from articles.drafts import RawDocument
from articles.extraction import RULES_VERSION
from articles.importing import Importer, Incoming
from articles.models import Article, ArticleCountry, IndexNote, Mention

pytestmark = pytest.mark.django_db

STORIES = [
    "Oslo, May 4\n\nNorway and Finland agreed on Monday to build a ferry line, Transport Minister Kari Moen said.\n",
    "Lima, June 9\n\nPeru and Chile said on Tuesday that their customs offices would share one building.\n",
    'Accra, July 2\n\nGhana and Togo opened a bridge over the Volta on Wednesday. "It saves a day," Togo said.\n',
]


@pytest.fixture
def articles(index: Any) -> list[Article]:
    """Three articles of which an older version of the rules missed one country and invented another."""
    importer = Importer()
    documents = [Incoming(RawDocument(text.encode(), f"{place}.txt")) for place, text in enumerate(STORIES)]
    made = [Article.objects.get(pk=result.article) for result in importer.run_all(documents)]
    importer.finish()
    Article.objects.update(rules_version="2000.1")
    first = made[0]
    first.mentions.filter(country="FI").delete()
    first.article_countries.filter(country="FI").delete()
    ArticleCountry.objects.create(article=first, country_id="DK", role="mention")
    return made


def run(*arguments: str) -> tuple[str, str, int]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("extract_metadata", *arguments, stdout=out, stderr=err, verbosity=0)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return out.getvalue(), err.getvalue(), status


def codes(article: Article) -> set[str]:
    return set(article.article_countries.values_list("country", flat=True))


def state() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Article, ArticleCountry, Mention, IndexNote)
    ]


def test_what_an_older_version_found_is_made_again_and_told_by_kind(articles: list[Article]) -> None:
    out, _, status = run()
    assert status == 0
    assert "1 changed, 2 as before, 0 failed" in out
    assert "country      +1 -1" in out
    assert codes(articles[0]) == {"NO", "FI"}
    assert set(Article.objects.values_list("rules_version", flat=True)) == {RULES_VERSION}


def test_a_dry_run_tells_what_would_change_and_changes_nothing(articles: list[Article]) -> None:
    before = state()
    out, _, _ = run("--dry-run")
    assert f"article {articles[0].pk}\n" in out
    assert "  + country FI (party)" in out
    assert "  - country DK (mention)" in out
    assert f"article {articles[1].pk}\n" not in out
    assert "Would be: 1 changed, 2 as before" in out
    assert state() == before


def test_what_is_up_to_date_is_passed_over_unless_it_is_asked_for(articles: list[Article]) -> None:
    run()
    assert run()[0].startswith("0 changed, 0 as before")
    assert run("--all")[0].startswith("0 changed, 3 as before")
    assert run(str(articles[1].pk))[0].startswith("0 changed, 1 as before")


def test_only_what_changed_is_told_to_the_index_and_to_readers(articles: list[Article]) -> None:
    moments = dict(Article.objects.values_list("pk", "modified_at"))
    run()
    after = dict(Article.objects.values_list("pk", "modified_at"))
    assert [pk for pk in moments if moments[pk] != after[pk]] == [articles[0].pk]
    call_command("sync_index", "--check", stdout=StringIO())


def test_what_editors_decided_stands(articles: list[Article], admin_user: Any) -> None:
    first = articles[0]
    workflow.decide(first, "country", "FI", "rejected", editor=admin_user)
    start = first.text.index("ferry line")
    fact = Mention(
        article=first, kind="topic", field="text", start=start, end=start + 10, surface="ferry line"
    )
    workflow.add_mention(fact, "Ferries", "", editor=admin_user)
    run("--all")
    assert codes(first) == {"NO"}
    assert first.mentions.get(origin="editor").topic.name == "Ferries"


def test_it_reads_the_text_that_an_editor_corrected(articles: list[Article], admin_user: Any) -> None:
    second = articles[1]
    before = second.span_fields()
    second.text = second.text.replace("Chile", "Bolivia")
    workflow.save_edit(second, before, editor=admin_user)
    run("--all")
    assert codes(second) == {"PE", "BO"}


def test_a_run_that_was_stopped_goes_on_where_it_stood(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extracting._write
    calls: list[int] = []

    def stop_at_second(batch: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(batch)

    with monkeypatch.context() as patch:
        patch.setattr(extracting, "BATCH", 1)
        patch.setattr(extracting, "_write", stop_at_second)
        out, err, status = run()
    assert (status, out.startswith("1 changed, 0 as before")) == (130, True)
    assert "again" in err
    assert run()[0].startswith("0 changed, 2 as before, 0 failed")


def test_an_article_that_cannot_be_stored_is_named_and_the_others_are_done(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extracting.write_annotations

    def refuse(batch: Any, registers: Any) -> None:
        if any(each.article.pk == articles[1].pk for each in batch):
            raise ValueError("no room")
        whole(batch, registers)

    monkeypatch.setattr(extracting, "write_annotations", refuse)
    out, err, status = run()
    assert (status, out.startswith("1 changed, 1 as before, 1 failed")) == (1, True)
    assert f"article {articles[1].pk}: It could not be stored: no room" in err
    assert extracting.outdated() == [articles[1].pk]


def test_an_article_that_is_edited_meanwhile_is_left_alone(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit_meanwhile(drafts: Any, reference: Any) -> Any:
        found = whole(drafts, reference)
        articles[1].save()
        return found

    whole = extracting.annotate_many
    monkeypatch.setattr(extracting, "annotate_many", edit_meanwhile)
    out, err, _ = run()
    assert "1 changed, 1 as before, 1 failed" in out
    assert "changed meanwhile" in err


def test_numbers_of_no_article_and_two_wishes_at_once_are_told(articles: list[Article]) -> None:
    _, err, status = run("999999")
    assert (status, "no such article" in err) == (1, True)
    with pytest.raises(CommandError, match="either"):
        call_command("extract_metadata", "--all", str(articles[0].pk))
