"""Pages: parse-clean and profile-checked, in process. "Valid HTML" is the Nu checker's word (`nu.py`)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from urllib.parse import unquote

from toolkit.model.article import EMPTY_SPAN
from toolkit.model.finding import Problem, Severity
from toolkit.model.span import Span
from toolkit.validators.html_profile import heading_faults, structure_faults, table_faults
from toolkit.validators.html_tree import Fault, Node, Tree, read_tree

NAME = "Osler's HTML profile (parse-clean and profile-checked)"
# What an HTML document cannot hold (HTML Standard, 13.2.3.5).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MOST_PROBLEMS = 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_URL_ATTRIBUTES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "poster", "data", "cite", "ping"}
)
_LOADING = frozenset({"src", "srcset", "poster", "data", "background", "ping"})
_IDREF_ATTRIBUTES = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "for",
    "headers",
    "popovertarget",
)
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile("[\x00-\x20]")
_FIELDS = frozenset({"fieldset", "form", "input", "label", "legend", "option", "select"})
_ACTIVE = _FIELDS | {"applet", "audio", "base", "embed", "frame", "iframe", "object", "portal", "video"}
_ALLOWED_SOURCES: dict[str, set[str]] = {
    "default-src": {"'none'"},
    "img-src": {"'self'", "data:"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
_SEARCH_SOURCES: dict[str, set[str]] = {
    **_ALLOWED_SOURCES,
    "script-src": {"'self'", "'wasm-unsafe-eval'"},
    "connect-src": {"'self'"},
}


class Extra(StrEnum):
    """What one page of a site may do and no other: run the site's own search, or lead on to another page."""

    SEARCH = "search"
    REDIRECT = "redirect"


def validate_html(
    data: bytes,
    places: Sequence[Span | None] = (),
    *,
    fallback: Span = EMPTY_SPAN,
    is_article: bool = True,
    extra: Extra | None = None,
) -> list[Problem]:
    """Check an exported page; one that `is_article` must describe itself to search engines.

    `extra` is what this page may do besides, and must do no more than that.
    `places` are the sources of the elements in document order, as the exporter gives them. A
    problem stands at the place of the element, or of the nearest one around it that has one, else
    at `fallback`. Gives at most twenty problems and then how many more there are.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [_problem("export-html-syntax", f"the page is not UTF-8 at byte {error.start}", fallback)]
    tree = read_tree(text)
    source = _Places(tree.nodes, places, fallback)
    checks = [(rule, check) for rule, check in CHECKS if is_article or check is not _json_ld]
    if extra is not None:
        checks = [(rule, _WIDENED[extra].get(check, check)) for rule, check in checks]
    found = [
        _problem(rule, fault.message, source.of(fault.index))
        for rule, check in checks
        for fault in check(tree)
    ]
    if _FORBIDDEN.search(text):
        found.append(
            _problem("export-html-syntax", "the page holds characters that HTML cannot hold", fallback)
        )
    if len(found) > _MOST_PROBLEMS:
        rest = f"{len(found) - _MOST_PROBLEMS} more problems in the page"
        found[_MOST_PROBLEMS:] = [_problem("export-html-syntax", rest, fallback)]
    return found


class _Places:
    """Finds the place in the article that an element, given by its index, came from."""

    def __init__(self, nodes: Sequence[Node], places: Sequence[Span | None], fallback: Span) -> None:
        self._nodes = nodes
        self._places = places
        self._fallback = fallback

    def of(self, index: int) -> Span:
        """Give the place of an element, or of the nearest one around it that has one."""
        node: Node | None = self._nodes[index] if 0 <= index < len(self._nodes) else None
        while node is not None:
            place = self._places[node.index] if 0 <= node.index < len(self._places) else None
            if place is not None:
                return place
            node = node.parent
        return self._fallback


def _problem(rule: str, message: str, span: Span) -> Problem:
    return Problem(
        span,
        f"the exported page: {message}",
        help="this is a defect of the exporter rather than of the article: simplify this place, and report it",
        rule=rule,
        severity=Severity.ERROR,
    )


def _syntax(tree: Tree) -> Iterator[Fault]:
    yield from tree.faults


def _active_content(tree: Tree, extra: Extra | None = None) -> Iterator[Fault]:
    """Yield all that could run, embed or submit something."""
    refused = _ACTIVE - _FIELDS if extra is Extra.SEARCH else _ACTIVE
    for node in tree.nodes:
        if node.name in refused:
            yield Fault(f"<{node.name}> is not allowed", node.index)
        is_own = extra is Extra.SEARCH and _is_beside(node)
        if node.name == "script" and node.attributes.get("type") != "application/ld+json" and not is_own:
            yield Fault("the page holds a script", node.index)
        refreshes = node.name == "meta" and node.attributes.get("http-equiv", "").lower() == "refresh"
        if refreshes and not (extra is Extra.REDIRECT and _leads_within(node)):
            yield Fault("the page sends its reader elsewhere", node.index)
        for name, value in node.attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                yield Fault(f"<{node.name}> has the attribute {name}", node.index)
            if name in _URL_ATTRIBUTES and not _is_safe(node, name, value):
                yield Fault(f"<{node.name} {name}> holds an address that is not allowed", node.index)


def _is_beside(node: Node) -> bool:
    """Tell whether a script is a file of the page's own folder, with nothing written into the page."""
    source = node.attributes.get("src", "")
    return re.fullmatch(r"[a-z]+\.js", source) is not None and not node.text()


