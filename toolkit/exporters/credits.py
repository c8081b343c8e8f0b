"""People: authors of a cited work as a sentence names them, and where a person's record lies."""

from __future__ import annotations

from toolkit.model.work import Collective, Name, Work


def short_names(work: Work) -> str:
    """Give the authors as a sentence names them: `Green`, `Obeid and Andrès`, `Obeid et al.`."""
    names = [_family(name) for name in work.authors or work.editors]
    match names:
        case []:
            return work.title or "Anonymous"
        case [one] if work.authors_complete:
            return one
        case [one, other] if work.authors_complete:
            return f"{one} and {other}"
        case _:
            return f"{names[0]} et al."


def _family(name: Name) -> str:
    return name.name if isinstance(name, Collective) else name.family


def orcid_url(orcid: str) -> str:
    """Give the address of an ORCID record, from the bare identifier or any form of its address."""
    return f"https://orcid.org/{orcid.rstrip('/').rpartition('/')[2]}"
