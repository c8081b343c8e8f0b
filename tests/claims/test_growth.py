"""Cost grows with the text and no faster: units, judgements, evidence, from article to ledger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.growth import growth
from toolkit.claims import judge
from toolkit.claims.evidence import compare, prepare_fingerprint, prepare_text, statement_of
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.language import language_of
from toolkit.claims.ledger import ledger_of
from toolkit.model.bibliography import Bibliography
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.policy import Policy
from toolkit.model.record import Origin, Provenance, Record, Records, Standing
from toolkit.model.unit import Scope
from toolkit.model.work import Work, WorkType
from toolkit.readers.bibtex import read_library
from toolkit.readers.markdown import read_article

LINEAR = 7.0
"""Four times the input may take so many times as long; linear work takes 4, quadratic 16."""

ARTICLES = {
    "a sentence of many words": ("word ", 20_000),
    "one word": ("a", 100_000),
    "digits": ("7", 50_000),
    "thousands of thousands": ("1,000,", 2_000),
    "percentages": ("7", 5_000),
    "no spaces": ("a.b,c;", 10_000),
    "stops": (". ", 5_000),
    "initials": ("J. R. ", 1_000),
    "parentheses": ("(a", 10_000),
    "closing parentheses": ("a)", 10_000),
    "quotes": ("\u201cTake it.\u201d ", 1_000),
    "sentences alike": ("Smoking causes lung cancer. ", 1_000),
    "sentences that cite": ("Smoking causes lung cancer in 10% of men [@a]. ", 300),
    "citations of one sentence": ("Smoking causes cancer [@a] ", 600),
    "keys of one group": ("[@a; @a; @a; @a] ", 300),
    "items": ("- Smoking causes lung cancer\n", 500),
    "items of a lead-in": ("- red, hot and swollen\n", 500),
    "headings": ("# Treatment\n\nTake it.\n\n", 300),
    "paragraphs": ("Take 5 mg twice a day.\n\n", 500),
    "rows": ("| metformin | Take 500 mg |\n", 300),
    "formulas": ("It is $5 mg$ of it. ", 500),
    "comments": ("It is so <!-- a --> indeed. ", 500),
    "suppressions": ("<!-- osler: ignore claim-uncited: agreed -->\nSmoking causes cancer.\n\n", 200),
    "marked claims": ("[Smoking causes cancer.]{.claim} [@a] ", 300),
    "other languages": ("Rauchen ist nicht gut für das Herz und die Lunge. ", 500),
    "many kinds of signs": ("\u200b\u202e½²① \U0001f600\u200d ", 2_000),
}
ENDS = {"thousands of thousands": "000 mg < 5 million", "percentages": " > 5 %"}
LEADS = {"rows": "| a | b |\n| - | - |\n", "items of a lead-in": "See a doctor if your skin is:\n\n"}
TEXTS = {
    "words": "smoking causes cancer ",
    "sentences": "Smoking causes lung cancer in 10% of men (P < 0.001). ",
    "other words": "".join(f"word{chr(97 + one)}x " for one in range(26)),
    "digits": "7",
    "thousands": ",000",
    "fractions": "/2",
    "ranges": "-1",
    "numbers": "1 ",
    "points": "1.",
    "number words": "one hundred million ",
    "units": "5 mg/kg ",
    "units of units": "/kg",
    "intervals": "(95% CI 1.2-3.4) ",
    "open intervals": "(95% CI ",
    "quotation marks": "\u201c",
    "quotations": "\u201cthe lung cancer of men\u201d ",
    "straight quotation marks": '" ',
    "tags": "<b>",
    "one word": "a",
    "labels": "METHODS: ",
}


def bibliography() -> Bibliography:
    name = Identifier(Scheme.PMID, "1")
    work = Work(type=WorkType.JOURNAL, title="Smoking and cancer", identifiers=(name,))
    record = Record(
        name,
        work,
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
        abstract="Smoking causes lung cancer in 12% of men. " * 5,
    )
    library = read_library("references.bib", b"@article{a,\n  title = {Smoking},\n  pmid = {1}\n}\n")
    return Bibliography(library, Records.of(record))


@pytest.mark.parametrize("name", ARTICLES)
def test_articles(name: str) -> None:
    """From the read article to its ledger; reading Markdown is measured with the readers."""
    piece, size = ARTICLES[name]
    known = bibliography()

    def work(count: int) -> Callable[[], object]:
        article = read_article(
            "articles/a.md", (LEADS.get(name, "") + piece * count + ENDS.get(name, "") + "\n").encode()
        )

        def run() -> None:
            for scope in (Scope.SENTENCE, Scope.PARAGRAPH):
                ledger_of(article, judge(article, Policy(citation_scope=scope)), known)

        return run

    assert growth(work, size, below=LINEAR) < LINEAR


@pytest.mark.parametrize("name", TEXTS)
def test_claims_and_abstracts(name: str) -> None:
    """Claims and abstracts of any length: made ready, compared either way, printed as a fingerprint."""

    def work(count: int) -> Callable[[], object]:
        text = f"It is {TEXTS[name] * count} mg"
        other = "Smoking causes lung cancer in 10% of men, 5 mg/kg."

        def run() -> None:
            ready = prepare_text(text, text)
            compare(other, ready)
            compare(text, ready)
            compare(text, prepare_text(other))
            compare(statement_of(text), prepare_fingerprint(fingerprint(text)))
            language_of(None, [text])

        return run

    assert growth(work, 12_000 // len(TEXTS[name]), below=LINEAR) < LINEAR
