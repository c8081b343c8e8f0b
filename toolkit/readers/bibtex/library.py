"""From the bytes of `references.bib` to a `Library`: every entry that is there, and what is wrong with the rest.

Entries that are plainly well-formed are read by regular expressions (`grammar`), which takes a
third of pybtex's time and gives the same values (a test compares them); anything else goes, one
entry at a time, to pybtex's own parser (`recovery`). The reasons and figures stand in
`docs/decisions/bibtex-reader.md`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice

from toolkit.model.article import Suppression
from toolkit.model.caps import LIBRARY_CAP
from toolkit.model.finding import Problem, Severity
from toolkit.model.library import Entry, Field, Library
from toolkit.model.span import SourceText, Span
from toolkit.readers.bibtex import between
from toolkit.readers.bibtex.between import begins_line, is_commented_out, line_end
from toolkit.readers.bibtex.decode import Decoder
from toolkit.readers.bibtex.encoding import decode_library, source_of
from toolkit.readers.bibtex.entries import check_entries, repeated_fields
from toolkit.readers.bibtex.fields import PlainFields
from toolkit.readers.bibtex.grammar import (
    AT,
    BALANCED_BODY,
    FIELD_NAME,
    HEAD,
    LIKELY_HEAD,
    PART,
    PLAIN_ENTRY,
    STRING,
)
from toolkit.readers.bibtex.macros import ExpansionError, Macros, expand
from toolkit.readers.suppressions import Directive, MalformedDirective

MAXIMUM_LIBRARY = LIBRARY_CAP
"""Bytes of a library that are read."""
MAXIMUM_ENTRY = 1024 * 1024
"""Characters of one entry that are read."""
MAXIMUM_ENTRIES = 100_000
MAXIMUM_FIELDS = 600_000
"""Entries and fields of one library that are kept, which bounds the memory."""
MAXIMUM_ODD_ENTRIES = 20_000
MAXIMUM_ODD_CHARACTERS = 6 * 1024 * 1024
"""Entries that are not plainly well-formed, and their characters, that are read: pybtex takes its time."""
MAXIMUM_PROBLEMS = 1_000
"""Problems of one library that are told apart; the others are counted."""

RULE = "reference-malformed"
_NO_MACROS: dict[str, str] = {}


def read_library(path: str, data: bytes) -> Library:
    """Read a BibTeX or BibLaTeX library.

    Takes the file's path relative to the project's root, and its bytes, whatever they are. Gives
    every entry in order with the span of the entry, its key, its fields and their values, and a
    problem for each thing that is wrong, at its place. Never raises, never reads a file; time and
    memory grow in proportion to the bytes.
    """
    if len(data) > MAXIMUM_LIBRARY:
        message = f"the library has {len(data) >> 20} MiB: at most {MAXIMUM_LIBRARY >> 20} MiB are read"
        help_ = "split it, or drop abstracts and notes that no article needs"
        return Library(SourceText(path, ""), problems=(Problem(Span(0, 0), message, help_, rule=RULE),))
    source, problems = decode_library(path, data)
    reading = _Reading(source.text, path, problems)
    reading.read()
    problems.extend(islice(check_entries(path, reading.entries), 2 * MAXIMUM_PROBLEMS))
    entries = tuple(reading.entries)
    return Library(
        source,
        entries,
        _sorted_and_capped(problems),
        tuple(reading.suppressions),
        Decoder(entries).decode,
    )


def restored_library(
    path: str,
    data: bytes,
    problems: tuple[Problem, ...],
    suppressions: tuple[Suppression, ...],
    entries_of: Callable[[str], tuple[Entry, ...]],
) -> Library:
    """Give a library that was read before: `entries_of` gives the entries of the text of the same bytes."""
    source = source_of(path, data)
    entries = entries_of(source.text)
    return Library(source, entries, problems, suppressions, Decoder(entries).decode)


def _sorted_and_capped(problems: list[Problem]) -> tuple[Problem, ...]:
    problems.sort(key=lambda problem: problem.span)
    if len(problems) <= MAXIMUM_PROBLEMS:
        return tuple(problems)
    kept, rest = problems[:MAXIMUM_PROBLEMS], problems[MAXIMUM_PROBLEMS:]
    message = f"the library has {len(rest)} more problems from here on"
    return (*kept, Problem(rest[0].span, message, "mend those above first", rule=RULE))


@dataclass(slots=True)
class _Reading:
    """One pass over a library."""

    text: str
    path: str
    problems: list[Problem]
    entries: list[Entry] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    macros: Macros = field(default_factory=Macros)
    heads: list[int] = field(default_factory=list)
    field_count: int = 0
    commands: int = 0
    odd_entries: int = 0
    odd_characters: int = 0
    waiting: list[tuple[Span, Directive]] = field(default_factory=list)

    def read(self) -> None:
        """Read all entries, and what stands between them."""
        text = self.text
        likely = (found.start() for found in islice(LIKELY_HEAD.finditer(text), 4 * MAXIMUM_ENTRIES))
        self.heads = [at for at in likely if begins_line(text, at)]
        position = 0
        while True:
            found = AT.search(text, position)
            at = found.start() if found else -1
            end = found.start() if found else len(text)
            self._between(position, end)
            if at < 0:
                self._serve_waiting(None)
                return
            excess = self._excess()
            if excess is not None:
                message = f"the library has too many {excess}: what follows is not read"
                self.problems.append(Problem(Span(at, at + 1), message, "split the library", rule=RULE))
                return
            known = len(self.entries)
            position = self._command(at)
            if len(self.entries) > known:
                self._serve_waiting(self.entries[-1].span)

    def _excess(self) -> str | None:
        """Say of what there is more than a library may hold."""
        if len(self.entries) >= MAXIMUM_ENTRIES or self.commands >= 2 * MAXIMUM_ENTRIES:
            return "entries"
        if self.field_count >= MAXIMUM_FIELDS:
            return "fields"
        if self.odd_entries >= MAXIMUM_ODD_ENTRIES or self.odd_characters >= MAXIMUM_ODD_CHARACTERS:
            return "malformed entries"
        return None

    def _between(self, start: int, end: int) -> None:
        """Look at what stands between two entries: stray text, and comments to Osler."""
        if end - start < 2 or self.text[start:end].isspace():
            return
        region = Span(start, end)
        self.problems.extend(between.stray_text(self.text, region))
        for span, directive in between.directives(self.text, region):
            if isinstance(directive, MalformedDirective):
                self._report(span, directive.message, directive.help)
            elif directive.is_file_wide:
                self._suppress(span, directive, Span(0, len(self.text)))
            else:
                self.waiting.append((span, directive))

    def _suppress(self, span: Span, directive: Directive, covers: Span) -> None:
        one = Suppression(span, covers, directive.rules, directive.reason, directive.until)
        self.suppressions.append(one)

    def _serve_waiting(self, covers: Span | None) -> None:
        """Give the comments that wait for an entry the one that came, or none at the end of the file."""
        for span, directive in self.waiting:
            self._suppress(span, directive, covers or span)
        self.waiting.clear()

    def _limit(self, at: int) -> int:
        """Give the offset of the next entry that begins a line."""
        index = bisect_right(self.heads, at)
        return self.heads[index] if index < len(self.heads) else len(self.text)

    def _command(self, at: int) -> int:
        """Read what the `@` at an offset begins; give the offset after it."""
        self.commands += 1
        head = HEAD.match(self.text, at)
        if head is None:
            self.problems.extend(between.lone_at(self.text, at))
            return at + 1
        if is_commented_out(self.text, at):
            return self._commented_out(at, head.end())
        kind = head[1].lower()
        read = {"comment": self._comment, "string": self._string, "preamble": self._preamble}.get(kind)
        if read is not None:
            return read(at, head.end())
        end = self._plain_entry(at, head.end(), kind) if head[2] == "{" else None
        return end if end is not None else self._odd_entry(at, head.end() - 1, kind)

    def _preamble(self, at: int, position: int) -> int:
        """Step over `@preamble{…}`, which holds TeX, not references."""
        body = BALANCED_BODY.match(self.text, position, self._limit(at))
        return body.end() if body else self._limit(at)

    def _plain_entry(self, at: int, position: int, kind: str) -> int | None:
        """Read a well-formed entry; give the offset after it, or `None` if it is not well-formed."""
        text = self.text
        found = PLAIN_ENTRY.match(text, position, min(self._limit(at), at + MAXIMUM_ENTRY))
        if found is None:
            return None
        start = found.start(2)
        names = FIELD_NAME.findall(text, start, found.end())
        expansions = _NO_MACROS
        if any(macro or tail for _, macro, tail in names):
            expansions = self._expansions(Span(start, found.end()))
        fields = PlainFields(text, start, found.end(), expansions)
        entry = Entry(found[1], kind, Span(at, found.end()), Span(*found.span(1)), fields)
        self.entries.append(entry)
        self.field_count += len(names)
        if len({name.lower() for name, _, _ in names}) != len(names):
            self.problems.extend(repeated_fields(self.path, entry))
        return found.end()

    def _expansions(self, region: Span) -> dict[str, str]:
        """Give the values of the macros in a plain entry's fields; report those that have none."""
        found: dict[str, str] = {}
        for one in FIELD_NAME.finditer(self.text, *region):
            tail = PART.finditer(self.text, *one.span(3))
            spans = [Span(*one.span(2)), *(Span(*part.span(4)) for part in tail)]
            for span in spans:
                if span.start >= 0:
                    name = self.text[span.start : span.end]
                    found[name.lower()] = expand(self.macros, name, span, self._report)
        return found

    def _odd_entry(self, at: int, opening: int, kind: str) -> int:
        """Read an entry that needs the patient parser; give the offset after it."""
        from toolkit.readers.bibtex.recovery import EntryParser  # noqa: PLC0415 - pybtex takes 40 ms to import

        limit = self._limit(at)
        stop = min(limit, at + MAXIMUM_ENTRY + 1)
        parser = EntryParser(self.text[at:stop], at, self.macros, self._report)
        mark = len(self.problems)
        end = at + parser.read(opening - at)
        self.odd_entries += 1
        self.odd_characters += end - at
        if not parser.is_closed and stop < limit:
            del self.problems[mark:]
            name = f'entry "{parser.key}"' if parser.key else "the entry"
            message = f"{name} has more than {MAXIMUM_ENTRY >> 20} MiB, or is not closed: it is not read"
            self._report(
                Span(at, opening + 1), message, "reading goes on at the next entry that begins a line"
            )
            return limit
        if parser.key is None:
            del self.problems[mark:]
            message = f"an entry of type {kind} has no key: it is not read"
            self._report(Span(at, opening + 1), message, f"give it one: `@{kind}{{key,`")
            return end if parser.is_closed else limit
        if not parser.is_closed:
            message = f'entry "{parser.key}" is not closed: it was cut before the next entry'
            closer = "}" if self.text[opening] == "{" else ")"
            self._report(parser.key_span, message, f"end it with `{closer}`, and see that its braces match")
            end = at + len(self.text[at:limit].rstrip())
        fields = tuple(_ending_by(end, one) for one in parser.fields)
        entry = Entry(parser.key, kind, Span(at, end), parser.key_span, fields)
        self.entries.append(entry)
        self.field_count += len(entry.fields)
        self.problems.extend(repeated_fields(self.path, entry))
        return end if parser.is_closed else limit

    def _string(self, at: int, position: int) -> int:
        """Read a macro's definition; give the offset after it."""
        from toolkit.readers.bibtex.recovery import EntryParser  # noqa: PLC0415 - pybtex takes 40 ms to import

        found = STRING.match(self.text, position, self._limit(at))
        if found and found[5] is None and self.text[position - 1] == "{":
            self._define(found[1], found[2] or found[3] or found[4] or "", Span(found.start(1), found.end(1)))
            return found.end()
        limit = min(self._limit(at), at + MAXIMUM_ENTRY)
        parser = EntryParser(self.text[at:limit], at, self.macros, self._report)
        end = at + parser.read_definition(position - 1 - at)
        self.odd_entries += 1
        self.odd_characters += end - at
        for one in parser.fields:
            self._define(one.name, one.value, one.span)
        if not parser.is_closed:
            message = "a macro's definition is not closed, or not `name = {text}`"
            self._report(Span(at, position), message, "write `@string{name = {text}}`")
            return self._limit(at)
        return end

    def _define(self, name: str, value: str, span: Span) -> None:
        try:
            self.macros.define(name, value)
        except ExpansionError as error:
            self._report(span, str(error), "write the text where it is needed")

    def _comment(self, at: int, position: int) -> int:
        """Step over `@comment{…}`, as biber and JabRef do; if its braces do not match, over its line."""
        body = BALANCED_BODY.match(self.text, position)
        end = body.end() if body and self.text[position - 1] == "{" else line_end(self.text, at)
        inside = HEAD.search(self.text, position, end)
        if inside:
            message = f"an entry of type {inside[1].lower()} inside @comment is not read"
            help_ = "BibTeX itself would read it, biber would not: delete it, or take it out of the comment"
            self._report(Span(inside.start(), inside.end()), message, help_, Severity.INFO)
        return end

    def _commented_out(self, at: int, position: int) -> int:
        """Step over an entry behind `%`: the whole of it, or the line if each of its lines has its own."""
        whole = BALANCED_BODY.match(self.text, position, self._limit(at))
        end_of_line = line_end(self.text, at)
        following = self.text[end_of_line : self._limit(at)].lstrip()
        end = whole.end() if whole and not following.startswith("%") else end_of_line
        message = "an entry behind % is not read"
        help_ = "BibTeX itself would read it, biber would not: delete it, or take the % away"
        self._report(Span(at, position), message, help_, Severity.INFO)
        return end

    def _report(self, span: Span, message: str, help_: str | None, severity: Severity | None = None) -> None:
        if len(self.problems) <= 2 * MAXIMUM_PROBLEMS:
            self.problems.append(Problem(span, message, help_, rule=RULE, severity=severity))


def _ending_by(end: int, one: Field) -> Field:
    """Let a field that was not closed end where its entry does: the space behind it is nobody's."""
    if one.span.end <= end:
        return one
    value_start = min(one.value_span.start, end)
    return replace(one, span=Span(one.span.start, end), value_span=Span(value_start, end))
