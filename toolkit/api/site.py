"""The use case "site": the exported articles with an index, a search, the site's own pages, a feed and a site map.

Only files that differ are written, and only files that the site's own list names are taken away:
docs/decisions/site.md says why.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from toolkit.api.check import selected_rules
from toolkit.api.export import Exports, export
from toolkit.api.exported import ExportedArticle
from toolkit.api.reviewing import reviewed
from toolkit.api.site_folder import MANIFEST, Content, SiteFolder, content_of, is_name
from toolkit.api.site_pages import OwnPage, links_of, own_pages, page_files, policy_text
from toolkit.api.site_search import search_of
from toolkit.api.theme import read_theme
from toolkit.api.workspace import Workspace
from toolkit.errors import OslerError
from toolkit.exporters.html.page import language_tag, page_of
from toolkit.exporters.site import BOARD, INDEX, POLICY, SEARCH, Listing, Site
from toolkit.exporters.site.feeds import feed, site_map
from toolkit.exporters.site.pagefind import INSTALL, Pagefind, find_pagefind
from toolkit.exporters.site.pages import redirect_page
from toolkit.exporters.site.search import index_document
from toolkit.model.article import Article, Audience
from toolkit.model.metadata import ChangeKind
from toolkit.model.policy import Policy, Profile
from toolkit.model.review import UNREVIEWED, ReviewState
from toolkit.model.site import SiteLinks
from toolkit.model.theme import Theme
from toolkit.validators.html import Extra, validate_html
from toolkit.validators.site_links import BrokenLink, SiteLinkCheck

_FOLDERS = frozenset(place.partition("/")[0] for place in (SEARCH, POLICY, BOARD))
RESERVED = _FOLDERS | {INDEX, "feed.xml", "sitemap.xml", MANIFEST, "assets", "theme"}
"""Names that the site keeps for itself; no article, page or former address may have one."""
_PATIENTS = page_of(Audience.PATIENT)


@dataclass(frozen=True, slots=True)
class Published:
    """A site that was written: how many files changed, `notes` on what was left out or alone, and what is broken."""

    exports: Exports
    folder: str
    written: int
    kept: int
    removed: int
    notes: tuple[str, ...]
    broken: tuple[BrokenLink, ...] = ()


def publish(
    workspace: Workspace,
    as_of: date,
    *,
    base: str | None = None,
    draft: bool = False,
    profile: Profile | None = None,
    output: Path | None = None,
    nu_jar: Path | None = None,
    with_pdf: bool = False,
    progress: Callable[[str], None] = lambda _path: None,
) -> Published:
    """Export every article and write the site around them to `output`, else to `site` in the policy's folder.

    `base` is the address at which the site will stand, else the policy's; without any there is no feed and
    no site map. Without Pagefind there is no search, and `notes` say how to get it.
    A refused article keeps the pages that it had, and no list names it. Raises `OslerError` where a
    name is reserved, the project is not taken whole, a page of the site cannot be shown, a file of somebody
    else stands in the way, or a symlink.
    """
    if not workspace.is_whole:
        raise OslerError(
            "a site is made of the whole project", help="leave the paths out, or leave out --site"
        )
    workspace = reviewed(workspace, as_of)
    address = _base(base or workspace.policy.site.url)
    own, editorial = own_pages(workspace, as_of), policy_text(workspace, as_of)
    _refuse_reserved(workspace.project.articles, own)
    pagefind = find_pagefind()
    theme = read_theme(workspace.tree, workspace.policy.theme)
    links = links_of(workspace, own, has_search=pagefind is not None)
    folder = output or workspace.tree.root / workspace.policy.output / "site"
    shelf = SiteFolder.opened(folder, workspace.tree, None if output else workspace.policy.output)
    with tempfile.TemporaryDirectory(prefix="osler-site-") as workplace:
        staging = Path(workplace, "articles").resolve()
        exports = export(
            workspace,
            as_of,
            draft=draft,
            profile=profile,
            output=staging,
            nu_jar=nu_jar,
            with_pdf=with_pdf,
            site_url=address,
            site=links,
            progress=progress,
        )
        plan = _Plan.of(workspace, exports, own, links, address, theme, staging)
        rules = frozenset(rule.name for rule in selected_rules(workspace))
        plan.add(theme.files if theme else {})
        plan.add(page_files(plan.site, workspace, own, editorial, rules))
        plan.add_redirects_and_feeds()
        search = plan.add_search(pagefind, shelf, Path(workplace))
        broken = plan.broken_links(shelf)
        written, removed, left = shelf.put(plan.files, plan.refused, search)
    shown = _shown(exports, plan.articles, folder.name, shelf)
    notes = (*plan.notes, *left)
    return Published(shown, folder.name, written, len(plan.files) - written, removed, notes, broken)


@dataclass(slots=True)
class _Plan:
    """What the site will hold, gathered step by step. `files` are by their place in the site."""

    site: Site
    articles: Mapping[str, Article]
    listed: Mapping[str, Listing]
    refused: frozenset[str]
    files: dict[str, Content]
    taken: set[str]
    notes: list[str]

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        exports: Exports,
        own: Iterable[OwnPage],
        links: SiteLinks,
        base: str | None,
        theme: Theme | None,
        staging: Path,
    ) -> _Plan:
        policy = workspace.policy
        articles = {one.path: one for one in workspace.project.articles}
        reviews = workspace.project.reviews
        listed = {
            one.path: _listing(articles[one.path], one, policy, reviews.get(one.slug, UNREVIEWED))
            for one in exports.written
        }
        ordered = tuple(sorted(listed.values(), key=lambda one: (one.title.casefold(), one.slug)))
        language = language_tag(policy.language) or "en"
        return cls(
            Site(language, ordered, links, base, policy.publisher, theme),
            articles,
            listed,
            frozenset(articles[one.path].slug for one in exports.refused if one.path in articles),
            {
                f"{one.slug}/{name}": staging / one.slug / name
                for one in exports.written
                for name in one.files
            },
            {article.slug for article in articles.values()} | {one.place.partition("/")[0] for one in own},
            [],
        )

    def add(self, pages: Mapping[str, bytes], extra: Extra | None = None) -> None:
        """Add pages of the site's own once they pass the checks, and files as they are."""
        for name, data in pages.items():
            faults = validate_html(data, is_article=False, extra=extra) if name.endswith(".html") else []
            if faults:
                raise OslerError(
                    f"{name} is not sound: {faults[0].message}", help="report it: this is a defect"
                )
            self.files[name] = data

    def add_redirects_and_feeds(self) -> None:
        """Add a page at each former address, and where the site's address is known its feed and site map."""
        site = self.site
        for former, to in self._former():
            self.add({f"{former}/{INDEX}": redirect_page(site, former, to)}, Extra.REDIRECT)
        if site.base is None:
            self.notes.append(
                "no feed and no site map: they need the site's address, `url` in [site] or --site-url"
            )
            return
        self.add({"feed.xml": feed(site, site.base), "sitemap.xml": site_map(site, site.base)})
        undated = sum(one.updated is None for one in site.articles)
        if undated:
            self.notes.append(f"not in the feed, for want of a date: {undated}")

    def _former(self) -> Iterator[tuple[str, Listing]]:
        for path, listing in self.listed.items():
            for slug in dict.fromkeys(self.articles[path].metadata.former_slugs):
                if slug in self.taken or slug.casefold() in RESERVED or not is_name(slug):
                    note = f'{path}: no redirect from "{slug}": the name is taken, reserved or no folder\'s'
                    self.notes.append(note)
                else:
                    self.taken.add(slug)
                    yield slug, listing

    def add_search(self, pagefind: Pagefind | None, shelf: SiteFolder, workplace: Path) -> str | None:
        """Add the search page and its index; give the digest of what is searched, `None` without Pagefind."""
        if pagefind is None:
            self.notes.append(f"no search page: it needs Pagefind; {INSTALL}")
            return None
        found = search_of(self.site, pagefind, self._documents(), shelf, workplace)
        self.add({SEARCH: content_of(found.files.pop(SEARCH))}, Extra.SEARCH)
        self.files |= found.files
        return found.digest

    def _documents(self) -> Iterator[tuple[str, bytes]]:
        for one in self.site.articles:
            editions = (Audience.PROFESSIONAL, Audience.PATIENT) if one.has_patient_page else (None,)
            for edition in editions:
                name = f"{one.slug}/{page_of(edition)}"
                yield name, index_document(one, content_of(self.files[name]), self.site, edition)

    def broken_links(self, shelf: SiteFolder) -> tuple[BrokenLink, ...]:
        """Give the links of the site's pages that lead nowhere; pages kept from before may be led to."""
        check = SiteLinkCheck()
        for name, content in self.files.items():
            if name.endswith(".html"):
                check.add(name, content_of(content))
        kept = {name for name in shelf.known if name.partition("/")[0] in self.refused}
        return tuple(check.broken(self.files.keys() | kept))


