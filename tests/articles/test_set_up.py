from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles import checks
from articles.importing import Importer, Incoming, Result
from articles.management.commands import set_up
from articles.models import Article

FIRST = b"Oslo, May 4\n\nNorway and Finland agreed on Monday to build a ferry line between two ports.\n"
SECOND = (
    b"Lima, June 9\n\nPeru and Chile said on Tuesday that their customs offices would share one building.\n"
)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "ferry.txt").write_bytes(FIRST)
    (folder / "customs.txt").write_bytes(SECOND)
    (folder / "README.md").write_text("What these are.")
    return folder


@pytest.mark.django_db
def test_an_empty_archive_opens_with_the_seeds_and_never_takes_them_twice(seeds: Path) -> None:
    assert set_up.import_seeds(seeds) == "2, imported from seeds/"
    assert Article.objects.published().count() == 2
    Article.objects.first().delete()
    assert set_up.import_seeds(seeds) == "1"
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_seeds_are_imported_whole_or_not_at_all(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Importer.run_all

    def cut_short(self: Importer, documents: Iterable[Incoming]) -> Iterator[Result]:
        first, *_ = documents
        yield from whole(self, [first])
        assert Article.objects.exists()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Importer, "run_all", cut_short)
        with pytest.raises(KeyboardInterrupt):
            set_up.import_seeds(seeds)
    assert not Article.objects.exists()
    set_up.import_seeds(seeds)
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_a_seed_that_cannot_be_read_is_named_and_the_others_are_taken(seeds: Path) -> None:
    (seeds / "empty.txt").write_bytes(b"")
    assert "empty.txt: " in set_up.import_seeds(seeds)
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_set_up_again_finds_nothing_to_do(seeds: Path, settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = seeds.parent
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    accounts = []
    for _ in range(2):
        out = StringIO()
        call_command("set_up", stdout=out)
        accounts.append(out.getvalue())
    first, second = accounts
    assert "2, imported from seeds/" in first
    assert "Styles    collected" in first
    assert "Articles  2\n" in second
    assert "Styles    up to date" in second


def test_styles_are_collected_again_when_one_changed(settings: Settings, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "own.css").write_text("p { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    stamp = tmp_path / "stamp"
    assert set_up.collect_static(stamp) == "collected"
    assert set_up.collect_static(stamp) == "up to date"
    (source / "own.css").write_text("p { color: navy }")
    assert set_up.collect_static(stamp) == "collected"
    assert "navy" in (tmp_path / "static" / "own.css").read_text()


def test_a_port_that_is_taken_is_told_before_anything_is_done() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken .* make run PORT={port + 1}"):
            call_command("set_up", bind=f"127.0.0.1:{port}")


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="a number from 1 to 65535"):
        call_command("set_up", bind=f"127.0.0.1:{port}")


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("0.0.0.0:9000", "http://localhost:9000/"),
        ("[::1]:8000", "http://[::1]:8000/"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(bind: str, address: str) -> None:
    assert set_up.address(bind) == address


def test_a_data_folder_that_cannot_be_written_to_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert checks.data_dir_is_writable() == []
    monkeypatch.setattr(checks, "conf", lambda: SimpleNamespace(data_dir=tmp_path / "gone"))
    (error,) = checks.data_dir_is_writable()
    assert error.id == "dateline.E001"
    assert "ARCHIVE_DATA_DIR" in str(error.hint)
