"""Who may import whom, read from the source with `ast`; each rule is shown to catch a planted violation."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Bottom first. A module is in the layer of the longest name here that it equals or lies in.
LAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("vocabulary", ("articles.drafts", "articles.exceptions", "articles.conf")),
    ("engines", ("articles.parsing", "articles.extraction", "articles.comparing", "archive.search")),
    (
        "storage",
        (
            "articles.addresses",
            "articles.models",
            "articles.migrations",
            "articles.indexed",
            "articles.search_indexes",
        ),
    ),
    (
        "use cases",
        (
            "articles.annotating",
            "articles.browsing",
            "articles.commenting",
            "articles.crew",
            "articles.documents",
            "articles.evidence",
            "articles.extracting",
            "articles.company",
            "articles.coverage",
            "articles.dialogues",
            "articles.files",
            "articles.grouping",
            "articles.identities",
            "articles.importing",
            "articles.in_print",
            "articles.indexing",
            "articles.measured",
            "articles.occurrences",
            "articles.planning",
            "articles.queries",
            "articles.quoting",
            "articles.reading",
            "articles.receipts",
            "articles.relations",
            "articles.restoring",
            "articles.saving",
            "articles.sayings",
            "articles.registering",
            "articles.rows",
            "articles.selections",
            "articles.sides",
            "articles.throttling",
            "articles.relatives",
            "articles.spellings",
            "articles.tenures",
            "articles.workflow",
        ),
    ),
    (
        "delivery",
        (
            "articles.admin",
            "articles.answers",
            "articles.api",
            "articles.calendars",
            "articles.citing",
            "articles.digests",
            "articles.exports",
            "articles.feeds",
            "articles.forms",
            "articles.harvest",
            "articles.management",
            "articles.presenters",
            "articles.sitemaps",
            "articles.templatetags",
            "articles.urls",
            "articles.views",
        ),
    ),
    ("project", ("archive", "articles", "articles.apps", "articles.checks")),
)
ENGINES = dict(LAYERS)["engines"]
PURE = (
    "articles.drafts",
    "articles.exceptions",
    "articles.parsing",
    "articles.extraction",
    "articles.comparing",
)
PAGES = tuple(name for name in dict(LAYERS)["delivery"] if name != "articles.management")
FRAMEWORKS = ("django", "haystack", "whoosh", "archive.settings", "articles.conf")
#: What settings.py defines for ourselves; the rest belongs to Django and the packages it configures.
OWN_SETTINGS = ("API_RATE", "BASE_DIR", "COMMENTS", "CONTACT", "DATA_DIR", "HTTPS")


@dataclass(frozen=True, slots=True)
class Import:
    """`module` imports `target` (a module or a name in one), at `line`; `deferred` when inside a function."""

    module: str
    target: str
    line: int
    deferred: bool


@dataclass(frozen=True, slots=True)
class Source:
    module: str
    is_package: bool
    tree: ast.Module


def read_sources(root: Path) -> list[Source]:
    found = []
    for top in ("archive", "articles"):
        for path in sorted((root / top).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            module = ".".join(parts[:-1] if is_package else parts)
            found.append(Source(module, is_package, ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imports_of(source: Source) -> Iterator[Import]:
    deferred = {
        id(inner)
        for outer in ast.walk(source.tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = source.module.split(".")
            if node.level:
                package = package[: len(package) - node.level + source.is_package]
            base = ".".join([*package * bool(node.level), *filter(None, [node.module])])
            targets = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for target in targets:
            yield Import(source.module, target, node.lineno, id(node) in deferred)


def lies_in(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def layer_of(name: str) -> int | None:
    """Index of the layer of a module, or of a name in it."""
    best: tuple[int, int] | None = None
    for level, (_, prefixes) in enumerate(LAYERS):
        for prefix in prefixes:
            if lies_in(name, (prefix,)) and (best is None or len(prefix) > best[0]):
                best = (len(prefix), level)
    return best[1] if best else None


def told(each: Import, fault: str) -> str:
    return f"{each.module}:{each.line} imports {each.target}: {fault}"


def upward_imports(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        own = layer_of(source.module)
        for each in imports_of(source):
            other = layer_of(each.target)
            if own is not None and other is not None and other > own and not is_package_itself(each):
                yield told(each, f"{LAYERS[own][0]} lies below {LAYERS[other][0]}")


def is_package_itself(each: Import) -> bool:
    return each.target in {"archive", "articles"}


def engines_importing_siblings(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        own = next((engine for engine in ENGINES if lies_in(source.module, (engine,))), None)
        for each in imports_of(source):
            other = next((engine for engine in ENGINES if lies_in(each.target, (engine,))), None)
            if own and other and own != other:
                yield told(each, "engines do not know each other")


def impure_imports(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        if lies_in(source.module, PURE):
            for each in imports_of(source):
                if lies_in(each.target, FRAMEWORKS):
                    yield told(each, "this package runs without a framework")


def search_importing_articles(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        if lies_in(source.module, ("archive.search",)):
            for each in imports_of(source):
                if lies_in(each.target, ("articles",)):
                    yield told(each, "the search engine knows nothing of articles")


def doors_passed_by(sources: list[Source]) -> Iterator[str]:
    """`articles` uses only the names in archive/search/__init__.py."""
    modules = {source.module for source in sources}
    for source in sources:
        if lies_in(source.module, ("articles",)):
            for each in imports_of(source):
                inner = each.target.removeprefix("archive.search.")
                if inner != each.target and ("." in inner or each.target in modules):
                    yield told(each, "take it from archive.search itself")


def pages_calling_engines(sources: list[Source]) -> Iterator[str]:
    forbidden = (*ENGINES, "whoosh", "haystack")
    for source in sources:
        if lies_in(source.module, PAGES):
            for each in imports_of(source):
                if lies_in(each.target, forbidden):
                    yield told(each, "pages call importing, workflow and queries")


def environment_readers(sources: list[Source]) -> Iterator[str]:
    """Entry points may name the settings module; nothing else touches the environment."""
    for source in sources:
        if source.module == "archive.settings":
            continue
        named = {
            id(call.func.value)
            for call in ast.walk(source.tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "setdefault"
            and isinstance(call.args[0], ast.Constant)
            and call.args[0].value == "DJANGO_SETTINGS_MODULE"
        }
        for node in ast.walk(source.tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"environ", "getenv"}
                and id(node) not in named
            ):
                yield f"{source.module}:{node.lineno} reads the environment; only archive.settings does"
        for each in imports_of(source):
            if each.target in {"os.environ", "os.getenv"}:
                yield told(each, "only archive.settings reads the environment")


def readers_of_own_settings(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        if source.module == "articles.conf" or not lies_in(source.module, ("articles",)):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in OWN_SETTINGS:
                yield f"{source.module}:{node.lineno} reads settings.{node.attr}; articles.conf does that"


def signal_users(sources: list[Source]) -> Iterator[str]:
    for source in sources:
        for each in imports_of(source):
            if lies_in(each.target, ("django.dispatch",)) or ".signals" in each.target:
                yield told(each, "importing and workflow say what happened; signals hide it")


def cycles(sources: list[Source]) -> Iterator[str]:
    modules = {source.module for source in sources}
    graph: dict[str, set[str]] = {}
    for source in sources:
        needs = graph.setdefault(source.module, set())
        for each in imports_of(source):
            parent = each.target.rpartition(".")[0]
            needed = each.target if each.target in modules else parent
            if not each.deferred and needed in modules and needed != source.module:
                needs.add(needed)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "modules import each other in a circle: " + " → ".join(reversed(error.args[1]))


RULES: tuple[Callable[[list[Source]], Iterator[str]], ...] = (
    upward_imports,
    engines_importing_siblings,
    impure_imports,
    search_importing_articles,
    doors_passed_by,
    pages_calling_engines,
    environment_readers,
    readers_of_own_settings,
    signal_users,
    cycles,
)


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return read_sources(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(
    rule: Callable[[list[Source]], Iterator[str]], sources: list[Source]
) -> None:
    assert list(rule(sources)) == []


def test_every_module_has_a_layer(sources: list[Source]) -> None:
    """A new module of the app is put into LAYERS by whoever writes it, not by chance."""
    placed = [name for _, names in LAYERS for name in names if name not in {"articles", "archive"}]
    for source in sources:
        if source.module.startswith("articles."):
            assert lies_in(source.module, tuple(placed)), f"{source.module} is in no layer of LAYERS"


def test_the_search_engine_has_a_narrow_door(sources: list[Source]) -> None:
    door = next(source.tree for source in sources if source.module == "archive.search")
    (names,) = [
        ast.literal_eval(node.value)
        for node in door.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    assert 0 < len(names) <= 15


PLANTED = [
    (upward_imports, "articles/models/planted.py", "from articles.views import home"),
    (upward_imports, "articles/drafts.py", "from .models import Article"),
    (upward_imports, "articles/importing.py", "def later():\n    from . import admin"),
    (engines_importing_siblings, "articles/parsing/planted.py", "from ..extraction import annotate"),
    (engines_importing_siblings, "articles/extraction/__init__.py", "import articles.parsing.text"),
    (impure_imports, "articles/parsing/planted.py", "from django.utils import timezone"),
    (impure_imports, "articles/extraction/planted.py", "import whoosh.index"),
    (search_importing_articles, "archive/search/planted.py", "from articles import drafts"),
    (doors_passed_by, "articles/queries.py", "from archive.search._syntax import parse"),
    (doors_passed_by, "articles/queries.py", "from archive.search import _syntax"),
    (pages_calling_engines, "articles/views/planted.py", "from articles.parsing import parse"),
    (environment_readers, "articles/conf.py", "import os\nport = os.environ['PORT']"),
    (environment_readers, "archive/search/planted.py", "from os import getenv"),
    (readers_of_own_settings, "articles/files.py", "from django.conf import settings\nx = settings.DATA_DIR"),
    (signal_users, "articles/models/planted.py", "from django.db.models.signals import post_save"),
    (cycles, "articles/importing.py", "from . import workflow"),
]


@pytest.mark.parametrize(("rule", "path", "code"), PLANTED)
def test_a_planted_violation_is_caught(
    rule: Callable[[list[Source]], Iterator[str]], path: str, code: str, tmp_path: Path
) -> None:
    tree = {
        "archive/search/_syntax.py": "",
        "articles/workflow.py": "from .importing import write",
        path: code,
    }
    for name, text in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (fault,) = rule(read_sources(tmp_path))
    assert Path(path).stem.replace("__init__", "extraction") in fault or "circle" in fault
