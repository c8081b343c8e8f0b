"""How PubMed is reached: from the environment and the command line, never from a repository's files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request

from toolkit.errors import ConfigurationError, EvidenceUnavailableError
from toolkit.sources.http import Answer, Limits, Opener
from toolkit.sources.limiter import Limiter
from toolkit.sources.pubmed import PubMed, Server

EUTILS_URL = "OSLER_EUTILS_URL"
CONVERTER_URL = "OSLER_IDCONV_URL"
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


class Offline:
    """A carrier that carries nothing: what the store does not have is not to be had."""

    def exchange(self, request: Request) -> Answer:
        """Refuse. Always raises `EvidenceUnavailableError`."""
        raise EvidenceUnavailableError(
            f"{request.host} was not asked: --offline", help="run the command again without --offline"
        )

    def redact(self, text: str) -> str:
        """Give the text: there is no secret."""
        return text


def server_of(environment: Mapping[str, str], eutils_url: str | None = None) -> Server:
    """Read the server's addresses, the e-mail address and the key; `eutils_url` is the command line's.

    Where another E-utilities server is named, NCBI's ID converter is not asked unless
    `OSLER_IDCONV_URL` names one. Raises `ConfigurationError`; no message ever holds the key.
    """
    server = Server()
    named = eutils_url or environment.get(EUTILS_URL)
    if named:
        _check_url(named, EUTILS_URL)
        server = replace(server, eutils=named, converter=None)
    converter = environment.get(CONVERTER_URL)
    if converter:
        _check_url(converter, CONVERTER_URL)
        server = replace(server, converter=converter)
    email = environment.get("OSLER_EMAIL") or environment.get("NCBI_EMAIL") or None
    if email and not _EMAIL.fullmatch(email):
        raise ConfigurationError("OSLER_EMAIL (or NCBI_EMAIL) is not an e-mail address", help="set it anew")
    key = (environment.get("NCBI_API_KEY") or "").strip() or None
    if key and not _KEY.fullmatch(key):
        raise ConfigurationError(
            "NCBI_API_KEY does not look like a key", help="copy it again from your NCBI account's settings"
        )
    if key and not _is_private_enough(urlsplit(server.eutils)):
        raise ConfigurationError(
            f"NCBI_API_KEY would travel unencrypted to {urlsplit(server.eutils).netloc}",
            help=f"name an https:// address in {EUTILS_URL}, or unset NCBI_API_KEY",
        )
    return replace(server, email=email, key=key)


def limits_of(environment: Mapping[str, str]) -> Limits:
    """Read `OSLER_TIMEOUT`: seconds that one exchange may take. Raises `ConfigurationError`."""
    text = environment.get("OSLER_TIMEOUT")
    if not text:
        return Limits()
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text) or float(text) <= 0:
        raise ConfigurationError(
            f"OSLER_TIMEOUT is not a number of seconds: {text!r}", help="for example: 60"
        )
    deadline = float(text)
    return Limits(deadline=deadline, patience=max(3 * deadline, 30.0))


def connect(
    environment: Mapping[str, str], *, eutils_url: str | None = None, offline: bool = False
) -> PubMed:
    """Make the client that the environment asks for. Opens no socket. Raises `ConfigurationError`."""
    server = server_of(environment, eutils_url)
    if offline:
        return PubMed(server, Offline())
    limits = limits_of(environment)
    limiter = Limiter.shared(urlsplit(server.eutils).netloc, has_key=server.key is not None)
    return PubMed(server, Opener(limiter, limits, secrets=(server.key,) if server.key else ()))


def _check_url(text: str, name: str) -> None:
    try:
        parts = urlsplit(text)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or not text.isascii() or re.search(r"[\s\x00-\x1f]", text):
        raise ConfigurationError(f"{name} is not an http(s) address", help="for example: https://host/path/")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigurationError(f"{name} must hold no password, query or fragment", help="leave them out")


def _is_private_enough(parts: SplitResult) -> bool:
    """Tell whether a key may be sent there: encrypted, or to this very machine."""
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
