"""What the documents say is true: commands and addresses exist, variables are read, links lead somewhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.test import Client

from articles import queries
from articles.management.commands import set_up
from articles.models import Article

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "seeds" / "README.md"])
#: Longest a picture may be: a clone should stay small.
PICTURE_BYTES = 200_000


def code_of(document: Path) -> Iterator[str]:
    """Code spans and the lines of code blocks."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


CODE = sorted(
    {(document.relative_to(ROOT).as_posix(), code) for document in DOCUMENTS for code in code_of(document)}
)


def variables_read_by_settings() -> set[str]:
    tree = ast.parse((ROOT / "archive" / "settings.py").read_text(encoding="utf-8"))
    return {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"os.environ.get", "_switch", "_names", "_number"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_the_table_of_variables_is_what_settings_and_makefile_read() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))
    assert documented == variables_read_by_settings() | {"PORT", "BIND", "WEB_CONCURRENCY"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, value in (("PORT", "8000"), ("BIND", "127.0.0.1"), ("WEB_CONCURRENCY", "2")):
        assert f"{name} ?= {value}\n" in makefile
        assert re.search(rf"^\| `{name}` \| `{value}` \|", readme, re.MULTILINE)


@pytest.mark.parametrize(("document", "code"), [each for each in CODE if re.search(r"\bmake [a-z]", each[1])])
def test_make_knows_what_the_documents_call(document: str, code: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", code):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{document}: make {target}"


@pytest.mark.parametrize(("document", "code"), [each for each in CODE if "manage.py " in each[1]])
def test_commands_and_their_options_exist(document: str, code: str) -> None:
    name, *words = code.split("manage.py ", 1)[1].split()
    commands = get_commands()
    assert name in commands, f"{document}: manage.py {name}"
    command = load_command_class(commands[name], name)
    known = command.create_parser("manage.py", name)._option_string_actions
    for option in (word for word in words if word.startswith("--")):
        assert option in known, f"{document}: manage.py {name} {option}"


ADDRESSES = [
    (document, code)
    for document, code in CODE
    if re.fullmatch(r"/[a-z]?[^\s<>]*", code) and not code.startswith(("/data", "/var", "/path"))
]


@pytest.mark.django_db
def test_addresses_answer(opened_archive: Client) -> None:
    told = [(*each, opened_archive.get(each[1], follow=True).status_code) for each in ADDRESSES]
    assert len(told) > 20
    assert [each for each in told if each[2] != 200] == []


@pytest.mark.django_db
def test_an_article_answers_without_its_headline(opened_archive: Client) -> None:
    article = Article.objects.published().newest_first().first()
    answer = opened_archive.get(f"/articles/{article.pk}/")
    assert answer.status_code == 301
    assert answer["Location"] == article.get_absolute_url()


def typed_examples() -> list[str]:
    page = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    table = page[page.index("| typed | finds |") : page.index("## Facets")]
    return [
        typed
        for row in re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
        for typed in re.findall(r"`([^`]+)`", row)
    ]


@pytest.mark.django_db
def test_what_readers_are_told_to_type_is_understood(opened_archive: Client) -> None:
    """Whether it finds something is up to the five documents; nothing of it may be dropped or doubted."""
    examples = typed_examples()
    assert len(examples) > 10
    for typed in examples:
        found = queries.search(queries.SearchRequest(q=typed))
        assert found.understood, typed
        doubts = [notice for notice in found.notices if re.search("ignored|is called|taken as", notice)]
        assert doubts == [], typed


@pytest.fixture
def opened_archive(client: Client) -> Client:
    set_up.import_seeds(ROOT / "seeds")
    return client


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        linked = (document.parent / path) if path else document
        assert linked.exists(), f"{target} does not exist"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{target}: no such heading"


def test_pictures_are_small_and_all_shown() -> None:
    shown = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for picture in (ROOT / "docs" / "images").iterdir():
        assert picture.name in shown, f"no document shows {picture.name}"
        assert picture.stat().st_size < PICTURE_BYTES, f"{picture.name} is too large"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md":
            continue
        reached.add(document)
        targets = re.findall(r"\]\(([^)\s#]+)", document.read_text(encoding="utf-8"))
        waiting += [(document.parent / target).resolve() for target in targets if ":" not in target]
    assert set((ROOT / "docs").glob("*.md")) <= reached


def test_the_python_of_the_programmers_page_runs() -> None:
    """It promises that parsing and extraction run with no Django at all."""
    page = (ROOT / "docs" / "programmers.md").read_text(encoding="utf-8")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "annotate" in block]
    guard = "import sys\nsys.modules['django'] = sys.modules['whoosh'] = None\n"
    done = subprocess.run(
        [sys.executable, "-c", guard + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "'IN'" in done.stdout
    assert "'KR'" in done.stdout


def test_the_makefile_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert targets
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in set(targets[1].split()) - {"help"}:
        assert f"make {target}" in shown
