"""Tells by mail what entered saved searches since they were last told of. Meant to be run every day.

A mail that fails is sent by the next run, with what has come since. The exit status is then 1.
"""

from __future__ import annotations

import fcntl
import logging
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from articles import saving
from articles.conf import conf
from articles.digests import digest

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends mails of what is new in saved searches."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be sent")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if not conf().mail_from:
            raise CommandError("Mail is not configured. Set EMAIL_URL, SITE_URL and MAIL_FROM.")
        with (conf().data_dir / "digests.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CommandError("Digests are being sent already.") from error
            sent, failed = self._send(dry_run)
        self.stdout.write(f"Digests: {sent} {'to send' if dry_run else 'sent'}; failed: {failed}")
        if failed:
            raise CommandError("What failed is sent by the next run.")

    def _send(self, dry_run: bool) -> tuple[int, int]:
        sent = failed = 0
        connection = get_connection()
        for saved in saving.to_be_told():
            try:
                what = saving.news(saved)
            except saving.OutOfOrder as error:
                raise CommandError(str(error)) from error
            if not what.numbers:
                continue
            if dry_run:
                self.stdout.write(f"{saved.user}: {len(what.numbers)} new in {saved.name}")
                sent += 1
                continue
            mail = digest(saved, what)
            mail.connection = connection
            try:
                mail.send()
            except (OSError, SMTPException) as error:
                failed += 1
                logger.error("The digest of saved search %d was not sent: %s", saved.pk, error)
                connection.close()
                continue
            saving.told(saved, what)
            sent += 1
        return sent, failed