def _leads_within(node: Node) -> bool:
    """Tell whether a page leads on at once to another one of its site."""
    target = re.fullmatch(r"0; url=\.\./([^/:]+)/index\.html", node.attributes.get("content", ""))
    return target is not None and unquote(target[1]) not in {".", ".."}


def _is_safe(node: Node, name: str, value: str) -> bool:
    stripped = _IGNORED.sub("", value)
    scheme = _SCHEME.match(stripped)
    if scheme is None:
        return True
    is_image_data = node.name == "img" and name == "src" and stripped.startswith("data:image/")
    return is_image_data or scheme[1].lower() in _SAFE_SCHEMES


def _external_resources(tree: Tree) -> Iterator[Fault]:
    """Yield whatever would make a browser ask another place for something without a click."""
    for node in tree.nodes:
        for name in _LOADING.intersection(node.attributes) if node.attributes else ():
            value = _IGNORED.sub("", node.attributes[name])
            if value.startswith("//") or (_SCHEME.match(value) and not value.startswith("data:image/")):
                yield Fault(f"<{node.name}> loads {value[:60]}", node.index)
        if node.name == "link" and node.attributes.get("rel") not in {"license", "alternate", "canonical"}:
            yield Fault(f"<link rel={node.attributes.get('rel', '')}> may load something", node.index)
        if node.name == "style" and re.search(r"@import|url\s*\(", node.text(), re.IGNORECASE):
            yield Fault("the style sheet loads something", node.index)


