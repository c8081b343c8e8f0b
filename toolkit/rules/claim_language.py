"""An article, or a part of it, was not searched for claims, since it is not in English.

## Why
The detector knows English only. Judging another language by it would accuse wrongly or, worse, find
nothing: silence must not be taken for a clean bill. Every other rule works in any language.

## Fails
```markdown articles/example.md
---
language: de
---

Bei schwerem Mangel werden täglich 1000 µg gespritzt.
```

## Passes
```markdown articles/example.md
---
language: en
---

See [the guideline](https://example.org/) for more information.
```

## Settings
`language`: the tag (BCP 47) of articles that declare none; `en` by default. An article that declares
English, or nothing, but plainly is in another language is not judged either; nor are the sentences of an
English article that plainly are: they are reported once, at the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.detection import NOT_JUDGED
from toolkit.claims.language import language_of
from toolkit.model.article import Article
from toolkit.model.counting import counted
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Say once that an article, or some of its sentences, were not judged, and why."""
    tag = article.metadata.language or context.policy.language
    language = language_of(tag, (claim.unit.text for claim in context.claims))
    if language.is_english:
        yield from _parts(context)
        return
    if language.is_declared:
        reason = f'is in "{tag}"'
    elif article.metadata.language:
        reason = f'is declared as "{tag}" but does not read as English'
    else:
        reason = "does not read as English"
    yield Problem(
        article.metadata.key_span("language"),
        f"claims were not judged: the article {reason}, and the detector knows English only",
        help="let a person check that each claim names its source; `osler ledger` lists the sentences",
    )


def _parts(context: Context) -> Iterator[Problem]:
    """Say how many sentences of an English article were not judged, at the first of them."""
    foreign = [claim.unit for claim in context.claims if claim.judgement == NOT_JUDGED]
    if foreign:
        what = counted(len(foreign), "sentence is", "sentences are")
        yield Problem(
            foreign[0].span,
            f"{what} not in English, and not judged: the detector knows English only",
            help="let a person check that each claim names its source; `osler ledger` lists the sentences",
        )


RULE = Rule("claim-language", Severity.INFO, check)
