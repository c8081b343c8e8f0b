"""The use case "site": the exported articles with an index, redirects, a feed and a site map in one folder.

Only files that differ are written, and only files that the site's own list names are taken away:
docs/decisions/site.md says why.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from toolkit.api.export import Exports, export
from toolkit.api.workspace import Workspace
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.exporters.html.page import language_tag
from toolkit.exporters.site import Listing, Site
from toolkit.exporters.site.feeds import feed, site_map
from toolkit.exporters.site.pages import index_page, redirect_page
from toolkit.model.article import Article
from toolkit.model.json_text import json_text
from toolkit.model.policy import Policy, Profile
from toolkit.model.review import UNREVIEWED, ReviewState
from toolkit.project import WorkingTree
from toolkit.validators.html import validate_html

MANIFEST = "osler-site.json"
RESERVED = frozenset({"index.html", "feed.xml", "sitemap.xml", MANIFEST, "search", "assets"})
"""Names that the site keeps for itself; no article and no former address may have one."""
_CAP = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Published:
    """A site that was written: how many files changed, and `notes` on what was left out or left alone."""

    exports: Exports
    folder: str
    written: int
    kept: int
    removed: int
    notes: tuple[str, ...]


def publish(
    workspace: Workspace,
    as_of: date,
    *,
    base: str | None = None,
    draft: bool = False,
    profile: Profile | None = None,
    output: Path | None = None,
    nu_jar: Path | None = None,
    progress: Callable[[str], None] = lambda _path: None,
) -> Published:
    """Export every article and write the site around them to `output`, else to `site` in the policy's folder.

    `base` is the address at which the site will stand; without it there is no feed and no site map.
    A refused article keeps the pages that it had, and no list names it. Raises `OslerError` where a
    name is reserved, the project is not taken whole, a file of somebody else stands in the way, or a symlink.
    """
    if not workspace.is_whole:
        raise OslerError(
            "a site is made of the whole project", help="leave the paths out, or leave out --site"
        )
    address = _base(base)
    articles = {one.path: one for one in workspace.project.articles}
    _refuse_reserved(articles.values())
    folder = output or workspace.tree.root / workspace.policy.output / "site"
    shelf = _SiteFolder.opened(folder, workspace.tree, None if output else workspace.policy.output)
    with tempfile.TemporaryDirectory(prefix="osler-site-") as staging:
        exports = export(
            workspace,
            as_of,
            draft=draft,
            profile=profile,
            output=Path(staging),
            nu_jar=nu_jar,
            progress=progress,
        )
        tree = WorkingTree(Path(staging).resolve())
        files = {
            f"{one.slug}/{name}": tree.read(f"{one.slug}/{name}", _CAP)
            for one in exports.written
            for name in one.files
        }
    site, former, notes = _described(workspace, exports, articles, address)
    files |= _own_files(site, former)
    refused = {articles[one.path].slug for one in exports.refused if one.path in articles}
    written, removed, left = shelf.put(files, refused)
    shown = replace(
        exports,
        written=tuple(replace(one, folder=f"{folder.name}/{one.slug}/") for one in exports.written),
        refused=tuple(
            replace(
                one,
                folder=f"{folder.name}/{articles[one.path].slug}/",
                has_previous=shelf.has(articles[one.path].slug),
            )
            for one in exports.refused
        ),
    )
    return Published(shown, folder.name, written, len(files) - written, removed, (*notes, *left))


def _base(base: str | None) -> str | None:
    if base is None:
        return None
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise OslerError(
            f"{base!r} is no address of a site", help="give one such as https://example.org/articles/"
        )
    return base.rstrip("/") + "/"


def _refuse_reserved(articles: Iterable[Article]) -> None:
    for one in articles:
        if one.slug.casefold() in RESERVED:
            raise OslerError(
                f'"{one.slug}" is a name that the site keeps for itself',
                path=one.path,
                help="rename the article",
            )


def _described(
    workspace: Workspace, exports: Exports, articles: Mapping[str, Article], base: str | None
) -> tuple[Site, dict[str, Listing], list[str]]:
    """Give the site, where each former address leads, and what was left out."""
    policy = workspace.policy
    reviews = workspace.project.reviews
    listed = {
        one.path: _listing(articles[one.path], policy, reviews.get(one.slug, UNREVIEWED))
        for one in exports.written
    }
    ordered = tuple(sorted(listed.values(), key=lambda one: (one.title.casefold(), one.slug)))
    name = policy.journal.title or policy.publisher.name or "Articles"
    site = Site(name, language_tag(policy.language) or "en", ordered, base)
    taken = {article.slug for article in articles.values()}
    former: dict[str, Listing] = {}
    notes: list[str] = []
    for path, listing in listed.items():
        for slug in dict.fromkeys(articles[path].metadata.former_slugs):
            if slug in taken or slug.casefold() in RESERVED or not _is_name(slug):
                notes.append(
                    f'{path}: no redirect from "{slug}": the name is taken, reserved or no folder\'s'
                )
            else:
                taken.add(slug)
                former[slug] = listing
    if base is None:
        notes.append("no feed and no site map: they need the site's address, --site-url")
    undated = sum(one.updated is None for one in ordered)
    if base is not None and undated:
        notes.append(f"not in the feed, for want of a date: {undated}")
    notes.append("no full-text search page: this version makes none")
    return site, former, notes


def _listing(article: Article, policy: Policy, review: ReviewState) -> Listing:
    metadata = article.metadata
    dates = [change.date for change in metadata.history]
    return Listing(
        article.slug,
        metadata.title or article.slug,
        language_tag(metadata.language) or language_tag(policy.language) or "en",
        review.status,
        metadata.audience,
        metadata.subjects,
        max(dates) if dates else metadata.date,
        metadata.abstract,
    )


def _own_files(site: Site, former: Mapping[str, Listing]) -> dict[str, bytes]:
    index = index_page(site)
    faults = validate_html(index, is_article=False)
    if faults:
        raise OslerError(f"the index is not sound: {faults[0].message}", help="report it: this is a defect")
    files = {f"{slug}/index.html": redirect_page(site, to) for slug, to in former.items()}
    files["index.html"] = index
    if site.base:
        files |= {"feed.xml": feed(site, site.base), "sitemap.xml": site_map(site, site.base)}
    return files


def _is_name(slug: str) -> bool:
    return slug not in {"", ".", ".."} and not any(mark in slug for mark in "/\\\0")


@dataclass(frozen=True, slots=True)
class _SiteFolder:
    """The folder of a site, and the digest of each file that Osler's list there names."""

    tree: WorkingTree
    known: Mapping[str, str]

    @classmethod
    def opened(cls, folder: Path, project: WorkingTree, within: str | None) -> _SiteFolder:
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
        return cls(tree, _known(tree))

    def has(self, slug: str) -> bool:
        """Tell whether the folder holds pages of an article."""
        return self.tree.exists(f"{slug}/index.html")

    def put(self, files: Mapping[str, bytes], refused: set[str]) -> tuple[int, int, list[str]]:
        """Write what differs and take away what is Osler's and no longer wanted.

        The list names every file before it is written and until it is gone, so that a run that is
        interrupted leaves nothing that the next one does not know. The index comes after the articles.
        Gives how many were written and removed, and notes on files that were left alone.
        """
        wanted = {name: _digest(data) for name, data in files.items()}
        changed = [name for name in sorted(files, key=_rank) if self._differs(name, files[name])]
        stale = [
            name for name in self.known if name not in wanted and PurePosixPath(name).parts[0] not in refused
        ]
        kept = {name: digest for name, digest in self.known.items() if name not in stale}
        if changed or stale:
            self._list({**self.known, **wanted})
        for name in changed:
            self.tree.write(name, files[name])
        notes = [note for name in sorted(stale) if (note := self._take_away(name))]
        self._list({**kept, **wanted})
        return len(changed), len(stale) - len(notes), notes

    def _differs(self, name: str, data: bytes) -> bool:
        """Tell whether a file is to be written. Raises `OslerError` where a file of somebody else stands."""
        self._refuse_symlinks(name)
        if not self.tree.exists(name):
            return True
        if self.tree.read(name, _CAP) == data:
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
        if _digest(self.tree.read(name, _CAP)) != self.known[name]:
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

    def _list(self, known: Mapping[str, str]) -> None:
        data = json_text({"version": 1, "files": dict(sorted(known.items()))}).encode()
        self._refuse_symlinks(MANIFEST)
        if not self.tree.exists(MANIFEST) or self.tree.read(MANIFEST, _CAP) != data:
            self.tree.write(MANIFEST, data)


def _known(tree: WorkingTree) -> dict[str, str]:
    """Read the list of the site's files; raises `OslerError` for one that is not Osler's."""
    if not tree.exists(MANIFEST):
        return {}
    try:
        files = json.loads(tree.read(MANIFEST, _CAP))["files"]
        known = {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OslerError("cannot be read as the list of the site's files", path=MANIFEST) from error
    if any(not all(map(_is_name, name.split("/"))) for name in known):
        raise OslerError("names files outside of the site", path=MANIFEST, help="take it away")
    return known


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _rank(name: str) -> tuple[bool, str]:
    """Sort the site's own files behind those of the articles, to which they lead."""
    return "/" not in name, name
