"""Reporters: findings → text, JSON, or a service's own form. One module a format, each with `render`.

A package adds formats by the entry-point group `osler.reporters`, whose entries are functions of
the same shape as `render` in these modules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from typing import cast

from toolkit.model.finding import Finding, Severity
from toolkit.model.span import SourceText

FORMATS = ("full", "concise", "json", "github")


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts under a report. `unread` are files that could not be read, as messages."""

    articles: int = 0
    entries: int = 0
    suppressed: int = 0
    fixable: int = 0
    fixed: int = 0
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printout:
    """What a reporter is given. `colour` asks for terminal colours, where the format has any.

    `shown` gives a finding's path, which counts from the project's root, as the reader of the text
    would name it: from the current folder, or from the top of the repository. JSON keeps the first.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    summary: Summary | None = None
    colour: bool = False
    shown: Callable[[str], str] = str

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


Render = Callable[[Printout], str]
"""A reporter: gives the whole text, with a line end after its last line unless it is empty."""


@cache
def formats() -> tuple[str, ...]:
    """Name the formats at hand, Osler's own first."""
    return (*FORMATS, *sorted(point.name for point in metadata.entry_points(group="osler.reporters")))


def reporter(name: str) -> Render:
    """Give the reporter of a format. Raises `KeyError` for a name that `formats` does not list."""
    if name in FORMATS:
        return cast("Render", import_module(f"{__name__}.{name}").render)
    return cast("Render", metadata.entry_points(group="osler.reporters")[name].load())
