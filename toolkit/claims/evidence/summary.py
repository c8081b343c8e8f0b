"""The state of one source from its comparison, and that of a claim from those of its sources, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.model.evidence import Basis, Comparison, EvidenceState, Quantity, SourceEvidence


def overall(sources: Sequence[SourceEvidence], absent: Sequence[Quantity]) -> tuple[EvidenceState, str]:
    """Give the state of a claim from those of its sources, and why.

    What one of several sources lacks, another may have: a claim is *unrelated* to its sources, or
    quotes or counts what they lack, only if that is so of each of them. Each source's own state
    stands beside it.
    """
    states = {source.state for source in sources}
    if len(states) == 1:
        state = sources[0].state
        if state is not EvidenceState.NUMBER_ABSENT or absent:
            return state, sources[0].reason
    if absent and EvidenceState.TO_BE_CHECKED not in states:
        numbers = _listed(absent)
        return EvidenceState.NUMBER_ABSENT, f"none of the abstracts contains {numbers}"
    waiting = [one for one in sources if one.state is EvidenceState.TO_BE_CHECKED]
    compared = [one for one in sources if one.comparison is not None]
    first = (waiting or compared or sources)[0]
    return (EvidenceState.TO_BE_CHECKED if waiting or compared else first.state), first.reason


def state_of(comparison: Comparison) -> tuple[EvidenceState, str]:
    """Give the state of one source from its comparison, and why."""
    if comparison.is_unrelated:
        return EvidenceState.UNRELATED, "the abstract seems to be about something else"
    if comparison.absent_quotes:
        return EvidenceState.QUOTE_ABSENT, "the abstract does not contain what is quoted"
    if comparison.absent_numbers:
        numbers = _listed(comparison.absent_numbers)
        return EvidenceState.NUMBER_ABSENT, f"the abstract does not contain {numbers}"
    at_hand = "abstract" if comparison.basis is Basis.ABSTRACT else "fingerprint of its abstract"
    return EvidenceState.TO_BE_CHECKED, f"the {at_hand} is at hand"


def _listed(numbers: Sequence[Quantity]) -> str:
    """Name numbers in their author's words; both ends of a range are the same words."""
    return ", ".join(dict.fromkeys(one.shown for one in numbers))


def related_after_all(source: SourceEvidence, why: str) -> SourceEvidence:
    """Give a source that was called unrelated the state that is left, with the reason why it is not."""
    if source.state is not EvidenceState.UNRELATED or source.comparison is None:
        return source
    comparison = replace(source.comparison, is_unrelated=False)
    state, reason = state_of(comparison)
    return replace(source, state=state, reason=f"{reason}; {why}", comparison=comparison)
