"""Articles that were read before: what the project's rules ask of them is at hand, the rest is read when asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toolkit.cache.codec import decoder
from toolkit.model.article import Article, CitationGroup, Suppression
from toolkit.model.metadata import Metadata
from toolkit.readers.decoding import source_of
from toolkit.readers.markdown import read_article

SKETCHED: tuple[tuple[str, Any], ...] = (
    ("slug", str),
    ("metadata", Metadata),
    ("citation_groups", tuple[CitationGroup, ...]),
    ("suppressions", tuple[Suppression, ...]),
)
"""The fields of an article that are kept, with their types."""


class LateArticle(Article):
    """An article whose text is known and whose tree is read when something first looks at it.

    Its unset slots send every question for them here; the answers are those of `read_article`.
    """

    __slots__ = ("_data", "_sketch")
    _data: bytes
    _sketch: dict[str, tuple[Callable[[Any], Any], Any]]

    @classmethod
    def of(cls, path: str, data: bytes, sketch: list[Any]) -> LateArticle:
        """Make one of a file's path and bytes, and what was kept of it: the fields `SKETCHED`, as JSON."""
        article: LateArticle = object.__new__(cls)
        parts = {name: (decoder(kind), value) for (name, kind), value in zip(SKETCHED, sketch, strict=True)}
        for name, value in (("source", source_of(path, data)), ("_data", data), ("_sketch", parts)):
            object.__setattr__(article, name, value)
        return article

    def again(self) -> LateArticle:
        """Give the same article, whose tree is read for those alone who hold this one."""
        article: LateArticle = object.__new__(type(self))
        for name, value in (("source", self.source), ("_data", self._data), ("_sketch", dict(self._sketch))):
            object.__setattr__(article, name, value)
        return article

    def __getattr__(self, name: str) -> Any:
        """Decode a field that was kept, or read the whole article for one that was not."""
        if name not in _FIELDS:
            raise AttributeError(name)
        if name in self._sketch:
            decode, value = self._sketch[name]
            object.__setattr__(self, name, decode(value))
            del self._sketch[name]
        else:
            self._read()
        return object.__getattribute__(self, name)

    def _read(self) -> None:
        whole = read_article(self.path, self._data)
        for name in _FIELDS - {"source"}:
            object.__setattr__(self, name, getattr(whole, name))
        self._sketch.clear()

    def __eq__(self, other: object) -> bool:
        """Compare by value with any article."""
        return isinstance(other, Article) and all(
            getattr(self, name) == getattr(other, name) for name in _FIELDS - {"_by_type"}
        )

    def __hash__(self) -> int:
        """Hash by what no equal article differs in."""
        return hash(self.source.path)


_FIELDS = frozenset(Article.__slots__)
