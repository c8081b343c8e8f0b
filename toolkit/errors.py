"""The tree of failures: operations that could not be done, each with its exit code.

What is wrong with an author's text is a finding, not an exception. Anything raised that is not an
`OslerError` is a defect of Osler's own.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says to its caller (`docs/exit-codes.md`)."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    EVIDENCE = 3
    DEFECT = 4

    @classmethod
    def gravest(cls, *codes: ExitCode) -> ExitCode:
        """Choose the code to exit with where several apply: 4, 2, 3, 1, 0."""
        order = (cls.DEFECT, cls.USAGE, cls.EVIDENCE, cls.FINDINGS, cls.CLEAN)
        return next((code for code in order if code in codes), cls.CLEAN)


class OslerError(Exception):
    """An operation that failed.

    `message` says what, in one sentence; `help` says what to do; `path`, `line` and `column`
    (from 1) say where, if it is about a file.
    """

    exit_code = ExitCode.USAGE

    def __init__(
        self,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the word that the output uses
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Give place and message on one line."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class ConfigurationError(OslerError):
    """The policy, or the command line, asks for something that cannot be."""


class UnreadableInputError(OslerError):
    """A file that is missing, too large, outside the project, or not what its name says."""


class UnsafePathError(UnreadableInputError):
    """A path that leaves the project, or is not a plain file."""


class EvidenceUnavailableError(OslerError):
    """PubMed, or another source, was not reached or did not answer properly. Says nothing of the paper."""

    exit_code = ExitCode.EVIDENCE


class LockError(OslerError):
    """`references.lock` is damaged, or from a newer version."""


class ExportRefusedError(OslerError):
    """Errors stand, or a validator complained: nothing was written."""

    exit_code = ExitCode.FINDINGS
