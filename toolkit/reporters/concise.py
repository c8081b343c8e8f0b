"""One line a finding: `path:line:column: severity[rule] message`, as editors and grep read it."""

from __future__ import annotations

from toolkit.model.finding import Finding
from toolkit.reporters import Printout
from toolkit.reporters.printable import one_line, printable_name
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import summary


def render(printout: Printout) -> str:
    """Give the report, a line a finding."""
    lines = (
        [table(printout.findings)]
        if printout.statistics
        else [line_of(finding, printout) for finding in printout.findings]
    )
    if printout.summary is not None:
        lines.append(summary(printout))
    return "".join(lines)


def line_of(finding: Finding, printout: Printout) -> str:
    """Give one finding on a line of its own."""
    place = f"{printable_name(printout.shown(finding.path))}:{finding.start.line}:{finding.start.column}"
    return f"{place}: {finding.severity}[{finding.rule}] {one_line(finding.message)}\n"
