"""A server for a preview, on the loopback interface only.

It never opens a file by an address: an address is a key into what the project's articles name.
"""

from __future__ import annotations

import contextlib
import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from toolkit.api.loopback import LOOPBACK, PATIENCE, names_us, open_server
from toolkit.api.preview import Answer, Preview
from toolkit.api.preview_pages import security_policy

CHANGES = "/-/changes"
"""Server-sent events: `version` for each check that ended (HTML Standard, section 9.2)."""
_HEARTBEAT = 15
"""Seconds after which a connection that waits for changes hears that we are still there."""
_FIRST_CHECK = 20
"""Seconds for which a page is kept back until the project was checked once; then it says that it was not yet."""


class PreviewServer:
    """Serves a preview until it is closed. Raises `OslerError` if the port cannot be had."""

    def __init__(self, preview: Preview, port: int = 0) -> None:
        handler: type[_Handler] = type("_BoundHandler", (_Handler,), {})
        handler.preview, handler.ended = preview, threading.Event()
        self._server = open_server(handler, port)
        handler.port = self._server.server_port
        self._preview = preview
        self._ended = handler.ended
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of the list of articles."""
        return f"http://{LOOPBACK}:{self._server.server_port}/"

    def close(self) -> None:
        """End all connections and give the port back."""
        self._ended.set()
        with self._preview.changed:
            self._preview.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request; closes the connection afterwards."""

    preview: ClassVar[Preview]
    ended: ClassVar[threading.Event]
    port: ClassVar[int]
    server_version = "Osler"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Answer a request."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer a request without the content."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the terminal is for the author's findings."""

    def _answer(self, *, with_body: bool) -> None:
        refusal = self._refusal()
        if refusal is not None:
            self._send(
                Answer(refusal[0], f"{refusal[1]}\n".encode(), "text/plain; charset=utf-8"),
                with_body=with_body,
            )
            return
        address = unquote(urlsplit(self.path).path, errors="replace")
        if address == CHANGES:
            self._tell_changes(with_body=with_body)
            return
        with self.preview.changed:  # whoever opens the address at once waits, as for any page
            self.preview.changed.wait_for(self._is_ready, timeout=_FIRST_CHECK)
        self._send(self.preview.answer(address), with_body=with_body)

    def _is_ready(self) -> bool:
        return self.ended.is_set() or self.preview.is_checked

    def _refusal(self) -> tuple[int, str] | None:
        """Refuse what does not come from a page of ours or from the author's own hand.

        A site elsewhere can have its name point to this address (DNS rebinding): its requests carry that
        name as `Host`. It can also ask from its own pages, which browsers say in `Sec-Fetch-Site`.
        """
        port = self.port
        if not names_us(self.headers.get("Host"), port):
            return (
                HTTPStatus.MISDIRECTED_REQUEST,
                f"this is a preview on http://{LOOPBACK}:{port}/, for this machine only",
            )
        is_foreign = self.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if is_foreign and self.headers.get("Sec-Fetch-Mode") != "navigate":
            return HTTPStatus.FORBIDDEN, "pages of other sites may not read the preview"
        return None

    def _send(self, answer: Answer, *, with_body: bool) -> None:
        self.send_response(answer.status)
        self._send_headers(answer.kind, answer.nonce)
        self.send_header("Content-Length", str(len(answer.content)))
        if answer.kind == "application/octet-stream":
            self.send_header("Content-Disposition", "attachment")
        self.end_headers()
        if with_body:
            self.wfile.write(answer.content)

    def _send_headers(self, kind: str, nonce: str | None) -> None:
        for name, value in (
            ("Content-Type", kind),
            ("Content-Security-Policy", security_policy(nonce)),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)

    def _tell_changes(self, *, with_body: bool) -> None:
        """Tell the version that stands, then each new one, until the client or the preview leaves."""
        self.send_response(HTTPStatus.OK)
        self._send_headers("text/event-stream", None)
        self.end_headers()
        if not with_body:
            return
        told = -1
        with contextlib.suppress(OSError):
            while not self.ended.is_set():
                version = self.preview.snapshot.version
                text = f"event: version\ndata: {version}\n\n" if version != told else ": still here\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
                told = version
                with self.preview.changed:
                    self.preview.changed.wait_for(partial(self._has_news, told), timeout=_HEARTBEAT)

    def _has_news(self, told: int) -> bool:
        return self.ended.is_set() or self.preview.snapshot.version != told
