"""Findings as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lsprotocol import types

from toolkit.api.check import Report
from toolkit.errors import OslerError
from toolkit.lsp.client import Client
from toolkit.lsp.views import View
from toolkit.model.finding import Finding, Severity
from toolkit.model.span import Span

SOURCE = "osler"
MOST = 1_000
"""As many diagnostics are given for one file; the last one counts the others."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_MOST_RELATED = 20


def by_file(
    view: View, report: Report, client: Client, paths: Iterable[str] | None
) -> dict[str, list[types.Diagnostic]]:
    """Give the diagnostics of the files at `paths` (`None`: of every file that has findings), by path."""
    wanted = None if paths is None else set(paths)
    found: dict[str, list[types.Diagnostic]] = {path: [] for path in wanted or ()}
    over: dict[str, int] = {}
    for finding in report.findings:
        if wanted is not None and finding.path not in wanted:
            continue
        here = found.setdefault(finding.path, [])
        if len(here) < MOST:
            here.append(diagnostic(view, finding, client))
        else:
            over[finding.path] = over.get(finding.path, 0) + 1
    for path, count in over.items():
        found[path].append(_plain(f"{count:,} more findings are not shown here: run `osler check`"))
    for failure in report.failures:
        path = failure.path or ""
        if path and (wanted is None or path in wanted):
            found.setdefault(path, []).insert(0, refusal(failure))
        if path in (view.library.path, view.workspace.policy.lock):
            _tell_articles(view, failure, found)
    return found


def _tell_articles(view: View, failure: OslerError, found: Mapping[str, list[types.Diagnostic]]) -> None:
    """Say in the open articles that a file on which they all rest could not be read."""
    for path in view.opened:
        if path in found and path != failure.path:
            found[path].insert(0, refusal(failure, is_elsewhere=True))


def diagnostic(view: View, finding: Finding, client: Client) -> types.Diagnostic:
    """Give one finding; its help stands on a line of its own."""
    source = view.source(finding.path)
    area = (
        view.range(source, Span(finding.start.offset, finding.end.offset))
        if source is not None
        else _line(finding.start.line)
    )
    message = finding.message + (f"\nhelp: {finding.help}" if finding.help else "")
    tags = [types.DiagnosticTag.Unnecessary] if finding.rule == "reference-unused" else None
    return types.Diagnostic(
        range=area,
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
        tags=tags,
        related_information=_related(view, finding) if client.related and finding.related else None,
    )


def _related(view: View, finding: Finding) -> Sequence[types.DiagnosticRelatedInformation]:
    found = []
    for one in finding.related[:_MOST_RELATED]:
        source = view.source(one.path)
        if source is not None:
            place = view.location(source, Span(one.start.offset, one.end.offset))
            found.append(types.DiagnosticRelatedInformation(place, one.message))
    return found


def refusal(error: OslerError, *, is_elsewhere: bool = False) -> types.Diagnostic:
    """Give a failure as a diagnostic: at its line, or where it is told of in another file, at the first."""
    words = str(error) if is_elsewhere else error.message
    if is_elsewhere:
        words = f"not checked: {words}"
    line = 1 if is_elsewhere else error.line or 1
    return _plain(words + (f"\nhelp: {error.help}" if error.help else ""), line)


def _plain(message: str, line: int = 1) -> types.Diagnostic:
    return types.Diagnostic(
        range=_line(line), message=message, severity=types.DiagnosticSeverity.Error, source=SOURCE
    )


def _line(line: int) -> types.Range:
    start = types.Position(max(line - 1, 0), 0)
    return types.Range(start, start)
