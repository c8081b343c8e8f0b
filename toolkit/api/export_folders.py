"""Where exports lie, and what lies there: a folder an article, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.api.exported import Checks, ExportedArticle, report_json, report_text
from toolkit.errors import OslerError
from toolkit.model.article import Article
from toolkit.model.policy import Policy
from toolkit.project import WorkingTree


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that passed: its files but for the reports."""

    article: Article
    files: dict[str, bytes]
    checks: Checks
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where exports lie: a folder an article, below the policy's output folder or the one asked for."""

    tree: WorkingTree
    folder: str
    shown: str

    @classmethod
    def of(cls, tree: WorkingTree, policy: Policy, output: Path | None) -> Shelf:
        """Give the policy's output folder, or the one asked for. Raises `OslerError` if it cannot be made."""
        if output is None:
            return cls(tree, policy.output.rstrip("/"), policy.output.rstrip("/"))
        try:
            output.mkdir(parents=True, exist_ok=True)
            root = output.resolve(strict=True)
        except OSError as error:
            raise OslerError(f"cannot make the folder: {error.strerror}", path=str(output)) from error
        return cls(WorkingTree(root), ".", str(output))

    def place(self, slug: str) -> str:
        """Name an article's folder from the tree's root."""
        return f"{self.folder}/{slug}"

    def name(self, slug: str) -> str:
        """Name an article's folder for people."""
        return f"{self.shown}/{slug}/"

    def has(self, slug: str) -> bool:
        """Tell whether something stands there."""
        return self.tree.exists(self.place(slug))

    def is_free(self, slug: str) -> bool:
        """Tell whether a folder may be replaced: there is none, or it is an export of ours."""
        return not self.has(slug) or self.tree.exists(f"{self.place(slug)}/report.json")

    def write(self, prepared: Prepared, as_of: date, *, nu: str | None) -> ExportedArticle:
        """Write an article's files, and the reports, which name the other files."""
        checks = replace(prepared.checks, nu=nu)
        article, is_draft = prepared.article, prepared.is_draft
        files = {
            **prepared.files,
            "report.json": report_json(article.path, prepared.files, checks, as_of=as_of, is_draft=is_draft),
            "report.txt": report_text(article.path, prepared.files, checks, as_of=as_of, is_draft=is_draft),
        }
        self.tree.write_folder(self.place(article.slug), files)
        return ExportedArticle(
            article.path, article.slug, self.name(article.slug), tuple(sorted(files)), checks, is_draft
        )
