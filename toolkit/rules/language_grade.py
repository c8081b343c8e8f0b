"""The text is harder to read than its readers should need.

## Why
Patients read about their health when they are ill, tired or afraid. The American Medical Association recommends
the sixth grade for what they are given (Weiss BD, *Health literacy and patient safety: help patients
understand*, 2nd ed., AMA Foundation, 2007), MedlinePlus "a range of about a 6th to 7th grade reading level"
(*How to Write Easy-to-Read Health Materials*, as of 2012). Osler's limit for patients is eight, with a margin for
medical words that can't be avoided. For professionals there is none, unless the configuration sets one.

The measure is the Flesch-Kincaid grade (Kincaid and others, 1975), from words a sentence and syllables a word.
It counts, and does not understand: an easy grade makes no text clear. Names and medical terms raise it even where
the text explains them; list those that your readers know, or must learn, under `familiar`.

## Fails
```markdown articles/example.md
---
audience: patient
---

Discontinuation of anticoagulation before an elective gastrointestinal endoscopic intervention necessitates
individualised consideration of thromboembolic and haemorrhagic complications, particularly in patients with mechanical
valvular prostheses or recently implanted coronary stents. Bridging anticoagulation with low-molecular-weight
heparin is associated with an increased incidence of post-procedural haemorrhage without a corresponding
reduction of thromboembolic complications in the majority of populations that have been investigated.
Reinitiation of anticoagulation is generally appropriate after satisfactory haemostasis has been established,
provided that gastroenterological and cardiological recommendations concerning the individual procedure
have been taken into consideration beforehand, and renal insufficiency has been excluded.
Concomitant medication should be reconsidered individually before the intervention.
```

## Passes
```markdown articles/example.md
---
audience: patient
---

Blood thinners can make you bleed more during the test. So you may have to stop taking them for a few days
before it. Do not stop by yourself. Ask your doctor first. If you have a new heart valve or a stent, it may be
safer for you to keep taking them. Most people can start again on the next day. Your doctor will tell you when.
Call us at once if you see blood, feel faint, or have bad pain in your belly. Take a list of all your pills
with you. It helps us to plan the test with you. Someone should drive you home, since you may feel
sleepy for some hours. You can eat and drink as soon as you feel well. Most people go back to work on the next day.
```

## Settings
Under `[reading-grade]`: `patient` and `professional`, the highest grade for each (`8`, and none); `false` for none.
A grade of 8.9 still is in the eighth. `familiar`: words that count as one syllable, however long.

## Evidence
Only whole sentences of paragraphs and lists count: no headings, tables, captions, fragments, disclaimers, or
parts for other readers. A text of fewer than 100 words is not judged, nor one in another language than English.
Figures are left out, abbreviations are spelled out, and syllables are those of the CMU Pronouncing Dictionary
(of words that it lacks, what their letters suggest: right for 93 % of words kept apart). The five hardest
sentences of ten words and more are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.claims.language import language_of
from toolkit.claims.readability import LEAST_WORDS, Sample, sample, total
from toolkit.claims.readership import readers_of, sentences_by_audience
from toolkit.model.article import Article, Audience
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.unit import Unit

_NAMED = 5
_LEAST_NAMED = 10
_READERS = {Audience.PATIENT: "patients", Audience.PROFESSIONAL: "professionals"}


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Measure the text of each audience that has a limit."""
    grade = context.policy.reading_grade
    highest = {Audience.PATIENT: grade.patient, Audience.PROFESSIONAL: grade.professional}
    readers = readers_of(article, context.policy)
    limits = {one: limit for one, limit in highest.items() if limit is not None and one in readers}
    if not limits:
        return
    familiar = frozenset(word.lower() for word in grade.familiar)
    by_audience = sentences_by_audience(article, context.policy, context.claims)
    for audience, limit in limits.items():
        units = by_audience.get(audience)
        if not units:
            continue
        each = [sample((unit.text,), familiar) for unit in units]
        measured = total(each)
        if measured.words < LEAST_WORDS or measured.grade < limit + 1:
            continue
        tag = article.metadata.language or context.policy.language
        if not language_of(tag, (unit.text for unit in units)).is_english:
            continue
        yield _problem(article, limit, audience, measured, _hardest(article.path, each, units))


def _problem(
    article: Article, limit: int, audience: Audience, measured: Sample, hardest: Iterator[Related]
) -> Problem:
    """Say the grade, what makes it, and which sentences are the hardest."""
    readers = _READERS[audience]
    return Problem(
        article.metadata.key_span("audience"),
        f"the text for {readers} reads at grade {measured.grade:.1f} (Flesch-Kincaid); the limit is {limit}",
        help=f"it has {measured.words_per_sentence:.0f} words a sentence and {measured.syllables_per_word:.2f} "
        "syllables a word: shorten or split the sentences named, and use everyday words",
        related=tuple(hardest),
    )


def _hardest(path: str, each: Sequence[Sample], units: Sequence[Unit]) -> Iterator[Related]:
    """Give the sentences with the highest grade, the hardest first; `each` are their counts."""
    spans = (unit.span for unit in units)
    ranked = sorted(
        (one for one in zip(each, spans, strict=True) if one[0].words >= _LEAST_NAMED),
        key=lambda one: (-one[0].grade, one[1].start),
    )
    for one, span in ranked[:_NAMED]:
        yield Related(
            path,
            span,
            f"grade {one.grade:.0f}: {one.words} words, {one.syllables_per_word:.1f} syllables a word",
        )


RULE = Rule("language-grade", Severity.WARNING, check, Confidence.MEDIUM)
