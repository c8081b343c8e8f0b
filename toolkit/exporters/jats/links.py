"""Addresses: which may stand in the document, and where an article's own files lie once exported."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "doi"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What browsers strip or ignore inside an address, so that `java\nscript:` is one (URL Standard, 4.4).
_IGNORED = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_KEPT = "!#$%&'()*+,-./:;=?@_~"
_ARTICLE = re.compile(r"(?P<path>(?:\./)?[^/:?#\\]+)\.md(?P<fragment>#.*)?")


def link_target(url: str) -> str | None:
    """Give an address that may stand in `xlink:href`, percent-encoded, or `None` for one that may not.

    A link to another article leads to its exported page, beside this one's folder.
    """
    stripped = _IGNORED.sub("", url)
    scheme = _SCHEME.match(stripped)
    if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
        return None
    if not stripped or "\\" in stripped or (not scheme and stripped.startswith("//")):
        return None
    article = _ARTICLE.fullmatch(url.strip())
    if article:
        return _encoded(f"../{article['path'].removeprefix('./')}/index.html{article['fragment'] or ''}")
    return _encoded(url.strip())


def image_href(url: str) -> str | None:
    """Give the address of an image that lies beside the document, or `None` for any other."""
    stripped = _IGNORED.sub("", url)
    if not stripped or _SCHEME.match(stripped) or stripped.startswith("/") or "\\" in stripped:
        return None
    if ".." in unquote(stripped).split("/"):
        return None
    return _encoded(url.strip())


def _encoded(url: str) -> str:
    """Percent-encode what a URL may not hold, leaving its own escapes alone."""
    text = quote(url.encode("utf-8", "replace"), safe=_KEPT)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
