"""Where the commands that give a document write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from toolkit.api.workspace import Workspace
from toolkit.cli.failure import refusal
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.json_text import json_text
from toolkit.project import WorkingTree

Command = TypeVar("Command", bound=Callable[..., Any])

output_file_option: Callable[[Command], Command] = click.option(
    "--output-file",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write to; - is standard output.  [default: standard output]",
)

text_or_json_option: Callable[[Command], Command] = click.option(
    "--output-format",
    "-f",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


class Document(Protocol):
    """What a command found, that can be given as JSON, with what went wrong on the way."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be known of it, a sentence each."""

    def document(self) -> Mapping[str, Any]:
        """Give it as JSON can hold it."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the options asked a document to go, in which form, and whether a terminal takes colours."""

    output_format: str
    output_file: Path | None = None
    colour: bool = False


def tell_document(
    workspace: Workspace,
    found: Document,
    outlet: Outlet,
    lines: Callable[[], Iterable[str]],
    failures: Iterable[OslerError],
) -> None:
    """Write what was found as JSON or as these lines; notes and failures go to standard error.

    Raises as `write_output` does.
    """
    is_text = outlet.output_format == "text"
    text = "".join(f"{line}\n" for line in lines()) if is_text else json_text(found.document())
    write_output(workspace, outlet.output_file, text, color=outlet.colour and is_text)
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    for failure in failures:
        click.echo(refusal(failure), err=True)


def write_output(workspace: Workspace, output: Path | None, text: str, *, color: bool = False) -> None:
    """Write a text to standard output, or to a file without its colours. Raises as `write_file` does."""
    if output is None or str(output) == "-":
        click.echo(text, nl=False, color=color)
    else:
        write_file(workspace, output, click.unstyle(text).encode(errors="backslashreplace"))


def write_file(workspace: Workspace, output: Path, data: bytes) -> None:
    """Write a file whole or not at all, and say so on standard error.

    What is no plain file (a device, a pipe) is written to as it stands. Raises as `require_writable`
    does, and `UnreadableInputError` if it cannot be written.
    """
    require_writable(workspace, output)
    target = output.resolve()
    if target.exists() and not target.is_file():
        try:
            with target.open("wb") as stream:
                stream.write(data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnreadableInputError(f"cannot write the file: {reason}", path=str(output)) from error
        return
    WorkingTree(target.parent).write(target.name, data)
    click.echo(f"wrote {output}", err=True)


def require_writable(workspace: Workspace, output: Path | None) -> None:
    """Refuse a file to write to that is the project's own, or would be read as an article.

    Raises `click.UsageError` for these, and for a file in a folder that does not exist.
    """
    if output is None or str(output) == "-":
        return
    target = output.resolve()
    articles = (workspace.tree.root / workspace.policy.articles).resolve()
    exists = target.exists()
    for own in _own_files(workspace):
        if target == own.resolve() or (exists and own.exists() and target.samefile(own)):
            raise click.UsageError(
                f"{output} is one of the project's own files: name another file to write to"
            )
    if target.suffix == ".md" and target.is_relative_to(articles):
        raise click.UsageError(f"{output} would be read as an article: name another file to write to")
    if not target.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent} to write {output.name} to: make it first")


def _own_files(workspace: Workspace) -> Iterator[Path]:
    """Give what the project is made of: articles, read or not, library, lock, board and configuration."""
    tree, policy = workspace.tree, workspace.policy
    names = {policy.library, policy.lock, policy.board, "osler.toml", "pyproject.toml"}
    names.update(article.path for article in workspace.project.articles)
    names.update(tree.article_paths(policy))
    return (tree.root / name for name in sorted(names) if name is not None)
