"""Labelled pages as the detector sees them: as units, and as Markdown articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from benchmarks.evaluation.data import Row
from toolkit.claims.units import completes
from toolkit.model.span import Span
from toolkit.model.unit import Unit, UnitBlock

_BLOCKS = {
    "paragraph": UnitBlock.PARAGRAPH,
    "heading": UnitBlock.HEADING,
    "list-item": UnitBlock.LIST_ITEM,
    "table-cell": UnitBlock.TABLE_CELL,
}
# What Markdown, and the dialect that Osler reads, would take for markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#$@~^|&!])")
_BLOCK_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=:]+)(?=\s|$|:)")


def units_of_page(rows: Sequence[Row]) -> tuple[Unit, ...]:
    """Rebuild the units of one labelled page, with section and lead-in as an article's would have.

    The labels tell no levels of headings: all are taken for one level.
    """
    units: list[Unit] = []
    seen: Counter[int] = Counter()
    items: dict[int, list[str]] = {}
    for row in rows:
        items.setdefault(row.paragraph, []).append(row.text)
    section: tuple[str, ...] = ()
    lead_in: int | None = None
    for index, row in enumerate(rows):
        block = _BLOCKS[row.block]
        before = rows[index - 1] if index else None
        if block is not UnitBlock.LIST_ITEM:
            lead_in = None
        elif before is None or before.paragraph != row.paragraph:
            is_led = (
                before is not None
                and before.block != "list-item"
                and completes(before.text, items[row.paragraph])
            )
            lead_in = index - 1 if is_led else None
        position = seen[row.paragraph]
        seen[row.paragraph] += 1
        if block is UnitBlock.HEADING:
            section = ()
        units.append(Unit(Span(0, 0), row.text, block, row.paragraph, position, section, lead_in=lead_in))
        if block is UnitBlock.HEADING:
            section = (row.text,)
    return tuple(units)


def markdown_of_page(rows: Sequence[Row]) -> str:
    """Write a labelled page as a Markdown article: its headings, paragraphs and lists.

    The labels don't tell where a list item with several sentences ends: each unit becomes an item.
    """
    parts = ["---\ntitle: A page\ntype: review\naudience: professional\nlanguage: en\n---"]
    blocks: list[tuple[int, str, list[str]]] = []
    for row in rows:
        text = _escaped(row.text)
        if blocks and blocks[-1][:2] == (row.paragraph, row.block):
            blocks[-1][2].append(text)
        else:
            blocks.append((row.paragraph, row.block, [text]))
    for _, block, texts in blocks:
        if block == "heading":
            parts.extend(f"## {text}" for text in texts)
        elif block == "list-item":
            parts.append("\n".join(f"- {text}" for text in texts))
        else:
            parts.append(" ".join(texts))
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """Escape whatever Markdown would read as markup, so that the words stay as they are."""
    text = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _BLOCK_START.sub(lambda match: "".join(f"\\{one}" for one in match[0]), text) if text else text
