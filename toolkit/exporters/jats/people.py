"""Contributors: names, identifiers, roles, affiliations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element

from toolkit.exporters.jats.document import Document
from toolkit.model.article import Contributor
from toolkit.model.review import Reviewer
from toolkit.model.span import Span

# ANSI/NISO Z39.104-2022, CRediT: the fourteen terms, as the standard writes them.
_CREDIT = (
    "Conceptualization",
    "Data curation",
    "Formal analysis",
    "Funding acquisition",
    "Investigation",
    "Methodology",
    "Project administration",
    "Resources",
    "Software",
    "Supervision",
    "Validation",
    "Visualization",
    "Writing – original draft",
    "Writing – review & editing",
)
_ORCID = re.compile(
    r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?", re.IGNORECASE
)
# Particles that belong to the family name where they stand before its last word.
_PARTICLES_NAMES = "al bin da dal de del della den der di do dos du el la le lo san st ten ter van von zu"
_PARTICLES = frozenset(_PARTICLES_NAMES.split())
# Words that make a name a group's: these are never parts of a person's name.
_GROUP_WORDS_NAMES = (
    "agency association board centre center clinic college committee consortium council department "
    "editors foundation group hospital institute network office organisation organization panel service "
    "society team trust university"
)
_GROUP_WORDS = frozenset(_GROUP_WORDS_NAMES.split())
_DEGREE_NAMES = (
    "ba bm bmbch bs bsc bsn chb ches dds dnp do dphil dr facp fracp frcp frcpath frcs ma mb mba mbbch mbbs "
    "md mhs mph mpharm mrcgp mrcp ms msc msn mt np pa pharmd phd rd rn rph scd"
)
_DEGREES = frozenset(_DEGREE_NAMES.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def contributors(document: Document, people: Sequence[Contributor]) -> list[_Element]:
    """Print the authors and, after them, their affiliations."""
    places = list(dict.fromkeys(one.affiliation for one in people if one.affiliation))
    printed = [_author(document, one, places) for one in people if one.name]
    if not printed:
        return []
    affiliations = [
        document.element(
            "aff",
            {"id": f"aff-{number}"},
            document.element("label", None, str(number)),
            document.element("institution", None, place),
        )
        for number, place in enumerate(places, start=1)
    ]
    return [document.element("contrib-group", {"content-type": "authors"}, *printed, *affiliations)]


def _author(document: Document, author: Contributor, places: Sequence[str]) -> _Element:
    plain, own_degrees = (
        split_degrees(author.name or "") if not author.is_collective else (author.name or "", None)
    )
    name = _name(document, plain, is_group=is_group(author))
    degrees = author.credentials or own_degrees
    parts: list[_Element] = []
    orcid = orcid_url(author.orcid)
    if orcid is not None and name.tag == "name":
        parts.append(document.element("contrib-id", {"contrib-id-type": "orcid"}, orcid))
    parts.append(name)
    if degrees:
        parts.append(document.element("degrees", None, degrees))
    if author.email:
        parts.append(document.element("email", None, author.email))
    parts += [_role(document, role) for role in author.roles]
    if author.affiliation:
        number = places.index(author.affiliation) + 1
        mark = document.element("sup", None, str(number))
        parts.append(document.element("xref", {"ref-type": "aff", "rid": f"aff-{number}"}, mark))
    attributes = {"contrib-type": "author", "corresp": "yes" if author.is_corresponding else None}
    return document.element("contrib", attributes, *parts, span=_span(author))


def _span(author: Contributor) -> Span | None:
    return author.span if author.span.end > author.span.start else None


def reviewers(document: Document, people: Sequence[Reviewer]) -> list[_Element]:
    """Print those who approved the article."""
    printed: list[_Element] = []
    for person in people:
        name = _name(document, person.name, is_group=False)
        parts: list[_Element] = []
        orcid = orcid_url(person.orcid)
        if orcid is not None:
            parts.append(document.element("contrib-id", {"contrib-id-type": "orcid"}, orcid))
        parts.append(name)
        if person.credentials:
            parts.append(document.element("degrees", None, person.credentials))
        if person.role:
            parts.append(document.element("role", None, person.role))
        printed.append(document.element("contrib", {"contrib-type": "reviewer"}, *parts))
    return [document.element("contrib-group", {"content-type": "reviewers"}, *printed)] if printed else []


def orcid_url(text: str | None) -> str | None:
    """Give an ORCID as the https address that ORCID asks for; `None` if there is none.

    What is not of an ORCID's form is given as it stands, for the profile to complain of.
    """
    if text is None:
        return None
    found = _ORCID.fullmatch(text.strip())
    return f"https://orcid.org/{found[1].upper()}" if found else text


def is_group(author: Contributor) -> bool:
    """Tell whether an author is a group: declared as one, or its name says so (groups have no ORCID)."""
    if author.is_collective:
        return True
    words = re.findall(r"[a-z]+", (author.name or "").lower())
    return author.orcid is None and len(words) > 1 and not _GROUP_WORDS.isdisjoint(words)


def _name(document: Document, name: str, *, is_group: bool) -> _Element:
    if is_group:
        return document.element("collab", None, name)
    family, given, suffix = split_name(name)
    parts = [document.element("surname", None, family)]
    if given:
        parts.append(document.element("given-names", None, given))
    if suffix:
        parts.append(document.element("suffix", None, suffix))
    return document.element("name", None, *parts)


def split_degrees(name: str) -> tuple[str, str | None]:
    """Split what stands after a name's comma off it, if it is nothing but degrees: `Jane Doe, MD, PhD`."""
    plain, comma, rest = name.partition(",")
    words = re.findall(r"[a-z]+", rest.lower().replace(".", ""))
    if comma and words and _DEGREES.issuperset(words):
        return plain.strip(), rest.strip()
    return name, None


def split_name(name: str) -> tuple[str, str | None, str | None]:
    """Split a person's name into family name, given names and suffix.

    `Doe, Jane` is split at the comma; of `Jane van der Berg Jr` the last word, with the particles
    before it, is the family name.
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given.lower().rstrip(".") not in _SUFFIXES:
        return family, given or None, None
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 1 and words[-1].lower().rstrip(".") in _SUFFIXES else None
    start = max(len(words) - 1, 0)
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:]) or name, " ".join(words[:start]) or None, suffix


def _role(document: Document, role: str) -> _Element:
    """Print a role; a CRediT term with the addresses of vocabulary and term (JATS4R, CRediT taxonomy)."""
    term = next((one for one in _CREDIT if _plain(one) == _plain(role)), None)
    if term is None:
        return document.element("role", None, role)
    slug = re.sub(r"[^a-z]+", "-", term.replace("&", "").lower())
    attributes = {
        "vocab": "credit",
        "vocab-identifier": "https://credit.niso.org/",
        "vocab-term": term,
        "vocab-term-identifier": f"https://credit.niso.org/contributor-roles/{slug}/",
    }
    return document.element("role", attributes, term)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", " ", text.lower().replace("&", "and")).strip()
