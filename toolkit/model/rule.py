"""A rule: its name, its weight, its check; and what checks are given."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import FunctionType
from typing import Any, get_type_hints

from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.evidence import Evidence
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Records
from toolkit.model.review import UNREVIEWED, Board, ReviewState
from toolkit.model.span import SourceText
from toolkit.model.unit import Claim


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the thing that it checks. It never reads a clock: `today` is given.

    `claims`, `evidence` and `review` are those of the article at hand (empty for library and project
    rules); `evidence` has one entry for each claim, in the same order, if the rule `reads_evidence`.
    `files` are the paths, relative to the root, of the project's files that articles may link to.
    `articles` are all the project's, for the fixes that library rules propose; `None` where not all
    were read, and for article rules.
    """

    bibliography: Bibliography
    policy: Policy
    today: date
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    review: ReviewState = UNREVIEWED
    board: Board = field(default_factory=Board)
    files: frozenset[str] = frozenset()
    articles: tuple[Article, ...] | None = None

    @property
    def library(self) -> Library:
        """The library."""
        return self.bibliography.library

    @property
    def records(self) -> Records:
        """The lock."""
        return self.bibliography.records


@dataclass(frozen=True, slots=True)
class Project:
    """All articles and the library: what a rule of project scope checks.

    `reviews` are by slug; `lock` is what the reader of the lock had to say of `lock_source`.
    """

    articles: tuple[Article, ...]
    library: Library
    reviews: Mapping[str, ReviewState] = field(default_factory=dict)
    lock: tuple[Problem, ...] = ()
    lock_source: SourceText | None = None


class RuleScope(StrEnum):
    """What a rule is asked about, one at a time."""

    ARTICLE = "article"
    LIBRARY = "library"
    PROJECT = "project"


_SCOPES = {Article: RuleScope.ARTICLE, Library: RuleScope.LIBRARY, Project: RuleScope.PROJECT}


def _plain_scope(check: Callable[..., Any]) -> RuleScope | None:
    """Give the scope of a plain function whose first parameter is annotated by name: all of Osler's own are.

    `inspect` and `typing` take 20 ms for these, a fiftieth of a check. `None` sends other functions to them.
    """
    if not isinstance(check, FunctionType) or not check.__code__.co_argcount or hasattr(check, "__wrapped__"):
        return None
    name = check.__annotations__.get(check.__code__.co_varnames[0])
    kind = check.__globals__.get(name) if isinstance(name, str) else None
    return next((scope for one, scope in _SCOPES.items() if one is kind), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Its documentation is the docstring of the module that defines `check`.

    `name` is `family-what` and never changes. `check`'s first parameter decides the scope.
    `reads_evidence` asks for `Context.evidence`, which is left empty if no rule of the run does;
    `reads_articles`, for a rule of library scope, for `Context.articles`.
    `reads_only_keys` says of a rule on the project, or one that `reads_articles`, that of the articles
    nothing counts but their paths and the citation keys in them, in order, and the text of those in
    which it names places: its answer can be kept. `reads_only_slugs` says of one that nothing counts but the
    articles' paths, slugs and former slugs, and the text of those in which it names places.
    Raises `TypeError` if that parameter is neither `Article`, `Library` nor `Project`.
    """

    name: str
    severity: Severity
    check: Callable[[Any, Context], Iterator[Problem]]
    confidence: Confidence = Confidence.HIGH
    fixable: bool = False
    reads_evidence: bool = False
    reads_articles: bool = False
    reads_only_keys: bool = False
    reads_only_slugs: bool = False
    scope: RuleScope = field(init=False)

    def __post_init__(self) -> None:
        scope = _plain_scope(self.check)
        if scope is None:
            parameter = next(iter(inspect.signature(self.check).parameters))
            scope = _SCOPES.get(get_type_hints(self.check)[parameter])
        if scope is None:
            raise TypeError(f"{self.name}: check() must take an Article, a Library or a Project first")
        object.__setattr__(self, "scope", scope)

    @property
    def reads_other_articles(self) -> bool:
        """Whether it looks at the articles, without being a rule on one."""
        return self.scope is RuleScope.PROJECT or self.reads_articles

    @property
    def reads_all_articles(self) -> bool:
        """Whether it may look at all articles' text: no other rule's answer can be foreseen from their outlines."""
        return self.reads_other_articles and not (self.reads_only_keys or self.reads_only_slugs)

    @property
    def family(self) -> str:
        """The part before the first hyphen: `claim`, `citation`, `reference`…."""
        return self.name.partition("-")[0]

    @property
    def documentation(self) -> str:
        """The manual in Markdown: the docstring of the module that defines the check."""
        return inspect.cleandoc(sys.modules[self.check.__module__].__doc__ or "")
