"""A cited paper is retracted.

## Why
A retracted paper no longer stands behind what it said, often because its data cannot be trusted.
Cited as if it did, it carries its error on to readers and patients. "Authors are responsible for
checking that none of the references cite retracted articles except in the context of referring to
the retraction", and PubMed is the authority on what is retracted (ICMJE Recommendations, section
IV.A.3.g; COPE, *Retraction guidelines*).

## Fails
```markdown articles/example.md
miR-429 promotes the proliferation of non-small cell lung cancer cells [@xiao2016].
```
```bibtex references.bib
@article{xiao2016, author = {Xiao, Peng and Liu, Wenliang and Zhou, Hui}, title = {miR-429 promotes the
  proliferation of non-small cell lung cancer cells via targeting DLC-1}, journal = {Oncol Lett},
  year = {2016}, volume = {12}, number = {3}, pages = {2163-2168}, pmid = {27602157}}
```
```toml references.lock
lock-version = 1

["pmid:27602157"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "miR-429 promotes the proliferation of non-small cell lung cancer cells via targeting DLC-1"
publication-types = ["Journal Article", "Retracted Publication"]
notices = [["RetractionIn", "Oncol Lett. 2021 Jul;22(1):545", "34093767"]]
```

## Passes
```markdown articles/example.md
A report on miR-429 was retracted in 2021 [@xiao2016]{.as-retracted}.
```
```bibtex references.bib
@article{xiao2016, author = {Xiao, Peng and Liu, Wenliang and Zhou, Hui}, title = {miR-429 promotes the
  proliferation of non-small cell lung cancer cells via targeting DLC-1}, journal = {Oncol Lett},
  year = {2016}, volume = {12}, number = {3}, pages = {2163-2168}, pmid = {27602157}}
```
```toml references.lock
lock-version = 1

["pmid:27602157"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "miR-429 promotes the proliferation of non-small cell lung cancer cells via targeting DLC-1"
publication-types = ["Journal Article", "Retracted Publication"]
notices = [["RetractionIn", "Oncol Lett. 2021 Jul;22(1):545", "34093767"]]
```

## What counts
The publication type "Retracted Publication", or a link to the retraction: NLM marks some papers with
only one of the two (*Errata, Retractions, and Other Linked Citations in PubMed*, NLM fact sheet).
A title that a publisher changed to "RETRACTED: …" counts as well, with less confidence.

## Fix
Unsafe: marks the citation with `{.as-retracted}` where its sentence says already that the paper is
retracted. To drop the claim, or to look for other evidence, is the author's decision. A retracted
paper that no article cites is named by `reference-unused`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article, CitationMode
from toolkit.model.finding import Confidence, Edit, Fix, Problem, Severity
from toolkit.model.record import Record
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.rules.citing import CitedWork, Place, Sentences, cited_works, notice_words, report, speaker

AS_RETRACTED = "as-retracted"
"""The class of a citation that speaks of a paper as retracted."""
RETRACTION_WORDS = re.compile(
    r"retra[ck]t|rétract|ritratt|\bwithdr(?:awn|ew)\b|zurückgezogen|retirad[oa]", re.IGNORECASE
)
"""Words by which a sentence says that a paper is retracted, in the languages most met."""
_TITLE = re.compile(r"\W*(?:retracted|withdrawn)(?: article)?\s*[:\]]", re.IGNORECASE)
_RETRACTION = "Retraction of Publication"


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each retracted work at its first citation that does not speak of it as retracted."""
    retracted = [
        (work, record)
        for work in cited_works(article, context)
        if (record := work.reference.record) and (record.is_retracted or is_retracted_by_title(record))
    ]
    if not retracted:
        return
    sentences = Sentences.of(article, context)
    for work, record in retracted:
        unmarked = tuple(place for place in work.places if AS_RETRACTED not in place.group.attributes.classes)
        silent = tuple(
            place
            for place in work.places
            if AS_RETRACTED in place.group.attributes.classes and not sentences.say(place, RETRACTION_WORDS)
        )
        if unmarked:
            yield _cited_as_valid(article, context, work, record, unmarked, sentences)
        if silent:
            yield report(
                article,
                context,
                work,
                "is cited as retracted, but the sentence does not say so",
                help='say in the sentence that the paper is "retracted", so that readers know too',
                places=silent,
            )


def is_retracted_by_title(record: Record) -> bool:
    """Tell whether a publisher changed the title to "RETRACTED: …" or "WITHDRAWN: …"."""
    title = record.work.title or ""
    return bool(_TITLE.match(title)) and _RETRACTION not in record.publication_types


def _cited_as_valid(
    article: Article,
    context: Context,
    work: CitedWork,
    record: Record,
    places: tuple[Place, ...],
    sentences: Sentences,
) -> Problem:
    where = record.notices_of("RetractionIn", "RetractedandRepublishedIn")
    if where:
        message = f"is retracted: {notice_words(where[0])}"
    elif record.is_retracted:
        message = f"is retracted: {speaker(record)} has it as a retracted publication"
    else:
        message = f"is retracted or withdrawn by its title: {record.work.title}"
    problem = report(article, context, work, message, help=_advice(record), places=places)
    said = next((place for place in places if sentences.say(place, RETRACTION_WORDS)), None)
    fix = _mark(article, said) if said else None
    confidence = None if record.is_retracted else Confidence.MEDIUM
    return Problem(
        problem.span, problem.message, problem.help, related=problem.related, fix=fix, confidence=confidence
    )


def _advice(record: Record) -> str:
    republished = record.notices_of("RetractedandRepublishedIn", "RepublishedIn", "CorrectedandRepublishedIn")
    if republished:
        return f"look at the version published again ({notice_words(republished[-1])}), and cite that if it holds"
    return (
        "drop the claim or find other evidence for it; to speak of the paper as retracted, "
        f"say so in the sentence and write `[@key]{{.{AS_RETRACTED}}}`"
    )


def _mark(article: Article, place: Place) -> Fix | None:
    """Add the class to a bracketed group that has no attributes yet."""
    group = place.group
    if group.attributes.classes or group.attributes.pairs or place.citation.mode is CitationMode.NARRATIVE:
        return None
    if article.source.text[group.span.end - 1 : group.span.end] != "]":
        return None
    edit = Edit(article.path, Span(group.span.end, group.span.end), f"{{.{AS_RETRACTED}}}")
    return Fix("mark the citation as one of a retracted paper", (edit,), is_safe=False)


RULE = Rule("reference-retracted", Severity.ERROR, check, fixable=True)
