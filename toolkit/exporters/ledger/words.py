"""The ledger in words: the same on the terminal, on the sheet and on the exported page."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.ledger import Rank
from toolkit.model.counting import counted
from toolkit.model.evidence import EvidenceState
from toolkit.model.ledger import LedgerEntry
from toolkit.model.unit import Coverage, Need, Scope, UnitBlock

STATES = {
    EvidenceState.NO_SOURCE_NEEDED: "no source needed",
    EvidenceState.NO_SOURCE: "no source",
    EvidenceState.WAIVED: "waived",
    EvidenceState.NOT_COMPARED: "not compared",
    EvidenceState.UNRELATED: "source seems unrelated",
    EvidenceState.NUMBER_ABSENT: "number not in the abstract",
    EvidenceState.QUOTE_ABSENT: "quotation not in the abstract",
    EvidenceState.TO_BE_CHECKED: "to be checked by a person",
}
"""What is known of a claim's evidence."""
SCOPES = {
    Scope.NONE: "",
    Scope.SENTENCE: "",
    Scope.PARAGRAPH: "through the paragraph",
    Scope.LIST: "shared by the list",
    Scope.EXPLICIT: "marked as a claim",
}
"""How a claim came by its sources, where it isn't by standing in the same sentence."""
_OF_ROW = "shared by the row"
NEEDS = {
    Need.MUST: "must have a source",
    Need.SHOULD: "should have a source",
    Need.NO: "needs no source",
}
RANKS = {
    Rank.RETRACTED: "A cited work is retracted",
    Rank.UNRELATED: "The cited abstract seems to be about something else",
    Rank.NUMBER_ABSENT: "A number is not in the cited abstract",
    Rank.QUOTE_ABSENT: "A quotation is not in the cited abstract",
    Rank.MUST_UNCITED: "No source, and one is needed",
    Rank.NOT_COMPARED: "Cited, but no abstract is at hand",
    Rank.SHOULD_UNCITED: "No source, and there should be one",
    Rank.TO_BE_CHECKED: "Cited, to be read beside the abstract",
    Rank.WAIVED: "No source, by agreement",
    Rank.BEYOND_NEED: "Cited, though no source was asked for",
    Rank.EXEMPT: "Sentences that need no source",
}
"""Headings of the sheet, in its order."""
NO_SUPPORT = "None of this says that a source supports a claim: that is for a person to judge."
NOT_JUDGED = "Not judged: the detector reads English only, so nothing is said of what these sentences need."


def scope_of(entry: LedgerEntry) -> str:
    """Say how a claim came by its sources, where it isn't by standing in the same sentence."""
    claim = entry.first.claim
    is_row = claim.scope is Scope.LIST and claim.unit.block is UnitBlock.TABLE_CELL
    return _OF_ROW if is_row else SCOPES[claim.scope]


def source_coverage(coverage: Coverage) -> str:
    """Say how many of the claims that need a source name one."""
    others = counted(coverage.exempt, "other sentence or heading", "other sentences and headings")
    if not coverage.needing:
        return f"no claims that need a source; {others}"
    parts = []
    if coverage.must:
        parts.append(f"{coverage.must_cited} of {_claims(coverage.must)} that must have a source name one")
    if coverage.should:
        start = (
            f"{coverage.should_cited} of {coverage.should if parts else _claims(coverage.should)} that should"
        )
        parts.append(start if parts else f"{start} have a source name one")
    return f"{', '.join(parts)}; {others} need{'s' * (coverage.exempt == 1)} none"


def comparison_coverage(coverage: Coverage) -> str | None:
    """Say what became of comparing those that name one; `None` if none does."""
    if not coverage.cited:
        return None
    compared = f"{_compared(coverage)} laid beside an abstract’s wording"
    found = list(_found(coverage))
    if found:
        compared += f": {', '.join(found)}"
    if coverage.retracted:
        compared += (
            f"; {coverage.retracted} {'cites' if coverage.retracted == 1 else 'cite'} a retracted work"
        )
    return compared


def _compared(coverage: Coverage) -> str:
    if coverage.cited == 1:
        return f"the one that names one was{'' if coverage.compared else ' not'}"
    verb = "were" if coverage.compared > 1 else "was"
    return f"of the {coverage.cited} that name one, {coverage.compared or 'none'} {verb}"


def _found(coverage: Coverage) -> Iterator[str]:
    if coverage.unrelated:
        yield f"{coverage.unrelated} with a source that seems unrelated"
    if coverage.number_absent:
        yield f"{coverage.number_absent} with a number not found"
    if coverage.quote_absent:
        yield f"{coverage.quote_absent} with a quotation not found"
    if coverage.to_be_checked:
        yield f"{coverage.to_be_checked} to be checked by a person"


def coverage_sentences(coverage: Coverage) -> tuple[str, ...]:
    """Say all of it in sentences."""
    compared = comparison_coverage(coverage)
    parts = [source_coverage(coverage), *([compared, NO_SUPPORT.rstrip(".")] if compared else [])]
    return tuple(f"{part[0].upper()}{part[1:]}." for part in parts)


def _claims(number: int) -> str:
    return counted(number, "claim")
