"""An entry out of place, in a library that is otherwise in the order of its keys.

## Why
Who keeps a library sorted finds an entry without a search, sees at once that a work is there already,
and merges parallel branches with fewer conflicts, since new entries do not all stand at the end.

## Fails
```bibtex references.bib
@misc{adams2010, title = {A}, year = {2010}}
@misc{baker2011, title = {B}, year = {2011}}
@misc{clark2012, title = {C}, year = {2012}}
@misc{davis2013, title = {D}, year = {2013}}
@misc{evans2014, title = {E}, year = {2014}}
@misc{frank2015, title = {F}, year = {2015}}
@misc{green2017, title = {G}, year = {2017}}
@misc{hills2018, title = {H}, year = {2018}}
@misc{irwin2019, title = {I}, year = {2019}}
@misc{brown2020, title = {J}, year = {2020}}
```

## Passes
```bibtex references.bib
@misc{adams2010, title = {A}, year = {2010}}
@misc{baker2011, title = {B}, year = {2011}}
@misc{brown2020, title = {J}, year = {2020}}
@misc{clark2012, title = {C}, year = {2012}}
@misc{davis2013, title = {D}, year = {2013}}
@misc{evans2014, title = {E}, year = {2014}}
@misc{frank2015, title = {F}, year = {2015}}
@misc{green2017, title = {G}, year = {2017}}
@misc{hills2018, title = {H}, year = {2018}}
@misc{irwin2019, title = {I}, year = {2019}}
```

## When it speaks
Only of a library of ten entries or more of which nine in ten follow each other by key, whatever their
case: its owners keep it so. Any other order, by date or by subject, is theirs, and is left alone.

## Fix
Safe: moves the entry behind the one that it follows by key. None where the order means something or a
remark would be torn off: an entry that another one names (`crossref`) or that names one, that uses a
macro (`@string`), that has a remark before it or on its last line, or a key that stands twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.model.finding import Edit, Fix, Problem, Related, Severity
from toolkit.model.library import Entry, Library
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.rules.entries import LINKS, linked_keys, removal

_FEWEST = 10
_SHARE = 0.9
"""Of the entries, those that follow each other by key in a library that is kept sorted."""
_PLAIN = re.compile(r'\{.*\}|"[^"]*"|\d+', re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_BLANK_BEFORE = re.compile(r"\s*\Z")


def check(library: Library, _context: Context) -> Iterator[Problem]:
    """Report each entry that would have to move for the library to be in the order of its keys."""
    entries = library.entries
    keys = [entry.key.casefold() for entry in entries]
    if len(entries) < _FEWEST:
        return
    sorted_ones = _longest_rising(keys)
    if len(sorted_ones) == len(entries) or len(sorted_ones) < _SHARE * len(entries):
        return
    rising = [keys[number] for number in sorted_ones]
    in_place = set(sorted_ones)
    moved: dict[int, list[int]] = {}
    for number in range(len(entries)):
        if number not in in_place:
            moved.setdefault(bisect_right(rising, keys[number]) - 1, []).append(number)
    mover = _Mover(library)
    found = []
    for place, numbers in moved.items():
        anchor = entries[sorted_ones[place]] if place >= 0 else None
        movable = [number for number in numbers if anchor is not None and mover.can_move(number)]
        movable.sort(key=lambda number: keys[number])
        fix = mover.fix(anchor, movable) if anchor is not None and movable else None
        neighbour = anchor or entries[sorted_ones[0]]
        found += [
            (number, neighbour, anchor is not None, fix if number in movable else None) for number in numbers
        ]
    for number, neighbour, is_behind, fix in sorted(found, key=lambda one: one[0]):
        yield _problem(library, entries[number], neighbour, fix, is_behind=is_behind)


def _longest_rising(keys: Sequence[str]) -> list[int]:
    """Give the places of the longest row of keys that never falls (patience sorting, n log n)."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for number, key in enumerate(keys):
        length = bisect_right(tails, key)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [key]
        ends[length : length + 1] = [number]
    row: list[int] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        row.append(number)
        number = before[number]
    return row[::-1]


class _Mover:
    """Says which entries can move without harm, and how."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._linked = linked_keys(library)
        self._counts = Counter(entry.key.casefold() for entry in library.entries)
        self._faults = sorted(one.span for one in library.problems if one.rule == "reference-malformed")

    def can_move(self, number: int) -> bool:
        library, entry = self._library, self._library.entries[number]
        text = library.source.text
        before = library.entries[number - 1].span.end if number else 0
        at = bisect_right(self._faults, entry.span)
        return (
            self._counts[entry.key.casefold()] == 1
            and entry.key not in self._linked
            and not any(one.name in LINKS or not self._is_plain(one.value_span) for one in entry.fields)
            and text[entry.span.end - 1 : entry.span.end] in ("}", ")")
            and _LINE_END.match(text, entry.span.end) is not None
            and _BLANK_BEFORE.match(text, before, entry.span.start) is not None
            and not any(fault.overlaps(entry.span) for fault in self._faults[max(at - 1, 0) : at + 1])
        )

    def _is_plain(self, span: Span) -> bool:
        return bool(_PLAIN.fullmatch(self._library.source.text, *span))

    def fix(self, anchor: Entry, numbers: Sequence[int]) -> Fix | None:
        """Move entries behind another one; `None` if a remark stands on its last line."""
        library = self._library
        text = library.source.text
        if text[anchor.span.end - 1 : anchor.span.end] not in ("}", ")") or not _LINE_END.match(
            text, anchor.span.end
        ):
            return None
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = newline if text.startswith((f"{newline}@",), anchor.span.end) else newline * 2
        entries = [library.entries[number] for number in numbers]
        added = "".join(gap + library.source.slice(entry.span) for entry in entries)
        end = Span(anchor.span.end, anchor.span.end)
        removals = _joined(sorted(removal(library, entry).span for entry in entries))
        if any(span.start <= anchor.span.end <= span.end for span in removals):
            return None
        edits = (Edit(library.path, end, added), *(Edit(library.path, span, "") for span in removals))
        return Fix(f'move it behind "{anchor.key}"', edits)


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end >= span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _problem(
    library: Library, entry: Entry, neighbour: Entry, fix: Fix | None, *, is_behind: bool
) -> Problem:
    where = "after" if is_behind else "before"
    return Problem(
        entry.key_span,
        f'"{entry.key}" is out of place: the other entries are in the order of their keys',
        help=f'it belongs {where} "{neighbour.key}"',
        related=(Related(library.path, neighbour.key_span, f"the entry {where} which it belongs"),),
        fix=fix,
    )


RULE = Rule("reference-unsorted", Severity.INFO, check, fixable=True)
