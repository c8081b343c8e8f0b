"""What a reviewer is asked about an article, and what they answer, before anything is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.model.ledger import ArticleLedger, LedgerEntry
from toolkit.model.review_record import Answer, ClaimAnswer, Decision, Digests, ReviewScope

ANSWER_WORDS = {
    Answer.SUPPORTED: "yes",
    Answer.IN_PART: "partly",
    Answer.NOT_SUPPORTED: "no",
    Answer.CANNOT_TELL: "can't tell",
    Answer.NO_SOURCE_NEEDED: "none needed",
    Answer.SOURCE_NEEDED: "needs one",
}
"""How a form has each answer: four to "does the source say this?", two where none is named."""
CITED = (Answer.SUPPORTED, Answer.IN_PART, Answer.NOT_SUPPORTED, Answer.CANNOT_TELL)
UNCITED = (Answer.NO_SOURCE_NEEDED, Answer.SOURCE_NEEDED, Answer.CANNOT_TELL)
DECISIONS = (Decision.APPROVE, Decision.REQUEST_CHANGES)
"""What a form can ask for."""


class GeneralAnswer(StrEnum):
    """What a reviewer says of the article as a whole."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "can't tell"


class ClaimStanding(StrEnum):
    """How a claim stands to the text that was approved last."""

    NEW = "new"
    CHANGED = "changed"
    SOURCE_CHANGED = "source changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Question:
    """One claim to be judged. `claim` is the digest of `text`; `before` is how the approved text began it."""

    claim: str
    text: str
    line: int
    entry: LedgerEntry
    standing: ClaimStanding = ClaimStanding.NEW
    before: str | None = None

    @property
    def choices(self) -> tuple[Answer, ...]:
        """The answers that there are."""
        return CITED if self.entry.is_cited else UNCITED


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions about an article as it stands, hardest first.

    `asked` are those that the scope asks for; `questions` all of them. `removed` are claims that were
    approved on `since` and stand there no more, by their first words.
    """

    ledger: ArticleLedger
    digests: Digests
    scope: ReviewScope
    questions: tuple[Question, ...]
    removed: tuple[str, ...] = ()
    since: date | None = None

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions to be answered."""
        if self.scope is ReviewScope.FULL:
            return self.questions
        return tuple(one for one in self.questions if one.standing is not ClaimStanding.UNCHANGED)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A form as it was filled in, with the digests of the text that it was made for. Absent is `None`."""

    article: str
    digests: Digests
    scope: ReviewScope = ReviewScope.FULL
    reviewer: str | None = None
    role: str | None = None
    decision: Decision | None = None
    competing_interests: str | None = None
    ai_used: str | None = None
    next_review: date | None = None
    comment: str | None = None
    disclaimers: GeneralAnswer | None = None
    audience: GeneralAnswer | None = None
    answers: tuple[ClaimAnswer, ...] = ()

    @property
    def remarks(self) -> str | None:
        """The comment, with the answers about the whole: what the record keeps of them."""
        said = [
            f"{name}: {answer.value}"
            for name, answer in (
                ("Disclaimers fit", self.disclaimers),
                ("Fit for its audience", self.audience),
            )
            if answer is not None
        ]
        parts = [*([self.comment] if self.comment else []), *(["; ".join(said) + "."] if said else [])]
        return "\n".join(parts) or None

    @property
    def objections(self) -> tuple[str, ...]:
        """What was answered that no approval can stand beside, in words."""
        against = {Answer.NOT_SUPPORTED: "no", Answer.SOURCE_NEEDED: "needs one"}
        found = [
            f'"{one.quotation}" was answered "{against[one.answer]}"'
            for one in self.answers
            if one.answer in against
        ]
        if self.disclaimers is GeneralAnswer.NO:
            found.append("the disclaimers do not fit")
        if self.audience is GeneralAnswer.NO:
            found.append("the article does not fit its audience")
        return tuple(found)
