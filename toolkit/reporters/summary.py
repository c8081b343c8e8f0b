"""The closing lines of a report for people: how much was checked, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.counting import counted
from toolkit.model.finding import LeftOut, Severity
from toolkit.reporters import Printout
from toolkit.reporters.printable import one_line


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
    lines.extend(told_as_left_out(counts.left_out) if counts.left_out else ())
    if counts.fixed:
        lines.append(f"{counted(counts.fixed, 'fix', 'fixes')} applied.")
    if counts.fixable:
        lines.append(f"{counts.fixable} can be mended with --fix.")
    return "\n".join(lines) + "\n"


def told_as_left_out(left: LeftOut) -> Iterator[str]:
    """Say what was left out, and why: nobody must take a part for the whole."""
    if left.unchanged is not None:
        yield f"{counted(left.unchanged, 'finding')} left out that the changes did not cause."
    if left.known is not None:
        yield f"{counted(left.known, 'finding')} left out that the baseline names."
    if left.stale:
        names = "names" if left.stale == 1 else "name"
        yield (
            f"{counted(left.stale, 'entry', 'entries')} of the baseline {names} what is gone: "
            "--prune-baseline drops them."
        )
    yield from (f"{one_line(note)}." for note in left.notes)
