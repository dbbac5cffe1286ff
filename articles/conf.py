"""The archive's own settings, typed: the one module that takes them out of Django's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Conf:
    """`data_dir` is all that the archive may write to; `seeds` holds the documents it opens with;
    `contact` is whom harvesters may write to; `api_rate` is how many requests of the API one address
    has a minute, 0 for as many as it likes; `behind_proxy` says whether a proxy of ours tells who
    asks; `comments` says whether readers may leave some;
    `site` is where the archive is seen from outside and `mail_from` who its mails are from, empty where it
    sends none."""

    data_dir: Path
    seeds: Path
    contact: str
    api_rate: int
    behind_proxy: bool
    comments: bool
    site: str
    mail_from: str


def conf() -> Conf:
    """Read anew at each call, so that tests may change the settings."""
    return Conf(
        data_dir=settings.DATA_DIR,
        seeds=settings.BASE_DIR / "seeds",
        contact=settings.CONTACT,
        api_rate=settings.API_RATE,
        behind_proxy=settings.HTTPS,
        comments=settings.COMMENTS,
        site=settings.SITE_URL,
        mail_from=settings.DEFAULT_FROM_EMAIL if settings.SENDS_MAIL else "",
    )
