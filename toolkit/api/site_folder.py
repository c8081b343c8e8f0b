"""The folder of a site on disk: what differs is written, and only what Osler's own list names is taken away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.json_text import json_text
from toolkit.project import WorkingTree

MANIFEST = "osler-site.json"
CAP = 64 * 1024 * 1024
"""Bytes of one file of a site."""
Content = bytes | Path
"""A file's bytes, or where they lie: a site of a thousand articles is never held in memory."""


def content_of(content: Content) -> bytes:
    """Give a file's bytes."""
    return content if isinstance(content, bytes) else content.read_bytes()


def digest_of(data: bytes) -> str:
    """Give the digest under which the list names a file's bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def is_name(text: str) -> bool:
    """Tell whether a text can name a file or a folder of the site."""
    return text not in {"", ".", ".."} and not any(mark in text for mark in "/\\\0")


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder of a site, the digest of each file that Osler's list there names, and of what was searched."""

    tree: WorkingTree
    known: Mapping[str, str]
    search: str | None = None

    @classmethod
    def opened(cls, folder: Path, project: WorkingTree, within: str | None) -> SiteFolder:
        """Open or make the folder; one that the policy names must lie in the project, and be no symlink."""
        if within is not None:
            project.locate(f"{within.rstrip('/')}/site")
            if folder.is_symlink():
                raise OslerError("the site's folder is a symlink", path=str(folder), help="take it away")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OslerError(f"cannot make the folder: {error.strerror}", path=str(folder)) from error
        tree = WorkingTree(folder.resolve())
        return cls(tree, *_listed(tree))

    def has(self, slug: str) -> bool:
        """Tell whether the folder holds pages of an article."""
        return self.tree.exists(f"{slug}/index.html")

    def kept(self, folder: str) -> dict[str, Content] | None:
        """Give the listed files below a folder, if each is there as the list says; else `None`."""
        names = [name for name in self.known if name.startswith(folder)]
        for name in names:
            self._refuse_symlinks(name)
            if not self.tree.exists(name) or digest_of(self.tree.read(name, CAP)) != self.known[name]:
                return None
        return {name: self.tree.root / name for name in names} or None

    def put(
        self, files: Mapping[str, Content], refused: AbstractSet[str], search: str | None
    ) -> tuple[int, int, list[str]]:
        """Write what differs and take away what is Osler's and no longer wanted.

        The list names every file before it is written and until it is gone, so that a run that is
        interrupted leaves nothing that the next one does not know. The index comes after the articles.
        `search` is the digest of what the files of the search were made from. Gives how many were written
        and removed, and notes on files that were left alone.
        """
        wanted: dict[str, str] = {}
        changed: list[str] = []
        for name in sorted(files, key=_rank):
            data = content_of(files[name])
            wanted[name] = digest_of(data)
            if self._differs(name, data):
                changed.append(name)
        stale = [
            name for name in self.known if name not in wanted and PurePosixPath(name).parts[0] not in refused
        ]
        kept = {name: digest for name, digest in self.known.items() if name not in stale}
        if changed or stale:
            self._list({**self.known, **wanted}, None)
        for name in changed:
            self.tree.write(name, content_of(files[name]))
        notes = [note for name in sorted(stale) if (note := self._take_away(name))]
        self._list({**kept, **wanted}, search)
        return len(changed), len(stale) - len(notes), notes

    def _differs(self, name: str, data: bytes) -> bool:
        """Tell whether a file is to be written. Raises `OslerError` where a file of somebody else stands."""
        self._refuse_symlinks(name)
        if not self.tree.exists(name):
            return True
        if self.tree.read(name, CAP) == data:
            return False
        if name not in self.known:
            raise OslerError(
                "stands where the site needs a file, and is none of Osler's",
                path=name,
                help="move it away, or publish to another folder with --output",
            )
        return True

    def _refuse_symlinks(self, name: str) -> None:
        for part in (name, *(one.as_posix() for one in PurePosixPath(name).parents)):
            if part != "." and (self.tree.root / part).is_symlink():
                raise OslerError("a symlink stands in the site's folder", path=part, help="take it away")

    def _take_away(self, name: str) -> str | None:
        self._refuse_symlinks(name)
        target = self.tree.root / name
        if not target.is_file():
            return None
        if digest_of(self.tree.read(name, CAP)) != self.known[name]:
            return f"{name} is not wanted any more, but was changed by somebody: it was left"
        try:
            target.unlink()
            for folder in target.parents:
                if folder == self.tree.root or any(folder.iterdir()):
                    break
                folder.rmdir()
        except OSError as error:
            raise UnreadableInputError(f"cannot take it away: {error.strerror}", path=name) from error
        return None

    def _list(self, known: Mapping[str, str], search: str | None) -> None:
        document = {"version": 1, "search": search, "files": dict(sorted(known.items()))}
        data = json_text(document).encode()
        self._refuse_symlinks(MANIFEST)
        if not self.tree.exists(MANIFEST) or self.tree.read(MANIFEST, CAP) != data:
            self.tree.write(MANIFEST, data)


def _listed(tree: WorkingTree) -> tuple[dict[str, str], str | None]:
    """Read the list of the site's files; raises `OslerError` for one that is not Osler's."""
    if not tree.exists(MANIFEST):
        return {}, None
    try:
        document = json.loads(tree.read(MANIFEST, CAP))
        known = {str(name): str(digest) for name, digest in document["files"].items()}
        search = document.get("search")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OslerError("cannot be read as the list of the site's files", path=MANIFEST) from error
    if any(not all(map(is_name, name.split("/"))) for name in known):
        raise OslerError("names files outside of the site", path=MANIFEST, help="take it away")
    return known, search if isinstance(search, str) else None


def _rank(name: str) -> tuple[bool, str]:
    """Sort the site's own files behind those of the articles, to which they lead."""
    return "/" not in name, name
