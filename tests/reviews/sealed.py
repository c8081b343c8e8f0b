"""Records as values, their signatures said to be good: what follows from them is tried without keys and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from toolkit.model.metadata import Contributor
from toolkit.model.policy import ReviewPolicy
from toolkit.model.review import (
    Board,
    Concern,
    ConcernKind,
    Member,
    Missing,
    PublicKey,
    Reviewer,
    ReviewEvent,
    ReviewEventKind,
    ReviewState,
    ReviewStatus,
)
from toolkit.model.review_record import (
    Decision,
    Digests,
    ReviewChain,
    ReviewRecord,
    SealedRecord,
    Verdict,
    Verification,
)
from toolkit.model.span import Span
from toolkit.reviews.deriving import derive
from toolkit.reviews.standing import Ground

DAY = date(2026, 10, 1)
TODAY = date(2026, 11, 22)
DIGESTS = Digests("text", "evidence", "figures", "policy", (("green2017", "a"), ("obeid2024", "b")))


def member(identifier: str, name: str, *roles: str, **fields: Any) -> Member:
    """Somebody on the board, whose key is `key of <identifier>` unless `fields` say otherwise."""
    return Member(identifier, name, roles=roles, **{"keys": (PublicKey(f"key of {identifier}"),), **fields})


STONE = member(
    "stone", "Ada Stone", "reviewer", credentials="MD", orcid="0000-0002-1825-0097", affiliation="Leeds"
)
OKAFOR = member("okafor", "Ngozi Okafor", "reviewer", "editor", email="okafor@example.org")
BROWN = member("brown", "Bo Brown", "reviewer")
PAPER = member("paper", "Paul Paper", "reviewer", keys=())
BOARD = Board((STONE, OKAFOR, BROWN, PAPER))
GROUND = Ground(DIGESTS, (Contributor(Span(0, 7), "Joe Doe"),), BOARD, ReviewPolicy(), TODAY)

ADA = Reviewer("Ada Stone", "reviewer", "MD", "0000-0002-1825-0097", "Leeds", "none")
NGOZI = Reviewer("Ngozi Okafor", "reviewer", competing_interests="none")
APPROVED = ReviewEvent(ReviewEventKind.APPROVED, DAY)
MISSING = (Missing("reviewer", 1),)


def sealed(number: int = 1, reviewer: str = "stone", **fields: Any) -> SealedRecord:
    """Give an approval as reviewer, unless `fields` say otherwise; `verdict` and `key` are the signature's."""
    verdict = fields.pop("verdict", Verdict.GOOD)
    signer = fields.get("received_by") or reviewer
    verification = Verification(verdict, fields.pop("key", f"key of {signer}"), fields.pop("reason", None))
    given = {"decision": Decision.APPROVE, "role": "reviewer", "day": DAY, "digests": DIGESTS, **fields}
    if given["decision"] is Decision.APPROVE:
        given.setdefault("competing_interests", "none")
    record = ReviewRecord(article="b12", number=number, reviewer=reviewer, **given)
    return SealedRecord(f"reviews/b12/{number:04d}.toml", record, f"digest of {number}", verification)


def changed(**digests: Any) -> Ground:
    """The ground of an article of which something else is so now."""
    return replace(GROUND, digests=replace(DIGESTS, **digests))


def state(*records: SealedRecord, ground: Ground = GROUND, **chain: Any) -> ReviewState:
    """The state that follows from records."""
    return derive(ReviewChain("b12", records, **chain), ground)


def concern(kind: ConcernKind, message: str, help_text: str | None, number: int = 1) -> Concern:
    """A concern about record `number`."""
    return Concern(kind, message, help_text, f"reviews/b12/{number:04d}.toml")


def board(*members: Member) -> Ground:
    """The ground with other people, who take the place of those of the same identifier."""
    new = {one.identifier: one for one in (*BOARD.members, *members)}
    return replace(GROUND, board=Board(tuple(new.values())))


def policy(**settings: Any) -> Ground:
    """The ground with another policy of reviews."""
    return replace(GROUND, policy=ReviewPolicy(**settings))


def voided(kind: ConcernKind, message: str, help_text: str) -> ReviewState:
    """The state that follows when one thing voids Ada Stone's approval, which is told."""
    return ReviewState(
        ReviewStatus.UNDER_REVIEW,
        reasons=(message,),
        concerns=(concern(kind, message, help_text),),
        missing=MISSING,
        events=(APPROVED,),
    )
