"""JSON Lines (https://jsonlines.org): a finding a line, as in the `json` format, and a last line that counts.

Each line is an object of its own with `type` (`finding`, then at most one `statistics` and one
`summary`) and `version`, so that a stream can be read as it comes. `docs/schemas/check-lines.json`.
"""

from __future__ import annotations

from typing import Any

from toolkit.model.json_text import json_line
from toolkit.reporters import Printout
from toolkit.reporters.json import VERSION, finding_document, summary_document
from toolkit.reporters.statistics import documents


def render(printout: Printout) -> str:
    """Give the report, an object a line."""
    lines = [
        json_line(_head("finding") | finding_document(finding, printout)) for finding in printout.findings
    ]
    if printout.statistics:
        lines.append(json_line(_head("statistics") | {"rules": documents(printout.findings)}))
    if printout.summary is not None:
        lines.append(json_line(_head("summary") | summary_document(printout)))
    return "".join(lines)


def _head(kind: str) -> dict[str, Any]:
    return {"type": kind, "version": VERSION}
