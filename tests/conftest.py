"""Set before Django reads its settings: every run, and every worker of it, writes to a folder of its own."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

_data_dir = Path(tempfile.mkdtemp(prefix="dateline-tests-"))
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
(_data_dir / "static").mkdir()

#: What the machine this runs on has set for a real installation must not reach the tests.
for _name in (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "HTTPS",
    "PORT",
    "WEB_CONCURRENCY",
    "API_RATE",
    "COMMENTS",
    "CONTACT",
    "EMAIL_URL",
    "SITE_URL",
    "MAIL_FROM",
):
    os.environ.pop(_name, None)
os.environ["ARCHIVE_DATA_DIR"] = str(_data_dir)
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"

import pytest  # noqa: E402
from django.conf import settings  # noqa: E402

from tests.serving import Site, served  # noqa: E402

if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE and --ds: the tests choose their own settings.")
# Settings are read here. Workers start with this environment and choose a folder of their own in turn.
assert _data_dir.samefile(settings.DATA_DIR)
del os.environ["DJANGO_SETTINGS_MODULE"]
# Pages are tested without collectstatic; hashing passwords slowly would only cost time.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No deadline: a shared machine may be slow without anything being wrong. "quick" and
# "deep" (`--hypothesis-profile=deep`, as CI runs it) look at the same inputs each time, so that what they find
# is due to the change under test; "explore" looks elsewhere each time.
_patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("quick", max_examples=50, derandomize=True, **_patient)
hypothesis_settings.register_profile("explore", max_examples=500, print_blob=True, **_patient)
hypothesis_settings.register_profile("deep", max_examples=300, derandomize=True, print_blob=True, **_patient)
hypothesis_settings.load_profile("quick")

#: Comma-separated: what this run must not skip ("browser", "postgresql").
REQUIRED = frozenset(filter(None, os.environ.get("DATELINE_REQUIRE", "").replace(" ", "").split(",")))


def _browser() -> str | None:
    return next(
        filter(
            None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
        ),
        None,
    )


def _lacking(need: str) -> str | None:
    """Why a test that is marked with this need cannot run here."""
    if need == "browser" and _browser() is None:
        return "no Chromium on this machine (Debian: apt-get install chromium)"
    if need == "postgresql" and settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        return "not running on PostgreSQL (set DATABASE_URL=postgresql://...)"
    return None


#: What a test uses that is let near the database. pytest-django refuses a query to every other one.
_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "postgresql_url"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask the database: the others are no different on another one."""
    for item in items:
        used = _DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if used or item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"):
            item.add_marker("database")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for need in ("browser", "postgresql"):
        if item.get_closest_marker(need) and (reason := _lacking(need)):
            if need in REQUIRED:
                pytest.fail(f"DATELINE_REQUIRE asks for {need}: {reason}", pytrace=False)
            pytest.skip(reason)


@pytest.fixture(autouse=True)
def forgotten_index() -> Iterator[None]:
    """A test's rows are rolled back; what it indexed goes with them, lest pages of the next be told of it."""
    yield
    shutil.rmtree(settings.HAYSTACK_CONNECTIONS["default"]["PATH"], ignore_errors=True)


@pytest.fixture(scope="module")
def uncollected() -> Iterator[None]:
    """For tests that hold a function to the time it takes: looking through all that thousands of other
    tests have left behind can take longer than what is measured."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = _browser()
    assert found is not None
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Tests that use it say `xdist_group("site")`, so that one worker serves it for all."""
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running
