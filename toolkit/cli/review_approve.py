"""`osler review approve`: a reviewer's signed approval of the text as it stands."""

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
    day_option,
    decide,
    declarations,
    desk_of,
    form_of,
    interests_option,
    role_option,
    signer_options,
)
from toolkit.model.review_record import Decision, ReviewScope


@click.command("approve")
@article_argument
@answers_option
@interests_option
@ai_option
@click.option(
    "--scope",
    type=click.Choice([one.value for one in ReviewScope]),
    help="Whether you looked at all of it, or at what changed since the last whole review: a partial one never moves "
    "the date of that.  [default: the form's, else full]",
)
@day_option("--next-review", help="When to look again.  [default: as late as the policy allows]")
@comment_option
@role_option
@click.option(
    "--despite-errors", is_flag=True, help="Approve though `osler check` has errors; they go on record."
)
@signer_options
@project_option
@as_of_option
def command(
    article: Path,
    *,
    answers: Path | None,
    interests: str | None,
    ai_used: str | None,
    scope: str | None,
    next_review: date | None,
    comment: str | None,
    role: str | None,
    despite_errors: bool,
    identifier: str | None,
    key: Path | None,
    yes: bool,
    project: Path | None,
    as_of: date,
) -> None:
    """Approve ARTICLE as it stands: its text, what it cites, its figures, under the policy in force.

    Refused for its authors, for a key that the board does not list, for a form of an older text or with an answer
    that no approval can stand beside, and while `osler check` has errors. Change one word afterwards, and it
    is void.
    """
    desk, form = desk_of(article, project, as_of), form_of(answers)
    interests, ai_used = declarations(interests, ai_used, form)
    wish = Wish(
        Decision.APPROVE,
        role=role,
        scope=ReviewScope(scope) if scope else None,
        next_review=next_review,
        competing_interests=interests,
        ai_used=ai_used,
        comment=comment,
        form=form,
        despite_errors=despite_errors,
    )
    decide(desk, wish, identifier, key, yes=yes)
