"""People are called by their illness, or pitied, where plain words would do.

## Why
"A person with diabetes, not a diabetic" (NIH Style Guide, *Person-first and destigmatizing language*): an
illness is something that people have, not what they are. Style guides of medicine agree on the terms that are reported
here: AMA Manual of Style (11th ed., 11.12), APA Style (bias-free language), CDC (*Health Equity Guiding
Principles*), NIDA (*Words Matter*), and, for suicide, the AP Stylebook and Reporting on Suicide.

## Fails
```markdown articles/example.md
Diabetics who suffer from kidney disease need a lower dose. His brother committed suicide.
```

## Passes
```markdown articles/example.md
People with diabetes and kidney disease need a lower dose. His brother died by suicide. Elderly people fall more
often. Alcoholics Anonymous holds meetings. She said: "I am one of many diabetics."
```

## Evidence
Few terms, and sure ones. Left alone are quotations, names (`Alcoholics Anonymous`, a capital in
mid-sentence), headings, sentences that speak of the words themselves, adjectives (*diabetic patients*), and whatever
communities see differently (*deaf*, *autistic*, *blind*).

Of 102 that it reports in 148,000 sentences, most of them of abstracts, two were not about people (medicines, and
rats); both kinds are left alone since.

## Fix
For nouns, `--unsafe-fixes` puts the wording in that is suggested. Read it again: the sentence around it may need
to change, and a term of a study's own (its eligibility criteria) is to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.labels import LABELS, is_label, replacement
from toolkit.claims.language import language_of
from toolkit.claims.wording import Found, find
from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Edit, Fix, Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each label in the text."""
    found = list(find(article, context.claims, LABELS, is_label))
    if not found:
        return
    tag = article.metadata.language or context.policy.language
    if not language_of(tag, (claim.unit.text for claim in context.claims)).is_english:
        return
    for one in found:
        yield Problem(
            one.span,
            f'"{one.words}" labels, pities or blames people',
            one.wording.advice,
            fix=_fix(article, one),
        )


def _fix(article: Article, one: Found) -> Fix | None:
    instead = replacement(one.words)
    if instead is None or article.source.text[one.span.start : one.span.end] != one.words:
        return None
    return Fix(f'write "{instead}"', (Edit(article.path, one.span, instead),), is_safe=False)


RULE = Rule("language-person-first", Severity.INFO, check, Confidence.MEDIUM, fixable=True)
