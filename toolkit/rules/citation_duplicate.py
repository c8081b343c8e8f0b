"""One citation group names the same work twice.

## Why
Two marks look like two sources. Where one study is cited by its key and again by its PMID or DOI,
readers would count the same evidence twice; double counting of a study is a known fault of reviews
(Cochrane Handbook for Systematic Reviews of Interventions, 4.6.2: link the reports of one study).

## Fails
```markdown articles/example.md
Neurological symptoms may come first [@green2017; @doi:10.1182/blood-2016-10-569186].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, doi = {10.1182/blood-2016-10-569186}}
```

## Passes
```markdown articles/example.md
Neurological symptoms may come first [@green2017, p. 2604]. They may persist [@green2017, p. 2605].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, doi = {10.1182/blood-2016-10-569186}}
```

## What is left alone
Two citations of one work with two different locators (`[@a, p. 3; @a, p. 10]`): they point to two
places.

## Fix
Safe: takes the second citation out if it has neither prefix, suffix nor locator.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article, Citation, CitationGroup
from toolkit.model.finding import Edit, Fix, Problem, Related, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report every further citation of a work within one group."""
    for group in article.citation_groups:
        if len(group.citations) > 1:
            yield from _duplicates(article, group, context)


def _duplicates(article: Article, group: CitationGroup, context: Context) -> Iterator[Problem]:
    seen: dict[str, Citation] = {}
    for index, citation in enumerate(group.citations):
        reference = context.bibliography.resolve(citation.key)
        identity = reference.identity if reference else f"key:{citation.key}"
        first = seen.setdefault(identity, citation)
        if first is citation or _are_two_places(first, citation):
            continue
        other = "" if first.key == citation.key else f', as "{first.key}"'
        yield Problem(
            citation.span,
            f'"{citation.key}" is cited twice in one group{other}',
            help="one citation is enough; name two places as one locator, such as `[@key, pp. 3, 10]`",
            related=(Related(article.path, first.span, "cited here first"),),
            fix=_removal(article, group.citations[index - 1], citation),
        )


def _are_two_places(first: Citation, second: Citation) -> bool:
    places = first.suffix or first.locator, second.suffix or second.locator
    return all(places) and places[0] != places[1]


def _removal(article: Article, before: Citation, citation: Citation) -> Fix | None:
    if citation.prefix or citation.suffix or citation.locator:
        return None
    between = article.source.text[before.span.end : citation.span.start]
    if between.strip() != ";":
        return None
    edit = Edit(article.path, Span(before.span.end, citation.span.end), "")
    return Fix("remove the second citation", (edit,))


RULE = Rule("citation-duplicate", Severity.WARNING, check, fixable=True)
