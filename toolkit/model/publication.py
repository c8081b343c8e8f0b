"""An article made ready to print: references numbered, disclaimers chosen, status derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.model.article import Article, Contributor
from toolkit.model.bibliography import Reference
from toolkit.model.policy import Disclaimer, Policy
from toolkit.model.review import UNREVIEWED, ReviewState
from toolkit.model.span import Span
from toolkit.model.unit import Coverage


@dataclass(frozen=True, slots=True)
class NumberedReference:
    """A reference with its number, counted by first appearance, and the citations that lead to it.

    `identifier` is the element's id in both exports (`ref-1`); `places` are the spans of the keys.
    """

    number: int
    identifier: str
    reference: Reference
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything an exporter may say. `as_of` is the date of the export.

    `by_key` maps each citation key that stands in the article to its reference; a key that
    resolves to nothing is absent, and a draft shows it as such. `disclaimers` are those to print,
    in order, by reference or by requirement; `placed` are the identifiers that the article itself
    places with a div. `contributors` have names from the board filled in.
    """

    article: Article
    policy: Policy
    references: tuple[NumberedReference, ...]
    by_key: Mapping[str, NumberedReference]
    disclaimers: tuple[Disclaimer, ...]
    placed: frozenset[str]
    contributors: tuple[Contributor, ...]
    as_of: date
    review: ReviewState = UNREVIEWED
    coverage: Coverage = field(default_factory=Coverage)
    is_draft: bool = False

    @property
    def last_updated(self) -> date | None:
        """The newest date of the history, else the article's own date."""
        dates = [change.date for change in self.article.metadata.history]
        return max(dates) if dates else self.article.metadata.date
