"""Keeps what was last worked out of an article, since several rules ask for the same one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from toolkit.model.article import Article

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """An article as a key: by identity, since hashing or comparing a tree takes longer than most work on it."""

    article: Article

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.article is self.article

    def __hash__(self) -> int:
        return id(self.article)


def kept(function: Callable[[Article], Result]) -> Callable[[Article], Result]:
    """Make a pure function of an article remember its last answer."""

    @lru_cache(maxsize=1)
    def remembered(held: _Held) -> Result:
        return function(held.article)

    @wraps(function)
    def wrapper(article: Article) -> Result:
        return remembered(_Held(article))

    return wrapper
