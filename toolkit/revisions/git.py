"""The only home of git: the project's files as they stood in a commit.

Only git's objects are read, never the working tree, the index or a diff of git's making: what stands
on disk is Osler's own to read. So no filter, hook, `textconv`, external diff, file-system monitor or
attribute of an untrusted repository is ever asked for, and nothing is fetched, not even for a partial
clone. Names are taken from `-z` output and object identifiers, whatever characters they hold.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.late_pattern import late_pattern

_TIME_LIMIT = 120
"""Seconds for one question; git answers the largest within a few."""
_OBJECT = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
_CONTROL = late_pattern(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DEEPEN = (
    "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for GitHub's actions/checkout, "
    '`GIT_DEPTH: "0"` in GitLab CI'
)
_COMPLETE = "make the clone complete: `git fetch --refetch --no-filter`, or clone without --filter"
# Each keeps the repository from having a say: no program of its configuration, no replaced or grafted
# objects, no network, no question on the terminal, no lock, and messages in English.
_SETTINGS = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = ("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")


@dataclass(frozen=True, slots=True)
class Revision:
    """The project's files in one commit.

    `name` is what the user asked for, `commit` the merge base of that and the current commit, by its
    full identifier. `files` maps the paths of plain files, relative to the project's root, to their
    objects; links and submodules are left out.
    """

    root: Path
    name: str
    commit: str
    files: Mapping[str, str]

    def has(self, path: str, data: bytes) -> bool:
        """Tell whether a file stood there with just these bytes."""
        known = self.files.get(path)
        return known is not None and known == _object_of(data, len(known))

    def read(self, paths: Iterable[str], cap: int) -> dict[str, bytes]:
        """Give the contents of files; those that did not stand there, or are larger than `cap`, are left out.

        Raises `OslerError` if git does not have them, as in a partial clone.
        """
        wanted = {path: self.files[path] for path in paths if path in self.files}
        objects = list(dict.fromkeys(wanted.values()))
        sizes = dict(zip(objects, _sizes(self.root, objects), strict=True))
        contents = _contents(self.root, [one for one in objects if sizes[one] <= cap])
        return {path: contents[one] for path, one in wanted.items() if one in contents}


def revision(root: Path, name: str) -> Revision:
    """Give the project as it stands in the revision itself. Raises as `merge_base` does."""
    _, prefix, other, _ = _found(root, name)
    return Revision(root, name, other, _files(root, other, prefix))


def merge_base(root: Path, name: str) -> Revision:
    """Give the project as it stood where the current commit left the line of `name`, as pull requests do.

    Raises `UnreadableInputError`, with a remedy, without git, outside of a repository, in one without
    commits, for a revision that is not there, or that shares no history with the current commit.
    """
    shallow, prefix, other, head = _found(root, name)
    code, answer, _ = _ask(root, "merge-base", other, head)
    if code or not _OBJECT.fullmatch(answer.strip()):
        raise UnreadableInputError(
            f'"{name}" and the current commit share no history'
            + (" as far as this shallow clone knows" if shallow else ""),
            help=_DEEPEN if shallow else "name the branch that this one began from",
        )
    commit = answer.strip().decode()
    return Revision(root, name, commit, _files(root, commit, prefix))


def _found(root: Path, name: str) -> tuple[bool, bytes, str, str]:
    """Find a revision and the current commit; tell whether the clone is shallow, and the project's path in it."""
    if not name.strip() or name.startswith("-") or _CONTROL.search(name):
        raise UnreadableInputError(
            f"{name!r} is not the name of a revision",
            help="name a branch, a tag or a commit, such as origin/main",
        )
    shallow, prefix = _place(root)
    head = _commit(root, "HEAD")
    if head is None:
        raise UnreadableInputError(
            "the git repository has no commit yet: there is nothing to compare with",
            help="commit first, or leave out the option that names a revision",
        )
    other = _commit(root, name)
    if other is None:
        raise _absent(root, name, shallow=shallow)
    return shallow, prefix, other, head


def _absent(root: Path, name: str, *, shallow: bool) -> UnreadableInputError:
    """Say that a revision is not there, and what to do about it."""
    if _commit(root, f"refs/remotes/origin/{name}") is not None:
        return UnreadableInputError(
            f'there is no revision "{name}" in this clone', help=f"did you mean origin/{name}?"
        )
    branch = name.removeprefix("origin/")
    help_ = f"check the name, or fetch it: `git fetch origin {branch}`" if not shallow else _DEEPEN
    return UnreadableInputError(f'there is no revision "{name}" in this clone', help=help_)


