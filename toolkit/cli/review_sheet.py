"""`osler review sheet`: the reviewer's form, to print, to fill in on the screen, or to send by mail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.review_form_server import FormServer
from toolkit.api.review_sheet import Clerk, Paper, paper_of
from toolkit.cli.options import as_of_option, project_option
from toolkit.cli.output import require_writable, write_file
from toolkit.cli.review_signing import article_argument, desk_of
from toolkit.model.review_record import ReviewScope
from toolkit.reporters.printable import one_line


@click.command("sheet")
@article_argument
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file: .html to print, .toml to fill in and send back. With --serve, where the answers are kept.  "
    "[default: the page, on standard output; with --serve: <article>-review.toml]",
)
@click.option("--serve", is_flag=True, help="Serve the form to this machine only, and keep what is answered.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port to serve on.  [default: one that is free]",
)
@click.option("--open", "wants_browser", is_flag=True, help="Open the form in the browser.")
@click.option(
    "--scope",
    type=click.Choice([one.value for one in ReviewScope]),
    help="Ask about all claims, or about those that changed since the last approval.  [default: about what changed, "
    "if anything was approved]",
)
@project_option
@as_of_option
def command(
    article: Path,
    *,
    output: Path | None,
    serve: bool,
    port: int,
    wants_browser: bool,
    scope: str | None,
    project: Path | None,
    as_of: date,
) -> None:
    """Make the form by which a reviewer goes through ARTICLE: each claim beside its sources, hardest first.

    It asks whether the source says this, whether the disclaimers and the audience fit, for competing interests and the
    use of AI. After a change of an approved article, only what changed is asked. Answers in a file that is
    there already are kept as far as the claims are unchanged. Nothing is signed by any of it.
    """
    if (port or wants_browser) and not serve:
        raise click.UsageError("--port and --open go with --serve")
    is_form = serve or (output is not None and output.suffix == ".toml")
    if output is not None and not is_form and output.suffix != ".html":
        raise click.UsageError("name a file that ends in .html, to print, or .toml, to fill in")
    desk = desk_of(article, project, as_of)
    path = output or Path(f"{desk.article.slug}-review.toml")
    paper = paper_of(desk, ReviewScope(scope) if scope else None, path if is_form else None)
    if serve:
        require_writable(desk.workspace, path)
        _serve(Clerk(paper, path, str(article)), port, wants_browser=wants_browser)
    elif output is None:
        click.echo(paper.page(), nl=False)
    else:
        write_file(desk.workspace, output, paper.form() if is_form else paper.page())
        _tell(paper, output, is_form=is_form)


def _tell(paper: Paper, output: Path, *, is_form: bool) -> None:
    article = one_line(paper.desk.article.path)
    click.echo(f"{output}: {paper.state}")
    if is_form:
        click.echo(f"filled in, it goes on record by: osler review approve {article} --answers {output}")
        click.echo(f"or, for a reviewer without a key: osler review receive {article} {output}")


def _serve(clerk: Clerk, port: int, *, wants_browser: bool) -> None:
    """Serve until Ctrl-C; say what was saved, and what to run."""
    server = FormServer(clerk, port)
    try:
        click.echo(f"{clerk.paper.state}")
        click.echo(f"the form, for this machine only: {server.url} (Ctrl-C ends it)")
        if wants_browser:
            click.launch(server.url)
        while True:
            server.saved.wait()
            server.saved.clear()
            for line in (*clerk.told(), f"  {clerk.command}"):
                click.echo(one_line(line))
    except KeyboardInterrupt:
        click.echo("\nended")
    finally:
        server.close()
