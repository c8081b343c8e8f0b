"""`osler add`: a paper becomes an entry of the library and a block of the lock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from toolkit.api.add import AddReport, add_file, add_identifiers, read_identifiers
from toolkit.api.workspace import open_workspace
from toolkit.cli.failure import refusal
from toolkit.cli.options import project_option
from toolkit.cli.pubmed_options import eutils_option, offline_option, progress_bar, remind_of_email
from toolkit.model.record import Origin
from toolkit.sources.connection import connect
from toolkit.sources.store import Store, default_path


@click.command("add")
@click.argument("identifiers", nargs=-1, metavar="IDENTIFIER...")
@click.option(
    "--from",
    "saved",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Add the records of a saved file (.nbib, PubMed XML, RIS, CSL-JSON, a transcription); no network.",
)
@click.option("--key", help="The citation key of the new entry.  [default: author and year]")
@offline_option
@eutils_option
@project_option
@click.pass_context
def command(
    ctx: click.Context,
    identifiers: tuple[str, ...],
    *,
    saved: Path | None,
    key: str | None,
    offline: bool,
    eutils_url: str | None,
    project: Path | None,
) -> None:
    """Add papers to references.bib and references.lock by PMID, DOI, PMCID or PubMed address.

    The entries go to the end of references.bib; the rest of the file stays as it is.
    """
    if bool(identifiers) == (saved is not None):
        raise click.UsageError("name what to add: either identifiers, or a file with --from")
    workspace = open_workspace(project)
    if saved is not None:
        report = add_file(workspace, saved, datetime.now(UTC).date().isoformat(), key=key)
    else:
        wanted = read_identifiers(identifiers)
        pubmed = connect(os.environ, eutils_url=eutils_url, offline=offline)
        if not offline:
            remind_of_email()
        with Store(default_path()) as store, progress_bar("Asking PubMed"):
            report = add_identifiers(workspace, pubmed, store, wanted, key=key, offline=offline)
    _tell(report, workspace.policy.library, workspace.policy.lock)
    ctx.exit(int(report.exit_code))


def _tell(report: AddReport, library: str, lock: str) -> None:
    for one in report.added:
        title = one.record.work.title or "(no title)"
        place = f"added to {library}" if one.is_new else f"already in {library}"
        click.echo(f"@{one.key} {place}: {one.record.identifier} {title}")
        if one.record.is_retracted:
            click.echo("  this paper was retracted")
    origins = {one.record.provenance.origin for one in report.added} - {Origin.FETCHED}
    if report.added and origins:
        words = " and ".join(sorted(origin.value for origin in origins))
        click.echo(f"{lock} says that this data was {words}; `osler fetch` asks PubMed")
    for problem in report.problems:
        click.echo(refusal(problem), err=True)
