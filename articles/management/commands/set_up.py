"""Brings an installation to the state in which it can be served, and says what it did.

`make run` calls it before every start, so each step first looks whether there is
anything to do. It never changes an article: documents of `seeds/` are imported
only into an archive that holds none at all.
"""

from __future__ import annotations

import errno
import hashlib
import socket
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from articles.conf import conf
from articles.files import find_documents
from articles.importing import Importer, Outcome, incoming
from articles.models import Article
from articles.planning import weigh_tables


class Command(BaseCommand):
    requires_system_checks: tuple[str, ...] = ()
    help = "Migrates, imports seeds/ into an empty archive, brings index and static files up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--bind",
            metavar="HOST:PORT",
            help="first make sure that a server can listen here; at the end print the address",
        )

    def handle(self, *, bind: str | None = None, **options: Any) -> None:
        if bind is not None:
            make_sure_free(bind)
        self.check(databases=[DEFAULT_DB_ALIAS])
        self.tell("Database", migrate())
        self.tell("Articles", import_seeds(conf().seeds))
        self.tell("Index", sync_index())
        self.tell("Styles", collect_static(conf().data_dir / "static.sha256"))
        if bind is not None:
            self.tell("Serving", f"{address(bind)}  (stop with Ctrl-C)")

    def tell(self, subject: str, news: str) -> None:
        self.stdout.write(f"{subject:<10}{news}")
        self.stdout.flush()


def make_sure_free(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT is {port!r}; it should be a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} is taken by another program. Stop that, or choose another port:"
                    f" make run PORT={int(port) + 1}"
                ) from error
            raise CommandError(f"Cannot listen on {bind}: {error.strerror or error}.") from error


def address(bind: str) -> str:
    host, _, port = bind.rpartition(":")
    return f"http://{'localhost' if host in {'0.0.0.0', '[::]'} else host}:{port}/"  # noqa: S104


def migrate() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return f"{connection.display_name}, up to date"
    call_command("migrate", interactive=False, verbosity=0)
    # A new index is not chosen before it is known what is in it.
    weigh_tables()
    return f"{connection.display_name}, {len(waiting)} migrations applied"


def import_seeds(folder: Path) -> str:
    """All of them or, when it is interrupted, none: the next start would take a part for an archive."""
    if (held := Article.objects.count()) or not folder.is_dir():
        return str(held)
    importer, failed = Importer(), list[str]()
    with transaction.atomic():
        results = importer.run_all(incoming(find_documents([str(folder)])))
        failed += [f"{each.name}: {each.reason}" for each in results if each.outcome == Outcome.FAILED]
    importer.finish()
    return "; ".join([f"{Article.objects.count()}, imported from {folder.name}/", *failed])


def sync_index() -> str:
    account = StringIO()
    call_command("sync_index", stdout=account)
    return account.getvalue().strip().splitlines()[-1]


def collect_static(stamp: Path) -> str:
    """Quick when nothing changed: the digest of all static files is kept from the last time.

    Cleared first, since Django copies only what is newer than its copy, and a file from an
    older release or an image built earlier is not.
    """
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(path.encode())
            digest.update(storage.open(path).read())
    if (
        Path(settings.STATIC_ROOT, "staticfiles.json").is_file()
        and stamp.is_file()
        and stamp.read_text() == digest.hexdigest()
    ):
        return "up to date"
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())
    return "collected"
