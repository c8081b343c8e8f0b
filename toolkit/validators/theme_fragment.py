"""A theme's fragments of HTML: what they may hold, so that a page with them still passes every check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from toolkit.validators.html_tree import Fault, Node, read_tree

_NAMES = "a abbr b bdi br cite code dd div dl dt em hr i img li nav ol p q s small span strong sub sup time u ul wbr"
_ELEMENTS = frozenset(_NAMES.split())
_ATTRIBUTES = frozenset({"class", "lang", "dir", "title", "aria-label", "aria-hidden"})
_OWN: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "rel", "hreflang"}),
    "img": frozenset({"src", "alt"}),
    "time": frozenset({"datetime"}),
}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|(?!//)\.{0,2}/?[\w.%~#?=&/+-]*$)", re.IGNORECASE)
_IMAGE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:png|jpe?g|gif|webp|svg)", re.IGNORECASE)
_START_TAG = re.compile(r"<[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment's top-level nodes, with its faults as (line, message) and the images that it names."""

    nodes: tuple[Node | str, ...]
    faults: tuple[tuple[int, str], ...]
    images: tuple[str, ...]


@lru_cache(maxsize=16)
def read_fragment(text: str) -> Fragment:
    """Read a fragment strictly; total for any text. One with faults must not be printed."""
    tree = read_tree(f"<!DOCTYPE html>{text}")
    starts = [match.start() for match in _START_TAG.finditer(text)]
    faults = [*tree.faults, *(fault for node in tree.nodes for fault in _faults(node))]
    lines = sorted({(_line(text, starts, fault.index), fault.message) for fault in faults})
    images = tuple(node.attributes.get("src", "") for node in tree.named("img"))
    return Fragment(tuple(tree.root.children), tuple(lines), images)


def _line(text: str, starts: list[int], index: int) -> int:
    place = starts[min(max(index, 0), len(starts) - 1)] if starts else 0
    return text.count("\n", 0, place) + 1


def _faults(node: Node) -> list[Fault]:
    found = []
    if node.name not in _ELEMENTS:
        found.append(f"<{node.name}> is not allowed in a theme")
    for name, value in node.attributes.items():
        if name not in _ATTRIBUTES | _OWN.get(node.name, frozenset()):
            found.append(f"the attribute {name} of <{node.name}> is not allowed in a theme")
        elif name == "href" and not _ADDRESS.match(value):
            found.append(f"the address {value[:60]!r} is not allowed in a theme")
        elif name == "src" and not _IMAGE.fullmatch(value):
            found.append(
                f"the image {value[:60]!r} must be a file in the theme's folder, named without a path"
            )
    if node.name == "img" and "alt" not in node.attributes:
        found.append("an image needs alternative text: alt")
    return [Fault(message, node.index) for message in found]
