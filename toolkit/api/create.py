"""The use cases "init" and "new": a working project, and the skeleton of an article."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path, PurePosixPath

from toolkit import __version__
from toolkit.api.workspace import open_tree
from toolkit.errors import ConfigurationError, OslerError, UnreadableInputError
from toolkit.model.article import ArticleType, Audience
from toolkit.model.policy import Occasion, Policy
from toolkit.project import CONFIGURATION_CAP, WorkingTree
from toolkit.readers.config import has_section
from toolkit.rules.article_slug import LONGEST, portable

EXAMPLE = "articles/help-for-dementia-carers.md"
"""The article that a new project begins with."""
_PROJECT = {
    "osler.toml": "osler.toml",
    "board.toml": "board.toml",
    "references.bib": "references.bib",
    "references.lock": "references.lock",
    EXAMPLE: EXAMPLE,
}
"""Files without which it is no project, and the templates that they are made from."""
_REPOSITORY = {
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".github/workflows/osler.yml": "workflow.yml",
}
"""Files that a repository may have already, and then keeps."""
_LABELS = {Audience.PATIENT: Occasion.PATIENT, Audience.PROFESSIONAL: Occasion.PROFESSIONAL}
_BODIES = {
    ArticleType.QUESTION_ANSWER: "question-answer.md",
    ArticleType.PATIENT_LEAFLET: "patient-leaflet.md",
}


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was made: the root, the files written, and the files that stood there and were kept.

    `kept` maps each of the latter to the lines that it lacks (a kept workflow lacks none).
    """

    root: Path
    written: tuple[str, ...]
    kept: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """What a new article is to be. Without `kind` or `audience` the policy's defaults are taken."""

    slug: str
    title: str
    kind: ArticleType | None = None
    audience: tuple[Audience, ...] = ()
    authors: tuple[str, ...] = ()
    """Names, or identifiers of `board.toml`."""


def create_project(folder: Path, today: date, *, publisher: str | None = None) -> NewProject:
    """Make a project in `folder`, which may exist: configuration, example, library, lock, workflow.

    Nothing that exists is changed, and either all files are written or none. Raises
    `UnreadableInputError` if there is a project already, or if the files cannot be written.
    """
    root = folder.resolve()
    if root.exists() and not root.is_dir():
        raise UnreadableInputError(f"{folder} is not a folder", help="name a folder, new or existing")
    tree = WorkingTree(root)
    _refuse_existing(tree, folder)
    name = (
        f"name = {json.dumps(publisher, ensure_ascii=False)}" if publisher else '# name = "Your organisation"'
    )
    words = {"today": today.isoformat(), "version": __version__, "publisher": name}
    files = {path: _filled(template, words) for path, template in _PROJECT.items()}
    kept: dict[str, tuple[str, ...]] = {}
    for path, template in _REPOSITORY.items():
        text = _filled(template, words)
        if tree.exists(path):
            kept[path] = _lacking(tree, path, text)
        else:
            files[path] = text
    tree.write_new({path: text.encode() for path, text in files.items()})
    return NewProject(root, tuple(files), kept)


def create_article(request: ArticleRequest, today: date, start: Path | None = None) -> str:
    """Write the skeleton of an article with the disclaimers that its readers require; give its path.

    What only its authors can know (competing interests, the use of AI) is left empty, so that a
    check asks for it. `start` is the project's folder, by default found upwards. Raises
    `ConfigurationError` for a slug or an audience that cannot be, `UnreadableInputError` if the
    article exists or cannot be written.
    """
    tree, policy = open_tree(start)
    _refuse_slug(request.slug, tree, policy)
    kind = request.kind or policy.default_type
    audience = request.audience or policy.default_audience
    if kind is None:
        raise ConfigurationError("of what type is the article?", help=f"add --type: {_listed(ArticleType)}")
    if not audience:
        raise ConfigurationError(
            "for whom is the article?", help=f"add --audience: {_listed(Audience)}, or both"
        )
    if not request.title.strip():
        raise ConfigurationError("the article needs a title", help="add --title")
    path = f"{policy.articles}/{request.slug}.md"
    text = _front_matter(request, kind, audience, today) + _body(kind, audience, policy)
    tree.write_new({path: text.encode()})
    return path


