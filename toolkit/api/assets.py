"""The files that an article shows or links to, copied beside its export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from toolkit.errors import UnreadableInputError
from toolkit.exporters.addresses import local_image
from toolkit.model.article import Article, Image, Link, Node
from toolkit.model.finding import Problem, Severity
from toolkit.model.span import Span
from toolkit.project import WorkingTree

# Enough for a poster-sized figure; what is larger belongs in a repository of data.
_CAP = 32 << 20
_RESERVED = frozenset({"article.xml", "index.html", "ledger.json", "report.json", "report.txt"})


def assets_of(article: Article, tree: WorkingTree) -> tuple[dict[str, bytes], list[Problem]]:
    """Read an article's figures and linked files; give them by their name in the export.

    Names stay what they are in the article, so that both exports can refer to them. Only files
    below the article's own folder are taken. A figure that can't be read is a problem; a linked
    file that isn't there is left to `article-broken-link`.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    folder = PurePosixPath(article.path).parent
    for url, span, is_image in _addresses(article):
        name = asset_name(url)
        if name is None or name in files:
            continue
        if name.lower() in _RESERVED:
            problems.append(_problem(span, f'"{name}" is the name of a file of the export itself'))
            continue
        try:
            files[name] = tree.read(str(folder / name), _CAP)
        except UnreadableInputError as error:
            if is_image:
                problems.append(_problem(span, f'the figure "{name}" cannot be read: {error.message}'))
    return files, problems


def asset_name(url: str) -> str | None:
    """Give the name of a file beside the article, as its folder has it; `None` for any other address."""
    if local_image(url) is None or url.startswith("#"):
        return None
    name = str(PurePosixPath(unquote(url.strip().split("#")[0].split("?")[0])))
    return None if name in ("", ".") or name.endswith(".md") else name


def _addresses(article: Article) -> Iterator[tuple[str, Span, bool]]:
    for node in article.walk():
        yield from _address(node)


def _address(node: Node) -> Iterator[tuple[str, Span, bool]]:
    if isinstance(node, Image):
        yield node.url, node.span, True
    elif isinstance(node, Link):
        yield node.url, node.span, False


def _problem(span: Span, message: str) -> Problem:
    return Problem(
        span, message, "name a file below the article's folder", rule="export-figure", severity=Severity.ERROR
    )
