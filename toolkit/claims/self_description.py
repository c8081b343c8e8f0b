"""What a sentence says of the page that it stands on: that it was reviewed, when, and who wrote it.

By wording, one sentence at a time. Statements about studies, patients or slides that somebody
reviewed are not statements about the page: so a promise needs the page as its subject, a board or
team of ours as the reviewer, or to stand alone as a by-line.
"""

from __future__ import annotations

import re
from enum import StrEnum

from toolkit.model.late_pattern import late_pattern


class Statement(StrEnum):
    """What a sentence states of its page."""

    REVIEWED = "reviewed"
    NOT_REVIEWED = "not-reviewed"
    TYPED_STATE = "typed-state"
    """A date or status of review, typed by hand."""
    TYPED_UPDATE = "typed-update"
    """A date of the last update, typed by hand."""
    WITHOUT_AI = "without-ai"
    WITH_AI = "with-ai"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return late_pattern("|".join(alternatives), re.IGNORECASE)


_THING = r"(?:articles?|pages?|content|answers?|information|leaflets?|posts?|(?:web)?sites?|summar(?:y|ies))"
_DONE = r"(?:reviewed|fact-checked|vetted|approved)"
_KIND = r"(?:(?:medically|clinically|professionally|independently|externally|carefully|peer|expert)[- ])?"
_EXPERTS = (
    r"(?:doctors?|physicians?|clinicians?|specialists?|pharmacists?|nurses?"
    r"|experts?|professionals?|consultants?)"
)

_REVIEWED = _pattern(
    # this page is …, our articles have been …; "were" would be the methods of a review article
    rf"\b(?:this|our|all (?:of )?our|all the) (?:\w+ ){{0,2}}?{_THING}\b[^.;]{{0,40}}?"
    rf"\b(?:is|are|was|were|has been|have been|gets?)\b[^.;]{{0,30}}?\b{_KIND}{_DONE}\b",
    rf"\b(?:all|every|each) (?:\w+ )?{_THING} (?:\w+ ){{0,3}}?(?:is|are|has been|have been|gets?) "
    rf"(?:\w+ ){{0,2}}?{_KIND}{_DONE}\b(?! (?:in|independently|separately)\b)",
    rf"\b{_DONE}\b[^.;]{{0,40}}? by (?:our|the|a|an) (?:\w+ ){{0,3}}?(?:advisory|review|editorial) board\b",
    rf"\b{_KIND}(?:{_DONE}|verified|checked)\b[^.;]{{0,40}}? by our (?:\w+ ){{0,4}}?"
    rf"(?:board|team|panel|reviewers?|editors?|{_EXPERTS})",
    rf"^\W*(?:this (?:article|page) )?{_KIND}(?:reviewed|fact-checked) by\b",
    r"^\W*(?:medically|clinically|doctor|physician|expert|peer)[- ]reviewed\W*$",
    r"\bour (?:medically|clinically|doctor|physician|expert|peer)[- ]reviewed\b",
)
# Before the promise is made, these words take it back.
_NEGATION = _pattern(
    r"\b(?:not|never|no|none|nor|pending|awaiting|yet to|until|should|must|will|unless|if|whether)\b|n['’]t\b"
)
_NOT_REVIEWED = _pattern(
    r"\b(?:pending|awaiting|awaits) (?:\w+ ){0,2}?review\b",
    rf"\b(?:this|our|the) (?:\w+ )?{_THING} (?:has|have|is|was) not (?:yet )?(?:been )?{_KIND}reviewed\b",
    r"^\W*not (?:yet )?(?:peer[- ]|medically )?reviewed\W*$",
)
_DATE_AFTER = r"\W{0,4}(?:on |by )?(?:[\w ,./–-]{0,40})\W*$"
_TYPED_STATE = _pattern(
    rf"^\W*(?:page |article |content |medically )?last reviewed\b{_DATE_AFTER}",
    rf"^\W*(?:page |article |content )?next review(?: due| date)?\b{_DATE_AFTER}",
    rf"^\W*(?:page |article )?review(?:ed)? (?:due|date|status)\b{_DATE_AFTER}",
    r"^\W*(?:page |article |medically )?reviewed on\b[\w ,./–-]*\d[\w ,./–-]*$",
    r"^\W*(?:article |page )?review status\W*$",
)
_TYPED_UPDATE = _pattern(
    rf"^\W*(?:page |article )?(?:last|date) (?:updated?|modified|revised)\b{_DATE_AFTER}"
)

