"""A cited work seems to be about something else than the statement.

## Why
A wrong PMID, two keys mixed up, a citation pasted with the sentence around it: the number in brackets looks
as sound as any other, and the reader who follows it finds a paper about something else. Of the quotations in
medical journals about one in four was in error, and about half of these errors were major (Jergas and Baethge,
PeerJ 2015;3:e1364, a systematic review).

## Fails
```markdown articles/example.md
Vitamin B12 deficiency causes leukopenia and macrocytic anaemia in elderly patients [@pmid:99000004].
```
```toml references.lock
lock-version = 1

["pmid:99000004"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Surgical repair of rotator cuff tears in young athletes"
abstract = "Tendons of the shoulder were repaired in swimmers and javelin throwers; most resumed sport."
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
Vitamin B12 deficiency causes leukopenia and macrocytic anaemia in elderly patients [@pmid:99000005].
```
```toml references.lock
lock-version = 1

["pmid:99000005"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Blood counts in vitamin B12 deficiency"
abstract = "Of elderly patients with vitamin B12 deficiency many had macrocytic anaemia; leukopenia was less common."
status = "MEDLINE"
```

## What counts
The wording of the statement is laid beside the abstract and title that the lock holds, or beside the
abstract's fingerprint. Below a threshold at which one in a hundred right abstracts would be called
wrong, the source counts as unrelated. That is a matter of words, not of meaning: what passes is *not* thereby
supported, and stays to be checked by a person (`osler ledger` lays both side by side).

Works without an abstract at hand are not compared. Where a citation covers more than its sentence (its paragraph,
a list, a row), the rule speaks only if all of it is far from the source, and once. A passage that cites one work
throughout is read as a whole: if the work fits more of it than not, a short sentence that leans on the others ("It
probably eases tiredness.") is no sign of a wrong source. So is a sentence that leans on the article's title or its
headings ("The condition is often overlooked"): it is read with them, unless the article cites another work that fits
it far better, as where two keys of one subject were mixed up. Another reference of the article that fits far better is
named in the help. Where this rule speaks, those on numbers, quotations and better sources are silent about the
same citation.

## Fix
There is none that a program may make. Open the work: is its PMID or DOI the one that was meant, and the key? If
the full text does say it, tell so beside the sentence:
`<!-- osler: ignore claim-unrelated-source: the full text, p. 7 -->`.

## Evidence
`python -m benchmarks evaluate` measures how many wrong abstracts are found, and how many right ones are accused.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.evidence import Basis, SourceEvidence
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import entry_of
from toolkit.rules.comparing import Compared, cited_as, compared
from toolkit.rules.sourcing import titled


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each citation whose abstract is about something else than all that it covers."""
    for group in compared(context):
        for source in group.unrelated():
            yield _problem(article, context, group, source)


def _problem(article: Article, context: Context, group: Compared, source: SourceEvidence) -> Problem:
    place = source.citation.key_span
    claim, evidence = group.pairs[0]
    meant = [cited_as(one) for one in evidence.better]
    hint = f'; did you mean "{meant[0]}"?' if meant else ""
    is_text = source.comparison is not None and source.comparison.basis is Basis.ABSTRACT
    is_own = claim.unit.span.contains(place)
    what = f": {titled(source.reference)}" if source.reference and source.reference.work.title else ""
    return Problem(
        place,
        f'"{source.citation.key}" seems to be about something else than this statement{what}',
        help=f"check its PMID or DOI, and whether the key or the place of the citation was mixed up{hint}",
        confidence=Confidence.HIGH if is_text and is_own else Confidence.MEDIUM,
        related=(
            *(() if is_own else (Related(article.path, claim.unit.span, "the statement"),)),
            *(entry_of(source.reference, context) if source.reference else ()),
        ),
    )


RULE = Rule("claim-unrelated-source", Severity.WARNING, check, reads_evidence=True)
