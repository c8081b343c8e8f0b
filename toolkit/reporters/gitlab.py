"""GitLab's Code Quality report: a JSON array of issues with a fingerprint each.

GitLab Docs, "Code Quality", section "Code Quality report format": `description`, `check_name`,
`fingerprint` (unique; of two issues with one fingerprint GitLab shows one), `severity`,
`location.path` (relative to the repository, without a leading `./`) and `location.lines.begin`.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from toolkit.model.finding import Finding, Severity
from toolkit.model.identity import identities
from toolkit.model.json_text import json_line
from toolkit.reporters import Printout, Unread
from toolkit.reporters.messages import explained, shortened

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_UNREAD, _DEFECT = "unreadable-input", "osler-defect"


def render(printout: Printout) -> str:
    """Give the report. What was not checked is an issue of the severity `blocker`."""
    named = zip(printout.findings, identities(printout.findings, printout.sources), strict=True)
    issues = [_issue(finding, identity, printout) for finding, identity in named]
    if printout.summary is not None:
        issues[:0] = [_unread(one, printout) for one in printout.summary.unread]
    return json_line(issues)


def _issue(finding: Finding, identity: str, printout: Printout) -> dict[str, Any]:
    path = _path(finding.path, printout)
    return {
        "description": explained(finding),
        "check_name": finding.rule,
        "fingerprint": _fingerprint(path, identity),
        "severity": "blocker" if finding.rule == _DEFECT else _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": finding.start.line, "end": finding.end.line}},
    }


def _unread(one: Unread, printout: Printout) -> dict[str, Any]:
    path = _path(one.path or ".", printout)
    return {
        "description": f"could not be read, and was not checked: {shortened(one.message)}",
        "check_name": _UNREAD,
        "fingerprint": _fingerprint(path, f"{_UNREAD}:{one.message}"),
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }


def _path(path: str, printout: Printout) -> str:
    return printout.shown(path).removeprefix("./")


def _fingerprint(path: str, identity: str) -> str:
    """Make an identity unique among the projects of one repository, which may have equal paths of their own."""
    return sha256(f"{len(path)}:{path}{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
