"""Telling again what was told of a project, with the findings of its edited articles anew.

After an edit only the edited articles are read and judged, and what was printed of the others is printed as it
stands. That is the same report only where nothing but the text of these articles has changed, and nothing that is
said elsewhere may rest on it; wherever that is not certain, nothing is given here, and the project is checked.
`docs/decisions/cache.md` says what is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from toolkit.api.answers import Edited
from toolkit.api.check import Report, check, selected_rules
from toolkit.api.told import Counts, Known, Part, Told
from toolkit.api.witness import WitnessTree
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.cache.codec import digest
from toolkit.errors import ExitCode, OslerError
from toolkit.model.article import Article
from toolkit.model.finding import Finding, Severity
from toolkit.reporters import PARTED_FORMATS, Composed, Printout, parted, parts_of

_NO_FINDINGS: Counts = (0, 0, 0)


def told_of(
    workspace: Workspace, report: Report, composed: Composed, tree: WitnessTree, *, code: int
) -> Told:
    """Give what a check told in the shape in which it is kept; `tree` is the one that it was read through."""
    parts = dict(_parts(composed.parts, report.findings))
    return Told(
        tree.notes.found,
        code,
        tuple(composed.frame),
        parts,
        _articles(workspace, report) if parts or not report.findings else {},
        (report.articles, report.entries, len(report.suppressed)),
        b"",
    )


def retold(
    edited: Edited,
    today: date,
    *,
    output_format: str,
    select: Sequence[str],
    ignore: Sequence[str],
    exit_zero: bool,
    printout: Callable[[Workspace, Report], Printout],
) -> Told | None:
    """Give what a check of the project would tell now, `None` if that takes a check of the whole project."""
    if output_format not in PARTED_FORMATS:
        return None
    tree = WitnessTree(edited.root, answers=edited.differences.answers)
    try:
        workspace = open_workspace(
            paths=[edited.root / name for name in edited.articles], tree=tree, uses_cache=True
        )
        if workspace.is_whole or workspace.failures:
            return None
        report = check(workspace, today, select=select, ignore=ignore, is_rest_known=True)
    except OslerError:
        return None
    before = edited.told
    found = {**before.found, **edited.differences.changed}
    is_same = (
        report.is_repeatable
        and not report.entangled
        and tree.notes.is_whole
        and all(found.get(question, answer) == answer for question, answer in tree.notes.found.items())
        and all(
            _outline(workspace, one) == before.articles[one.path].outline
            for one in workspace.project.articles
        )
    )
    if not is_same:
        return None
    known = _articles(workspace, report)
    suppressed = sum(one.suppressed - before.articles[path].suppressed for path, one in known.items())
    totals = (*before.totals[:2], before.totals[2] + suppressed)
    printed = printout(workspace, report)
    reporter = parted(output_format)
    new = _parts(parts_of(reporter.part, printed), report.findings)
    parts = {path: part for path, part in before.parts.items() if path not in known} | dict(new)
    code, printed = _counted(printed, parts.values(), totals, exit_zero=exit_zero)
    return Told(
        tree.notes.found | found,
        code,
        tuple(reporter.frame(printed, has_parts=bool(parts))),
        {path: parts[path] for path in sorted(parts)},
        {**before.articles, **known},
        totals,
        before.text,
    )


def _counted(
    printed: Printout, parts: Iterable[Part], totals: tuple[int, int, int], *, exit_zero: bool
) -> tuple[int, Printout]:
    """Give the exit code of a report of these parts, and its printout with the counts of all of them."""
    counts: Counter[Severity] = Counter()
    fixable = 0
    for part in parts:
        counts.update(dict(zip(Severity, part.counts, strict=True)))
        fixable += part.fixable
    has_faults = bool(counts[Severity.ERROR] + counts[Severity.WARNING]) and not exit_zero
    code = int(ExitCode.FINDINGS if has_faults else ExitCode.CLEAN)
    summary = printed.summary
    if summary is not None:
        articles, entries, suppressed = totals
        summary = replace(
            summary,
            articles=articles,
            entries=entries,
            suppressed=suppressed,
            fixable=fixable,
            exit_code=code,
        )
    return code, replace(printed, summary=summary, counts=counts)


def _parts(texts: Iterable[tuple[str, str]], findings: Iterable[Finding]) -> Iterable[tuple[str, Part]]:
    """Give the parts of a report by their file, with the numbers of their findings."""
    counts: Counter[tuple[str, Severity]] = Counter()
    fixable: Counter[str] = Counter()
    for one in findings:
        counts[one.path, one.severity] += 1
        fixable[one.path] += one.fix is not None and one.fix.is_safe
    for path, text in texts:
        errors, warnings, notes = (counts[path, severity] for severity in Severity)
        yield path, Part(path, text, 0, (errors, warnings, notes), fixable[path])


def _articles(workspace: Workspace, report: Report) -> Mapping[str, Known]:
    """Name the articles of a check whose part may change alone; none if a rule may look at all of their text."""
    rules = frozenset(report.rules)
    if any(rule.reads_all_articles for rule in selected_rules(workspace) if rule.name in rules):
        return {}
    suppressed = Counter(one.path for one in report.suppressed)
    return {
        one.path: Known(_outline(workspace, one), suppressed[one.path])
        for one in workspace.project.articles
        if one.path not in report.entangled
    }


def _outline(workspace: Workspace, article: Article) -> str:
    """Give a digest of all that rules on the whole project ask of an article in which they name no place."""
    cache = workspace.cache
    keys = cache.cited_keys(article) if cache is not None else [one.key for one in article.citations]
    return digest([article.slug, article.metadata.former_slugs, keys])[:32]
