"""The ledger of an article: each unit with its judgement and the state of its evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from toolkit.model.article import Article, Suppression
from toolkit.model.evidence import Evidence
from toolkit.model.unit import Claim, Coverage, Judgement, Need


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One unit of the ledger: its number among the article's units, the claim, its evidence.

    `suppressions` are those by which the authors answer what the evidence rules would say of it.
    """

    index: int
    claim: Claim
    evidence: Evidence
    suppressions: tuple[Suppression, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is one claim to a reader: a sentence, or a list that completes its lead-in, or a table's row.

    `lines` are in reading order, at least one; those of one entry have the same sources, or none.
    `evidence` is that of all of them together. `lead_in` is the sentence that they complete, where it
    is not itself one of them.
    """

    lines: tuple[LedgerLine, ...]
    evidence: Evidence
    lead_in: LedgerLine | None = None

    @property
    def first(self) -> LedgerLine:
        """The line that names the entry's place."""
        return self.lines[0]

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The suppressions of all its parts, each once."""
        return tuple(dict.fromkeys(one for line in self.lines for one in line.suppressions))

    @property
    def judgement(self) -> Judgement:
        """The judgement that stands for the entry: the first of those with the strongest need."""
        judgements = [line.claim.judgement for line in self.lines]
        for need in (Need.MUST, Need.SHOULD):
            for one in judgements:
                if one.need is need:
                    return one
        return judgements[0]

    @property
    def need(self) -> Need:
        """The strongest need of its parts."""
        return self.judgement.need

    @property
    def is_cited(self) -> bool:
        """Whether it names a source."""
        return bool(self.first.claim.sources)

    @property
    def is_exempt(self) -> bool:
        """Whether it needs no source and names none."""
        return self.need is Need.NO and not self.is_cited

    @property
    def is_uncited(self) -> bool:
        """Whether it needs a source and names none."""
        return self.need is not Need.NO and not self.is_cited

    @property
    def cites_retracted(self) -> bool:
        """Whether one of its sources is retracted."""
        references = (source.reference for source in self.evidence.sources)
        return any(
            one is not None and one.record is not None and one.record.is_retracted for one in references
        )

    @property
    def likeness(self) -> float:
        """How alike its wording is to that of the nearest of its sources; 0 if none was compared."""
        found = (source.comparison for source in self.evidence.sources)
        return max((one.likeness for one in found if one is not None), default=0.0)


@dataclass(frozen=True, slots=True)
class ArticleLedger:
    """The ledger of one article, in reading order.

    `lines` are its units, `entries` its claims and the sentences that are none. `is_judged` is false
    where the article is in a language that the detector does not read.
    """

    article: Article
    lines: tuple[LedgerLine, ...]
    entries: tuple[LedgerEntry, ...]
    coverage: Coverage
    is_judged: bool = True

    @property
    def digest(self) -> str:
        """The SHA-256 of the article as `sha256sum` gives it for the file (of which it must be UTF-8)."""
        source = self.article.source
        data = ("\ufeff" * source.byte_order_mark + source.text).encode("utf-8", "replace")
        return hashlib.sha256(data).hexdigest()
