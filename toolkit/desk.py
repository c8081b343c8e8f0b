"""Where findings gather while the rules run: each rule is asked, and what it says is given its address.

A rule that crashes is a defect of Osler's own: it becomes a finding at the file that it was looking at, and the
others go on.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from typing import Protocol

from toolkit.claims import judge
from toolkit.claims.evidence import evidence_of
from toolkit.model.article import Article
from toolkit.model.evidence import Evidence
from toolkit.model.finding import Confidence, Finding, Problem, RelatedPlace, Severity
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.reads import Reads, Watch
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.span import Position, SourceText
from toolkit.model.unit import Claim

DEFECT_RULE = "osler-defect"
"""The name under which a crash of Osler's own is reported."""


class Memory(Protocol):
    """What rules of library and project scope said before; the default of `run` remembers nothing."""

    def recall(self, rule: Rule) -> Sequence[Finding] | None:
        """Give what a rule would say now, or `None` if that is not known."""
        ...

    def keep(self, rule: Rule, findings: Sequence[Finding], reads: Reads) -> None:
        """Note what a rule said; of `reads`, only files and date count: it knows library and lock whole."""
        ...


class Desk:
    """Collects findings while the rules run: the one mutable thing in a run."""

    def __init__(self, sources: Mapping[str, SourceText], policy: Policy) -> None:
        self.sources = sources
        self.policy = policy
        self.findings: list[Finding] = []
        self.defects: list[str] = []

    def judge(self, article: Article) -> tuple[Claim, ...]:
        """Judge the units of an article; none if that crashes."""
        try:
            return judge(article, self.policy)
        except Exception as error:  # noqa: BLE001 - a crash is reported, and must not hide other findings
            self.crashed("claims", article.path, error)
            return ()

    def compare(self, article: Article, context: Context) -> tuple[Evidence, ...]:
        """Lay the claims of an article beside what they cite; nothing if that crashes."""
        try:
            return evidence_of(article, context.claims, context.bibliography, as_of=context.today)
        except Exception as error:  # noqa: BLE001 - a crash is reported, and must not hide other findings
            self.crashed("evidence", article.path, error)
            return ()

    def ask(self, rule: Rule, subject: Article | Library | Project, path: str, context: Context) -> None:
        """Run one rule on one subject and file what it says."""
        try:
            problems = list(rule.check(subject, context))
        except Exception as error:  # noqa: BLE001 - a crash is reported, and must not hide other findings
            self.crashed(rule.name, path, error)
            return
        self.findings.extend(self.address(rule, problem, path) for problem in problems)

    def recall(
        self, rule: Rule, subject: Library | Project, path: str, context: Context, memory: Memory | None
    ) -> None:
        """File what a rule said before, if that is known; else run it, and have it noted if it did not crash."""
        known = memory.recall(rule) if memory is not None else None
        if known is not None:
            self.findings.extend(known)
            return
        before, crashes, watch = len(self.findings), len(self.defects), Watch()
        self.ask(rule, subject, path, watch.context(context))
        if memory is not None and len(self.defects) == crashes:
            memory.keep(rule, self.findings[before:], watch.reads)

    def crashed(self, what: str, path: str, error: Exception) -> None:
        """File the crash of a rule as a finding at the file that it was looking at."""
        start = self._position(path, 0)
        self.defects.append("".join(traceback.format_exception(error)))
        self.findings.append(
            Finding(
                rule=DEFECT_RULE,
                severity=Severity.ERROR,
                confidence=Confidence.HIGH,
                message=f"{what} crashed here ({type(error).__name__}); this file was not checked for it",
                path=path,
                start=start,
                end=start,
                help="this is a defect of Osler, not of the text: please report it with the log",
            )
        )

    def address(self, rule: Rule, problem: Problem, path: str) -> Finding:
        """Make a finding of a problem: its rule's weight, unless the policy or the problem says otherwise."""
        place = problem.path or path
        return Finding(
            rule=rule.name,
            severity=self.policy.severities.get(rule.name) or problem.severity or rule.severity,
            confidence=problem.confidence or rule.confidence,
            message=problem.message,
            path=place,
            start=self._position(place, problem.span.start),
            end=self._position(place, problem.span.end),
            help=problem.help,
            related=tuple(
                RelatedPlace(
                    one.path,
                    self._position(one.path, one.span.start),
                    self._position(one.path, one.span.end),
                    one.message,
                )
                for one in problem.related
            ),
            fix=problem.fix,
        )

    def _position(self, path: str, offset: int) -> Position:
        source = self.sources.get(path)
        return source.position(offset) if source else Position(1, 1, 0)
