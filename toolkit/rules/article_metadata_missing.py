"""A declaration that the policy requires is missing from the front matter.

## Why

Readers judge health information by who wrote it, for whom, when, with which interests and with
which tools. HONcode, URAC and the NHS standard for creating health content ask for authorship and
dates, the ICMJE Recommendations for competing interests and the use of AI. "None" is an answer; no
answer is not.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
type: patient-leaflet
audience: patient
authors:
  - name: Rosa Klein
date: 2026-11-01
competing_interests: none
---

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
type: patient-leaflet
audience: patient
authors:
  - name: Rosa Klein
date: 2026-11-01
competing_interests: none
ai_assistance: none
---

Many things can make a person tired.
```

## Settings

`required-metadata` lists the keys that must be there. `default-type` and `default-audience` stand in
for `type` and `audience`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article, Metadata
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_HELP = {
    "title": "add: title: the question that the article answers",
    "type": "add: type: question-answer (or review, patient-leaflet, guideline-summary, news, editorial)",
    "audience": "add: audience: patient (or professional, or [patient, professional])",
    "authors": "add: authors: a list of names, or of identifiers of board.toml",
    "date": "add: date: the day of first publication, as in 2026-11-22",
    "competing_interests": "add: competing_interests: none, or what they are",
    "ai_assistance": "add: ai_assistance: none, or a list of tools, each with its version and purpose",
    "funding": "add: funding: none, or who paid",
    "license": "add: license: CC-BY-4.0, or another one",
    "language": "add: language: en, or another BCP 47 tag",
}


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each required key that is absent or empty; one problem if there is no front matter."""
    metadata, required = article.metadata, context.policy.required_metadata
    if metadata.span.start == metadata.span.end:
        if required:
            yield Problem(
                article.source.line_span(1),
                f"the article has no front matter; {_listed(required)} must be declared",
                "begin the file with a line ---, the keys, and a line ---",
            )
        return
    malformed = [problem.span.start for problem in article.problems if problem.rule == "article-front-matter"]
    for key in required:
        span = metadata.key_span(key)
        if not _is_missing(article, context, key):
            continue
        if key not in metadata.spans:
            if malformed and _stands(article, key):
                continue  # the fault before it, which is told of, kept it from being read
            yield Problem(span, f'"{key}" is missing from the front matter', _HELP.get(key, f"add {key}"))
        elif not any(span.start <= one < _end_of_value(metadata, span) for one in malformed):
            yield Problem(span, f'"{key}" is empty', _HELP.get(key, f"give {key} a value"))


def _is_missing(article: Article, context: Context, key: str) -> bool:
    value = getattr(article.metadata, key, None)
    if key == "ai_assistance":
        return value is None
    if key == "type":
        value = value or context.policy.default_type
    elif key == "audience":
        value = value or context.policy.default_audience
    return not value


def _stands(article: Article, key: str) -> bool:
    """Tell whether a line of the front matter begins with a key."""
    lines = article.source.slice(article.metadata.span).splitlines()
    return any(line.startswith(key) and line[len(key) :].lstrip().startswith(":") for line in lines)


def _end_of_value(metadata: Metadata, key: Span) -> int:
    """Give the end of what belongs to a key: the next key's start. A malformed value is not an empty one."""
    following = (one.start for one in metadata.spans.values() if one.start > key.start)
    return min(following, default=metadata.span.end)


def _listed(keys: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))


RULE = Rule("article-metadata-missing", Severity.ERROR, check)
