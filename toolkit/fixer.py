"""Applies fixes: edits to files, each character changed at most once in a pass."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.model.finding import Edit, Finding, Fix
from toolkit.model.span import SourceText


@dataclass(frozen=True, slots=True)
class Mended:
    """The outcome of one pass: new texts by path, and how many fixes went into them."""

    texts: Mapping[str, str]
    count: int


def apply(findings: Iterable[Finding], sources: Mapping[str, SourceText], *, unsafe: bool = False) -> Mended:
    """Apply the fixes of `findings` to the texts, in the order of the findings.

    A fix is applied whole or not at all: one that touches a place which an earlier fix changed, or
    a file that was not read, is left for the next pass. Unsafe fixes only with `unsafe`.
    """
    edits: dict[str, list[Edit]] = {}
    seen: set[Fix] = set()
    count = 0
    for finding in findings:
        fix = finding.fix
        if fix is None or fix in seen or not (fix.is_safe or unsafe):
            continue
        seen.add(fix)
        if all(_fits(edit, edits.get(edit.path, ()), sources) for edit in fix.edits):
            for edit in fix.edits:
                edits.setdefault(edit.path, []).append(edit)
            count += 1
    return Mended({path: _rewrite(sources[path].text, changes) for path, changes in edits.items()}, count)


def diff(before: SourceText, after: str) -> str:
    """Give the unified diff of one file, with `a/` and `b/` before its path."""
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(
            before.text.splitlines(keepends=True),
            after.splitlines(keepends=True),
            f"a/{before.path}",
            f"b/{before.path}",
        )
    )


def _fits(edit: Edit, taken: Iterable[Edit], sources: Mapping[str, SourceText]) -> bool:
    """Tell whether an edit lies in a known text and neither overlaps nor touches an earlier one.

    Two insertions at one place would depend on their order, so the second waits for the next pass.
    """
    source = sources.get(edit.path)
    if source is None or not 0 <= edit.span.start <= edit.span.end <= len(source.text):
        return False
    return all(edit.span.end < one.span.start or one.span.end < edit.span.start for one in taken)


def _rewrite(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    end = len(text)
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        parts += [text[edit.span.end : end], edit.text]
        end = edit.span.start
    parts.append(text[:end])
    return "".join(reversed(parts))
