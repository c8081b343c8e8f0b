"""Addresses: which may stand in an export, and where an article's own files lie once exported."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import quote, unquote

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What browsers strip or ignore inside an address, so that `java\nscript:` is one (URL Standard, 4.4).
_IGNORED = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# The characters that a URL may hold as they stand (RFC 3986): what is left is percent-encoded.
_KEPT = "!#$%&'()*+,-./:;=?@_~"
# Wherever an article lies, its page lies in a folder of its name beside the others.
_ARTICLE = re.compile(r"(?!/)(?:[^:?#\\]*/)?(?P<name>[^/:?#\\]+)\.md(?P<fragment>#.*)?")


def safe_address(url: str, schemes: Container[str]) -> str | None:
    """Give an address that may stand in an export, percent-encoded, or `None` for one that may not.

    `schemes` are those that may, in lower case. Relative addresses stay as they are; a link to
    another article leads to its exported page, in the folder beside this one's.
    """
    stripped = _IGNORED.sub("", url)
    scheme = _SCHEME.match(stripped)
    if scheme and scheme[1].lower() not in schemes:
        return None
    if not stripped or "\\" in stripped or (not scheme and stripped.startswith("//")):
        return None
    article = _ARTICLE.fullmatch(url.strip())
    if article:
        return encoded(f"../{article['name']}/index.html{article['fragment'] or ''}")
    return encoded(url.strip())


def local_image(url: str) -> str | None:
    """Give the address of an image that lies beside the export, or `None` for any other."""
    stripped = _IGNORED.sub("", url)
    if not stripped or _SCHEME.match(stripped) or stripped.startswith("/") or "\\" in stripped:
        return None
    if ".." in unquote(stripped).split("/"):
        return None
    return encoded(url.strip())


def encoded(url: str) -> str:
    """Percent-encode what a URL may not hold, leaving its own escapes alone."""
    text = quote(url.encode("utf-8", "replace"), safe=_KEPT)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
