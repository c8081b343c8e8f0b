"""Problems, their mending, and findings: problems with an address and a rule's name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.span import Position, Span


class Severity(StrEnum):
    """How much a finding matters. Only errors stop an export; errors and warnings fail a check."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How sure Osler is that the finding is a fault."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class _Sent:
    """A value that is sent from process to process by the hundred thousand: by its parts, in their order.

    Else `dataclasses` would look up its fields at both ends, which takes nearly twice as long.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        names: tuple[str, ...] = type(self).__slots__
        return type(self), tuple([getattr(self, name) for name in names])


@dataclass(frozen=True, slots=True)
class Edit(_Sent):
    """Replace the characters of `span` in the file at `path` by `text`."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """The characters of `span` in the file at `path`."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fix(_Sent):
    """Edits that mend a problem, in one file or several. A safe fix never changes what a reader is told.

    `keeps` are places that the fix relies on: no other fix of the same pass may change them, such as
    the entry that takes over the citations of another one.
    """

    title: str
    edits: tuple[Edit, ...]
    is_safe: bool = True
    keeps: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a problem, such as the first of two definitions."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader or a rule has to say, before it is given an address.

    `span` lies in the file that was checked, or in the one at `path` if given. `message` is one
    sentence that says what is wrong; `help` says what to do. `rule` names the rule that a
    reader's problem belongs to (rules leave it out: the engine knows whom it asked). `severity`
    and `confidence` override those of the rule.
    """

    span: Span
    message: str
    help: str | None = None
    path: str | None = None
    rule: str | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class RelatedPlace(_Sent):
    """A `Related` with its address worked out."""

    path: str
    start: Position
    end: Position
    message: str


@dataclass(frozen=True, slots=True)
class Finding(_Sent):
    """A problem with its rule and address: what reporters print."""

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    path: str
    start: Position
    end: Position
    help: str | None = None
    related: tuple[RelatedPlace, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order findings by file, place, rule and message."""
        return (self.path, self.start.offset, self.end.offset, self.rule, self.message)

    @property
    def places(self) -> set[str]:
        """The files in which the finding, or its fix, names places."""
        places = {self.path, *(one.path for one in self.related)}
        if self.fix is not None:
            places.update(one.path for one in self.fix.edits)
            places.update(one.path for one in self.fix.keeps)
        return places


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a report leaves out on request.

    `unchanged` counts findings that changes did not cause, `known` those that a baseline names;
    `None` where nothing was left out for that reason because nobody asked. `stale` counts entries of
    the baseline that no finding has any more. `notes` say what was compared, or written.
    """

    unchanged: int | None = None
    known: int | None = None
    stale: int = 0
    notes: tuple[str, ...] = ()
