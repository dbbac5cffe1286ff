"""Works out anew which articles are copies of one report and which tell of one happening.

Articles are grouped whenever they change, so this finds nothing to do unless it was stopped in between or a
release groups otherwise. It may be stopped and run again.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.grouping import group_all, groups
from articles.models import Article


class Command(BaseCommand):
    help = "Groups the articles of the whole archive into stories and copies."

    def handle(self, *, verbosity: int = 1, **options: Any) -> None:
        moved = 0
        with tqdm(
            total=Article.objects.published().count(),
            unit=" articles",
            disable=True if verbosity == 0 else None,
            file=sys.stderr,
            leave=False,
        ) as bar:
            for done, changed in group_all():
                bar.update(done)
                moved += changed
        stories, copied = groups()
        self.stdout.write(f"Stories: {stories:,}; reports with copies: {copied:,}; articles moved: {moved:,}")
