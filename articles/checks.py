"""Mistakes in the set-up of an installation, told by `manage.py check` and at every start with their cure."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from .conf import conf


@register()
def data_dir_is_writable(**kwargs: Any) -> list[CheckMessage]:
    folder = conf().data_dir
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The archive cannot write to its data folder {folder}.",
            hint="Make it writable for the user that runs the archive, or set ARCHIVE_DATA_DIR to another.",
            id="dateline.E001",
        )
    ]


@register(Tags.database)
def database_answers(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with the commands that use the database (`migrate`, `check --database default`)."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        connections[DEFAULT_DB_ALIAS].ensure_connection()
    except OperationalError as error:
        return [
            Error(
                f"The database does not answer: {str(error).strip()}",
                hint="Start the server, or correct DATABASE_URL (postgresql://user:password@host:5432/name).",
                id="dateline.E002",
            )
        ]
    return []


@register(deploy=True)
def mails_lead_back(**kwargs: Any) -> list[CheckMessage]:
    if not conf().mail_from or not conf().site.startswith("http://localhost"):
        return []
    return [
        Warning(
            "Mail is sent whose links lead to localhost.",
            hint="Name the address that readers use: SITE_URL=https://archive.example.org",
            id="dateline.W002",
        )
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS is *: the archive answers under any name, also one an attacker chose.",
            hint="Name the hosts: ALLOWED_HOSTS=archive.example.org",
            id="dateline.W001",
        )
    ]
