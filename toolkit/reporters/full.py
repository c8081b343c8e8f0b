"""The default format: each finding with the lines it is about, a mark under them, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.model.finding import Finding, Severity
from toolkit.model.span import Position, SourceText
from toolkit.reporters import Frame, Printout
from toolkit.reporters.printable import one_line, printable, printable_name, width
from toolkit.reporters.statistics import table
from toolkit.reporters.summary import summary

# A paragraph on one line is common in Markdown: only this much of it is shown around the place.
_VISIBLE = 96
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def part(findings: Sequence[Finding], printout: Printout) -> str:
    """Give the findings of one file, with an empty line between two of them."""
    return "\n".join([_finding(finding, printout) for finding in findings])


def frame(printout: Printout, *, has_parts: bool) -> Frame:
    """Give the closing lines, and the counts where they are asked for in place of the findings."""
    counted = table(printout.findings) if printout.statistics else ""
    end = summary(printout) if printout.summary is not None else ""
    is_apart = bool(end) and (has_parts or bool(counted))
    return Frame(counted, "\n", f"\n{end}" if is_apart else end)


def _finding(finding: Finding, printout: Printout) -> str:
    paint = _Paint(colour=printout.colour)
    severity = paint(str(finding.severity), f"1;{_COLOURS[finding.severity]}")
    place = f"{printout.shown(finding.path)}:{finding.start.line}:{finding.start.column}"
    lines = [
        f"{severity}[{finding.rule}]: {paint(one_line(finding.message), '1')}",
        f"  --> {printable_name(place)}",
    ]
    source = printout.sources.get(finding.path)
    margin = len(str(finding.start.line)) + 1
    if source is not None and source.text:
        lines += _frame(source, finding.start, finding.end, margin, _COLOURS[finding.severity], paint)
    for related in finding.related:
        where = f"{printout.shown(related.path)}:{related.start.line}:{related.start.column}"
        lines.append(
            f"{' ' * margin}{paint('= ', '34')}see: {printable_name(where)}: {one_line(related.message)}"
        )
    if finding.help:
        lines.append(f"{' ' * margin}{paint('= ', '34')}help: {one_line(finding.help)}")
    if finding.fix is not None:
        option = "--fix" if finding.fix.is_safe else "--fix --unsafe-fixes"
        lines.append(f"{' ' * margin}{paint('= ', '34')}fix ({option}): {one_line(finding.fix.title)}")
    return "\n".join(lines) + "\n"


def _frame(
    source: SourceText, start: Position, end: Position, margin: int, colour: str, paint: _Paint
) -> list[str]:
    """Show the first line of the place, cut to what fits, with carets under it."""
    line = source.line_span(start.line)
    last = min(end.offset, line.end)
    begin = start.offset
    window_start = line.start
    if begin - line.start > _VISIBLE // 3 and line.end - line.start > _VISIBLE:
        window_start = max(line.start, min(begin - _VISIBLE // 3, line.end - _VISIBLE))
    window_end = min(line.end, window_start + _VISIBLE)
    before = _flat(source.text[window_start:begin])
    marked = _flat(source.text[begin : max(begin, min(last, window_end))])
    after = _flat(source.text[max(begin, min(last, window_end)) : window_end])
    lead = "…" if window_start > line.start else ""
    tail = "…" if window_end < line.end else ""
    carets = "^" * max(1, width(marked))
    more = "…" if end.offset > window_end else ""
    bar = paint("|", "34")
    return [
        f"{' ' * margin}{bar}",
        f"{paint(str(start.line).rjust(margin - 1), '34')} {bar} {lead}{before}{marked}{after}{tail}",
        f"{' ' * margin}{bar} {' ' * (width(lead) + width(before))}{paint(carets + more, '1;' + colour)}",
    ]


def _flat(text: str) -> str:
    return printable(text).replace("\t", "    ")


class _Paint:
    """Wraps text in ANSI colour, if colour is wanted (ECMA-48, SGR)."""

    def __init__(self, *, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text
