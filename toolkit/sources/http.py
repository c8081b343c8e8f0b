"""One exchange with a server, carried out so that whatever comes back is whole, or is refused.

What the libraries leave open is closed here: a deadline for the whole exchange (a time-out that
starts anew with every byte lets a slow server hold a process for ever), no redirects, no
compression (a truncated gzip passes for good text elsewhere), a cap on size, a check of the
length, waiting as the server asks, and no secret in any message. Every failure is an
`EvidenceUnavailableError`: it says nothing of the papers that were asked about.
"""

from __future__ import annotations

import contextlib
import email.utils
import errno
import http.client
import random
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote_plus

from toolkit import __version__
from toolkit.errors import EvidenceUnavailableError
from toolkit.sources.limiter import Limiter

USER_AGENT = f"osler/{__version__}"
_MEBIBYTE = 1 << 20
_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_CHUNK = 1 << 16
_UNREACHED = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. Times in seconds, sizes in bytes.

    `deadline` is for one exchange from first to last byte, `patience` for all attempts with their
    pauses; a server that asks for a longer pause than `longest_pause` is given up.
    """

    deadline: float = 60.0
    patience: float = 180.0
    attempts: int = 4
    first_pause: float = 1.0
    longest_pause: float = 60.0
    largest: int = 64 * _MEBIBYTE


_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with status 200."""

    data: bytes
    media_type: str


class _Failure(Exception):  # noqa: N818 - never leaves this module
    """Why one attempt failed; `pause` is what the server asked for; final ones are not tried again.

    `is_unreached`: no connection came about at all.
    """

    def __init__(
        self, message: str, *, pause: float | None = None, is_final: bool = False, is_unreached: bool = False
    ) -> None:
        super().__init__(message)
        self.pause = pause
        self.is_final = is_final
        self.is_unreached = is_unreached


class Opener:
    """Sends requests, at the limiter's pace, and gives whole answers.

    `secrets` are taken out of every message. Proxies come from the environment; certificates are
    verified against the system's authorities.
    """

    def __init__(
        self,
        limiter: Limiter,
        limits: Limits = _USUAL,
        *,
        secrets: tuple[str, ...] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limiter = limiter
        self._limits = limits
        self._secrets = tuple(filter(None, secrets))
        self._sleep = sleep

    def exchange(self, request: urllib.request.Request) -> Answer:
        """Send a request until it is answered with status 200, within the limits.

        Raises `EvidenceUnavailableError` with the server's name and the last reason.
        """
        host = request.host
        end = time.monotonic() + self._limits.patience
        attempt = 0
        while True:
            attempt += 1
            self._limiter.wait()
            result = self._attempt(request)
            if isinstance(result, Answer):
                return result
            pause = self._pause(result, attempt)
            # Without a network nobody should wait long for being told so.
            attempts = min(self._limits.attempts, 2) if result.is_unreached else self._limits.attempts
            is_last = attempt >= attempts or time.monotonic() + pause > end
            if result.is_final or pause > self._limits.longest_pause or is_last:
                # Raised here, not while `result` is handled: its words may hold what must be redacted.
                raise self._unavailable(host, result, attempt)
            if result.pause is not None:
                self._limiter.hold(pause)
            self._sleep(pause)

    def redact(self, text: str) -> str:
        """Take every secret out of a text."""
        for secret in self._secrets:
            for form in (secret, quote_plus(secret)):
                text = text.replace(form, "[key]")
        return text

    def _pause(self, failure: _Failure, attempt: int) -> float:
        if failure.pause is not None:
            return failure.pause
        # Doubling, with a spread so that parallel jobs do not return together.
        spread = random.uniform(0.75, 1.25)  # noqa: S311 - no secret hangs on it
        return self._limits.first_pause * float(2 ** (attempt - 1)) * spread

    def _unavailable(self, host: str, failure: _Failure, attempts: int) -> EvidenceUnavailableError:
        tried = f" ({attempts} attempts)" if attempts > 1 else ""
        said = (
            f"was not reached{tried}"
            if failure.is_unreached
            else f"was asked{tried}, and did not answer properly"
        )
        return EvidenceUnavailableError(
            self.redact(f"{host} {said}: {failure}"),
            help="this says nothing about the papers; check the network and try again later",
        )

    def _attempt(self, request: urllib.request.Request) -> Answer | _Failure:
        wire = _Wire(request, self._limits)
        worker = threading.Thread(target=wire.run, daemon=True)
        worker.start()
        worker.join(self._limits.deadline)
        if worker.is_alive():
            wire.abort()
            return _Failure(f"no whole answer within {self._limits.deadline:g} s")
        if wire.defect is not None:
            raise wire.defect
        return wire.result


class _Wire:
    """One attempt, in a thread of its own: nothing, name look-up included, outlasts the deadline."""

    def __init__(self, request: urllib.request.Request, limits: Limits) -> None:
        self.result: Answer | _Failure = _Failure("no answer")
        self.defect: Exception | None = None
        self._request = request
        self._limits = limits
        self._sockets: list[socket.socket] = []

    def run(self) -> None:
        """Fill `result`, or `defect` with an exception that nobody foresaw."""
        try:
            self.result = self._exchange()
        except _Failure as failure:
            self.result = failure
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.result = _translated(error)
        except Exception as error:  # noqa: BLE001 - carried over to the thread that waits
            self.defect = error

    def abort(self) -> None:
        """End the exchange under the thread's feet; its failure then interests nobody."""
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _exchange(self) -> Answer:
        director = urllib.request.OpenerDirector()
        # No handler for redirects, errors, authentication, files or FTP: an answer is what it is.
        for handler in (urllib.request.ProxyHandler(), _PlainHandler(self), _SecureHandler(self)):
            director.add_handler(handler)
        director.addheaders = [("User-Agent", USER_AGENT), ("Accept-Encoding", "identity")]
        # A little longer than the deadline, so that it's the one who waits that says the time is over.
        response = director.open(self._request, timeout=self._limits.deadline + 1)
        if response is None:
            raise _Failure(f"an address of this kind is never opened: {self._request.type}", is_final=True)
        with response:
            _check_status(response, self._limits.largest)
            data = _read(response, self._limits.largest)
        return Answer(data, response.headers.get_content_type())

    def connection(self, host: str, /, *, timeout: float = 0, **_: object) -> http.client.HTTPConnection:
        """Make a connection without encryption, whose socket `abort` can close."""
        return _PlainConnection(host, timeout=timeout, sockets=self._sockets)

    def secure_connection(
        self, host: str, /, *, timeout: float = 0, **_: object
    ) -> http.client.HTTPConnection:
        """Make an encrypted connection, by the system's certificates, whose socket `abort` can close."""
        return _SecureConnection(host, timeout=timeout, sockets=self._sockets)


class _PlainConnection(http.client.HTTPConnection):
    """Adds its socket to `sockets` as soon as it has one."""

    def __init__(self, host: str, *, timeout: float, sockets: list[socket.socket]) -> None:
        super().__init__(host, timeout=timeout)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    """Adds its socket to `sockets` as soon as it has one."""

    def __init__(self, host: str, *, timeout: float, sockets: list[socket.socket]) -> None:
        super().__init__(host, timeout=timeout, context=ssl.create_default_context())
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)


