"""Findings under the file that they are in, one line each: for reading a long report."""

from __future__ import annotations

from itertools import groupby

from toolkit.model.counting import counted
from toolkit.model.finding import Finding
from toolkit.reporters import Printout
from toolkit.reporters.printable import one_line, printable_name
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import summary


def render(printout: Printout) -> str:
    """Give the report: a heading for each file, its findings in order under it, an empty line between."""
    if printout.statistics:
        blocks = [table(printout.findings)] if printout.findings else []
    else:
        ordered = sorted(printout.findings, key=lambda finding: finding.sort_key)
        groups = groupby(ordered, key=lambda finding: finding.path)
        blocks = [_group(path, list(group), printout) for path, group in groups]
    if printout.summary is not None:
        blocks.append(summary(printout))
    return "\n".join(blocks)


def _group(path: str, findings: list[Finding], printout: Printout) -> str:
    places = [f"{finding.start.line}:{finding.start.column}" for finding in findings]
    names = [f"{finding.severity}[{finding.rule}]" for finding in findings]
    place_wide, name_wide = max(map(len, places)), max(map(len, names))
    lines = [f"{printable_name(printout.shown(path))}  ({counted(len(findings), 'finding')})\n"]
    lines += [
        f"  {place:>{place_wide}}  {name:<{name_wide}}  {one_line(finding.message)}\n"
        for place, name, finding in zip(places, names, findings, strict=True)
    ]
    return "".join(lines)
