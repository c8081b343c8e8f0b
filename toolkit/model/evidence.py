"""Evidence: what became of laying a claim beside the abstracts of the works that it cites.

Nothing here says "supported": whether a work says what it is cited for is for a person to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.article import Citation
from toolkit.model.bibliography import Reference
from toolkit.model.late_text import LateText

_SHOWN = 60


class EvidenceState(StrEnum):
    """What is known of a claim's evidence, or of one of its sources."""

    NO_SOURCE_NEEDED = "no-source-needed"
    NO_SOURCE = "no-source"
    WAIVED = "waived"
    """A suppression says why there is no source."""
    NOT_COMPARED = "not-compared"
    """No abstract and no fingerprint is at hand; the reason says why."""
    UNRELATED = "unrelated"
    NUMBER_ABSENT = "number-absent"
    QUOTE_ABSENT = "quote-absent"
    TO_BE_CHECKED = "to-be-checked-by-a-person"


class Basis(StrEnum):
    """What a claim was compared with."""

    ABSTRACT = "abstract"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a claim: its normal form (`1000 ug`, `25 %`) and the words that the author wrote."""

    form: str
    text: str

    @property
    def shown(self) -> str:
        """The author's words, cut where no real number would be so long."""
        return self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an abstract: its text, and its half-open range of characters there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim laid beside one abstract, or beside its fingerprint.

    `likeness` is between 0 and 1: how alike the wording is, for sorting; it is no measure of support.
    `is_unrelated` is true below the threshold at which one in a hundred right abstracts would be
    called wrong. `passage` is the best-fitting sentence, `None` if only the fingerprint is at hand or
    no sentence shares a word with the claim. `absent_quotes` is empty, and `checked_quotes` false,
    where there is no text to look for a quotation in.
    """

    basis: Basis
    likeness: float
    is_unrelated: bool
    absent_numbers: tuple[Quantity, ...] = ()
    absent_quotes: tuple[str, ...] = ()
    checked_quotes: bool = False
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """One source of a claim: its state, why (in words), and the comparison where there was one.

    `reference` is `None` if nothing at hand defines the key.
    """

    citation: Citation
    reference: Reference | None
    state: EvidenceState
    reason: str
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The state of a claim's evidence, why, and that of each of its sources.

    `absent_numbers` are those that no compared source contains, given only if every source could be
    compared: a number may stand in the one that could not. `better` are other references of the same
    article that fit the claim markedly better than what it cites.
    """

    state: EvidenceState
    told: str | LateText
    sources: tuple[SourceEvidence, ...] = ()
    absent_numbers: tuple[Quantity, ...] = ()
    better: tuple[Reference, ...] = ()

    @property
    def reason(self) -> str:
        """Why, in words (`told`, worded when read)."""
        return str(self.told)

    @property
    def is_compared(self) -> bool:
        """Whether at least one source was laid beside the claim."""
        return any(source.comparison is not None for source in self.sources)
