"""Applies fixes: edits to files, each character changed at most once in a pass."""

from __future__ import annotations

import difflib
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toolkit.model.finding import Edit, Finding, Fix
from toolkit.model.span import SourceText, Span

_NO_FINAL_NEWLINE = "\n\\ No newline at end of file\n"
_QUOTED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Mended:
    """The outcome of one pass: new texts by path, and how many fixes went into them."""

    texts: Mapping[str, str]
    count: int


def apply(findings: Iterable[Finding], sources: Mapping[str, SourceText], *, unsafe: bool = False) -> Mended:
    """Apply the fixes of `findings` to the texts, in the order of the findings; those that only take away last.

    So what one fix would move elsewhere (fields of an entry that is merged) is not thrown away by another
    (an entry that nothing cites). A fix is applied whole or not at all: one that touches a place which an
    earlier fix changed or relies on, or a file that was not read, is left for the next pass. Unsafe fixes
    only with `unsafe`.
    """
    sheets: dict[str, _Sheet] = {}
    edits: dict[str, list[Edit]] = {}
    seen: set[Fix] = set()
    count = 0
    fixes = [one.fix for one in findings if one.fix is not None and (one.fix.is_safe or unsafe)]
    for fix in sorted(fixes, key=_only_takes_away):
        if fix in seen:
            continue
        seen.add(fix)
        if not _fits(fix, sheets, sources):
            continue
        for edit in fix.edits:
            insort(sheets.setdefault(edit.path, _Sheet()).changed, edit.span)
            edits.setdefault(edit.path, []).append(edit)
        for place in fix.keeps:
            insort(sheets.setdefault(place.path, _Sheet()).kept, place.span)
        count += 1
    return Mended({path: _rewrite(sources[path].text, changes) for path, changes in edits.items()}, count)


def diff(before: SourceText, after: str) -> str:
    """Give the unified diff of one file, with `a/` and `b/` before its path, as `git apply` and `patch` read it.

    Lines end at line feeds alone, as for those programs; a byte-order mark is part of the first line.
    """
    mark = "\ufeff" if before.byte_order_mark else ""
    lines = difflib.unified_diff(
        _lines(mark + before.text),
        _lines(mark + after),
        _name(f"a/{before.path}"),
        _name(f"b/{before.path}"),
    )
    return "".join(line if line.endswith("\n") else line + _NO_FINAL_NEWLINE for line in lines)


@dataclass(slots=True)
class _Sheet:
    """The places of one file that are spoken for, each list sorted and without overlaps but for `kept`."""

    changed: list[Span] = field(default_factory=list)
    kept: list[Span] = field(default_factory=list)


def _fits(fix: Fix, sheets: Mapping[str, _Sheet], sources: Mapping[str, SourceText]) -> bool:
    """Tell whether a fix lies in known texts, and neither overlaps nor touches what is spoken for.

    Two insertions at one place would depend on their order, so the second waits for the next pass.
    """
    own: dict[str, list[Span]] = {}
    for edit in fix.edits:
        source = sources.get(edit.path)
        if source is None or not 0 <= edit.span.start <= edit.span.end <= len(source.text):
            return False
        sheet = sheets.get(edit.path, _EMPTY)
        mine = own.setdefault(edit.path, [])
        if _touches(sheet.changed, edit.span) or _touches(mine, edit.span):
            return False
        if any(edit.span.overlaps(span) for span in _near(sheet.kept, edit.span)):
            return False
        insort(mine, edit.span)
    return not any(
        place.span.overlaps(span)
        for place in fix.keeps
        for span in _near(sheets.get(place.path, _EMPTY).changed, place.span)
    )


_EMPTY = _Sheet()


def _only_takes_away(fix: Fix) -> bool:
    return not any(edit.text for edit in fix.edits)


def _touches(spans: list[Span], span: Span) -> bool:
    """Tell whether a span overlaps or touches one of a sorted list of spans that do not do so themselves."""
    return any(one.start <= span.end and span.start <= one.end for one in _near(spans, span))


def _near(spans: list[Span], span: Span) -> list[Span]:
    """Give those of a sorted list that could reach a span: its neighbour before, and what begins inside it."""
    first = bisect_left(spans, (span.start, span.start))
    last = bisect_left(spans, (span.end + 1, 0))
    return spans[max(first - 1, 0) : last]


def _rewrite(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    end = len(text)
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        parts += [text[edit.span.end : end], edit.text]
        end = edit.span.start
    parts.append(text[:end])
    return "".join(reversed(parts))


def _lines(text: str) -> list[str]:
    """Cut a text at line feeds only: `splitlines` also cuts where no patch program does."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _name(path: str) -> str:
    """Write a path as git does in a patch: quoted if it holds a quote or control, with a tab after spaces."""
    if any(character in _QUOTED or not character.isprintable() for character in path):
        escaped = "".join(_QUOTED.get(one, one if one.isprintable() else _octal(one)) for one in path)
        return f'"{escaped}"'
    return path + "\t" if " " in path else path


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
