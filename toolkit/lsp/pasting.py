"""A pasted PMID, DOI or address becomes a citation, and an entry of the library if it needs one.

An entry is only ever made of a record: the lock's, the local store's, or, where the client allowed the
network, PubMed's answer. Nothing is made up, and the lock is left to `osler fetch`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.errors import EvidenceUnavailableError
from toolkit.lsp.occurrences import key_span
from toolkit.lsp.views import View
from toolkit.model.article import (
    Article,
    Citation,
    Code,
    CodeBlock,
    Comment,
    Link,
    Math,
    MathBlock,
    Text,
    walk,
)
from toolkit.model.finding import Edit
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Record, Standing
from toolkit.model.span import Span
from toolkit.readers.bibtex_writer import entry_key, entry_of

_DOI = r"10\.\d{2,9}(?:\.\d+)*/[^\s<>\"{}|\\^`\[\]]+"
_PASTED = re.compile(
    rf"""(?<![\w@./])(?:
      (?:https?://)?(?:dx\.|www\.)?doi\.org/{_DOI}
    | (?:https?://)?(?:
        pubmed\.ncbi\.nlm\.nih\.gov/\d+
      | (?:www\.)?pubmed\.gov/\d+
      | (?:www\.)?ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/(?:\?term=)?\d+
      | (?:www\.|m\.)?europepmc\.org/(?:article|abstract)/(?:med/\d+|pmc/PMC\d+)
      | pmc\.ncbi\.nlm\.nih\.gov/articles/PMC\d+
      | (?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/PMC\d+
      )(?:[/?\#][^\s<>\"{{}}|\\^`\[\]]*)?
    | pmid[:\ ]\ ?\d+
    | pmcid[:\ ]\ ?(?:PMC)?\d+
    | PMC\d+
    | (?:doi[:\ ]\ ?)?{_DOI}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(r"[1-9]\d{4,8}")
_NEAR = 400
"""Characters looked at on each side of the cursor; an identifier is shorter."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """An identifier in the text of an article, and what to put in its place for a key.

    `span` is what gives way; `citation` is set if it is the key of a citation already.
    """

    identifier: Identifier
    span: Span
    citation: Citation | None = None

    def cited(self, key: str) -> str:
        """Give the citation that takes its place."""
        return key if self.citation is not None else f"[@{key}]"


def pasted_in(article: Article, span: Span) -> Iterator[Pasted]:
    """Find the identifiers that a selection, or the cursor, touches."""
    for citation in article.citations:
        identifier = Identifier.from_key(citation.key)
        if identifier is not None and _touches(citation.key_span, span):
            yield Pasted(identifier, key_span(citation), citation)
            return
    text = article.source.text
    start, end = max(span.start - _NEAR, 0), min(span.end, span.start + _NEAR) + _NEAR
    found = list(_candidates(text, start, min(end, len(text)), span))
    if not found:
        return
    # Walked once, for the few identifiers near the cursor.
    nodes = [node for node in walk(article.blocks) if node.span.end >= start and node.span.start <= end]
    for identifier, place in found:
        verbatim = (Code, CodeBlock, Math, MathBlock, Comment)
        if any(isinstance(node, verbatim) and node.span.overlaps(place) for node in nodes):
            continue
        if not any(isinstance(node, Text | Link) and node.span.overlaps(place) for node in nodes):
            continue  # in the front matter, in an attribute, in raw HTML
        link = next((n for n in nodes if isinstance(n, Link) and n.span.contains(place)), None)
        if link is not None and text[link.span.start] == "[":
            continue  # its words would be lost
        area = link.span if link is not None else _with_brackets(text, place)
        yield Pasted(identifier, area)


def _candidates(text: str, start: int, end: int, span: Span) -> Iterator[tuple[Identifier, Span]]:
    selected = text[span.start : span.end]
    if len(selected) < 10 and _BARE.fullmatch(selected):
        yield Identifier(Scheme.PMID, selected), span
        return
    for found in _PASTED.finditer(text, start, end):
        written = _without_tail(found[0])
        place = Span(found.start(), found.start() + len(written))
        identifier = Identifier.parse(re.sub(r"(?i)^(pmid|pmcid|doi)[: ] ?", r"\1:", written).rstrip("/"))
        if identifier is not None and _touches(place, span):
            yield identifier, place


def _without_tail(written: str) -> str:
    """Leave out the marks of the sentence after an identifier, and a parenthesis that it does not open."""
    opened = written.count("(") - written.count(")")
    while written and (written[-1] in ".,;:!?'”’»*_" or (written[-1] == ")" and opened < 0)):
        opened += written[-1] == ")"
        written = written[:-1]
    return written


def _with_brackets(text: str, place: Span) -> Span:
    """Take brackets or parentheses that hold the identifier alone, and angle brackets, into its place."""
    around = text[place.start - 1 : place.start] + text[place.end : place.end + 1]
    is_alone = around in ("[]", "()", "<>") and text[place.end + 1 : place.end + 2] not in ("(", "[", "{")
    return Span(place.start - 1, place.end + 1) if is_alone else place


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def known_key(view: View, identifier: Identifier) -> str | None:
    """Give the key under which the library has the work already."""
    reference = view.bibliography.resolve(str(identifier))
    return reference.entry.key if reference is not None and reference.entry is not None else None


def record_at_hand(view: View, identifier: Identifier) -> Record | None:
    """Give the record of the lock or of the local store, without any network."""
    locked = view.workspace.lock.records.find(identifier)
    if locked is not None:
        return locked if locked.standing is not Standing.NOT_IN_PUBMED else None
    return _record(identifier, is_offline=True)


def fetched_record(identifier: Identifier) -> Record | None:
    """Ask PubMed, and keep its answer in the store; `None` if PubMed has no such record.

    Only for a command that the user chose. Raises `EvidenceUnavailableError` or `ConfigurationError`.
    """
    return _record(identifier, is_offline=False)


def _record(identifier: Identifier, *, is_offline: bool) -> Record | None:
    # Biopython takes a second to import, which a server that never meets a pasted identifier saves.
    from toolkit.sources.connection import connect  # noqa: PLC0415
    from toolkit.sources.resolve import Named, Resolver  # noqa: PLC0415
    from toolkit.sources.store import Store, default_path  # noqa: PLC0415

    with Store(default_path()) as store:
        resolver = Resolver(connect(os.environ, offline=is_offline), store)
        try:
            resolver.resolve([Named((identifier,), "the editor")])
        except EvidenceUnavailableError:
            if not is_offline:
                raise
        return resolver.find(identifier)


def citing(view: View, pasted: Pasted, key: str) -> tuple[Edit, ...]:
    """Give the edit that cites a work of the library in place of its identifier."""
    return (Edit(view.path, pasted.span, pasted.cited(key)),)


def defining(view: View, pasted: Pasted, record: Record) -> tuple[Edit, ...]:
    """Give the edits that cite a record's work and append its entry to the library.

    If the library has the work under another of its identifiers, that entry is cited.
    Raises `OslerError` if the library could not be read: what was not understood is not added to.
    """
    library = view.library
    for failure in view.workspace.failures:
        if failure.path == library.path:
            raise failure
    names = (record.identifier, *record.work.identifiers)
    known = next(filter(None, map(library.by_identifier.get, names)), None)
    if known is not None:
        return citing(view, pasted, known.key)
    text = library.source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    entry = entry_of(record, set(library.by_key)).replace("\n", newline)
    end = Span(len(text), len(text))
    key = entry_key(record.work, set(library.by_key))
    return (*citing(view, pasted, key), Edit(library.path, end, gap + entry))


def no_record(identifier: Identifier, *, may_ask: bool) -> str:
    """Say why there is nothing to make an entry of, and what would help."""
    if may_ask:
        return f"PubMed has no record of {identifier}"
    return (
        f"no record of {identifier} is at hand: run `osler add {identifier}`, or allow the server the network"
    )
