"""The ledger of an article: units put together to claims, counted, and ordered by what needs a person most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum

from toolkit.claims.coverage import coverage_of
from toolkit.claims.detection import NOT_JUDGED
from toolkit.claims.evidence import evidence_of
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Bibliography
from toolkit.model.evidence import Evidence, EvidenceState, SourceEvidence
from toolkit.model.finding import Confidence
from toolkit.model.ledger import ArticleLedger, LedgerEntry, LedgerLine
from toolkit.model.silence import Silence
from toolkit.model.unit import Claim, Need, UnitBlock

_SURE = {Confidence.HIGH: 0, Confidence.MEDIUM: 1, Confidence.LOW: 2}
_NEEDS = {Need.MUST: 0, Need.SHOULD: 1, Need.NO: 2}


class Rank(IntEnum):
    """Why an entry needs a person, the most pressing first: the order of the reviewer's sheet.

    First what a comparison found wanting, since there a citation misleads; then what must have a source
    and has none; then what could not be compared; then what is to be read anyway.
    """

    RETRACTED = 0
    UNRELATED = 1
    NUMBER_ABSENT = 2
    QUOTE_ABSENT = 3
    MUST_UNCITED = 4
    NOT_COMPARED = 5
    SHOULD_UNCITED = 6
    TO_BE_CHECKED = 7
    WAIVED = 8
    BEYOND_NEED = 9
    """Cited, though no source was asked for: nothing stands out, and it is to be read all the same."""
    EXEMPT = 10


# The rules on evidence: a suppression of one of them is the authors' answer, which the reviewer should see.
_ANSWERED = tuple(
    f"claim-{name}"
    for name in (
        "unrelated-source",
        "number-absent",
        "quote-absent",
        "weak-evidence",
        "outdated-evidence",
        "better-source",
        "overstated",
    )
)
_RANKS = {
    EvidenceState.UNRELATED: Rank.UNRELATED,
    EvidenceState.NUMBER_ABSENT: Rank.NUMBER_ABSENT,
    EvidenceState.QUOTE_ABSENT: Rank.QUOTE_ABSENT,
    EvidenceState.NOT_COMPARED: Rank.NOT_COMPARED,
    EvidenceState.TO_BE_CHECKED: Rank.TO_BE_CHECKED,
    EvidenceState.WAIVED: Rank.WAIVED,
    EvidenceState.NO_SOURCE_NEEDED: Rank.EXEMPT,
}


def ledger_of(
    article: Article, claims: Sequence[Claim], bibliography: Bibliography, *, as_of: date | None = None
) -> ArticleLedger:
    """Give the ledger of an article's claims; linear in them.

    `as_of` is the day by which suppressions expire; without it none does.
    """
    evidence = evidence_of(article, claims, bibliography, as_of=as_of)
    silence = Silence.of(article.suppressions, as_of)
    lines = tuple(
        LedgerLine(index, claim, found, silence.about(_ANSWERED, claim.unit.span.start))
        for index, (claim, found) in enumerate(zip(claims, evidence, strict=True))
    )
    entries = entries_of(lines)
    is_judged = not claims or any(claim.judgement != NOT_JUDGED for claim in claims)
    return ArticleLedger(article, lines, entries, coverage_of(entries), is_judged)


def entries_of(lines: Sequence[LedgerLine]) -> tuple[LedgerEntry, ...]:
    """Put units together that are one claim: items and cells with their head, if they cite the same.

    The labels of a row ("Cobalamin") belong to what it claims: a dose without its drug tells nobody anything.
    So the claims without a source are as many as `claim-uncited` reports.
    """
    groups: dict[tuple[int, tuple[Citation, ...] | None], list[LedgerLine]] = {}
    rows = _claims_of_rows(lines)
    for line in lines:
        claim = line.claim
        head = line.index if claim.reported_with is None else claim.reported_with
        row = rows.get((claim.unit.paragraph, claim.sources)) if _is_label(claim) else None
        is_exempt = claim.judgement.need is Need.NO and not claim.sources and row is None
        key = (line.index, None) if is_exempt else (head if row is None else row, claim.sources)
        groups.setdefault(key, []).append(line)
    return tuple(_entry(tuple(group), lines) for group in groups.values())


def _is_label(claim: Claim) -> bool:
    return claim.unit.block is UnitBlock.TABLE_CELL and claim.judgement.need is Need.NO


def _claims_of_rows(lines: Sequence[LedgerLine]) -> dict[tuple[int, tuple[Citation, ...]], int]:
    """Give, for each row of a table and what its cells cite, the unit under which a claim of it is reported."""
    rows: dict[tuple[int, tuple[Citation, ...]], int] = {}
    for line in lines:
        claim = line.claim
        if claim.unit.block is UnitBlock.TABLE_CELL and claim.judgement.need is not Need.NO:
            head = line.index if claim.reported_with is None else claim.reported_with
            rows.setdefault((claim.unit.paragraph, claim.sources), head)
    return rows


def _entry(group: tuple[LedgerLine, ...], lines: Sequence[LedgerLine]) -> LedgerEntry:
    claiming = [line for line in group if not _is_label(line.claim)] or group
    first = claiming[0]
    head = first.claim.reported_with
    is_exempt = first.claim.judgement.need is Need.NO and not first.claim.sources
    lead_in = None if head is None or is_exempt or first.index == head else lines[head]
    if len(claiming) == 1:
        return LedgerEntry(group, first.evidence, lead_in)
    return LedgerEntry(group, _together([line.evidence for line in claiming]), lead_in)


def _together(parts: Sequence[Evidence]) -> Evidence:
    """Give the evidence of a claim of several parts, which have the same sources in the same order.

    A part alone may be too short to share a word with an abstract ("red"), so the claim is unrelated only
    if all of it is; a number is absent if one part's is.
    """
    without = next((part for part in parts if not part.sources), None)
    if without is not None:
        return without  # nothing is cited, or there is too much to compare
    sources = tuple(_source_together(found) for found in zip(*(part.sources for part in parts), strict=True))
    absent = dict.fromkeys(number for part in parts for number in part.absent_numbers)
    better = {one.identity: one for part in parts for one in part.better}
    states = {part.state for part in parts}
    if any(part.state is not EvidenceState.UNRELATED for part in parts):
        states.discard(EvidenceState.UNRELATED)
    gravest = min(states, key=lambda state: _RANKS.get(state, Rank.TO_BE_CHECKED))
    reason = next(part.told for part in parts if part.state is gravest)
    return Evidence(gravest, reason, sources, tuple(absent), tuple(better.values()))


def _source_together(parts: Sequence[SourceEvidence]) -> SourceEvidence:
    compared = [part for part in parts if part.comparison is not None]
    if not compared:
        return parts[0]
    related = [part for part in compared if part.state is not EvidenceState.UNRELATED] or compared
    gravest = min(related, key=lambda part: _RANKS.get(part.state, Rank.TO_BE_CHECKED))
    found = [part.comparison for part in compared if part.comparison is not None]
    nearest = max(found, key=lambda one: one.likeness)
    comparison = replace(
        nearest,
        is_unrelated=all(one.is_unrelated for one in found),
        absent_numbers=tuple(dict.fromkeys(number for one in found for number in one.absent_numbers)),
        absent_quotes=tuple(dict.fromkeys(quote for one in found for quote in one.absent_quotes)),
        checked_quotes=any(one.checked_quotes for one in found),
    )
    return replace(gravest, comparison=comparison)


def rank_of(entry: LedgerEntry) -> Rank:
    """Say why an entry needs a person; the gravest reason counts."""
    if entry.cites_retracted:
        return Rank.RETRACTED
    if entry.evidence.state is EvidenceState.NO_SOURCE:
        return Rank.MUST_UNCITED if entry.need is Need.MUST else Rank.SHOULD_UNCITED
    rank = _RANKS[entry.evidence.state]
    is_plain = rank in (Rank.NOT_COMPARED, Rank.TO_BE_CHECKED)
    return Rank.BEYOND_NEED if is_plain and entry.need is Need.NO else rank


def hardest_first(entries: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Order entries so that those which need a person most come first.

    Within a rank: what must have a source before what should; then, of the cited, those whose wording is
    least like their source's; of the others, the surest judgements. Exemptions: the least sure first,
    since there a judgement may be wrong.
    """
    return tuple(sorted(entries, key=_hardness))


def _hardness(entry: LedgerEntry) -> tuple[int, int, float, int, int]:
    rank = rank_of(entry)
    sure = _SURE[entry.judgement.confidence]
    likeness = entry.likeness if entry.is_cited else 0.0
    return (rank, _NEEDS[entry.need], likeness, -sure if rank is Rank.EXEMPT else sure, entry.first.index)
