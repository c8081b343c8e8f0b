"""Addresses that may stand in a page."""

from __future__ import annotations

import re
from urllib.parse import quote

from toolkit.exporters.addresses import local_image, safe_address

# Schemes that a reader can follow and that run nothing.
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]+")


def safe_url(url: str) -> str | None:
    """Give an address that may stand in `href`, percent-encoded, or `None` for one that may not."""
    return safe_address(url, _SAFE_SCHEMES)


def image_url(url: str) -> str | None:
    """Give an image's address if it needs no network: a file beside the page, or data. Else `None`."""
    return url if _IMAGE_DATA.fullmatch(url) else local_image(url)


def fragment(identifier: str) -> str:
    """Give the address of a place in the same page."""
    return "#" + quote(identifier, safe="!$&'()*+,-./:;=?@_~")
