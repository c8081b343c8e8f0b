"""Claims: the units of an article, what each needs, and which citations cover it.

`judge` is the door. Everything here is pure: no input, no output, no third party.
"""

from __future__ import annotations

from toolkit.claims.detection import NOT_JUDGED, judge_units
from toolkit.claims.language import is_foreign, language_of
from toolkit.claims.scope import claims_of
from toolkit.claims.units import units_of
from toolkit.model.article import Article
from toolkit.model.policy import Policy
from toolkit.model.unit import Claim


def judge(article: Article, policy: Policy) -> tuple[Claim, ...]:
    """Give every unit of an article with its judgement and sources, in reading order.

    An article in another language than English is cut into units but not judged: each needs
    nothing, and says why (`claim-language` tells the author). So are the units of an English article
    that are plainly in another language, unless they are marked as claims.
    """
    units = units_of(article)
    language = language_of(article.metadata.language or policy.language, (unit.text for unit in units))
    if language.is_english:
        judgements = tuple(
            NOT_JUDGED if is_foreign(unit.text) and "claim" not in unit.classes else judgement
            for unit, judgement in zip(units, judge_units(units), strict=True)
        )
    else:
        judgements = (NOT_JUDGED,) * len(units)
    return claims_of(article, units, judgements, policy.citation_scope)
