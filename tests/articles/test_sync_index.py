from __future__ import annotations

from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from articles.indexing import note, refresh_index
from articles.models import Article
from articles.queries import SearchRequest, search
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def sync(*options: str) -> str:
    out = StringIO()
    call_command("sync_index", *options, stdout=out)
    return out.getvalue()


def total(q: str = "") -> int:
    return search(SearchRequest(q=q)).total


def test_it_brings_the_index_level_and_says_what_it_did(index: Any) -> None:
    kept, changed, withdrawn = (factories.article(text=f"{word} fell.") for word in ("Rain", "Snow", "Hail"))
    factories.article(text="A draft.", status="draft")
    assert sync() == "Brought up to date: 3 missing; 3 articles are searchable.\n"
    changed.text = "Sleet fell."
    changed.save()
    withdrawn.status = "withdrawn"
    withdrawn.save()
    assert sync() == "Brought up to date: 1 outdated, 1 surplus; 2 articles are searchable.\n"
    assert (total(), total("sleet"), total("hail")) == (2, 1, 0)
    kept.delete()
    assert sync() == "Brought up to date: 1 surplus; 1 article is searchable.\n"


def test_it_does_nothing_when_both_agree(index: Any) -> None:
    factories.article()
    sync()
    with patch.object(index, "prepared", side_effect=AssertionError("nothing is to be written")):
        assert sync() == "1 article is searchable, up to date.\n"


def test_checking_only_tells(index: Any) -> None:
    assert sync("--check") == "0 articles are searchable, up to date.\n"
    factories.article()
    with pytest.raises(CommandError, match="1 missing") as told:
        sync("--check")
    assert told.value.returncode == 1
    assert total() == 0
    sync()
    sync("--check")


def test_an_index_that_cannot_be_used_is_built_anew(index: Any) -> None:
    factories.article()
    sync()
    (index.root / "CURRENT").write_text("{")
    with pytest.raises(CommandError, match="cannot be read"):
        sync("--check")
    assert sync() == "The index could not be used and was built anew; 1 article is searchable.\n"
    assert total() == 1


def test_an_index_of_the_archive_holds_what_is_stored_and_no_more(index: Any) -> None:
    """Growth of the index is growth of what is shown: nothing long is stored twice."""
    made = factories.article("Long", "Words of the body. " * 50)
    sync()
    with index.reading.lock:
        snapshot = index.reading.snapshot(index.layout.fingerprint)
        stored = snapshot.stored(0)
    assert made.text in stored["text"]
    assert [name for name, held in stored.items() if isinstance(held, str) and len(held) > 200] == ["text"]


def test_what_is_refreshed_after_a_commit_is_found(index: Any) -> None:
    made = factories.article(text="Rain fell.")
    for status, hits in (("published", 1), ("withdrawn", 0)):
        Article.objects.filter(pk=made.pk).update(status=status)
        note([made.pk])
        refresh_index([made.pk])
        assert total("rain") == hits
