"""The feed (Atom, RFC 4287) and the site map (sitemaps.org, protocol 0.9). Both need the site's address."""

from __future__ import annotations

import re
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from toolkit.exporters.site import Listing, Site, address_of, path_of
from toolkit.exporters.site.pages import RETRACTED

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
# What XML 1.0 cannot hold (production 2, Char): it becomes U+FFFD, so that a gap stays visible.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# sitemaps.org: a site map holds at most 50,000 addresses.
MOST_ADDRESSES = 50_000


def feed(site: Site, base: str) -> bytes:
    """Give the feed, the article updated last first; one without any date is left out, since Atom demands one."""
    dated = sorted(
        ((one.updated, one) for one in site.articles if one.updated),
        key=lambda pair: (-pair[0].toordinal(), pair[1].slug),
    )
    newest = dated[0][0] if dated else date(1970, 1, 1)
    lines = [
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(site.language)}>',
        f"<id>{escape(base)}</id>",
        f"<title>{escape(site.name)}</title>",
        f"<author><name>{escape(site.name)}</name></author>",
        f"<updated>{_moment(newest)}</updated>",
        f"<link rel={quoteattr('self')} href={quoteattr(base + 'feed.xml')}/>",
        f"<link href={quoteattr(base)}/>",
        *(_entry(one, day, base) for day, one in dated),
        "</feed>\n",
    ]
    return _FORBIDDEN.sub("\ufffd", "\n".join(lines)).encode()


def site_map(site: Site, base: str) -> bytes:
    """Give the site map: the site's own pages and the articles', with the day of an article's last change.

    Pages for patients stand beside those for professionals. They are no translations of each other, so
    that `hreflang`, which is for languages, says nothing of them.
    """
    lines = [f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    places: list[tuple[str, date | None]] = [(path_of(one.place), None) for one in site.links.menu]
    for one in site.articles:
        own = path_of(address_of(one.slug))
        places.append((own, one.updated))
        if one.has_patient_page:
            places.append((f"{own}patient/", one.updated))
    for place, day in places[:MOST_ADDRESSES]:
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(base + place)}</loc>{changed}</url>")
    return _FORBIDDEN.sub("\ufffd", "\n".join([*lines, "</urlset>\n"])).encode()


def _entry(one: Listing, day: date, base: str) -> str:
    address = base + path_of(address_of(one.slug))
    # A reader of the feed has to see it before anything else.
    title = f"{RETRACTED}: {one.title}" if one.retracted else one.title
    summary = f"<summary>{escape(one.abstract)}</summary>" if one.abstract else ""
    return (
        f"<entry xml:lang={quoteattr(one.language)}><id>{escape(address)}</id>"
        f"<title>{escape(title)}</title><updated>{_moment(day)}</updated>"
        f"<link href={quoteattr(address)}/>{summary}</entry>"
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
