"""A real Chromium against the served site. The browser is the system's; nothing is downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.serving import Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: Milliseconds. A shared machine may be slow without anything being wrong.
PATIENCE = 60_000


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=ARGUMENTS, timeout=2 * PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Pages with cookies of their own. A test fails when one complains, as of a refused style."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        # The browser tells that a page is not there, and some tests ask for such; a file must be there.
        asked_for = "status of 404" in message.text and "/static/" not in address
        if message.type in {"error", "warning"} and not asked_for:
            complaints.append(f"{address}: {message.text}")

    def fail(request: Request) -> None:
        # Going on, or closing, before the last page's icon has arrived is no fault of the page.
        if request.failure != "net::ERR_ABORTED" and contexts:
            complaints.append(f"{request.url}: {request.failure}")

    def opened(**options: Any) -> Page:
        context = chromium.new_context(base_url=site.address, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", fail)
        return page

    yield opened
    closing = contexts.copy()
    contexts.clear()
    for context in closing:
        context.close()
    assert complaints == []
