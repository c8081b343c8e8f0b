"""What differs between the project as read and a commit: lines, entries, records, files, policy.

Gathered before anything is judged by it, as a check gathers its facts (`toolkit.api.since` judges).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from toolkit.api.workspace import Workspace
from toolkit.errors import OslerError
from toolkit.model.article import Article
from toolkit.model.identifier import Identifier
from toolkit.model.library import Entry, Library
from toolkit.model.policy import Policy
from toolkit.model.record import Record
from toolkit.model.review import Board
from toolkit.model.rule import Project
from toolkit.model.span import SourceText, Span
from toolkit.project import ARTICLE_CAP, CONFIGURATION_CAP, LIBRARY_CAP, LOCK_CAP
from toolkit.readers.bibtex import read_library
from toolkit.readers.board import read_board
from toolkit.readers.config import has_section, read_policy
from toolkit.readers.lock import Lock, read_lock
from toolkit.readers.markdown import read_article
from toolkit.revisions.git import Revision
from toolkit.revisions.lines import changed_lines, moved

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLOCK = re.compile(r'^\["(.*)"\][ \t]*$', re.MULTILINE)
# What an entry takes from another one: if that changes, so does this one.
_PARENTS = ("crossref", "xref", "xdata")


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from `revision`.

    `everything` says why all findings count, `None` if they do not. `lines` are the new and changed
    lines of the articles that changed, by path; all of them in a new one. `former` are the articles
    as they stood, by today's path, where they stood otherwise or elsewhere. `entries` are the keys,
    `records` the primary identifiers of what was added or changed; `before` is the project as it stood, and
    `files`, `lock` what it had.
    """

    revision: Revision
    before: Project
    lock: Lock
    everything: str | None = None
    lines: Mapping[str, frozenset[int]] = field(default_factory=dict)
    former: Mapping[str, Article] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    records: frozenset[Identifier] = frozenset()
    files: frozenset[str] = frozenset()
    has_same_surroundings: bool = False
    """Whether library, lock and the set of files are what they were."""

    @property
    def whole(self) -> frozenset[str]:
        """The articles that did not stand there at all, or not as plain files."""
        return frozenset(path for path in self.lines if path not in self.former)


def changes_since(workspace: Workspace, revision: Revision) -> Changes:
    """Compare a project as read, unsaved texts included, with a revision.

    Raises `OslerError` if git does not have the revision's files.
    """
    reading = _Reading(workspace, revision)
    reason = reading.settings()
    library, lock = reading.library(), reading.lock()
    if reason is None and library is None:
        reason = f"{workspace.policy.library} could not be read as it was"
    if reason is None and lock is None:
        reason = f"{workspace.policy.lock} could not be read as it was"
    library, lock = library or workspace.library, lock or workspace.lock
    lines, former, articles = reading.articles()
    files = reading.files()
    is_same = library is workspace.library and lock is workspace.lock
    return Changes(
        revision=revision,
        before=replace(
            workspace.project, articles=articles, library=library, lock=lock.problems, lock_source=lock.source
        ),
        lock=lock,
        everything=reason,
        lines=lines,
        former=former,
        entries=changed_entries(library, workspace.library),
        records=changed_records(lock, workspace.lock),
        files=files,
        has_same_surroundings=is_same and files == workspace.files,
    )


def changed_entries(before: Library, after: Library) -> frozenset[str]:
    """Give the keys of entries that are new, or differ by type or value of a field, or in what they inherit."""
    if before is after:
        return frozenset()
    known = _values(before.entries)
    changed = {key for key, value in _values(after.entries).items() if known.get(key) != value}
    gone = known.keys() - after.by_key.keys()
    heirs: dict[str, list[str]] = {}
    for entry in after.entries:
        for name in _PARENTS:
            for parent in (entry.get(name) or "").split(","):
                heirs.setdefault(parent.strip(), []).append(entry.key)
    waiting = [*changed, *gone]
    while waiting:
        for key in heirs.get(waiting.pop(), ()):
            if key not in changed:
                changed.add(key)
                waiting.append(key)
    return frozenset(changed)


