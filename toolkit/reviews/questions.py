"""The questions about an article: each claim once, held against what was approved last. Linear in the claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from toolkit.claims.ledger import hardest_first
from toolkit.model.ledger import ArticleLedger, LedgerEntry
from toolkit.model.review_form import ClaimStanding, Question, Questionnaire
from toolkit.model.review_record import (
    EDITOR,
    Answer,
    ClaimAnswer,
    Decision,
    Digests,
    ReviewChain,
    ReviewRecord,
    ReviewScope,
    Verdict,
)
from toolkit.reviews.digests import claim_digest

QUOTATION = 160
"""Characters of a claim that a record quotes."""
_ALIKE = 0.5
"""The share of words in common from which a new claim counts as a changed one."""


def claim_text(entry: LedgerEntry) -> str:
    """Give the words of a claim: its lead-in and its parts."""
    lead_in = [entry.lead_in] if entry.lead_in is not None else []
    return " ".join(" ".join(line.claim.unit.text for line in (*lead_in, *entry.lines)).split())


def quotation(text: str) -> str:
    """Give the first words of a claim, as a record quotes it."""
    return text if len(text) <= QUOTATION else text[: QUOTATION - 1].rstrip() + "…"


def last_approval(chain: ReviewChain) -> ReviewRecord | None:
    """Give the newest approval on record, signed well and not withdrawn; `None` if there is none."""
    found: dict[str, ReviewRecord] = {}
    for sealed in chain.records:
        record = sealed.record
        if sealed.verification.verdict is not Verdict.GOOD:
            continue
        if record.decision is Decision.APPROVE:
            found[record.reviewer] = record
        elif record.decision is Decision.WITHDRAW and record.role == EDITOR:
            found.clear()
        elif record.decision in (Decision.WITHDRAW, Decision.REQUEST_CHANGES):
            found.pop(record.reviewer, None)
    return max(found.values(), key=lambda one: one.number, default=None)


def questions_of(
    ledger: ArticleLedger, digests: Digests, before: ReviewRecord | None, scope: ReviewScope
) -> Questionnaire:
    """Give the questions about an article's claims, hardest first.

    `before` is the approval against which the text is held: with it, a claim is new, changed,
    unchanged, or rests on a source of which something else is known now. An approval always lists every
    claim of its text, answered or not.
    """
    entries: dict[str, tuple[str, LedgerEntry]] = {}
    for entry in ledger.entries:
        if not entry.is_exempt:
            text = claim_text(entry)
            entries.setdefault(claim_digest(text), (text, entry))
    order = {id(entry): place for place, entry in enumerate(hardest_first(ledger.entries))}
    was = before.answers if before is not None else ()
    changed, removed = _compared(was, {name: text for name, (text, _) in entries.items()})
    known = {one.claim for one in was}
    restless = _restless(before, digests)
    found = []
    for name, (text, entry) in entries.items():
        standing = _standing(entry, restless) if name in known else ClaimStanding.NEW
        standing = ClaimStanding.CHANGED if name in changed else standing
        line = ledger.article.source.position(entry.first.claim.unit.span.start).line
        found.append(Question(name, text, line, entry, standing, changed.get(name)))
    found.sort(key=lambda one: order[id(one.entry)])
    since = before.day if before is not None else None
    return Questionnaire(ledger, digests, scope, tuple(found), tuple(removed), since)


def _restless(before: ReviewRecord | None, digests: Digests) -> frozenset[str]:
    """Name the citation keys of which something else is known than at the approval."""
    was = dict(before.digests.sources) if before is not None else {}
    return frozenset(key for key, value in digests.sources if was.get(key, value) != value)


def _standing(entry: LedgerEntry, restless: Collection[str]) -> ClaimStanding:
    keys = {source.citation.key for source in entry.evidence.sources}
    return ClaimStanding.UNCHANGED if keys.isdisjoint(restless) else ClaimStanding.SOURCE_CHANGED


def _compared(was: Sequence[ClaimAnswer], now: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Tell which claims are others in other words, with the words that they had, and which are gone.

    What stands at the same place between claims that stayed, and shares half of its words, is one claim
    changed; the record quotes but the first words, so these are compared.
    """
    before, after = [one.claim for one in was if one.claim not in now], [*now]
    known = {one.claim: one.quotation for one in was}
    if not before:
        return {}, []
    changed: dict[str, str] = {}
    gone: list[str] = []
    sequence = [one.claim for one in was]
    for kind, start, end, first, last in SequenceMatcher(None, sequence, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old = [one for one in sequence[start:end] if one not in now]
        new = [one for one in after[first:last] if one not in known]
        paired = dict(_paired(old, new, known, now))
        changed |= {one: known[name] for name, one in paired.items()}
        gone += [known[name] for name in old if name not in paired]
    return changed, gone


def _paired(
    old: Iterable[str], new: Iterable[str], known: dict[str, str], now: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Pair claims in their order; one without a likeness is passed over."""
    waiting = list(new)
    for name in old:
        for place, one in enumerate(waiting[:3]):
            if _are_alike(known[name], now[one]):
                yield name, one
                del waiting[: place + 1]
                break


def _are_alike(one: str, other: str) -> bool:
    some, others = (frozenset(quotation(text).casefold().rstrip("…").split()) for text in (one, other))
    return len(some & others) >= _ALIKE * max(len(some | others), 1)


def answers_of(questionnaire: Questionnaire, given: Iterable[ClaimAnswer]) -> tuple[ClaimAnswer, ...]:
    """Give an answer for every claim of the text, in its order: what a record of a review lists."""
    known = {one.claim: one for one in given}
    ordered = sorted(questionnaire.questions, key=lambda one: one.entry.first.index)
    return tuple(
        ClaimAnswer(one.claim, quotation(one.text), known[one.claim].answer, known[one.claim].comment)
        if one.claim in known
        else ClaimAnswer(one.claim, quotation(one.text), Answer.NOT_ANSWERED)
        for one in ordered
    )
