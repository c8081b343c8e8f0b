"""The search page, and what of each article is searched: its title, its text, and what it is filtered by.

Articles' pages carry nothing for the search. For each, a document is written that holds only what a reader
would look for; Pagefind indexes these (`data-pagefind-body`, Pagefind, "Configuring what content is indexed").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from toolkit.exporters.html.head import style_hash
from toolkit.exporters.html.markup import Attribute, Content, Element, element, serialise
from toolkit.exporters.site import SEARCH, Listing, Site
from toolkit.exporters.site.frame import Leaf, page, style_of
from toolkit.exporters.site.pages import audience_words, status_words
from toolkit.model.metadata import Audience
from toolkit.validators.html_tree import VOID, Node, read_tree

SCRIPT = "search.js"
TITLE = "Search"
# Parts of the text that belong to every page alike, or are no words.
_LEFT_OUT = frozenset({"disclaimer", "citations", "note-mark", "audience-label"})
_SILENT = frozenset({"math", "button", "script", "style"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_INLINE_NAMES = "a abbr bdi code em mark s span strong sub sup time u"
_INLINE = frozenset(_INLINE_NAMES.split())


def script() -> bytes:
    """Give the search page's own script."""
    return files("toolkit").joinpath("templates", SCRIPT).read_bytes()


