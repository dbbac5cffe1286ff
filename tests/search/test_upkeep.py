from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.search import _schema, compare, rebuild, refresh, synchronize
from archive.search.checks import index_is_usable
from archive.search.exceptions import IndexBusy, IndexDamaged, IndexOutdated

from .conftest import ALIAS, pks
from .notes import Memo, Note

pytestmark = pytest.mark.usefixtures("tables")


def note(**fields: Any) -> Note:
    return Note.objects.create(**{"body": "oil", **fields})


def differences() -> list[tuple[str, set[int], set[int], set[int]]]:
    return [
        (each.model.rpartition(".")[2], set(each.missing), set(each.outdated), set(each.surplus))
        for each in compare(using=ALIAS)
    ]


def test_rows_are_written_written_anew_or_removed(engine: Any, found: Any) -> None:
    first, second = note(), note(body="gas")
    refresh(Note, [first.pk, second.pk], using=ALIAS)
    Note.objects.filter(pk=first.pk).update(body="coal")
    keys = [first.pk, second.pk]
    second.delete()
    refresh(Note, keys, using=ALIAS)
    assert pks(found.filter(content="coal")) == [first.pk]
    assert found.count() == 1


def test_the_state_in_the_database_stands_whoever_comes_last(engine: Any, found: Any, backend: Any) -> None:
    """A process that read the row before another changed it does not write the old state back."""
    row = note()
    stale = Note.objects.get(pk=row.pk)
    Note.objects.filter(pk=row.pk).update(body="coal")
    refresh(Note, [row.pk], using=ALIAS)
    refresh(Note, [stale.pk], using=ALIAS)
    assert pks(found.filter(content="coal")) == [row.pk]


def test_differences_are_told_by_what_changed_last(engine: Any) -> None:
    kept, changed, gone = note(), note(), note()
    refresh(Note, [kept.pk, changed.pk, gone.pk], using=ALIAS)
    changed.save()
    gone_pk = gone.pk
    gone.delete()
    fresh = note()
    assert differences() == [("note", {fresh.pk}, {changed.pk}, {gone_pk}), ("memo", set(), set(), set())]


def test_an_index_without_a_stamp_is_compared_by_what_exists(engine: Any) -> None:
    one, other = Memo.objects.create(body="a"), Memo.objects.create(body="b")
    refresh(Memo, [one.pk], using=ALIAS)
    assert differences()[1] == ("memo", {other.pk}, set(), set())


def test_synchronizing_mends_every_difference_and_then_does_nothing(
    engine: Any, found: Any, backend: Any
) -> None:
    rows = [note() for _ in range(5)]
    refresh(Note, [row.pk for row in rows], using=ALIAS)
    Note.objects.filter(pk=rows[0].pk).delete()
    Note.objects.filter(pk=rows[1].pk).update(body="coal", changed=timezone.now() + timedelta(seconds=1))
    note()
    told, rebuilt = synchronize(using=ALIAS)
    assert (any(told), rebuilt) == (True, False)
    assert pks(found.filter(content="coal")) == [rows[1].pk]
    assert found.count() == 5
    with patch.object(backend, "prepared", side_effect=AssertionError("nothing is to be written")):
        told, rebuilt = synchronize(using=ALIAS)
    assert (any(told), rebuilt) == (False, False)


def test_a_rebuild_serves_the_old_index_until_the_new_one_is_whole(
    engine: Any, found: Any, backend: Any
) -> None:
    rows = [note() for _ in range(3)]
    refresh(Note, [row.pk for row in rows], using=ALIAS)
    seen: list[int] = []
    prepare = backend.prepared

    def watched(index: Any, instance: Any) -> Any:
        seen.append(found.all().count())
        return prepare(index, instance)

    Note.objects.filter(pk=rows[0].pk).delete()
    with patch.object(backend, "prepared", watched):
        assert rebuild(using=ALIAS) == 2
    assert seen == [3, 3]
    assert found.all().count() == 2
    assert len(list(backend.root.glob("index-*"))) == 1


def test_what_is_saved_during_a_rebuild_is_in_the_new_index(engine: Any, found: Any, backend: Any) -> None:
    row = note()
    refresh(Note, [row.pk], using=ALIAS)
    prepare = backend.prepared
    saved: list[int] = []

    def meanwhile(index: Any, instance: Any) -> Any:
        """The rebuild has read the first row when another process saves two."""
        document = prepare(index, instance)
        if not saved:
            saved.append(note(body="late").pk)
            Note.objects.filter(pk=row.pk).update(
                body="changed", changed=timezone.now() + timedelta(seconds=1)
            )
            refresh(Note, [saved[0], row.pk], using=ALIAS)
        return document

    with patch.object(backend, "prepared", meanwhile):
        rebuild(using=ALIAS)
    assert pks(found.filter(content="late")) == saved
    assert pks(found.filter(content="changed")) == [row.pk]


