"""Licences: from the identifier or address that an author writes to a name and an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CREATIVE_COMMONS = re.compile(r"cc-(?P<terms>by(?:-nc)?(?:-sa|-nd)?)-(?P<version>\d\.\d)(?:-(?P<port>igo))?")
_DEED = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<terms>[a-z-]+)/(?P<version>\d\.\d)|(?P<zero>publicdomain/zero/1\.0))\b.*"
)
_NAMES = {"by": "Attribution", "nc": "NonCommercial", "sa": "ShareAlike", "nd": "NoDerivatives"}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by name, with the address of its text where one is known."""

    name: str
    url: str | None = None


def licence_of(text: str | None) -> Licence | None:
    """Read an SPDX identifier (`CC-BY-4.0`, `CC0-1.0`), an address, or a name.

    Takes spaces for hyphens and any case; `CC BY` without a version is version 4.0, the current
    one. A text that is none of these is a licence without an address.
    """
    if text is None or not text.strip():
        return None
    text = text.strip()
    deed = _DEED.fullmatch(text)
    if deed:
        return (
            Licence("CC0 1.0 Universal", text)
            if deed["zero"]
            else Licence(_name(deed["terms"], deed["version"]), text)
        )
    if re.match(r"https?://", text):
        return Licence(text, text)
    identifier = re.sub(r"[\s_]+", "-", text.lower())
    if identifier in {"cc0", "cc0-1.0", "cc-0", "cc-zero"}:
        return Licence("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/")
    if re.fullmatch(r"cc-by[a-z-]*", identifier):
        identifier += "-4.0"
    found = _CREATIVE_COMMONS.fullmatch(identifier)
    if found is None:
        return Licence(text)
    path = "/".join(filter(None, (found["terms"], found["version"], found["port"])))
    return Licence(_name(found["terms"], found["version"]), f"https://creativecommons.org/licenses/{path}/")


def _name(terms: str, version: str) -> str:
    return f"Creative Commons {'-'.join(_NAMES.get(term, term) for term in terms.split('-'))} {version}"
