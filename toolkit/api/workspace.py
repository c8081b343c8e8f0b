"""Reading a project: everything that a use case needs, gathered before anything is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.api.witness import start_of
from toolkit.cache.late import read_late
from toolkit.cache.session import Cache, open_cache
from toolkit.errors import ConfigurationError, OslerError, UnreadableInputError, UnsafePathError
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Records
from toolkit.model.review import Board
from toolkit.model.rule import Context, Project
from toolkit.model.span import SourceText
from toolkit.project import ARTICLE_CAP, LIBRARY_CAP, LOCK_CAP, WorkingTree
from toolkit.readers.bibtex import read_library
from toolkit.readers.lock import Lock, read_lock

if TYPE_CHECKING:
    from toolkit.api.review_base import Base


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project as read. `failures` are the files that could not be: they never stop the others.

    `is_whole` says whether every article was read, or only those that were asked for.
    """

    tree: WorkingTree
    policy: Policy
    board: Board
    project: Project
    lock: Lock
    files: frozenset[str] = frozenset()
    failures: tuple[OslerError, ...] = ()
    is_whole: bool = True
    cache: Cache | None = None
    base: Base | None = None
    """Where people, policy and records of reviews are taken from, where not from the project itself."""
    reviewed_on: date | None = None
    """The day as of which `project.reviews` was derived (`toolkit.api.reviewing`), `None` if it was not."""
    _bibliography: list[Bibliography] = field(default_factory=list, repr=False, compare=False)

    @property
    def library(self) -> Library:
        """The library; empty if there is no `references.bib`."""
        return self.project.library

    @property
    def bibliography(self) -> Bibliography:
        """The library and the lock, resolving citation keys."""
        if not self._bibliography:
            self._bibliography.append(Bibliography(self.library, self.lock.records))
        return self._bibliography[0]

    @property
    def sources(self) -> dict[str, SourceText]:
        """The texts that were read, by path."""
        found = {article.path: article.source for article in self.project.articles}
        found[self.library.path] = self.library.source
        found[self.lock.source.path] = self.lock.source
        return found

    def context(self, today: date) -> Context:
        """Give rules their context."""
        return Context(self.bibliography, self.policy, today, board=self.board, files=self.files)

    def article(self, slug: str) -> Article | None:
        """Give an article by its slug."""
        return next((one for one in self.project.articles if one.slug == slug), None)


def open_tree(start: Path | None = None) -> tuple[WorkingTree, Policy]:
    """Find the project around a folder (default: the current one), and its policy.

    Raises `UnreadableInputError` and `ConfigurationError`.
    """
    tree = WorkingTree.find(start or Path.cwd())
    return tree, tree.policy()


def open_workspace(
    start: Path | None = None,
    paths: Sequence[Path] = (),
    *,
    unsaved: dict[str, bytes] | None = None,
    tree: WorkingTree | None = None,
    policy: Policy | None = None,
    cache: Cache | None = None,
    uses_cache: bool = False,
    base: str | None = None,
) -> Workspace:
    """Read a project: its policy, board, library, lock, and the articles at `paths` (default: all).

    `unsaved` gives contents, by path relative to the root, that stand in for those on disk. `cache`
    answers for what was read before, or with `uses_cache` the project's own, if it can have one; the
    workspace is the same without. `base` is a revision from which all that decides about reviews is taken
    (`toolkit.api.review_base`). Raises `OslerError` where git does not have it,
    `ConfigurationError` for a wrong policy or board and `LockError` for a lock that cannot be
    used; a file that cannot be read is in `failures`.
    """
    if tree is None:
        tree = WorkingTree.find(start_of(start, paths))
    policy = policy or tree.policy()
    before: Base | None = None
    if base is not None:
        from toolkit.api.review_base import read_base, with_base  # noqa: PLC0415 - git, which most runs never ask

        before = read_base(tree, base)
        policy = with_base(policy, before.policy)
    cache = open_cache(tree.root) if cache is None and uses_cache else cache
    reader = _Reader(tree, unsaved or {}, cache)
    names = reader.names(policy, paths)
    articles = tuple(filter(None, (reader.article(name) for name in names)))
    library = reader.library(policy)
    lock = reader.lock(policy)
    return Workspace(
        tree=tree,
        policy=policy,
        board=tree.board(policy),
        project=Project(articles, library, lock=lock.problems, lock_source=lock.source),
        lock=lock,
        files=tree.files(policy),
        failures=tuple(reader.failures),
        is_whole=not paths or set(tree.article_paths(policy)) <= set(names),
        cache=cache,
        base=before,
    )


