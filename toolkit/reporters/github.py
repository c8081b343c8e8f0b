"""GitHub's workflow commands: annotations on the lines of a pull request.

GitHub Docs, "Workflow commands for GitHub Actions": `%`, CR and LF are escaped in messages, `:`
and `,` too in properties. GitHub shows ten errors, ten warnings and ten notices a step and drops the
others without a word: so ten of each are annotations, those in files that could not be read before
all, and the others are plain lines of the log. The runner takes a line for a command if it begins
with `::`, after spaces, or has `##[` anywhere: plain lines never do.
"""

from __future__ import annotations

from toolkit.model.counting import counted
from toolkit.model.finding import Finding, Severity
from toolkit.reporters import Printout, Unread, by_gravity
from toolkit.reporters.messages import explained, shortened
from toolkit.reporters.printable import one_line, printable, printable_name
from toolkit.reporters.summary import summary

ANNOTATIONS = 10
"""How many annotations of one kind GitHub shows for a step."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(printout: Printout) -> str:
    """Give a command a finding, the gravest first, then what is over the limit and the summary as plain text."""
    unread = printout.summary.unread if printout.summary is not None else ()
    lines = [_unread(one) for one in unread[:ANNOTATIONS]]
    plain = [f"error: could not be read: {one_line(str(one))}\n" for one in unread[ANNOTATIONS:]]
    given = dict.fromkeys(Severity, 0) | {Severity.ERROR: len(lines)}
    for finding in by_gravity(printout.findings):
        if given[finding.severity] < ANNOTATIONS:
            given[finding.severity] += 1
            lines.append(_command(finding, printout))
        else:
            plain.append(_plain(finding, printout))
    if plain:
        lines.append(f"{counted(len(plain), 'finding')} more, since GitHub shows {ANNOTATIONS} of a kind:\n")
        lines += [line.replace("##[", "## [") for line in plain]
    if printout.summary is not None:
        # A summary begins with a number or a word.
        lines.append(summary(printout))
    return "".join(lines)


def _unread(one: Unread) -> str:
    return f"::error::could not be read: {_escape(shortened(str(one)))}\n"


def _plain(finding: Finding, printout: Printout) -> str:
    place = f"{printable_name(printout.shown(finding.path))}:{finding.start.line}:{finding.start.column}"
    return f"{finding.severity}[{finding.rule}] {place}: {one_line(shortened(finding.message))}\n"


def _command(finding: Finding, printout: Printout) -> str:
    properties = {
        "file": printout.shown(finding.path),
        "line": str(finding.start.line),
        "endLine": str(finding.end.line),
        "title": finding.rule,
    }
    if finding.start.line == finding.end.line:
        properties |= {"col": str(finding.start.column), "endColumn": str(finding.end.column)}
    written = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_escape(explained(finding))}\n"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(printable(text)).replace(":", "%3A").replace(",", "%2C")
