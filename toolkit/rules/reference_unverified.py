"""A cited work was never compared with PubMed, or too long ago.

## Why
Whether a paper exists, says what its reference says, and still stands is known only from PubMed's
record of it, and that may change: retractions come years after publication. ICMJE (Recommendations,
section IV.A.3.g) holds authors to verify their references.

## Fails
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}
```

## Passes
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}
```
```toml references.lock
lock-version = 1

["pmid:28360040"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-01"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
```

## What it says
| of a work that | severity |
| --- | --- |
| has a PMID, PMCID or DOI and was never fetched | warning |
| was fetched longer ago than the policy allows | warning |
| is a journal article without PMID or DOI, so that it can't be looked up | warning |
| is anything else without an identifier | information |
| was imported from a file, or transcribed from a page: the lock names it as such | information |
| was fetched more than 90 days ago, before NLM had indexed it | information |

Data that was transcribed is a person's word, not PubMed's: it passes a check, and is named in each
report until `osler fetch` replaces it.

## Settings
`record-max-age`: days after which a record must be fetched again; 365 by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.model.bibliography import Reference
from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Scheme
from toolkit.model.record import Origin, Record
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.span import Span
from toolkit.model.work import WorkType

_LOOKED_UP = (Scheme.PMID, Scheme.PMCID, Scheme.DOI, Scheme.BOOKSHELF)
_UNINDEXED = ("Publisher", "In-Process", "In-Data-Review")
# NLM indexes most MEDLINE citations within weeks (automated indexing, 2022 on).
_INDEXING_DAYS = 90
_FETCH = "run `osler fetch`"

Verdict = tuple[str, str, Severity | None]
"""A predicate that follows a work's name, what to do, and a severity other than the rule's."""


def check(project: Project, context: Context) -> Iterator[Problem]:
    """Report each cited work once: at its entry, or where it is cited first if it has none."""
    seen: set[str] = set()
    for article in project.articles:
        for citation in article.citations:
            reference = context.bibliography.resolve(citation.key)
            if reference is None or reference.identity in seen:
                continue
            seen.add(reference.identity)
            verdict = verdict_on(reference, context)
            if verdict is None:
                continue
            message, advice, severity = verdict
            place = _entry_place(reference, context) or (article.path, citation.key_span)
            name = reference.entry.key if reference.entry else citation.key
            yield Problem(place[1], f'"{name}" {message}', advice, path=place[0], severity=severity)


def _entry_place(reference: Reference, context: Context) -> tuple[str, Span] | None:
    return (context.library.path, reference.entry.key_span) if reference.entry else None


def verdict_on(reference: Reference, context: Context) -> Verdict | None:
    """Say in what respect a work was not compared with PubMed; `None` if it was, and lately."""
    if reference.record is None:
        return _without_record(reference, context)
    record = reference.record
    origin = record.provenance.origin
    if origin is not Origin.FETCHED:
        return (
            (
                f"was not fetched from PubMed: its record was {origin} from {record.provenance.source}"
                f" on {record.provenance.date}"
            ),
            f"{_FETCH} to compare it with PubMed's own record",
            Severity.INFO,
        )
    return _age(record, context)


def _without_record(reference: Reference, context: Context) -> Verdict:
    if any(one.scheme in _LOOKED_UP for one in reference.identifiers):
        return (
            f"was never compared with PubMed: {context.policy.lock} does not have it",
            f"{_FETCH}, and commit {context.policy.lock}",
            None,
        )
    if reference.work.type is WorkType.JOURNAL:
        return (
            "has no PMID or DOI, so that it cannot be compared with PubMed",
            "look the paper up, and add its PMID or DOI to the entry",
            None,
        )
    return (
        "has no identifier that PubMed could be asked for",
        "its citation is printed as it stands: compare it with the work itself",
        Severity.INFO,
    )


def _age(record: Record, context: Context) -> Verdict | None:
    obtained = _day(record.provenance.date)
    if obtained is None:
        return f"has no valid date of fetching ({record.provenance.date})", _FETCH, None
    days, limit = (context.today - obtained).days, context.policy.record_max_age
    if days > limit:
        return (
            (
                f"was last compared with PubMed on {obtained.isoformat()}, {days} days ago; "
                f"the policy allows {limit}"
            ),
            f"{_FETCH}: it may have been corrected or retracted since",
            None,
        )
    if record.status in _UNINDEXED and days > _INDEXING_DAYS:
        return (
            (
                f"was not yet indexed by NLM when it was fetched on {obtained.isoformat()}"
                f" (status {record.status})"
            ),
            f"{_FETCH} again: its publication types may be known by now",
            Severity.INFO,
        )
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


RULE = Rule("reference-unverified", Severity.WARNING, check, reads_only_keys=True)