def _base(base: str | None) -> str | None:
    if base is None:
        return None
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise OslerError(
            f"{base!r} is no address of a site", help="give one such as https://example.org/articles/"
        )
    return base.rstrip("/") + "/"


def _refuse_reserved(articles: Iterable[Article], own: Iterable[OwnPage]) -> None:
    taken = set(RESERVED)
    for page in own:
        name = page.place.partition("/")[0].casefold()
        if name in taken:
            raise OslerError(
                f'two pages of the site would stand at "{name}/"', help="rename the file that [site] names"
            )
        taken.add(name)
    for one in articles:
        if one.slug.casefold() in taken:
            raise OslerError(
                f'"{one.slug}" is a name that the site keeps for itself',
                path=one.path,
                help="rename the article",
            )


def _listing(article: Article, written: ExportedArticle, policy: Policy, review: ReviewState) -> Listing:
    metadata = article.metadata
    dates = [change.date for change in metadata.history]
    retractions = [change for change in metadata.history if change.kind is ChangeKind.RETRACTION]
    return Listing(
        article.slug,
        metadata.title or article.slug,
        language_tag(metadata.language) or language_tag(policy.language) or "en",
        review.status,
        metadata.audience or policy.default_audience,
        metadata.subjects,
        max(dates) if dates else metadata.date,
        metadata.abstract,
        retracted=bool(retractions) or review.retracted is not None,
        has_patient_page=_PATIENTS in written.files,
    )


def _shown(exports: Exports, articles: Mapping[str, Article], folder: str, shelf: SiteFolder) -> Exports:
    """Give what was exported with the folders of the site, in place of those where it was prepared."""
    return replace(
        exports,
        written=tuple(replace(one, folder=f"{folder}/{one.slug}/") for one in exports.written),
        refused=tuple(
            replace(
                one,
                folder=f"{folder}/{articles[one.path].slug}/",
                has_previous=shelf.has(articles[one.path].slug),
            )
            for one in exports.refused
        ),
    )