def require_project(workspace: Workspace) -> None:
    """Refuse a folder in which there is nothing to look at: a check of nothing must not pass.

    Raises `UnreadableInputError` where there is neither policy, library nor article, and
    `ConfigurationError` where the policy names a folder of articles that does not exist.
    """
    tree, policy = workspace.tree, workspace.policy
    if workspace.project.articles or workspace.failures:
        return
    if (
        policy.path != tree.DEFAULTS
        and policy.articles != Policy().articles
        and not tree.exists(policy.articles)
    ):
        raise ConfigurationError(
            f'there is no folder "{policy.articles}", in which the articles should be',
            help="correct `articles`, or make the folder",
            path=policy.path,
        )
    if policy.path == tree.DEFAULTS and not tree.exists(policy.library):
        raise UnreadableInputError(
            f"there is no project in {tree.root}: no osler.toml, no references.bib and no articles",
            help="go to your project's folder, name it with --project, or make one with `osler init`",
        )


def _no_article(name: str) -> UnreadableInputError:
    return UnreadableInputError("not an article", help="an article's name ends in .md", path=name)


class _Reader:
    """Reads files one by one, keeping the failures."""

    def __init__(self, tree: WorkingTree, unsaved: dict[str, bytes], cache: Cache | None) -> None:
        self.tree = tree
        self.unsaved = unsaved
        self.cache = cache
        self.failures: list[OslerError] = []

    def names(self, policy: Policy, paths: Sequence[Path]) -> tuple[str, ...]:
        """List the articles to read."""
        if not paths:
            self.look_at(policy.articles)
            unsaved = {name for name in self.unsaved if name not in (policy.library, policy.lock)}
            return tuple(sorted({*self.tree.article_paths(policy), *unsaved}))
        found: dict[str, None] = dict.fromkeys(self.unsaved)
        for path in paths:
            try:
                if self.tree.relative(path) not in self.unsaved:
                    found.update(dict.fromkeys(self.tree.articles_below(path)))
            except OslerError as error:
                self.failures.append(error)
        names = [name for name in found if name not in (policy.library, policy.lock)]
        self.failures.extend(_no_article(name) for name in names if not name.endswith(".md"))
        return tuple(name for name in names if name.endswith(".md"))

    def look_at(self, folder: str) -> None:
        """Note a folder of articles that lies outside the project behind a link: it is not looked into."""
        try:
            self.tree.locate(folder)
        except UnsafePathError as error:
            self.failures.append(error)

    def digest(self, name: str, cap: int) -> str | None:
        """Give the digest of a file that was read, if the tree worked it out."""
        return None if name in self.unsaved else self.tree.digest_of_read(name, cap)

    def article(self, name: str) -> Article | None:
        """Give one article, to be read when something looks at it, or note why it cannot be."""
        try:
            data = self.unsaved[name] if name in self.unsaved else self.tree.read(name, ARTICLE_CAP)
            if self.cache is not None:
                return self.cache.read_article(name, data, self.digest(name, ARTICLE_CAP))
            return read_late(name, data)
        except OslerError as error:
            error.path = error.path or name
            self.failures.append(error)
            return None

    def library(self, policy: Policy) -> Library:
        """Read the library; a project without one has an empty one."""
        if policy.library in self.unsaved or self.tree.exists(policy.library):
            try:
                data = self.unsaved.get(policy.library)
                data = self.tree.read(policy.library, LIBRARY_CAP) if data is None else data
                if self.cache is not None:
                    return self.cache.read_library(
                        policy.library, data, read_library, self.digest(policy.library, LIBRARY_CAP)
                    )
                return read_library(policy.library, data)
            except OslerError as error:
                self.failures.append(error)
        return Library(SourceText(policy.library, ""))

    def lock(self, policy: Policy) -> Lock:
        """Read the lock; without one nothing has been fetched yet."""
        if policy.lock in self.unsaved or self.tree.exists(policy.lock):
            try:
                data = self.unsaved.get(policy.lock)
                data = self.tree.read(policy.lock, LOCK_CAP) if data is None else data
                if self.cache is not None:
                    return self.cache.read_lock(
                        policy.lock, data, read_lock, self.digest(policy.lock, LOCK_CAP)
                    )
                return read_lock(policy.lock, data)
            except OslerError as error:
                self.failures.append(error)
        return Lock(source=SourceText(policy.lock, ""), records=Records(), problems=())
