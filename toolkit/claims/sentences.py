"""Where sentences end in biomedical prose: own rules, one pass, no library.

A full stop, question or exclamation mark followed by white space is a candidate; what stands before
it (an abbreviation, an initial, a number of a list) and what follows (a small letter, a digit, a
bracket) decides. Marks of citation that follow the stop (`.[3]`, `.3,4`) stay with the sentence that
they end. The lists below were gathered from NLM's *Citing Medicine* (appendix on abbreviations), from
prescription Latin, and from what real health pages use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A stop with closing quotes or brackets, then perhaps the number of a source, then space or the end.
_CANDIDATE = re.compile(
    r"""
    (?P<mark>(?<![.!?…])[.!?…]++|[。！？]) # one or more marks
    (?P<close>["'”’»)\]*_]*+)
    (?P<source>(?:\s?\[\d[\d\s,;–-]*\]|(?<=[A-Za-z)%”"][.!?])\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z]))*)
    (?:(?P<gap>\s+)|$|(?<=[。！？])|(?=[A-Z][a-z]))
    """,
    re.VERBOSE,
)
_MARK = re.compile("[.!?…。！？]")
_TOKEN_BEFORE = re.compile(r"[^\s(\[“\"‘/–—]*$")
_WORD_AFTER = re.compile(r"[\"'“‘«(\[*_]*([^\s,;:.!?)\]”’\"]+)")
_CLOSERS = {")": "(", "]": "["}
# How far a bracket may reach and still hold its sentences together.
_BRACKET_REACH = 600

# Never the last word of a sentence: something must follow.
_OPEN = frozenset(
    """
    dr drs prof mr mrs ms mx st messrs rev hon gen col capt lt sgt sr
    e.g eg i.e ie cf viz vs v approx ca c.f incl esp resp resp. spp sp ssp subsp var nr
    fig figs tab tabs eq eqs eqn ref refs sect sec chap ch vol vols no nos nr pp art suppl app
    jan feb mar apr jun jul aug sept sep oct nov dec
    """.split()  # noqa: SIM905 - a word list reads best as words
)
# Usually followed by more, but able to end a sentence before a plain sentence opener.
_EITHER = frozenset(
    """
    al etc inc ltd corp co dept univ assoc bros jr
    a.m p.m a.d b.c u.s u.k u.s.a e.u u.n d.c n.y
    i.m i.v s.c p.o i.p i.d s.l p.r p.r.n q.d q.h q.i.d t.i.d b.i.d b.d t.d.s q.d.s o.d o.m o.n a.c p.c h.s
    im iv sc po inj tabs caps max min avg est
    ph.d m.d d.o m.sc b.sc m.p.h r.n d.phil
    e.coli n.b et
    """.split()  # noqa: SIM905 - as above
)
# Words that open sentences and hardly ever follow an abbreviation inside one.
_OPENERS = frozenset(
    """
    a about after all also although among an and another are as at because before both but by can check
    children did do does don't during each even every few first following for from had has have he her here his
    how however i if in instead is it its later many more moreover most much my never nevertheless no not now of
    on once one only other others our over patients people please several she should similarly since so some such
    take talk tell than that the their them then there therefore these they this those though through thus to
    treatment two under unless until use we were what when where whereas whether which while who why with without
    women you your
    """.split()  # noqa: SIM905 - as above
)
# Letters that end a name rather than begin one: vitamin C, hepatitis B, type I, group A, factor V.
_LETTERED = re.compile(
    r"(?:\b(?:vitamins?|hepatitis|types?|groups?|class|grade|stage|factor|phase|part|panel|arm|influenza|protein|"
    r"appendix|table|figure|cohort|category|immunoglobulin)(?:\s\w{1,3}(?:,?\s(?:and|or)|,))?\s+|\d\s?|/)$",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])")
# Names that begin with a small letter and may open a sentence: mRNA, pH, p53, eGFR, miR-21, α-synuclein.
_SMALL_NAME = re.compile(r"[a-z]{1,3}(?:-?[A-Z0-9])|[α-ω]|(?:von|van|de)\s")
_FULL_WIDTH = frozenset("。！？")


def split(text: str) -> list[tuple[int, int]]:
    """Give the half-open ranges of the sentences of one block of plain text, white space trimmed.

    Every character that is not white space lies in exactly one range. Linear in the text.
    """
    brackets = _brackets(text)
    reach = 0
    next_bracket = 0
    starts = [0]
    for found in _candidates(text):
        end = found.end() if found["gap"] is None else found.start("gap")
        while next_bracket < len(brackets) and brackets[next_bracket][0] < found.start():
            reach = max(reach, brackets[next_bracket][1])
            next_bracket += 1
        if end <= reach:
            continue
        if end < len(text) and _is_end(text, found, starts[-1]):
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
    stack: list[tuple[str, int]] = []
    ranges = []
    for found in re.finditer(r"[()\[\]]", text):
        sign = found.group()
        if sign in "([":
            stack.append((sign, found.start()))
        elif stack and stack[-1][0] == _CLOSERS[sign]:
            start = stack.pop()[1]
            if found.end() - start <= _BRACKET_REACH:
                ranges.append((start, found.end() - 1))
    ranges.sort()
    return ranges


def _is_end(text: str, found: re.Match[str], start: int) -> bool:
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
    return mark != "." or bool(found["source"]) or _dot_ends(text, found, start, word)


def _dot_ends(text: str, found: re.Match[str], start: int, word: str) -> bool:
    """Tell whether a single full stop with `word` after it ends the sentence that began at `start`."""
    # A token is short: looking back 60 characters keeps the work bounded.
    before = text[max(start, found.start() - 60) : found.start()]
    token = _TOKEN_BEFORE.search(before)
    last = (token.group() if token else "").lower()
    is_first = found.start() - start < 12 and " " not in text[start : found.start()].strip()
    return _may_end_after(last, before, word, is_first=is_first)


def _continues(text: str, found: re.Match[str], word: str) -> bool:
    """Tell whether what follows can't begin a sentence: a small letter, or a lone sign."""
    first = text[found.end()] if found.end() < len(text) else ""
    if first in ",;:)]%=<>≤≥/&+":
        return True
    if word[:1].islower():
        return not _SMALL_NAME.match(word + " ") or word.lower() in _OPENERS
    return False


def _may_end_after(last: str, before: str, word: str, *, is_first: bool) -> bool:
    """Decide by the token before a single full stop; `is_first` if it is the sentence's only token."""
    opener = word.lower() in _OPENERS
    bare = last.rstrip(".")
    if is_first and _LIST_NUMBER.fullmatch(bare) and (bare.isdigit() or not opener):
        return False
    if bare in _OPEN:
        return bare in {"no", "sec", "mar", "art", "var", "app", "v"} and _is_word_here(bare, word)
    if bare in _EITHER or ("." in bare and re.fullmatch(r"(?:[a-z]\.)+[a-z]", bare)):
        return opener
    if len(bare) == 1 and bare.isalpha():
        return _letter_ends(before, bare, opener=opener)
    return True


def _is_word_here(bare: str, word: str) -> bool:
    """Tell whether an abbreviation that is also a word (`no`, `art`) stands as the word."""
    return not word[:1].isdigit() and bare != "v" and word[:1].isupper()


def _letter_ends(before: str, letter: str, *, opener: bool) -> bool:
    """Tell an initial (`R. Green`) from a lettered name that ends a sentence (`vitamin C. The`)."""
    if _LETTERED.search(before[: len(before) - len(letter)]):
        return True
    return opener


def _is_missing_space(text: str, found: re.Match[str]) -> bool:
    """Tell whether a stop without white space after it ends a sentence: `deficiency.[2]The dose`."""
    word = re.match(r"[A-Za-z]+", text[found.end() : found.end() + 30])
    if word is None:
        return False
    before = text[max(0, found.start() - 4) : found.start()]
    return bool(re.search(r"[a-z)%\d]{3}$|[a-z)]\d{0,2}$", before)) and (
        bool(found["source"])
        or (before[-3:].islower() and before[-3:].isalpha() and word.group().lower() in _OPENERS)
    )
