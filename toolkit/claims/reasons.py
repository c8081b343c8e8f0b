"""Why the model decided as it did, in words for an author: the words and circumstances that weighed most."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.claims.need_model import NeedModel
from toolkit.claims.reading import Reading
from toolkit.model.unit import Need

_MOST = 3
_OPENING = {
    Need.MUST: "it reads like a claim",
    Need.SHOULD: "it reads like a textbook fact",
    Need.NO: "nothing about health that could be checked",
}
_PLAIN = {
    ":an order": "it tells the reader what to do",
    ":cites": "it refers to other work",
    ":has a figure": "it has a number",
    ":in a case": "it belongs to a case",
    ":leads in": "it leads in what follows",
    ":completes a sentence": "it completes a sentence",
    ":before must": "a claim stands before it",
    ":after must": "a claim follows",
    ":before no": "what stands before it needs no source",
    ":after no": "what follows needs no source",
    ":before should": "a textbook fact stands before it",
    ":after should": "a textbook fact follows",
    ":block list-item": "it stands in a list",
    ":block table-cell": "it stands in a table",
    **{f":more claims near {number}": "it stands among claims" for number in (1, 2, 3)},
    **{f":more claims near {number}": "it stands among text that needs no source" for number in (-3, -2, -1)},
}
# Groups of names that are told by what they name; the others are left unsaid.
_NAMES, _LED, _UNDER = ":names ", ":led in by ", ":under "


def because(need: Need, model: NeedModel, place: int, names: Sequence[str], reading: Reading) -> str:
    """Say which words and circumstances spoke most for a decision against the other two.

    `place` is that of `need` among those of `model`; `names` are those of the unit.
    """
    words: list[str] = []
    said: list[str] = []
    for _, name in model.leanings(names, place):
        quoted, plain = _told(name, reading)
        if quoted and quoted not in words:
            words.append(quoted)
        elif plain and plain not in said:
            said.append(plain)
        if len(words) + len(said) == _MOST:
            break
    parts = [", ".join(f"“{word}”" for word in words)] if words else []
    parts.extend(said)
    return f"{_OPENING[need]} ({'; '.join(parts)})" if parts else _OPENING[need]


def _told(name: str, reading: Reading) -> tuple[str | None, str | None]:
    """Give a name as a quotation of the unit, or in plain words; neither where it says nothing to an author."""
    if not name.startswith(":"):
        return (name, None) if name.isalpha() and len(name) > 3 else (None, None)
    if name.startswith(_NAMES):
        return reading.quote(name.removeprefix(_NAMES)), None
    if name.startswith(_LED):
        return None, "what leads it in"
    if name.startswith(_UNDER):
        return None, "the heading above it"
    return None, _PLAIN.get(name)
