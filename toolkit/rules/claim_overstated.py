"""A sentence promises more than any evidence can give.

## Why
Nothing in medicine cures everyone, works always or harms nobody, and a reader who is told so can't weigh it.
"Miracle cure", "natural", "quick fix" and "one product does it all" are the signs by which the FDA teaches people to
recognise fraud (*6 tip-offs to rip-offs: don't fall for health fraud scams*); words such as "miracle" and "cure" are
the commonest overstatement in news on drugs that had not been tested in people (Abola and Prasad,
JAMA Oncol 2016;2(1):139-141). Spin in reports of trials changes what clinicians believe (Boutron and others, J Clin
Oncol 2014;32(36):4120-4126).

## Fails
```markdown articles/example.md
Turmeric is completely safe and has no side effects.

This herb cures diabetes.
```

## Passes
```markdown articles/example.md
No treatment is completely safe. Beware of anyone who promises a "miracle cure".

Antibiotics cure most people of this infection.
```

## Evidence
The list is short, and Osler's own choice: absolute safety, absolute success, guarantees, miracles, cures of lasting
illness, "clinically proven". Left alone are headings, questions, disclaimers, quotations, and sentences that deny,
doubt, report, warn or set a condition. In some 148,000 sentences of PubMed abstracts, research articles and health
pages it reports one ("are proven to be effective"): sober text is left in peace.

## Fix
There is none that a program may make. Say what was shown, in whom, and how sure it is; or, where the absolute is
true and sourced, keep it and say so: `<!-- osler: ignore claim-overstated: … -->`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.language import language_of
from toolkit.claims.overstatement import OVERSTATEMENTS, is_promised
from toolkit.claims.sentences import split
from toolkit.claims.wording import Found, find, find_in
from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each promise in the title, the abstract and the text."""
    found = [*_in_front_matter(article), *find(article, context.claims, OVERSTATEMENTS, is_promised)]
    if not found:
        return
    tag = article.metadata.language or context.policy.language
    if not language_of(tag, (claim.unit.text for claim in context.claims)).is_english:
        return
    for one in found:
        yield Problem(one.span, f'"{one.words}" promises more than evidence can give', one.wording.advice)


def _in_front_matter(article: Article) -> Iterator[Found]:
    for key, text in (("title", article.metadata.title), ("abstract", article.metadata.abstract)):
        for start, end in split(text or ""):
            yield from find_in(
                (text or "")[start:end], article.metadata.key_span(key), OVERSTATEMENTS, is_promised
            )


RULE = Rule("claim-overstated", Severity.WARNING, check, Confidence.MEDIUM)
