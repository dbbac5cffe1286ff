"""How the server refuses what it does not hand on to the archive."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Final

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

_REFUSAL: Final = json.dumps({"error": {"status": 400, "message": "The address is too long."}})


class Worker(ThreadWorker):
    """An address that is too long is refused in the API's own shape of errors, which people can read, too.

    Gunicorn says so with a page and the status 414, which programs that test an API take for a fault.
    """

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        head = (
            "HTTP/1.1 400 Bad Request",
            "Connection: close",
            "Content-Type: application/json",
            f"Content-Length: {len(_REFUSAL)}",
            "Access-Control-Allow-Origin: *",
            "X-Content-Type-Options: nosniff",
        )
        with suppress(OSError):
            client.sendall("\r\n".join((*head, "", _REFUSAL)).encode())
