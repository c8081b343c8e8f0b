"""Names of works: PMID, DOI, PMCID, ISBN and NCBI Bookshelf accessions, normalised at birth."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote


class Scheme(StrEnum):
    """The kinds of identifier that Osler understands."""

    PMID = "pmid"
    PMCID = "pmcid"
    DOI = "doi"
    ISBN = "isbn"
    BOOKSHELF = "bookshelf"


_PREFIXES = {
    "pmid": Scheme.PMID,
    "pubmed": Scheme.PMID,
    "pmcid": Scheme.PMCID,
    "pmc": Scheme.PMCID,
    "doi": Scheme.DOI,
    "isbn": Scheme.ISBN,
    "bookshelf": Scheme.BOOKSHELF,
}
_NCBI = r"(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov"
_EUROPE = r"(?:https?://)?(?:www\.|m\.)?europepmc\.org/(?:article|abstract)"
# Browsers leave `https://` out when an address is read off; a path goes on, if at all, with no letter or digit.
_URLS = tuple(
    (re.compile(pattern, re.IGNORECASE), scheme)
    for pattern, scheme in (
        (r"(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/(\d+)\b", Scheme.PMID),
        (r"(?:https?://)?(?:www\.)?pubmed\.gov/(\d+)\b", Scheme.PMID),
        (_NCBI + r"/(?:m/)?pubmed/(?:\?term=)?(\d+)\b(?![+%])", Scheme.PMID),
        (_EUROPE + r"/med/(\d+)\b", Scheme.PMID),
        (_EUROPE + r"/pmc/(PMC\d+)\b", Scheme.PMCID),
        (r"(?:https?://)?pmc\.ncbi\.nlm\.nih\.gov/articles/(PMC\d+)\b", Scheme.PMCID),
        (_NCBI + r"/pmc/articles/(PMC\d+)\b", Scheme.PMCID),
        (_NCBI + r"/books/(NBK\d+)\b", Scheme.BOOKSHELF),
        (r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(10\..+)", Scheme.DOI),
    )
)
# A PMID has at most 8 digits today; NLM's DTD sets no limit, and 9 leaves room.
_PMID = re.compile(r"0*([1-9]\d{0,8})")
_PMCID = re.compile(r"(?:PMC)?0*([1-9]\d{0,9})(?:\.\d+)?", re.IGNORECASE)
# ISO 26324: "10." registrant "/" suffix of printable characters.
_DOI = re.compile(r"10\.\d{2,9}(?:\.\d+)*/\S+")
_NBK = re.compile(r"(?:NBK)?(\d{1,9})", re.IGNORECASE)


class Identifier(NamedTuple):
    """A scheme and a normalised value, such as `pmid` and `28360040`.

    Make one with `Identifier.make` or `Identifier.parse`, which normalise: PMIDs are digits
    without leading zeros, PMCIDs begin with `PMC`, DOIs are lower case (they are compared without
    regard to case, DOI Handbook 2.4) and bare, ISBNs have no hyphens.
    """

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        """Give the form used in citations and in the lock, such as `pmid:28360040`."""
        return f"{self.scheme}:{self.value}"

    @property
    def url(self) -> str:
        """The https address at which a person finds the work."""
        match self.scheme:
            case Scheme.PMID:
                return f"https://pubmed.ncbi.nlm.nih.gov/{self.value}/"
            case Scheme.PMCID:
                return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.value}/"
            case Scheme.DOI:
                return f"https://doi.org/{self.value}"
            case Scheme.BOOKSHELF:
                return f"https://www.ncbi.nlm.nih.gov/books/{self.value}/"
            case Scheme.ISBN:
                return f"https://www.worldcat.org/isbn/{self.value}"

    @classmethod
    def make(cls, scheme: Scheme, value: str) -> Identifier | None:
        """Normalise `value` as an identifier of `scheme`; `None` if it cannot be one."""
        value = value.strip()
        match scheme:
            case Scheme.PMID:
                found = _PMID.fullmatch(value)
                return cls(scheme, found[1]) if found else None
            case Scheme.PMCID:
                found = _PMCID.fullmatch(value)
                return cls(scheme, f"PMC{found[1]}") if found else None
            case Scheme.DOI:
                value = re.sub(
                    r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)", "", value, flags=re.IGNORECASE
                )
                value = (unquote(value) if "%2" in value else value).rstrip(".,;")
                # What nobody sees is no part of a name (and `\S` would take it).
                return cls(scheme, value.lower()) if _DOI.fullmatch(value) and value.isprintable() else None
            case Scheme.BOOKSHELF:
                found = _NBK.fullmatch(value)
                return cls(scheme, f"NBK{found[1]}") if found else None
            case Scheme.ISBN:
                digits = value.replace("-", "").replace(" ", "").upper()
                return cls(scheme, digits) if _isbn_is_valid(digits) else None

    @classmethod
    def parse(cls, text: str) -> Identifier | None:
        """Read an identifier as people write it: prefixed, a bare DOI or PMCID, or an address.

        Bare digits are a PMID. Gives `None` for anything else, citation keys included.
        """
        text = text.strip()
        prefix, colon, rest = text.partition(":")
        scheme = _PREFIXES.get(prefix.strip().lower()) if colon else None
        if scheme is not None:
            return cls.make(scheme, rest)
        for pattern, url_scheme in _URLS:
            found = pattern.match(text)
            if found:
                value = found[1] if url_scheme is not Scheme.DOI else re.split(r"[?#]", found[1])[0]
                return cls.make(url_scheme, value)
        if text.isascii() and text.isdigit():
            return cls.make(Scheme.PMID, text)
        if text[:3].upper() == "PMC":
            return cls.make(Scheme.PMCID, text)
        return cls.make(Scheme.DOI, text) if text.startswith("10.") else None

    @classmethod
    def from_key(cls, key: str) -> Identifier | None:
        """Read a citation key that carries a scheme (`pmid:1`, `doi:10.1/x`, Manubot's `pubmed:` and `pmc:`).

        Unlike `parse`, a key without a scheme is never an identifier.
        """
        prefix, colon, rest = key.partition(":")
        scheme = _PREFIXES.get(prefix.lower()) if colon else None
        return cls.make(scheme, rest) if scheme is not None else None

    @staticmethod
    def key_scheme(key: str) -> Scheme | None:
        """Give the scheme that a citation key claims to have, whether or not its value is valid."""
        prefix, colon, _ = key.partition(":")
        return _PREFIXES.get(prefix.lower()) if colon else None


def _isbn_is_valid(digits: str) -> bool:
    """Check an ISBN-10 or ISBN-13 by its check digit (ISO 2108)."""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        weights = zip(range(10, 0, -1), digits, strict=True)
        return sum(weight * (10 if digit == "X" else int(digit)) for weight, digit in weights) % 11 == 0
    if re.fullmatch(r"\d{13}", digits):
        return sum((1, 3)[index % 2] * int(digit) for index, digit in enumerate(digits)) % 10 == 0
    return False
