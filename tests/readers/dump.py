"""A tree as compact lines: one node a line, indented, with place and what is its own."""

from __future__ import annotations

from dataclasses import fields

from toolkit.model.article import (
    NO_ATTRIBUTES,
    Article,
    Attributes,
    Citation,
    CitationGroup,
    DefinitionItem,
    Node,
    Table,
    children_of,
)

_STRUCTURE = {
    "span", "children", "items", "header", "rows", "caption", "image", "term", "definitions", "citations", "opener",
}  # fmt: skip


def dump(article: Article) -> str:
    """Give the tree, then the problems, of an article."""
    lines: list[str] = []
    for block in article.blocks:
        _dump(article, block, 0, lines)
    for problem in article.problems:
        at = article.source.position(problem.span.start)
        lines.append(f"! {at.line}:{at.column} {problem.rule}: {problem.message}")
    return "\n".join(lines)


def _dump(article: Article, node: Node, depth: int, lines: list[str]) -> None:
    start, end = (article.source.position(offset) for offset in node.span)
    own = [text for one in fields(node) if one.name not in _STRUCTURE and (text := _own(node, one.name))]
    if isinstance(node, Table):
        own.append(f"header={len(node.header)} rows={len(node.rows)}")
    if isinstance(node, DefinitionItem):
        own.append(f"definitions={len(node.definitions)}")
    place = f"{start.line}:{start.column}-{end.line}:{end.column}"
    lines.append(" ".join(["  " * depth + type(node).__name__, place, *own]))
    if isinstance(node, CitationGroup):
        lines.extend("  " * (depth + 1) + _citation(article, one) for one in node.citations)
    for child in children_of(node):
        _dump(article, child, depth + 1, lines)


def _own(node: Node, name: str) -> str:
    value = getattr(node, name)
    if isinstance(value, Attributes):
        return "" if value is NO_ATTRIBUTES or not value.span else _attributes(value)
    if value is None or value is False or value == ():
        return ""
    return name if value is True else f"{name}={value!r}"


def _attributes(value: Attributes) -> str:
    parts = [f"#{value.identifier}"] if value.identifier else []
    parts += [f".{name}" for name in value.classes]
    parts += [f"{key}={text!r}" for key, text in value.pairs]
    return "{" + " ".join(parts) + "}"


def _citation(article: Article, one: Citation) -> str:
    own = [
        f"{name}={value!r}"
        for name in ("prefix", "suffix", "locator")
        if (value := getattr(one, name)) is not None
    ]
    return " ".join([f"cites {article.source.slice(one.key_span)}", str(one.mode), *own])
