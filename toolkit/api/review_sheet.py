"""The use case "sheet": the reviewer's form as a page, as a file to fill in, and the answers that come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from toolkit import durable
from toolkit.api.review_decisions import Desk
from toolkit.errors import OslerError
from toolkit.exporters.ledger.form import FormPage, render_form_page
from toolkit.model.counting import counted
from toolkit.model.review_form import Questionnaire, ReviewForm
from toolkit.model.review_record import Decision, ReviewScope
from toolkit.project import read_named
from toolkit.reviews.forms import CLAIMS_CAP, posted_form, read_form, render_form
from toolkit.reviews.records import RECORD_CAP


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions about an article, and the answers that were given to them before, if any."""

    desk: Desk
    questionnaire: Questionnaire
    filled: ReviewForm | None = None

    @property
    def state(self) -> str:
        """What is asked, and what was carried over, in a sentence without a full stop."""
        found = self.questionnaire
        said = f"{counted(len(found.asked), 'claim')} to be looked at"
        left = len(found.questions) - len(found.asked)
        if left:
            said += f", {left} unchanged since {found.since}"
        if self.filled is not None:
            said += f"; {counted(len(self.filled.answers), 'answer')} of before kept"
        return said

    def page(self) -> bytes:
        """Give the form as a page to print."""
        return render_form_page(
            FormPage(self.questionnaire, self.desk.workspace.policy, self.desk.today, self.filled)
        )

    def form(self) -> bytes:
        """Give the form as a TOML file."""
        return render_form(self.questionnaire, self.filled)


def paper_of(desk: Desk, scope: ReviewScope | None, earlier: Path | None = None) -> Paper:
    """Make the form of an article; `earlier` is a form whose answers to unchanged claims are kept, if it is there.

    Raises `OslerError` where that file is no form for this article, and must not be written over.
    """
    questionnaire = desk.questionnaire(scope)
    if len(questionnaire.questions) > CLAIMS_CAP:
        raise OslerError(
            f"the article has {len(questionnaire.questions)} claims; a review is of {CLAIMS_CAP} at most",
            help="split the article",
        )
    if earlier is None or not earlier.exists():
        return Paper(desk, questionnaire)
    before = read_form(str(earlier), read_named(earlier, RECORD_CAP + 1))
    if before.article != desk.article.slug:
        raise OslerError(
            f'this file is a form for another article, "{before.article}"',
            help="name another file",
            path=str(earlier),
        )
    asked = {one.claim for one in questionnaire.asked}
    kept = tuple(one for one in before.answers if one.claim in asked)
    filled = ReviewForm(
        article=before.article,
        digests=questionnaire.digests,
        scope=questionnaire.scope,
        reviewer=before.reviewer,
        role=before.role,
        competing_interests=before.competing_interests,
        ai_used=before.ai_used,
        comment=before.comment,
        answers=kept,
    )
    if before.digests == questionnaire.digests:  # the same form, half filled in
        filled = replace(before, scope=questionnaire.scope, answers=kept)
    return Paper(desk, questionnaire, filled)


def next_command(article: str, form: ReviewForm, path: Path) -> str:
    """Give the command that puts answers on record."""
    decision = form.decision or Decision.APPROVE
    return f"osler review {decision.value} {article} --answers {path}"


@dataclass(slots=True)
class Clerk:
    """Takes the answers that are sent from the page, and keeps them in a file."""

    paper: Paper
    path: Path
    article: str

    def blank(self) -> bytes:
        """Give the page with what was answered so far."""
        return self._page((), ())

    def take(self, fields: dict[str, str]) -> tuple[bytes, bool]:
        """Keep answers; give the page that says so, or why not, and whether they were kept."""
        try:
            form = posted_form(self.paper.questionnaire, fields)
        except OslerError as error:
            said = f"Nothing was saved: {error.message}. Go back to the form and mend it."
            return self._page((said,), (), is_refused=True), False
        self.paper = Paper(self.paper.desk, self.paper.questionnaire, form)
        try:
            durable.write_whole(self.path, self.paper.form())
        except OSError as error:
            said = f"Nothing was saved: {(error.strerror or str(error)).lower()}."
            return self._page((said,), (), is_refused=True), False
        return self._page(tuple(self.told()), (self.command,)), True

    @property
    def command(self) -> str:
        """The command that puts the answers on record."""
        form = self.paper.filled
        return next_command(self.article, form, self.path) if form is not None else ""

    def told(self) -> list[str]:
        """Say what was saved, and what is wanting still."""
        form, asked = self.paper.filled, len(self.paper.questionnaire.asked)
        if form is None:
            return []
        wanting = [
            name
            for name, value in (
                ("your decision", form.decision),
                ("your competing interests", form.competing_interests),
                ("the use of AI", form.ai_used),
            )
            if value is None
        ]
        told = [f"Saved in {self.path.name}: {len(form.answers)} of {counted(asked, 'claim')} answered."]
        if wanting:
            told.append(f"Still open: {', '.join(wanting)}.")
        return [*told, "Nothing is signed yet. To put it on record, run:"]

    def _page(self, told: tuple[str, ...], commands: tuple[str, ...], *, is_refused: bool = False) -> bytes:
        desk = self.paper.desk
        return render_form_page(
            FormPage(
                self.paper.questionnaire,
                desk.workspace.policy,
                desk.today,
                self.paper.filled,
                is_served=True,
                told=told,
                commands=commands,
                is_refused=is_refused,
            )
        )
