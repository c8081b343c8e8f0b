"""One line a finding: `path:line:column: severity[rule] message`, as editors and grep read it."""

from __future__ import annotations

from toolkit.reporters import Printout
from toolkit.reporters.printable import one_line, printable
from toolkit.reporters.summary import summary


def render(printout: Printout) -> str:
    """Give the report, a line a finding."""
    lines = [
        f"{printable(printout.shown(finding.path))}:{finding.start.line}:{finding.start.column}: "
        f"{finding.severity}[{finding.rule}] {one_line(finding.message)}\n"
        for finding in printout.findings
    ]
    if printout.summary is not None:
        lines.append(summary(printout))
    return "".join(lines)
