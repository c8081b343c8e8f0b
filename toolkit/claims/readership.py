"""Who reads what of an article: its sentences by audience, and how hard they are to read."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from toolkit.claims.disclaimers import audiences_of
from toolkit.claims.language import language_of
from toolkit.claims.readability import LEAST_WORDS, Sample, is_sentence, sample
from toolkit.model.article import Article, ArticleType, Audience, Div
from toolkit.model.policy import Policy
from toolkit.model.span import Span
from toolkit.model.unit import Claim, Unit


def readers_of(article: Article, policy: Policy) -> frozenset[Audience]:
    """Give for whom an article or a part of it is."""
    return audiences_of(article, policy).union(_declared(article, policy))


def sentences_by_audience(
    article: Article, policy: Policy, claims: Sequence[Claim]
) -> dict[Audience, list[Unit]]:
    """Give the whole sentences that each audience reads: those of its own parts, and those of no one else's."""
    declared = _declared(article, policy)
    parts: list[tuple[Span, Audience]] = [
        (div.span, Audience(named))
        for div in article.nodes(Div)
        if (named := div.attributes.get("audience")) in tuple(Audience)
    ]
    found: dict[Audience, list[Unit]] = {}
    inside: list[tuple[Span, Audience]] = []
    waiting = deque(parts)
    for unit in (claim.unit for claim in claims if is_sentence(claim.unit)):
        while waiting and waiting[0][0].start <= unit.span.start:
            inside.append(waiting.popleft())
        while inside and inside[-1][0].end <= unit.span.start:
            inside.pop()
        for audience in (inside[-1][1],) if inside else declared:
            found.setdefault(audience, []).append(unit)
    return found


def reading_samples(article: Article, policy: Policy, claims: Sequence[Claim]) -> dict[Audience, Sample]:
    """Measure what each audience reads, for editors. A text too short to judge, or not in English, is left out."""
    familiar = frozenset(word.lower() for word in policy.reading_grade.familiar)
    found = {}
    for audience, units in sentences_by_audience(article, policy, claims).items():
        texts = [unit.text for unit in units]
        measured = sample(texts, familiar)
        tag = article.metadata.language or policy.language
        if measured.words >= LEAST_WORDS and language_of(tag, texts).is_english:
            found[audience] = measured
    return found


def _declared(article: Article, policy: Policy) -> tuple[Audience, ...]:
    """Give for whom an article is; a leaflet for patients need not say so."""
    declared = article.metadata.audience or policy.default_audience
    if not declared and article.metadata.type is ArticleType.PATIENT_LEAFLET:
        return (Audience.PATIENT,)
    return declared
