"""From a file's bytes to an `Article`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from toolkit.errors import UnreadableInputError
from toolkit.model.article import (
    Article,
    Block,
    BlockQuote,
    CitationGroup,
    Code,
    CodeBlock,
    Comment,
    DefinitionItem,
    Div,
    FootnoteDefinition,
    Heading,
    Image,
    Link,
    ListItem,
    MathBlock,
    SpanNode,
    Suppression,
    Table,
    Text,
    walk,
)
from toolkit.model.finding import Problem
from toolkit.model.span import SourceText, Span
from toolkit.readers.attributes import parse_attributes
from toolkit.readers.decoding import decode
from toolkit.readers.frontmatter import read_front_matter
from toolkit.readers.markdown.blocks import read_blocks
from toolkit.readers.markdown.events import Parsed, TooManyMarksError, parse
from toolkit.readers.suppressions import MalformedDirective, parse_suppression

_EXPLICIT = re.compile(r"\{[^{}\n]*?#([^\s{}]+)")


def read_article(path: str, data: bytes) -> Article:
    """Read an article: total, for any bytes.

    `path` is relative to the project's root. What is wrong with the text is in the article's
    `problems`. Raises `UnreadableInputError` for a file of more than 2 MiB, or with more marks than any
    article has.
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
    blocks, found = read_blocks(path, source.text, _parsed(path, text), reserved)
    problems.extend(found)
    seen = _survey(blocks)
    suppressions, found = _suppressions(source, blocks, seen.comments)
    problems.extend(found)
    return Article(
        source=source,
        slug=PurePosixPath(path).stem,
        metadata=metadata,
        blocks=blocks,
        citation_groups=tuple(sorted(seen.groups, key=lambda group: group.span)),
        suppressions=suppressions,
        problems=tuple(sorted(problems, key=lambda problem: problem.span)),
        targets=frozenset(seen.targets),
    )


def _parsed(path: str, text: str) -> Parsed:
    """Parse a text, unless it holds more marks than could be read in good time."""
    try:
        return parse(text)
    except TooManyMarksError as error:
        raise UnreadableInputError(
            f"the article holds more than {error}: more than any article has",
            help="check that the file is an article, and divide it",
            path=path,
        ) from error


@dataclass(slots=True)
class _Survey:
    """What is looked for in a whole tree, found in one walk."""

    groups: list[CitationGroup] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    targets: set[str] = field(default_factory=set)


_ATTRIBUTED = (CitationGroup, Code, Div, Image, Link, MathBlock, SpanNode, Table)


def _survey(blocks: tuple[Block, ...]) -> _Survey:
    """Collect an article's citations, comments, and what a link or cross-reference may name."""
    seen = _Survey()
    for node in walk(blocks):
        if isinstance(node, Text):
            continue
        if isinstance(node, CitationGroup):
            seen.groups.append(node)
        elif isinstance(node, Comment):
            seen.comments.append(node)
        elif isinstance(node, Heading):
            seen.targets.add(node.identifier)
        elif isinstance(node, CodeBlock) and node.info is not None and "#" in node.info:
            parsed = parse_attributes(node.info, node.info.find("{"))
            if parsed is not None and parsed[0].identifier:
                seen.targets.add(parsed[0].identifier)
        if isinstance(node, _ATTRIBUTED) and node.attributes.identifier:
            seen.targets.add(node.attributes.identifier)
    return seen


def _suppressions(
    source: SourceText, blocks: tuple[Block, ...], comments: list[Comment]
) -> tuple[tuple[Suppression, ...], list[Problem]]:
    """Read the comments that are addressed to Osler."""
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
        if isinstance(node, DefinitionItem):
            found.extend(node.definitions)
        elif isinstance(node, BlockQuote | Div | ListItem | FootnoteDefinition):
            found.append(node.children)
    return found


def _lines(source: SourceText, span: Span) -> Span:
    """Give the whole lines that a span touches."""
    first = source.position(span.start).line
    last = source.position(max(span.end - 1, span.start)).line
    return Span(source.line_span(first).start, source.line_span(last).end)
