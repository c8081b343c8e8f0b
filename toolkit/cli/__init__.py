"""The command line. The only home of click and rich; every command is a module of this folder.

Commands are loaded when they are called, since importing what they need takes longer than
answering `--version` or completing a word may take.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from toolkit import __version__
from toolkit.cli.failure import defect, refusal
from toolkit.cli.lazily import LazyGroup
from toolkit.errors import ExitCode, OslerError

if TYPE_CHECKING:
    from toolkit.api.answers import Question

COMMANDS = {
    "init": "Make a working project.",
    "new": "Begin an article.",
    "add": "Add a paper to the library by PMID, DOI, PMCID or file.",
    "fetch": "Ask PubMed about every reference, and write references.lock.",
    "check": "Check articles, library and lock.",
    "preview": "Show an article's page as one writes, with findings in the margin.",
    "ledger": "Show every claim with its sources.",
    "audit": "Ask whether what is cited still stands.",
    "impact": "Name the sentences that rest on a paper.",
    "review": "Review articles: signed records, and the status that follows.",
    "export": "Write validated JATS XML and HTML.",
    "explain": "Explain a rule, or list all rules.",
    "lsp": "Serve an editor by the Language Server Protocol.",
    "completion": "Print the set-up of completion for a shell.",
}

_INTERRUPTED, _UNREAD = 130, 141
"""As shells count them: 128 and the number of the signal (SIGINT, SIGPIPE)."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EROFS})
"""The disk that standard output goes to is full, over quota, broken, read-only, or caps the size of files."""


class _OutputUnreadError(Exception):
    """The reader of our output left, as `| head` does."""


class _Commands(LazyGroup):
    """The commands of `osler`."""

    table = COMMANDS
    prefix = f"{__name__}."

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Click would end a run whose output nobody reads any more with 1, as findings do."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _OutputUnreadError from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "OSLER"},
    epilog="Exit codes: 0 clean, 1 findings, 2 usage or an unreadable input, 3 evidence could not be had, "
    "4 a defect of Osler. `osler COMMAND --help` says more.",
)
@click.version_option(__version__, prog_name="osler", message="%(prog)s %(version)s")
def group() -> None:
    """Check that medical articles name their evidence, and export validated XML and HTML."""


def run(arguments: list[str] | None = None, question: Question | None = None) -> int:
    """Run the command line and give the exit code: the one place where failures become words.

    `arguments` default to those of the process, whose `question` is answered for later runs if it can be.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code: Any = group.main(arguments, prog_name="osler", standalone_mode=False, obj=question)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - what nobody foresaw is told as a defect
        return ended(error)
    return code if isinstance(code, int) else 0


def ended(error: BaseException) -> int:
    """Say on standard error why a command ended, and give the exit code."""
    match error:
        case click.ClickException():
            error.show()
            return int(ExitCode.USAGE)
        case click.Abort() | KeyboardInterrupt():
            click.echo("stopped; what was finished is kept", err=True)
            return _INTERRUPTED
        case OslerError():
            click.echo(refusal(error), err=True)
            return int(error.exit_code)
        case BrokenPipeError() | _OutputUnreadError():
            _forget_output()
            return _UNREAD
        case OSError() if error.errno in _FULL:
            _forget_output()
            reason = (error.strerror or str(error)).lower()
            click.echo(f"osler: the output could not be written: {reason}", err=True)
            return int(ExitCode.USAGE)
        case _:
            click.echo(defect(error), err=True)
            return int(ExitCode.DEFECT)


def _forget_output() -> None:
    """Send the rest of standard output nowhere: Python must not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
