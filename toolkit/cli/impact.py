"""`osler impact`: name the sentences that rest on a paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from toolkit.api.impact import Impact, impact, lock_at
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.cli.options import as_of_option, color_option, naming, project_option
from toolkit.cli.output import Outlet, output_file_option, tell_document, text_or_json_option
from toolkit.cli.papers_text import paper_lines
from toolkit.model.counting import counted
from toolkit.project import LOCK_CAP, WorkingTree
from toolkit.readers.lock import Lock, read_lock
from toolkit.reporters.printable import one_line


@click.command("impact")
@click.argument("names", nargs=-1, metavar="[PAPER]...")
@click.option(
    "--changed-since",
    metavar="REV",
    help="Also the papers of which references.lock says something else than at this revision of git.",
)
@click.option(
    "--before",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="LOCK",
    help="Also the papers of which references.lock says something else than this older copy of it.",
)
@text_or_json_option
@output_file_option
@project_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    changed_since: str | None,
    before: Path | None,
    output_format: str,
    output_file: Path | None,
    project: Path | None,
    as_of: date,
    color: bool,
) -> None:
    """Name every sentence that rests on PAPER: a citation key, a PMID, a DOI, a PMCID, or the address of one.

    With --changed-since or --before, also every sentence that rests on a paper that was retracted,
    corrected, questioned or superseded between the older lock and the present one. No socket is opened.

    The exit code is 0 whatever is found for papers that you name, and 1 if sentences rest on papers whose
    status changed.
    """
    if changed_since is not None and before is not None:
        raise click.UsageError("--changed-since and --before both name the older lock: give one of them")
    if not names and changed_since is None and before is None:
        raise click.UsageError("name a paper, such as pmid:28360040, or give --changed-since or --before")
    workspace = open_workspace(project)
    require_project(workspace)
    older, since = _older(workspace, changed_since, before)
    found = impact(workspace, as_of, names, before=older, since=since)
    outlet = Outlet(output_format, output_file, color)
    tell_document(workspace, found, outlet, lambda: _lines(found, workspace), found.failures)
    ctx.exit(int(found.exit_code))


def _older(workspace: Workspace, revision: str | None, file: Path | None) -> tuple[Lock | None, str | None]:
    """Read the lock to compare with, and name where it comes from."""
    if file is not None:
        data = WorkingTree(file.resolve().parent).read(file.name, LOCK_CAP)
        return read_lock(str(file), data), str(file)
    if revision is not None:
        return lock_at(workspace, revision), revision
    return None, None


def _lines(found: Impact, workspace: Workspace) -> Iterator[str]:
    shown = naming(workspace.tree.root, "full")
    for paper in found.papers:
        yield from paper_lines(paper, shown)
    for name in found.uncited:
        yield f"{one_line(name)}: no article cites it"
    if found.since is not None and not any(paper.has_changed for paper in found.papers):
        yield f"No status changed since {one_line(found.since)}."
    document = found.document()["summary"]
    rest = counted(document["sentences"], "sentence rests", "sentences rest")
    works = "it" if len(found.papers) == 1 else counted(len(found.papers), "work")
    if found.papers:
        yield f"{rest} on {works}, in {counted(document['articles'], 'article')}."
