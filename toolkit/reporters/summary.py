"""The closing lines of a report for people: how much was checked, and what was found."""

from __future__ import annotations

from toolkit.model.counting import counted
from toolkit.model.finding import Severity
from toolkit.reporters import Printout


def summary(printout: Printout) -> str:
    """Give the closing lines. Raises `ValueError` if the printout has no summary."""
    counts = printout.summary
    if counts is None:
        raise ValueError("this printout has no summary")
    checked = f"{counted(counts.articles, 'article')} and {counted(counts.entries, 'reference')} checked"
    lines = []
    if counts.unread:
        lines.append(f"{counted(len(counts.unread), 'file')} could not be read.")
    totals = [
        counted(printout.count(severity), word)
        for severity, word in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
        if printout.count(severity)
    ]
    if counts.suppressed:
        totals.append(f"{counts.suppressed} suppressed")
    if not totals and counts.unread and not counts.articles:
        lines.append("No article was checked.")
    else:
        lines.append(f"{checked}: {', '.join(totals) if totals else 'nothing to complain of'}.")
    if counts.fixed:
        lines.append(f"{counted(counts.fixed, 'fix', 'fixes')} applied.")
    if counts.fixable:
        lines.append(f"{counts.fixable} can be mended with --fix.")
    return "\n".join(lines) + "\n"