def security_policy(site: Site) -> str:
    """Give the search page's policy: scripts of this site alone, and WebAssembly, which Pagefind is (CSP Level 3)."""
    return (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
        f"style-src '{style_hash(style_of(site))}'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def search_page(site: Site) -> bytes:
    """Give the search page. Without its script it says so, and leads to the list of all articles."""
    index = element("a", {"href": "../index.html"}, "the list of all articles")
    found = element(
        "div",
        {"class": "search-found"},
        element(
            "p",
            {"id": "search-state", "class": "search-state", "role": "status"},
            "The search needs JavaScript, and works on a web server only, not from a file. Without it, use ",
            index,
            ".",
        ),
        element("h2", {"class": "visually-hidden"}, "Results"),
        element("ol", {"id": "search-results", "class": "results"}),
        element(
            "button", {"id": "search-more", "class": "more-results", "type": "button", "hidden": True}, "More"
        ),
    )
    contents = (element("div", {"class": "search-page"}, _form(), found),)
    links = (element("script", {"src": SCRIPT, "type": "module"}),)
    return page(site, Leaf(SEARCH, TITLE, contents, links, policy=security_policy(site)))


def _form() -> Element:
    label = element("label", {"class": "search-label", "for": "search-words"}, "Words to look for")
    field: dict[str, Attribute] = {
        "id": "search-words",
        "type": "search",
        "name": "q",
        "autocomplete": "off",
        "spellcheck": "false",
    }
    line = element(
        "div",
        {"class": "search-line"},
        element("input", field),
        element("button", {"type": "submit"}, "Search"),
        element("button", {"id": "search-reset", "type": "button", "class": "plain"}, "Clear"),
    )
    orders = element(
        "select",
        {"id": "search-order"},
        element("option", {"value": "best"}, "Best match first"),
        element("option", {"value": "newest"}, "Newest first"),
    )
    order = element("div", {"class": "sort-line"}, element("label", {"for": "search-order"}, "Order"), orders)
    facets = element("div", {"id": "search-facets", "class": "facets"})
    attributes: dict[str, Attribute] = {
        "id": "search-form",
        "class": "search-form",
        "role": "search",
        "hidden": True,
    }
    top = element("div", {"class": "search-top"}, label, line)
    return element("form", attributes, top, element("div", {"class": "search-side"}, facets, order))


def index_document(one: Listing, html: bytes, site: Site, edition: Audience | None = None) -> bytes:
    """Give what the search knows of a page: `html` is the page as published, `edition` whom it is for.

    Banners, disclaimers, numbers of citations, references and credits are left out.
    """
    page = html.decode("utf-8", "replace")
    heading = read_tree(_part(page, '<h1 id="osler-title">', "h1")).root.text()
    title = heading if heading.strip() else one.title
    text = next(read_tree(_part(page, '<div class="text">', "div")).root.elements(), None)
    passages: list[Content] = [
        element(name, {"id": identifier} if identifier else None, words)
        for name, identifier, words in (_passages(text) if text else ())
    ]
    if not passages:
        passages = [element("p", None, one.slug)]  # of a page without a word Pagefind makes no index
    # The title is searched as such; in the text it would begin every excerpt.
    named: dict[str, Attribute] = {"data-pagefind-meta": "title", "data-pagefind-ignore": True}
    body: list[Content] = [element("h1", named, " ".join(title.split())), *passages]
    head = element("head", None, element("title", None, title), *_filters(one, edition), *_day(one))
    # One index for all languages: pages in another one are still found, by their words as they stand.
    document = element(
        "html", {"lang": site.language}, head, element("body", {"data-pagefind-body": True}, *body)
    )
    return f"<!DOCTYPE html>\n{serialise(document)}".encode()


def home_document(site: Site) -> bytes:
    """Give what the search knows of a site without articles: its name. Of nothing Pagefind makes no index."""
    head = element("head", None, element("title", None, site.name))
    document = element("html", {"lang": site.language}, head, element("body", None, site.name))
    return f"<!DOCTYPE html>\n{serialise(document)}".encode()


def _part(page: str, start: str, name: str) -> str:
    """Cut one element out of a page, given its start tag: the whole need not be read. Empty if it is not there."""
    begin = page.find(start)
    if begin < 0:
        return ""
    depth = 0
    # `<` is escaped wherever it is no markup, so that a tag is found by its form.
    for tag in re.finditer(rf"<(/?){name}[ >]", page[begin:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[begin : begin + tag.end()]
    return page[begin:]


def _filters(one: Listing, edition: Audience | None) -> Iterator[Element]:
    readers = audience_words((edition,) if edition else one.audience)
    year = (f"{one.updated.year:04d}",) if one.updated else ()
    for name, values in (
        ("Subject", dict.fromkeys(one.subjects)),
        ("Audience", readers),
        ("Review status", (status_words(one),)),
        ("Year", year),
        ("Language", (one.language,)),
    ):
        for value in values:
            content = " ".join(value.split())
            yield element("meta", {"content": content, "data-pagefind-filter": f"{name}[content]"})


def _day(one: Listing) -> Iterator[Element]:
    """Yield the day that results show and are ordered by; what else they show is what they are filtered by."""
    if one.updated:
        day = one.updated.isoformat()
        yield element("meta", {"content": day, "data-pagefind-meta": "updated[content]"})
        yield element("meta", {"content": day, "data-pagefind-sort": "date[content]"})


def _classes(node: Node) -> set[str]:
    return set(node.attributes.get("class", "").split())


def _passages(text: Node) -> Iterator[tuple[str, str | None, str]]:
    """Yield headings with their ids, and the text between them, block by block."""
    parts: list[str] = []
    stack: list[Node | str | None] = [*reversed(text.children)]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node is not None and (node.name in _SILENT or not _LEFT_OUT.isdisjoint(_classes(node))):
            continue
        if node is not None and node.name in _INLINE:
            stack.extend(reversed(node.children))
            continue
        if words := _joined(parts):
            yield "p", None, words
        parts.clear()
        if node is None:
            continue
        if node.name in _HEADINGS:
            yield node.name, node.attributes.get("id"), " ".join(node.text().split())
        elif node.name not in VOID:
            stack.append(None)
            stack.extend(reversed(node.children))
    if words := _joined(parts):
        yield "p", None, words


def _joined(parts: list[str]) -> str:
    """Join the text of a block; where the number of a citation stood, no space stays before the full stop."""
    return re.sub(r" (?=[.,;:!?)])", "", " ".join("".join(parts).split()))
