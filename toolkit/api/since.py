"""`--changed-since`: the findings that the changes since a revision have to do with.

A finding is left out only if the project had it before, by its identity and its words, and

- no line of it, or of what it refers to in the same article, is new or changed,
- it is not about an article that changed as a whole (its front matter, its disclaimers),
- it regards no entry or record that changed.

For the first of these the rules run again over the project as it stood, as far as there are findings
to be left out: that alone can tell what a deletion caused, or a change of another file.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from toolkit.api.changes import Changes, changes_since
from toolkit.api.check import Report, selected_rules
from toolkit.api.spread import over_cores
from toolkit.api.workspace import Workspace
from toolkit.desk import DEFECT_RULE
from toolkit.engine import MOST_OF_ONE_RULE, SUPPRESSION_RULE, ArticleOutcome, Spread, Work, run
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Finding, LeftOut
from toolkit.model.identity import identities
from toolkit.model.rule import Rule, RuleScope
from toolkit.model.span import SourceText, Span
from toolkit.revisions.git import merge_base

_ON_THE_WHOLE = (
    "disclaimer-missing",
    "article-duplicate-slug",
    "article-slug",
    "article-language",
    "review-",
)
"""Rules, and families, that speak of an article as a whole wherever they point."""


def since(workspace: Workspace, report: Report, name: str, today: date) -> Report:
    """Leave out of a report what was there before the changes since `name`; `Report.left_out` counts it.

    `name` is a revision: what counts is its merge base with the current commit, as for a pull request. `report` is
    that of the workspace as of `today`. Raises `OslerError` where git cannot answer: that nothing could
    be compared is never taken for "nothing changed".
    """
    changes = changes_since(workspace, merge_base(workspace.tree.root, name))
    if changes.everything is not None:
        return _noted(report, 0, f"{changes.everything}: every finding counts")
    judge = _Judge(workspace, changes, report)
    undecided = [one for one in report.findings if not judge.is_concerned(one)]
    kept = set(_caused(workspace, changes, undecided, report, today))
    left_out = {index for index, one in enumerate(undecided) if index not in kept}
    gone = {id(undecided[index]) for index in left_out}
    kept_ones = tuple(one for one in report.findings if id(one) not in gone)
    note = f"compared with {name}, from {changes.revision.commit[:12]} on"
    return _noted(replace(report, findings=kept_ones), len(gone), note)


def _noted(report: Report, unchanged: int, note: str) -> Report:
    left = report.left_out or LeftOut()
    return replace(report, left_out=replace(left, unchanged=unchanged, notes=(*left.notes, note)))


class _Places:
    """Spans that do not overlap, in their order, and whether another one touches any of them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)

    def touch(self, span: Span) -> bool:
        """Tell whether a span shares a character with one of these, or begins or ends at its edge."""
        index = bisect_right(self.spans, (span.end, sys.maxsize)) - 1
        return index >= 0 and span.start <= self.spans[index].end


class _Judge:
    """Tells which findings the changes concern by place and subject."""

    def __init__(self, workspace: Workspace, changes: Changes, report: Report) -> None:
        self.workspace = workspace
        self.changes = changes
        self.articles = {article.path: article for article in workspace.project.articles}
        self.counts = Counter((one.path, one.rule) for one in report.findings)
        self._cited: dict[str, _Places] = {}
        library = workspace.library
        self.entries = _Places([one.span for one in library.entries if one.key in changes.entries])

    def is_concerned(self, finding: Finding) -> bool:
        """Tell whether a finding lies on what changed, or regards it."""
        if finding.rule == DEFECT_RULE or finding.path in self.changes.whole:
            return True
        if finding.path in self.changes.lines and self._is_on_changed_lines(finding):
            return True
        return self._is_of_changed_reference(finding)

    def _is_on_changed_lines(self, finding: Finding) -> bool:
        lines = self.changes.lines[finding.path]
        article = self.articles[finding.path]
        if finding.start.offset < max(article.metadata.span.end, 1) or finding.rule.startswith(_ON_THE_WHOLE):
            return True
        if self.counts[finding.path, finding.rule] > MOST_OF_ONE_RULE:
            return True  # some are not given, and nobody knows where they lie
        places = [(finding.start.line, finding.end.line)]
        places += [(one.start.line, one.end.line) for one in finding.related if one.path == finding.path]
        return any(not lines.isdisjoint(range(first, last + 1)) for first, last in places)

    def _is_of_changed_reference(self, finding: Finding) -> bool:
        """Tell whether a finding stands in, points to, or overlaps a citation of what changed."""
        if not self.changes.entries and not self.changes.records:
            return False
        library = self.workspace.library.path
        place = Span(finding.start.offset, finding.end.offset)
        places = [(finding.path, place)]
        places += [(one.path, Span(one.start.offset, one.end.offset)) for one in finding.related]
        if any(path == library and self.entries.touch(span) for path, span in places):
            return True
        return self._citations(finding.path).touch(place)

    def _citations(self, path: str) -> _Places:
        """Give where an article cites works whose entry or record changed."""
        if path not in self._cited:
            article = self.articles.get(path)
            citations = article.citations if article else ()
            self._cited[path] = _Places([one.key_span for one in citations if self._is_changed(one.key)])
        return self._cited[path]

    def _is_changed(self, key: str) -> bool:
        found = self.workspace.bibliography.resolve(key)
        return found is not None and (
            (found.entry is not None and found.entry.key in self.changes.entries)
            or (found.record is not None and found.record.identifier in self.changes.records)
        )


