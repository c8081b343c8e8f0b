"""Does a unit need a source, of what kind, how sure, and why: first structure, then rules by kind.

The scale and the settled cases are those of the labelling guide: *must* where an editor would send
the article back, *should* for textbook facts, *no* for what asserts nothing that could be checked. A
rule that decides says so in words for the author. `judge_units` sees all units of an article at once,
since what a list item means depends on what leads it in, and a sentence on what stands around it.

Three passes: each unit is read once (`_Reading`: which categories of the lexicon it names, which
figures it holds); then judged alone; then those that no rule was sure of are judged by their
neighbours. A statistical model can take the place of the last two without touching the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.claims import figures
from toolkit.claims.lexicon import GENERIC, IMPERATIVES, LEXICON
from toolkit.claims.phrases import WORD, words_of
from toolkit.model.finding import Confidence
from toolkit.model.unit import ClaimKind, Judgement, Need, Unit, UnitBlock

NOT_JUDGED = Judgement(
    Need.NO, ClaimKind.OTHER, Confidence.LOW, "not judged: the detector reads English only"
)
"""For the units of an article in another language."""

_EXAMPLE_CLASSES = frozenset(("example", "case", "vignette", "worked-example"))
_META_CLASSES = frozenset(("meta", "about", "navigation", "note-to-reader", "learning-outcomes"))
_CLAUSE_OPENERS = frozenset(
    ("if", "when", "after", "before", "once", "to", "while", "unless", "for", "until", "in")
)
_AFTER_COMMA = re.compile(r",\s(?:then |simply |please |always |also )?([a-z']+)")
_ABOUT = frozenset(("meta_lead",))
_COUNTED = re.compile(r"^\d+-(?=[a-z])")
_DIGIT = re.compile(r"\d")
_QUOTED = 30

_WHY = {
    ClaimKind.DOSE: "a dose",
    ClaimKind.STATISTIC: "a figure",
    ClaimKind.RECOMMENDATION: "advice",
    ClaimKind.EFFECT: "an effect",
    ClaimKind.RISK: "a cause or risk",
    ClaimKind.DIAGNOSIS: "a symptom, sign or test",
    ClaimKind.EPIDEMIOLOGY: "in whom, how often or how long something occurs",
    ClaimKind.MECHANISM: "a mechanism",
    ClaimKind.SAFETY: "a harm, or safety",
    ClaimKind.DEFINITION: "a definition",
    ClaimKind.OTHER: "a statement about health",
}

# In this order where several are named: what harms a reader most, if wrong, first.
_KINDS = (
    ("safety", ClaimKind.SAFETY),
    ("modal", ClaimKind.RECOMMENDATION),
    ("effect", ClaimKind.EFFECT),
    ("diagnosis", ClaimKind.DIAGNOSIS),
    ("risk", ClaimKind.RISK),
    ("epidemiology", ClaimKind.EPIDEMIOLOGY),
    ("mechanism", ClaimKind.MECHANISM),
)
_ASSERTING = frozenset(category for category, _ in _KINDS)
_HEALTH = frozenset(("safety", "effect", "diagnosis", "risk", "mechanism", "treatment", "health", "studies"))

# What exempts a unit, in this order: category, kind, why, confidence, and whether a figure overrules it.
_EXEMPTIONS = (
    ("disclaimer", ClaimKind.DISCLAIMER, "a disclaimer", Confidence.MEDIUM, False),
    ("navigation", ClaimKind.NAVIGATION, "points the reader elsewhere", Confidence.MEDIUM, False),
    ("meta", ClaimKind.META, "about the article or its authors' work", Confidence.MEDIUM, False),
    ("service", ClaimKind.META, "about a service", Confidence.MEDIUM, True),
    ("care", ClaimKind.NAVIGATION, "general advice on whom to ask", Confidence.MEDIUM, True),
    ("opinion", ClaimKind.OPINION, "an opinion or encouragement", Confidence.LOW, True),
    ("first_person", ClaimKind.EXAMPLE, "someone's own experience", Confidence.LOW, True),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A unit as the rules read it.

    `found` maps each category that the text names to the range of words that name it; `figure` is
    the kind and wording of a dose, figure or threshold in it; `lead` what its lead-in, or the
    heading right above its list, names.
    """

    unit: Unit
    text: str
    words: list[str]
    found: dict[str, tuple[int, int]]
    figure: tuple[ClaimKind, str, Confidence] | None
    lead: frozenset[str]

    def has(self, *categories: str) -> bool:
        """Tell whether any of the categories is named."""
        return not self.found.keys().isdisjoint(categories)

    def quote(self, category: str) -> str:
        """Give the words that named a category, as the author wrote them."""
        start, end = self.found[category]
        words = " ".join(WORD.findall(self.unit.text.replace("’", "'"))[start:end])
        return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"


def judge_units(units: Sequence[Unit]) -> tuple[Judgement, ...]:
    """Judge every unit of one article in English, in order. Pure; linear in the text."""
    readings = _read(units)
    cases = _cases(readings)
    alone = [_judge(reading, in_case=case) for reading, case in zip(readings, cases, strict=True)]
    return tuple(
        _marked(reading, judgement)
        for reading, judgement in zip(readings, _settle(readings, alone), strict=True)
    )


