"""`osler review receive`: an editor signs for a reviewer who has neither git nor a key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_decisions import Wish
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.review_signing import article_argument, decide, desk_of, form_of, role_option, signer_options
from toolkit.errors import OslerError
from toolkit.model.review_record import Decision


@click.command("receive")
@article_argument
@click.argument("form", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--reviewer", metavar="IDENTIFIER", help="Who filled it in.  [default: whom the form names]")
@click.option(
    "--older",
    is_flag=True,
    help="Put a form for an older text on record, for that text: it approves nothing of what stands there now, and "
    "keeps the answers to claims that are unchanged.",
)
@click.option(
    "--despite-errors", is_flag=True, help="Receive it though `osler check` has errors; they go on record."
)
@role_option
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    form: Path,
    *,
    reviewer: str | None,
    older: bool,
    despite_errors: bool,
    role: str | None,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Put on record what a reviewer answered on FORM about ARTICLE, signed by you, an editor, as receiving it.

    The reviewer must be on the board, without a key that is valid. The record, and the page, say who received it.
    """
    desk, read = desk_of(article, project, as_of), form_of(form)
    if read is None or read.decision is None:
        raise OslerError(
            'the form does not say what is decided: "approve" or "request-changes"',
            help="ask the reviewer, who fills it in",
            path=str(form),
        )
    wish = Wish(
        Decision(read.decision),
        reviewer=reviewer,
        role=role,
        form=read,
        despite_errors=despite_errors,
        is_older=older,
    )
    decide(desk, wish, identifier, key, yes=yes, receives=True)
