"""What an approval is bound to: whatever readers or findings would see changes a digest, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.policy import Disclaimer, Occasion, Policy, Publisher, ReviewPolicy
from toolkit.model.record import Notice, Origin, Provenance, Record, Records, Standing
from toolkit.model.unit import Scope
from toolkit.model.work import Person, Work, WorkType
from toolkit.readers.bibtex import read_library
from toolkit.reviews.digests import (
    article_digest,
    claim_digest,
    evidence_digest,
    figures_digest,
    figures_digest_of,
    is_review,
    policy_digest,
    sources_of,
)

PMID = Identifier(Scheme.PMID, "28360040")
RECORD = Record(
    PMID,
    Work(WorkType.JOURNAL, "B12", (Person("Green", "Ralph"),), identifiers=(PMID,)),
    Standing.FOUND,
    Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
)
KEY = "pmid:28360040"
LIBRARY = read_library("references.bib", b"")


def hashed(text: str) -> str:
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_digests_are_those_of_canonical_texts() -> None:
    """They stand in signed records: another spelling of the same would void every approval."""
    assert article_digest("a\nb") == hashed("a\nb")
    assert claim_digest(" B12  is\na vitamin ") == hashed("B12 is a vitamin")
    assert evidence_digest([("a", "1"), ("b", "é")]) == hashed('[["a","1"],["b","é"]]')
    assert figures_digest_of({"b": None, "a": "x"}) == hashed('[["a","x"],["b",null]]')
    assert figures_digest({"a": b"x", "b": None}) == figures_digest_of({"a": hashed("x"), "b": None})
    assert policy_digest(Policy()) == hashed('{"disclaimers":[],"publisher":null}')


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "\ufeffa\nb", "\ufeffa\r\nb"])
def test_line_ends_and_a_byte_order_mark_are_not_of_the_text(text: str) -> None:
    assert article_digest(text) == article_digest("a\nb")


@pytest.mark.parametrize("text", ["a\n\nb", "a\nb\n", "a\nB", "a\nb\ufeff", "a b", "a\n\udcff"])
def test_anything_else_is(text: str) -> None:
    assert article_digest(text) != article_digest("a\nb")
    assert article_digest(text) == hashed(text)


def test_a_claim_may_hold_what_no_encoding_does() -> None:
    assert claim_digest("\udcff") == hashed("\udcff")


def test_figures_are_told_apart_by_name_and_by_bytes() -> None:
    one = figures_digest({"a.svg": b"<svg/>", "b.svg": b"x"})
    assert one == figures_digest({"b.svg": b"x", "a.svg": b"<svg/>"})
    others: list[dict[str, bytes | None]] = [
        {"a.svg": b"<svg/>"},
        {"a.svg": b"<svg/>", "b.svg": b"y"},
        {"a.svg": b"<svg/>", "b.svg": None},
        {"a.svg": b"<svg/>", "c.svg": b"x"},
    ]
    assert len({one, *(figures_digest(other) for other in others)}) == 5


SETTINGS: dict[str, Any] = {
    "language": "de",
    "license": "CC-BY-4.0",
    "select": ("claim",),
    "ignore": ("claim-uncited",),
    "severities": {"claim-uncited": Severity.INFO},
    "citation_scope": Scope.PARAGRAPH,
    "record_max_age": 1,
    "excessive_citations": 7,
    "required_metadata": ("title",),
    "known_abbreviations": ("DNA",),
    "publisher": Publisher("Hospital"),
}
ELSEWHERE: dict[str, Any] = {
    "select": ("review",),
    "ignore": ("review-overdue",),
    "severities": {"review-missing": Severity.INFO},
    "review": ReviewPolicy(required={}, interval_months=1),
    "output": "dist",
    "library": "other.bib",
}
TEXT = Disclaimer("general", "1", "Note", "Ask a doctor.", frozenset({Occasion.ALWAYS}))
TEXTS = [
    replace(TEXT, identifier="x"),
    replace(TEXT, version="2"),
    replace(TEXT, title="Notes"),
    replace(TEXT, text="Ask a nurse."),
    replace(TEXT, required_for=frozenset()),
]


def test_every_setting_that_counts_changes_the_digest_of_the_policy() -> None:
    found = {policy_digest(replace(Policy(), **{name: value})) for name, value in SETTINGS.items()}
    texts = {policy_digest(Policy(disclaimers=(one,))) for one in (TEXT, *TEXTS)}
    assert len(found | texts | {policy_digest(Policy())}) == len(SETTINGS) + len(TEXTS) + 2


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_counts_as_it_stands_today_does_not(name: str) -> None:
    assert policy_digest(replace(Policy(), **{name: ELSEWHERE[name]})) == policy_digest(Policy())


def test_the_policy_is_written_by_names_and_without_what_is_usual() -> None:
    policy = replace(
        Policy(),
        language="de",
        severities={"claim-uncited": Severity.INFO, "review-missing": Severity.INFO},
        ignore=("review", "claim-uncited", "reviews"),
        disclaimers=(replace(TEXT, identifier="z", text="Ask  a\ndoctor."), TEXT),
        publisher=Publisher("Ärzte"),
    )
    assert policy_digest(policy) == hashed(
        '{"disclaimers":[["general","1","Note","Ask a doctor.",["always"]],'
        '["z","1","Note","Ask a doctor.",["always"]]],'
        '"ignore":["claim-uncited","reviews"],"language":"de","publisher":"Ärzte",'
        '"severities":{"claim-uncited":"info"}}'
    )


def test_names_of_the_family_on_reviews() -> None:
    assert [is_review(one) for one in ("review", "review-overdue", "reviews", "claim-review")] == [
        True,
        True,
        False,
        False,
    ]


def digest(record: Record | None) -> str:
    records = Records.of(record) if record else Records()
    ((key, value),) = sources_of([KEY, KEY], Bibliography(LIBRARY, records))
    assert key == KEY
    return value


CHANGED = {
    "title": replace(RECORD, work=replace(RECORD.work, title="B6")),
    "author": replace(RECORD, work=replace(RECORD.work, authors=(Person("Gren", "Ralph"),))),
    "retracted": replace(RECORD, publication_types=("Retracted Publication",)),
    "preprint": replace(RECORD, publication_types=("Preprint",)),
    "notice": replace(RECORD, notices=(Notice("ErratumIn", pmid="1"),)),
    "other notice": replace(RECORD, notices=(Notice("ErratumIn", pmid="2"),)),
    "notice by its source": replace(RECORD, notices=(Notice("ErratumIn", source="Blood. 2018"),)),
    "concern": replace(RECORD, notices=(Notice("ExpressionOfConcernIn"),)),
    "nothing known": None,
}
SAME = {
    "fetched again": replace(RECORD, provenance=Provenance(Origin.FETCHED, "pubmed", "2027-01-01")),
    "comment": replace(RECORD, notices=(Notice("CommentIn", pmid="1"),)),
    "type": replace(RECORD, publication_types=("Review",)),
    "indexed": replace(RECORD, status="MEDLINE", mesh=("Anemia",)),
    "abstract": replace(RECORD, abstract="Text."),
}


def test_every_change_of_a_source_that_counts_has_a_digest_of_its_own() -> None:
    assert len({digest(RECORD), *map(digest, CHANGED.values())}) == len(CHANGED) + 1


@pytest.mark.parametrize("name", SAME)
def test_what_does_not_count_of_a_source(name: str) -> None:
    assert digest(SAME[name]) == digest(RECORD)


def test_a_source_is_written_by_what_is_printed_and_its_standing() -> None:
    record = replace(
        RECORD,
        publication_types=("Preprint", "Review", "Expression of Concern"),
        notices=(Notice("UpdateIn", "B"), Notice("ErratumIn", "A", "1"), Notice("UpdateIn")),
    )
    work = '{"authors":[{"family":"Green","given":"Ralph"}],"authors_complete":true,'
    work += '"identifiers":[["pmid","28360040"]],"title":"B12","type":"journal"}'
    status = '["found",false,["Expression of Concern","Preprint"],[["ErratumIn","1"],["UpdateIn",""],["UpdateIn","B"]]]'
    assert digest(record) == hashed(f'["pmid:28360040",{work},{status}]')
    assert digest(None) == hashed("null")


def test_sources_are_sorted() -> None:
    found = sources_of(["b", "a", "b"], Bibliography(LIBRARY, Records()))
    assert found == (("a", hashed("null")), ("b", hashed("null")))
