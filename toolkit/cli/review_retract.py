"""`osler review retract`: an editor takes an article back; it stays, marked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_corrections import Correction, conclude_correction, enter
from toolkit.api.review_signers import find_signer
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.review_signing import agree, article_argument, desk_of, signer_options, tell, text_option
from toolkit.model.metadata import ChangeKind


@click.command("retract")
@article_argument
@text_option("--summary", required=True, help="Why it is retracted, in a sentence for the readers.")
@click.option("--notice", metavar="DOI", help="The DOI of a notice of its own, if one is published.")
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    summary: str,
    notice: str | None,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Retract ARTICLE. It is still exported, marked as retracted in the page and in the XML.

    Adds the entry to `history` in its front matter, touching nothing else, and a record signed by you, an editor.
    It cannot be taken back.
    """
    desk = desk_of(article, project, as_of)
    signer = find_signer(desk.workspace.board, identifier, key, as_of)
    entered = enter(desk, Correction(ChangeKind.RETRACTION, summary, notice), signer)
    agree(entered.record, signer, yes=yes)
    path = conclude_correction(entered, signer)
    tell(entered.desk, entered.record, [entered.desk.article.path, path, f"{path}.sig"])
