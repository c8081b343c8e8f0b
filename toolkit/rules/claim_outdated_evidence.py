"""Advice, a dose or a figure rests on old works alone.

## Why
Of 17 guidelines half were out of date after 5.8 years (Shekelle and others, JAMA 2001;286:1461-1467), and of
100 systematic reviews half after 5.5 years (Shojania and others, Ann Intern Med 2007;147:224-233). How often a
disease occurs changes as well. Advice that names only such a work may be what a newer one took back.

## Fails
```markdown articles/example.md
Vitamin B12 should be injected first in neurological disease [@pmid:99000002].
```
```toml references.lock
lock-version = 1

["pmid:99000002"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "A guideline on vitamin B12 deficiency"
published = "2009-05"
publication-types = ["Journal Article", "Practice Guideline"]
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
Vitamin B12 should be injected first in neurological disease [@pmid:99000002; @pmid:99000003].
```
```toml references.lock
lock-version = 1

["pmid:99000002"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "A guideline on vitamin B12 deficiency"
published = "2009-05"
publication-types = ["Journal Article", "Practice Guideline"]
status = "MEDLINE"

["pmid:99000003"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Oral or parenteral vitamin B12: a randomised trial"
published = "2022-02"
publication-types = ["Journal Article", "Randomized Controlled Trial"]
status = "MEDLINE"
```

## Settings
`[evidence-max-age]`, in years: `guideline` (10), `systematic-review` (10), `other` (20). Ten years are about twice
the time after which half of them were out of date, so that few are named, and those surely; set 5 to be told
in time. For other works no such figure is known to us: 20 is Osler's own choice, and beyond it the finding is
an info, not a warning. A text on something that does not age may set more.

## What counts
Statements that are advice, doses, figures or numbers on how often something occurs, if *every* work that one
cites is older than the limit for its kind, on the day of the check (`--as-of`). Guidelines and systematic
reviews are known by PubMed's publication types (Guideline, Practice Guideline, Consensus Development Conference,
Systematic Review, Meta-Analysis), Cochrane reviews by their DOI; where a record has no types, by the title, with
less confidence. Not judged: works without a year, retracted ones, and those of which a newer version is
known (`reference-retracted` and `reference-superseded` speak of these). A sentence that names its year or its time
("In 1998, 12 % …", "historically") has told its reader, and passes.

## Fix
There is none that a program may make: look for a newer guideline, review or study, and cite it, too. Where the
old work is still the one to name, say so beside it: `<!-- osler: ignore claim-outdated-evidence: the trial
was never repeated -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.model.article import Article
from toolkit.model.bibliography import Reference
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.policy import EvidenceAge
from toolkit.model.rule import Context, Rule
from toolkit.model.unit import Claim, ClaimKind
from toolkit.rules.sourcing import Sourced, around, kind_name, quoted, sourced
from toolkit.rules.strength import Ageing, Kind, ageing_of

_KINDS = (ClaimKind.DOSE, ClaimKind.RECOMMENDATION, ClaimKind.STATISTIC, ClaimKind.EPIDEMIOLOGY)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_THEN = re.compile(
    r"\b(?:historical(?:ly)?|formerly|in the past|used to|once (?:was|were)|decades?|century)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A work with its kind, its year, and how many years the policy allows for it."""

    kind: Kind
    year: int
    limit: int
    is_old: bool


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report the first statement that old works alone cover, once for each set of citations."""
    for group in sourced(context, _KINDS):
        works = [dated(reference, context) for reference in group.references]
        old = [work for work in works if work is not None and work.is_old]
        if not old or len(old) < len(works):
            continue
        newest = max(old, key=lambda work: work.year)
        claim = next((one for one in group.claims if _is_undated(one, newest.year)), None)
        if claim is not None:
            yield _problem(article, context, group, claim, newest)


def dated(reference: Reference, context: Context) -> Dated | None:
    """Give the age of a work; `None` where it is not known, or a newer version is."""
    published, record = reference.work.date, reference.record
    if published is None or published.year is None or (record and record.notices_of("UpdateIn")):
        return None
    kind = ageing_of(reference)
    limit = _limit(kind.ageing, context.policy.evidence_max_age)
    # What is not known of the date counts as late as may be.
    last_day = (published.year + limit, published.month or 12, published.day or 31)
    today = context.today
    return Dated(kind, published.year, limit, is_old=last_day < (today.year, today.month, today.day))


def _limit(ageing: Ageing, limits: EvidenceAge) -> int:
    match ageing:
        case Ageing.GUIDELINE:
            return limits.guideline
        case Ageing.REVIEW:
            return limits.systematic_review
        case Ageing.STUDY:
            return limits.other


def _is_undated(claim: Claim, year: int) -> bool:
    """Tell whether a statement is of the kinds, and does not say of what time it speaks."""
    text = claim.unit.text
    if claim.judgement.kind not in _KINDS or _THEN.search(text):
        return False
    return not any(int(found) <= year for found in _YEAR.findall(text))


def _problem(article: Article, context: Context, group: Sourced, claim: Claim, newest: Dated) -> Problem:
    kind = newest.kind
    is_one = len(group.references) == 1
    what = f"a {kind.ageing} of {newest.year} alone" if is_one else f"works of {newest.year} and before alone"
    is_sure = kind.is_recorded and kind.ageing is not Ageing.STUDY
    return Problem(
        group.place,
        f"{kind_name(claim)} rests on {what} ({group.keys}), over the limit of {newest.limit} years: "
        f"{quoted(claim.unit.text)}",
        help="look for a newer guideline, review or study and cite it, or say in the sentence of what time it speaks",
        severity=Severity.INFO if kind.ageing is Ageing.STUDY else None,
        confidence=Confidence.HIGH if is_sure else Confidence.MEDIUM,
        related=around(article, context, group, claim),
    )


RULE = Rule("claim-outdated-evidence", Severity.WARNING, check)
