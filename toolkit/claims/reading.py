"""Reading a unit once: its words, what of the lexicon they name, which figures it holds, what leads it in.

Rules and model judge from a `Reading`; neither looks at the text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from toolkit.claims import figures
from toolkit.claims.lexicon import CLASSES, IMPERATIVES, LEXICON
from toolkit.claims.phrases import Found, words_of
from toolkit.model.finding import Confidence
from toolkit.model.unit import ClaimKind, Unit, UnitBlock

_CLAUSE_OPENERS = frozenset(
    ("if", "when", "after", "before", "once", "to", "while", "unless", "for", "until", "in")
)
_AFTER_COMMA = re.compile(r",\s(?:then |simply |please |always |also )?([a-z']+)")
_ABOUT = frozenset(("meta_lead",))
_COUNTED = re.compile(r"^\d+-(?=[a-z])")
_DIGIT = re.compile(r"\d")
_QUOTED = 30
_LONGEST_KEPT = 500
"""Characters of a text whose wording is kept: all that are kept take some ten megabytes, at most thirty."""
# Marks of citation left in plain text: `[3]`, `(Lee, 2022)`, `et al. 2022`; each with the letters that it begins with.
_MARKS = (
    ("[", re.compile(r"\[\d{1,3}[\],–-]")),
    ("(", re.compile(r"\([a-z][^()]{1,80}\b(?:19|20)\d\d[a-z]?\)")),
    ("et al", re.compile(r"\bet al\b")),
)

Figure = tuple[ClaimKind, str, Confidence]
"""Kind, wording and certainty of a dose, a figure or a threshold (kind `OTHER`: its words decide)."""


class Reading(NamedTuple):
    """A unit as rules and model read it. A tuple, since it is made for every unit.

    `terms` are its words, each once, numbers as `#`. `found` has each category that the text names;
    `figure` is the kind and wording of a dose, figure or threshold in it; `lead` what its lead-in, or the
    heading right above its list, names; `heading` what the heading above it names, `heading_words` its
    words. `is_imperative`: it opens with an order, at once or behind a clause.
    """

    unit: Unit
    text: str
    words: list[str]
    terms: list[str]
    found: Found
    figure: Figure | None
    lead: frozenset[str]
    heading: frozenset[str]
    heading_words: frozenset[str]
    is_cited: bool
    is_imperative: bool

    def has(self, *categories: str) -> bool:
        """Tell whether any of the categories is named."""
        return not self.found.keys().isdisjoint(categories)

    def quote(self, category: str) -> str:
        """Give the words that named a category, as the author wrote them."""
        return self.quote_words(*LEXICON.place_of(category, self.words, self.found))

    def quote_words(self, start: int, end: int) -> str:
        """Give a range of the words as the author wrote them, cut where it is long."""
        words = " ".join(_written(self.unit.text)[start:end])
        return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"


@lru_cache(maxsize=64)
def _written(text: str) -> list[str]:
    """Give the words of a text as the author wrote them; one unit is quoted several times in a row."""
    return words_of(text.replace("’", "'"))


def _is_imperative(text: str, words: Sequence[str]) -> bool:
    """Tell whether a text opens with an order, at once or behind a clause (`If it hurts, stop`)."""
    if not words:
        return False
    if words[0] in IMPERATIVES:
        return True
    if words[0] not in _CLAUSE_OPENERS or "," not in text:
        return False
    return any(found[1] in IMPERATIVES for found in _AFTER_COMMA.finditer(text))


class Wording(NamedTuple):
    """What the text of a unit tells by itself, wherever it stands. Never changed: units of one text share it."""

    text: str
    words: list[str]
    terms: list[str]
    found: Found
    figure: Figure | None
    is_marked: bool
    is_imperative: bool


def _wording(text: str, *, may_have_figure: bool) -> Wording:
    """Read a text by itself; a figure is looked for where `may_have_figure`."""
    text = text.lower().replace("’", "'")
    words = words_of(text)
    in_part = [word for word in words if not word.isalpha()]
    has_digit = bool(in_part) and _DIGIT.search(" ".join(in_part)) is not None
    numbers = {word for word in in_part if word[0].isdigit()} if has_digit else set()
    if any("-" in word for word in numbers):
        # `34-year-old` is read as `year-old`.
        words = [_COUNTED.sub("", word) if word in numbers else word for word in words]
        numbers = {word for word in words if word[0].isdigit()}
    present = dict.fromkeys(words)
    found = LEXICON.find(words, present)
    terms = (
        [*dict.fromkeys(["#" if word in numbers else word for word in present])] if numbers else [*present]
    )
    figure = None
    if may_have_figure and (has_digit or not figures.WORDS.isdisjoint(words)):
        figure = _figure(text, found, has_digit=has_digit)
    is_marked = has_digit and _is_marked(text)
    return Wording(text, words, terms, found, figure, is_marked, _is_imperative(text, words))


@lru_cache(maxsize=4096)
def known_wording(text: str, may_have_figure: bool) -> Wording:  # noqa: FBT001 - lru_cache is faster so
    """Give the wording of a text that may come again: a standing phrase, or an article after an edit elsewhere."""
    return _wording(text, may_have_figure=may_have_figure)


def read(units: Sequence[Unit]) -> list[Reading]:
    """Read every unit of an article once, in order."""
    readings: list[Reading] = []
    heading = heading_words = before_list = frozenset[str]()
    for unit in units:
        is_heading = unit.block is UnitBlock.HEADING
        own = (
            known_wording(unit.text, not is_heading)
            if len(unit.text) <= _LONGEST_KEPT
            else _wording(unit.text, may_have_figure=not is_heading)
        )
        lead = frozenset[str]()
        if unit.lead_in is not None and unit.lead_in < len(readings):
            lead = frozenset(readings[unit.lead_in].found.keys() - CLASSES)
        elif unit.block is UnitBlock.LIST_ITEM:
            lead = (heading - CLASSES) | before_list
        if is_heading:
            heading, heading_words = frozenset(own.found), frozenset(own.words)
        if unit.block is not UnitBlock.LIST_ITEM:
            # Items that are sentences of their own still belong under "Learning outcomes:".
            before_list = _ABOUT & own.found.keys() if own.text.endswith(":") else frozenset()
        readings.append(
            Reading(
                unit,
                own.text,
                own.words,
                own.terms,
                own.found,
                own.figure,
                lead,
                heading,
                heading_words,
                bool(unit.citations) or own.is_marked,
                own.is_imperative,
            )
        )
    return readings


def _is_marked(text: str) -> bool:
    """Tell whether a text has a mark of citation; the letters are far cheaper to look for than the marks."""
    return any(letters in text and pattern.search(text) for letters, pattern in _MARKS)


def _figure(text: str, found: Found, *, has_digit: bool) -> Figure | None:
    """Find a dose, a figure or a threshold; a threshold has the kind `OTHER`: its words decide."""
    dose = figures.find_dose(text, has_digit=has_digit)
    frequency = figures.find_frequency(text)
    is_treatment = "treatment" in found
    if dose and (is_treatment or frequency or "modal" in found or "/" in text):
        return ClaimKind.DOSE, dose.group(), Confidence.HIGH
    if frequency and is_treatment:
        return ClaimKind.DOSE, frequency.group(), Confidence.HIGH
    statistic = figures.find_statistic(text, has_digit=has_digit)
    if statistic:
        return ClaimKind.STATISTIC, statistic.group(), Confidence.HIGH
    if dose:
        return ClaimKind.DOSE, dose.group(), Confidence.MEDIUM
    other = figures.find_threshold(text, has_digit=has_digit) or figures.find_duration(text) or frequency
    return (ClaimKind.OTHER, other.group(), Confidence.MEDIUM) if other else None


def cases(readings: Sequence[Reading]) -> list[bool]:
    """Tell for each unit whether it belongs to an invented case: from where one begins, on in its section.

    What cites a source is no invention, so a case report that is cited begins no case. A list goes
    on with a case only directly after it.
    """
    inside: list[bool] = []
    section: tuple[str, ...] | None = None
    for reading in readings:
        unit = reading.unit
        if section is not None and (
            unit.section[: len(section)] != section or bool(unit.section) > bool(section)
        ):
            section = None
        if unit.citations:
            inside.append(False)
            continue
        begins = reading.has("vignette") and not reading.has("studies")
        if begins:
            section = unit.section
        in_list = unit.block is UnitBlock.LIST_ITEM and bool(inside) and inside[-1]
        inside.append(begins or (section is not None and (reading.has("he_or_she") or in_list)))
    return inside
