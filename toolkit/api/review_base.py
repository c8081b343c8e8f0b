"""`--base`: people, policy and records as they stood before a change, so that a change can't approve itself.

People and policy are those of the revision itself, the newest there is: a change that began before a key was
taken from the board must not bring it back. Records are compared with the merge base: those that were
appended on the other line since are not missing here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.errors import UnreadableInputError
from toolkit.model.policy import Policy
from toolkit.model.review import Board
from toolkit.model.review_record import RecordFault
from toolkit.project import CONFIGURATION_CAP, WorkingTree
from toolkit.readers.board import read_board
from toolkit.readers.config import has_section, read_policy
from toolkit.reviews.digests import is_review
from toolkit.revisions.git import Revision, merge_base, revision

_FOLDER = "reviews/"
_RESTORE = "records are append-only: restore the file from the base revision"


@dataclass(frozen=True, slots=True)
class Base:
    """A revision that decides who may sign and what is asked. `revision` is the merge base with it."""

    name: str
    revision: Revision
    board: Board
    policy: Policy

    @property
    def has_records(self) -> bool:
        """Whether any article had records there."""
        return any(path.startswith(_FOLDER) for path in self.revision.files)

    def knows(self, slugs: Collection[str]) -> bool:
        """Tell whether an article of one of these names had records there."""
        return any(path.startswith(f"{_FOLDER}{slug}/") for slug in slugs for path in self.revision.files)

    def slugs(self) -> tuple[str, ...]:
        """Name the articles that had records there."""
        parts = (path.split("/") for path in self.revision.files if path.startswith(_FOLDER))
        return tuple(sorted({one[1] for one in parts if len(one) > 2}))


def read_base(tree: WorkingTree, name: str) -> Base:
    """Read people and policy from a revision.

    Raises `UnreadableInputError`, with a remedy, where git does not have it, and `ConfigurationError` where
    its policy or board is wrong.
    """
    before, tip = merge_base(tree.root, name), revision(tree.root, name)
    policy = _policy(tip)
    found = tip.read([policy.board], CONFIGURATION_CAP)
    if policy.board in tip.files and policy.board not in found:
        raise UnreadableInputError(f"{policy.board} is too large at {name}", path=policy.board)
    board = read_board(f"{name}:{policy.board}", found[policy.board]) if found else Board()
    return Base(name, before, board, policy)


def _policy(tip: Revision) -> Policy:
    found = tip.read(["osler.toml", "pyproject.toml"], CONFIGURATION_CAP)
    if "osler.toml" in found:
        return read_policy(f"{tip.name}:osler.toml", found["osler.toml"])
    if "pyproject.toml" in found and has_section(found["pyproject.toml"]):
        path = f"{tip.name}:pyproject.toml"
        return read_policy(path, found["pyproject.toml"], section=("tool", "osler"))
    return read_policy(WorkingTree.DEFAULTS, b"")


def with_base(policy: Policy, base: Policy) -> Policy:
    """Give a policy in which all that decides about reviews is the base's: what is asked, and which rules ask it."""
    select = tuple(one for one in policy.select if not is_review(one))
    theirs = tuple(one for one in base.select if is_review(one))
    if policy.select and not base.select:
        theirs = ("review",)
    return replace(
        policy,
        review=base.review,
        select=(*select, *theirs) if policy.select else (),
        ignore=(
            *(one for one in policy.ignore if not is_review(one)),
            *(one for one in base.ignore if is_review(one)),
        ),
        severities={
            **{name: one for name, one in policy.severities.items() if not is_review(name)},
            **{name: one for name, one in base.severities.items() if is_review(name)},
        },
    )


def faults_since(
    base: Base, slugs: Sequence[str], files: Mapping[str, bytes | str], taken: Collection[str]
) -> Iterator[RecordFault]:
    """Say which records of an article were removed or edited since the base.

    `slugs` are the names that the article has and had: its records may have moved with it. `files` are those of
    its folder now, `taken` the names that articles have today.
    """
    names = [one for one in slugs if one == slugs[0] or one not in taken]
    for path in sorted(base.revision.files):
        folder, _, name = path.rpartition("/")
        if folder not in [f"{_FOLDER}{one}" for one in names]:
            continue
        data = files.get(name)
        if data is None:
            yield RecordFault(path, f"this was removed since {base.name}", _RESTORE)
        elif not isinstance(data, bytes) or not base.revision.has(path, data):
            yield RecordFault(path, f"this was edited since {base.name}", _RESTORE)


def orphans(base: Base, tree: WorkingTree, slugs: Collection[str]) -> Iterator[RecordFault]:
    """Say which records were removed or edited that belong to no article any more."""
    for slug in base.slugs():
        if slug not in slugs:
            files = tree.read_folder(f"{_FOLDER}{slug}", CONFIGURATION_CAP)
            yield from faults_since(base, (slug,), files, ())