def _security_policy(tree: Tree, sources: Mapping[str, set[str]] = _ALLOWED_SOURCES) -> Iterator[Fault]:
    """Yield what the content security policy lacks; it must let this page's one style sheet through."""
    policies = [
        node for node in tree.named("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    if len(policies) != 1:
        yield Fault("the page must have one content security policy", 0)
        return
    node = policies[0]
    parts = (part.split() for part in node.attributes.get("content", "").split(";"))
    directives = {part[0]: part[1:] for part in parts if part}
    hashes = {f"'sha256-{_digest(sheet.text())}'" for sheet in tree.named("style")}
    allowed = {**sources, "style-src": hashes}
    for name in sorted(allowed.keys() | directives.keys()):
        if set(directives.get(name, [])) != allowed.get(name, set()):
            demanded = " ".join(sorted(allowed.get(name, {"nothing"})))
            yield Fault(f"the content security policy must allow {demanded} for {name}", node.index)
    if any(one.index < node.index for one in tree.named("style", "script", "link")):
        yield Fault("the content security policy must come before what it governs", node.index)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _identifiers(tree: Tree) -> Iterator[Fault]:
    """Yield ids that stand twice or hold spaces, and addresses and references that lead nowhere."""
    nodes = tree.nodes
    counts = Counter(node.attributes["id"] for node in nodes if "id" in node.attributes)
    for node in nodes:
        if not node.attributes:
            continue
        own = node.attributes.get("id")
        if own is not None and (not own or re.search(r"\s", own)):
            yield Fault(f"the id {own!r} is empty or holds a space", node.index)
        elif own is not None and counts[own] > 1:
            yield Fault(f"the id {own} stands {counts[own]} times", node.index)
        href = node.attributes.get("href", "")
        if href.startswith("#") and unquote(href[1:]) not in counts:
            yield Fault(f"{href} leads nowhere", node.index)
        for name in filter(node.attributes.__contains__, _IDREF_ATTRIBUTES):
            for target in node.attributes[name].split():
                if target not in counts:
                    yield Fault(f"{name} of <{node.name}> names {target}, which is not there", node.index)


def _language(tree: Tree) -> Iterator[Fault]:
    for root in tree.named("html"):
        if not _LANGUAGE.fullmatch(root.attributes.get("lang", "")):
            yield Fault("the page does not say its language", root.index)
    for node in tree.nodes:
        if "lang" in node.attributes and not _LANGUAGE.fullmatch(node.attributes["lang"]):
            yield Fault(f"{node.attributes['lang']!r} is no language tag", node.index)


_NAMED = frozenset({"a", "button", "img", "title"})


def _names(tree: Tree) -> Iterator[Fault]:
    """Yield titles, images, links, buttons and regions without a name (WCAG 2.2, 1.1.1, 2.4.2, 4.1.2)."""
    for node in tree.nodes:
        if node.name not in _NAMED and "role" not in node.attributes:
            continue
        named = bool(node.attributes.get("aria-label", "").strip() or node.attributes.get("aria-labelledby"))
        if node.name == "title" and not node.text().strip():
            yield Fault("the page has no title", node.index)
        elif node.name == "img" and not node.attributes.get("alt", "").strip():
            yield Fault("an image has no alternative text", node.index)
        elif node.name in {"a", "button"} and not named and not _has_content(node):
            yield Fault(f"<{node.name}> has no name", node.index)
        elif node.attributes.get("role") in {"region", "dialog"} and not named:
            yield Fault(f"a {node.attributes['role']} has no name", node.index)


def _has_content(node: Node) -> bool:
    return bool(node.text().strip()) or any(one.name == "img" for one in node.walk())


def _json_ld(tree: Tree) -> Iterator[Fault]:
    scripts = tree.named("script")
    if not scripts:
        yield Fault("the page has no JSON-LD", 0)
    for node in scripts:
        text = node.text()
        if re.search("[<>&\u2028\u2029]", text):
            yield Fault("the JSON-LD holds characters that must be escaped", node.index)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield Fault("the JSON-LD is not JSON", node.index)
            continue
        is_page = isinstance(value, dict) and value.get("@type") == "MedicalWebPage"
        if not is_page or value.get("@context") != "https://schema.org" or not value.get("name"):
            yield Fault("the JSON-LD does not describe a MedicalWebPage with a name", node.index)


CHECKS: tuple[tuple[str, Callable[[Tree], Iterator[Fault]]], ...] = (
    ("export-html-syntax", _syntax),
    ("export-html-structure", structure_faults),
    ("export-html-heading", heading_faults),
    ("export-html-active", _active_content),
    ("export-html-external", _external_resources),
    ("export-html-policy", _security_policy),
    ("export-html-identifier", _identifiers),
    ("export-html-language", _language),
    ("export-html-name", _names),
    ("export-html-metadata", _json_ld),
    ("export-html-table", table_faults),
)
"""Each check with the rule under which its faults are reported."""

_WIDENED: dict[Extra, dict[Callable[[Tree], Iterator[Fault]], Callable[[Tree], Iterator[Fault]]]] = {
    Extra.SEARCH: {
        _active_content: partial(_active_content, extra=Extra.SEARCH),
        _security_policy: partial(_security_policy, sources=_SEARCH_SOURCES),
    },
    Extra.REDIRECT: {_active_content: partial(_active_content, extra=Extra.REDIRECT)},
}
