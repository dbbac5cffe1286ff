"""The examples of the programmers' page, run against an archive with the documents it opens with."""

from __future__ import annotations

import io
import re
import shlex
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.management import call_command
from django.test import Client

from articles.api.openapi import DOCUMENT
from articles.management.commands import set_up

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "programmers.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8000"
PROGRAMS = [code for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if SITE in code]
#: Of the keys of an answer, those of which one is never empty.
ROWS = ("hits", "articles", "people", "suggestions", "values", "courses")
CALLS = re.findall(r"^curl .+$", PAGE, re.MULTILINE)


@pytest.fixture
def archive(monkeypatch) -> Client:
    """Programs that open an address of the page read this archive."""
    set_up.import_seeds(ROOT / "seeds")
    call_command("rebuild_index", noinput=True, verbosity=0)
    client = Client(headers={"host": "127.0.0.1:8000"})

    def urlopen(address: str) -> io.BytesIO:
        response = client.get(address.removeprefix(SITE))
        assert response.status_code == 200, address
        return io.BytesIO(b"".join(response.streaming_content) if response.streaming else response.content)

    def get(address: str, params: dict[str, str] | None = None, **_: Any) -> requests.Response:
        """What sickle asks with."""
        made = requests.Response()
        answer = client.get(address.removeprefix(SITE), params)
        made.status_code, made._content, made.encoding = answer.status_code, answer.content, "utf-8"
        return made

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(requests, "get", get)
    return client


def test_every_program_runs_and_prints_something(archive: Client, capsys: Any) -> None:
    for code in PROGRAMS:
        exec(compile(code, "programmers.md", "exec"), {})
        assert len(capsys.readouterr().out.splitlines()) >= 2, code


@pytest.mark.parametrize("call", CALLS)
def test_a_call_answers_with_what_it_promises(call: str, archive: Client) -> None:
    _, address = shlex.split(call)
    data = archive.get(address.removeprefix(SITE)).json()
    assert any(data.get(name) for name in ROWS)


def test_the_page_names_every_path_of_the_description() -> None:
    for path in DOCUMENT["paths"]:
        assert re.sub(r"\{(\w+)\}", r"<\1>", path).rstrip("/") in PAGE, path


def test_there_are_examples() -> None:
    assert len(PROGRAMS) == 7
    assert len(CALLS) == 7
