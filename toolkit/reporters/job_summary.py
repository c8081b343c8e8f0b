"""The summary of a GitHub job, in GitHub's Markdown: counts, and the gravest findings in a table.

GitHub Docs, "Adding a job summary": 1 MiB a step. Whatever text findings quote stands in it as
numeric character references, which CommonMark (section 2.5) never takes for structure: nothing in
an article can make a link, an image, a heading or a row.
"""

from __future__ import annotations

import re

from toolkit.model.counting import counted
from toolkit.model.finding import Finding, Severity
from toolkit.reporters import Printout, by_gravity
from toolkit.reporters.printable import one_line
from toolkit.reporters.statistics import statistics
from toolkit.reporters.summary import summary

MOST_ROWS = 200
_LONGEST = 400
_ACTIVE = re.compile(r"[^\w\s,;]")


def job_summary(printout: Printout) -> str:
    """Give the summary. Raises `ValueError` if the printout has no summary of its own."""
    lines = ["## Osler", "", *(literal(line) for line in summary(printout).splitlines()), ""]
    if printout.summary is not None and printout.summary.unread:
        lines += ["**Not checked:**", ""]
        lines += [f"- {literal(str(one))}" for one in printout.summary.unread[:MOST_ROWS]]
        rest = len(printout.summary.unread) - MOST_ROWS
        lines += ([f"- {counted(rest, 'file')} more"] if rest > 0 else []) + [""]
    findings = by_gravity(printout.findings)
    if findings:
        lines += ["| count | severity | rule | fixable |", "| ---: | --- | --- | ---: |"]
        lines += [
            f"| {one.count} | {one.severity} | {literal(one.rule)} | {one.fixable} |"
            for one in statistics(findings)
        ]
        lines += ["", "| severity | place | finding | rule |", "| --- | --- | --- | --- |"]
        lines += [_row(finding, printout) for finding in findings[:MOST_ROWS]]
    if len(findings) > MOST_ROWS:
        lines += ["", f"{counted(len(findings) - MOST_ROWS, 'finding')} more; `osler check` lists them all."]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Give text on one line so that Markdown shows it as it is, cut where it is too long."""
    shown = one_line(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", shown).replace("_", "&#95;")


def _row(finding: Finding, printout: Printout) -> str:
    place = f"{printout.shown(finding.path)}:{finding.start.line}:{finding.start.column}"
    severity = f"**{finding.severity}**" if finding.severity is Severity.ERROR else str(finding.severity)
    return f"| {severity} | {literal(place)} | {literal(finding.message)} | {literal(finding.rule)} |"
