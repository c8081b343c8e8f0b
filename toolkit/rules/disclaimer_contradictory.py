"""The text promises something about itself that the record or the front matter denies.

## Why

"All articles are reviewed by our Medical Advisory Board" above a banner that says "pending human
review" tells the reader two things, of which one is false. Whether a page was reviewed, by whom and
when follows from the editorial record, and exports print it; typed by hand it is a promise that
nobody keeps true. Likewise "no AI was used" beside a declared AI tool (ICMJE Recommendations,
AI-assisted technology: its use is to be disclosed).

## Fails

```markdown articles/b12.md
---
title: Can vitamin B12 deficiency cause leukopenia?
audience: professional
---

All articles are reviewed for accuracy by our Medical Advisory Board.

Vitamin B12 deficiency can cause leukopenia.
```

## Passes

```markdown articles/b12.md
---
title: Can vitamin B12 deficiency cause leukopenia?
audience: professional
---

We looked for peer-reviewed studies. Vitamin B12 deficiency can cause leukopenia.
```

## Evidence

Looked for, sentence by sentence, in text, disclaimers and abstract: promises of review on an
article without a standing approval; "pending review" on an approved one; dates and status of a
review typed by hand, on any; "written by doctors, without AI" where AI use is declared, and AI use
told where none is. Also approved disclaimers for readers, tools or a state that the article does
not have. Statements about studies ("peer-reviewed literature") are not promises.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.disclaimers import identify, occasions_of, placements
from toolkit.claims.passages import prose
from toolkit.claims.self_description import LETTERS, Statement, statements
from toolkit.claims.sentences import split
from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.policy import Disclaimer, Occasion
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

# Occasions that an article has or has not; that a dose was overlooked proves nothing.
_CERTAIN = {
    Occasion.PATIENT: "the article is not for patients",
    Occasion.PROFESSIONAL: "the article is not for healthcare professionals",
    Occasion.AI_ASSISTANCE: "the front matter declares that no AI tool was used",
    Occasion.UNREVIEWED: "the article is approved",
}
_SAID = {
    Statement.REVIEWED: (
        "this says that the content was reviewed, but no approval of this article stands",
        "remove it: exports print who reviewed the article, and when, from the record",
    ),
    Statement.NOT_REVIEWED: (
        "this says that the article awaits review, but it is approved",
        "remove it: exports print the status of the review from the record",
    ),
    Statement.TYPED_STATE: (
        "the state or date of a review is typed here by hand",
        "remove it: exports print the status, the last and the next review from the record",
    ),
    Statement.TYPED_UPDATE: (
        "the date of the last update is typed here by hand",
        "remove it: exports print the newest date of `history`, or `date`",
    ),
    Statement.WITHOUT_AI: (
        "this says that no AI was used, but the front matter declares that it was",
        "remove it, or correct `ai_assistance`",
    ),
    Statement.WITH_AI: (
        "this says that AI was used, but the front matter does not declare it",
        "declare tool, version and purpose under `ai_assistance`",
    ),
}


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Hold what the text says of itself against the record and the front matter."""
    yield from _of_placements(article, context)
    for span, sentence in _sentences(article):
        for statement in sorted(statements(sentence)):
            problem = _contradiction(statement, span, article, context)
            if problem is not None:
                yield problem


def _sentences(article: Article) -> Iterator[tuple[Span, str]]:
    abstract = article.metadata.abstract
    if abstract:
        span = article.metadata.key_span("abstract")
        yield from ((span, abstract[start:end]) for start, end in split(abstract))
    text = prose(article)
    for number in sorted(text.holding(LETTERS)):
        passage = text.passages[number]
        for start, end in passage.sentences():
            yield passage.source_span(start, end), passage.text[start:end]


def _contradiction(statement: Statement, span: Span, article: Article, context: Context) -> Problem | None:
    """Say what a statement is at odds with, if anything."""
    uses = article.metadata.ai_assistance
    holds = {
        Statement.REVIEWED: context.review.is_approved,
        Statement.NOT_REVIEWED: not context.review.is_approved,
        Statement.WITHOUT_AI: not uses,
        Statement.WITH_AI: bool(uses),
    }
    if holds.get(statement, False):
        return None
    message, help_ = _SAID[statement]
    severity = Severity.WARNING if statement is Statement.TYPED_UPDATE else None
    return Problem(span, message, help_, severity=severity)


def _of_placements(article: Article, context: Context) -> Iterator[Problem]:
    placed = placements(article)
    if not placed:
        return
    occasions = occasions_of(article, context.policy, context.review)
    knows_readers = Occasion.PATIENT in occasions or Occasion.PROFESSIONAL in occasions
    for placement in placed:
        disclaimer = identify(placement, context.policy)
        if disclaimer is None or not occasions.keys().isdisjoint(disclaimer.required_for):
            continue
        reason = _denied(disclaimer, article, knows_readers=knows_readers)
        if reason is not None:
            yield Problem(
                placement.div.opener,
                f'the disclaimer "{disclaimer.identifier}" does not apply: {reason}',
                "remove it, or correct the front matter",
                confidence=Confidence.MEDIUM,
            )


def _denied(disclaimer: Disclaimer, article: Article, *, knows_readers: bool) -> str | None:
    """Say why none of a disclaimer's occasions can apply, `None` if one may."""
    wanted = [one for one in Occasion if one in disclaimer.required_for]
    if not wanted or any(one not in _CERTAIN for one in wanted):
        return None
    if not knows_readers and (Occasion.PATIENT in wanted or Occasion.PROFESSIONAL in wanted):
        return None
    if Occasion.AI_ASSISTANCE in wanted and article.metadata.ai_assistance is None:
        return None
    return _CERTAIN[wanted[0]]


RULE = Rule("disclaimer-contradictory", Severity.ERROR, check)
