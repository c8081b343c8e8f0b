"""The pages of a preview: an article with its notes, the list of articles, and what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from toolkit.api.check import Report
from toolkit.api.workspace import Workspace
from toolkit.exporters.html.annotations import Annotated, note_of
from toolkit.exporters.html.head import style_sheet
from toolkit.exporters.html.markup import Content, Element, RawText, element, serialise, style_text
from toolkit.model.finding import Finding, Severity

_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all pages of one answer share: the nonce of its style and script, and what it shows."""

    nonce: str
    version: int
    checked: datetime


def security_policy(nonce: str | None) -> str:
    """Give the policy of an answer: its own style and script, images and changes from here, nothing else."""
    if nonce is None:
        return "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def article_page(
    sheet: Sheet, path: str, drawn: Annotated, findings: Sequence[Finding], *, more: int
) -> bytes:
    """Give an article's page: a bar above, the findings that have no place in the text, and the page."""
    head, body = (one for one in drawn.page.children if isinstance(one, Element))
    counts = _counts(findings)
    bar = _bar(
        sheet,
        element("a", {"href": "/"}, "All articles"),
        element("span", {"class": "osler-path"}, path),
        element("span", {"class": "osler-count"}, counts),
    )
    skip, *rest = body.children
    contents = (skip, bar, _elsewhere(drawn.elsewhere, path, more), *rest)
    kept = tuple(one for one in contents if one is not None)
    annotated = body._replace(attributes=(*body.attributes, ("class", "osler-annotated")), children=kept)
    page = drawn.page._replace(
        attributes=(*drawn.page.attributes, ("data-osler-version", str(sheet.version))),
        children=(_head(head, sheet), annotated),
    )
    return _written(page)


def index_page(sheet: Sheet, workspace: Workspace, report: Report, address_of: Callable[[str], str]) -> bytes:
    """Give the list of articles with what was found in each, and the findings outside of articles."""
    by_path: dict[str, list[Finding]] = {}
    for one in report.findings:
        by_path.setdefault(one.path, []).append(one)
    items = [
        element(
            "li",
            None,
            element(
                "a",
                {"class": "osler-title", "href": quote(address_of(article.path))},
                article.metadata.title or article.slug,
            ),
            _meta(article.path, by_path.pop(article.path, [])),
        )
        for article in workspace.project.articles
    ]
    unread = [
        element("li", None, element("span", {"class": "osler-title"}, str(one)), _help(one.help))
        for one in report.failures
    ]
    rest = [one for path in sorted(by_path) for one in by_path[path]]
    words = "There is no article yet: make one with `osler new`." if not items and not unread else None
    main = element(
        "main",
        {"class": "osler-index", "id": "osler-text", "tabindex": "-1"},
        element("h1", None, "Articles"),
        element("p", None, words) if words else None,
        element("ol", None, *items, *unread) if items or unread else None,
    )
    bar = _bar(
        sheet,
        element("strong", None, "Preview"),
        element("span", {"class": "osler-path"}, workspace.tree.root.name),
        element("span", {"class": "osler-count"}, _counts(report.findings)),
    )
    return _own_page(sheet, "Preview", bar, main, _elsewhere(rest[:100], "", max(len(rest) - 100, 0)))


def refusal_page(sheet: Sheet, what: str, message: str, help_: str | None) -> bytes:
    """Give a page that says why there is no other; it, too, loads again when something changes."""
    main = element(
        "main",
        {"class": "osler-index", "id": "osler-text", "tabindex": "-1"},
        element("h1", None, f"{what} cannot be shown"),
        element(
            "div",
            {"class": "osler-refusal"},
            element("p", None, element("strong", None, message)),
            _help(help_),
        ),
        element("p", None, "This page looks again as soon as a file is saved."),
    )
    bar = _bar(sheet, element("a", {"href": "/"}, "All articles"))
    return _own_page(sheet, f"{what} cannot be shown", bar, main, None)


def _help(help_: str | None) -> Element | None:
    return element("p", None, help_) if help_ else None


def _meta(path: str, findings: Sequence[Finding]) -> Element:
    parts: list[Content] = [path]
    counted = Counter(one.severity for one in findings)
    for severity, name in _NAMES.items():
        if counted[severity]:
            parts += [" · ", element("span", {"class": f"osler-{severity}"}, _count(counted[severity], name))]
    return element("span", {"class": "osler-meta"}, *parts)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _counts(findings: Sequence[Finding]) -> str:
    counted = Counter(one.severity for one in findings)
    found = [_count(counted[severity], name) for severity, name in _NAMES.items() if counted[severity]]
    return ", ".join(found) or "no findings"


def _bar(sheet: Sheet, *contents: Content) -> Element:
    shown = f"checked at {sheet.checked:%H:%M:%S}"
    state = element("span", {"class": "osler-state", "role": "status"}, shown)
    return element(
        "nav", {"class": "osler-bar", "aria-label": "Preview", "lang": "en", "dir": "ltr"}, *contents, state
    )


def _elsewhere(findings: Sequence[Finding], path: str, more: int) -> Element | None:
    """List the findings that have no place in the text: front matter, library, lock."""
    if not findings and not more:
        return None
    items: list[Content] = [
        element(
            "li",
            None,
            note_of(
                one, f"line {one.start.line}" if one.path == path else f"{one.path}, line {one.start.line}"
            ),
        )
        for one in findings
    ]
    if more:
        items.append(element("li", None, f"and {more} more: see `osler check`"))
    is_grave = any(one.severity is Severity.ERROR for one in findings)
    return element(
        "section",
        {
            "class": "osler-elsewhere",
            "aria-label": "Findings outside of the text",
            "lang": "en",
            "dir": "ltr",
        },
        element(
            "details",
            {"open": is_grave},
            element("summary", None, f"Outside of the text: {_counts(findings)}"),
            element("ul", None, *items),
        ),
    )


@cache
def _template(name: str) -> str:
    return files("toolkit").joinpath("templates", name).read_text("utf-8")


def _head(head: Element, sheet: Sheet) -> Element:
    """Take the exported page's own policy and links to other files out; let the preview's parts in."""
    kept = [_with_nonce(one, sheet.nonce) for one in head.children if not _leads_away(one)]
    return head._replace(children=(*kept, *_own_parts(sheet)))


def _leads_away(content: Content) -> bool:
    attributes = dict(content.attributes) if isinstance(content, Element) else {}
    return "http-equiv" in attributes or attributes.get("rel") == "alternate"


def _with_nonce(content: Content, nonce: str) -> Content:
    if isinstance(content, Element) and content.name == "style":
        return content._replace(attributes=(*content.attributes, ("nonce", nonce)))
    return content


def _own_parts(sheet: Sheet) -> tuple[Element, ...]:
    script = RawText(_template("preview.js"))
    return (
        element("link", {"rel": "icon", "href": "data:,"}),
        element("style", {"nonce": sheet.nonce}, style_text(_template("preview.css"))),
        element("script", {"nonce": sheet.nonce, "defer": True, "type": "module"}, script),
    )


def _own_page(sheet: Sheet, title: str, bar: Element, main: Element, extra: Element | None) -> bytes:
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", None, title),
        element("style", {"nonce": sheet.nonce}, style_text(style_sheet())),
        *_own_parts(sheet),
    )
    body = element("body", None, bar, main, extra)
    return _written(element("html", {"lang": "en", "data-osler-version": sheet.version}, head, body))


def _written(page: Element) -> bytes:
    return f"<!DOCTYPE html>\n{serialise(page)}".encode()
