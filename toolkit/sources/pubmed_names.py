"""Authors and editors of PubMed records."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from toolkit.model.work import Collective, Name, Person
from toolkit.sources.xml_text import plain

_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", re.IGNORECASE)
# Publishers append the address of the corresponding author to a group's name; it is no part of it.
_ELECTRONIC_ADDRESS = re.compile(r"\.?\s*Electronic address:.*$", re.IGNORECASE)


def read_names(lists: Iterable[etree._Element]) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Read the `AuthorList` elements of a record: authors, editors, and whether the lists are complete.

    Names marked invalid (`ValidYN="N"`: a misprint, which a valid form accompanies) are left out.
    A group named twice in one list, as it comes from some publishers, counts once.
    """
    authors: list[Name] = []
    editors: list[Name] = []
    is_complete = True
    for one in lists:
        is_complete = is_complete and one.get("CompleteYN") != "N"
        target = editors if one.get("Type") == "editors" else authors
        for element in one.findall("Author"):
            name = _name(element) if element.get("ValidYN") != "N" else None
            if name is not None and not (isinstance(name, Collective) and name in target):
                target.append(name)
    return tuple(authors), tuple(editors), is_complete


def read_orcid(text: str | None) -> str | None:
    """Give an ORCID iD as four groups of four, or `None` if its check digit is wrong.

    The check digit is ISO 7064 MOD 11-2 (ORCID, *Structure of the ORCID Identifier*).
    """
    found = _ORCID.search(text or "")
    if found is None:
        return None
    digits = "".join(found.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(found.groups()).upper() if digits[-1] == ("X" if check == 10 else str(check)) else None


def _name(element: etree._Element) -> Name | None:
    collective = plain(element.find("CollectiveName"))
    if collective:
        return Collective(_ELECTRONIC_ADDRESS.sub("", collective) or collective)
    family = plain(element.find("LastName"))
    given = plain(element.find("ForeName"))
    if family is None:
        return Person(given) if given else None
    identifiers = element.findall("Identifier")
    orcids = (read_orcid(plain(one)) for one in identifiers if one.get("Source") == "ORCID")
    return Person(
        family=family,
        given=given,
        initials=plain(element.find("Initials")),
        suffix=plain(element.find("Suffix")),
        orcid=next(filter(None, orcids), None),
    )
