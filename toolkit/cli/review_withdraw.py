"""`osler review withdraw`: take back a request, an approval, a request for changes."""

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


@click.command("withdraw")
@article_argument
@comment_option
@role_option
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    comment: str | None,
    role: str | None,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Take back what you put on record about ARTICLE; as an editor (--role editor), what everybody did.

    Nothing is removed: the record says that it no longer stands. A retraction cannot be taken back.
    """
    wish = Wish(Decision.WITHDRAW, role=role, comment=comment)
    decide(desk_of(article, project, as_of), wish, identifier, key, yes=yes)
