"""Two articles have one slug, now or formerly.

## Why

The slug is the folder of an article's exports and its address. Of two articles with one slug the
second would overwrite the first; and an address that an article had before and another has now
would show a reader who follows an old link the wrong advice.

## Fails

```markdown articles/adults/fever.md
What to do about fever.
```

```markdown articles/children/fever.md
What to do about fever in children.
```

## Passes

```markdown articles/fever-adults.md
What to do about fever.
```

```markdown articles/fever-children.md
What to do about fever in children.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Related, Severity
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.span import Span

_TOP = Span(0, 0)


def check(project: Project, _context: Context) -> Iterator[Problem]:
    """Compare the slugs of all articles, without regard to case, then their former slugs."""
    articles = sorted(project.articles, key=lambda article: article.path)
    current: dict[str, Article] = {}
    for article in articles:
        other = current.setdefault(article.slug.casefold(), article)
        if other is not article:
            yield Problem(
                _TOP,
                f'another article has the slug "{other.slug}"',
                "rename one of the two files",
                path=article.path,
                related=(Related(other.path, _TOP, "the other article"),),
            )
    yield from _former(articles, current)


def _former(articles: list[Article], current: dict[str, Article]) -> Iterator[Problem]:
    given: dict[str, Article] = {}
    for article in articles:
        span = article.metadata.key_span("former_slugs")
        for slug in dict.fromkeys(article.metadata.former_slugs):
            folded = slug.casefold()
            owner, other = current.get(folded), given.setdefault(folded, article)
            if owner is article:
                message, help_ = f'the former slug "{slug}" is the slug that it has now', "remove it"
                yield Problem(span, message, help_, path=article.path)
            elif owner is not None:
                yield Problem(
                    span,
                    f'the former slug "{slug}" is now that of another article',
                    "rename that article, or give the address up by removing it here",
                    path=article.path,
                    related=(Related(owner.path, _TOP, "the other article"),),
                )
            elif other is not article:
                yield Problem(
                    span,
                    f'the former slug "{slug}" is claimed by another article too',
                    "keep it in one of the two",
                    path=article.path,
                    related=(
                        Related(other.path, other.metadata.key_span("former_slugs"), "the other article"),
                    ),
                )


RULE = Rule("article-duplicate-slug", Severity.ERROR, check, reads_only_slugs=True)
