"""What the commands that sign a record share: who signs, what is shown before, and what is said after."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.api.review_decisions import Desk, Wish, draft, open_desk
from toolkit.api.review_sealing import conclude
from toolkit.api.review_signers import Signer, find_signer
from toolkit.api.workspace import open_workspace
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.counting import counted
from toolkit.model.review_form import ReviewForm
from toolkit.model.review_record import Answer, ReviewRecord
from toolkit.project import WorkingTree, read_named
from toolkit.reporters.printable import one_line
from toolkit.reviews.forms import TEXT_CAP, checked_text, read_form
from toolkit.reviews.records import RECORD_CAP, render_record

Command = TypeVar("Command", bound=Callable[..., Any])


def article_argument(command: Command) -> Command:
    """Take the file of one article."""
    return click.argument("article", type=click.Path(path_type=Path, exists=True, dir_okay=False))(command)


def signer_options(command: Command) -> Command:
    """Take who signs, and whether to ask before."""
    for option in (
        click.option("--yes", "-y", is_flag=True, help="Do not ask before signing."),
        click.option(
            "--key",
            type=click.Path(path_type=Path),
            help="Your private key, or its .pub file if ssh-agent holds it.  [default: a key of yours in ssh-agent "
            "or ~/.ssh that the board lists]",
        ),
        click.option(
            "--as",
            "identifier",
            metavar="IDENTIFIER",
            help="Who you are on the board.  [default: whose key it is]",
        ),
    ):
        command = option(command)
    return command


role_option: Callable[[Command], Command] = click.option(
    "--role",
    help="The role in which you decide, of those that the board gives you.  [default: the usual one]",
)


def _text(cap: int) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def read(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        try:
            return None if value is None else checked_text(value, cap)
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return read


def text_option(*names: str, help: str, required: bool = False) -> Callable[[Command], Command]:  # noqa: A002 - click's word
    """Take a text that goes on record."""
    return click.option(*names, metavar="TEXT", callback=_text(TEXT_CAP // 2), required=required, help=help)


comment_option: Callable[[Command], Command] = text_option(
    "--comment", help="What goes on record beside the decision."
)
answers_option: Callable[[Command], Command] = click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The form with your answers, as `osler review sheet` made it.",
)
ai_option: Callable[[Command], Command] = text_option(
    "--ai-used", help='Which AI you used in this review, and for what: "none", or which.'
)
interests_option: Callable[[Command], Command] = text_option(
    "--interests",
    help='Your competing interests with regard to the article: "none", or what they are. They are printed.',
)


def day_option(*names: str, help: str) -> Callable[[Command], Command]:  # noqa: A002 - click's word
    """Take a day."""
    return click.option(*names, metavar="DATE", callback=_day, help=help)


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a date, YYYY-MM-DD") from error


def desk_of(article: Path, project: Path | None, today: date) -> Desk:
    """Open the article that a command names. Raises `OslerError`."""
    if article.suffix != ".md":
        raise UnreadableInputError("not an article", help="an article's name ends in .md", path=str(article))
    return open_desk(open_workspace(project, [article]), today)


def form_of(path: Path | None) -> ReviewForm | None:
    """Read the form that an option names. Raises `OslerError`."""
    if path is None:
        return None
    return read_form(str(path), read_named(path, RECORD_CAP + 1))


def is_asked() -> bool:
    """Tell whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def declarations(
    interests: str | None, ai_used: str | None, form: ReviewForm | None
) -> tuple[str | None, str | None]:
    """Give competing interests and the use of AI as declared; somebody at a terminal who declared none is asked."""
    if interests is None and (form is None or form.competing_interests is None):
        interests = _asked('Your competing interests ("none", or what they are)')
    if ai_used is None and (form is None or form.ai_used is None):
        ai_used = _asked('AI used in this review ("none", or which)')
    return interests, ai_used


def _asked(question: str) -> str | None:
    return checked_text(click.prompt(question), TEXT_CAP // 2) if is_asked() else None


def decide(
    desk: Desk, wish: Wish, identifier: str | None, key: Path | None, *, yes: bool, receives: bool = False
) -> None:
    """Make the record, show it, ask, sign, append, and say what to commit. Raises `OslerError`."""
    signer = find_signer(desk.workspace.board, identifier, key, desk.today)
    record = draft(desk, wish, signer, receives=receives)
    agree(record, signer, yes=yes)
    path = conclude(desk, record, signer)
    tell(desk, record, [path, f"{path}.sig"])


def agree(record: ReviewRecord, signer: Signer, *, yes: bool) -> None:
    """Show what is about to be signed; at a terminal, ask. Ends the command where the answer is no."""
    head = render_record(record).decode().split("\n\n[", 1)[0]
    click.echo(f"{signer.member.name} signs this, with the digests of the article as it stands:\n")
    for line in head.split("\n"):
        click.echo(f"  {one_line(line)}")
    given = sum(one.answer is not Answer.NOT_ANSWERED for one in record.answers)
    if record.answers:
        click.echo(f"  # {counted(len(record.answers), 'claim')}, {given} of them answered one by one")
    click.echo()
    if not yes and is_asked() and not click.confirm("Sign it?"):
        raise OslerError("nothing was signed or written")


def tell(desk: Desk, record: ReviewRecord, paths: list[str]) -> None:
    """Say what was written, where the article stands now, and what to commit."""
    tree = desk.workspace.tree
    click.echo(f"recorded: {paths[-2]}")
    workspace = open_workspace(paths=[tree.root / desk.article.path], tree=tree)
    state = open_desk(workspace, desk.today).state
    click.echo(f"{one_line(desk.article.path)}: {state.status.replace('-', ' ')}")
    for reason in state.reasons:
        click.echo(f"- {one_line(reason)}")
    names = " ".join(_named(tree, one) for one in paths)
    click.echo(f'commit it: git add {names} && git commit -m "{desk.article.slug}: {record.decision.value}"')


def _named(tree: WorkingTree, path: str) -> str:
    return os.path.relpath(tree.root / path).replace(os.sep, "/")
