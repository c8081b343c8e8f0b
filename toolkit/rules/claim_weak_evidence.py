"""Advice, a dose or an effect rests on weak evidence alone.

## Why
Of what may be done for a patient, a single case, an opinion or work on animals or cells says least. "Any
other evidence" than trials and observational studies is of very low quality (GRADE: Atkins and others, BMJ
2004;328:1490); for treatment the *Oxford 2011 Levels of Evidence* (OCEBM) rank case series fourth of five and
reasoning from mechanisms last. A letter, an editorial or a comment need not be peer-reviewed, and a preprint
is not (ICMJE Recommendations, section III). A reader can't know this from a number in brackets.

## Fails
```markdown articles/example.md
Give methylene blue at 2 mg/kg in refractory shock [@pmid:99000001].
```
```toml references.lock
lock-version = 1

["pmid:99000001"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Methylene blue in refractory shock"
publication-types = ["Case Reports", "Journal Article"]
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
In a single case, methylene blue at 2 mg/kg reversed refractory shock [@pmid:99000001].
```
```toml references.lock
lock-version = 1

["pmid:99000001"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Methylene blue in refractory shock"
publication-types = ["Case Reports", "Journal Article"]
status = "MEDLINE"
```

## What counts
Statements that are doses, advice or effects. The rule speaks if *every* work that one cites is known to be
weak, by what its record says:

- PubMed's publication types Case Reports, Editorial, Comment, Letter, News, Newspaper Article, Interview and
  Clinical Trial Protocol, unless another type says that it is a trial, an observational or comparative study,
  a guideline or a review too (the "Clinical Practice" papers of the N Engl J Med are indexed as case reports
  *and* reviews), unless a letter names research support, and unless a comment has an abstract (as studies have
  that take up another one);
- preprints: by type, by the server's DOI or by its name, until the paper itself has appeared
  (`reference-preprint` asks for that one);
- animal work: the heading "Animals" without "Humans";
- without any publication type, a title that calls itself a case report, with less confidence;
- laboratory work: a heading such as "In Vitro Techniques" or "Cell Line", and none for sex or age.

Not judged are works of which nothing is known, retracted ones (`reference-retracted` speaks of these), and, by what
they lack, those that PubMed has not indexed yet: they have few types and no headings. Where a sentence says what
the work is ("in a single case", "in mice", "a preprint"), readers have been told, and it and others of its section
that cite the same work pass.

## Fix
There is none that a program may make. Look for a trial, a systematic review or a guideline; where there is
none, as in rare diseases, say in the sentence what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.unit import Claim, ClaimKind
from toolkit.rules.sourcing import Sourced, around, kind_name, quoted, sourced
from toolkit.rules.strength import Weakness, is_recorded, says, weakness_of

_KINDS = (ClaimKind.DOSE, ClaimKind.RECOMMENDATION, ClaimKind.EFFECT)


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report the first statement that weak works alone cover, once for each set of citations."""
    weak = [
        (group, weaknesses) for group in sourced(context, tuple(ClaimKind)) if (weaknesses := _weak(group))
    ]
    told = {
        (claim.unit.section, reference.identity)
        for group, weaknesses in weak
        for claim in group.claims
        if any(says(claim.unit.text, one) for one in weaknesses)
        for reference in group.references
    }
    for group, weaknesses in weak:
        for claim in group.claims:
            place = claim.unit.section
            is_told = all((place, reference.identity) in told for reference in group.references)
            if claim.judgement.kind in _KINDS and not is_told:
                yield _problem(article, context, group, claim, weaknesses)
                break


def _weak(group: Sourced) -> tuple[Weakness, ...]:
    """Give what makes the works of a group weak, if all of them are."""
    known = [weakness_of(reference) for reference in group.references]
    return tuple(dict.fromkeys(one for one in known if one is not None)) if None not in known else ()


def _problem(
    article: Article, context: Context, group: Sourced, claim: Claim, weaknesses: tuple[Weakness, ...]
) -> Problem:
    *others, last = weaknesses
    what = f"{', '.join(others)} and {last}" if others else str(last)
    is_sure = Weakness.LABORATORY not in weaknesses and all(map(is_recorded, group.references))
    return Problem(
        group.place,
        f"{kind_name(claim)} rests on {what} alone ({group.keys}): {quoted(claim.unit.text)}",
        help="cite a trial, a systematic review or a guideline; if there is none, say in the sentence what it rests on",
        confidence=Confidence.HIGH if is_sure else Confidence.MEDIUM,
        related=around(article, context, group, claim),
    )


RULE = Rule("claim-weak-evidence", Severity.WARNING, check)