def _values(entries: Iterable[Entry]) -> dict[str, list[object]]:
    """Give what entries say, by key: where a key stands twice, each of them."""
    found: dict[str, list[object]] = {}
    for entry in entries:
        fields = sorted((one.name, " ".join(one.value.split())) for one in entry.fields)
        found.setdefault(entry.key, []).append((entry.type, fields))
    return found


def changed_records(before: Lock, after: Lock) -> frozenset[Identifier]:
    """Give the primary identifiers of records that are new, or say something else than they did.

    When a record was asked for again is no change; that it is gone is one of what cites it.
    """
    if before is after:
        return frozenset()
    old, new = _blocks(before.source), _blocks(after.source)
    known = frozenset(before.records.aliases.values())
    changed: set[Identifier] = set()
    for primary in frozenset(after.records.aliases.values()):
        name = str(primary)
        if primary in known and name in new and old.get(name) == new[name]:
            continue
        then = before.records.find(primary) if primary in known else None
        if then is None or _undated(then) != _undated(after.records.find(primary)):
            changed.add(primary)
    return frozenset(changed)


def _undated(record: Record | None) -> Record | None:
    return replace(record, provenance=replace(record.provenance, date="")) if record else None


def _blocks(source: SourceText) -> dict[str, str]:
    """Cut a lock into its blocks, by the name in their header."""
    heads = list(_BLOCK.finditer(source.text))
    ends = [*(head.start() for head in heads[1:]), len(source.text)]
    return {
        head[1]: source.slice(Span(head.end(), end)).strip() for head, end in zip(heads, ends, strict=True)
    }


def _written(source: SourceText) -> bytes:
    """Give the bytes of a text that was read, if it was UTF-8."""
    return (("\ufeff" if source.byte_order_mark else "") + source.text).encode("utf-8", "surrogatepass")


def _lines(source: SourceText) -> list[str]:
    return _LINE_END.split(source.text)


