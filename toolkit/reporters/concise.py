"""One line a finding: `path:line:column: severity[rule] message`, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.finding import Finding
from toolkit.reporters import Frame, Printout
from toolkit.reporters.printable import one_line, printable_name
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import summary


def part(findings: Sequence[Finding], printout: Printout) -> str:
    """Give the findings of one file, a line each."""
    return "".join([line_of(finding, printout) for finding in findings])


def frame(printout: Printout, *, has_parts: bool) -> Frame:  # noqa: ARG001 - other formats need to know
    """Give the closing lines, and the counts where they are asked for in place of the findings."""
    counted = table(printout.findings) if printout.statistics else ""
    return Frame(counted, "", summary(printout) if printout.summary is not None else "")


def line_of(finding: Finding, printout: Printout) -> str:
    """Give one finding on a line of its own."""
    place = f"{printable_name(printout.shown(finding.path))}:{finding.start.line}:{finding.start.column}"
    return f"{place}: {finding.severity}[{finding.rule}] {one_line(finding.message)}\n"
