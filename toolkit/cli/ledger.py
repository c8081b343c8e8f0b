"""`osler ledger`: every claim with its sources, and what became of their comparison."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.ledger import Ledger, ledger
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.cli.failure import refusal
from toolkit.cli.ledger_text import text_of
from toolkit.cli.options import as_of_option, color_option, project_option
from toolkit.cli.output import write_file
from toolkit.model.evidence import EvidenceState
from toolkit.model.json_text import json_text

_STATES = [state.value for state in EvidenceState]


@click.command("ledger")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="For the terminal, for a machine, or the reviewer's sheet to read and print.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write to.  [default: standard output]",
)
@click.option(
    "--hardest-first/--in-order",
    "is_hardest_first",
    default=None,
    help="Begin with what needs a person most, or keep the article's order (JSON has both).  "
    "[default: hardest first on the sheet, in order on the terminal]",
)
@click.option(
    "--uncited", "only_uncited", is_flag=True, help="On the terminal, show only claims without a source."
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    metavar="STATE",
    help=f"On the terminal, show only what is in this state (repeat for several): {', '.join(_STATES)}.",
)
@click.option(
    "--with-store",
    is_flag=True,
    help="Show sentences of abstracts that the local store has and the lock holds as fingerprints only.",
)
@project_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    output_format: str,
    output: Path | None,
    is_hardest_first: bool | None,
    only_uncited: bool,
    states: tuple[str, ...],
    with_store: bool,
    project: Path | None,
    as_of: date,
    color: bool,
) -> None:
    """Show every sentence of PATHS (default: the whole project) with what it needs and what it cites.

    A citation is never taken for proof: whether a source says what it is cited for is for a person to
    judge, and the ledger is the list to judge by. No socket is opened; without --with-store the result
    depends on the project's files alone.
    """
    if output_format != "text" and (only_uncited or states):
        raise click.UsageError("--uncited and --state choose what the terminal shows: leave out --format")
    workspace = open_workspace(project, paths)
    require_project(workspace)
    found = _with_store(workspace, as_of) if with_store else ledger(workspace, as_of)
    if output_format == "json":
        data = json_text(found.document()).encode()
    elif output_format == "html":
        data = found.sheet(in_order=is_hardest_first is False)
    else:
        lines = text_of(
            found,
            is_hardest_first=bool(is_hardest_first),
            only_uncited=only_uncited,
            states=frozenset(map(EvidenceState, states)),
        )
        text = "\n".join(lines) + "\n"
        data = click.unstyle(text).encode() if output else text.encode()
    if output is not None:
        write_file(workspace, output, data)
    elif output_format == "text":
        click.echo(data.decode(), nl=False, color=color)
    else:
        click.echo(data, nl=False)
    for failure in found.failures:
        click.echo(refusal(failure), err=True)
    ctx.exit(int(found.exit_code))


def _with_store(workspace: Workspace, as_of: date) -> Ledger:
    """Make the ledger with the abstracts of the local store, which is not made if it isn't there."""
    from toolkit.sources.store import Store, default_path  # noqa: PLC0415 - SQLite, for this option alone

    path = default_path()
    if path is None or not path.exists():
        where = path or "this user has no home folder"
        click.echo(f"note: there is no local store yet ({where}): run osler fetch", err=True)
        return ledger(workspace, as_of)
    with Store(path) as store:
        found = ledger(workspace, as_of, store=store)
        if store.trouble:
            click.echo(f"note: {store.trouble}", err=True)
    return found
