"""However many citations cover however many sentences, comparing them takes time in proportion to the text."""

from __future__ import annotations

from toolkit.claims import judge
from toolkit.claims.evidence import evidence_of
from toolkit.model.bibliography import Bibliography
from toolkit.model.evidence import EvidenceState
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Origin, Provenance, Record, Records, Standing
from toolkit.model.span import SourceText
from toolkit.model.work import Work, WorkType
from toolkit.readers.markdown import read_article


def record(number: int) -> Record:
    name = Identifier(Scheme.PMID, str(number))
    return Record(
        name,
        Work(WorkType.JOURNAL, title="Cobalamin", identifiers=(name,)),
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
        abstract="Cobalamin deficiency causes anaemia in many older patients.",
    )


def states(text: str, works: int) -> list[tuple[EvidenceState, int]]:
    library = Library(SourceText("references.bib", ""), ())
    bibliography = Bibliography(library, Records.of(*map(record, range(1, works + 1))))
    article = read_article("articles/x.md", text.encode())
    claims = judge(article, Policy())
    found = evidence_of(article, claims, bibliography)
    assert len(found) == len(claims)
    return [(one.state, len(one.sources)) for one in found]


def test_a_claim_that_few_citations_cover_is_compared_with_each() -> None:
    cited = "; ".join(f"@pmid:{one}" for one in range(1, 65))
    text = f"Cobalamin deficiency causes anaemia in older patients [{cited}].\n"
    assert states(text, 64) == [(EvidenceState.TO_BE_CHECKED, 64)]


def test_a_claim_that_very_many_cover_is_not_compared() -> None:
    cited = "; ".join(f"@pmid:{one}" for one in range(1, 66))
    text = f"Cobalamin deficiency causes anaemia in older patients [{cited}].\n"
    assert states(text, 65) == [(EvidenceState.NOT_COMPARED, 0)]


def test_after_very_many_pairs_the_rest_is_not_compared() -> None:
    cited = "; ".join(f"@pmid:{one}" for one in range(1, 51))
    body = " ".join("Older patients have anaemia." for _ in range(450))
    text = f"::: {{.claim}}\n{body} [{cited}]\n:::\n"
    found = states(text, 50)
    assert [pair[0] for pair in found].count(EvidenceState.TO_BE_CHECKED) == 400
    assert found[-1] == (EvidenceState.NOT_COMPARED, 0)
