"""Citations as JATS prints them, `[see 1, p. 3; 2]`, put together again as groups.

JATS marks each number as an `xref`, and no more: brackets, prefixes, locators and ranges are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolkit.model.article import Attributes, Citation, CitationGroup, CitationMode, Inline
from toolkit.model.span import Span
from toolkit.readers.jats.document import References
from toolkit.readers.locators import leading_locator

_SEPARATOR = re.compile(r"[\s,;–—-]*(?:and|&)?\s*")
_RANGE = re.compile(r"\s*[–—-]\s*")
# A separator between two numbers is short; what is longer is a sentence.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Cited:
    """One `xref` to a reference: its key (the reference's id) and how the text uses it."""

    span: Span
    key: str
    use: str | None = None


Part = str | Cited | Inline
C = TypeVar("C", bound=object)


def grouped(parts: Sequence[Part], references: References) -> list[str | Inline]:
    """Replace numbers, and the brackets and words around them, by groups of citations.

    `references` has the list's order: `1–3` cites the second too.
    """
    found: list[str | Inline] = []
    rest = _joined(parts)
    at = 0
    while at < len(rest):
        part = rest[at]
        if not isinstance(part, Cited):
            found.append(part)
            at += 1
            continue
        opened = _opening(found)
        items, between, after = _run(rest, at, is_bracketed=opened is not None)
        tail = rest[after] if after < len(rest) else None
        closing = tail.find("]") if isinstance(tail, str) and "[" not in tail.partition("]")[0] else -1
        if opened is not None and isinstance(tail, str) and closing >= 0:
            before, prefix = opened
            found[-1] = before
            found.append(_group(items, [prefix, *between, tail[:closing]], references))
            rest[after] = tail[closing + 1 :]
            at = after
        else:
            items, between, after = _run(rest, at, is_bracketed=False)
            found.append(_group(items, ["", *between, ""], references))
            at = after
    return [one for one in found if one != ""]


def _joined(parts: Sequence[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _opening(found: Sequence[str | Inline]) -> tuple[str, str] | None:
    """Split the text before a number at the bracket that stands open there."""
    last = found[-1] if found else None
    if not isinstance(last, str):
        return None
    at = last.rfind("[")
    if at < 0 or "]" in last[at:] or len(last) - at > _LONGEST:
        return None
    return last[:at], last[at + 1 :]


def _run(rest: Sequence[Part], at: int, *, is_bracketed: bool) -> tuple[list[Cited], list[str], int]:
    """Collect the numbers that belong together, what stands between them, and where the rest begins."""
    first = rest[at]
    items = [first] if isinstance(first, Cited) else []
    between: list[str] = []
    at += 1
    while at < len(rest):
        text, following = rest[at], rest[at + 1] if at + 1 < len(rest) else None
        if isinstance(text, Cited):
            text, following, step = "", text, 1
        else:
            step = 2
        if not isinstance(text, str) or not isinstance(following, Cited) or len(text) > _LONGEST:
            break
        if not (_SEPARATOR.fullmatch(text) or (is_bracketed and "[" not in text and "]" not in text)):
            break
        items.append(following)
        between.append(text)
        at += step
    return items, between, at


def _group(items: Sequence[Cited], texts: Sequence[str], references: References) -> CitationGroup:
    """Make a group; `texts` stand before, between and after the numbers."""
    citations: list[Citation] = []
    prefix: str | None = _words(texts[0])
    for index, item in enumerate(items):
        suffix, following = _parted(texts[index + 1], is_last=index == len(items) - 1)
        locator = leading_locator(suffix) if suffix else None
        citations.append(
            Citation(item.span, item.span, item.key, prefix=prefix, suffix=suffix, locator=locator)
        )
        prefix = following
        if index + 1 < len(items) and _RANGE.fullmatch(texts[index + 1]):
            unsaid = references.between(item.key, items[index + 1].key)
            citations += [Citation(item.span, item.span, key) for key in unsaid]
    classes = tuple(dict.fromkeys(item.use for item in items if item.use == "as-retracted"))
    return CitationGroup(items[0].span, tuple(citations), Attributes(classes=tuple(filter(None, classes))))


def narrative(group: CitationGroup) -> CitationGroup:
    """Make the first citation of a group a narrative one: its authors are named in the text."""
    first, *others = group.citations
    spoken = Citation(
        first.span, first.key_span, first.key, CitationMode.NARRATIVE, None, first.suffix, first.locator
    )
    return CitationGroup(group.span, (spoken, *others), group.attributes)


def _parted(text: str, *, is_last: bool) -> tuple[str | None, str | None]:
    """Split what stands between two numbers into the first's suffix and the second's prefix."""
    if _SEPARATOR.fullmatch(text):
        return None, None
    if is_last:
        return _words(text), None
    suffix, semicolon, prefix = text.rpartition(";")
    return (_words(suffix), _words(prefix)) if semicolon else (_words(text), None)


def _words(text: str) -> str | None:
    return " ".join(text.split()).removeprefix(",").strip() or None
