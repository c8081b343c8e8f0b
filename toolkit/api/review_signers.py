"""Who signs: a member of the board, named by identifier or found by the key at hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.errors import OslerError
from toolkit.model.review import Board, Member
from toolkit.reviews.signatures import agent_keys, public_of

_KEY_HELP = "name your key with --key, for instance --key ~/.ssh/id_ed25519, or add it to ssh-agent"


@dataclass(frozen=True, slots=True)
class Signer:
    """A member with the key that will sign: its public text, and its file, or none where ssh-agent holds it."""

    member: Member
    public: str
    path: Path | None = None

    @contextmanager
    def key_file(self) -> Iterator[Path]:
        """Give the file that ssh-keygen signs with; for a key of the agent, one with its public half."""
        if self.path is not None:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="osler-key-") as name:
            path = Path(name) / "key.pub"
            path.write_text(f"{self.public}\n", encoding="ascii")
            yield path


def find_signer(board: Board, identifier: str | None, key: Path | None, today: date) -> Signer:
    """Find who signs. `identifier` or `key` may be left out if the other tells it, or the keys at hand do.

    Raises `OslerError` for somebody who is not on the board, and where no key at hand is theirs.
    """
    if identifier is not None and board.find(identifier) is None:
        raise OslerError(
            f'nobody on the board is "{identifier}"',
            help="the board's identifiers are: "
            + (", ".join(one.identifier for one in board.members) or "none"),
        )
    if key is not None:
        return _by_key(board, identifier, key.expanduser())
    found = [one for one in _at_hand(board) if identifier in (None, one.member.identifier)]
    valid = [one for one in found if _covers(one, today)]
    people = dict.fromkeys(one.member.identifier for one in valid or found)
    if len(people) > 1:
        raise OslerError(
            f"there are keys of several people here: {', '.join(people)}", help="say who you are with --as"
        )
    if not found:
        whose = f"of {identifier}" if identifier else "that the board lists"
        raise OslerError(f"there is no key here {whose}", help=_KEY_HELP)
    return (valid or found)[0]


def _by_key(board: Board, identifier: str | None, key: Path) -> Signer:
    public = public_of(key)
    owner = board.owner(public)
    if owner is None:
        raise OslerError(
            f"the key {key.name} is nobody's on the board",
            help=f'an editor adds it to board.toml, in a change of its own: keys = ["{public}"]',
        )
    if identifier is not None and owner.identifier != identifier:
        raise OslerError(f"the key {key.name} is that of {owner.identifier}, not of {identifier}")
    return Signer(owner, public, key)


def _at_hand(board: Board) -> Iterator[Signer]:
    """Give the keys of members that the agent holds, then those in the user's own folder."""
    for public in agent_keys():
        owner = board.owner(public)
        if owner is not None:
            yield Signer(owner, public)
    try:
        names = sorted((Path.home() / ".ssh").glob("id_*.pub"))
    except (OSError, RuntimeError):
        return
    for name in names:
        path = name.with_suffix("")
        if path.is_file():
            with suppress(OslerError):  # a key of a kind that signs nothing
                public = public_of(name)
                owner = board.owner(public)
                if owner is not None:
                    yield Signer(owner, public, path)


def _covers(signer: Signer, today: date) -> bool:
    return any(one.text == signer.public and one.covers(today) for one in signer.member.keys)
