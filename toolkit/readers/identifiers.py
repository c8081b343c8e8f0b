"""Identifiers derived from headings, as pandoc derives them (`auto_identifiers`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.model.article import CitationGroup, CrossReference, Node, Text, plain_text, walk

_DROPPED = re.compile(r"[^\w\s.\-]")


def heading_text(nodes: tuple[Node, ...], source: str) -> str:
    """Give a heading's text for its identifier: citations count as they are written."""
    parts: list[str] = []
    for node in nodes:
        for inner in walk((node,)):
            if isinstance(inner, CitationGroup | CrossReference):
                parts.append(source[inner.span.start : inner.span.end])
            elif not getattr(inner, "children", ()):
                parts.append(inner.text if isinstance(inner, Text) else plain_text((inner,)))
    return "".join(parts)


def derive_identifier(text: str) -> str:
    """Derive an identifier from a heading's text; `section` if nothing is left.

    Pandoc User's Guide, "Extension: auto_identifiers": punctuation goes, except underscores,
    hyphens and full stops; spaces become hyphens; lower case; nothing before the first letter.
    """
    kept = "-".join(_DROPPED.sub("", text).lower().split())
    first = next((index for index, character in enumerate(kept) if character.isalpha()), len(kept))
    return kept[first:] or "section"


class IdentifierRegister:
    """Hands out identifiers, each once in an article."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._taken = set(reserved)
        self._next: dict[str, int] = {}

    def unique(self, wanted: str) -> str:
        """Give `wanted`, or the first of `wanted-1`, `wanted-2`… that is free, and take it."""
        given = wanted
        while given in self._taken:
            number = self._next.get(wanted, 0) + 1
            self._next[wanted] = number
            given = f"{wanted}-{number}"
        self._taken.add(given)
        return given
