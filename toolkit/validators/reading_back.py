"""The XML read back as an article: it says what the article says, in the article's order.

The round-trip proof counts words; this one reads the exported JATS with Osler's own JATS reader,
and asks that the article's words, citations and formulas stand in it in the same order, and that its
metadata are the same values. What an export adds (titles of boxes, names before a narrative
citation, banners) may stand between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import UnreadableInputError
from toolkit.model.article import (
    Article,
    CitationGroup,
    Code,
    CodeBlock,
    CrossReference,
    Div,
    FootnoteDefinition,
    FootnoteReference,
    Image,
    Link,
    Math,
    MathBlock,
    Metadata,
    Node,
    RawBlock,
    Text,
    children_of,
    walk,
)
from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Scheme
from toolkit.model.publication import Publication
from toolkit.model.span import Span
from toolkit.model.work import Collective, Name
from toolkit.readers.jats import JatsReading, read_jats
from toolkit.validators.printed import DROPPED, IN_WORDS, WORD

_APART = (RawBlock, Image, FootnoteReference, FootnoteDefinition, CrossReference)
# The wording of disclaimers is the round-trip proof's: here they are left out on both sides.
_GIVEN_WORDING = frozenset({"disclaimer", "draft", "retraction"})
_SCHEMES = (Scheme.PMID, Scheme.PMCID, Scheme.DOI)

Token = tuple[str, Span]
"""A word, a citation as `[ref-1]` or a formula as `$tex$`, with its place."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One text in which order counts: the body, or a note."""

    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The tokens without their places."""
        return tuple(word for word, _ in self.tokens)


def prove_reading(publication: Publication, xml: bytes) -> list[Problem]:
    """Read an exported document back and compare it with the article that it was made from."""
    title = publication.article.metadata.key_span("title")
    try:
        reading = read_jats("article.xml", xml)
    except UnreadableInputError as error:
        return [_lost(title, f"article.xml cannot be read back: {error.message}")]
    names = {key: one.identifier for key, one in publication.by_key.items()}
    wanted = statements(publication.article, names)
    found = statements(reading.article, {name: name for name in reading.works})
    return [
        *_order(wanted, found),
        *_metadata(publication, reading),
        *_works(publication, reading),
    ]


def statements(article: Article, names: dict[str, str]) -> tuple[Statement, tuple[Statement, ...]]:
    """Give the body's tokens, and those of each note; `names` has the id of each citation's reference."""
    notes = [node for node in article.walk() if isinstance(node, FootnoteDefinition)]
    return _statement(article.blocks, names), tuple(_statement(one.children, names) for one in notes)


def _statement(blocks: Sequence[Node], names: dict[str, str]) -> Statement:
    tokens: list[Token] = []
    texts: list[str] = []
    places: list[Span] = []

    def close() -> None:
        if texts:
            tokens.extend((word, places[0]) for word in WORD.findall("".join(texts)))
            texts.clear()
            places.clear()

    for piece, span in _pieces(blocks):
        if isinstance(piece, str):
            texts.append(piece)
            places.append(span)
            continue
        close()
        if isinstance(piece, Math | MathBlock):
            tokens.append((f"${_shown(piece.text)}$", span))
        elif isinstance(piece, CitationGroup):
            for one in piece.citations:
                known = names.get(one.key)
                around = (one.prefix, f"[{known}]" if known else None, one.suffix or one.locator)
                tokens.extend(
                    (word, one.span)
                    for part in around
                    if part
                    for word in ([part] if part.startswith("[ref-") else WORD.findall(part))
                )
    close()
    return Statement(tuple(tokens))


def _pieces(blocks: Sequence[Node]) -> Iterator[tuple[str | Node, Span]]:
    """Yield texts, and what parts them: citations and formulas as nodes, block edges as spaces."""
    stack: list[Node] = list(reversed(blocks))
    while stack:
        node = stack.pop()
        if isinstance(node, Text | Code):
            yield node.text, node.span
        elif isinstance(node, CodeBlock):
            yield f" {node.text} ", node.span
        elif isinstance(node, CitationGroup | Math | MathBlock):
            yield node, node.span
        else:
            stack += reversed(_inside(node))


def _inside(node: Node) -> tuple[Node, ...]:
    """Give what is to be read of a node. Citations inside a link follow it, as in the exports."""
    edge = Text(node.span, " ")
    if isinstance(node, DROPPED):
        return ()
    if isinstance(node, _APART) or (
        isinstance(node, Div) and not _GIVEN_WORDING.isdisjoint(node.attributes.classes)
    ):
        return (edge,)
    if isinstance(node, Link):
        below = tuple(walk(node.children))
        held = (one for one in below if isinstance(one, CitationGroup))
        shown = (one for one in below if not isinstance(one, CitationGroup) and not children_of(one))
        return (*shown, *held)
    return children_of(node) if isinstance(node, IN_WORDS) else (edge, *children_of(node), edge)


def _order(
    wanted: tuple[Statement, tuple[Statement, ...]],
    found: tuple[Statement, tuple[Statement, ...]],
) -> Iterator[Problem]:
    lost = first_missing(wanted[0].tokens, found[0].words)
    if lost is not None:
        yield _lost(lost[1], f'read back, article.xml has "{lost[0]}" in another place, or not at all')
    unread = sorted(found[1], key=lambda one: one.words)
    for note in sorted(wanted[1], key=lambda one: one.words):
        match = next((one for one in unread if first_missing(note.tokens, one.words) is None), None)
        if match is None and note.tokens:
            word, span = note.tokens[0]
            yield _lost(span, f'read back, article.xml lacks a note that begins "{word}"')
        elif match is not None:
            unread.remove(match)


def first_missing(wanted: Iterable[Token], found: Iterable[str]) -> Token | None:
    """Give the first token that is not found in order; `None` if all are: `wanted` is a subsequence."""
    rest = iter(found)
    for token in wanted:
        if token[0] not in rest:  # `in` consumes the iterator up to the word
            return token
    return None


def _metadata(publication: Publication, reading: JatsReading) -> Iterator[Problem]:
    wanted, found = publication.article.metadata, reading.article.metadata
    pairs: list[tuple[str, object, object]] = [
        ("title", _plain(wanted.title), _plain(found.title)),
        ("date", wanted.date, found.date),
        ("doi", (wanted.doi or "").lower(), (found.doi or "").lower()),
        ("version", _plain(wanted.version), _plain(found.version)),
        ("keywords", _all_plain(wanted.keywords), _all_plain(found.keywords)),
        ("subjects", tuple(dict.fromkeys(_all_plain(wanted.subjects))), _all_plain(found.subjects)),
        ("abstract", _plain(wanted.abstract), _plain(found.abstract)),
        ("funding", _plain(wanted.funding), _plain(found.funding)),
        ("competing_interests", _plain(wanted.competing_interests), _plain(found.competing_interests)),
        ("data_availability", _plain(wanted.data_availability), _plain(found.data_availability)),
        ("audience", wanted.audience, found.audience),
        (
            "history",
            [(one.date, one.kind, one.notice, _plain(one.summary)) for one in wanted.history],
            [(one.date, one.kind, one.notice, _plain(one.summary)) for one in found.history],
        ),
        (
            "translated_abstracts",
            [(language, _plain(text)) for language, text in wanted.translated_abstracts],
            [(language, _plain(text)) for language, text in found.translated_abstracts],
        ),
        ("ai_assistance", _uses(wanted), _uses(found)),
        (
            "authors",
            [_name_words(one.name) for one in publication.contributors if one.name],
            [_name_words(f"{one.name} {one.credentials or ''}") for one in found.authors],
        ),
    ]
    for key, one, other in pairs:
        if key == "authors" and isinstance(one, list) and isinstance(other, list):
            same = len(one) == len(other) and all(a <= b for a, b in zip(one, other, strict=True))
        else:
            same = one == other or (key == "title" and not one)
        if not same:
            yield _lost(wanted.key_span(key), f"read back, article.xml has another `{key}` than the article")


def _works(publication: Publication, reading: JatsReading) -> Iterator[Problem]:
    for one in publication.references:
        work, read = one.reference.work, reading.works.get(one.identifier)
        span = one.places[0] if one.places else publication.article.metadata.key_span("title")
        if read is None:
            yield _lost(span, f"read back, article.xml lacks reference {one.number}")
            continue
        pairs = {
            "title": (_plain(work.title), _plain(read.title)),
            "authors": (_all_plain(map(_family, work.authors)), _all_plain(map(_family, read.authors))),
            "identifiers": (
                [work.identifier(scheme) for scheme in _SCHEMES],
                [read.identifier(scheme) for scheme in _SCHEMES],
            ),
        }
        for key, (wanted, found) in pairs.items():
            if wanted != found:
                yield _lost(span, f"read back, article.xml has other {key} of reference {one.number}")


def _shown(tex: str) -> str:
    """Give a formula without white space and without what XML can't hold."""
    return "".join(one for one in tex if one.isprintable() and one not in " \ufffd")


def _family(name: Name) -> str:
    return name.name if isinstance(name, Collective) else name.family


def _uses(metadata: Metadata) -> list[tuple[str, ...]] | None:
    """Give the words of what was declared of generative tools."""
    if metadata.ai_assistance is None:
        return None
    return [
        tuple(
            map(
                _plain,
                (
                    one.tool,
                    one.version,
                    one.provider,
                    one.dates,
                    one.purpose,
                    *one.sections,
                    one.verified_by,
                ),
            )
        )
        for one in metadata.ai_assistance
    ]


def _plain(text: str | None) -> str:
    """Give the words of a text: how its lines are broken, and what XML can't hold, doesn't count."""
    return " ".join(WORD.findall(text or ""))


def _all_plain(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_plain, texts))


def _name_words(name: str | None) -> frozenset[str]:
    return frozenset(WORD.findall(name or ""))


def _lost(span: Span, message: str) -> Problem:
    return Problem(
        span,
        message,
        help="this is a defect of the exporter rather than of the article: simplify this place, and report it",
        rule="export-roundtrip-reading",
        severity=Severity.ERROR,
    )


__all__ = ["Statement", "first_missing", "prove_reading", "statements"]
