"""`osler review correct`: an editor's note of what was wrong, on record and in front of the readers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_corrections import Correction, conclude_correction, enter
from toolkit.api.review_signers import find_signer
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.review_signing import (
    agree,
    article_argument,
    day_option,
    desk_of,
    signer_options,
    tell,
    text_option,
)
from toolkit.model.metadata import ChangeKind


@click.command("correct")
@article_argument
@text_option(
    "--summary", required=True, help="What was wrong and what it says now, in a sentence for the readers."
)
@click.option(
    "--kind",
    type=click.Choice([ChangeKind.CORRECTION.value, ChangeKind.UPDATE.value]),
    default=ChangeKind.CORRECTION.value,
    show_default=True,
    help="Whether it was wrong, or is out of date.",
)
@click.option("--notice", metavar="DOI", help="The DOI of a notice of its own, if one is published.")
@day_option(
    "--urgent-until",
    help="An urgent safety correction: it is published before its review, which is due by this day, with a banner "
    "that says so.",
)
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    summary: str,
    kind: str,
    notice: str | None,
    urgent_until: date | None,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Enter a correction or an update of ARTICLE, after the text was mended.

    Adds the entry to `history` in its front matter, touching nothing else, and a record of that text, signed by
    you, an editor. What was approved before is void as with any change of the text: ask for a review of what
    changed.
    """
    desk = desk_of(article, project, as_of)
    signer = find_signer(desk.workspace.board, identifier, key, as_of)
    entered = enter(desk, Correction(ChangeKind(kind), summary, notice, urgent_until), signer)
    agree(entered.record, signer, yes=yes)
    path = conclude_correction(entered, signer)
    tell(entered.desk, entered.record, [entered.desk.article.path, path, f"{path}.sig"])
