"""Findings under the file that they are in, one line each: for reading a long report."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.counting import counted
from toolkit.model.finding import Finding
from toolkit.reporters import Frame, Printout
from toolkit.reporters.printable import one_line, printable_name
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import summary


def part(findings: Sequence[Finding], printout: Printout) -> str:
    """Give the findings of one file, in order under a heading."""
    places = [f"{finding.start.line}:{finding.start.column}" for finding in findings]
    names = [f"{finding.severity}[{finding.rule}]" for finding in findings]
    place_wide, name_wide = max(map(len, places)), max(map(len, names))
    lines = [f"{printable_name(printout.shown(findings[0].path))}  ({counted(len(findings), 'finding')})\n"]
    lines += [
        f"  {place:>{place_wide}}  {name:<{name_wide}}  {one_line(finding.message)}\n"
        for place, name, finding in zip(places, names, findings, strict=True)
    ]
    return "".join(lines)


def frame(printout: Printout, *, has_parts: bool) -> Frame:
    """Give the closing lines, and the counts where they are asked for in place of the findings."""
    counted = table(printout.findings) if printout.statistics else ""
    end = summary(printout) if printout.summary is not None else ""
    is_apart = bool(end) and (has_parts or bool(counted))
    return Frame(counted, "\n", f"\n{end}" if is_apart else end)