def _place(root: Path) -> tuple[bool, bytes]:
    """Tell whether the clone is shallow, and the path of the project inside it, with `/` at its end."""
    code, answer, said = _ask(
        root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"
    )
    if code and "dubious ownership" in said:
        raise UnreadableInputError(
            "git does not trust this repository, since another user owns it",
            help=f"if you do: git config --global --add safe.directory {root}",
        )
    inside, _, rest = answer.partition(b"\n")
    shallow, _, prefix = rest.partition(b"\n")
    if code or inside != b"true":
        raise UnreadableInputError(
            f"{root} is not in the working tree of a git repository" + (f" ({_short(said)})" if said else ""),
            help="only a commit can be compared with; without git, leave out the option that names one",
        )
    return shallow == b"true", prefix.removesuffix(b"\n")


def _commit(root: Path, name: str) -> str | None:
    code, answer, _ = _ask(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    found = answer.strip()
    return found.decode() if code == 0 and _OBJECT.fullmatch(found) else None


def _files(root: Path, commit: str, prefix: bytes) -> dict[str, str]:
    """List the plain files of the project in a commit; none if it was not there yet."""
    code, _, said = _ask(root, "cat-file", "-e", f"{commit}^{{tree}}")
    if code:
        raise _incomplete(said)
    tree: str | bytes = commit
    if prefix:
        tree = commit.encode() + b":" + prefix.rstrip(b"/")
        if _ask(root, "cat-file", "-t", tree)[1].strip() != b"tree":
            return {}
    code, answer, said = _ask(root, "ls-tree", "-r", "-z", "--full-tree", tree)
    if code:
        raise _incomplete(said)
    found: dict[str, str] = {}
    for line in answer.split(b"\0"):
        about, _, path = line.partition(b"\t")
        mode, _, named = about.partition(b" ")
        if mode.startswith(b"100"):
            found[os.fsdecode(path)] = named.rpartition(b" ")[2].decode()
    return found


def _sizes(root: Path, objects: Sequence[str]) -> list[int]:
    """Give the sizes of objects in bytes."""
    if not objects:
        return []
    code, answer, said = _ask(root, "cat-file", "--batch-check=%(objectsize)", asked=_lines(objects))
    sizes = answer.split(b"\n")[:-1]
    if code or len(sizes) != len(objects) or not all(map(bytes.isdigit, sizes)):
        raise _incomplete(said)
    return [int(one) for one in sizes]


def _contents(root: Path, objects: Sequence[str]) -> dict[str, bytes]:
    """Give the contents of objects that git has."""
    if not objects:
        return {}
    code, answer, said = _ask(root, "cat-file", "--batch=%(objectsize)", asked=_lines(objects))
    found: dict[str, bytes] = {}
    at = 0
    for one in objects:
        end = answer.find(b"\n", at)
        size = answer[at:end]
        if code or end < 0 or not size.isdigit() or end + 2 + int(size) > len(answer):
            raise _incomplete(said)
        at = end + 2 + int(size)
        found[one] = answer[end + 1 : at - 1]
    return found


def _lines(objects: Sequence[str]) -> bytes:
    return "".join(f"{one}\n" for one in objects).encode()


def _object_of(data: bytes, digits: int) -> str:
    """Give the name of the object that git would make of these bytes (gitformat-loose, gitrepository-layout)."""
    digest = hashlib.sha1(usedforsecurity=False) if digits == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()


def _ask(root: Path, *arguments: str | bytes, asked: bytes = b"") -> tuple[int, bytes, str]:
    """Run git in the project's folder; give its exit code, what it answers, and what it says of errors."""
    program = shutil.which("git")
    if program is None:
        raise UnreadableInputError(
            "git is not installed, and comparing with a revision needs it",
            help="install git, or leave out the option that names a revision",
        )
    # Windows, and an empty part of PATH, look in the current folder first: a checkout must not bring its own.
    if Path(program).absolute().is_relative_to(root.resolve()) or not Path(program).is_absolute():
        raise UnreadableInputError(
            f"the git that was found is part of the project: {program} was not run",
            help="take the project's folder, or the current one, out of PATH",
        )
    inherited = {name: value for name, value in os.environ.items() if name[:4] != "GIT_" or name in _KEPT}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; what the user names was verified, or is an object's name
            [program, *_SETTINGS, *arguments],
            cwd=root,
            env={**inherited, **_ENVIRONMENT},
            input=asked,
            capture_output=True,
            timeout=_TIME_LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OslerError(f"git gave no answer: {error}", help="try it by hand: git status") from error
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()


def _incomplete(said: str) -> OslerError:
    return OslerError(
        "git does not have the files of the revision" + (f" ({_short(said)})" if said else ""), help=_COMPLETE
    )


def _short(said: str) -> str:
    """Give the first line of what git says, without its own mark of an error."""
    return said.split("\n", 1)[0].removeprefix("fatal: ")[:200]
