"""Waiting for the page that a click leads to. A click is over before that page has come, and what is counted
or measured on one that is half there is told of the wrong page, or of one without its styles."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def arrived(page: Page, address: str) -> None:
    """Wait for the page whose address has this pattern, with all its files."""
    expect(page).to_have_url(re.compile(address))
    page.wait_for_load_state()


def pointed_at(page: Page, kind: str = "") -> Locator:
    """Wait for an address that names a place whose name begins like this; gives the place."""
    expect(page).to_have_url(re.compile(f"#{kind}"))
    return page.locator(f"[id='{page.url.rsplit('#', 1)[1].split(':~:')[0]}']")


def number_of(page: Page) -> int:
    """How many articles the page says were found."""
    return int(page.locator("#results-heading").inner_text().split()[0].replace(",", ""))
