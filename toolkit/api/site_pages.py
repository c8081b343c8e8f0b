"""The pages of a site that are no article: those that the editors wrote, the policy in force, and the board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from toolkit.api.assets import assets_of
from toolkit.api.workspace import Workspace
from toolkit.engine import run
from toolkit.errors import ConfigurationError, UnreadableInputError
from toolkit.exporters.html.blocks import blocks
from toolkit.exporters.html.markup import Content, Element
from toolkit.exporters.html.notes import notes_section
from toolkit.exporters.html.page import Page
from toolkit.exporters.html.references import reference_cards, reference_list
from toolkit.exporters.publication import compile_publication
from toolkit.exporters.site import BOARD, INDEX, POLICY, SEARCH, Site
from toolkit.exporters.site import pages as printed
from toolkit.exporters.site import policy_page as policy_words
from toolkit.exporters.site.search import TITLE as SEARCH_TITLE
from toolkit.model.article import Article, Block, Heading, plain_text
from toolkit.model.finding import Severity
from toolkit.model.rule import Project
from toolkit.model.site import SiteLink, SiteLinks
from toolkit.model.span import Position
from toolkit.project import ARTICLE_CAP
from toolkit.readers.markdown import read_article
from toolkit.rules import discover

_FAMILIES = frozenset({"article", "citation", "reference"})
_NOT_OF_PAGES = frozenset({"article-metadata-missing", "article-broken-link"})
"""A page has no authors to name; its links are checked with those of the whole site."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A Markdown file of the editors' as the site will show it, with the files that it shows or links to."""

    place: str
    title: str
    contents: tuple[Content, ...]
    behind: tuple[Element, ...]
    files: dict[str, bytes]


def own_pages(workspace: Workspace, as_of: date) -> tuple[OwnPage, ...]:
    """Read the pages that the policy names. Raises an `OslerError`, at its line, for one that cannot be shown."""
    return tuple(_own_page(workspace, path, as_of, _place(path)) for path in workspace.policy.site.pages)


def policy_text(workspace: Workspace, as_of: date) -> OwnPage | None:
    """Read what the editors wrote of their policy, if they did."""
    path = workspace.policy.site.editorial_policy
    return _own_page(workspace, path, as_of, POLICY) if path else None


def links_of(workspace: Workspace, own: Sequence[OwnPage], *, has_search: bool) -> SiteLinks:
    """Give the site's menu: the index, the search, the editors' pages, the policy, the board."""
    policy = workspace.policy
    board = BOARD if workspace.board.members else None
    menu = [SiteLink("Articles", INDEX)]
    if has_search:
        menu.append(SiteLink(SEARCH_TITLE, SEARCH))
    menu += [SiteLink(one.title, one.place) for one in own]
    menu.append(SiteLink(policy_words.TITLE, POLICY))
    if board:
        menu.append(SiteLink(printed.BOARD_TITLE, board))
    name = policy.journal.title or policy.publisher.name or "Articles"
    return SiteLinks(name, tuple(menu), POLICY, board)


def page_files(
    site: Site,
    workspace: Workspace,
    own: Iterable[OwnPage],
    editorial: OwnPage | None,
    rules: frozenset[str],
) -> dict[str, bytes]:
    """Print the pages that are no article: index, board, policy, and the editors' own with their files."""
    files = {INDEX: printed.index_page(site)}
    for one in own:
        files[one.place] = printed.written_page(site, one.place, one.title, one.contents, one.behind)
        files |= one.files
    contents, behind = (editorial.contents, editorial.behind) if editorial else ((), ())
    files[POLICY] = policy_words.policy_page(site, workspace.policy, rules, contents, behind)
    files |= editorial.files if editorial else {}
    if site.links.board:
        files[BOARD] = printed.board_page(site, workspace.board)
    return files


def _place(path: str) -> str:
    return f"{PurePosixPath(path).stem}/{INDEX}"


def _own_page(workspace: Workspace, path: str, as_of: date, place: str) -> OwnPage:
    try:
        data = workspace.tree.read(path, ARTICLE_CAP)
    except UnreadableInputError as error:
        raise ConfigurationError(
            f"a page of the site cannot be read: {error.message}",
            help="correct its name in [site], or write it",
            path=path,
        ) from error
    article = read_article(path, data)
    _require_sound(article, workspace, as_of)
    assets = assets_of(article, workspace.tree)
    for problem in assets.problems:
        raise _refused(article, article.source.position(problem.span.start), problem.message, problem.help)
    publication = compile_publication(article, workspace.bibliography, workspace.policy, as_of=as_of)
    title, text = _titled(article)
    page = Page.of(publication)
    contents = [*blocks(page, text), notes_section(page), reference_list(page)]
    folder = place.removesuffix(INDEX)
    return OwnPage(
        place,
        title,
        tuple(one for one in contents if one is not None),
        tuple(reference_cards(page)),
        {folder + name: found for name, found in assets.files.items()},
    )


def _titled(article: Article) -> tuple[str, tuple[Block, ...]]:
    """Give the title of the front matter, else the first heading, which then is not printed again."""
    first = article.blocks[0] if article.blocks else None
    if article.metadata.title:
        return article.metadata.title, article.blocks
    if isinstance(first, Heading) and (words := plain_text(first.children).strip()):
        return words, article.blocks[1:]
    return article.slug.replace("-", " ").capitalize(), article.blocks


def _require_sound(article: Article, workspace: Workspace, as_of: date) -> None:
    """Refuse what no article may have either: raw HTML, unsafe addresses, unknown citations, retracted sources."""
    rules = [
        rule
        for rule in discover()
        if rule.family in _FAMILIES and rule.severity is Severity.ERROR and rule.name not in _NOT_OF_PAGES
    ]
    project = Project((article,), workspace.library)
    for finding in run(project, workspace.context(as_of), rules, is_whole=False).findings:
        if finding.path == article.path and finding.severity is Severity.ERROR:
            raise _refused(article, finding.start, finding.message, finding.help)


def _refused(article: Article, start: Position, message: str, remedy: str | None) -> ConfigurationError:
    return ConfigurationError(
        f"a page of the site cannot be shown as it is: {message}",
        help=remedy,
        path=article.path,
        line=start.line,
        column=start.column,
    )
