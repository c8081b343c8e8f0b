"""What of a check's findings is reported: all, those that a baseline does not name, those that changes caused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.api.baseline import (
    baseline_of,
    beyond_baseline,
    read_baseline,
    write_baseline,
)
from toolkit.api.check import Report
from toolkit.api.since import since
from toolkit.api.workspace import Workspace
from toolkit.model.counting import counted
from toolkit.model.finding import LeftOut


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What to leave out: findings of `baseline`, a file, and those that changes since a revision did not cause.

    `writes` makes the baseline of all findings first, `prunes` drops from it what no longer occurs.
    """

    changed_since: str | None = None
    baseline: Path | None = None
    writes: bool = False
    prunes: bool = False

    def narrow(self, workspace: Workspace, report: Report, today: date) -> Report:
        """Leave out of a report what was not asked for; nothing is written. Raises `OslerError`."""
        if self.baseline is not None and not self.writes:
            known = read_baseline(workspace.tree, workspace.tree.relative(self.baseline))
            report = beyond_baseline(workspace, report, known)[0]
        return (
            since(workspace, report, self.changed_since, today) if self.changed_since is not None else report
        )

    def finish(self, workspace: Workspace, report: Report, today: date) -> Report:
        """Write what of the baseline is to be written, then narrow the report.

        Raises `OslerError`. No baseline is written where not everything could be checked: the report
        says so, and its exit code is not 0.
        """
        if self.baseline is None or not (self.writes or self.prunes):
            return self.narrow(workspace, report, today)
        path = workspace.tree.relative(self.baseline)
        if report.failures or report.defects:
            return self._noted(
                self.narrow(workspace, report, today),
                f"{path} was not written: not everything could be checked",
            )
        known = baseline_of(report) if self.writes else read_baseline(workspace.tree, path)
        narrowed, left = beyond_baseline(workspace, report, known)
        stale = narrowed.left_out.stale if narrowed.left_out else 0
        moved = len({*left} - {*known})
        if self.writes or stale or moved:
            write_baseline(workspace.tree, path, left)
            done = [f"{stale} dropped from {path}"] if stale or not moved else []
            done += (
                [f"{moved} of {path} moved with {'its' if moved == 1 else 'their'} article"] if moved else []
            )
            written = f"{counted(len(left), 'finding')} written to {path}"
            narrowed = self._noted(narrowed, written if self.writes else "; ".join(done))
        return (
            since(workspace, narrowed, self.changed_since, today)
            if self.changed_since is not None
            else narrowed
        )

    @staticmethod
    def _noted(report: Report, note: str) -> Report:
        """Add a note; what was dropped is stale no longer."""
        left = report.left_out or LeftOut()
        return replace(report, left_out=replace(left, stale=0, notes=(*left.notes, note)))
