"""JSON Lines (https://jsonlines.org): a finding a line, as in the `json` format, and a last line that counts.

Each line is an object of its own with `type` (`finding`, then at most one `statistics` and one
`summary`) and `version`, so that a stream can be read as it comes. `docs/schemas/check-lines.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.model.finding import Finding
from toolkit.model.json_text import json_line
from toolkit.reporters import Frame, Printout
from toolkit.reporters.json import VERSION, finding_document, summary_document
from toolkit.reporters.statistics import documents


def part(findings: Sequence[Finding], printout: Printout) -> str:
    """Give the findings of one file, an object a line."""
    return "".join([json_line(_head("finding") | finding_document(one, printout)) for one in findings])


def frame(printout: Printout, *, has_parts: bool) -> Frame:  # noqa: ARG001 - other formats need to know
    """Give the lines that count; all lines where statistics stand after those of the findings."""
    lines = []
    if printout.statistics:
        lines.append(part(printout.findings, printout))
        lines.append(json_line(_head("statistics") | {"rules": documents(printout.findings)}))
    if printout.summary is not None:
        lines.append(json_line(_head("summary") | summary_document(printout)))
    return Frame("", "", "".join(lines))


def _head(kind: str) -> dict[str, Any]:
    return {"type": kind, "version": VERSION}
