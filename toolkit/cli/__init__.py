"""The command line. The only home of click and rich; every command is a module of this folder.

Commands are loaded when they are called, since importing what they need takes longer than
answering `--version` or completing a word may take.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from toolkit import __version__
from toolkit.cli.failure import defect, refusal
from toolkit.errors import ExitCode, OslerError

COMMANDS = {
    "init": "Make a working project.",
    "new": "Begin an article.",
    "add": "Add a paper to the library by PMID, DOI, PMCID or file.",
    "fetch": "Ask PubMed about every reference, and write references.lock.",
    "check": "Check articles, library and lock.",
    "ledger": "Show every claim with its sources.",
    "export": "Write validated JATS XML and HTML.",
    "explain": "Explain a rule, or list all rules.",
    "completion": "Print the set-up of completion for a shell.",
}


class _Commands(click.Group):
    """A group whose commands are imported only when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which an author meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a module here without a command is a defect
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "OSLER"},
    epilog="Exit codes: 0 clean, 1 findings, 2 usage or an unreadable input, 3 evidence could not be had, "
    "4 a defect of Osler. `osler COMMAND --help` says more.",
)
@click.version_option(__version__, prog_name="osler", message="%(prog)s %(version)s")
def group() -> None:
    """Check that medical articles name their evidence, and export validated XML and HTML."""


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give the exit code: the one place where failures become words.

    `arguments` default to those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code: Any = group.main(arguments, prog_name="osler", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was finished is kept", err=True)
        return 130
    except OslerError as error:
        click.echo(refusal(error), err=True)
        return int(error.exit_code)
    except BrokenPipeError:
        # The reader of our output left, as `| head` does; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # noqa: BLE001 - whatever else is raised is our defect, and is told as one
        click.echo(defect(error), err=True)
        return int(ExitCode.DEFECT)
    return code if isinstance(code, int) else 0
