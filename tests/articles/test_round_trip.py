"""What is exported and imported into an empty archive is the same archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from archive.search import rebuild
from articles import identities, workflow
from articles.documents import documents
from articles.models import (
    Alias,
    Article,
    Decision,
    Event,
    EventSeries,
    Mention,
    Office,
    Organization,
    Person,
    Place,
    Quote,
    ReceivedDocument,
    Source,
    Tombstone,
    Topic,
)
from articles.registering import Registers

pytestmark = pytest.mark.django_db
REGISTERS = (Event, EventSeries, Office, Organization, Person, Place, Source, Topic)


def held() -> list[dict[str, Any]]:
    numbers = Article.objects.order_by("pk").values_list("pk", flat=True)
    return list(documents(numbers, lambda path: path, whole=True, decisions=True))


def registered() -> dict[str, set[Any]]:
    names = {
        model.__name__: set(model.objects.values_list("key", "name", "slug"))
        for model in REGISTERS
        if model is not Event
    }
    tree = set(Topic.objects.values_list("key", "parent__key", "slug"))
    return names | {
        "Topics in their tree": tree,
        "Event": set(Event.objects.values_list("name", "ordinal", "date", "place")),
    }


def emptied() -> None:
    workflow.delete(Article.objects.all())
    Tombstone.objects.all().delete()
    ReceivedDocument.objects.all().delete()
    for model in REGISTERS:
        model.objects.all().delete()
    Alias.objects.all().delete()


@pytest.fixture
def archive(index: Any, tmp_path: Path) -> Path:
    """The seeds, some of them worked on by an editor, exported."""
    call_command("import_articles", str(settings.BASE_DIR / "seeds"), verbosity=0)
    first, second, third, *_ = Article.objects.order_by("pk")
    topic = first.mentions.filter(kind="topic").first()
    workflow.reject_mentions(list(first.mentions.filter(topic=topic.topic)), editor=None)
    word = second.text.split()[0]
    found = Mention(article=second, kind="organization", field="text", start=0, end=len(word), surface=word)
    workflow.add_mention(found, "Office of First Words", "IN", editor=None)
    Quote.objects.filter(article=third).update(origin="editor")
    before = third.span_fields()
    third.subtitle = "Corrected by hand"
    workflow.save_edit(third, before, editor=None)
    first.comments.create(
        position=90, author="Emil", text="Of this archive.", origin="reader", status="approved"
    )
    rebuild()
    file = tmp_path / "archive.jsonl"
    call_command("export_articles", output=str(file), verbosity=0)
    return file


def test_the_same_articles_with_the_same_facts_at_the_same_addresses(archive):
    before, names = held(), registered()
    emptied()
    call_command("import_articles", str(archive), verbosity=0)
    after = held()
    for old, new in zip(before, after, strict=True):
        edited = old["received"] is None
        differing = {key for key in old if old[key] != new[key]}
        assert differing <= ({"sha256", "received"} if edited else set()), old["id"]
    told = registered()
    assert {kind: told[kind] - names[kind] for kind in told} == {kind: set() for kind in told}
    assert {kind: {key for key, *_ in names[kind] - told[kind]} for kind in names} == {
        kind: set() for kind in names
    }
    assert Quote.objects.filter(origin="editor").exists()


def test_rules_run_again_heed_what_editors_decided_before_the_move(archive):
    rejected = Decision.objects.get(kind="topic", verdict="rejected")
    article, target = rejected.article_id, rejected.target
    emptied()
    call_command("import_articles", str(archive), verbosity=0)
    workflow.annotate_again(Article.objects.get(pk=article))
    assert not Mention.objects.filter(article=article, topic__key=target).exists()
    assert Mention.objects.filter(organization__name="Office of First Words", origin="editor").exists()


def test_an_export_imported_again_changes_nothing(archive, capsys):
    emptied()
    call_command("import_articles", str(archive), verbosity=0)
    before = held()
    call_command("import_articles", str(archive), verbosity=0)
    assert "0 added" in capsys.readouterr().out.splitlines()[-1]
    assert held() == before


def test_into_an_archive_that_has_its_numbers_articles_come_under_others(archive):
    before = held()
    emptied()
    taken = Article.objects.create(
        pk=before[0]["id"], title="Here first", text="Here first.", status="published"
    )
    call_command("import_articles", str(archive), verbosity=0)
    taken.refresh_from_db()
    assert taken.title == "Here first"
    assert {each["title"] for each in held()} == {"Here first", *(each["title"] for each in before)}
    assert Article.objects.create(title="Next", text="Next.").pk > max(each["id"] for each in before)


def test_what_readers_take_away_can_be_imported_too(archive, client, tmp_path):
    body = b"".join(client.get("/search/export.jsonl").streaming_content)
    before = {each["id"]: each["people"] for each in held()}
    emptied()
    (tmp_path / "taken.jsonl").write_bytes(body)
    call_command("import_articles", str(tmp_path / "taken.jsonl"), verbosity=0)
    assert {each["id"]: each["people"] for each in held()} == before


def test_addresses_of_entries_that_were_renamed_or_merged_are_true_after_the_move(
    archive, client, tmp_path, index
):
    """As an editor does it: one person gets another name, one is made one with another, an outlet too."""
    named = Person.objects.filter(mentions__article__status="published").distinct().order_by("pk")
    renamed, kept, gone = named[:3]
    outlet = Source.objects.filter(outlet_articles__isnull=False).first() or Source.objects.first()
    old_key, old_name, merged = renamed.key, renamed.name, gone.slug
    for row, name in ((renamed, "Zed of the New Name"), (outlet, "The Renamed Courier")):
        type(row).objects.filter(pk=row.pk).update(name=name)
    Person.objects.filter(pk=renamed.pk).update(name_settled=True)
    identities.merge(kept, gone)
    rebuild()
    addresses = [
        f"/people/{renamed.slug}/",
        f"/people/{kept.slug}/",
        f"/sources/{outlet.slug}/",
        f"/api/v1/people/{renamed.slug}/",
    ]
    file = tmp_path / "renamed.jsonl"
    call_command("export_articles", output=str(file), verbosity=0)
    emptied()
    call_command("import_articles", str(file), verbosity=0)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    assert client.get(f"/people/{merged}/")["Location"].endswith(f"/people/{kept.slug}/")
    moved = Person.objects.get(slug=renamed.slug)
    assert moved.name == "Zed of the New Name"
    registers = Registers()
    country = old_key.partition("|")[2] or None
    assert registers.person_named(old_name, country).pk == moved.pk


def test_addresses_of_dialogues_that_were_renamed_or_merged_are_true_after_the_move(
    archive, client, tmp_path
):
    renamed, kept, gone = EventSeries.objects.order_by("pk")[:3]
    old_key, merged = renamed.key, gone.slug
    EventSeries.objects.filter(pk=renamed.pk).update(name="Talks of the New Name")
    EventSeries.objects.filter(pk=kept.pk).update(name="A Dialogue by Another Name")
    identities.merge(kept, gone)
    rebuild()
    file = tmp_path / "renamed.jsonl"
    call_command("export_articles", output=str(file), verbosity=0)
    before = held()
    emptied()
    call_command("import_articles", str(file), verbosity=0)
    assert [each["former"] for each in held()] == [each["former"] for each in before]
    for slug in (renamed.slug, kept.slug):
        for address in (f"/events/{slug}/", f"/events/{slug}/events.ics", f"/api/v1/events/{slug}/"):
            assert client.get(address).status_code == 200, address
    assert client.get(f"/events/{merged}/")["Location"].endswith(f"/events/{kept.slug}/")
    moved = EventSeries.objects.get(slug=renamed.slug)
    assert moved.name == "Talks of the New Name"
    assert moved.key != old_key
    assert Alias.objects.get(register="eventseries", key=old_key).entry == moved.pk
