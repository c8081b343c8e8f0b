"""The use cases "request", "approve", "request-changes", "withdraw", "receive": a record of what is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from toolkit.api.check import selected_rules
from toolkit.api.cited import with_cited_entries
from toolkit.api.review_records import (
    digests_now,
    files_of,
    folder_of,
    numbered,
    review_chain,
    slugs_of,
)
from toolkit.api.review_signers import Signer
from toolkit.api.review_states import described
from toolkit.api.reviewing import reviewed
from toolkit.api.workspace import Workspace
from toolkit.claims import judge
from toolkit.claims.ledger import ledger_of
from toolkit.engine import run
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.article import Article
from toolkit.model.counting import counted
from toolkit.model.finding import Severity
from toolkit.model.review import UNREVIEWED, Member, ReviewState
from toolkit.model.review_form import Questionnaire, ReviewForm
from toolkit.model.review_record import (
    EDITOR,
    ClaimAnswer,
    Decision,
    Digests,
    ReviewChain,
    ReviewRecord,
    ReviewScope,
    SealedRecord,
    Verdict,
    Verification,
)
from toolkit.reviews.questions import answers_of, last_approval, questions_of
from toolkit.reviews.records import RECORD_CAP, render_record
from toolkit.reviews.standing import Ground, conflicts, months_after, signature_concern

JUDGING = (Decision.APPROVE, Decision.REQUEST_CHANGES)
"""Decisions that say what somebody thinks of the text, and so declare interests and the use of AI."""
_ROLES = {Decision.REQUEST: ("author", EDITOR), Decision.CORRECT: (EDITOR,), Decision.RETRACT: (EDITOR,)}
"""The roles in which a decision is usually made, the usual one first."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An article that a decision is to be made about: what is on record, and what the decision would be about."""

    workspace: Workspace
    article: Article
    files: Mapping[str, bytes | str]
    chain: ReviewChain
    digests: Digests
    today: date

    @property
    def state(self) -> ReviewState:
        """Where the article stands."""
        project = reviewed(self.workspace, self.today).project
        return project.reviews.get(self.article.slug, UNREVIEWED)

    def questionnaire(self, scope: ReviewScope | None = None) -> Questionnaire:
        """Give the questions about the article; by default those about what changed since it was approved."""
        before = last_approval(self.chain)
        usual = ReviewScope.FULL if before is None else ReviewScope.PARTIAL
        policy, bibliography = self.workspace.policy, self.workspace.bibliography
        ledger = ledger_of(self.article, judge(self.article, policy), bibliography, as_of=self.today)
        return questions_of(ledger, self.digests, before, scope or usual)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide. What is `None` follows from the form, the board or the policy.

    `reviewer` is the person who decides, where an editor signs for them.
    """

    decision: Decision
    reviewer: str | None = None
    role: str | None = None
    scope: ReviewScope | None = None
    next_review: date | None = None
    competing_interests: str | None = None
    ai_used: str | None = None
    comment: str | None = None
    form: ReviewForm | None = None
    urgent: bool = False
    deadline: date | None = None
    despite_errors: bool = False
    is_older: bool = False


def open_desk(workspace: Workspace, today: date) -> Desk:
    """Give the one article of a workspace with its records, their signatures verified.

    Raises `OslerError` if it could not be read, and where its records are not whole: nothing may follow them.
    """
    if workspace.failures:
        raise workspace.failures[0]
    if len(workspace.project.articles) != 1:
        raise UnreadableInputError("a decision is about one article", help="name the file of one article")
    article = workspace.project.articles[0]
    files = files_of(workspace.tree, article.slug)
    chain = review_chain(article, files, workspace.board)
    if chain.faults:
        first = chain.faults[0]
        raise OslerError(
            f"nothing can follow these records: {first.message}",
            help=first.help or "`osler review verify` says what is wrong",
            path=first.path or folder_of(article.slug),
        )
    digests = digests_now(article, workspace.bibliography, workspace.policy, workspace.tree)
    return Desk(workspace, article, files, chain, digests, today)


# --- What a form says ------------------------------------------------------------------------


def hold_to_text(desk: Desk, form: ReviewForm) -> str | None:
    """Say what changed since a form was made; `None` if it is about the article as it stands.

    Raises `OslerError` for the form of another article, and for one that answers what was not asked.
    """
    if form.article not in slugs_of(desk.article):
        raise OslerError(
            f'this is a form for another article, "{form.article}"', help="name the article that it is for"
        )
    names = {"article": "the text", "evidence": "what is known of its sources"}
    names |= {"figures": "a figure", "policy": "the editorial policy"}
    changed = [
        said for name, said in names.items() if getattr(form.digests, name) != getattr(desk.digests, name)
    ]
    if changed:
        return f"{' and '.join(changed)} changed since the form was made"
    known = {one.claim for one in desk.questionnaire().questions}
    strange = [one for one in form.answers if one.claim not in known]
    if strange:
        raise OslerError(
            f'the form answers what the article does not say: "{strange[0].quotation}"',
            help='make a new form with `osler review sheet`, and leave its lines "claim" as they are',
        )
    return None


def _with_form(desk: Desk, wish: Wish) -> tuple[Wish, Digests]:
    """Give a wish with what a form says where nothing else does, and what the decision is about."""
    form = wish.form
    if form is None:
        return wish, desk.digests
    changed = hold_to_text(desk, form)
    if changed is not None:
        if not wish.is_older:
            raise OslerError(
                f"the form is for an older text: {changed}",
                help="make a new one with `osler review sheet`; to put this one on record for the text that it "
                "was made for, which approves nothing of what stands there now, receive it with --older",
            )
        known = {one.claim for one in desk.questionnaire(ReviewScope.FULL).questions}
        kept = tuple(one for one in form.answers if one.claim in known)
        said = f"Answers for an older text ({changed}); {len(kept)} of {len(form.answers)} claims stand unchanged."
        form = replace(form, answers=kept, comment="\n".join(filter(None, (form.comment, said))))
    if form.decision is not None and form.decision is not wish.decision:
        raise OslerError(
            f'the form says "{form.decision.value}"', help=f"use `osler review {form.decision.value}`"
        )
    if wish.decision is Decision.APPROVE and form.objections:
        first, *more = form.objections
        raise OslerError(
            f"an approval cannot stand beside what the form says: {first}"
            + (f", and {counted(len(more), 'other objection')}" if more else ""),
            help="use `osler review request-changes`, or change the answer",
        )
    return (
        replace(
            wish,
            reviewer=wish.reviewer or form.reviewer,
            role=wish.role or form.role,
            scope=wish.scope or form.scope,
            next_review=wish.next_review or form.next_review,
            competing_interests=wish.competing_interests or form.competing_interests,
            ai_used=wish.ai_used or form.ai_used,
            comment="\n".join(filter(None, (wish.comment, form.remarks))) or None,
            form=form,
        ),
        form.digests,
    )


# --- What is decided -------------------------------------------------------------------------


def draft(desk: Desk, wish: Wish, signer: Signer, *, receives: bool = False) -> ReviewRecord:
    """Give the record that would be signed. Raises `OslerError`, with a remedy, for one that must not be.

    With `receives`, the signer is an editor who received what somebody without a key answered.
    """
    wish, digests = _with_form(desk, wish)
    reviewer = _reviewer(desk, wish, signer, receives=receives)
    role = wish.role or _role(reviewer, wish.decision, desk)
    scope = wish.scope or ReviewScope.FULL
    is_judging = wish.decision in JUDGING
    comment = wish.comment
    if wish.decision in (Decision.REQUEST, Decision.APPROVE):
        comment = _despite_errors(desk, wish)
    record = ReviewRecord(
        article=desk.article.slug,
        number=1,
        decision=wish.decision,
        reviewer=reviewer.identifier,
        role=role,
        day=desk.today,
        digests=digests,
        scope=scope,
        next_review=_next_review(desk, wish, scope),
        competing_interests=wish.competing_interests if is_judging else None,
        ai_used=wish.ai_used if is_judging else None,
        received_by=signer.member.identifier if receives else None,
        urgent=wish.urgent,
        deadline=wish.deadline,
        comment=comment,
        answers=_answers(desk, wish) if is_judging else (),
    )
    record = numbered(record, desk.files)
    _refuse(desk, record, signer)
    return record


def _answers(desk: Desk, wish: Wish) -> tuple[ClaimAnswer, ...]:
    """Give what the record lists: every claim of the text, or of an older one those that stand unchanged."""
    if wish.form is not None and wish.form.digests != desk.digests:
        return wish.form.answers
    given = wish.form.answers if wish.form is not None else ()
    return answers_of(desk.questionnaire(ReviewScope.FULL), given)


def _reviewer(desk: Desk, wish: Wish, signer: Signer, *, receives: bool) -> Member:
    if not receives:
        if wish.reviewer not in (None, signer.member.identifier):
            raise OslerError(
                f"the form is that of {wish.reviewer}, and the key that of {signer.member.identifier}",
                help="an editor signs for others with `osler review receive`",
            )
        return signer.member
    if wish.reviewer is None:
        raise OslerError(
            "the form does not say who filled it in", help="name them with --reviewer IDENTIFIER"
        )
    member = desk.workspace.board.find(wish.reviewer)
    if member is None:
        raise OslerError(
            f'nobody on the board is "{wish.reviewer}"',
            help="add them to board.toml in a change of its own, or name them with --reviewer",
        )
    return member


def _role(member: Member, decision: Decision, desk: Desk) -> str:
    """Give the role in which somebody decides: the usual one that they have, or their only one."""
    usual = _ROLES.get(decision, (*desk.workspace.policy.review.required, "reviewer"))
    found = next((one for one in usual if one in member.roles), None)
    if found is None and len(member.roles) == 1:
        found = member.roles[0]
    if found is None:
        raise OslerError(
            f"in which role does {member.name} decide?",
            help="say it with --role: " + (", ".join(member.roles) or "the board gives them none"),
        )
    return found


def _next_review(desk: Desk, wish: Wish, scope: ReviewScope) -> date | None:
    """Give the day of the next review, which a partial one never moves."""
    if wish.decision is not Decision.APPROVE or scope is ReviewScope.PARTIAL:
        if wish.next_review is not None:
            raise OslerError("only the approval of a whole article sets the next review")
        return None
    latest = months_after(desk.today, desk.workspace.policy.review.interval_months)
    day = wish.next_review or latest
    if not desk.today < day <= latest:
        raise OslerError(f"the next review must be after today and not after {latest}, by the policy")
    return day


def _despite_errors(desk: Desk, wish: Wish) -> str | None:
    """Refuse while there are errors in the article or an entry that it cites, as an export would.

    Where that is overruled, the comment says so. What `review-*` says is what the decision is to change.
    """
    workspace = desk.workspace
    outcome = run(
        with_cited_entries(workspace),
        workspace.context(desk.today),
        selected_rules(workspace),
        is_whole=False,
        with_library=True,
    )
    errors = [
        one
        for one in outcome.findings
        if one.severity is Severity.ERROR and not one.rule.startswith("review-")
    ]
    if not errors:
        return wish.comment
    names = ", ".join(dict.fromkeys(one.rule for one in errors))
    said = f"{counted(len(errors), 'error')} of `osler check`: {names}"
    if not wish.despite_errors:
        raise OslerError(
            f"there {'is' if len(errors) == 1 else 'are'} {said}",
            help=f"mend them first: osler check {desk.article.path}; with --despite-errors they go on record",
            path=desk.article.path,
        )
    return "\n".join(filter(None, (wish.comment, f"Signed despite {said}.")))


def _refuse(desk: Desk, record: ReviewRecord, signer: Signer) -> None:
    """Refuse what would not count: judged as the finished record would be."""
    for reason, remedy in _reasons(desk, record):
        raise OslerError(reason, help=remedy)
    trial = SealedRecord("", record, "", Verification(Verdict.GOOD, signer.public))
    authors = tuple(described(one, desk.workspace.board) for one in desk.article.metadata.authors)
    policy = desk.workspace.policy.review
    ground = Ground(desk.digests, authors, desk.workspace.board, policy, desk.today)
    concern = signature_concern(trial, ground)
    if concern is None and record.decision is Decision.APPROVE:
        concern = next(conflicts(trial, ground), None)
    if concern is not None:
        raise OslerError(f"this would not count: {concern.message}", help=concern.help)
    if len(render_record(record)) > RECORD_CAP:
        raise OslerError("the record would be larger than one that is read", help="shorten the comments")


def _reasons(desk: Desk, record: ReviewRecord) -> Iterator[tuple[str, str | None]]:
    """Give why a decision makes no sense, with what to do."""
    decision = record.decision
    for said, name in (
        (record.competing_interests, "competing interests"),
        (record.ai_used, "AI used in review"),
    ):
        if decision in JUDGING and said is None:
            option = "--interests" if name.startswith("comp") else "--ai-used"
            yield f"nothing is said of {name}", f'say it with {option}, "none" where there is none'
    if decision is Decision.REQUEST_CHANGES and record.comment is None:
        yield "nothing says what should change", "say it with --comment, or in the answers"
    retracted = any(one.record.decision is Decision.RETRACT for one in desk.chain.records)
    if retracted and decision is not Decision.WITHDRAW:
        yield "the article is retracted", None
    if record.scope is ReviewScope.PARTIAL and decision is Decision.APPROVE and not _has_whole(desk, record):
        yield (
            f"a partial review continues a whole one, and none as {record.role} is on record",
            "review the whole article: --scope full",
        )
    if decision is Decision.WITHDRAW and not _has_something(desk, record):
        yield f"{record.reviewer} has nothing on record to withdraw", None


def _has_whole(desk: Desk, record: ReviewRecord) -> bool:
    return any(
        one.record.decision is Decision.APPROVE
        and one.record.scope is ReviewScope.FULL
        and one.record.role == record.role
        and one.verification.verdict is Verdict.GOOD
        for one in desk.chain.records
    )


def _has_something(desk: Desk, record: ReviewRecord) -> bool:
    ends = (Decision.REQUEST, *JUDGING)
    return any(
        one.record.decision in ends and (record.role == EDITOR or one.record.reviewer == record.reviewer)
        for one in desk.chain.records
    )
