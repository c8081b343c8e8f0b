"""GitHub's workflow commands: annotations on the lines of a pull request.

GitHub Docs, "Workflow commands for GitHub Actions": `%`, CR and LF are escaped in messages, `:`
and `,` too in properties. Errors come first, since GitHub shows ten of each kind a step.
"""

from __future__ import annotations

from toolkit.model.finding import Finding, Severity
from toolkit.reporters import Printout
from toolkit.reporters.printable import printable
from toolkit.reporters.summary import summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def render(printout: Printout) -> str:
    """Give a command a finding, the gravest first, and the summary as plain text."""
    ordered = sorted(
        printout.findings, key=lambda finding: (_ORDER.index(finding.severity), finding.sort_key)
    )
    lines = [_command(finding, printout) for finding in ordered]
    if printout.summary is not None:
        lines.extend(
            f"::error::could not be read: {_escape(printable(one))}\n" for one in printout.summary.unread
        )
        # A line that begins with "::" would be a command; a summary never does.
        lines.append(summary(printout))
    return "".join(lines)


def _command(finding: Finding, printout: Printout) -> str:
    properties = {
        "file": printout.shown(finding.path),
        "line": str(finding.start.line),
        "endLine": str(finding.end.line),
        "title": finding.rule,
    }
    if finding.start.line == finding.end.line:
        properties |= {"col": str(finding.start.column), "endColumn": str(finding.end.column)}
    text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    written = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(printable(text))}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(printable(text)).replace(":", "%3A").replace(",", "%2C")
