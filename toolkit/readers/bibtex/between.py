"""What stands between entries: stray text that was meant to be part of one, and suppression comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.finding import Problem
from toolkit.model.late_pattern import late_pattern
from toolkit.model.span import Span
from toolkit.readers.suppressions import Directive, MalformedDirective, parse_suppression

RULE = "reference-malformed"

_STRAY_BRACE = re.compile(r"^[ \t]*+([})])[ \t,;})]*+$", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*+,?[ \t]*+([A-Za-z][\w-]*+)[ \t]*+=[ \t]*+[{\"\d]", re.MULTILINE)
_NO_AT = late_pattern(
    r"^[ \t]*+(article|book|booklet|inbook|incollection|inproceedings|conference|manual|mastersthesis|misc"
    r"|phdthesis|proceedings|techreport|unpublished|online|report|thesis|collection|dataset)[ \t]*+\{[^\s,]*+,",
    re.MULTILINE | re.IGNORECASE,
)
_AT_WITHOUT_BRACE = re.compile(r"@([A-Za-z]++)[ \t]++([^\s,{}()@=]++),[ \t]*+[\r\n]")
_SUPPRESSION = re.compile(r"^[ \t]*+%++[ \t]*+(osler:[^\r\n]*+)", re.MULTILINE)


def stray_text(text: str, region: Span) -> Iterator[Problem]:
    """Report what looks like part of an entry in the text between two entries. Other text is a comment."""
    found = _NO_AT.search(text, *region)
    if found:
        message = f"`{found[0].strip()}` begins no entry: the @ is missing"
        help_ = f"write `@{found[0].strip()}`"
        yield Problem(Span(found.start(1), found.end()), message, help_, rule=RULE)
        return
    found = _FIELD.search(text, *region)
    if found:
        message = f'field "{found[1]}" stands outside any entry, and is not read'
        help_ = "the entry before it ended early: look for one closing brace too many"
        yield Problem(Span(found.start(1), found.end(1)), message, help_, rule=RULE)
        return
    found = _STRAY_BRACE.search(text, *region)
    if found:
        message = f"`{found[1]}` closes nothing"
        help_ = "delete it, or look for a brace too many in the entry before it"
        yield Problem(Span(found.start(1), found.end(1)), message, help_, rule=RULE)


def lone_at(text: str, at: int) -> Iterator[Problem]:
    """Report `@type key,` without a brace. Any other `@` between entries belongs to a comment."""
    found = _AT_WITHOUT_BRACE.match(text, at)
    if found and not is_commented_out(text, at):
        message = f"`{found[0].strip()}` begins no entry: the brace is missing"
        yield Problem(Span(at, found.end(2)), message, f"write `@{found[1]}{{{found[2]},`", rule=RULE)


_INDENT = 200
"""How far before an `@` its line may begin; further off, what stands before it is not looked at."""


def begins_line(text: str, at: int) -> bool:
    """Tell whether only spaces stand before an offset on its line."""
    return _before(text, at) == ""


def is_commented_out(text: str, at: int) -> bool:
    """Tell whether the line that holds an offset begins with `%`."""
    return _before(text, at)[:1] == "%"


def _before(text: str, at: int) -> str:
    """Give what stands before an offset on its line, without the spaces around it."""
    window = text[max(0, at - _INDENT) : at]
    start = max(window.rfind("\n"), window.rfind("\r")) + 1
    return window[start:].strip() if start or at <= _INDENT else "…"


def line_end(text: str, at: int) -> int:
    """Give the offset of the end of the line that holds an offset."""
    found = re.compile(r"[^\r\n]*+").match(text, at)
    return found.end() if found else len(text)


def directives(text: str, region: Span) -> Iterator[tuple[Span, Directive | MalformedDirective]]:
    """Yield the `% osler: …` comments of the text between two entries, each with its place."""
    for found in _SUPPRESSION.finditer(text, *region):
        directive = parse_suppression(found[1])
        if directive is not None:
            yield Span(found.start(1), found.end()), directive
