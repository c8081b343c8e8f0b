"""Does a unit need a source, of what kind, how sure, and why: structure first, then rules, then a small model.

`judge_units` sees all units of an article at once, since what a list item means depends on what leads it
in, and a sentence on what stands around it. Each unit is read once (`reading`), judged alone by rules
(`verdicts`); then the model (`need_model`) weighs its words and circumstances. What structure says, and a
rule that found a dose or a figure, stands; of everything else the model has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import add

from toolkit.claims.circumstances import around, own_circumstances
from toolkit.claims.need_model import NeedModel, share, shipped
from toolkit.claims.reading import Reading, cases, read
from toolkit.claims.reasons import because
from toolkit.claims.verdicts import is_certain, verdict
from toolkit.model.finding import Confidence
from toolkit.model.late_text import LateText
from toolkit.model.unit import ClaimKind, Judgement, Need, Unit

NOT_JUDGED = Judgement(
    Need.NO, ClaimKind.OTHER, Confidence.LOW, "not judged: the detector reads English only"
)
"""For the units of an article in another language."""

_FIGURES = frozenset((ClaimKind.DOSE, ClaimKind.STATISTIC))
_EXEMPT_KINDS = frozenset(
    (
        ClaimKind.HEADING,
        ClaimKind.QUESTION,
        ClaimKind.DISCLAIMER,
        ClaimKind.NAVIGATION,
        ClaimKind.TRANSITION,
        ClaimKind.OPINION,
        ClaimKind.META,
        ClaimKind.EXAMPLE,
    )
)


def judge_units(units: Sequence[Unit]) -> tuple[Judgement, ...]:
    """Judge every unit of one article in English, in order. Pure; linear in the text."""
    return judge_by(shipped(), units)


def judge_by(model: NeedModel, units: Sequence[Unit]) -> tuple[Judgement, ...]:
    """Judge with a model of one's own: training measures itself so."""
    readings = read(units)
    in_case = cases(readings)
    alone = [verdict(reading, in_case=case) for reading, case in zip(readings, in_case, strict=True)]
    judgements = []
    for reading, rule, case, near in zip(readings, alone, in_case, around(alone, readings), strict=True):
        if rule is not None and is_certain(rule, reading):
            judgement = rule
        else:
            names = [
                *reading.terms,
                *own_circumstances(reading, rule, in_case=case),
                *near,
            ]
            judgement = _weighed(model, reading, rule, names)
        judgements.append(_marked(reading, judgement))
    return tuple(judgements)


def _weighed(model: NeedModel, reading: Reading, rule: Judgement | None, names: list[str]) -> Judgement:
    """Let the model decide; where it agrees with a rule, the rule's reason is the better one."""
    scores = model.scores(names)
    # One for each offset: those of the needs, before those of the kinds.
    shifted = [*map(add, scores, model.offsets)]
    if rule is not None and rule.need is Need.MUST:
        shifted[model.needs.index(Need.MUST)] += model.trust
        if reading.has("states_cause"):
            # By the labelling guide a claim without doubt: what favours textbook facts does not count here.
            place = model.needs.index(Need.SHOULD)
            shifted[place] = scores[place]
    place = shifted.index(max(shifted))
    need = model.needs[place]
    kind = _kind(model, need, rule, scores, is_order=reading.is_imperative)
    probability = share(scores[: len(shifted)], place)
    confidence = (
        Confidence.HIGH
        if probability >= model.sure
        else Confidence.MEDIUM
        if probability >= model.likely
        else Confidence.LOW
    )
    if rule is not None and rule.need is need:
        return Judgement(need, kind, confidence, rule.reason)
    return Judgement(need, kind, confidence, LateText(partial(because, need, model, place, names, reading)))


def _kind(
    model: NeedModel, need: Need, rule: Judgement | None, scores: Sequence[int], *, is_order: bool
) -> ClaimKind:
    """Give the kind: for a claim a rule's figure or order, or the model's; for what is exempt the rule's, if any."""
    if need is Need.NO:
        return rule.kind if rule is not None and rule.kind in _EXEMPT_KINDS else ClaimKind.OTHER
    if rule is not None and (rule.kind in _FIGURES or (is_order and rule.kind is ClaimKind.RECOMMENDATION)):
        return rule.kind
    return model.kind(scores)


def _marked(reading: Reading, judgement: Judgement) -> Judgement:
    """Let `[…]{.claim}` overrule: its author says that it is one."""
    if "claim" not in reading.unit.classes or judgement.need is Need.MUST:
        return judgement
    kind = judgement.kind if judgement.need is Need.SHOULD else ClaimKind.OTHER
    return Judgement(Need.MUST, kind, Confidence.HIGH, "marked as a claim")
