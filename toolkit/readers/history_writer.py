"""A change entered under `history` in an article's front matter, every other character of the file left as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from toolkit.model.metadata import Change, ChangeKind, Metadata
from toolkit.model.span import SourceText, Span
from toolkit.model.toml_text import quoted
from toolkit.readers.frontmatter import read_front_matter

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


def entry_lines(
    day: date, kind: ChangeKind, summary: str, notice: str | None, indent: str = "  "
) -> list[str]:
    """Give a change as the lines of an item of `history`."""
    lines = [f"{indent}- date: {day.isoformat()}", f"{indent}  kind: {kind.value}"]
    # What TOML and JSON write as a text, YAML reads as the same (YAML 1.2, section 7.3.1).
    lines.append(f"{indent}  summary: {quoted(summary)}")
    return [*lines, f"{indent}  notice: {quoted(notice)}"] if notice else lines


def with_change(
    source: SourceText, day: date, kind: ChangeKind, summary: str, notice: str | None = None
) -> str | None:
    """Give the text of an article with one more change in its history, after those that stand there.

    `None` where that cannot be done without touching anything else: no front matter, or a history that is not
    written as a list with a line for each item. The text is read again before it is given: all
    that it says but for the history must be as it was.
    """
    metadata, problems = read_front_matter(source)
    if metadata.span.end == 0:
        return None
    at, indent = _place(source.text, metadata)
    end = "\r\n" if "\r\n" in source.slice(metadata.span) else "\n"
    lines = entry_lines(day, kind, summary, notice, indent)
    if "history" not in metadata.spans:
        lines.insert(0, "history:")
    text = source.text[:at] + "".join(f"{line}{end}" for line in lines) + source.text[at:]
    read, found = read_front_matter(replace(source, text=text))
    is_added = [_said(one) for one in read.history] == [
        *map(_said, metadata.history),
        (day, kind, summary, notice),
    ]
    is_same = _without_history(read) == _without_history(metadata) and len(found) == len(problems)
    return text if is_added and is_same else None


def _place(text: str, metadata: Metadata) -> tuple[int, str]:
    """Give where the lines go in, and how far they are indented: after the last change, or before the closing fence."""
    if not metadata.history:
        return text.rfind("\n", 0, metadata.span.end - 1) + 1, "  "
    last = metadata.history[-1].span
    found = _ITEM.match(text, text.rfind("\n", 0, last.start) + 1)
    after = text.find("\n", last.end - (text[last.end - 1 : last.end] == "\n"))
    return after + 1, found[1] if found else "  "


def _said(change: Change) -> tuple[date, ChangeKind, str, str | None]:
    return change.date, change.kind, change.summary, change.notice


def _without_history(metadata: Metadata) -> Metadata:
    authors = tuple(replace(one, span=Span(0, 0)) for one in metadata.authors)
    uses = metadata.ai_assistance and tuple(replace(one, span=Span(0, 0)) for one in metadata.ai_assistance)
    return replace(metadata, span=Span(0, 0), spans={}, authors=authors, ai_assistance=uses, history=())
