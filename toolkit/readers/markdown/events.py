"""The Markdown parser's events, with spans in characters. The only home of pyromark."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import Any, NamedTuple

import pyromark

from toolkit.readers.markdown.fences import Fence, find_fences, thematic_break

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
MAX_EVENTS = 100_000
"""How many pieces of Markdown are read in one article. A long chapter has 4,000; 2 MiB could have millions."""
MAX_MARKS = 20_000
"""How many signs of citations, attributes, super- and subscript are read. A long chapter has 1,000."""
_CONTINUATION = re.compile(b"[\x80-\xbf]")
_ROUNDS = 4
_OPAQUE_HTML = re.compile(r"\s*<(?:!|\?|script|pre|style|textarea)", re.IGNORECASE)
_COMMENT = re.compile(r"[ \t]*(<!--.*?-->)(?=[ \t]*[^\s<])", re.DOTALL)
_NO_LINE_END = re.compile(r"[^\r\n]")
_CITED_COLON = re.compile(r"(?:^|(?<=[\r\n]))[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?\[@[^\]\r\n]*\](:)")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")

Event = tuple[Any, int, int]
"""An event of the parser (see `pyromark.event`), with its start and end in characters."""


class Parsed:
    """What the parser made of a text: its events, and the fences that are fences, by offset.

    `breaks` are those that came back as thematic breaks, `gaps` those that end a block of HTML;
    `strays` are lines that begin as a fence does, outside code, and are none.
    """

    __slots__ = ("breaks", "events", "gaps", "strays")

    def __init__(
        self, events: list[Event], breaks: dict[int, Fence], gaps: list[Fence], strays: list[Fence]
    ) -> None:
        self.events = events
        self.breaks = breaks
        self.gaps = gaps
        self.strays = strays


class TooManyMarksError(Exception):
    """A text with more marks than any article has: reading on would cost too much time and memory.

    Its text says what there is too much of.
    """


def _events(text: str) -> list[Event]:
    """Parse once, and count in characters."""
    found = list(islice(pyromark.events_with_range(text, options=_OPTIONS), MAX_EVENTS + 1))
    if len(found) > MAX_EVENTS:
        raise TooManyMarksError(f"{MAX_EVENTS:,} headings, paragraphs, items, cells and links")
    if text.isascii():
        return [(event, place["start"], place["end"]) for event, place in found]
    extra = [match.start() for match in _CONTINUATION.finditer(text.encode())]
    return [
        (
            event,
            (start := place["start"]) - bisect_left(extra, start),
            (end := place["end"]) - bisect_left(extra, end),
        )
        for event, place in found
    ]


def parse(text: str) -> Parsed:
    """Parse Markdown with fenced divs; `[@key]:` at the start of a line is a citation and a colon.

    CommonMark takes it for the definition of a link, and the line would be gone; pandoc does not.
    Raises `TooManyMarksError` for a text that is hardly more than marks.
    """
    if sum(text.count(mark) for mark in "@^~{") > MAX_MARKS:
        raise TooManyMarksError(f"{MAX_MARKS:,} of the signs @ ^ ~ and {{")
    colons = {found.start(1) for found in _CITED_COLON.finditer(text)} if "]:" in text else set()
    if not colons:
        return _parse(text)
    hidden = list(text)
    for at in colons:
        hidden[at] = ";"
    parsed = _parse("".join(hidden))
    parsed.events = [
        ({"Text": text[start:end]}, start, end)
        if type(event) is dict and "Text" in event and end - start == len(event["Text"])
        else (event, start, end)
        for event, start, end in parsed.events
    ]
    return parsed


def _parse(text: str) -> Parsed:
    """Parse Markdown with fenced divs.

    A first round takes every candidate for a fence. One that does not come back as a thematic
    break was code, and is restored; inside a block of HTML it is blanked instead, which ends that
    block as in pandoc. A comment with text after it on its line is made to look like a tag, so
    that the text is not lost to a block of HTML. What changed is parsed again.
    """
    fences = find_fences(text)
    breaks = {at: fence for at, fence in fences.items() if fence.is_known}
    gaps: list[Fence] = []
    comments: set[tuple[int, int]] = set()
    if not fences and "<!--" not in text:
        return Parsed(_events(text), {}, [], [])
    for _ in range(_ROUNDS):
        events = _events(_masked(text, breaks, gaps, comments))
        places = _places(events)
        fresh = {place for one in places.html if (place := _leading_comment(text, *one))} - comments
        lost = [at for at in breaks if at not in places.rules]
        if not lost and not fresh:
            strays = [fence for at, fence in fences.items() if not (fence.is_known or places.is_verbatim(at))]
            return Parsed(events, breaks, gaps, strays)
        comments |= fresh
        html = [place for place in places.html if not _OPAQUE_HTML.match(text, *place)]
        for at in lost:
            fence = breaks.pop(at)
            if _is_inside(at, html):
                gaps.append(fence)
    return Parsed(_events(_masked(text, {}, [], comments)), {}, [], [])


class _Places(NamedTuple):
    """Where blocks of HTML and of code stand, and the offsets of the thematic breaks."""

    html: list[tuple[int, int]]
    code: list[tuple[int, int]]
    rules: set[int]

    def is_verbatim(self, at: int) -> bool:
        """Tell whether an offset lies in a block whose text is not Markdown."""
        return _is_inside(at, self.html) or _is_inside(at, self.code)


def _places(events: list[Event]) -> _Places:
    """Find the places of all events that matter to fences."""
    places = _Places([], [], set())
    for event, start, end in events:
        if event == "Rule":
            places.rules.add(start)
        elif type(event) is dict and "Start" in event:
            kind = event["Start"]
            if kind == "HtmlBlock":
                places.html.append((start, end))
            elif type(kind) is dict and "CodeBlock" in kind:
                places.code.append((start, end))
    return places


def _masked(text: str, breaks: dict[int, Fence], gaps: list[Fence], comments: set[tuple[int, int]]) -> str:
    if not breaks and not gaps and not comments:
        return text
    masks = [(*fence.span, thematic_break(fence)) for fence in breaks.values()]
    masks += [(start, end, " " * (end - start)) for start, end in (fence.span for fence in gaps)]
    masks += [
        (start, end, f"<{_NO_LINE_END.sub('a', text[start + 1 : end - 1])}>") for start, end in comments
    ]
    parts: list[str] = []
    at = 0
    for start, end, mask in sorted(masks):
        parts += (text[at:start], mask)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _leading_comment(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Give the comment at the start of a block of HTML that text follows on its last line."""
    found = _COMMENT.match(text, start, end)
    if found is None or "\n" in text[found.end() : end].rstrip() or _BLANK_LINE.search(found[1]):
        return None
    return found.span(1)


def _is_inside(at: int, places: list[tuple[int, int]]) -> bool:
    index = bisect_left(places, (at + 1, 0)) - 1
    return index >= 0 and places[index][0] <= at < places[index][1]
