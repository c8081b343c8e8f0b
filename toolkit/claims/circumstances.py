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

Verdict = Judgement | None
"""What rules make of a unit alone: `None` where none knows it."""


@cache
def _named(group: str, value: str | int) -> str:
    return f":{group} {value}"


def own_circumstances(reading: Reading, verdict: Verdict, *, in_case: bool) -> list[str]:
    """Give what can be known of a unit by itself, without its words."""
    unit = reading.unit
    text = reading.text
    names = [_named("names", category) for category in reading.found]
    names += [_named("led in by", category) for category in reading.lead]
    names += [_named("under", category) for category in reading.heading]
    names.append(_named("rule", "none" if verdict is None else f"{verdict.need} {verdict.kind}"))
    names.append(_named("ruled", "none" if verdict is None else verdict.need.value))
    names.append(_named("block", unit.block.value))
    names.append(_named(unit.block.value, min(unit.position, 3)))
    names.append(_named("length", min(len(reading.words) // 4, 8)))
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
    elif text[-1:] not in ".!?)\"'”":
        names.append(":no stop")
    if unit.text[:1].islower():
        names.append(":begins small")
    if reading.words:
        names.append(_named("begins", reading.words[0]))
    return names


def around(verdicts: Sequence[Verdict], readings: Sequence[Reading]) -> list[list[str]]:
    """Give, for each unit, what rules make of those around it, and of the whole page."""
    page = _page(verdicts, readings)
    return [
        [*_beside("before", index - 1, index, verdicts, readings),
         *_beside("after", index + 1, index, verdicts, readings),
         *_near(index, verdicts),
         *page]
        for index in range(len(readings))
    ]  # fmt: skip


def _beside(
    side: str, other: int, index: int, verdicts: Sequence[Verdict], readings: Sequence[Reading]
) -> list[str]:
    if not 0 <= other < len(readings):
        return [_named(side, "nothing")]
    verdict = verdicts[other]
    need = "unknown" if verdict is None else verdict.need.value
    names = [_named(side, need), _named(side, readings[other].unit.block.value)]
    if verdict is not None:
        names.append(_named(side, f"{verdict.need} {verdict.kind}"))
    if readings[other].unit.paragraph == readings[index].unit.paragraph:
        names.append(_named(side, "same paragraph"))
        names.append(_named(side, f"same paragraph {need}"))
    if readings[other].is_cited:
        names.append(_named(side, "cites"))
    return names


def _near(index: int, verdicts: Sequence[Verdict]) -> list[str]:
    near = [
        other
        for other in (
            *verdicts[max(index - _WINDOW, 0) : index],
            *verdicts[index + 1 : index + 1 + _WINDOW],
        )
        if other is not None and other.kind is not ClaimKind.HEADING
    ]
    must = sum(other.need is Need.MUST for other in near)
    exempt = sum(other.need is Need.NO for other in near)
    should = sum(other.need is Need.SHOULD for other in near)
    return [
        _named("claims near", must),
        _named("exempt near", exempt),
        _named("textbook facts near", should),
        _named("more claims near", max(-3, min(must - exempt, 3))),
    ]


def _page(verdicts: Sequence[Verdict], readings: Sequence[Reading]) -> list[str]:
    """Give what kind of page it is: how much of it rules call claims, whether it cites, whom it speaks to."""
    body = [
        (reading, verdict)
        for reading, verdict in zip(readings, verdicts, strict=True)
        if reading.unit.block is not UnitBlock.HEADING
    ]
    count = max(len(body), 1)
    must = sum(verdict is not None and verdict.need is Need.MUST for _, verdict in body)
    exempt = sum(verdict is not None and verdict.need is Need.NO for _, verdict in body)
    cites = sum(reading.is_cited for reading, _ in body)
    you = sum("class you" in reading.found for reading, _ in body)
    return [
        _named("page of claims", 5 * must // count),
        _named("page of exempt", 5 * exempt // count),
        _named("page of citations", min(5 * cites // count, 2)),
        _named("page that says you", min(5 * you // count, 3)),
    ]


def words_for_model(reading: Reading) -> list[str]:
    """Give a unit's words, each once, numbers as `#`."""
    return list(dict.fromkeys("#" if word[0].isdigit() else word for word in reading.words))
