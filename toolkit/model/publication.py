"""An article made ready to print: references numbered, disclaimers chosen, status derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.model.article import Article, Audience, Contributor
from toolkit.model.bibliography import Reference
from toolkit.model.policy import Disclaimer, Policy
from toolkit.model.review import UNREVIEWED, Board, ReviewState
from toolkit.model.site import SiteLinks
from toolkit.model.span import Span
from toolkit.model.theme import Theme
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
    places with a div. `contributors` have names from the board filled in. `editions` are the audiences
    for each of which the article has a page of its own, none where one page is for all; `edition` is
    that of this publication, and `elsewhere` the identifiers that only the other one has. `address` is
    that of the article's folder on the web, with a slash at its end, where it is known. `has_evidence`
    says that the sheet of the evidence lies beside the page,
    `has_downloads` that the files of its references do. `image_sizes` are width and height of
    figures in pixels, by address.
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
    editions: tuple[Audience, ...] = ()
    edition: Audience | None = None
    elsewhere: frozenset[str] = frozenset()
    address: str | None = None
    has_evidence: bool = False
    has_downloads: bool = False
    image_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    board: Board = field(default_factory=Board)
    theme: Theme | None = None
    newer: str | None = None
    """The address of a newer version, where this is an older one that is kept for the record."""
    site: SiteLinks | None = None
    """The site around the article, one folder above its own, where it is published in one."""

    @property
    def other_edition(self) -> Audience | None:
        """The audience of the page beside this one, if there are two."""
        return next((one for one in self.editions if one is not self.edition), None)

    @property
    def root(self) -> str:
        """The way from this page to the article's folder: the page for patients lies one below."""
        return "../" if self.edition is Audience.PATIENT else ""

    @property
    def editorial_policy_address(self) -> str | None:
        """Where the editorial policy stands, from this page: the publisher's own address, else the site's page."""
        return self.policy.publisher.editorial_policy_url or self._in_site(
            self.site.policy if self.site else None
        )

    @property
    def advisory_board_address(self) -> str | None:
        """Where the advisory board stands, from this page: the publisher's own address, else the site's page."""
        return self.policy.publisher.advisory_board_url or self._in_site(
            self.site.board if self.site else None
        )

    def _in_site(self, place: str | None) -> str | None:
        return f"../{self.root}{place}" if place else None

    @property
    def last_updated(self) -> date | None:
        """The newest date of the history, else the article's own date."""
        dates = [change.date for change in self.article.metadata.history]
        return max(dates) if dates else self.article.metadata.date
