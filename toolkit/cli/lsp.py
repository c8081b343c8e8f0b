"""`osler lsp`: the language server, for editors to start."""

from __future__ import annotations

import os
import sys
from datetime import date

import click

from toolkit.cli.options import day


@click.command("lsp")
@click.option("--stdio", is_flag=True, hidden=True, help="Accepted, since many clients add it.")
@click.option(
    "--as-of",
    metavar="DATE",
    callback=lambda _context, _parameter, value: (
        day(value) if value is not None or os.environ.get("SOURCE_DATE_EPOCH") else None
    ),
    help="Judge ages and expiries as of this date, YYYY-MM-DD.  [default: SOURCE_DATE_EPOCH, else each day]",
)
@click.pass_context
def command(ctx: click.Context, *, stdio: bool, as_of: date | None) -> None:  # noqa: ARG001 - there is no other transport
    """Serve an editor over standard input and output, by the Language Server Protocol 3.17.

    Editors start it; docs/editors.md shows how. It opens no socket unless the client allows it.
    """
    # Imported here since pygls takes half a second, which completing and --help need not wait for.
    from toolkit.lsp.server import serve  # noqa: PLC0415

    code = serve(as_of)
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        # The client is gone: what is left unsaid goes nowhere, and Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    ctx.exit(code)
