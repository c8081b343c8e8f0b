"""What can only be said of an entry once it is read: repeated fields, repeated and awkward keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.model.finding import Edit, Fix, Problem, Related, Severity
from toolkit.model.library import Entry, Field
from toolkit.model.span import Span

# What pandoc reads of `@key` without braces: a letter, digit or _, then these or single internal punctuation.
_PLAIN_KEY = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*+")
_MAXIMUM_AUTHORS_TEXT = 64 * 1024
MAXIMUM_AUTHORS = 20_000
"""Names of one list that are read: the longest lists of authors have some 15,000."""
MAXIMUM_REPEATS = 200
"""Fields of one entry that are told to stand twice: more are no slip of a hand."""


def check_entries(path: str, entries: Iterable[Entry]) -> Iterator[Problem]:
    """Report repeated fields, keys that need care, keys defined twice, and endless author lists."""
    first: dict[str, Entry] = {}
    folded: dict[str, Entry] = {}
    for entry in entries:
        yield from _entry_problems(entry)
        same = first.setdefault(entry.key, entry)
        similar = folded.setdefault(entry.key.casefold(), entry)
        if same is not entry:
            message = f'key "{entry.key}" is defined twice'
            help_ = "the first entry counts: rename this one, or delete it"
            yield _duplicate(path, entry, same, message, help_, None)
        elif similar is not entry:
            message = f'keys "{entry.key}" and "{similar.key}" differ only by case'
            help_ = "BibTeX takes them for one: rename one of them"
            yield _duplicate(path, entry, similar, message, help_, Severity.WARNING)


def _duplicate(
    path: str, entry: Entry, first: Entry, message: str, help_: str, severity: Severity | None
) -> Problem:
    related = (Related(path, first.key_span, "first defined here"),)
    return Problem(
        entry.key_span, message, help_, rule="reference-duplicate-key", severity=severity, related=related
    )


def _entry_problems(entry: Entry) -> Iterator[Problem]:
    if not _PLAIN_KEY.fullmatch(entry.key):
        message = f'key "{entry.key}" has characters that a citation needs braces for'
        help_ = f"cite it as `@{{{entry.key}}}`, or rename it with letters, digits, `_`, `-` and `:` only"
        severity = Severity.INFO if "{" not in entry.key else Severity.WARNING
        yield Problem(entry.key_span, message, help_, rule="reference-malformed", severity=severity)
    if entry.span.end - entry.span.start < _MAXIMUM_AUTHORS_TEXT:
        return
    for one in entry.fields:
        if len(one.value) > _MAXIMUM_AUTHORS_TEXT and one.name in {"author", "editor"}:
            count = one.value.count(" and ") + 1
            if count > MAXIMUM_AUTHORS:
                message = f'field "{one.name}" has {count} names: the first {MAXIMUM_AUTHORS} are read'
                help_ = "end the list with `and others`"
                yield Problem(one.value_span, message, help_, rule="reference-malformed")


def repeated_fields(path: str, entry: Entry) -> Iterator[Problem]:
    """Report fields that stand twice, `MAXIMUM_REPEATS` at most; the first counts, as for BibTeX."""
    seen: dict[str, int] = {}
    told = 0
    for index, one in enumerate(entry.fields):
        first = entry.fields[seen.setdefault(one.name, index)]
        if first is one:
            continue
        told += 1
        if told > MAXIMUM_REPEATS:
            message = f'entry "{entry.key}" has more fields that stand twice from here on'
            yield Problem(one.span, message, "mend those above first", rule="reference-malformed")
            return
        yield _repeated_field(path, entry, index, first)


def _repeated_field(path: str, entry: Entry, index: int, first: Field) -> Problem:
    """Report the field at an index of an entry, which was given before."""
    one = entry.fields[index]
    is_same = " ".join(first.value.split()) == " ".join(one.value.split())
    message = f'field "{one.name}" stands twice in entry "{entry.key}"'
    help_ = (
        "the values are the same: delete one" if is_same else "the first counts, as for BibTeX: delete one"
    )
    related = (Related(path, first.span, "first given here"),)
    fix = None
    if is_same:
        edit = Edit(path, Span(entry.fields[index - 1].span.end, one.span.end), "")
        fix = Fix(f'delete the second "{one.name}"', (edit,))
    return Problem(
        Span(one.span.start, one.span.start + len(one.name)),
        message,
        help_,
        rule="reference-malformed",
        severity=Severity.WARNING if is_same else None,
        related=related,
        fix=fix,
    )
