"""`osler review request-changes`: a reviewer says what must change before an approval."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_decisions import Wish
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.review_signing import (
    ai_option,
    answers_option,
    article_argument,
    comment_option,
    decide,
    declarations,
    desk_of,
    form_of,
    interests_option,
    role_option,
    signer_options,
)
from toolkit.model.review_record import Decision


@click.command("request-changes")
@article_argument
@answers_option
@interests_option
@ai_option
@comment_option
@role_option
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    answers: Path | None,
    interests: str | None,
    ai_used: str | None,
    comment: str | None,
    role: str | None,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Say what must change in ARTICLE before you approve it, by --comment or by the answers of a form.

    While the request stands, no approval counts; your own approval, later, or `osler review withdraw` ends it.
    """
    desk, form = desk_of(article, project, as_of), form_of(answers)
    interests, ai_used = declarations(interests, ai_used, form)
    wish = Wish(
        Decision.REQUEST_CHANGES,
        role=role,
        competing_interests=interests,
        ai_used=ai_used,
        comment=comment,
        form=form,
    )
    decide(desk, wish, identifier, key, yes=yes)
