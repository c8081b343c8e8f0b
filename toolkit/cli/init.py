"""`osler init`: a working project in a folder, new or existing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from toolkit.api.create import EXAMPLE, NewProject, create_project
from toolkit.cli.options import as_of_option


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[FOLDER]")
@click.option("--publisher", metavar="NAME", help="Who publishes; disclaimers and exports say so.")
@as_of_option
def command(folder: Path, *, publisher: str | None, as_of: date) -> None:
    """Make a project in FOLDER (default: here): policy, example article, library, lock, CI workflow.

    Nothing that exists is changed; either all files are written or none.
    """
    made = create_project(folder, as_of, publisher=publisher)
    click.echo(_told(made), nl=False)


def _told(made: NewProject) -> str:
    place = os.path.relpath(made.root)
    lines = [f"made a project in {'this folder' if place == '.' else place}:"]
    lines += [f"  {path}" for path in made.written]
    for path, lacking in made.kept.items():
        lines.append(f"kept as it was: {path}")
        lines += [f"  you may want to add: {line}" for line in lacking]
    go_there = "" if place == "." else f"cd {place}, then "
    lines += [
        "next:",
        f"  {go_there}osler check",
        f"  read {EXAMPLE}, then begin your own: osler new --help",
        "  osler fetch asks PubMed about the references",
    ]
    return "\n".join(lines) + "\n"
