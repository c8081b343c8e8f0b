"""Does a unit need a source, of what kind, how sure, and why: first structure, then rules by kind.

The scale and the settled cases are those of the labelling guide: *must* where an editor would send
the article back, *should* for textbook facts, *no* for what asserts nothing that could be checked. A
rule that decides says so in words for the author. `judge_units` sees all units of an article at once,
since what a list item means depends on what leads it in, and a sentence on what stands around it.

Three passes: each unit is read once (`Reading`: which categories of the lexicon it names, which
figures it holds); then judged alone; then those that no rule was sure of are judged by their
neighbours. A statistical model can take the place of the last two without touching the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.claims.reading import Reading, cases, read
from toolkit.claims.verdicts import HEALTH, kind_of, verdict
from toolkit.model.finding import Confidence
from toolkit.model.unit import ClaimKind, Judgement, Need, Unit

NOT_JUDGED = Judgement(
    Need.NO, ClaimKind.OTHER, Confidence.LOW, "not judged: the detector reads English only"
)
"""For the units of an article in another language."""

def judge_units(units: Sequence[Unit]) -> tuple[Judgement, ...]:
    """Judge every unit of one article in English, in order. Pure; linear in the text."""
    readings = read(units)
    in_case = cases(readings)
    alone = [verdict(reading, in_case=case) for reading, case in zip(readings, in_case, strict=True)]
    return tuple(
        _marked(reading, judgement)
        for reading, judgement in zip(readings, _settle(readings, alone), strict=True)
    )


def _marked(reading: Reading, judgement: Judgement) -> Judgement:
    """Let `[…]{.claim}` overrule: its author says that it is one."""
    if "claim" not in reading.unit.classes or judgement.need is Need.MUST:
        return judgement
    kind = judgement.kind if judgement.need is Need.SHOULD else ClaimKind.OTHER
    return Judgement(Need.MUST, kind, Confidence.HIGH, "marked as a claim")


# --- What no rule was sure of ------------------------------------------------------------------

_WINDOW = 4
"""How many units before and behind count as neighbours, within the section."""


def _settle(readings: Sequence[Reading], alone: Sequence[Judgement | None]) -> list[Judgement]:
    """Judge what is left by its neighbours: among claims, a sentence is rarely none."""
    settled: list[Judgement] = []
    for index, (reading, judgement) in enumerate(zip(readings, alone, strict=True)):
        if judgement is not None:
            settled.append(judgement)
            continue
        near = [
            other
            for other in (*alone[max(index - _WINDOW, 0) : index], *alone[index + 1 : index + 1 + _WINDOW])
            if other is not None and other.kind is not ClaimKind.HEADING
        ]
        claims = sum(other.need is Need.MUST for other in near)
        exempt = sum(other.need is Need.NO for other in near)
        settled.append(_by_neighbours(reading, claims, exempt))
    return settled


def _by_neighbours(reading: Reading, claims: int, exempt: int) -> Judgement:
    if reading.has("transition") or len(reading.words) < 3:
        return Judgement(Need.NO, ClaimKind.TRANSITION, Confidence.LOW, "a transition")
    kind = kind_of(reading)
    if claims > exempt and kind is not None:
        return Judgement(Need.MUST, kind, Confidence.LOW, "it stands among claims and reads like one")
    if claims > exempt:
        return Judgement(Need.SHOULD, ClaimKind.OTHER, Confidence.LOW, "it stands among claims")
    if exempt > claims or not reading.has(*HEALTH):
        return Judgement(Need.NO, ClaimKind.OTHER, Confidence.LOW, "nothing about health that could be checked")
    return Judgement(Need.SHOULD, ClaimKind.OTHER, Confidence.LOW, "a statement about health, of the kind that textbooks have")
