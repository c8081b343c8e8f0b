"""What the policy says of the site, and the ways that an article's page offers through it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitePolicy:
    """The table `[site]`: where the site will stand, and the pages that the editors wrote for it.

    `url` ends in a slash. `pages` and `editorial_policy` are Markdown files of the project; the latter
    stands before what Osler says of the policy in force.
    """

    url: str | None = None
    pages: tuple[str, ...] = ()
    editorial_policy: str | None = None


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A page of the site: its title, and its file relative to the site's folder."""

    title: str
    place: str


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """The site's own pages, in the order of its menu, as every page names them.

    `policy` and `board` are the files of the editorial policy and the advisory board, where there are
    such pages.
    """

    name: str
    menu: tuple[SiteLink, ...] = ()
    policy: str | None = None
    board: str | None = None
