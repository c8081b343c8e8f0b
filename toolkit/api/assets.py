"""The files that an article shows or links to, copied beside its export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from toolkit.errors import UnreadableInputError
from toolkit.exporters.addresses import local_image
from toolkit.model.article import Article, Image, Link, Node
from toolkit.model.finding import Problem, Severity
from toolkit.model.span import Span
from toolkit.project import WorkingTree
from toolkit.validators.images import read_image

# Enough for a poster-sized figure; what is larger belongs in a repository of data.
_CAP = 32 << 20
_RESERVED_NAMES = (
    "article.xml article.pdf index.html ledger.json references.json references.ris report.json report.txt"
)
_RESERVED = frozenset(_RESERVED_NAMES.split())
_RESERVED_FOLDERS = frozenset({"patient", "evidence", "theme"})
# What a browser would open as a page of the site's own, with its scripts, outside of all checks.
_IMAGE_HELP = "save it as a plain PNG, JPEG, WebP or SVG image without scripts, and link it"
_PAGES = frozenset({".htm", ".html", ".js", ".mjs", ".shtml", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"})


@dataclass(frozen=True, slots=True)
class Assets:
    """An article's own files by their name in the export; `sizes` are those of images, by address."""

    files: Mapping[str, bytes]
    sizes: Mapping[str, tuple[int, int]]
    problems: tuple[Problem, ...]


def assets_of(article: Article, tree: WorkingTree) -> Assets:
    """Read an article's figures and linked files.

    Names stay what they are in the article, so that both exports can refer to them. Only files
    below the article's own folder are taken. A figure that can't be read, is no image, or is an SVG
    that does more than be looked at, is a problem; a linked file that isn't there is left to
    `article-broken-link`.
    """
    files: dict[str, bytes] = {}
    sizes: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    folder = PurePosixPath(article.path).parent
    for url, span, is_image in _addresses(article):
        name = asset_name(url)
        if name is None or name in files:
            continue
        path = PurePosixPath(name)
        if name.lower() in _RESERVED or path.parts[0].lower() in _RESERVED_FOLDERS:
            problems.append(_problem(span, f'"{name}" is the name of a file of the export itself'))
            continue
        try:
            data = tree.read(str(folder / name), _CAP)
        except UnreadableInputError as error:
            if is_image:
                problems.append(_problem(span, f'the figure "{name}" cannot be read: {error.message}'))
            continue
        if not is_image and path.suffix.lower() in _PAGES:
            text = f'the linked file "{name}" would be a page of the site that nothing checked'
            problems.append(_problem(span, text, "link to where it is published, or publish it as PDF"))
            continue
        if is_image or path.suffix.lower() == ".svg":
            facts = read_image(data)
            if facts.fault is not None:
                problems.append(_problem(span, f'the figure "{name}" {facts.fault}', _IMAGE_HELP))
                continue
            if facts.size is not None:
                sizes[local_image(url) or name] = facts.size
        files[name] = data
    return Assets(files, sizes, tuple(problems))


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


def _problem(span: Span, message: str, remedy: str = "name a file below the article's folder") -> Problem:
    return Problem(span, message, remedy, rule="export-figure", severity=Severity.ERROR)
