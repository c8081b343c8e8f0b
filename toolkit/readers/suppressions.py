"""Suppressions: `osler: ignore RULE[, RULE…] [until=YYYY-MM-DD]: reason`, in a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from toolkit.model.suggestion import nearest_name

_PREFIX = re.compile(r"\s*osler:\s*", re.IGNORECASE)
_VERB = re.compile(r"[^\s:,]+")
_HEAD = re.compile(r"(?P<head>[^:]*):(?P<reason>.*)", re.DOTALL)
_UNTIL = re.compile(r"\buntil\s*=\s*(?P<date>[^\s:,]*)")
_RULE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_VERBS = ("ignore", "ignore-file")
_EXAMPLE = "write: osler: ignore claim-uncited until=2027-01-01: reason"


@dataclass(frozen=True, slots=True)
class Directive:
    """A well-formed suppression. `is_file_wide` is set for `ignore-file`."""

    rules: tuple[str, ...]
    reason: str
    until: date | None = None
    is_file_wide: bool = False


@dataclass(frozen=True, slots=True)
class MalformedDirective:
    """A comment that begins with `osler:` and can't be obeyed: what is wrong, and what to do."""

    message: str
    help: str = _EXAMPLE


def parse_suppression(comment: str) -> Directive | MalformedDirective | None:
    """Read a comment's text; `None` if it is not addressed to Osler.

    Takes what stands between the comment's marks (`<!--` and `-->`, or after `%` in a library).
    """
    prefix = _PREFIX.match(comment)
    if prefix is None:
        return None
    text = comment[prefix.end() :].strip()
    verb = _VERB.match(text)
    if verb is None:
        return MalformedDirective("the comment says nothing after `osler:`")
    if verb[0] not in _VERBS:
        near = nearest_name(verb[0], _VERBS)
        hint = f"did you mean `{near}`? " if near else ""
        return MalformedDirective(f"`{verb[0]}` is not something that Osler can be told", hint + _EXAMPLE)
    return _read(text[verb.end() :], is_file_wide=verb[0] == "ignore-file")


def _read(text: str, *, is_file_wide: bool) -> Directive | MalformedDirective:
    """Read what follows the verb."""
    head = _HEAD.fullmatch(text)
    reason = " ".join(head["reason"].split()) if head else ""
    names = head["head"] if head else text
    until: date | None = None
    if (found := _UNTIL.search(names)) is not None:
        try:
            until = date.fromisoformat(found["date"]) if len(found["date"]) == 10 else None
        except ValueError:
            until = None
        if until is None:
            return MalformedDirective(
                f"`{found['date']}` is not a date", "write until=YYYY-MM-DD, such as until=2027-01-01"
            )
        names = names[: found.start()] + names[found.end() :]
    rules = tuple(dict.fromkeys(name for name in re.split(r"[\s,]+", names) if name))
    if not rules:
        return MalformedDirective("the suppression names no rule")
    for name in rules:
        if not _RULE.fullmatch(name):
            return MalformedDirective(f"`{name}` is not the name of a rule")
    if not reason:
        return MalformedDirective("the suppression gives no reason")
    return Directive(rules, reason, until, is_file_wide)
