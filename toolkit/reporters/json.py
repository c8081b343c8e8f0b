"""The machine's format: `{"version": 1, "findings": […], "summary": {…}}` (`docs/output-formats.md`).

Lines and columns count from 1, offsets from 0, all in Unicode characters of the file without its
byte-order mark. A key is never taken away or given another meaning under one version number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.model.finding import Finding, Fix, Severity
from toolkit.model.json_text import json_text, position_document
from toolkit.reporters import Frame, Printout
from toolkit.reporters.statistics import documents

VERSION = 1
_NONE = '"findings": []'


def part(findings: Sequence[Finding], printout: Printout) -> str:
    """Give the findings of one file as they stand in the document's list."""
    text = json_text([finding_document(finding, printout) for finding in findings])
    return text.removeprefix("[").removesuffix("\n]\n").replace("\n", "\n  ")


def frame(printout: Printout, *, has_parts: bool) -> Frame:
    """Give the rest of the document, keys in a fixed order."""
    written: dict[str, Any] = {"version": VERSION, "findings": []}
    if printout.statistics:
        written["statistics"] = documents(printout.findings)
        written["findings"] = [finding_document(finding, printout) for finding in printout.findings]
    text = json_text(written | {"summary": summary_document(printout)})
    if not has_parts:
        return Frame(text, "", "")
    before, _, after = text.partition(_NONE)
    return Frame(f"{before}{_NONE[:-1]}", ",", f"\n  ]{after}")


def summary_document(printout: Printout) -> dict[str, Any]:
    """Give the counts of a report as values for JSON."""
    counts = printout.summary
    summary: dict[str, Any] = {f"{severity}s": printout.count(severity) for severity in Severity}
    if counts is not None:
        summary |= {
            "articles": counts.articles,
            "references": counts.entries,
            "suppressed": counts.suppressed,
            "fixable": counts.fixable,
            "unread": [str(one) for one in counts.unread],
        }
        if counts.left_out is not None:
            left = counts.left_out
            summary["left_out"] = {
                "unchanged": left.unchanged,
                "baseline": left.known,
                "stale": left.stale,
                "notes": list(left.notes),
            }
    return summary


def finding_document(finding: Finding, printout: Printout) -> dict[str, Any]:
    """Give one finding as values for JSON."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "message": finding.message,
        "help": finding.help,
        "path": finding.path,
        "start": position_document(finding.start),
        "end": position_document(finding.end),
        "related": [
            {
                "message": one.message,
                "path": one.path,
                "start": position_document(one.start),
                "end": position_document(one.end),
            }
            for one in finding.related
        ],
        "fix": _fix(finding.fix, printout) if finding.fix else None,
    }


def _fix(fix: Fix, printout: Printout) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safe": fix.is_safe,
        "edits": [
            {
                "path": edit.path,
                "start": position_document(source.position(edit.span.start)),
                "end": position_document(source.position(edit.span.end)),
                "text": edit.text,
            }
            for edit in fix.edits
            if (source := printout.sources.get(edit.path)) is not None
        ],
    }
