from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from haystack import connections


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Any]:
    """The backend of an index of the test's own, which is empty."""
    held = connections.connections_info["default"]
    connections.connections_info["default"] = {**held, "PATH": str(tmp_path / "index")}
    yield connections.reload("default").get_backend()
    connections.connections_info["default"] = held
    connections.reload("default")
