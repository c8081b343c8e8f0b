"""Text that was meant as a citation and is none, or is another than was meant."""

from __future__ import annotations

import re
from bisect import bisect_left

from toolkit.model.finding import Edit, Fix, Problem
from toolkit.model.identifier import Identifier, Scheme
from toolkit.readers.citations import CitationScan, Group, Key, is_cross_reference
from toolkit.readers.markdown.runs import Run

_EMPTY = re.compile(r"\[[ \t]*-?@[ \t]*\]")
_SPACED = re.compile(r"\[-?@[ \t]+\w")
_CUT = re.compile(r"[:.#$%&\-+?<>~/]*[(<\[]")
_GROUPS_HELP = "write [@one; @two]: a semicolon between keys, and a key in every part"


def report(run: Run, scan: CitationScan, path: str, problems: list[Problem]) -> None:
    """Add the problems of a run's citations, and of what looks like one, to `problems`."""
    text = run.text
    if "@" not in text:
        return
    keys = [key for mark in re.finditer("@", text) if (key := scan.key_at(mark.start())) is not None]
    for key in keys:
        problem = _truncated(run, key, path)
        if problem is not None:
            problems.append(problem)
    for group in scan.groups.values():
        problems.extend(_nested(run, group, path))
    starts = [key.start for key in keys]
    for mark in re.finditer(r"\[", text):
        problem = _bracket(run, scan, starts, mark.start())
        if problem is not None:
            problems.append(problem)


def _truncated(run: Run, key: Key, path: str) -> Problem | None:
    """Tell of a DOI that the grammar cuts at a parenthesis."""
    if key.braced or Identifier.key_scheme(key.key) is not Scheme.DOI or not _CUT.match(run.text, key.end):
        return None
    end = _doi_end(run.text, key.start + 1)
    if end <= key.end:
        return None
    span = run.span(key.start, end)
    whole = run.source[span.start + 1 : span.end]
    return Problem(
        span,
        f"the citation is cut short: `@{key.key}` is read, but `@{whole}` is written",
        help=f"put the whole DOI in braces: @{{{whole}}}",
        rule="citation-truncated",
        fix=Fix("Put the DOI in braces", (Edit(path, span, f"@{{{whole}}}"),)),
    )


def _doi_end(text: str, start: int) -> int:
    """Find where a DOI ends that may hold balanced parentheses, brackets and `<…>`."""
    opened: list[str] = []
    end = start
    while end < len(text) and not text[end].isspace() and text[end] != "@":
        character = text[end]
        if character in "([<":
            opened.append(character)
        elif character in ")]>":
            if not opened:
                break
            opened.pop()
        elif character in ";," and not opened and not text[end + 1 : end + 2].isalnum():
            break
        end += 1
    return start + len(text[start:end].rstrip(".,;:!?'\"*_"))


def _nested(run: Run, group: Group, path: str) -> list[Problem]:
    """Tell of keys that a missing semicolon puts into another one's suffix."""
    found: list[Problem] = []
    for item in group.items:
        previous = item.key
        for other in item.after:
            key = other.key
            if is_cross_reference(key.key):
                continue
            begin = key.start - key.suppress
            fix = None
            if run.text[previous.end : begin].strip() == "," and begin > previous.end:
                gap = run.span(previous.end, begin)
                fix = Fix("Separate the keys by a semicolon", (Edit(path, gap, "; "),), is_safe=False)
            found.append(
                Problem(
                    run.span(key.start, key.end),
                    f"`@{key.key}` stands in the suffix of `@{item.key.key}`, not beside it",
                    help=_GROUPS_HELP,
                    rule="citation-malformed",
                    fix=fix,
                )
            )
            previous = key
    return found


def _bracket(run: Run, scan: CitationScan, starts: list[int], at: int) -> Problem | None:
    """Tell of a bracket that looks like a citation and is not read as one."""
    text = run.text
    if at in scan.groups or at in scan.protected or at in scan.located:
        return None
    if found := _EMPTY.match(text, at):
        message, end, help_text = "a citation without a key", found.end(), "write the key after the @: [@key]"
    elif found := _SPACED.match(text, at):
        message, end = "a space after the @ keeps this from being a citation", found.end()
        help_text = "write the key directly after the @: [@key]"
    elif at not in scan.pairs:
        key = scan.key_at(at + 1)
        if key is None:
            return None
        message, end = f"the bracket before `@{key.key}` is not closed", key.end
        help_text = f"close it after the citation: [@{key.key}]"
    else:
        end = scan.pairs[at] + 1
        index = bisect_left(starts, at)
        inner = text.find("[", at + 1)
        if index == len(starts) or starts[index] >= end or -1 < inner < starts[index]:
            return None
        message = "this bracket is not read as a group of citations: a part of it names no key"
        help_text = _GROUPS_HELP
    return Problem(run.span(at, end), message, help=help_text, rule="citation-malformed")
