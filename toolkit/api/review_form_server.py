"""A server for the reviewer's form, on the loopback interface only, at an address that nobody can guess.

Other pages in the same browser may send anything here; so what is sent must come from the form itself
(`Origin`), to the secret address, by the name of this machine, and be no larger than a form can be.
"""

from __future__ import annotations

import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qsl

from toolkit.api.loopback import LOOPBACK, PATIENCE, names_us, open_server
from toolkit.api.review_sheet import Clerk
from toolkit.exporters.ledger.form import form_policy

POST_CAP = 4 << 20
"""Bytes of what a form sends: percent-encoded, so three times those of the file."""
_KIND = "application/x-www-form-urlencoded"


class FormServer:
    """Serves a form until it is closed. Raises `OslerError` if the port cannot be had."""

    def __init__(self, clerk: Clerk, port: int = 0) -> None:
        handler: type[_Handler] = type("_BoundHandler", (_Handler,), {})
        handler.clerk, handler.desk = clerk, threading.Lock()
        handler.saved = threading.Event()
        handler.place = f"/{secrets.token_urlsafe(24)}/"
        self._server = open_server(handler, port)
        handler.port = self._server.server_port
        self.saved = handler.saved
        """Set whenever answers were saved; who waits for it clears it."""
        self.url = f"http://{LOOPBACK}:{self._server.server_port}{handler.place}"
        """The address of the form."""
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End and give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; closes the connection afterwards."""

    clerk: ClassVar[Clerk]
    desk: ClassVar[threading.Lock]
    saved: ClassVar[threading.Event]
    place: ClassVar[str]
    port: ClassVar[int]
    server_version = "Osler"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Show the form."""
        if not self._refuses():
            with self.desk:
                page = self.clerk.blank()
            self._send(HTTPStatus.OK, page)

    def do_POST(self) -> None:
        """Take the answers."""
        if self._refuses() or self._refuses_post():
            return
        data = self.rfile.read(int(self.headers["Content-Length"]))
        fields = self._fields(data)
        if fields is None:
            self._say(HTTPStatus.BAD_REQUEST, "this is not what the form sends")
            return
        with self.desk:
            page, is_saved = self.clerk.take(fields)
        if is_saved:
            self.saved.set()
        self._send(HTTPStatus.OK if is_saved else HTTPStatus.BAD_REQUEST, page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the address is secret, and the terminal is for what was saved."""

    def _refuses(self) -> bool:
        """Refuse what does not come from this machine's browser, to the secret address."""
        if not names_us(self.headers.get("Host"), self.port):
            self._say(HTTPStatus.MISDIRECTED_REQUEST, "this form is for this machine only")
        elif not secrets.compare_digest(self.path.encode("latin-1", "replace"), self.place.encode()):
            self._say(HTTPStatus.NOT_FOUND, "there is nothing here: use the whole address that was printed")
        else:
            return False
        return True

    def _refuses_post(self) -> bool:
        """Refuse answers that the form did not send, before a byte of them is read."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Origin") != f"http://{self.headers['Host']}" or self.headers.get(
            "Sec-Fetch-Site", "same-origin"
        ) not in ("same-origin", "none"):
            self._say(HTTPStatus.FORBIDDEN, "other pages may not fill in the form")
        elif self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            self._say(HTTPStatus.LENGTH_REQUIRED, "the length of what is sent must be told")
        elif len(length) > len(str(POST_CAP)) or int(length) > POST_CAP:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a form has {POST_CAP >> 20} MiB at most")
        elif self.headers.get_content_type() != _KIND:
            self._say(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "this is not what the form sends")
        else:
            return False
        return True

    def _fields(self, data: bytes) -> dict[str, str] | None:
        """Read what a form sends: each field once, in UTF-8; `None` for anything else."""
        most = 2 * len(self.clerk.paper.questionnaire.asked) + 50
        try:
            pairs = parse_qsl(
                data.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=bool(data),
                errors="strict",
                max_num_fields=most,
            )
        except ValueError:
            return None
        fields = dict(pairs)
        return fields if len(fields) == len(pairs) else None

    def _say(self, status: HTTPStatus, message: str) -> None:
        self._send(status, f"{message}\n".encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, content: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(content))),
            ("Content-Security-Policy", f"{form_policy(is_served=True)}; frame-ancestors 'none'"),
            ("Cache-Control", "no-store"),
            # With "no-referrer" browsers would send no origin with the form.
            ("Referrer-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