def test_a_rebuild_that_fails_leaves_the_old_index(engine: Any, found: Any, backend: Any) -> None:
    refresh(Note, [note().pk], using=ALIAS)
    with (
        patch.object(backend, "prepared", side_effect=RuntimeError("power cut")),
        pytest.raises(RuntimeError),
    ):
        rebuild(using=ALIAS)
    assert found.count() == 1
    assert len(list(backend.root.glob("index-*"))) == 1
    assert rebuild(using=ALIAS) == 1


def test_two_rebuilds_at_a_time_are_one_too_many(engine: Any, backend: Any) -> None:
    def again(index: Any, instance: Any) -> None:
        with pytest.raises(IndexBusy, match="rebuild"):
            rebuild(using=ALIAS)

    note()
    with patch.object(backend, "prepared", again):
        rebuild(using=ALIAS)


def test_an_index_for_other_fields_is_refused_and_rebuilt_by_synchronizing(
    engine: Any, found: Any, backend: Any
) -> None:
    refresh(Note, [note().pk], using=ALIAS)
    with patch.object(_schema, "SCHEMA_VERSION", 999):
        backend._layout = None
        with pytest.raises(IndexOutdated, match="rebuild_index"):
            found.all().count()
        with pytest.raises(IndexOutdated):
            refresh(Note, [1], using=ALIAS)
        assert isinstance(backend.problem(), IndexOutdated)
        assert synchronize(using=ALIAS) == ([], True)
        assert found.all().count() == 1
        assert backend.problem() is None


def _pointer_is_garbage(backend: Any) -> None:
    (backend.root / "CURRENT").write_text("{")


def _pointer_names_nothing(backend: Any) -> None:
    pointer = json.loads((backend.root / "CURRENT").read_text())
    (backend.root / "CURRENT").write_text(json.dumps(pointer | {"directory": "index-none"}))


def _segment_is_gone(backend: Any) -> None:
    for path in backend.root.glob("index-*/*.seg"):
        path.unlink()


def _contents_are_cut(backend: Any) -> None:
    for path in backend.root.glob("index-*/*.toc"):
        path.write_bytes(path.read_bytes()[:20])


@pytest.mark.parametrize(
    "damage", [_pointer_is_garbage, _pointer_names_nothing, _segment_is_gone, _contents_are_cut]
)
def test_a_damaged_index_is_a_problem_with_a_cure(engine: Any, found: Any, backend: Any, damage: Any) -> None:
    refresh(Note, [note().pk], using=ALIAS)
    damage(backend)
    assert isinstance(backend.problem(), IndexDamaged)
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        found.all().count()
    (warning,) = [each for each in index_is_usable() if each.id == "archive_search.W003"]
    assert "rebuild_index" in warning.hint
    assert synchronize(using=ALIAS) == ([], True)
    assert found.all().count() == 1
    assert index_is_usable() == []


def test_a_damaged_index_is_not_written_and_leaves_no_lock(engine: Any, found: Any, backend: Any) -> None:
    row = note()
    refresh(Note, [row.pk], using=ALIAS)
    _segment_is_gone(backend)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match="rebuild_index"):
            refresh(Note, [row.pk], using=ALIAS)
    assert rebuild(using=ALIAS) == 1


def test_readers_find_nothing_rather_than_fail_when_failures_are_silent(
    engine: Any, found: Any, backend: Any, caplog: Any
) -> None:
    refresh(Note, [note().pk], using=ALIAS)
    _pointer_is_garbage(backend)
    with patch.object(backend, "silently_fail", True):
        assert list(found.all()) == []
    assert "rebuild_index" in caplog.text


def test_an_outdated_index_is_told_by_a_check(engine: Any, backend: Any) -> None:
    refresh(Note, [note().pk], using=ALIAS)
    with patch.object(_schema, "SCHEMA_VERSION", 999):
        backend._layout = None
        assert [each.id for each in index_is_usable()] == ["archive_search.W002"]


def test_an_index_that_was_never_built_is_no_problem(engine: Any) -> None:
    assert index_is_usable() == []


def test_the_command_is_ours_and_takes_what_haystacks_takes(engine: Any, found: Any) -> None:
    note()
    out = StringIO()
    call_command("rebuild_index", "--noinput", "--batch-size=10", "--workers=2", using=[ALIAS], stdout=out)
    assert "Indexed 1 documents" in out.getvalue()
    assert found.count() == 1


def test_haystacks_other_commands_work_on_it(engine: Any, found: Any) -> None:
    row = note()
    call_command("update_index", "archive_search", using=[ALIAS], verbosity=0)
    assert found.all().count() == 1
    Note.objects.filter(pk=row.pk).delete()
    call_command("update_index", "archive_search", using=[ALIAS], remove=True, verbosity=0)
    assert found.all().count() == 0
    note()
    call_command("update_index", "archive_search", using=[ALIAS], verbosity=0)
    call_command("clear_index", interactive=False, using=[ALIAS], verbosity=0)
    assert found.all().count() == 0


def test_a_busy_index_ends_the_command_with_a_sentence(engine: Any, backend: Any) -> None:
    from archive.search import _writer

    with _writer.locked(backend.root, "rebuild", 1), pytest.raises(CommandError, match="rebuild"):
        call_command("rebuild_index", using=[ALIAS], verbosity=0)