def _refuse_existing(tree: WorkingTree, folder: Path) -> None:
    standing = [path for path in _PROJECT if tree.exists(path)]
    if not standing and tree.exists("pyproject.toml"):
        data = tree.read("pyproject.toml", CONFIGURATION_CAP)
        standing = ["[tool.osler] in pyproject.toml"] if has_section(data) else []
    if standing:
        raise UnreadableInputError(
            f"{folder} has {', '.join(standing)} already; nothing was written",
            help="name another folder; in a project of your own, an empty osler.toml is all that is needed",
        )


def _lacking(tree: WorkingTree, path: str, text: str) -> tuple[str, ...]:
    """Give the lines of a template that a file which is kept does not have; none for a workflow."""
    if path.endswith(".yml"):
        return ()
    try:
        present = tree.read(path, CONFIGURATION_CAP).decode(errors="replace").splitlines()
    except OslerError:
        present = []
    return tuple(
        line for line in text.splitlines() if line and not line.startswith("#") and line not in present
    )


def _refuse_slug(slug: str, tree: WorkingTree, policy: Policy) -> None:
    plain = portable(slug)
    if not plain or slug != plain:
        raise ConfigurationError(
            f'"{slug}" cannot be an address: a slug is small letters, digits and hyphens, {LONGEST} at most',
            help=f'"{plain}" would do' if plain else None,
        )
    for path in tree.article_paths(policy):
        if PurePosixPath(path).stem.casefold() == slug:
            raise UnreadableInputError(
                "an article of this slug exists already", path=path, help="choose another"
            )


def _front_matter(
    request: ArticleRequest, kind: ArticleType, audience: Sequence[Audience], today: date
) -> str:
    readers = audience[0] if len(audience) == 1 else f"[{', '.join(audience)}]"
    authors = [f"  - {_scalar(author)}" for author in request.authors]
    lines = [
        "---",
        f"title: {_scalar(request.title)}",
        f"type: {kind}",
        f"audience: {readers}",
        "authors:" if authors else "authors:  # names, or identifiers of board.toml",
        *authors,
        f"date: {today.isoformat()}",
        "competing_interests:  # none, or what they are",
        "ai_assistance:  # none, or a list of tools, each with version, provider and purpose",
        "---",
    ]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """Write a text as YAML: plain where that is safe, else in double quotes (JSON is YAML)."""
    folded = " ".join(text.split())
    if re.fullmatch(r"[A-Za-z][\w ,.()?'’/+-]*", folded) and folded.lower() not in _YAML_WORDS:
        return folded
    return json.dumps(folded, ensure_ascii=False)


_YAML_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off", "none"})


def _body(kind: ArticleType, audience: Sequence[Audience], policy: Policy) -> str:
    """Give the text of a skeleton: what to write where, and the disclaimers by reference."""
    occasions = {Occasion.ALWAYS, *(_LABELS[one] for one in audience)}
    wanted = [one for one in policy.disclaimers if one.required_for & occasions]
    divs = {
        place: "".join(
            f"::: {{.disclaimer #{one.identifier}}}\n:::\n\n" for one in wanted if one.placement == place
        )
        for place in ("start", "end")
    }
    text = _template(f"articles/{_BODIES.get(kind, 'article.md')}")
    return f"\n{divs['start']}{text}\n{divs['end']}".rstrip() + "\n"


def _filled(template: str, words: Mapping[str, str]) -> str:
    text = _template(f"project/{template}")
    for word, value in words.items():
        text = text.replace(f"{{{{{word}}}}}", value)
    return text


def _template(name: str) -> str:
    return resources.files("toolkit").joinpath("templates", *name.split("/")).read_text("utf-8")


def _listed(names: type[ArticleType | Audience]) -> str:
    return ", ".join(names)
