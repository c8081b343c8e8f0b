"""Labelled pages, as the detector sees them: in the form of `gold_dev.jsonl`, from any number of files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.claims.units import completes
from toolkit.model.span import Span
from toolkit.model.unit import Unit, UnitBlock

Row = Mapping[str, Any]
"""One labelled unit: `page`, `block`, `para`, `text`, `need`, `kind`, `also_kind` (may lack)."""

_BLOCKS = {
    "paragraph": UnitBlock.PARAGRAPH,
    "heading": UnitBlock.HEADING,
    "list-item": UnitBlock.LIST_ITEM,
    "table-cell": UnitBlock.TABLE_CELL,
}


def read_rows(paths: Iterable[Path]) -> list[Row]:
    """Read labelled units, in the order of the files and of their lines; unlabelled ones are left out."""
    rows: list[Row] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "need" in row:
                rows.append(row)
    return rows


def is_counted(row: Row) -> bool:
    """Tell whether a unit counts: headings do not, nor do units on which annotators could not agree."""
    return bool(row["block"] != "heading" and row["need"] in ("must", "should", "no"))


def pages_of(rows: Sequence[Row]) -> list[list[int]]:
    """Give the indices of the units of each page, in order."""
    pages: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        pages.setdefault(row["page"], []).append(index)
    return list(pages.values())


def units_of_page(rows: Sequence[Row]) -> tuple[Unit, ...]:
    """Rebuild the units of one page, with section, position and lead-in as those of an article."""
    units: list[Unit] = []
    section: tuple[str, ...] = ()
    lead_in: int | None = None
    position = 0
    for index, row in enumerate(rows):
        block = _BLOCKS[row["block"]]
        before = rows[index - 1] if index else None
        is_first = before is None or before["para"] != row["para"]
        position = 0 if is_first else position + 1
        if block is not UnitBlock.LIST_ITEM:
            lead_in = None
        elif is_first:
            items = [one["text"] for one in rows[index:] if one["para"] == row["para"]]
            is_led = before is not None and before["block"] != "list-item"
            lead_in = (
                index - 1 if before is not None and is_led and completes(before["text"], items) else None
            )
        above = () if block is UnitBlock.HEADING else section
        units.append(Unit(Span(0, 0), row["text"], block, row["para"], position, above, lead_in=lead_in))
        if block is UnitBlock.HEADING:
            section = (row["text"],)
    return tuple(units)
