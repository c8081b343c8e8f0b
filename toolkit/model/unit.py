"""Units of an article (sentences and list items) and what is judged of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.article import Citation
from toolkit.model.finding import Confidence
from toolkit.model.late_text import LateText
from toolkit.model.span import Span


class Need(StrEnum):
    """Does a unit need a source? The scale of the labelling guide."""

    MUST = "must"
    SHOULD = "should"
    NO = "no"


class ClaimKind(StrEnum):
    """What a unit asserts, or, for units that need no source, what it is instead."""

    DOSE = "dose"
    STATISTIC = "statistic"
    RECOMMENDATION = "recommendation"
    EFFECT = "effect"
    RISK = "risk"
    DIAGNOSIS = "diagnosis"
    EPIDEMIOLOGY = "epidemiology"
    MECHANISM = "mechanism"
    SAFETY = "safety"
    DEFINITION = "definition"
    OTHER = "other"
    HEADING = "heading"
    QUESTION = "question"
    DISCLAIMER = "disclaimer"
    NAVIGATION = "navigation"
    TRANSITION = "transition"
    OPINION = "opinion"
    META = "meta"
    EXAMPLE = "example"


class Scope(StrEnum):
    """How a unit came by its sources."""

    NONE = "none"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    LIST = "list"
    EXPLICIT = "explicit"


class UnitBlock(StrEnum):
    """The kind of block that a unit stands in."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    DEFINITION = "definition"
    CAPTION = "caption"
    DISCLAIMER = "disclaimer"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or list item.

    `text` is plain: no marks, no citations, white space folded. `span` covers its source,
    citations and the mark after a full stop included. `section` are the headings above it,
    outermost first. `paragraph` numbers its block in the article, `position` the unit in its block.
    `citations` are those that stand inside it; `lead_in` is the index, among the article's units,
    of the sentence that a list item completes.
    """

    span: Span
    text: str
    block: UnitBlock
    paragraph: int
    position: int
    section: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    lead_in: int | None = None
    classes: tuple[str, ...] = ()
    """Classes of the divs and spans around it, innermost last (`claim`, `key-points`…)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a unit needs a source, of what kind, how sure, and why (`reason`, worded when read)."""

    need: Need
    kind: ClaimKind
    confidence: Confidence
    reason: str | LateText

    @property
    def why(self) -> str:
        """Why, in words for its author."""
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit with its judgement and the citations that cover it."""

    unit: Unit
    judgement: Judgement
    sources: tuple[Citation, ...] = ()
    scope: Scope = Scope.NONE
    reported_with: int | None = None
    """Index of the unit under which a missing source is reported, for items of one list-claim."""

    @property
    def is_uncited(self) -> bool:
        """Whether it needs a source and has none."""
        return self.judgement.need is not Need.NO and not self.sources


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts over an article's claims, for the ledger and the exported page.

    A list that completes its lead-in, or a row of a table, is one claim. `compared` and `not_compared`
    add up to the claims that name a source; `unrelated`, `number_absent`, `quote_absent` and
    `to_be_checked` to those that were compared. None of this says that a source supports a claim.
    """

    must: int = 0
    must_cited: int = 0
    should: int = 0
    should_cited: int = 0
    exempt: int = 0
    """Sentences that need no source (each counted)."""
    compared: int = 0
    """Cited claims whose wording was laid beside an abstract or its fingerprint."""
    unrelated: int = 0
    number_absent: int = 0
    quote_absent: int = 0
    to_be_checked: int = 0
    not_compared: int = 0
    """Cited claims for whose sources no abstract and no fingerprint is at hand."""
    retracted: int = 0
    """Cited claims of which a source is retracted, whatever their state."""
    waived: int = 0
    """Claims without a source for which a suppression gives the reason."""

    @property
    def needing(self) -> int:
        """The claims that must or should have a source."""
        return self.must + self.should

    @property
    def cited(self) -> int:
        """Those of them that name one."""
        return self.must_cited + self.should_cited
