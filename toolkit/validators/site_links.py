"""Links between the pages of a site: each leads to a file that is there, and to a place in it that is there.

Reads what Osler's own exporters write: `<`, `>` and quotes are escaped there wherever they are no markup
(`exporters/html/markup.py`), so that a tag and an attribute are found by their form alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

_TAG = re.compile(r"<[a-z][^<>]*>")
_LINK = re.compile(r' (?:href|src)="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of a page, as it stands there, that leads nowhere."""

    page: str
    target: str


@dataclass(slots=True)
class SiteLinkCheck:
    """Gathers the links and ids of pages, one page at a time, then tells which links are broken."""

    _ids: dict[str, frozenset[str]] = field(default_factory=dict)
    _links: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> None:
        """Note a page; `name` is its file in the site."""
        tags = _TAG.findall(data.decode("utf-8", "replace"))
        self._ids[name] = frozenset(unescape(found[1]) for tag in tags if (found := _ID.search(tag)))
        links = (unescape(found[1]) for tag in tags if (found := _LINK.search(tag)))
        self._links[name] = tuple(dict.fromkeys(one for one in links if _is_inner(one)))

    def broken(self, files: Collection[str]) -> Iterator[BrokenLink]:
        """Yield the links that lead to no file of the site (`files`), or to no place in its page."""
        for name, links in self._links.items():
            for link in links:
                address, _, place = link.partition("#")
                target = _resolved(name, address)
                known = self._ids.get(target)
                if target not in files or (place and known is not None and unquote(place) not in known):
                    yield BrokenLink(name, link)


def _is_inner(link: str) -> bool:
    return bool(link) and not link.startswith("#") and _ELSEWHERE.match(link) is None


def _resolved(page: str, address: str) -> str:
    """Give the file that an address on a page names; a folder stands for its `index.html`."""
    path = unquote(address.partition("?")[0])
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if not path:
        return page
    if path.endswith("/") or PurePosixPath(path).name in {".", ".."}:
        return posixpath.normpath(f"{joined}/index.html")
    return joined
