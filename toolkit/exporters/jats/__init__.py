"""JATS XML: a publication as JATS 1.3, Archiving tag set with MathML 3 (ANSI/NISO Z39.96-2021)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from toolkit.errors import ExportRefusedError
from toolkit.exporters.arrangement import sectioned_blocks
from toolkit.exporters.jats.blocks import NODES, boxed, disclaimer_section, flow, narrow
from toolkit.exporters.jats.document import LANG, NAMESPACES, Document
from toolkit.exporters.jats.front import article_type, front
from toolkit.exporters.jats.inlines import note_mark
from toolkit.exporters.jats.layout import indent
from toolkit.exporters.jats.references import reference
from toolkit.exporters.publication import disclaimers_at
from toolkit.model.article import AiUse, ArticleType, ChangeKind, FootnoteDefinition, Node, children_of
from toolkit.model.finding import Problem
from toolkit.model.publication import Publication
from toolkit.model.span import Span

PUBLIC_IDENTIFIER = (
    "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v1.3 20210610//EN"
)
SYSTEM_IDENTIFIER = "JATS-archivearticle1-3-mathml3.dtd"
DTD_VERSION = "1.3"
_DOCTYPE = f'<!DOCTYPE article PUBLIC "{PUBLIC_IDENTIFIER}" "{SYSTEM_IDENTIFIER}">'
# The reader cuts deeper trees (`article-nesting`); libxml2 reads no tree of more than 256 elements.
_MAXIMUM_DEPTH = 100


@dataclass(frozen=True, slots=True)
class JatsDocument:
    """An exported document.

    `places` holds, for each element in document order, the source that it came from, if it came
    from one. `problems` are those met while writing (characters, formulas).
    """

    data: bytes
    places: tuple[Span | None, ...]
    problems: tuple[Problem, ...] = ()


def render(publication: Publication) -> bytes:
    """Give the JATS XML of a publication. Raises as `build` does."""
    return build(publication).data


def build(publication: Publication) -> JatsDocument:
    """Write a publication as JATS XML, with the source of each element.

    The same publication gives the same bytes. Raises `ExportRefusedError` for an article that nests
    deeper than XML readers follow.
    """
    _refuse_depth(publication)
    document = Document.of(publication)
    metadata = publication.article.metadata
    root = etree.Element("article", nsmap=NAMESPACES)
    root.set("article-type", article_type(metadata))
    root.set("dtd-version", DTD_VERSION)
    root.set(LANG, metadata.language or publication.policy.language)
    parts = [front(document), *_body(document), *_back(document)]
    root.extend(parts)
    document.resolve_references()
    places = tuple(document.places.get(element) for element in root.iter())
    indent(root)
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=_DOCTYPE)
    return JatsDocument(data + b"\n", places, tuple(document.problems))


def _body(document: Document) -> list[_Element]:
    publication = document.publication
    notices = [
        *_draft_banner(document),
        *_retraction(document),
        *(
            boxed(document, "disclaimer", disclaimer_section(document, one))
            for one in disclaimers_at(publication, "start")
        ),
    ]
    contents = [*notices, *_answered(document, flow(document, sectioned_blocks(publication.article).body))]
    return [document.element("body", None, *contents)] if contents else []


def _answered(document: Document, contents: list[_Element]) -> list[_Element]:
    """Put the text of a question-and-answer page beside its question, which is the title (JATS 1.3)."""
    metadata = document.publication.article.metadata
    if metadata.type is not ArticleType.QUESTION_ANSWER or not metadata.title or not contents:
        return contents
    asked = document.element("p", None, metadata.title, span=metadata.key_span("title"))
    name = document.fresh("question")
    question = document.element("question", {"id": name}, asked)
    answer = document.element("answer", {"pointer-to-question": name}, *contents)
    return [document.element("question-wrap", None, question, answer)]


def _draft_banner(document: Document) -> list[_Element]:
    if not document.publication.is_draft:
        return []
    text = "Draft: not checked for publication. Do not cite or rely on it."
    return [boxed(document, "draft", document.element("p", None, text))]


def _retraction(document: Document) -> list[_Element]:
    changes = document.publication.article.metadata.history
    return [
        boxed(
            document,
            "retraction",
            document.element("p", None, f"Retracted on {change.date.isoformat()}: {change.summary}"),
        )
        for change in changes
        if change.kind is ChangeKind.RETRACTION
    ]


def _back(document: Document) -> list[_Element]:
    publication = document.publication
    metadata = publication.article.metadata
    notes = [
        made
        for number, note in enumerate(sectioned_blocks(publication.article).notes, start=1)
        for made in _note(document, note, number)
    ]
    statements = [
        *_statement(document, "data-availability", "Data availability", metadata.data_availability),
        *_ai_statement(document, metadata.ai_assistance),
        *(disclaimer_section(document, one) for one in disclaimers_at(publication, "end")),
    ]
    references = [reference(document, one) for one in publication.references]
    parts = [
        *([document.element("fn-group", None, *notes)] if notes else ()),
        *(
            [document.element("ref-list", None, document.element("title", None, "References"), *references)]
            if references
            else ()
        ),
        *statements,
    ]
    return [document.element("back", None, *parts)] if parts else []


def _note(document: Document, note: FootnoteDefinition, number: int) -> list[_Element]:
    contents = narrow(document, note.children)
    if not contents:
        contents = [document.element("p", None, "(empty note)")]
    label = document.element("label", None, note_mark(number))
    attributes = {"id": f"fn-{number}", "fn-type": "other"}
    return [document.element("fn", attributes, label, *contents, span=note.span)]


def _statement(document: Document, kind: str, title: str, text: str | None) -> list[_Element]:
    if not text:
        return []
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return [
        document.element(
            "sec",
            {"sec-type": kind, "id": document.fresh("sec")},
            document.element("title", None, title),
            *(document.element("p", None, one) for one in paragraphs if one),
        )
    ]


def _ai_statement(document: Document, uses: Sequence[AiUse] | None) -> list[_Element]:
    """Say what generative tools were used for, or that none was; nothing where nothing was declared."""
    if uses is None:
        return []
    title = "Use of generative artificial intelligence"
    if not uses:
        return _statement(
            document, "ai-assistance", title, "No generative tool was used in writing this article."
        )
    paragraphs = [
        document.element(
            "p",
            None,
            *(
                document.element("named-content", {"content-type": name}, text) if name else text
                for name, text in _use(use)
            ),
            span=use.span,
        )
        for use in uses
    ]
    attributes = {"sec-type": "ai-assistance", "id": document.fresh("sec")}
    return [document.element("sec", attributes, document.element("title", None, title), *paragraphs)]


def _use(use: AiUse) -> Iterator[tuple[str | None, str]]:
    """Put one declared use in a sentence or two; what was declared has the name of what it is."""
    yield "ai-tool", use.tool
    for name, before, text, after in (
        ("ai-version", " ", use.version, ""),
        ("ai-provider", " (", use.provider, ")"),
    ):
        if text:
            yield from ((None, before), (name, text), (None, after))
    yield None, " was used"
    if use.dates:
        yield from ((None, " ("), ("ai-dates", use.dates), (None, ")"))
    if use.purpose:
        yield from ((None, " for: "), ("ai-purpose", use.purpose.rstrip(".")))
    for number, section in enumerate(use.sections):
        yield None, ", " if number else "; sections: "
        yield "ai-section", section
    yield None, "."
    if use.verified_by:
        yield from ((None, " Checked by "), ("ai-verified-by", use.verified_by), (None, "."))


def _refuse_depth(publication: Publication) -> None:
    article = publication.article
    level: list[Node] = list(article.blocks)
    for _ in range(_MAXIMUM_DEPTH):
        below = [child for node in level for child in children_of(node)]
        if not below:
            return
        level = below
    place = article.source.position(level[0].span.start)
    raise ExportRefusedError(
        f"the article nests deeper than {_MAXIMUM_DEPTH} levels here",
        help="take out levels of quotation, list or emphasis",
        path=article.path,
        line=place.line,
        column=place.column,
    )


__all__ = ["NODES", "JatsDocument", "build", "render"]
