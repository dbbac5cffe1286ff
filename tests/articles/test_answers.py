"""Pages may be kept and are asked after; what is made for one reader is that reader's; reading writes nothing."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from tests.articles.test_leaks import SHOWN, filled, shown

__all__ = ["shown"]

pytestmark = pytest.mark.django_db

#: Pages with a form that writes; each copy has a token of its own.
FORMS = {"/search/export/?q=maps", "/articles/{shown}/comment/"}
#: Made anew for whoever asks: the state of the server, and harvests, which say the moment they were made.
MADE_ANEW = ("/healthz", "/oai/")


@pytest.fixture
def archive(shown):
    call_command("rebuild_index", noinput=True, verbosity=0)
    return shown


def test_every_page_may_be_kept_and_is_asked_after(client, archive):
    asked_after = 0
    for address in SHOWN:
        response = client.get(filled(address, archive))
        if response.status_code != 200 or response.streaming or address.startswith(MADE_ANEW):
            continue
        client.cookies.clear()
        control = response["Cache-Control"]
        if address in FORMS or response.cookies:
            assert "private" in control, address
            assert "Cookie" in response["Vary"], address
            continue
        assert "public" in control, address
        again = client.get(filled(address, archive), headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert client.head(filled(address, archive))["ETag"] == response["ETag"], address
        asked_after += 1
    assert asked_after > 50


def test_a_page_that_changed_is_sent_again(client, archive):
    address = archive.get_absolute_url()
    tag = client.get(address)["ETag"]
    archive.comments.update(status="rejected")
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_what_an_editor_sees_is_kept_by_the_editor_alone(client, archive):
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    client.force_login(editor)
    response = client.get(archive.get_absolute_url())
    assert b"/admin/articles/article/" in response.content
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def _plain(value: object) -> object:
    """PostgreSQL hands out bytes as views, which are called by where they lie."""
    return bytes(value) if isinstance(value, memoryview) else value


def rows() -> dict[str, str]:
    """What every table of the archive holds, as a digest; tests have models of their own without one."""
    tables = set(connection.introspection.table_names())
    return {
        model._meta.label: hashlib.sha256(
            repr(
                [tuple(map(_plain, row)) for row in model._base_manager.order_by("pk").values_list()]
            ).encode()
        ).hexdigest()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables
    }


def test_reading_writes_nothing(client, archive):
    before = rows()
    for address in SHOWN:
        response = client.get(filled(address, archive))
        if response.streaming:
            assert b"".join(response.streaming_content)
    assert rows() == before
