"""What a percentage of a claim may follow from: two counts of an abstract, or a ratio.

Health writers work out what a paper leaves to its reader: of 201 patients 157 (78 %), from a hazard ratio of
1.32 a risk that is 32 % higher. Such a percentage stands in no abstract, and is no slip for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.claims.quantities import number_in_words

_MOST_COUNTS = 12
"""Of more counts in one sentence so many pairs could be made that many a percentage would follow from one."""
_LEAST_WHOLE = 5
_SHARE = re.compile(
    r"(\d[\d, ]*(?:\.\d+)?|[a-z]+(?:[- ][a-z]+)?)\s?(?:out of|of(?: the)?|per|/)\s?(\d[\d, ]*(?:\.\d+)?)"
)
_UP = "higher|greater|more|increase|increased|rise|excess|larger|longer|likelier"
_DOWN = "lower|less|fewer|reduction|reduced|decrease|decreased|fall|drop|decline|cut|smaller|shorter"
_AFTER = re.compile(
    rf"\)?\s?(?:(?:relative|greater|risk|overall)\s){{0,2}}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b"
)
_BEFORE = re.compile(
    r"\b(?:(?P<up>rais(?!in\b)|increas|rose|ris(?:e|ing)|grow|grew|elevat|heighten)|"
    r"(?P<down>reduc|lower|decreas|fell|fall|cut|drop|declin|lessen))\w*"
    r"(?:\s[\w'-]{1,20}){0,6}?\s(?:by|of)\s(?:about\s|around\s|some\s|nearly\s|almost\s|up to\s|at least\s)?$"
)
_BEFORE_AT_MOST = 140


class Origins(NamedTuple):
    """Pairs of counts (part, whole), and ranges of ratios, any one of which gives a percentage."""

    counts: tuple[tuple[float, float], ...] = ()
    ratios: tuple[tuple[float, float], ...] = ()


NO_ORIGINS = Origins()


class Count(NamedTuple):
    """A whole number without unit, and where it begins."""

    number: float
    start: int


def counts_in(folded: str, numbers: Iterable[tuple[str, int, int]]) -> tuple[Count, ...]:
    """Give a claim's whole numbers without unit, those of `8 of 18` too, in reading order; none if too many.

    `numbers` are the normal forms of the folded text with their ranges.
    """
    counts: list[Count] = []
    for form, start, end in numbers:
        if form.isdecimal():
            counts.append(Count(float(form), start))
        elif form.endswith("%"):
            counts.extend(Count(one, start) for one in _share(folded, start, end))
    return tuple(counts) if len(counts) <= _MOST_COUNTS else ()


def _share(folded: str, start: int, end: int) -> tuple[float, ...]:
    """Give part and whole of a share such as `8 of 18`, `seven of 12`; nothing of any other quantity."""
    found = _SHARE.fullmatch(folded, start, end)
    return tuple(number_in_words(found[group]) for group in (1, 2)) if found else ()


def origins_of(
    unit: str, limits: tuple[float, float], counts: tuple[Count, ...], folded: str, place: tuple[int, int]
) -> Origins:
    """Give what a quantity of a claim may follow from, if it is a percentage: `limits` count as the same.

    `counts` are those of the claim itself; `place` is the quantity's range in the folded text.
    """
    if unit != "%":
        return NO_ORIGINS
    low, high = limits
    share = _share(folded, *place)
    if share:
        return Origins(((share[0], share[1]),)) if share[1] >= _LEAST_WHOLE else NO_ORIGINS
    # The part stands beside its percentage: 157 (78 %), or 78 % (157 of 201).
    starts = [one.start for one in counts]
    beside = (
        max((at for at in starts if at < place[0]), default=-1),
        min((at for at in starts if at > place[0]), default=-1),
    )
    pairs = tuple(
        (part.number, whole.number)
        for part in counts
        if part.start in beside
        for whole in counts
        if whole.number >= _LEAST_WHOLE and whole.number > part.number
        if low - 1e-6 <= part.number / whole.number * 100 <= high + 1e-6
    )
    return Origins(pairs, _ratios(low / 100, high / 100, folded, place))


def _ratios(low: float, high: float, folded: str, place: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    """Give the ratios that a change by a percentage makes: 32 % higher, 1.315 to 1.325."""
    start, end = place
    found = _AFTER.match(folded, end) or _BEFORE.search(folded, max(start - _BEFORE_AT_MOST, 0), start)
    if found is None:
        return ()
    return ((1 + low, 1 + high),) if found["up"] else ((1 - high, 1 - low),)