def _caused(
    workspace: Workspace, changes: Changes, undecided: Sequence[Finding], report: Report, today: date
) -> Iterator[int]:
    """Give the indexes of those findings that the project did not have before."""
    rules = {rule.name: rule for rule in selected_rules(workspace, report.rules)}
    open_ones = [
        index for index, one in enumerate(undecided) if not _must_be_old(one, rules.get(one.rule), changes)
    ]
    if not open_ones:
        return
    asked = [undecided[index] for index in open_ones]
    sources = {one.path: source for one in asked if (source := workspace.sources.get(one.path)) is not None}
    before = Counter(_former_findings(workspace, changes, asked, rules, today))
    for index, key in zip(open_ones, _keys(asked, sources), strict=True):
        if before[key]:
            before[key] -= 1
        else:
            yield index


def _must_be_old(finding: Finding, rule: Rule | None, changes: Changes) -> bool:
    """Tell whether a finding can only be the same as before, since all that its rule reads is."""
    if rule is None or rule.name == SUPPRESSION_RULE or not changes.has_same_surroundings:
        return False
    if rule.scope is RuleScope.ARTICLE:
        return finding.path not in changes.lines
    return rule.scope is RuleScope.LIBRARY and not rule.reads_articles


Key = tuple[str, str]


def _keys(findings: Sequence[Finding], sources: Mapping[str, SourceText]) -> list[Key]:
    """Give what two findings have in common that are the same one: place in the text, and words."""
    found = identities(findings, sources)
    return [(one.partition(":")[0], finding.message) for one, finding in zip(found, findings, strict=True)]


def _former_findings(
    workspace: Workspace, changes: Changes, asked: Sequence[Finding], rules: Mapping[str, Rule], today: date
) -> list[Key]:
    """Run the rules in question over the project as it stood; give its findings as if they stood at today's paths."""
    names = {one.rule for one in asked}
    chosen = (
        tuple(rules.values())
        if SUPPRESSION_RULE in names
        else tuple(rules[one] for one in names if one in rules)
    )
    today_of = {article.path: path for path, article in changes.former.items()}
    paths = frozenset(one.path for one in asked)
    needed = frozenset(
        article.path
        for article in changes.before.articles
        if today_of.get(article.path, article.path) in paths
    )
    project = changes.before
    context = replace(
        workspace.context(today),
        bibliography=Bibliography(project.library, changes.lock.records),
        files=changes.files,
    )
    outcome = run(project, context, chosen, is_whole=workspace.is_whole, spread=_only(needed))
    sources = {today_of.get(article.path, article.path): article.source for article in project.articles}
    sources |= {project.library.path: project.library.source, changes.lock.source.path: changes.lock.source}
    found = [replace(one, path=today_of.get(one.path, one.path)) for one in outcome.findings]
    return _keys([one for one in found if one.path in paths], sources)


def _only(paths: frozenset[str]) -> Spread:
    """Do the work on these articles alone; the others are not asked about."""

    @contextmanager
    def spread(work: Work, articles: Sequence[Article]) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
        with over_cores(work, [article for article in articles if article.path in paths]) as collect:

            def answers() -> Iterator[ArticleOutcome]:
                found = iter(collect())
                for article in articles:
                    yield next(found) if article.path in paths else ArticleOutcome((), claims=())

            yield answers

    return spread