class _PlainHandler(urllib.request.HTTPHandler):
    def __init__(self, wire: _Wire) -> None:
        super().__init__()
        self._wire = wire

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._wire.connection, req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, wire: _Wire) -> None:
        super().__init__()
        self._wire = wire

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._wire.secure_connection, req)


def _check_status(response: http.client.HTTPResponse, largest: int) -> None:
    status = response.status
    if status == 200:
        return
    if 300 <= status < 400:
        raise _Failure(f"it answered with a redirect (status {status}), which is not followed", is_final=True)
    pause = retry_after(response.headers.get("Retry-After")) if status in (429, 503) else None
    said = ""
    with contextlib.suppress(OSError, http.client.HTTPException, _Failure):
        said = _excerpt(response.read(min(2048, largest)))
    message = f"status {status}" + (f": {said}" if said else "")
    if pause is not None:
        message += f"; it asks to wait {pause:.0f} s"
    raise _Failure(message, pause=pause, is_final=status not in _TRANSIENT)


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise _Failure(f"the answer is compressed ({encoding[:20]}) though that was not asked", is_final=True)
    lengths = {one.strip() for one in response.headers.get_all("Content-Length", [])}
    if len(lengths) > 1 or not all(one.isascii() and one.isdigit() for one in lengths):
        raise _Failure("the answer's length is not a number")
    is_chunked = response.headers.get("Transfer-Encoding", "").strip().lower() == "chunked"
    expected = int(lengths.pop()) if lengths and not is_chunked else None
    if expected is not None and expected > largest:
        raise _Failure(f"the answer is larger than {largest // _MEBIBYTE} MiB", is_final=True)
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > largest:
            raise _Failure(f"the answer is larger than {largest // _MEBIBYTE} MiB", is_final=True)
    if expected is not None and size != expected:
        raise _Failure(f"the answer broke off: {size} of {expected} bytes")
    return b"".join(parts)


def retry_after(text: str | None, now: datetime | None = None) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date (RFC 9110, 10.2.3). `None` if there is none."""
    text = (text or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def _excerpt(data: bytes) -> str:
    """Give the beginning of an error page on one line, without control characters."""
    text = " ".join(data.decode("utf-8", "replace").split())
    return "".join(character for character in text if character.isprintable())[:160]


def _translated(error: Exception) -> _Failure:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _Failure(f"its certificate is not valid: {reason.verify_message}", is_final=True)
    if isinstance(reason, http.client.IncompleteRead):
        return _Failure(f"the answer broke off after {len(reason.partial)} bytes")
    if isinstance(reason, TimeoutError):
        return _Failure("it did not answer in time")
    if isinstance(reason, socket.gaierror):
        return _Failure("its name cannot be looked up", is_unreached=True)
    if isinstance(reason, OSError) and reason.errno in _UNREACHED:
        return _Failure((reason.strerror or str(reason))[:200], is_unreached=True)
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return _Failure(str(text)[:200])
