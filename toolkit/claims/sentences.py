"""Where sentences end in biomedical prose: own rules, one pass, no library.

A full stop, question or exclamation mark followed by white space is a candidate; what stands before
it (an abbreviation, an initial, a number of a list) and what follows (a small letter, a digit, a
bracket) decides. Marks of citation that follow the stop (`.[3]`, `.3,4`) stay with the sentence that
they end. What a single full stop means is decided in `stops`; the words are in `abbreviations`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from toolkit.claims.abbreviations import OPENERS
from toolkit.claims.stops import Stop
from toolkit.model.late_pattern import late_pattern

# A stop with closing quotes or brackets, then perhaps the number of a source, then space or the end.
_CANDIDATE = late_pattern(
    r"""
    (?P<mark>(?<![.!?…])[.!?…]++|[。！？]) # one or more marks
    (?P<close>["'”’»)\]*_]*+(?:\s["”](?=\s|$))?)
    (?P<source>(?:\s?\[\d[\d\s,;–-]*\]|\s?\(\s?[,;]?\s?\)|(?<=[A-Za-z)%”"][.!?])\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z]))*)
    (?:(?P<gap>\s+)|$|(?<=[。！？])|(?=[A-Z][a-z])|(?=\(ABSTRACT\ TRUNCATED))
    """,
    re.VERBOSE,
)
_MARK = late_pattern("[.!?…。！？]")
_WORD_AFTER = late_pattern(r"[\"'“‘«(\[*_]*([^\s,;:.!?)\]”’\"]+)")
_CLOSERS = {")": "(", "]": "["}
_BRACKET = late_pattern(r"[()\[\]]")
# How far a bracket may reach and still hold its sentences together.
_BRACKET_REACH = 600

# Names that begin with a small letter and may open a sentence: mRNA, pH, p53, eGFR, miR-21, α-synuclein.
_SMALL_NAME = late_pattern(
    r"[a-z]{1,6}-?[A-Z0-9]|[a-z]+\d|[α-ω]|(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|sigma|omega|theta|tau)\b|"
    r"[cv]-[a-z]{3}\b|(?:von|van|de)\s"
)
# A numbered member of a series: `It works in two ways. (i) Cells…`.
_NUMBERED = late_pattern(r"\((?:[ivx]{1,5}|[a-h]|\d{1,2})\)\s+[A-Z]")
_LONE_MARK = late_pattern(r"[.!?](?:\s|$)")
_LATIN = late_pattern(r"(?:i\.e|e\.g|cf|viz|vs|etc|et)\b")
# The end of a word that no abbreviation looks like: behind it even a small letter begins a sentence.
_WHOLE_WORD = late_pattern(
    r"(?:[a-z]{2,}(?:tion|sion|[st]ity|ing|[a-z]ed|ment|ness|[a-z]ly|ous|sis|ism|ies|ance|ence|able|ible|ia|ease|ase|"
    r"[a-z]{2}[^aious]s|[a-z]ic|ure|ive|[a-z]{2}gen|ful)|"
    r"\b(?:mice|rats?|humans?|cells?|patients?|drugs?|tissues?|doses?|women|people|children|blood|brain|death|bone|"
    r"years?|days?|weeks?|months?|hours?|vivo|vitro|situ|utero))\s?$"
)
STAND_IN = "Xx"
"""Stands for a citation that is a sentence's subject (`@green2017 found…`)."""
_FULL_WIDTH = frozenset("。！？")


def split(text: str, cited: Collection[int] = frozenset()) -> list[tuple[int, int]]:
    """Give the half-open ranges of the sentences of one block of plain text, white space trimmed.

    `cited` are the offsets where a citation was taken out: one right behind a full stop tells that the
    stop ends a sentence (`group B.[@a] Tumours…`). Every character that is not white space lies in
    exactly one range. Linear in the text.
    """
    brackets: list[tuple[int, int]] | None = None
    reach = 0
    next_bracket = 0
    starts = [0]
    length = len(text)
    for found in _candidates(text):
        end = found.end() if found["gap"] is None else found.start("gap")
        if end >= length:
            break
        if brackets is None:
            brackets = _brackets(text)
        while next_bracket < len(brackets) and brackets[next_bracket][0] < found.start():
            reach = max(reach, brackets[next_bracket][1])
            next_bracket += 1
        if end > reach and _is_end(text, found, starts[-1], cited):
            starts.append(end)
    return _trimmed(text, starts)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_CANDIDATE.finditer` would, going from mark to mark: few characters are one."""
    mark = _MARK.search(text)
    while mark:
        found = _CANDIDATE.match(text, mark.start())
        if found:
            yield found
        mark = _MARK.search(text, found.end() if found else mark.end())


def _trimmed(text: str, starts: list[int]) -> list[tuple[int, int]]:
    """Turn cutting points into ranges without surrounding white space, leaving out blank ones."""
    ranges = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            ranges.append((left, right))
    return ranges


def _brackets(text: str) -> list[tuple[int, int]]:
    """Give the matched, outermost-first ranges of round and square brackets that are not too long."""
    ranges: list[tuple[int, int]] = []
    if "(" not in text and "[" not in text:
        return ranges
    stack: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(text):
        sign = found.group()
        if sign in "([":
            stack.append((sign, found.start()))
        elif stack and stack[-1][0] == _CLOSERS[sign]:
            start = stack.pop()[1]
            if found.end() - start <= _BRACKET_REACH:
                ranges.append((start, found.end() - 1))
    ranges.sort()
    return ranges


def _is_end(text: str, found: re.Match[str], start: int, cited: Collection[int]) -> bool:
    """Tell whether a candidate ends the sentence that began at `start`."""
    mark = found["mark"]
    if mark in _FULL_WIDTH:
        return True
    if found["gap"] is None:
        return _is_missing_space(text, found)
    after = _WORD_AFTER.match(text, found.end())
    word = after[1] if after else ""
    if _continues(text, found, word):
        return False
    if mark != "." or found["source"]:
        return True
    stop = Stop.at(text, found.start(), found.end(), start, word, found["close"])
    return stop.ends_sentence(is_cited=found.end("close") in cited)


def _continues(text: str, found: re.Match[str], word: str) -> bool:
    """Tell whether what follows can't begin a sentence: a small letter, or a lone sign."""
    first = text[found.end()] if found.end() < len(text) else ""
    if first in ",;:)]%=<>≤≥/&+" or _LONE_MARK.match(text, found.end()):
        return True
    if found["mark"][0] == "…" and text[found.start() - 1 : found.start()] == " ":
        # A series (`i = 1 … N`), unless a word that begins like a sentence follows.
        return not (word.istitle() and len(word) > 1)
    if not word[:1].islower() or _NUMBERED.match(text, found.end()):
        return False
    if _SMALL_NAME.match(word + " ") and word not in OPENERS:
        return False
    if found["mark"] != "." or found["close"] or _LATIN.match(text, found.end()):
        return True
    return not _WHOLE_WORD.search(text, max(0, found.start() - 30), found.start())


def _is_missing_space(text: str, found: re.Match[str]) -> bool:
    """Tell whether a stop without white space after it ends a sentence: `deficiency.[2]The dose`."""
    if text.startswith("(ABSTRACT TRUNCATED", found.end()):
        return True
    word = re.match(r"[A-Za-z]+", text[found.end() : found.end() + 30])
    if word is None:
        return False
    before = text[max(0, found.start() - 4) : found.start()]
    if word.group() == STAND_IN:
        return before[-3:].isalpha()
    return bool(re.search(r"[a-z)%\d]{3}$|[a-z)]\d{0,2}$", before)) and (
        bool(found["source"])
        or (before[-3:].islower() and before[-3:].isalpha() and word.group().lower() in OPENERS)
    )
