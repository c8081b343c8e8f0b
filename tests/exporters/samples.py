"""Articles, works and publications for the exporters' tests, made from the model or read from Markdown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from toolkit.exporters.publication import compile_publication
from toolkit.model.article import (
    Article,
    Attributes,
    Block,
    Citation,
    CitationGroup,
    Metadata,
    Paragraph,
    Text,
)
from toolkit.model.bibliography import Bibliography
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Entry, Library
from toolkit.model.policy import Disclaimer, Journal, Occasion, Policy, Publisher
from toolkit.model.publication import Publication
from toolkit.model.record import Record, Records
from toolkit.model.review import UNREVIEWED, Board, ReviewState
from toolkit.model.span import SourceText, Span
from toolkit.model.work import PartialDate, Person, Work, WorkType
from toolkit.readers.markdown import read_article

NOWHERE = Span(0, 0)
AS_OF = date(2026, 11, 22)
GENERAL = Disclaimer(
    "general", "1", "Not medical advice", "From {publisher}.\n\nAsk a doctor.", frozenset({Occasion.ALWAYS})
)
POLICY = Policy(
    publisher=Publisher(name="The Press", location="Oxford", copyright_holder="The Press"),
    journal=Journal(title="Journal of Answers", identifier="answers", issn_electronic="2049-3630"),
    disclaimers=(GENERAL,),
)
GREEN = Work(
    WorkType.JOURNAL,
    title="Vitamin B12 deficiency from the perspective of a practicing hematologist",
    authors=(Person("Green", "Ralph", "R"),),
    journal="Blood",
    date=PartialDate(2017, 5, 11),
    volume="129",
    issue="19",
    pages="2603-2611",
    identifiers=(
        Identifier(Scheme.PMID, "28360040"),
        Identifier(Scheme.PMCID, "PMC5000000"),
        Identifier(Scheme.DOI, "10.1182/blood-2016-10-569186"),
    ),
)


def text(words: str) -> Text:
    return Text(NOWHERE, words)


def paragraph(*words: str) -> Paragraph:
    return Paragraph(NOWHERE, tuple(text(one) for one in words))


def cite(*keys: str, classes: tuple[str, ...] = ()) -> CitationGroup:
    citations = tuple(Citation(NOWHERE, NOWHERE, key) for key in keys)
    return CitationGroup(NOWHERE, citations, Attributes(classes=classes))


def bibliography(*records: Record, **works: Work) -> Bibliography:
    entries = tuple(
        Entry(key, "article", Span(number, number + 1), NOWHERE, ()) for number, key in enumerate(works)
    )
    library = Library(SourceText("references.bib", ""), entries, decode=lambda entry: works[entry.key])
    return Bibliography(library, Records.of(*records))


def article_of(
    *blocks: Block, metadata: Metadata | None = None, targets: frozenset[str] = frozenset()
) -> Article:
    known = metadata or Metadata(title="A title", date=AS_OF)
    return Article(SourceText("articles/a.md", "x" * 100), "a", known, blocks, targets=targets)


def publish(
    article: Article,
    books: Bibliography | None = None,
    *,
    policy: Policy = POLICY,
    review: ReviewState = UNREVIEWED,
    board: Board | None = None,
    is_draft: bool = False,
) -> Publication:
    return compile_publication(
        article,
        books or bibliography(green=GREEN),
        policy,
        as_of=AS_OF,
        review=review,
        board=board,
        is_draft=is_draft,
    )


def read(markdown: str, *, front: str = "title: A title\ndate: 2026-11-22\n") -> Article:
    """Read an article from Markdown, with front matter before it."""
    return read_article("articles/a.md", f"---\n{front}---\n{markdown}".encode())


def with_policy(**changes: Any) -> Policy:
    return replace(POLICY, **changes)
