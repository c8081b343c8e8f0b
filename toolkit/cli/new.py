"""`osler new`: the skeleton of an article, with the disclaimers that its readers require."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.create import ArticleRequest, create_article
from toolkit.cli.options import as_of_option, project_option
from toolkit.model.article import ArticleType, Audience


@click.command("new")
@click.argument("slug")
@click.option("--title", required=True, help="The title; for question-answer, the question.")
@click.option(
    "--type", "kind", type=click.Choice([one.value for one in ArticleType]), help="The kind of article."
)
@click.option(
    "--audience",
    "audiences",
    type=click.Choice([*(one.value for one in Audience), "both"]),
    multiple=True,
    help="Who reads it (repeat, or say both).",
)
@click.option("--author", "authors", multiple=True, help="A name, or an identifier of board.toml (repeat).")
@project_option
@as_of_option
def command(
    slug: str,
    *,
    title: str,
    kind: str | None,
    audiences: tuple[str, ...],
    authors: tuple[str, ...],
    project: Path | None,
    as_of: date,
) -> None:
    """Begin an article: SLUG is its file name without .md, and its address once published."""
    readers = tuple(one for one in Audience if one in audiences or "both" in audiences)
    request = ArticleRequest(slug, title, ArticleType(kind) if kind else None, readers, authors)
    path = create_article(request, as_of, project)
    click.echo(f"wrote {path}\nfill in what is empty, and run: osler check {path}")
