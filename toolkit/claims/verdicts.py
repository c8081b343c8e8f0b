"""What rules make of a unit by itself: structure first, then what exempts it, then what it asserts.

The scale and the settled cases are those of the labelling guide: *must* where an editor would send
the article back, *should* for textbook facts, *no* for what asserts nothing that could be checked. A rule
that decides says so in words for the author; where no rule knows a unit, there is no verdict.
"""

from __future__ import annotations

from collections.abc import Collection

from toolkit.claims.lexicon import GENERIC
from toolkit.claims.reading import Reading
from toolkit.model.finding import Confidence
from toolkit.model.unit import ClaimKind, Judgement, Need, UnitBlock

_EXAMPLE_CLASSES = frozenset(("example", "case", "vignette", "worked-example"))
_META_CLASSES = frozenset(("meta", "about", "navigation", "note-to-reader", "learning-outcomes"))
WHY = {
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
KINDS = (
    ("safety", ClaimKind.SAFETY),
    ("modal", ClaimKind.RECOMMENDATION),
    ("effect", ClaimKind.EFFECT),
    ("sign_of", ClaimKind.DIAGNOSIS),
    ("diagnosis", ClaimKind.DIAGNOSIS),
    ("risk", ClaimKind.RISK),
    ("epidemiology", ClaimKind.EPIDEMIOLOGY),
    ("mechanism", ClaimKind.MECHANISM),
)
_ASSERTING = frozenset(category for category, _ in KINDS)
HEALTH = frozenset(
    (
        *("safety", "effect", "sign_of", "diagnosis", "risk", "mechanism", "treatment", "health", "studies"),
        *("class disease", "class body", "class symptom_word", "class drug_word", "class procedure"),
    )
)

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


def _no(kind: ClaimKind, why: str, confidence: Confidence = Confidence.HIGH) -> Judgement:
    return Judgement(Need.NO, kind, confidence, why)


_PLACES = {
    UnitBlock.HEADING: _no(ClaimKind.HEADING, "a heading"),
    UnitBlock.DISCLAIMER: _no(ClaimKind.DISCLAIMER, "part of a disclaimer"),
}
_EXAMPLE = _no(ClaimKind.EXAMPLE, "part of an example")
_ABOUT_ARTICLE = _no(ClaimKind.META, "about the article, not its subject")
_WITHOUT_WORDS = _no(ClaimKind.NAVIGATION, "no words of its own")
_LABEL = _no(ClaimKind.HEADING, "a label in a table")
_QUESTION = _no(ClaimKind.QUESTION, "a question")
_CASE = _no(ClaimKind.EXAMPLE, "part of a case or example", Confidence.MEDIUM)


def _must(kind: ClaimKind, confidence: Confidence, words: str | None = None) -> Judgement:
    why = f"it states {WHY[kind]}" if kind is not ClaimKind.RECOMMENDATION else "it gives advice"
    return Judgement(Need.MUST, kind, confidence, f"{why} (“{words.strip()}”)" if words else why)


def _should(kind: ClaimKind, confidence: Confidence = Confidence.MEDIUM) -> Judgement:
    return Judgement(Need.SHOULD, kind, confidence, f"{WHY[kind]}, of the kind that textbooks have")


def verdict(reading: Reading, *, in_case: bool) -> Judgement | None:
    """Judge a unit by itself; `None` if no rule knows it."""
    return (
        by_structure(reading, in_case=in_case)
        or _exempt(reading)
        or _by_figure(reading)
        or _by_words(reading)
    )


def by_structure(reading: Reading, *, in_case: bool) -> Judgement | None:
    """Judge what the structure alone decides."""
    unit = reading.unit
    by_place = _PLACES.get(unit.block) or (_by_classes(unit.classes) if unit.classes else None)
    if by_place:
        return by_place
    if not reading.words:
        return _WITHOUT_WORDS
    if _is_label(reading):
        return _LABEL
    if "?" in reading.text and reading.text.rstrip("*_ )\"'”").endswith("?"):
        return _QUESTION
    return _CASE if in_case else None


def _by_classes(classes: Collection[str]) -> Judgement | None:
    """Judge what its author marked as an example, or as about the article."""
    if not _EXAMPLE_CLASSES.isdisjoint(classes):
        return _EXAMPLE
    return None if _META_CLASSES.isdisjoint(classes) else _ABOUT_ARTICLE


def _is_label(reading: Reading) -> bool:
    """Tell whether a cell of a table names what its row is about, rather than say something of it."""
    is_cell = reading.unit.block is UnitBlock.TABLE_CELL
    return is_cell and len(reading.words) < 3 and reading.figure is None


def _exempt(reading: Reading) -> Judgement | None:
    """Give the judgement of a unit that asserts nothing about health, or `None`."""
    if "meta_lead" in reading.lead and "symptom_lead" not in reading.lead:
        return _no(ClaimKind.META, "completes a sentence about the article or a service", Confidence.MEDIUM)
    if reading.text.endswith(":") and _is_bare_lead(reading):
        return _no(ClaimKind.TRANSITION, "leads in what follows", Confidence.MEDIUM)
    for category, kind, why, confidence, yields in _EXEMPTIONS:
        if category in reading.found and not (yields and reading.figure):
            return _no(kind, why, confidence)
    return None


def _is_bare_lead(reading: Reading) -> bool:
    """Tell whether a lead-in asserts nothing itself: few words beyond the generic ones."""
    content = sum(word not in GENERIC for word in reading.words)
    return content <= 4 and reading.figure is None and "has" not in reading.words[-3:]


def _by_figure(reading: Reading) -> Judgement | None:
    """Judge what holds a dose, a figure or a threshold: a number is always checkable."""
    if reading.figure is None:
        return None
    kind, words, confidence = reading.figure
    if kind is ClaimKind.OTHER:
        kind = kind_of(reading) or ClaimKind.STATISTIC
    return _must(kind, confidence, words)


def kind_of(reading: Reading) -> ClaimKind | None:
    """Give the kind that a unit's words speak for."""
    if reading.is_imperative and not reading.has("safety"):
        return ClaimKind.RECOMMENDATION
    if "symptom_lead" in reading.lead and not reading.has("modal"):
        return ClaimKind.DIAGNOSIS
    return next((kind for category, kind in KINDS if category in reading.found), None)


def _by_words(reading: Reading) -> Judgement | None:
    """Judge by what a unit asserts; `None` where nothing tells, or only words that tell little."""
    kind = kind_of(reading)
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
    if kind is None or not (reading.has(*HEALTH) or reading.lead):
        return None
    category = next((name for name, one in KINDS if one is kind and name in reading.found), None)
    words = reading.quote(category) if category else None
    return _must(kind, Confidence.MEDIUM, words)


_BY_STRUCTURE = frozenset((ClaimKind.HEADING, ClaimKind.QUESTION, ClaimKind.DISCLAIMER))
_BY_FIGURE = frozenset((ClaimKind.DOSE, ClaimKind.STATISTIC))


def is_certain(judgement: Judgement, reading: Reading) -> bool:
    """Tell whether a verdict stands whatever the model says: structure, and doses and figures."""
    if judgement.need is Need.NO:
        return judgement.confidence is Confidence.HIGH or judgement.kind in _BY_STRUCTURE
    return reading.figure is not None and judgement.kind in _BY_FIGURE
