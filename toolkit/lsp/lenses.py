"""The ledger above the text: how many claims name a source, for the article and for each section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from lsprotocol import types

from toolkit.api.ledger import ledger
from toolkit.lsp.views import View
from toolkit.model.article import Article, Heading
from toolkit.model.counting import counted
from toolkit.model.ledger import ArticleLedger, LedgerEntry
from toolkit.model.rule import Project
from toolkit.model.span import Span
from toolkit.model.unit import Need


def lenses(view: View) -> list[types.CodeLens]:
    """Give the lenses of an article: its coverage, and that of each section that has claims."""
    article = view.article
    if article is None:
        return []
    alone = _alone(view, article)
    if not alone.is_judged:
        return [_lens(view, article, 0, "Claims are not judged in this language")]
    found = [_lens(view, article, 0, _whole(alone))]
    headings = [node for node in article.walk() if isinstance(node, Heading)]
    starts = [heading.span.start for heading in headings]
    sections: dict[int, list[LedgerEntry]] = {}
    for entry in alone.entries:
        number = bisect_right(starts, entry.first.claim.unit.span.start)
        if entry.need is not Need.NO:
            sections.setdefault(number, []).append(entry)
    for number, entries in sorted(sections.items()):
        if number:
            found.append(_lens(view, article, starts[number - 1], _section(entries)))
    return found


def _alone(view: View, article: Article) -> ArticleLedger:
    """Give the ledger of one article, the library and the lock being those of all."""
    workspace = view.workspace
    project = Project((article,), workspace.project.library)
    return ledger(replace(workspace, project=project), view.today).articles[0]


def _lens(view: View, article: Article, offset: int, title: str) -> types.CodeLens:
    area = view.range(article.source, Span(offset, offset))
    # A command without a name is shown as words that do nothing.
    return types.CodeLens(area, command=types.Command(title=title, command=""))


def _whole(alone: ArticleLedger) -> str:
    coverage = alone.coverage
    if not coverage.needing:
        return "No claim that needs a source"
    named = "names" if coverage.cited == 1 else "name"
    words = [f"{coverage.cited} of {counted(coverage.needing, 'claim')} {named} a source"]
    missing = coverage.must - coverage.must_cited
    if missing:
        words.append(f"{missing} that must name one {'does' if missing == 1 else 'do'} not")
    for number, one, many in (
        (coverage.retracted, "cites a retracted paper", "cite a retracted paper"),
        (coverage.unrelated, "cites an unrelated source", "cite an unrelated source"),
        (
            coverage.number_absent,
            "gives a number that the source lacks",
            "give a number that the source lacks",
        ),
        (coverage.quote_absent, "quotes what the source lacks", "quote what the source lacks"),
        (coverage.to_be_checked, "to be checked by a person", "to be checked by a person"),
        (coverage.not_compared, "not compared", "not compared"),
    ):
        if number:
            words.append(counted(number, one, many))
    return " · ".join(words)


def _section(entries: Sequence[LedgerEntry]) -> str:
    cited = sum(one.is_cited for one in entries)
    missing = sum(one.is_uncited and one.need is Need.MUST for one in entries)
    words = f"{cited} of {counted(len(entries), 'claim')} cited"
    return words + (f" · {missing} must name a source" if missing else "")
