"""What the rules on reviews share: concerns about the record, reported above the article that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context
from toolkit.model.span import Span


def place_of(article: Article) -> Span:
    """Give the place at which an article's review is spoken of: its title."""
    return article.metadata.key_span("title")


def weight(context: Context) -> Severity:
    """Give what a void approval weighs: an error where nothing is published without, else a warning.

    A safety correction may be published before its review, as long as that is not overdue. A retracted article
    stays published, marked.
    """
    if context.review.retracted is not None:
        return Severity.WARNING
    urgent = context.review.urgent
    if urgent is not None and context.today <= urgent.deadline:
        return Severity.WARNING
    return Severity.ERROR if context.policy.review.publication_needs_approval else Severity.WARNING


def concerns(article: Article, context: Context, kind: ConcernKind) -> Iterator[Problem]:
    """Give each concern of a kind as a problem."""
    for one in context.review.concerns_of(kind):
        message = one.message
        if one.path is not None:
            where = f"{one.path}:{one.line}:{one.column}" if (one.line, one.column) != (1, 1) else one.path
            message = f"{message} ({where})"
        yield Problem(place_of(article), message, one.help)
