"""The compilation that both exporters share: numbers, notes, disclaimers, credits."""

from __future__ import annotations

from datetime import date

from toolkit.exporters.arrangement import sectioned_blocks
from toolkit.exporters.publication import compile_publication, disclaimer_paragraphs
from toolkit.model.article import (
    AiUse,
    Article,
    Attributes,
    Audience,
    Block,
    Citation,
    CitationGroup,
    Contributor,
    Div,
    FootnoteDefinition,
    FootnoteReference,
    Inline,
    Metadata,
    Paragraph,
    Text,
)
from toolkit.model.bibliography import Bibliography
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Entry, Library
from toolkit.model.policy import Disclaimer, Occasion, Policy, Publisher
from toolkit.model.publication import Publication
from toolkit.model.record import Origin, Provenance, Record, Records, Standing
from toolkit.model.review import Board, Member, ReviewState, ReviewStatus
from toolkit.model.span import SourceText, Span
from toolkit.model.work import Work, WorkType

NOWHERE = Span(0, 0)
TODAY = date(2026, 11, 22)
PMID, DOI = Identifier(Scheme.PMID, "28360040"), Identifier(Scheme.DOI, "10.1182/blood-2016-10-569186")


def cite(*keys: str, at: int = 0) -> CitationGroup:
    spans = [Span(at + number, at + number + 1) for number, _ in enumerate(keys)]
    citations = tuple(Citation(span, span, key) for span, key in zip(spans, keys, strict=True))
    return CitationGroup(NOWHERE, citations)


def paragraph(*children: Inline) -> Paragraph:
    return Paragraph(NOWHERE, children)


def an_article(*blocks: Block, metadata: Metadata | None = None) -> Article:
    return Article(SourceText("articles/a.md", ""), "a", metadata or Metadata(), blocks)


def a_bibliography(**works: Work) -> Bibliography:
    entries = tuple(
        Entry(key, "article", Span(number, number + 1), NOWHERE, ()) for number, key in enumerate(works)
    )
    library = Library(SourceText("references.bib", ""), entries, decode=lambda entry: works[entry.key])
    record = Record(
        PMID,
        Work(WorkType.JOURNAL, title="Vitamin B12 deficiency", identifiers=(PMID, DOI)),
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
    )
    return Bibliography(library, Records.of(record))


def compiled(
    *blocks: Block,
    bibliography: Bibliography | None = None,
    policy: Policy | None = None,
    metadata: Metadata | None = None,
    board: Board | None = None,
    review: ReviewState | None = None,
) -> Publication:
    return compile_publication(
        an_article(*blocks, metadata=metadata),
        bibliography or a_bibliography(),
        policy or Policy(),
        as_of=TODAY,
        board=board,
        review=review or ReviewState(),
    )


def test_an_article_without_citations_has_no_references() -> None:
    assert compiled(paragraph()).references == ()


def test_references_are_numbered_by_first_appearance() -> None:
    works = {key: Work(WorkType.JOURNAL, title=key) for key in "abc"}
    publication = compiled(
        paragraph(cite("c", "a"), cite("c"), cite("missing")), bibliography=a_bibliography(**works)
    )
    assert [one.reference.work.title for one in publication.references] == ["c", "a"]
    assert [one.identifier for one in publication.references] == ["ref-1", "ref-2"]
    assert set(publication.by_key) == {"a", "c"}


def test_one_study_under_four_names_is_one_reference() -> None:
    works = {
        "green": Work(WorkType.JOURNAL, title="Green", identifiers=(DOI,)),
        "green-again": Work(WorkType.JOURNAL, title="Green", identifiers=(PMID,)),
    }
    keys = ("green", "pmid:28360040", f"doi:{DOI.value.upper()}", "green-again")
    publication = compiled(paragraph(cite(*keys, at=10)), bibliography=a_bibliography(**works))
    assert len(publication.references) == 1
    assert len(publication.references[0].places) == 4
    assert {publication.by_key[key].number for key in keys} == {1}


def test_two_works_joined_by_a_later_key_are_one() -> None:
    doi, pmcid = Identifier(Scheme.DOI, "10.1/x"), Identifier(Scheme.PMCID, "PMC1")
    works = {
        "by-doi": Work(WorkType.JOURNAL, title="X", identifiers=(doi,)),
        "by-pmcid": Work(WorkType.JOURNAL, title="X", identifiers=(pmcid,)),
        "both": Work(WorkType.JOURNAL, title="X", identifiers=(doi, pmcid)),
    }
    publication = compiled(paragraph(cite(*works)), bibliography=a_bibliography(**works))
    assert len(publication.references) == 1


