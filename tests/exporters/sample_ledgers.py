"""Ledgers for the tests of the reviewer's sheet: every state, by hand, so that they hang on no detector."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit.claims.coverage import coverage_of
from toolkit.claims.ledger import entries_of
from toolkit.exporters.ledger import Sheet
from toolkit.model.article import Citation, Suppression
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.evidence import (
    Basis,
    Comparison,
    Evidence,
    EvidenceState,
    Passage,
    Quantity,
    SourceEvidence,
)
from toolkit.model.finding import Confidence
from toolkit.model.ledger import ArticleLedger, LedgerLine
from toolkit.model.policy import Policy, Publisher
from toolkit.model.span import Span
from toolkit.model.unit import Claim, ClaimKind, Judgement, Need, Scope, Unit, UnitBlock
from toolkit.readers.bibtex import read_library
from toolkit.readers.lock import read_lock
from toolkit.readers.markdown import read_article

PROJECT = Path(__file__).parent.parent / "projects" / "review-sheet"
TODAY = date(2026, 11, 22)
POLICY = Policy(publisher=Publisher(name="The Answer Pages"))
_NONE = Span(0, 0)


def bibliography() -> Bibliography:
    """Read the library and the lock of the project."""
    library = read_library("references.bib", (PROJECT / "references.bib").read_bytes())
    return Bibliography(
        library, read_lock("references.lock", (PROJECT / "references.lock").read_bytes()).records
    )


KNOWN = bibliography()


def reference(key: str) -> Reference:
    """Give a reference of the project."""
    found = KNOWN.resolve(key)
    assert found is not None
    return found


@dataclass(slots=True)
class Builder:
    """Puts a ledger together, line by line."""

    markdown: str = "---\ntitle: Is it so?\ndate: 2026-11-20\nversion: '2'\n---\n\nText.\n"
    lines: list[LedgerLine] = field(default_factory=list)

    def add(
        self,
        text: str,
        state: EvidenceState,
        *sources: SourceEvidence,
        need: Need = Need.MUST,
        kind: ClaimKind = ClaimKind.EFFECT,
        confidence: Confidence = Confidence.MEDIUM,
        reason: str = "a reason",
        scope: Scope = Scope.SENTENCE,
        head: int | None = None,
        numbers: tuple[Quantity, ...] = (),
        better: tuple[Reference, ...] = (),
        section: tuple[str, ...] = ("Treatment", "Doses"),
        answers: tuple[Suppression, ...] = (),
    ) -> Builder:
        """Add one unit."""
        unit = Unit(Span(len(self.lines), len(self.lines)), text, UnitBlock.PARAGRAPH, 0, 0, section)
        citations = tuple(source.citation for source in sources)
        judgement = Judgement(need, kind, confidence, f"it is {kind.value} (“{text[:8]}”)")
        claim = Claim(unit, judgement, citations, scope if sources else Scope.NONE, head)
        self.lines.append(
            LedgerLine(len(self.lines), claim, Evidence(state, reason, sources, numbers, better), answers)
        )
        return self

    def ledger(self, path: str = "articles/is-it-so.md", *, is_judged: bool = True) -> ArticleLedger:
        """Give the ledger."""
        article = read_article(path, self.markdown.encode("utf-8", "replace"))
        entries = entries_of(self.lines)
        return ArticleLedger(article, tuple(self.lines), entries, coverage_of(entries), is_judged)


def source(
    key: str,
    state: EvidenceState = EvidenceState.TO_BE_CHECKED,
    comparison: Comparison | None = None,
    *,
    reason: str = "a reason",
    locator: str | None = None,
) -> SourceEvidence:
    """Give one source of a claim."""
    return SourceEvidence(
        Citation(_NONE, _NONE, key, locator=locator), KNOWN.resolve(key), state, reason, comparison
    )


def compared(
    passage: str | None, likeness: float = 0.5, *numbers: Quantity, quotes: tuple[str, ...] = ()
) -> Comparison:
    """Give a comparison with an abstract, or, without a passage, with a fingerprint."""
    return Comparison(
        Basis.ABSTRACT if passage else Basis.FINGERPRINT,
        likeness,
        is_unrelated=False,
        absent_numbers=numbers,
        absent_quotes=quotes,
        checked_quotes=passage is not None,
        passage=Passage(passage, 0, len(passage)) if passage else None,
    )


def everything() -> ArticleLedger:
    """Give a ledger with an entry of every state and scope."""
    state = EvidenceState
    dose = Quantity("1000 ug", "1000 µg")
    built = Builder()
    built.add("Treatment", state.NO_SOURCE_NEEDED, need=Need.NO, kind=ClaimKind.HEADING, section=())
    built.add(
        "Oral vitamin B12 may be considered for long-term treatment.",
        state.TO_BE_CHECKED,
        source(
            "obeid2024",
            comparison=compared("High-dose oral B12 may be considered for long-term treatment.", 0.9),
            locator="p. 3",
        ),
        source("green2017", state.NOT_COMPARED, reason="the record has no abstract"),
    )
    built.add(
        "Initial treatment is 1000 µg every other day.",
        state.NUMBER_ABSENT,
        source("obeid2024", state.NUMBER_ABSENT, compared("Initial treatment was parenteral.", 0.4, dose)),
        kind=ClaimKind.DOSE,
        numbers=(dose,),
        better=(reference("depuis2022"),),
        answers=(Suppression(_NONE, _NONE, ("claim-number-absent",), "the full text, table 2"),),
    )
    built.add(
        "The panel calls it “the mainstay of all”.",
        state.QUOTE_ABSENT,
        source(
            "obeid2024",
            state.QUOTE_ABSENT,
            compared("The panelists agreed on the need.", 0.2, quotes=("the mainstay of all",)),
        ),
    )
    built.add(
        "Knee braces shorten rehabilitation.",
        state.UNRELATED,
        source("depuis2022", state.UNRELATED, compared(None, 0.0)),
    )
    built.add(
        "miR-429 promotes proliferation.",
        state.TO_BE_CHECKED,
        source("xiao2016", reason="the work is retracted", comparison=compared(None, 0.7)),
    )
    built.add("Tablets of 2000 µg are enough.", state.NO_SOURCE, confidence=Confidence.HIGH)
    built.add("The liver stores it.", state.NO_SOURCE, need=Need.SHOULD, kind=ClaimKind.DEFINITION)
    built.add("It is contraindicated in Leber's disease.", state.WAIVED, reason="agreed with the board")
    built.add(
        "Some relapse.",
        state.NOT_COMPARED,
        source("nobody", state.NOT_COMPARED, reason="nothing defines the key"),
    )
    shared = source("obeid2024", comparison=compared("Prophylaxis should be considered for groups.", 0.3))
    lead = len(built.lines)
    built.add("Consider prophylaxis in:", state.TO_BE_CHECKED, shared, need=Need.SHOULD, scope=Scope.LIST)
    built.add("strict vegans", state.TO_BE_CHECKED, shared, scope=Scope.LIST, head=lead)
    built.add("people after surgery", state.TO_BE_CHECKED, shared, scope=Scope.LIST, head=lead)
    lead = len(built.lines)
    built.add("See a doctor if you have:", state.NO_SOURCE_NEEDED, need=Need.NO, kind=ClaimKind.TRANSITION)
    built.add("numb feet", state.NO_SOURCE, head=lead)
    built.add(
        "We wrote this page for clinicians.",
        state.TO_BE_CHECKED,
        source("green2017", comparison=compared(None)),
        need=Need.NO,
        kind=ClaimKind.META,
        scope=Scope.PARAGRAPH,
    )
    return built.ledger()


def sheet(*articles: ArticleLedger, in_order: bool = False) -> Sheet:
    """Give the sheet of some ledgers."""
    stored = frozenset({reference("depuis2022").identity})
    return Sheet(articles, POLICY, TODAY, from_store=stored, in_order=in_order)
