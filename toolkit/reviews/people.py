"""Who is whom: whether two names on the board, or one there and one above an article, are one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from toolkit.model.article import Contributor
from toolkit.model.review import Board, Member

_MARKS = re.compile(r"[^\w]+|_")


def folded(name: str) -> str:
    """Give a name for comparison: without case, accents, points and spaces."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _MARKS.sub("", "".join(one for one in apart if not unicodedata.combining(one)))


def are_same(one: Member, other: Member) -> bool:
    """Tell whether two members are one person, by identifier, ORCID or name."""
    if one.identifier == other.identifier:
        return True
    if one.orcid is not None and other.orcid is not None:
        return one.orcid == other.orcid
    return folded(one.name) == folded(other.name)


def authorship(member: Member, authors: Iterable[Contributor], board: Board) -> str | None:
    """Say by what a member is an author of an article: `identifier`, `ORCID`, `name` or `e-mail`; `None` if not.

    Authors who are named by identifier have what the board says of them. Two different ORCID iDs make two
    people of one name.
    """
    for author in authors:
        known = board.find(author.identifier) if author.identifier else None
        if author.identifier == member.identifier:
            return "identifier"
        orcid = author.orcid or (known.orcid if known else None)
        if orcid is not None and member.orcid is not None:
            if orcid == member.orcid:
                return "ORCID"
            continue
        name = author.name or (known.name if known else None)
        if name is not None and folded(name) == folded(member.name):
            return "name"
        email = author.email or (known.email if known else None)
        if email is not None and email.casefold() == (member.email or "").casefold():
            return "e-mail"
    return None
