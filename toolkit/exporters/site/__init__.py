"""The site around the articles: its own pages, redirects, a feed, a site map and what is searched, as bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from toolkit.model.metadata import Audience
from toolkit.model.policy import Publisher
from toolkit.model.review import ReviewStatus
from toolkit.model.site import SiteLinks
from toolkit.model.theme import Theme

__all__ = ["BOARD", "INDEX", "POLICY", "SEARCH", "Listing", "Site", "address_of", "path_of"]

INDEX = "index.html"
SEARCH = "search/index.html"
POLICY = "editorial-policy/index.html"
BOARD = "advisory-board/index.html"


@dataclass(frozen=True, slots=True)
class Listing:
    """What the site says of one article. `language` is a valid tag; `updated` the newest date of its history.

    `retracted` says that the record or its history withdrew it; it stays listed, marked. `has_patient_page`
    says that patients have a page of their own below the article's.
    """

    slug: str
    title: str
    language: str
    status: ReviewStatus
    audience: tuple[Audience, ...] = ()
    subjects: tuple[str, ...] = ()
    updated: date | None = None
    abstract: str | None = None
    retracted: bool = False
    has_patient_page: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site: its articles by title; `base` is its address with a slash at its end, where it is known."""

    language: str
    articles: tuple[Listing, ...]
    links: SiteLinks
    base: str | None = None
    publisher: Publisher = field(default_factory=Publisher)
    theme: Theme | None = None

    @property
    def name(self) -> str:
        """The site's name."""
        return self.links.name


def address_of(slug: str) -> str:
    """Give an article's address relative to the index; with its file's name, so that `file://` works too."""
    return f"{quote(slug, safe='')}/index.html"


def path_of(place: str) -> str:
    """Give a page's address below the site's own, as a server gives it: a folder stands for its `index.html`."""
    return place.removesuffix("index.html")
