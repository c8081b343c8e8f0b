"""What a request is answered from: a project as it stands on the disk and in the open documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from toolkit.api.held import HeldProject, is_article
from toolkit.api.workspace import Workspace
from toolkit.errors import ConfigurationError, OslerError
from toolkit.lsp.documents import Document, path_of
from toolkit.lsp.positions import Positions
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.library import Library
from toolkit.model.span import SourceText, Span
from toolkit.project import WorkingTree


@dataclass(frozen=True, slots=True)
class View:
    """A project as read for one request.

    `opened` are its open documents by path relative to the root; `path` is that of the document asked
    about, which need not be one of Osler's.
    """

    held: HeldProject
    workspace: Workspace
    opened: Mapping[str, Document]
    positions: Positions
    today: date
    path: str
    _articles: dict[str, Article] = field(default_factory=dict, repr=False, compare=False)
    _sources: dict[str, SourceText] = field(default_factory=dict, repr=False, compare=False)

    @property
    def library(self) -> Library:
        """The library."""
        return self.workspace.library

    @property
    def bibliography(self) -> Bibliography:
        """The library and the lock."""
        return self.workspace.bibliography

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles that could be read."""
        return self.workspace.project.articles

    @property
    def article(self) -> Article | None:
        """The article asked about, if it is one."""
        if not self._articles:
            self._articles.update((one.path, one) for one in self.articles)
        return self._articles.get(self.path)

    @property
    def is_library(self) -> bool:
        """Whether the library is asked about."""
        return self.path == self.library.path

    def source(self, path: str) -> SourceText | None:
        """Give the text of an article, the library or the lock."""
        if not self._sources:
            self._sources.update(self.workspace.sources)
        return self._sources.get(path)

    def uri(self, path: str) -> str:
        """Give a file's address: the client's own spelling where it is open."""
        document = self.opened.get(path)
        if document is not None:
            return document.uri
        return from_fs_path(str(self.workspace.tree.root / path)) or ""

    def range(self, source: SourceText, span: Span) -> types.Range:
        """Give the client's range of a span."""
        document = self.opened.get(source.path)
        is_marked = document is not None and document.is_marked
        return self.positions.range(source, span, is_marked=is_marked)

    def location(self, source: SourceText, span: Span) -> types.Location:
        """Give the client's location of a span."""
        return types.Location(self.uri(source.path), self.range(source, span))

    def offset(self, position: types.Position) -> int | None:
        """Give the character at a position of the document asked about; `None` if it is not Osler's."""
        source = self.source(self.path)
        if source is None:
            return None
        document = self.opened.get(self.path)
        is_marked = document is not None and document.is_marked
        return self.positions.offset(source, position, is_marked=is_marked)


class Projects:
    """The projects that the client works in, by root. Used from one thread alone."""

    def __init__(self) -> None:
        self._held: dict[Path, HeldProject] = {}

    def root_of(self, path: Path) -> HeldProject | None:
        """Find the project around a file or folder, which need not exist yet; `None` if there is none.

        A folder with neither policy, library nor articles is no project: it may be somebody's home, or
        the whole disk, and is not to be walked through.
        """
        start = path if path.is_dir() else path.parent
        start = next((one for one in (start, *start.parents) if one.is_dir()), start)
        try:
            tree = WorkingTree.find(start)
            is_project = tree.exists("references.bib") or tree.exists("articles") or _has_policy(tree)
        except OslerError:
            return None
        return self._held.setdefault(tree.root, HeldProject(tree)) if is_project else None

    def all(self) -> tuple[HeldProject, ...]:
        """Give the projects that were found."""
        return tuple(self._held.values())

    def view(
        self,
        held: HeldProject,
        documents: Mapping[str, Document],
        positions: Positions,
        today: date,
        path: Path | None = None,
    ) -> View:
        """Read a project with the open documents in place of their files.

        Raises `ConfigurationError` where its policy or board is wrong.
        """
        opened = dict(self._opened(held, documents))
        workspace = held.workspace({name: one.data for name, one in opened.items()})
        return View(held, workspace, opened, positions, today, inside(held, path) or "")

    def _opened(self, held: HeldProject, documents: Mapping[str, Document]) -> Iterator[tuple[str, Document]]:
        """Give the open files of a project that Osler reads: articles, library and lock."""
        policy = held.tree.policy()
        for document in documents.values():
            name = inside(held, document.path)
            if name is not None and (is_article(policy, name) or name in (policy.library, policy.lock)):
                yield name, document


def inside(held: HeldProject, path: Path | None) -> str | None:
    """Give a file's path relative to the root; `None` if it lies outside."""
    if path is None:
        return None
    try:
        return held.tree.relative(path)
    except (OslerError, OSError):
        return None


def _has_policy(tree: WorkingTree) -> bool:
    try:
        return tree.policy().path != WorkingTree.DEFAULTS
    except ConfigurationError:
        return True  # there is one, and it is wrong: that is told of


def folder_of(uri: str) -> Path | None:
    """Give the folder that a client's root names, if it is one."""
    path = path_of(uri)
    return path if path is not None and path.is_dir() else None
