"""`osler export`: validated JATS XML and HTML, or a refusal that says why."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TypedDict

import click
from click.core import ParameterSource

from toolkit.api.export import Exports, export
from toolkit.api.exported import ExportedArticle
from toolkit.api.site import Published, publish
from toolkit.api.workspace import open_workspace, require_project
from toolkit.cli.failure import refusal, told
from toolkit.cli.options import as_of_option, base_option, cache_option, color_option, naming, project_option
from toolkit.cli.progress import bar
from toolkit.errors import ExitCode, OslerError
from toolkit.model.counting import counted
from toolkit.model.policy import Profile
from toolkit.reporters import Printout, reporter


class _Asked(TypedDict):
    """What both kinds of export are told."""

    draft: bool
    profile: Profile | None
    output: Path | None
    nu_jar: Path | None
    with_pdf: bool


_MOST_BROKEN = 20
"""Broken links that are named; the rest are counted."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_INSTALLED_JAR = Path(".tools/node_modules/vnu-jar/build/dist/vnu.jar")


@click.command("export")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="Export in spite of errors, with a banner that says so.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to.  [default: the policy's `output`, build]",
)
@click.option(
    "--profile",
    type=click.Choice([one.value for one in Profile]),
    help="How strict the JATS profile is.  [default: the policy's, web]",
)
@click.option("--nu", "wants_nu", is_flag=True, help="Have the Nu HTML checker check each page (needs Java).")
@click.option(
    "--nu-jar",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The Nu HTML checker, vnu.jar (npm package vnu-jar).  [environment: OSLER_EXPORT_NU_JAR]",
)
@click.option("--pdf", "with_pdf", is_flag=True, help="Write each page as PDF as well (needs osler[pdf]).")
@click.option(
    "--output-format",
    "-f",
    type=click.Choice(["full", "concise"]),
    default="full",
    show_default=True,
    help="How the findings behind a refusal are written.",
)
@click.option(
    "--newer-version",
    "newer",
    metavar="URL",
    help="Export one article as an older version, kept for the record: its page leads to the newer one at URL.",
)
@click.option(
    "--site",
    "is_site",
    is_flag=True,
    help="Write a site: the articles with an index, in the output's `site`.",
)
@click.option(
    "--site-url",
    help="The address at which the site will stand: the feed and the site map need it.  [default: [site] url]",
)
@base_option
@cache_option
@project_option
@as_of_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    *,
    draft: bool,
    output: Path | None,
    profile: str | None,
    wants_nu: bool,
    nu_jar: Path | None,
    with_pdf: bool,
    output_format: str,
    newer: str | None,
    is_site: bool,
    site_url: str | None,
    base: str | None,
    no_cache: bool,
    project: Path | None,
    as_of: date,
    color: bool,
) -> None:
    """Export PATHS (articles or folders; default: the whole project) to build/<article>/.

    Each article is checked first. One with errors is refused: nothing of it is written, the
    others are, and the exit code is 1. What is written has passed the JATS DTD, the JATS profile,
    the HTML checks and the round-trip proof; report.txt says what was checked against what.
    """
    workspace = open_workspace(project, paths, uses_cache=not no_cache, base=base)
    require_project(workspace)
    jar = _jar(workspace.tree.root, nu_jar) if wants_nu or nu_jar else None
    if not is_site and ctx.get_parameter_source("site_url") is ParameterSource.COMMANDLINE:
        raise OslerError("--site-url means nothing without --site", help="add --site")
    _require_one(newer, is_site=is_site, count=len(workspace.project.articles))
    published: Published | None = None
    asked: _Asked = {
        "draft": draft,
        "profile": Profile(profile) if profile else None,
        "output": output,
        "nu_jar": jar,
        "with_pdf": with_pdf,
    }
    with bar("exporting", len(workspace.project.articles)) as advance:
        if is_site:
            published = publish(workspace, as_of, base=site_url, progress=advance, **asked)
            exports = published.exports
        else:
            exports = export(workspace, as_of, newer=newer, progress=advance, **asked)
    if exports.findings:
        shown = naming(workspace.tree.root, output_format)
        printed = Printout(exports.findings, exports.sources, colour=color, shown=shown)
        click.echo(reporter(output_format)(printed), nl=False, color=color)
        click.echo("")
    click.echo(summary(exports), nl=False)
    if published is not None:
        click.echo(site_summary(published), nl=False)
    for failure in exports.failures:
        click.echo(refusal(failure), err=True)
    if exports.defects:
        click.echo(
            told(list(exports.defects), f"{counted(len(exports.defects), 'crash', 'crashes')} of rules"),
            err=True,
        )
    broken = ExitCode.FINDINGS if published is not None and published.broken else ExitCode.CLEAN
    ctx.exit(int(ExitCode.gravest(exports.exit_code, broken)))


def _require_one(newer: str | None, *, is_site: bool, count: int) -> None:
    """Refuse an address of a newer version that is none, or that would stand on several pages."""
    if newer is None:
        return
    if is_site or count != 1:
        raise click.UsageError("--newer-version is for one article: name it, and leave out --site")
    if not _ADDRESS.fullmatch(newer):
        raise click.UsageError("--newer-version needs an address that begins with https://")


def summary(exports: Exports) -> str:
    """Say what was written where, and what was refused."""
    lines = [line for one in exports.written for line in _written(one)]
    for one in exports.refused:
        errors = sum(finding.severity == "error" for finding in one.findings)
        lines.append(f"{one.path} refused: {counted(errors, 'error')}; nothing was written")
        if one.has_previous:
            lines.append(f"  {one.folder} still holds what was there before")
    count, asked = len(exports.written), len(exports.written) + len(exports.refused)
    lines.append(f"{count} of {counted(asked, 'article')} exported")
    return "\n".join(lines) + "\n"


def site_summary(site: Published) -> str:
    """Say what changed in the site, and what was left out of it."""
    line = f"site: {counted(site.written, 'file')} written, {site.kept} unchanged, {site.removed} removed"
    broken = [f"  {one.page}: {one.target} leads nowhere" for one in site.broken[:_MOST_BROKEN]]
    if len(site.broken) > _MOST_BROKEN:
        broken.append(f"  and {counted(len(site.broken) - _MOST_BROKEN, 'more broken link')}")
    return "\n".join([line, *(f"  {note}" for note in site.notes), *broken]) + "\n"


def _written(one: ExportedArticle) -> list[str]:
    trip = one.checks.round_trip
    mark = " (draft)" if one.is_draft else ""
    warnings = f", {counted(one.warnings, 'warning')}" if one.warnings else ""
    nu = f"Nu HTML checker: {one.checks.nu}" if one.checks.nu else "Nu HTML checker not run"
    checks = (
        f'  JATS valid under the official DTD, profile "{one.checks.profile.value}"{warnings}; '
        f"HTML passed the in-process checks; {nu}"
    )
    proof = (
        f"  round trip: {trip.citations} of {counted(trip.citations, 'citation')}, "
        f"{counted(trip.references, 'reference')}, {counted(trip.identifiers, 'identifier')}, "
        f"{counted(trip.disclaimers, 'disclaimer')}"
    )
    return [f"{one.path} → {one.folder}{mark}", checks, proof]


def _jar(root: Path, named: Path | None) -> Path:
    """Find the Nu HTML checker: the one named, or the one that the tests install."""
    jar = named or root / _INSTALLED_JAR
    if not jar.is_file():
        raise OslerError(
            "the Nu HTML checker is not here, so --nu cannot be done",
            help="npm install vnu-jar, and name its build/dist/vnu.jar with --nu-jar; or leave --nu out",
        )
    return jar
