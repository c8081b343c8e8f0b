"""The use case "ledger": every claim of a project with its sources and the state of its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.api.workspace import Workspace
from toolkit.claims import judge
from toolkit.claims.coverage import coverage_of, total
from toolkit.errors import ExitCode, OslerError
from toolkit.exporters.ledger import coverage_document, document_of, evidence_of, ledger_document
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Confidence
from toolkit.model.unit import Claim, Coverage, Need

_SURE = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of the ledger: its place among the units, the claim, and the state of its evidence.

    `evidence` has `state`, `reason` and `sources`, as in the JSON form.
    """

    index: int
    claim: Claim
    evidence: Mapping[str, Any]

    @property
    def hardness(self) -> tuple[int, int, int]:
        """Sort key: what needs a person most comes first.

        Uncited claims that must have a source, the surest first; then those that should; then cited
        claims, those without an abstract at hand first; then exemptions, the least sure first.
        """
        need, sure = self.claim.judgement.need, _SURE[self.claim.judgement.confidence]
        if self.claim.is_uncited:
            waived = 1 if self.evidence["state"] == "waived" else 0
            return (0 if need is Need.MUST else 1, waived, sure)
        if need is not Need.NO:
            compared = 1 if self.evidence["state"] != "not-compared" else 0
            return (2 if need is Need.MUST else 3, compared, sure)
        return (4, 2 - sure, 0)


@dataclass(frozen=True, slots=True)
class ArticleLedger:
    """The ledger of one article, in reading order."""

    article: Article
    lines: tuple[Line, ...]
    coverage: Coverage

    def hardest_first(self) -> tuple[Line, ...]:
        """Give the lines so that those which need a person most come first."""
        return tuple(sorted(self.lines, key=lambda line: (*line.hardness, line.index)))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledgers of the articles that were asked for. `failures` are those that could not be read."""

    articles: tuple[ArticleLedger, ...]
    bibliography: Bibliography
    as_of: date
    failures: tuple[OslerError, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """The coverage of all articles together."""
        return total(one.coverage for one in self.articles)

    @property
    def exit_code(self) -> ExitCode:
        """2 if an article could not be read, else 0: the ledger shows, it does not judge."""
        return ExitCode.gravest(ExitCode.CLEAN, *(failure.exit_code for failure in self.failures))

    def document(self) -> dict[str, Any]:
        """Give the versioned JSON document, with the coverage of the whole."""
        articles = [
            ledger_document(
                one.article, [line.claim for line in one.lines], self.bibliography, as_of=self.as_of
            )
            for one in self.articles
        ]
        return {**document_of(articles), "coverage": coverage_document(self.coverage)}


def ledger(workspace: Workspace, today: date) -> Ledger:
    """Make the ledger of a workspace's articles as of `today` (suppressions may expire)."""
    articles = []
    for article in workspace.project.articles:
        claims = judge(article, workspace.policy)
        lines = tuple(
            Line(index, claim, evidence_of(article, claims, claim, workspace.bibliography, today))
            for index, claim in enumerate(claims)
        )
        articles.append(ArticleLedger(article, lines, coverage_of(claims)))
    return Ledger(tuple(articles), workspace.bibliography, today, workspace.failures)
