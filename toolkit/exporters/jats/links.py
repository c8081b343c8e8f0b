"""Addresses that may stand in the document."""

from __future__ import annotations

from toolkit.exporters.addresses import safe_address

# What a reader of the XML may resolve in its own way; nothing here runs anything.
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "doi"})


def link_target(url: str) -> str | None:
    """Give an address that may stand in `xlink:href`, percent-encoded, or `None` for one that may not."""
    return safe_address(url, _SAFE_SCHEMES)
