"""System checks of the index, so that `manage.py check` and every start tell the operator.

They are warnings: an error would keep the very command that cures it from running.
"""

from __future__ import annotations

from typing import Any

from django.core import checks
from haystack import connections
from haystack.exceptions import SearchBackendError

from .backend import ArchiveBackend
from .exceptions import IndexOutdated


@checks.register("search")
def index_is_usable(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for alias in connections.connections_info:
        backend = connections[alias].get_backend()
        if isinstance(backend, ArchiveBackend):
            found += _problems(alias, backend)
    return found


def _problems(alias: str, backend: ArchiveBackend) -> list[checks.CheckMessage]:
    try:
        problem = backend.problem()
    except SearchBackendError as error:
        return [
            checks.Warning(
                f"Connection {alias!r} has nothing to index: {error}",
                hint="Add a SearchIndex in an app's search_indexes.py.",
                id="archive_search.W001",
            )
        ]
    if problem is None:
        return []
    outdated = isinstance(problem, IndexOutdated)
    return [
        checks.Warning(
            str(problem),
            hint="Run `manage.py rebuild_index`; nothing is found until it has finished.",
            id="archive_search.W002" if outdated else "archive_search.W003",
        )
    ]
