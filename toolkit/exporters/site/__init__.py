"""The site around the articles: an index, redirects, a feed and a site map, as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from toolkit.model.metadata import Audience
from toolkit.model.review import ReviewStatus

__all__ = ["Listing", "Site", "address_of"]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the site says of one article. `language` is a valid tag; `updated` the newest date of its history."""

    slug: str
    title: str
    language: str
    status: ReviewStatus
    audience: tuple[Audience, ...] = ()
    subjects: tuple[str, ...] = ()
    updated: date | None = None
    abstract: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site: its articles by title, and `base`, its address with a slash at its end, if it is known."""

    name: str
    language: str
    articles: tuple[Listing, ...]
    base: str | None = None


def address_of(slug: str) -> str:
    """Give an article's address relative to the index; with its file's name, so that `file://` works too."""
    return f"{quote(slug, safe='')}/index.html"
