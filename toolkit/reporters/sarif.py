"""SARIF 2.1.0 (OASIS), in the form that GitHub code scanning documents.

GitHub Docs, "SARIF support for code scanning": rules with help, addresses relative to the
repository, all four fields of a region, `primaryLocationLineHash`; 25,000 results at most a run,
of which it shows 5,000. So the gravest come first, and a notification says what was left out.
Findings that a suppression silences are counted, not given: GitHub would open an alert for each.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from toolkit import __version__
from toolkit.model.finding import Finding, Fix
from toolkit.model.identity import identities
from toolkit.model.json_text import json_line
from toolkit.model.span import Position, SourceText
from toolkit.reporters import Printout, Summary, by_gravity
from toolkit.reporters.columns import Columns, Unit
from toolkit.reporters.documentation import homepage
from toolkit.reporters.line_hashes import line_hashes
from toolkit.reporters.messages import explained, shortened
from toolkit.reporters.sarif_rules import LEVELS, descriptors

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
_MOST_PLACES = 100
"""Related places that GitHub shows of one result."""
_ROOT = "%SRCROOT%"
_EXIT_CODES = {
    0: "clean",
    1: "errors or warnings were found",
    2: "an input could not be read",
    3: "evidence could not be had",
    4: "a defect of Osler's own",
}


def render(printout: Printout) -> str:
    """Give the report as one log with one run."""
    return json_line({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(printout)]})


def _run(printout: Printout) -> dict[str, Any]:
    findings = by_gravity(printout.findings)
    given, left_out = findings[:MOST_RESULTS], findings[MOST_RESULTS:]
    rules = descriptors(printout.rules, given)
    places = _Places(printout)
    indices = {rule["id"]: index for index, rule in enumerate(rules)}
    hashes = _hashes(given, printout)
    # Of all findings, so that what is left out does not change the ordinals of the others.
    named = identities(findings, printout.sources)[:MOST_RESULTS]
    driver = {"name": "Osler", "version": __version__, "semanticVersion": __version__}
    address = homepage()
    return {
        "tool": {"driver": driver | ({"informationUri": address} if address else {}) | {"rules": rules}},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the root of the repository"}}},
        "invocations": [_invocation(printout.summary, left_out)],
        "results": [
            _result(
                finding,
                places,
                indices[finding.rule],
                {
                    "primaryLocationLineHash": hashes.get((finding.path, finding.start.line)),
                    "oslerIdentity/v1": identity,
                },
            )
            for finding, identity in zip(given, named, strict=True)
        ],
        **_counts(printout.summary, len(left_out)),
    }


def _hashes(findings: list[Finding], printout: Printout) -> dict[tuple[str, int], str]:
    lines: dict[str, set[int]] = {}
    for finding in findings:
        lines.setdefault(finding.path, set()).add(finding.start.line)
    return {
        (path, line): value
        for path, wanted in lines.items()
        if (source := printout.sources.get(path)) is not None
        for line, value in line_hashes(source, wanted).items()
    }


class _Places:
    """Addresses and regions as SARIF has them."""

    def __init__(self, printout: Printout) -> None:
        self.sources = printout.sources
        self.shown = printout.shown
        self.columns: dict[str, Columns] = {}

    def artifact(self, path: str) -> dict[str, str]:
        """Give a file's address: relative, percent-encoded (RFC 3986)."""
        return {"uri": quote(self.shown(path), safe="/", errors="replace"), "uriBaseId": _ROOT}

    def region(self, path: str, start: Position, end: Position) -> dict[str, int]:
        """Give the region between two places."""
        if path not in self.columns:
            self.columns[path] = Columns(self.sources.get(path), Unit.UTF16)
        columns = self.columns[path]
        return {
            "startLine": start.line,
            "startColumn": columns.column(start),
            "endLine": end.line,
            "endColumn": columns.column(end),
        }

    def location(self, path: str, start: Position, end: Position) -> dict[str, Any]:
        """Give a physical location."""
        return {"artifactLocation": self.artifact(path), "region": self.region(path, start, end)}


def _result(
    finding: Finding, places: _Places, index: int, fingerprints: dict[str, str | None]
) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": _message(explained(finding)),
        "locations": [{"physicalLocation": places.location(finding.path, finding.start, finding.end)}],
        "partialFingerprints": {name: value for name, value in fingerprints.items() if value is not None},
        "properties": {"confidence": str(finding.confidence)},
    }
    if finding.related:
        written["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": places.location(one.path, one.start, one.end),
                "message": _message(shortened(one.message)),
            }
            for number, one in enumerate(finding.related[:_MOST_PLACES], 1)
        ]
    if finding.fix is not None and (changes := _changes(finding.fix, places)):
        written["fixes"] = [
            {
                "description": _message(shortened(finding.fix.title)),
                "artifactChanges": changes,
                "properties": {"safe": finding.fix.is_safe},
            }
        ]
    return written


def _changes(fix: Fix, places: _Places) -> list[dict[str, Any]]:
    """Give a fix's edits by file; none if one of the files was not read, for half a fix mends nothing."""
    by_path: dict[str, list[dict[str, Any]]] = {}
    for edit in sorted(fix.edits, key=lambda one: (one.path, one.span)):
        source: SourceText | None = places.sources.get(edit.path)
        if source is None:
            return []
        start, end = source.position(edit.span.start), source.position(edit.span.end)
        by_path.setdefault(edit.path, []).append(
            {"deletedRegion": places.region(edit.path, start, end), "insertedContent": {"text": edit.text}}
        )
    return [
        {"artifactLocation": places.artifact(path), "replacements": replacements}
        for path, replacements in by_path.items()
    ]


def _message(text: str) -> dict[str, str]:
    """Give a message in which nothing is taken for a link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return {"text": re.sub(r"\{(\d+)\}", r"{{\1}}", text.replace("](", "] ("))}


def _invocation(summary: Summary | None, left_out: list[Finding]) -> dict[str, Any]:
    notes: list[dict[str, Any]] = []
    if left_out:
        text = (
            f"{len(left_out):,} more findings are not in this file, which may hold {MOST_RESULTS:,}; "
            f"those left out are the least grave, from {left_out[0].severity}s on"
        )
        notes.append(_notification("results-left-out", "warning", text))
    if summary is None:
        return {"executionSuccessful": True, "toolExecutionNotifications": notes}
    for one in summary.unread:
        text = f"could not be read, and was not checked: {one}"
        notes.append(_notification("unreadable-input", "error", text))
    notes += [_notification("osler-defect", "error", f"a rule crashed: {one}") for one in summary.defects]
    return {
        "executionSuccessful": not (summary.unread or summary.defects),
        "exitCode": summary.exit_code,
        "exitCodeDescription": _EXIT_CODES.get(summary.exit_code, "unknown"),
        "toolExecutionNotifications": notes,
    }


def _notification(name: str, level: str, text: str) -> dict[str, Any]:
    return {"descriptor": {"id": name}, "level": level, "message": _message(shortened(text))}


def _counts(summary: Summary | None, left_out: int) -> dict[str, Any]:
    if summary is None:
        return {}
    counts = {
        "articles": summary.articles,
        "references": summary.entries,
        "suppressed": summary.suppressed,
        "leftOut": left_out,
    }
    return {"properties": counts}
