"""The library is not UTF-8 text, or holds characters that no reference may have.

## Why
A name in the wrong encoding is a wrong name: "GuÃ©ant" for "Guéant". Control characters and
unpaired surrogates cannot stand in XML at all (XML 1.0, production 2), so no JATS file could be
made of the reference.

## Fails
```bibtex references.bib
@article{gueant2013, author = {Gu�ant, Jean-Louis}, title = {Oral vitamin B12}, journal = {Biochimie},
  year = {2013}}
```

## Passes
```bibtex references.bib
@article{gueant2013, author = {Guéant, Jean-Louis}, title = {Oral vitamin B12}, journal = {Biochimie},
  year = {2013}}
```

## What it says
- Bytes that are not UTF-8, and characters that no text file should have.
- A replacement character (U+FFFD): a program lost a letter there.
- Letters that were UTF-8 and were read as Latin-1 or Windows-1252, such as "GuÃ©ant".

## Fix
Unsafe, and only for the last: writes the letters that those bytes mean. Otherwise a person must say
which character was meant. Most editors can open a file in its old encoding (often Windows-1252 or
Latin-1) and save it as UTF-8.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from toolkit.model.finding import Confidence, Edit, Fix, Problem, Severity
from toolkit.model.library import Entry, Field, Library
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_PRINTED = frozenset(
    (
        *("author", "editor", "title", "subtitle", "booktitle", "booksubtitle", "journal", "journaltitle"),
        *("publisher", "school", "institution", "organization", "address", "location", "series"),
    )
)
# The first byte of a UTF-8 sequence (C2 to EF), then the others (80 to BF), as Windows-1252 shows them.
_LATER = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_MISREAD = re.compile(f"[\u00c2-\u00ef]{_LATER}+")
# Both kinds in one set of first letters, which a search over the whole text finds quickly.
_SUSPICIOUS = re.compile(f"[\ufffd\u00c2-\u00ef](?:(?<=\ufffd)|{_LATER})")


def check(library: Library, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader could not decode; report lost and misread letters in printed fields."""
    reported = [problem for problem in library.problems if problem.rule == RULE.name]
    yield from reported
    for entry in _suspects(library):
        for field in entry.fields:
            if not field.value.isascii() and field.name in _PRINTED:
                yield from _lost(entry, field, library) if not reported else ()
                yield from _misread(entry, field, library)


def _suspects(library: Library) -> Iterable[Entry]:
    """Give the entries with lost or misread letters, told by one search over the whole text.

    All of them where such letters stand outside entries: in a macro, which any entry may use.
    """
    if library.source.text.isascii():
        return ()
    starts = [entry.span.start for entry in library.entries]
    found: dict[int, Entry] = {}
    for place in _SUSPICIOUS.finditer(library.source.text):
        index = bisect_right(starts, place.start()) - 1
        if index < 0 or place.start() >= library.entries[index].span.end:
            return library.entries
        found[index] = library.entries[index]
    return found.values()


def _lost(entry: Entry, field: Field, library: Library) -> Iterator[Problem]:
    if "\ufffd" in field.value:
        yield Problem(
            _place(library, field, "\ufffd"),
            f'the {field.name} of "{entry.key}" has a replacement character (U+FFFD): a letter was lost',
            help="look the letter up, and write it",
        )


def _misread(entry: Entry, field: Field, library: Library) -> Iterator[Problem]:
    for found in _MISREAD.finditer(field.value):
        meant = _meant(found[0])
        if meant is not None:
            span = _place(library, field, found[0])
            is_exact = library.source.slice(span) == found[0]
            edit = Edit(library.path, span, meant)
            yield Problem(
                span,
                f'the {field.name} of "{entry.key}" has "{found[0]}", which is "{meant}" in the wrong encoding',
                help=f'write "{meant}"',
                severity=Severity.WARNING,
                confidence=Confidence.MEDIUM,
                fix=Fix(f'write "{meant}"', (edit,), is_safe=False) if is_exact else None,
            )
            return


def _meant(text: str) -> str | None:
    """Give the letters whose UTF-8 bytes were read as Windows-1252; `None` if they are none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = text.encode(encoding).decode()
        except UnicodeError:
            continue
        return meant if meant.isprintable() else None
    return None


def _place(library: Library, field: Field, text: str) -> Span:
    start = library.source.text.find(text, field.value_span.start, field.value_span.end)
    return Span(start, start + len(text)) if start >= 0 else field.value_span


RULE = Rule("reference-encoding", Severity.ERROR, check, fixable=True)
