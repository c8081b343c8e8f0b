"""What a rule looks at is read off its check, however that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any

import pytest

from toolkit.model import library
from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.library import Library
from toolkit.model.rule import Context, Project, Rule, RuleScope

Works = Library


def _on_article(article: Article, context: Context) -> Iterator[Problem]:
    yield from ()


def _on_library(found: Works, context: Context) -> Iterator[Problem]:
    yield from ()


def _on_module(found: library.Library, context: Context) -> Iterator[Problem]:
    yield from ()


def _on_settings(prefix: str, project: Project, context: Context) -> Iterator[Problem]:
    yield from ()


@wraps(_on_article)
def _wrapped(found: Library, context: Context) -> Iterator[Problem]:
    yield from ()


@pytest.mark.parametrize(
    ("check", "scope"),
    [
        (_on_article, RuleScope.ARTICLE),
        (_on_library, RuleScope.LIBRARY),
        (_on_module, RuleScope.LIBRARY),
        (_wrapped, RuleScope.ARTICLE),
    ],
)
def test_the_first_parameter_decides(check: Callable[..., Any], scope: RuleScope) -> None:
    assert Rule("claim-look", Severity.INFO, check).scope is scope


@pytest.mark.parametrize("check", [_on_settings, partial(_on_settings, "a")])
def test_other_parameters_do_not(check: Callable[..., Any]) -> None:
    with pytest.raises(TypeError):
        Rule("claim-look", Severity.INFO, check)
