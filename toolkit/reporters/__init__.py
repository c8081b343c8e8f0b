"""Reporters: findings → text, JSON, or a service's own form. One module a format, each with `render`.

A package adds formats by the entry-point group `osler.reporters`, whose entries are functions of
the same shape as `render` in these modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import NamedTuple, Protocol, cast

from toolkit.model.finding import Finding, LeftOut, Severity
from toolkit.model.rule import Rule
from toolkit.model.span import SourceText
from toolkit.plugins import entry_points

FORMATS = (
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
)
COUNTING_FORMATS = frozenset({"full", "concise", "grouped", "json", "json-lines"})
"""The formats that have a place for `Printout.statistics`; beside the others they are told elsewhere."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: why, and its path and line as far as they are known."""

    message: str
    path: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Give place and reason on one line."""
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts under a report.

    `unread` are the files that could not be read, `defects` what crashed of Osler itself, one line
    each, and `exit_code` is what the process will end with. `left_out` counts what was left out on
    request, `None` if nothing was asked for.
    """

    articles: int = 0
    entries: int = 0
    suppressed: int = 0
    fixable: int = 0
    fixed: int = 0
    unread: tuple[Unread, ...] = ()
    defects: tuple[str, ...] = ()
    exit_code: int = 0
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Printout:
    """What a reporter is given. `colour` asks for terminal colours, where the format has any.

    `shown` gives a finding's path, which counts from the project's root, as the reader of the text
    would name it: from the current folder, or from the top of the repository. JSON keeps the first.
    `rules` are those that ran, whose manuals some formats carry. `statistics` asks for counts by
    rule: formats for people give them in place of the findings, JSON beside them.
    `counts` are those by severity where `findings` are a part only of what is reported.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    summary: Summary | None = None
    colour: bool = False
    shown: Callable[[str], str] = str
    rules: tuple[Rule, ...] = ()
    statistics: bool = False
    counts: Mapping[Severity, int] | None = None

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        if self.counts is not None:
            return self.counts[severity]
        return sum(finding.severity is severity for finding in self.findings)


def by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings, errors first, then by file and place: for readers that show only so many."""
    order = {severity: number for number, severity in enumerate(Severity)}
    return sorted(findings, key=lambda finding: (order[finding.severity], finding.sort_key))


Render = Callable[[Printout], str]
"""A reporter: gives the whole text, with a line end after its last line unless it is empty."""


class Frame(NamedTuple):
    """What a report says before its parts, between two of them, and after them."""

    before: str
    between: str
    after: str

    def around(self, parts: Iterable[str]) -> str:
        """Give the report of these parts."""
        return f"{self.before}{self.between.join(parts)}{self.after}"


class PartedReporter(Protocol):
    """A reporter whose report is made of parts, one a file, that do not depend on each other."""

    def part(self, findings: Sequence[Finding], printout: Printout) -> str:
        """Give the part of the findings of one file; there is at least one."""

    def frame(self, printout: Printout, *, has_parts: bool) -> Frame:
        """Give what stands around the parts."""


PARTED_FORMATS = frozenset({"full", "concise", "grouped", "json", "json-lines"})
"""The formats that are made of parts."""


def parted(name: str) -> PartedReporter:
    """Give the reporter of one of `PARTED_FORMATS`."""
    return cast("PartedReporter", _module(name))


def parts_of(part: Callable[[Sequence[Finding], Printout], str], printout: Printout) -> list[tuple[str, str]]:
    """Give the parts of a report with their files, in the order of the findings; none if it only counts."""
    groups = groupby(printout.findings, key=lambda finding: finding.path)
    return [] if printout.statistics else [(path, part(tuple(found), printout)) for path, found in groups]


@dataclass(frozen=True, slots=True)
class Composed:
    """A report with its parts by file, which some formats do not have."""

    frame: Frame
    parts: Sequence[tuple[str, str]] = ()

    @property
    def text(self) -> str:
        """The whole report."""
        return self.frame.around(text for _, text in self.parts)


def composed(name: str, printout: Printout) -> Composed:
    """Give a report of a format, in parts where it has some. Raises `KeyError` as `reporter` does."""
    if name not in PARTED_FORMATS:
        return Composed(Frame(reporter(name)(printout), "", ""))
    parts = parts_of(parted(name).part, printout)
    return Composed(parted(name).frame(printout, has_parts=bool(parts)), parts)


@cache
def formats() -> tuple[str, ...]:
    """Name the formats at hand, Osler's own first."""
    return (*FORMATS, *sorted(point.name for point in entry_points("osler.reporters")))


def reporter(name: str) -> Render:
    """Give the reporter of a format. Raises `KeyError` for a name that `formats` does not list."""
    if name in FORMATS:
        if name in PARTED_FORMATS:
            return lambda printout: composed(name, printout).text
        return cast("Render", _module(name).render)
    added = {point.name: point for point in entry_points("osler.reporters")}
    return cast("Render", added[name].load())


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name.replace('-', '_')}")
