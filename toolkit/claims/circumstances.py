"""What the model knows of a unit: its words, and under names that begin with a colon, its circumstances.

One list of names a unit, from what the rules have read: what the text names, where it stands, what
leads it in, and what rules make of its neighbours. Training and judging ask the same functions, so that
they can't come apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from toolkit.claims.reading import Reading
from toolkit.model.unit import ClaimKind, Judgement, Need, UnitBlock

_WINDOW = 4
"""How many units before and behind count as neighbours, within the section."""

_STOPS = frozenset(".!?)\"'”")
_RESULTS = frozenset(
    (
        "results",
        "result",
        "discussion",
        "methods",
        "method",
        "limitations",
        "strengths",
        "findings",
        "conclusions",
    )
)

Verdict = Judgement | None
"""What rules make of a unit alone: `None` where none knows it."""


@cache
def _named(group: str, value: str | int) -> str:
    return f":{group} {value}"


def own_circumstances(reading: Reading, verdict: Verdict, *, in_case: bool) -> list[str]:
    """Give what can be known of a unit by itself and by what stands above it, without its words."""
    unit = reading.unit
    text = reading.text
    names = [_named("names", category) for category in reading.found]
    names += [_named("led in by", category) for category in reading.lead]
    names += [_named("under", category) for category in reading.heading]
    names.append(_named("rule", "none" if verdict is None else f"{verdict.need} {verdict.kind}"))
    names.append(_named("ruled", "none" if verdict is None else verdict.need.value))
    names.append(_named("block", unit.block.value))
    names.append(_named(unit.block.value, min(unit.position, 3)))
    if reading.figure is not None:
        names.append(_named("figure", reading.figure[0].value))
        names.append(":has a figure")
    if unit.lead_in is not None:
        names.append(":completes a sentence")
    if reading.is_imperative:
        names.append(":an order")
    if reading.is_cited:
        names.append(":cites")
    if in_case:
        names.append(":in a case")
    if text.endswith(":"):
        names.append(":leads in")
    elif text[-1:] not in _STOPS:
        names.append(":no stop")
    if unit.text[:1].islower():
        names.append(":begins small")
    if reading.words:
        names.append(_named("begins", reading.words[0]))
    return names


def around(verdicts: Sequence[Verdict], readings: Sequence[Reading]) -> list[list[str]]:
    """Give, for each unit, what rules make of those around it, and whether its section tells of an own study."""
    own = _own_study(readings)
    return [
        [*_near(index, verdicts), *own[index], *_lead_words(readings, index)]
        for index in range(len(readings))
    ]


def _lead_words(readings: Sequence[Reading], index: int) -> list[str]:
    """Give the words of the sentence that an item completes."""
    lead_in = readings[index].unit.lead_in
    if lead_in is None:
        return []
    return [_named("lead word", word) for word in dict.fromkeys(readings[lead_in].words)]


def _own_study(readings: Sequence[Reading]) -> list[list[str]]:
    """Tell for each unit whether, and how often, its section spoke of the authors' own study before it."""
    found: list[list[str]] = []
    count = 0
    for reading in readings:
        if reading.unit.block is UnitBlock.HEADING:
            count = 0
        names = [":own study before"] if count else []
        if count > 2:
            names.append(":own study often before")
        if not _RESULTS.isdisjoint(reading.heading_words):
            names.append(":in results or methods")
        found.append(names)
        count += "class own_study" in reading.found
    return found


def _near(index: int, verdicts: Sequence[Verdict]) -> list[str]:
    """Give how many of the units around rules call claims, textbook facts, or exempt."""
    must = exempt = should = 0
    for other in range(max(index - _WINDOW, 0), min(index + 1 + _WINDOW, len(verdicts))):
        verdict = verdicts[other]
        if other == index or verdict is None or verdict.kind is ClaimKind.HEADING:
            continue
        must += verdict.need is Need.MUST
        exempt += verdict.need is Need.NO
        should += verdict.need is Need.SHOULD
    return [
        _named("claims near", must),
        _named("exempt near", exempt),
        _named("textbook facts near", should),
        _named("more claims near", max(-3, min(must - exempt, 3))),
    ]


def words_for_model(reading: Reading) -> list[str]:
    """Give a unit's words, each once, numbers as `#`."""
    return list(dict.fromkeys("#" if word[0].isdigit() else word for word in reading.words))
