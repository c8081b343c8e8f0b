"""What the model knows of a unit: its words, and under names that begin with a colon, its circumstances.

One list of names a unit, from what the rules have read: what the text names, where it stands, what
leads it in, and what rules make of its neighbours. Training and judging ask the same functions, so that
they can't come apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from operator import is_

from toolkit.claims.lexicon import LEXICON
from toolkit.claims.reading import Reading
from toolkit.model.unit import ClaimKind, Judgement, Need, UnitBlock

_WINDOW = 4
"""How many units before and behind count as neighbours, within the section."""
_MOST_MORE = 3
_LAST_PLACE = 3
"""Higher counts, and later places in a block, are not told apart."""

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

UNWEIGHED = frozenset(f":{group} states_cause" for group in ("names", "led in by", "under"))
"""Names that the model is not to learn: what they say is used by `detection` itself, behind the model."""

Verdict = Judgement | None
"""What rules make of a unit alone: `None` where none knows it."""


@lru_cache(maxsize=4096)
def _named(group: str, values: frozenset[str]) -> tuple[str, ...]:
    return tuple(f":{group} {value}" for value in sorted(values))


_CATEGORIES = {category: f":names {category}" for category in LEXICON.categories}
_VERDICTS = {
    (need, kind): (f":rule {need.value} {kind.value}", f":ruled {need.value}")
    for need in Need
    for kind in ClaimKind
}
_NO_VERDICT = (":rule none", ":ruled none")
_PLACES = {
    (block, place): (f":block {block.value}", f":{block.value} {place}")
    for block in UnitBlock
    for place in range(_LAST_PLACE + 1)
}
_FIGURES = {kind: (f":figure {kind.value}", ":has a figure") for kind in ClaimKind}


def own_circumstances(reading: Reading, verdict: Verdict, *, in_case: bool) -> list[str]:
    """Give what can be known of a unit by itself and by what stands above it, without its words."""
    unit = reading.unit
    text = reading.text
    names = [
        *map(_CATEGORIES.__getitem__, reading.found),
        *_named("led in by", reading.lead),
        *_named("under", reading.heading),
        *(_NO_VERDICT if verdict is None else _VERDICTS[verdict.need, verdict.kind]),
        *_PLACES[unit.block, min(unit.position, _LAST_PLACE)],
    ]
    if reading.figure is not None:
        names += _FIGURES[reading.figure[0]]
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
        names.append(f":begins {reading.words[0]}")
    return names


def around(verdicts: Sequence[Verdict], readings: Sequence[Reading]) -> list[list[str]]:
    """Give, for each unit, what rules make of those around it, and whether its section tells of an own study."""
    led_in: dict[int, list[str]] = {}
    found = []
    for reading, near, own in zip(readings, _near(verdicts), _own_study(readings), strict=True):
        names = [*near, *own]
        lead_in = reading.unit.lead_in
        if lead_in is not None:
            if lead_in not in led_in:
                led_in[lead_in] = [f":lead word {word}" for word in dict.fromkeys(readings[lead_in].words)]
            names += led_in[lead_in]
        found.append(names)
    return found


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


_MUST_NEAR = tuple(f":claims near {count}" for count in range(2 * _WINDOW + 1))
_NO_NEAR = tuple(f":exempt near {count}" for count in range(2 * _WINDOW + 1))
_SHOULD_NEAR = tuple(f":textbook facts near {count}" for count in range(2 * _WINDOW + 1))
_MORE_NEAR = {more: f":more claims near {more}" for more in range(-_MOST_MORE, _MOST_MORE + 1)}


def _near(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, ...]]:
    """Give how many of the units around each one rules call claims, textbook facts, or exempt."""
    counted = [None if one is None or one.kind is ClaimKind.HEADING else one.need for one in verdicts]
    must, exempt, should = (
        list(accumulate(map(is_, counted, repeat(need)), initial=0))
        for need in (Need.MUST, Need.NO, Need.SHOULD)
    )
    last = len(counted)
    for index, own in enumerate(counted):
        start, end = max(index - _WINDOW, 0), min(index + 1 + _WINDOW, last)
        claims = must[end] - must[start] - (own is Need.MUST)
        others = exempt[end] - exempt[start] - (own is Need.NO)
        facts = should[end] - should[start] - (own is Need.SHOULD)
        if claims + others + facts == 0:
            yield (":nothing known near",)
            continue
        more = max(-_MOST_MORE, min(claims - others, _MOST_MORE))
        yield _MUST_NEAR[claims], _NO_NEAR[others], _SHOULD_NEAR[facts], _MORE_NEAR[more]
