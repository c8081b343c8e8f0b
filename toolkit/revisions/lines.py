"""Which lines of a text are new or changed, and which file a moved one was before.

The comparison is Bram Cohen's patience diff: equal lines at the start and end are set aside, lines
that occur once on both sides are the fixed points between which it begins again. Where none is left
the lines between count as changed. So it takes time in proportion to n log n for any texts, and what
it cannot tell is changed, never unchanged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

LIKE = 0.5
"""A file is another one moved if they share this part of their characters, as in git's `-M`."""
_DEPTH = 32
"""So often a window is divided, which bounds the time; real texts need fewer."""
_COMMON = 50
"""A line that more files than this share tells nothing of which of them one was."""


def changed_lines(before: Sequence[str], after: Sequence[str]) -> frozenset[int]:
    """Give the lines of `after`, counted from 1, that were added or changed."""
    return frozenset(range(1, len(after) + 1)) - {new + 1 for _, new in _matched(before, after)}


def _matched(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Pair equal lines, in order on both sides; indexes from 0."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(before), 0, len(after), 0)]
    while waiting:
        old, old_end, new, new_end, depth = waiting.pop()
        while old < old_end and new < new_end and before[old] == after[new]:
            found.append((old, new))
            old, new = old + 1, new + 1
        while old < old_end and new < new_end and before[old_end - 1] == after[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            found.append((old_end, new_end))
        fixed = _fixed_points(before, after, (old, old_end, new, new_end)) if depth < _DEPTH else []
        if fixed:
            bounds = [(old - 1, new - 1), *fixed, (old_end, new_end)]
            waiting += [(one[0] + 1, two[0], one[1] + 1, two[1], depth + 1) for one, two in pairwise(bounds)]
            found += fixed
    return found


def _fixed_points(
    before: Sequence[str], after: Sequence[str], window: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Pair the lines that occur once on both sides of a window, as many as stand in the same order."""
    old, old_end, new, new_end = window
    if old == old_end or new == new_end:
        return []
    counts = Counter(before[old:old_end])
    places = {before[at]: at for at in range(old, old_end) if counts[before[at]] == 1}
    counts = Counter(after[new:new_end])
    pairs = [
        (places[after[at]], at)
        for at in range(new, new_end)
        if counts[after[at]] == 1 and after[at] in places
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest run of pairs, in their order, whose first numbers rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (old, _) in enumerate(pairs):
        pile = bisect_left(tops, old)
        previous.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [old]
        ends[pile : pile + 1] = [index]
    found: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = previous[index]
    return found[::-1]


def moved(gone: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Tell which of the new files were which of those that are gone, by their lines: new path → old path.

    Each is paired at most once, the most alike first.
    """
    holders: dict[str, list[str]] = {}
    for path in sorted(gone):
        for line in _distinct(gone[path]):
            holders.setdefault(line, []).append(path)
    scores = sorted(
        (-likeness, path, old)
        for path, lines in new.items()
        for old, shared in _shared(lines, holders).items()
        if (likeness := shared / max(_weight(lines), _weight(gone[old]))) >= LIKE
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, path, old in scores:
        if path not in found and old not in taken:
            found[path] = old
            taken.add(old)
    return found


def _shared(lines: Sequence[str], holders: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Count the characters of the lines that a file shares with each of the others."""
    shared: Counter[str] = Counter()
    for line in _distinct(lines):
        holding = holders.get(line, ())
        if len(holding) <= _COMMON:
            shared.update(dict.fromkeys(holding, len(line)))
    return shared


def _weight(lines: Sequence[str]) -> int:
    return sum(map(len, _distinct(lines)))


def _distinct(lines: Sequence[str]) -> list[str]:
    return [line for line in dict.fromkeys(lines) if line.strip()]