class _Reading:
    """Reads a revision's files beside those of a workspace."""

    def __init__(self, workspace: Workspace, revision: Revision) -> None:
        self.workspace = workspace
        self.revision = revision
        self.tree = workspace.tree

    def settings(self) -> str | None:
        """Say what of the settings changed, so that everything counts."""
        policy = self.workspace.policy
        if self.policy() != policy:
            return f"{policy.path or 'the configuration'} changed"
        if self.board() != self.workspace.board:
            return f"{policy.board} changed"
        return next(
            (f"{one} is a link" for one in (policy.library, policy.lock, policy.board) if self.is_link(one)),
            None,
        )

    def policy(self) -> Policy | None:
        """Read the policy as `WorkingTree.policy` does; `None` if it was wrong then."""
        found = self.revision.read(("osler.toml", "pyproject.toml"), CONFIGURATION_CAP)
        try:
            if "osler.toml" in self.revision.files:
                return read_policy("osler.toml", found["osler.toml"])
            if "pyproject.toml" in self.revision.files and has_section(found["pyproject.toml"]):
                return read_policy("pyproject.toml", found["pyproject.toml"], section=("tool", "osler"))
            return read_policy(self.tree.DEFAULTS, b"")
        except (OslerError, KeyError):
            return None

    def board(self) -> Board | None:
        """Read the board; `None` if it was wrong then."""
        path = self.workspace.policy.board
        found = self.revision.read((path,), CONFIGURATION_CAP)
        try:
            return read_board(path, found[path]) if path in self.revision.files else Board()
        except (OslerError, KeyError):
            return None

    def is_link(self, path: str) -> bool:
        """Tell whether a path leads somewhere else: git knows the link, not what it leads to."""
        try:
            return self.tree.exists(path) and self.tree.locate(path).resolve() != self.tree.root / path
        except (OSError, RuntimeError):
            return True

    def library(self) -> Library | None:
        """Read the library; the one at hand if it is the same, `None` if it could not be read."""
        now = self.workspace.library
        if self.is_same(now.source):
            return now
        try:
            data = self.data(now.path, LIBRARY_CAP)
            return read_library(now.path, data) if data is not None else Library(SourceText(now.path, ""))
        except (OslerError, KeyError):
            return None

    def lock(self) -> Lock | None:
        """Read the lock; the one at hand if it is the same, `None` if it could not be read."""
        now = self.workspace.lock
        if self.is_same(now.source):
            return now
        try:
            data = self.data(now.source.path, LOCK_CAP)
            return (
                read_lock(now.source.path, data)
                if data is not None
                else Lock(SourceText(now.source.path, ""))
            )
        except (OslerError, KeyError):
            return None

    def is_same(self, source: SourceText) -> bool:
        """Tell whether a text stood there as it stands, or neither then nor now."""
        if source.path not in self.revision.files:
            return not self.tree.exists(source.path)
        return self.revision.has(source.path, _written(source))

    def data(self, path: str, cap: int) -> bytes | None:
        """Give a file as it stood, `None` if it did not. Raises `KeyError` for one that is too large."""
        return self.revision.read((path,), cap)[path] if path in self.revision.files else None

    def files(self) -> frozenset[str]:
        """Give the files that articles could link to."""
        now = self.workspace.files
        gone = (
            path
            for path in self.revision.files
            if path not in now
            and not path.startswith(".")
            and "/." not in path
            and not self.tree.exists(path)
        )
        return frozenset((*(path for path in now if path in self.revision.files), *gone))

    def articles(self) -> tuple[dict[str, frozenset[int]], dict[str, Article], tuple[Article, ...]]:
        """Compare the articles: changed lines, what the changed ones were, and all that there were."""
        now = {article.path: article for article in self.workspace.project.articles}
        links = {path for path in now if self.is_link(path)}
        differing = [
            path
            for path, one in now.items()
            if path in links or not self.revision.has(path, _written(one.source))
        ]
        gone = [path for path in self.article_paths() if path not in now and not self.tree.exists(path)]
        found = self.revision.read((*(path for path in differing if path not in links), *gone), ARTICLE_CAP)
        then = {path: one for path, data in found.items() if (one := _article(path, data)) is not None}
        same = {path for path in differing if path in then and _agree(then[path], now[path])}
        differing = [path for path in differing if path not in same]
        then = {path: one for path, one in then.items() if path not in same}
        former = {path: then[path] for path in differing if path in then}
        new = {path: _lines(now[path].source) for path in differing if path not in former}
        pairs = moved({path: _lines(then[path].source) for path in gone if path in then}, new)
        former |= {path: then[old] for path, old in pairs.items()}
        lines = {
            path: changed_lines(
                _lines(former[path].source) if path in former else (), _lines(now[path].source)
            )
            for path in differing
        }
        left = (article for path, article in now.items() if path not in lines)
        return lines, former, tuple(sorted((*left, *then.values()), key=lambda article: article.path))

    def article_paths(self) -> list[str]:
        """List the articles that there were, where all are looked at or one may have come from another place."""
        folder = self.workspace.policy.articles.strip("/")
        start = "" if folder == "." else f"{folder}/"
        return [
            path
            for path in self.revision.files
            if path.startswith(start)
            and path.endswith(".md")
            and not path.startswith(".")
            and "/." not in path
        ]


def _agree(one: Article, other: Article) -> bool:
    """Tell whether two articles have the same text, line ends apart: git may turn those as it checks out."""
    same_mark = one.source.byte_order_mark == other.source.byte_order_mark
    return same_mark and _lines(one.source) == _lines(other.source)


def _article(path: str, data: bytes) -> Article | None:
    try:
        return read_article(path, data)
    except OslerError:
        return None