def _marked(reading: _Reading, judgement: Judgement) -> Judgement:
    """Let `[…]{.claim}` overrule: its author says that it is one."""
    if "claim" not in reading.unit.classes or judgement.need is Need.MUST:
        return judgement
    kind = judgement.kind if judgement.need is Need.SHOULD else ClaimKind.OTHER
    return Judgement(Need.MUST, kind, Confidence.HIGH, "marked as a claim")


# --- Reading -----------------------------------------------------------------------------------


def _read(units: Sequence[Unit]) -> list[_Reading]:
    """Read every unit once."""
    readings: list[_Reading] = []
    heading = before_list = frozenset[str]()
    for unit in units:
        text = unit.text.lower().replace("’", "'")
        # `34-year-old` is read as `year-old`.
        words = words_of(text)
        has_digit = _DIGIT.search(text) is not None
        if has_digit:
            words = [_COUNTED.sub("", word) if word[0].isdigit() else word for word in words]
        found = LEXICON.find(words)
        lead = frozenset[str]()
        if unit.lead_in is not None and unit.lead_in < len(readings):
            lead = frozenset(readings[unit.lead_in].found)
        elif unit.block is UnitBlock.LIST_ITEM:
            lead = heading | before_list
        if unit.block is UnitBlock.HEADING:
            heading = frozenset(found)
        if unit.block is not UnitBlock.LIST_ITEM:
            # Items that are sentences of their own still belong under "Learning outcomes:".
            before_list = _ABOUT & found.keys() if text.endswith(":") else frozenset()
        figure = None
        if unit.block is not UnitBlock.HEADING and (has_digit or not figures.WORDS.isdisjoint(words)):
            figure = _figure(text, found)
        readings.append(_Reading(unit, text, words, found, figure, lead))
    return readings


def _figure(text: str, found: dict[str, tuple[int, int]]) -> tuple[ClaimKind, str, Confidence] | None:
    """Find a dose, a figure or a threshold; a threshold has the kind `OTHER`: its words decide."""
    dose, frequency = figures.DOSE.search(text), figures.FREQUENCY.search(text)
    is_treatment = "treatment" in found
    if dose and (is_treatment or frequency or "modal" in found or "/" in text):
        return ClaimKind.DOSE, dose.group(), Confidence.HIGH
    if frequency and is_treatment:
        return ClaimKind.DOSE, frequency.group(), Confidence.HIGH
    statistic = figures.STATISTIC.search(text) if figures.may_be_statistic(text) else None
    if statistic:
        return ClaimKind.STATISTIC, statistic.group(), Confidence.HIGH
    if dose:
        return ClaimKind.DOSE, dose.group(), Confidence.MEDIUM
    threshold = figures.THRESHOLD.search(text) if figures.may_be_threshold(text) else None
    other = threshold or figures.DURATION.search(text) or frequency
    return (ClaimKind.OTHER, other.group(), Confidence.MEDIUM) if other else None


def _cases(readings: Sequence[_Reading]) -> list[bool]:
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


# --- Judging one unit --------------------------------------------------------------------------


def _no(kind: ClaimKind, why: str, confidence: Confidence = Confidence.HIGH) -> Judgement:
    return Judgement(Need.NO, kind, confidence, why)


def _must(kind: ClaimKind, confidence: Confidence, words: str | None = None) -> Judgement:
    why = f"it states {_WHY[kind]}" if kind is not ClaimKind.RECOMMENDATION else "it gives advice"
    return Judgement(Need.MUST, kind, confidence, f"{why} (“{words.strip()}”)" if words else why)


def _should(kind: ClaimKind, confidence: Confidence = Confidence.MEDIUM) -> Judgement:
    return Judgement(Need.SHOULD, kind, confidence, f"{_WHY[kind]}, of the kind that textbooks have")


def _judge(reading: _Reading, *, in_case: bool) -> Judgement | None:
    """Judge a unit by itself; `None` if no rule knows it."""
    return (
        _by_structure(reading, in_case=in_case)
        or _exempt(reading)
        or _by_figure(reading)
        or _by_words(reading)
    )


def _by_structure(reading: _Reading, *, in_case: bool) -> Judgement | None:
    """Judge what the structure alone decides."""
    unit = reading.unit
    classes = set(unit.classes)
    is_question = reading.text.rstrip("*_ )\"'”").endswith("?")
    structures = (
        (unit.block is UnitBlock.HEADING, ClaimKind.HEADING, "a heading"),
        (unit.block is UnitBlock.DISCLAIMER, ClaimKind.DISCLAIMER, "part of a disclaimer"),
        (bool(classes & _EXAMPLE_CLASSES), ClaimKind.EXAMPLE, "part of an example"),
        (bool(classes & _META_CLASSES), ClaimKind.META, "about the article, not its subject"),
        (not reading.words, ClaimKind.NAVIGATION, "no words of its own"),
        (is_question, ClaimKind.QUESTION, "a question"),
    )
    for holds, kind, why in structures:
        if holds:
            return _no(kind, why)
    return _no(ClaimKind.EXAMPLE, "part of a case or example", Confidence.MEDIUM) if in_case else None


