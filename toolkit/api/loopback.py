"""What the servers on the loopback interface share: how they are opened, and for whom they answer."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from toolkit.errors import OslerError

LOOPBACK = "127.0.0.1"
PATIENCE = 30
"""Seconds for which a client may be silent."""


class LoopbackServer(ThreadingHTTPServer):
    """A server for this machine only, a thread for each request."""

    daemon_threads = True
    block_on_close = False
    # A second server on the same port must fail, not share it.
    allow_reuse_port = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that closes a connection is no news."""


def open_server(handler: type[BaseHTTPRequestHandler], port: int) -> LoopbackServer:
    """Open a server on a port, 0 for one that is free. Raises `OslerError` if it cannot be had."""
    try:
        return LoopbackServer((LOOPBACK, port), handler)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OslerError(
            f"port {port} cannot be had: {reason}", help="leave --port out, and one that is free is taken"
        ) from error


def names_us(host: str | None, port: int) -> bool:
    """Tell whether a `Host` header names this machine.

    A site elsewhere can have its name point to this address (DNS rebinding): its requests carry that name.
    """
    return (host or "").lower() in (f"{LOOPBACK}:{port}", f"localhost:{port}")
