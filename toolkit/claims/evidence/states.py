"""The state of the evidence of each claim of an article, and why, in words.

A sentence leans on its article: "the deficiency" is that of the title. A source counts as unrelated only if it is
so to the sentence by itself and to the sentence under its title and headings, unless the article cites another
work that fits far better: keys are mixed up within one subject, too.

A number counts as absent only if every source of the claim could be compared and none has it: it may
stand in the one that could not. Likewise a quotation, for which the abstracts' text must be at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from toolkit.claims.detection import NOT_JUDGED
from toolkit.claims.evidence.better import Others
from toolkit.claims.evidence.comparison import compare, is_about
from toolkit.claims.evidence.passages import with_neighbours
from toolkit.claims.evidence.prepared import prepare
from toolkit.claims.evidence.statement import Statement, statement_of
from toolkit.claims.evidence.summary import overall, related_after_all, state_of
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.evidence import Comparison, Evidence, EvidenceState, Quantity, SourceEvidence
from toolkit.model.record import Record, Standing
from toolkit.model.silence import Silence
from toolkit.model.unit import Claim, Need, Scope

RULE = "claim-uncited"
"""The rule whose suppression makes a claim without source a waived one."""
_MOST_SOURCES = 64
"""Claims that more citations cover are not compared: nobody could judge them, and time must stay linear."""
_MOST_PAIRS = 20_000
"""So many claims with their sources are compared in one article; a long one has some hundred."""
_TOO_LONG = f"the article has more than {_MOST_PAIRS:,} citations of claims: the rest is not compared"
_TOO_MANY = f"more than {_MOST_SOURCES} citations cover it: too many to compare"
_IN_CONTEXT = "few of its words are the abstract's, but those of the title or headings above it are"
_OTHER_LANGUAGE = "the article is not in English: its words can't be compared with an abstract's"


def evidence_of(
    article: Article, claims: Sequence[Claim], bibliography: Bibliography, *, as_of: date | None = None
) -> tuple[Evidence, ...]:
    """Give the evidence of each of an article's claims, in their order.

    `as_of` is the day by which suppressions expire; without it none does. Linear in the claims; records
    are made ready once. Claims that more than 64 citations cover, and those after the first 20,000 pairs of
    claim and source, are not compared, and have no `sources`.
    """
    silence = Silence.of(article.suppressions, as_of)
    found: list[Evidence] = []
    others = Others.of(claims, bibliography)
    pairs = 0
    for claim in claims:
        if not claim.sources:
            found.append(_without_source(claim, claims, silence))
        elif len(claim.sources) > _MOST_SOURCES:
            found.append(Evidence(EvidenceState.NOT_COMPARED, _TOO_MANY))
        elif pairs + len(claim.sources) > _MOST_PAIRS:
            found.append(Evidence(EvidenceState.NOT_COMPARED, _TOO_LONG))
        else:
            pairs += len(claim.sources)
            context = " ".join((article.metadata.title or "", *claim.unit.section))
            found.append(_of_sources(claim, claims, bibliography, others, context))
    return with_neighbours(claims, found)


def _without_source(claim: Claim, claims: Sequence[Claim], silence: Silence) -> Evidence:
    if claim.judgement.need is Need.NO:
        return Evidence(EvidenceState.NO_SOURCE_NEEDED, claim.judgement.reason)
    head = claim if claim.reported_with is None else claims[claim.reported_with]
    found = (silence.at(RULE, one.unit.span.start) for one in (claim, head))
    suppression = next(filter(None, found), None)
    if suppression is not None:
        return Evidence(EvidenceState.WAIVED, suppression.reason)
    return Evidence(EvidenceState.NO_SOURCE, "it names no source")


def _of_sources(
    claim: Claim, claims: Sequence[Claim], bibliography: Bibliography, others: Others, context: str
) -> Evidence:
    if claim.judgement == NOT_JUDGED:
        return _in_other_language(claim, bibliography)
    # Most time goes into reading the claim, which nothing needs where there is nothing to compare it with.
    has_text = any(_can_be_compared(citation, bibliography) for citation in claim.sources)
    statement = statement_of(_text(claim, claims) if has_text else "")
    is_carried = claim.scope in (Scope.PARAGRAPH, Scope.LIST)
    sources = tuple(
        _source(citation, statement, bibliography, is_carried=is_carried) for citation in claim.sources
    )
    better = others.better(statement, sources)
    if not better and any(one.state is EvidenceState.UNRELATED for one in sources):
        in_context = statement_of(f"{context} {statement.text}")
        sources = tuple(_in_context(one, in_context, is_carried=is_carried) for one in sources)
    absent = _absent_from_all(sources)
    state, reason = overall(sources, absent)
    return Evidence(state, reason, sources, absent, better)


def _in_context(source: SourceEvidence, statement: Statement, *, is_carried: bool) -> SourceEvidence:
    """Take back *unrelated* where the source is about what the sentence says under its title and headings."""
    record = source.reference.record if source.reference is not None else None
    prepared = prepare(record) if record is not None else None
    if prepared is None or not is_about(statement, prepared, is_carried=is_carried):
        return source
    return related_after_all(source, _IN_CONTEXT)


def _can_be_compared(citation: Citation, bibliography: Bibliography) -> bool:
    reference = bibliography.resolve(citation.key)
    record = reference.record if reference is not None else None
    return record is not None and prepare(record) is not None


def _in_other_language(claim: Claim, bibliography: Bibliography) -> Evidence:
    state = EvidenceState.NOT_COMPARED
    found = ((citation, bibliography.resolve(citation.key)) for citation in claim.sources)
    sources = tuple(SourceEvidence(*pair, state, _OTHER_LANGUAGE) for pair in found)
    return Evidence(state, _OTHER_LANGUAGE, sources)


def _text(claim: Claim, claims: Sequence[Claim]) -> str:
    """Give the text of a claim, with that of the sentence which it completes."""
    lead_in = claim.unit.lead_in
    return claim.unit.text if lead_in is None else f"{claims[lead_in].unit.text} {claim.unit.text}"


def _absent_from_all(sources: Sequence[SourceEvidence]) -> tuple[Quantity, ...]:
    compared = [source.comparison for source in sources if source.comparison is not None]
    if len(compared) < len(sources):
        return ()
    first, *others = compared
    everywhere = set(first.absent_numbers).intersection(*(each.absent_numbers for each in others))
    return tuple(one for one in first.absent_numbers if one in everywhere)


def _source(
    citation: Citation, statement: Statement, bibliography: Bibliography, *, is_carried: bool
) -> SourceEvidence:
    reference = bibliography.resolve(citation.key)
    if reference is None:
        return SourceEvidence(citation, None, EvidenceState.NOT_COMPARED, "nothing defines the key")
    record = reference.record
    prepared = prepare(record) if record is not None else None
    if prepared is None:
        reason = _why_not_compared(record)
        state = EvidenceState.TO_BE_CHECKED if record and record.is_retracted else EvidenceState.NOT_COMPARED
        return SourceEvidence(citation, reference, state, reason)
    comparison = _without_own_year(compare(statement, prepared, is_carried=is_carried), reference)
    state, reason = state_of(comparison)
    if record is not None and record.is_retracted:
        state, reason = EvidenceState.TO_BE_CHECKED, "the work is retracted"
    return SourceEvidence(citation, reference, state, reason, comparison)


def _without_own_year(comparison: Comparison, reference: Reference) -> Comparison:
    """Leave out the year in which the work appeared ("a review of 2021"): that is no figure of its abstract."""
    dates = (reference.work.date, reference.work.electronic)
    years = {str(one.year + shift) for one in dates if one and one.year for shift in (-1, 0, 1)}
    absent = tuple(one for one in comparison.absent_numbers if one.form not in years)
    if len(absent) == len(comparison.absent_numbers):
        return comparison
    return replace(comparison, absent_numbers=absent)


def _why_not_compared(record: Record | None) -> str:
    """Say why there is nothing to compare with."""
    if record is None:
        return "no record is in the lock: run osler fetch"
    if record.is_retracted:
        return "the work is retracted"
    if record.fingerprint is not None:
        return "the fingerprint of its abstract was made by another version of Osler: run osler fetch"
    if record.standing is Standing.NOT_IN_PUBMED:
        return "PubMed has no record of the work, so there is no abstract"
    return "the record has no abstract"