def _exempt(reading: _Reading) -> Judgement | None:
    """Give the judgement of a unit that asserts nothing about health, or `None`."""
    if "meta_lead" in reading.lead and "symptom_lead" not in reading.lead:
        return _no(ClaimKind.META, "completes a sentence about the article or a service", Confidence.MEDIUM)
    if reading.text.endswith(":") and _is_bare_lead(reading):
        return _no(ClaimKind.TRANSITION, "leads in what follows", Confidence.MEDIUM)
    for category, kind, why, confidence, yields in _EXEMPTIONS:
        if category in reading.found and not (yields and reading.figure):
            return _no(kind, why, confidence)
    return None


def _is_bare_lead(reading: _Reading) -> bool:
    """Tell whether a lead-in asserts nothing itself: few words beyond the generic ones."""
    content = sum(word not in GENERIC for word in reading.words)
    return content <= 4 and reading.figure is None and "has" not in reading.words[-3:]


def _by_figure(reading: _Reading) -> Judgement | None:
    """Judge what holds a dose, a figure or a threshold: a number is always checkable."""
    if reading.figure is None:
        return None
    kind, words, confidence = reading.figure
    if kind is ClaimKind.OTHER:
        kind = _kind(reading) or ClaimKind.STATISTIC
    return _must(kind, confidence, words)


def _kind(reading: _Reading) -> ClaimKind | None:
    """Give the kind that a unit's words speak for."""
    if _is_imperative(reading) and not reading.has("safety"):
        return ClaimKind.RECOMMENDATION
    if "symptom_lead" in reading.lead and not reading.has("modal"):
        return ClaimKind.DIAGNOSIS
    return next((kind for category, kind in _KINDS if category in reading.found), None)


def _is_imperative(reading: _Reading) -> bool:
    """Tell whether a unit opens with an order, at once or behind a clause (`If it hurts, stop`)."""
    if reading.words[0] in IMPERATIVES:
        return True
    if reading.words[0] not in _CLAUSE_OPENERS:
        return False
    return any(found[1] in IMPERATIVES for found in _AFTER_COMMA.finditer(reading.text))


def _by_words(reading: _Reading) -> Judgement | None:
    """Judge by what a unit asserts; `None` where nothing tells, or only words that tell little."""
    kind = _kind(reading)
    if reading.has("studies"):
        judgement = _must(kind or ClaimKind.OTHER, Confidence.HIGH)
        why = f"it says what others found or hold (“{reading.quote('studies')}”)"
        return Judgement(judgement.need, judgement.kind, judgement.confidence, why)
    if reading.has("definition") and not reading.has("effect", "safety", "epidemiology"):
        return _should(ClaimKind.DEFINITION)
    if reading.has("generality") and not reading.has("safety"):
        return _should(kind or ClaimKind.OTHER, Confidence.LOW)
    if reading.has("anatomy") and kind in (None, ClaimKind.MECHANISM):
        return _should(ClaimKind.MECHANISM)
    if kind is None or not (reading.has(*_HEALTH) or reading.lead):
        return None
    category = next((name for name, one in _KINDS if one is kind and name in reading.found), None)
    words = reading.quote(category) if category else None
    return _must(kind, Confidence.MEDIUM, words)


# --- What no rule was sure of ------------------------------------------------------------------

_WINDOW = 4
"""How many units before and behind count as neighbours, within the section."""


def _settle(readings: Sequence[_Reading], alone: Sequence[Judgement | None]) -> list[Judgement]:
    """Judge what is left by its neighbours: among claims, a sentence is rarely none."""
    settled: list[Judgement] = []
    for index, (reading, judgement) in enumerate(zip(readings, alone, strict=True)):
        if judgement is not None:
            settled.append(judgement)
            continue
        near = [
            other
            for other in (*alone[max(index - _WINDOW, 0) : index], *alone[index + 1 : index + 1 + _WINDOW])
            if other is not None and other.kind is not ClaimKind.HEADING
        ]
        claims = sum(other.need is Need.MUST for other in near)
        exempt = sum(other.need is Need.NO for other in near)
        settled.append(_by_neighbours(reading, claims, exempt))
    return settled


def _by_neighbours(reading: _Reading, claims: int, exempt: int) -> Judgement:
    if reading.has("transition") or len(reading.words) < 3:
        return _no(ClaimKind.TRANSITION, "a transition", Confidence.LOW)
    kind = _kind(reading)
    if claims > exempt and kind is not None:
        return Judgement(Need.MUST, kind, Confidence.LOW, "it stands among claims and reads like one")
    if claims > exempt:
        return Judgement(Need.SHOULD, ClaimKind.OTHER, Confidence.LOW, "it stands among claims")
    if exempt > claims or not reading.has(*_HEALTH):
        return _no(ClaimKind.OTHER, "nothing about health that could be checked", Confidence.LOW)
    return _should(ClaimKind.OTHER, Confidence.LOW)