def test_citations_in_notes_count_where_the_notes_are_printed() -> None:
    works = {key: Work(WorkType.JOURNAL, title=key) for key in "ab"}
    note = FootnoteDefinition(NOWHERE, "n", (paragraph(cite("a")),))
    publication = compiled(
        note,
        paragraph(FootnoteReference(NOWHERE, "n"), cite("b")),
        bibliography=a_bibliography(**works),
    )
    assert [one.reference.work.title for one in publication.references] == ["b", "a"]


def test_notes_stand_in_the_order_of_their_first_reference() -> None:
    def note(label: str, *children: Block) -> FootnoteDefinition:
        return FootnoteDefinition(NOWHERE, label, children)

    article = an_article(
        note("unused"),
        note("b", paragraph(FootnoteReference(NOWHERE, "inner"))),
        note("inner"),
        note("a"),
        paragraph(FootnoteReference(NOWHERE, "a"), FootnoteReference(NOWHERE, "b")),
        note("a"),
    )
    assert [one.label for one in sectioned_blocks(article).notes] == ["a", "b", "inner", "unused", "a"]


GENERAL = Disclaimer(
    "general", "1", "Not advice", "From {publisher}.\n\nSee a  doctor.", frozenset({Occasion.ALWAYS})
)
BANNER = Disclaimer(
    "unreviewed", "1", "Pending", "Not reviewed.", frozenset({Occasion.UNREVIEWED}), placement="start"
)
MACHINE = Disclaimer("machine", "1", "AI", "Made with AI.", frozenset({Occasion.AI_ASSISTANCE}))
PATIENT = Disclaimer("patient", "1", "Patients", "Ask.", frozenset({Occasion.PATIENT}))
OPTIONAL = Disclaimer("optional", "1", "Optional", "Only when placed.")
TEXTS = Policy(
    disclaimers=(GENERAL, BANNER, MACHINE, PATIENT, OPTIONAL), publisher=Publisher(name="The Press")
)


def printed(publication: Publication) -> list[str]:
    return [one.identifier for one in publication.disclaimers]


def test_required_disclaimers_are_printed_those_for_the_start_first() -> None:
    assert printed(compiled(policy=TEXTS)) == ["unreviewed", "general"]


def test_disclaimers_follow_audience_and_ai_assistance() -> None:
    metadata = Metadata(audience=(Audience.PATIENT,), ai_assistance=(AiUse(NOWHERE, "model"),))
    assert printed(compiled(policy=TEXTS, metadata=metadata)) == [
        "unreviewed",
        "general",
        "machine",
        "patient",
    ]


def test_an_approved_article_has_no_banner() -> None:
    approved = ReviewState(ReviewStatus.APPROVED)
    assert printed(compiled(policy=TEXTS, review=approved)) == ["general"]


def test_a_placed_disclaimer_is_printed_and_known_as_placed() -> None:
    div = Div(NOWHERE, (), Attributes(identifier="optional", classes=("disclaimer",)), NOWHERE)
    publication = compiled(div, policy=TEXTS)
    assert printed(publication) == ["unreviewed", "general", "optional"]
    assert publication.placed == {"optional"}


def test_a_disclaimer_names_the_publisher_and_keeps_its_paragraphs() -> None:
    assert disclaimer_paragraphs(GENERAL, TEXTS) == ("From The Press.", "See a doctor.")


def test_contributors_are_filled_in_from_the_board_and_keep_what_they_say() -> None:
    board = Board((Member("jd", "Jane Doe", orcid="0000-0002-1825-0097", credentials="MD"),))
    metadata = Metadata(
        authors=(
            Contributor(NOWHERE, identifier="jd", credentials="PhD"),
            Contributor(NOWHERE, identifier="nobody"),
            Contributor(NOWHERE, name="John"),
        )
    )
    jane, nobody, john = compiled(metadata=metadata, board=board).contributors
    assert (jane.name, jane.orcid, jane.credentials) == ("Jane Doe", "0000-0002-1825-0097", "PhD")
    assert (nobody.name, john.name) == ("nobody", "John")


def test_a_disclaimer_spelled_out_without_a_name_is_not_printed_twice() -> None:
    own = Paragraph(NOWHERE, (Text(NOWHERE, "From The Press."),))
    more = Paragraph(NOWHERE, (Text(NOWHERE, "See a doctor."),))
    div = Div(NOWHERE, (own, more), Attributes(classes=("disclaimer",)), NOWHERE)
    assert compiled(div, policy=TEXTS).placed == {"general"}
