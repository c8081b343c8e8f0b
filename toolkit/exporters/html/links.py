"""Addresses: which may stand in a page, and where an article's own files lie once exported."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# Schemes that a reader can follow and that run nothing.
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]+")
# What browsers strip or ignore inside an address, so that `java\nscript:` is one (URL Standard, 4.4).
_IGNORED = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# The characters that a URL may hold as they stand (RFC 3986): what is left is percent-encoded.
_KEPT = "!#$%&'()*+,-./:;=?@_~"
_ARTICLE = re.compile(r"(?P<path>(?:\./)?[^/:?#\\]+)\.md(?P<fragment>#.*)?")


def safe_url(url: str) -> str | None:
    """Give an address that may stand in `href`, percent-encoded, or `None` for one that may not.

    Relative addresses stay as they are; a link to another article leads to its exported page.
    """
    stripped = _IGNORED.sub("", url)
    scheme = _SCHEME.match(stripped)
    if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
        return None
    if not stripped or "\\" in stripped or (not scheme and stripped.startswith("//")):
        return None
    article = _ARTICLE.fullmatch(url.strip())
    if article:
        return encoded(f"../{article['path'].removeprefix('./')}/index.html{article['fragment'] or ''}")
    return encoded(url.strip())


def image_url(url: str) -> str | None:
    """Give an image's address if it needs no network: a file beside the page, or data. Else `None`."""
    if _IMAGE_DATA.fullmatch(url):
        return url
    stripped = _IGNORED.sub("", url)
    if not stripped or _SCHEME.match(stripped) or stripped.startswith(("/", "\\")) or "\\" in stripped:
        return None
    if ".." in unquote(stripped).split("/"):
        return None
    return encoded(url.strip())


def fragment(identifier: str) -> str:
    """Give the address of a place in the same page."""
    return "#" + quote(identifier, safe="!$&'()*+,-./:;=?@_~")


def encoded(url: str) -> str:
    """Percent-encode what a URL may not hold, leaving its own escapes alone."""
    text = quote(url.encode("utf-8", "replace"), safe=_KEPT)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
