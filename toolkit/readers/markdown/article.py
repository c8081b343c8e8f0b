"""From a file's bytes to an `Article`."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from toolkit.model.article import (
    Article,
    Attributes,
    Block,
    CitationGroup,
    CodeBlock,
    Comment,
    Heading,
    Node,
    Suppression,
    children_of,
    walk,
)
from toolkit.model.finding import Problem
from toolkit.model.span import SourceText, Span
from toolkit.readers.attributes import parse_attributes
from toolkit.readers.decoding import decode
from toolkit.readers.frontmatter import read_front_matter
from toolkit.readers.markdown.blocks import read_blocks
from toolkit.readers.markdown.events import parse
from toolkit.readers.suppressions import MalformedDirective, parse_suppression

_EXPLICIT = re.compile(r"\{[^{}\n]*?#([^\s{}]+)")


def read_article(path: str, data: bytes) -> Article:
    """Read an article: total, for any bytes.

    `path` is relative to the project's root. What is wrong with the text is in the article's
    `problems`. Raises `UnreadableInputError` for a file of more than 2 MiB.
    """
    source, problems = decode(path, data)
    metadata, found = read_front_matter(source)
    problems.extend(found)
    text = source.text
    body = metadata.span.end
    if body:
        text = re.sub(r"[^\r\n]", " ", text[:body]) + text[body:]
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    reserved = set(_EXPLICIT.findall(source.text, body))
    blocks, found = read_blocks(path, source.text, parse(text), reserved)
    problems.extend(found)
    nodes = tuple(walk(blocks))
    suppressions, found = _suppressions(source, blocks, nodes)
    problems.extend(found)
    groups = [node for node in nodes if isinstance(node, CitationGroup)]
    return Article(
        source=source,
        slug=PurePosixPath(path).stem,
        metadata=metadata,
        blocks=blocks,
        citation_groups=tuple(sorted(groups, key=lambda group: group.span)),
        suppressions=suppressions,
        problems=tuple(sorted(problems, key=lambda problem: problem.span)),
        targets=_targets(nodes),
    )


def _targets(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Collect every identifier that a link or cross-reference may name."""
    found: set[str] = set()
    for node in nodes:
        match node:
            case Heading():
                found.add(node.identifier)
            case CodeBlock(info=info) if info is not None and "#" in info:
                parsed = parse_attributes(info, info.find("{"))
                found.add(parsed[0].identifier or "" if parsed else "")
            case _:
                attributes = getattr(node, "attributes", None)
                if isinstance(attributes, Attributes) and attributes.identifier:
                    found.add(attributes.identifier)
    return frozenset(found - {""})


def _suppressions(
    source: SourceText, blocks: tuple[Block, ...], nodes: tuple[Node, ...]
) -> tuple[tuple[Suppression, ...], list[Problem]]:
    """Read the comments that are addressed to Osler."""
    comments = [node for node in nodes if isinstance(node, Comment)]
    if not comments:
        return (), []
    following = _blocks_after_comments(blocks)
    found: list[Suppression] = []
    problems: list[Problem] = []
    for comment in comments:
        parsed = parse_suppression(comment.text)
        if parsed is None:
            continue
        if isinstance(parsed, MalformedDirective):
            problems.append(
                Problem(comment.span, parsed.message, help=parsed.help, rule="article-suppression")
            )
            continue
        covers = following.get(comment.span.start) or _lines(source, comment.span)
        if parsed.is_file_wide:
            covers = Span(0, len(source.text))
        found.append(Suppression(comment.span, covers, parsed.rules, parsed.reason, parsed.until))
    return tuple(found), problems


def _blocks_after_comments(blocks: tuple[Block, ...]) -> dict[int, Span]:
    """Give, for each comment that is a block, the span of the next block beside it."""
    found: dict[int, Span] = {}
    for container in ((*blocks,), *(_block_lists(blocks))):
        waiting: list[int] = []
        for node in container:
            if isinstance(node, Comment):
                waiting.append(node.span.start)
                found[node.span.start] = Span(node.span.end, node.span.end)
                continue
            for start in waiting:
                found[start] = node.span
            waiting = []
    return found


def _block_lists(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Give every list of blocks below `blocks`."""
    found: list[tuple[Block, ...]] = []
    for node in walk(blocks):
        definitions = getattr(node, "definitions", None)
        if definitions is not None:
            found.extend(definitions)
        elif _holds_blocks(node):
            found.append(children_of(node))  # type: ignore[arg-type]  # what these nodes hold are blocks
    return found


def _holds_blocks(node: Node) -> bool:
    return type(node).__name__ in ("BlockQuote", "Div", "ListItem", "FootnoteDefinition")


def _lines(source: SourceText, span: Span) -> Span:
    """Give the whole lines that a span touches."""
    first = source.position(span.start).line
    last = source.position(max(span.end - 1, span.start)).line
    return Span(source.line_span(first).start, source.line_span(last).end)