_AI = (
    r"(?:(?-i:AI|A\.I\.)|artificial intelligence|chatbots?|(?:large )?language models?"
    r"|(?-i:LLMs?)|(?-i:ChatGPT|GPT-\d\w*))"
)
_WRITTEN = r"(?:written|created|authored|produced|prepared|drafted|generated|composed)"
_ENTIRELY = r"(?:entirely|solely|only|wholly|exclusively|completely|purely)"
_HUMANS = rf"(?:{_EXPERTS}|humans?|people|authors?|editors?)"
_WITHOUT_AI = _pattern(
    rf"\b{_WRITTEN} {_ENTIRELY} by (?:\w+ ){{0,3}}?{_HUMANS}\b",
    rf"\b{_ENTIRELY} {_WRITTEN} by (?:\w+ ){{0,3}}?{_HUMANS}\b",
    rf"\b{_WRITTEN} without (?:\w+ ){{0,5}}?{_AI}(?:\b|$)",
    rf"\bno (?:\w+ )?{_AI}(?: tools?)? (?:was|were|has been|have been|is) (?:used|involved)"
    r"(?:\W*$| (?:to|in|for|when) (?:writ|prepar|creat|produc|draft|mak))",
    rf"\bnot {_WRITTEN} (?:by|with|using) (?:an? )?{_AI}(?:\b|$)",
    r"^\W*AI-free\W*$|\bAI-free (?:article|page|content|text)\b",
)
_WITH_AI = _pattern(
    rf"\b(?:this|our) (?:article|page|text|content|answer|summary|leaflet)\b[^.;]{{0,40}}?\b{_WRITTEN}"
    rf" (?:\w+ ){{0,4}}?(?:by|with|using|of|from) (?:\w+ ){{0,3}}?{_AI}(?:\b|$)",
    rf"^\W*{_WRITTEN} (?:by|with|using) (?:\w+ ){{0,4}}?{_AI}\W*$",
)
# Longer sentences are not by-lines or promises; the limit also bounds the work of the patterns.
_LONGEST = 600
# Letters of which every match has some: almost all passages of an article have none.
_REVIEW_LETTERS = ("review", "fact-check", "vetted", "approved", "verified by our", "checked by our")
_UPDATE_LETTERS = (
    "last updat",
    "date updat",
    "date modified",
    "last modified",
    "last revised",
    "date revised",
)
_AI_LETTERS = (" ai", "ai ", "ai-", "a.i.", "rtificial intell", "hatbot", "anguage model", "llm", "gpt")
_WHOLLY = ("entirely", "solely", "only", "wholly", "exclusively", "completely", "purely")
_WROTE = ("written", "created", "authored", "produced", "prepared", "drafted", "generated", "composed")
_WHOLLY_LETTERS = (
    *(f"{wholly} {wrote}" for wholly in _WHOLLY for wrote in _WROTE),
    *(f"{wholly} by" for wholly in _WHOLLY),
)
LETTERS = (*_REVIEW_LETTERS, *_UPDATE_LETTERS, *_AI_LETTERS, *_WHOLLY_LETTERS)
"""In lower case: a text that has none of these states nothing of its page."""
# Some words may stand between `verified` and `by our`.
_SENTENCE_LETTERS = (*LETTERS, "verified", "checked")


def statements(sentence: str) -> frozenset[Statement]:
    """Give what a sentence states of its page."""
    text = sentence.strip()
    if len(text) > _LONGEST:
        return frozenset()
    lowered = text.lower()
    if not any(letters in lowered for letters in _SENTENCE_LETTERS):
        return frozenset()
    found = {statement for statement, pattern in _PATTERNS.items() if pattern.search(text)}
    if Statement.REVIEWED in found:
        promise = _REVIEWED.search(text)
        if promise and _NEGATION.search(text[: promise.end()]):
            found.discard(Statement.REVIEWED)
    if Statement.WITHOUT_AI in found:
        found.discard(Statement.WITH_AI)
    return frozenset(found)


_PATTERNS = {
    Statement.REVIEWED: _REVIEWED,
    Statement.NOT_REVIEWED: _NOT_REVIEWED,
    Statement.TYPED_STATE: _TYPED_STATE,
    Statement.TYPED_UPDATE: _TYPED_UPDATE,
    Statement.WITHOUT_AI: _WITHOUT_AI,
    Statement.WITH_AI: _WITH_AI,
}
