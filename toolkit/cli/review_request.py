"""`osler review request`: an article is ready to be reviewed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_decisions import Wish
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.review_signing import (
    article_argument,
    comment_option,
    decide,
    desk_of,
    role_option,
    signer_options,
)
from toolkit.model.review_record import Decision


@click.command("request")
@article_argument
@comment_option
@role_option
@click.option(
    "--despite-errors", is_flag=True, help="Ask though `osler check` has errors; they go on record."
)
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    comment: str | None,
    role: str | None,
    despite_errors: bool,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Ask for a review of ARTICLE: it is then under review.

    Refused while `osler check` has errors for it. The record is signed by whoever asks, an author mostly.
    """
    wish = Wish(Decision.REQUEST, role=role, comment=comment, despite_errors=despite_errors)
    decide(desk_of(article, project, as_of), wish, identifier, key, yes=yes)
