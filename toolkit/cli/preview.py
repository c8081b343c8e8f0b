"""`osler preview`: the page of the article being written, with findings in the margin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from toolkit.api.preview import Preview, url_of
from toolkit.api.preview_server import PreviewServer
from toolkit.api.watch import changes
from toolkit.api.workspace import open_tree
from toolkit.cli.options import as_of_option, project_option
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.project import WorkingTree
from toolkit.reporters.printable import one_line


@click.command("preview")
@click.argument("article", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port to serve on.  [default: one that is free]",
)
@click.option("--open", "wants_browser", is_flag=True, help="Open the page in the browser.")
@project_option
@as_of_option
def command(
    article: Path | None, *, port: int, wants_browser: bool, project: Path | None, as_of: date
) -> None:
    """Show the page of ARTICLE (default: a list of all) as it would be exported, with what check finds.

    The page is served to this machine only, and loads again when a file of the project is saved.
    Nothing is written. Ctrl-C ends it.
    """
    tree = _tree(article, project)
    place = _page(tree, article) if article is not None else ""
    preview = Preview(tree, as_of)
    server = PreviewServer(preview, port)
    try:
        url = server.url.rstrip("/") + (place or "/")
        click.echo(f"previewing {tree.root.name} at {url} (Ctrl-C ends it)")
        for changed in changes(tree, lambda: preview.output):
            _tell(preview)
            if wants_browser and not changed:
                click.launch(url)
    except KeyboardInterrupt:
        click.echo("\nended")
    finally:
        server.close()


def _tree(article: Path | None, project: Path | None) -> WorkingTree:
    """Find the project; a configuration that is wrong is shown on the page, and may be mended meanwhile."""
    start = project or (article.parent if article is not None else Path.cwd())
    try:
        return open_tree(start)[0]
    except OslerError:
        return WorkingTree.find(start)


def _page(tree: WorkingTree, article: Path) -> str:
    name = tree.relative(article)
    if not name.endswith(".md"):
        raise UnreadableInputError("not an article", help="an article's name ends in .md", path=name)
    return url_of(name)


def _tell(preview: Preview) -> None:
    """Check again, and say in one line what came of it."""
    snapshot = preview.refresh()
    click.echo(f"{snapshot.checked:%H:%M:%S}  {one_line(snapshot.summary)}")
