"""Reviewdog's diagnostic format (rdjson), with fixes as suggestions to accept.

`proto/rdf/reviewdog.proto` of reviewdog/reviewdog: columns count UTF-8 bytes from 1, ends are
exclusive. Reviewdog refuses a report with a field that its version does not know, so that only the
oldest fields are used: other places are told in the message.
"""

from __future__ import annotations

from typing import Any

from toolkit.model.finding import Finding, Fix, Severity
from toolkit.model.json_text import json_line
from toolkit.model.span import Position
from toolkit.reporters import Printout, Unread
from toolkit.reporters.columns import Columns, Unit
from toolkit.reporters.documentation import homepage, page_of
from toolkit.reporters.messages import explained, shortened

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_LONGEST_SUGGESTION = 10_000
"""Characters that a suggestion may replace or bring in: more is not read in a comment."""


def render(printout: Printout) -> str:
    """Give the report as one `DiagnosticResult`."""
    places = _Places(printout)
    diagnostics = [_diagnostic(finding, printout, places) for finding in printout.findings]
    if printout.summary is not None:
        diagnostics[:0] = [_unread(one, printout) for one in printout.summary.unread]
    return json_line({"source": {"name": "osler", **_linked(homepage())}, "diagnostics": diagnostics})


class _Places:
    """Positions as reviewdog counts them."""

    def __init__(self, printout: Printout) -> None:
        self.sources = printout.sources
        self.columns: dict[str, Columns] = {}

    def range_of(self, path: str, start: Position, end: Position) -> dict[str, Any]:
        """Give the range between two places of a file."""
        if path not in self.columns:
            self.columns[path] = Columns(self.sources.get(path), Unit.UTF8)
        columns = self.columns[path]
        return {
            "start": {"line": start.line, "column": columns.column(start)},
            "end": {"line": end.line, "column": columns.column(end)},
        }


def _diagnostic(finding: Finding, printout: Printout, places: _Places) -> dict[str, Any]:
    lines = [explained(finding)]
    lines += [
        f"See {shortened(printout.shown(one.path))}:{one.start.line}: {shortened(one.message)}"
        for one in finding.related
    ]
    suggestion = _suggestion(finding, finding.fix, places) if finding.fix is not None else None
    if suggestion is not None and finding.fix is not None and not finding.fix.is_safe:
        lines.append("The suggested change may alter what a reader is told: read it first.")
    written: dict[str, Any] = {
        "message": "\n".join(lines),
        "location": {
            "path": printout.shown(finding.path),
            "range": places.range_of(finding.path, finding.start, finding.end),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, **_linked(page_of(finding.rule))},
    }
    return written if suggestion is None else written | {"suggestions": [suggestion]}


def _suggestion(finding: Finding, fix: Fix, places: _Places) -> dict[str, Any] | None:
    """Give a fix as one replacement, since each suggestion is accepted by itself.

    `None` for a fix of other files than the finding's, or of too much text between its edits.
    """
    source = places.sources.get(finding.path)
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if source is None or not edits or any(edit.path != finding.path for edit in edits):
        return None
    start, end = edits[0].span.start, max(edit.span.end for edit in edits)
    parts: list[str] = []
    reached = start
    for edit in edits:
        parts += [source.text[reached : edit.span.start], edit.text]
        reached = edit.span.end
    text = "".join(parts)
    if max(end - start, len(text)) > _LONGEST_SUGGESTION:
        return None
    return {
        "range": places.range_of(finding.path, source.position(start), source.position(end)),
        "text": text,
    }


def _unread(one: Unread, printout: Printout) -> dict[str, Any]:
    return {
        "message": f"could not be read, and was not checked: {shortened(one.message)}",
        "location": {"path": printout.shown(one.path or ".")},
        "severity": "ERROR",
        "code": {"value": "unreadable-input"},
    }


def _linked(address: str | None) -> dict[str, str]:
    return {"url": address} if address else {}
