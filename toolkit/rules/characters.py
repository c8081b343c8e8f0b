"""Characters that look like others or like nothing: what several rules say of them.

The look-alikes are those of Unicode Technical Standard 39 (confusables.txt) that a keyboard or a
word processor puts into citation keys: Cyrillic and Greek letters that look Latin, typographic
dashes and apostrophes, full-width forms.
"""

from __future__ import annotations

import unicodedata

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝ", "ABESIJKMHOPCTYXaeopcyxijsdhqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικ", "ABEZHIKMNOPTYXavopuik", strict=True))
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_APOSTROPHES = dict.fromkeys("’‘ʼ′＇‛´`", "'")
_QUOTATION_MARKS = dict.fromkeys("“”„‟″«»＂", '"')
_SPACES = dict.fromkeys(("\u00a0", *map(chr, range(0x2000, 0x200B)), "\u202f", "\u3000"), " ")
_LOOKALIKES: dict[str, str] = {
    **_CYRILLIC,
    **_GREEK,
    **_DASHES,
    **_APOSTROPHES,
    **_QUOTATION_MARKS,
    **_SPACES,
}
# Blank although they are letters or marks (Unicode Standard, Default_Ignorable_Code_Point).
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


def is_invisible(character: str) -> bool:
    """Tell whether a character shows nothing: format and control characters, variation selectors, fillers."""
    return (
        unicodedata.category(character) in ("Cf", "Cc")
        or character in _BLANK
        or "\ufe00" <= character <= "\ufe0f"
    )


def skeleton(text: str) -> str:
    """Give the form in which texts that look alike are equal: Latin letters, plain dashes, nothing invisible.

    The idea is that of the skeleton of Unicode Technical Standard 39, section 4.
    """
    if text.isascii():
        return text
    plain = "".join(_LOOKALIKES.get(one, one) for one in text if not is_invisible(one))
    return unicodedata.normalize("NFKC", plain)


def is_suspicious(character: str) -> bool:
    """Tell whether a character may be taken for another one, or for none."""
    return not character.isascii() and (character in _LOOKALIKES or is_invisible(character))


def visible(text: str) -> str:
    """Write invisible characters by their code point, such as `<U+200B>`, so that they can be seen."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(one):04X}>" if is_invisible(one) else one for one in text)


def described(text: str) -> str:
    """Name the suspicious characters of a text by code point and name, each once.

    Gives, for instance, `U+0435 CYRILLIC SMALL LETTER IE`; an empty string if there are none.
    """
    found = dict.fromkeys(one for one in text if is_suspicious(one))
    return ", ".join(f"U+{ord(one):04X} {unicodedata.name(one, 'without a name')}" for one in found)
