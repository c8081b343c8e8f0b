"""Articles that were read before: what the project's rules ask of them is at hand, the rest is read when asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any

from toolkit.cache.codec import decoder, encode
from toolkit.model.article import Article, CitationGroup, Suppression
from toolkit.model.metadata import Metadata
from toolkit.readers.decoding import source_of
from toolkit.readers.markdown import is_surely_read, read_article

SKETCHED: tuple[tuple[str, Any], ...] = (
    ("slug", str),
    ("metadata", Metadata),
    ("citation_groups", tuple[CitationGroup, ...]),
    ("suppressions", tuple[Suppression, ...]),
)
"""The fields of an article that are kept, with their types."""


def sketch_of(article: Article) -> list[Any]:
    """Give the fields `SKETCHED` of an article as JSON, which `LateArticle` takes in place of reading it."""
    return [encode(getattr(article, name)) for name, _ in SKETCHED]


def read_late(path: str, data: bytes) -> Article:
    """Give what `read_article` does, but read when something first looks at more than the text.

    An article that might be refused is read at once: raises `UnreadableInputError` for one that is.
    """
    if is_surely_read(data):
        return LateArticle.unread(path, data)
    return LateArticle.that_is_read(read_article(path, data), data)


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

    @classmethod
    def unread(cls, path: str, data: bytes) -> LateArticle:
        """Make one of which nothing is known but its path and bytes, which `read_article` must not refuse."""
        article: LateArticle = object.__new__(cls)
        parts = {
            "source": source_of(path, data),
            "slug": PurePosixPath(path).stem,
            "_data": data,
            "_sketch": {},
        }
        for name, value in parts.items():
            object.__setattr__(article, name, value)
        return article

    @classmethod
    def that_is_read(cls, article: Article, data: bytes) -> LateArticle:
        """Make one of an article that was read of these bytes: all of it is at hand until it is forgotten."""
        late = cls.of(article.path, data, [None] * len(SKETCHED))
        late._take(article)  # noqa: SLF001 - its own
        return late

    def learn(self, sketch: list[Any]) -> None:
        """Take what another process kept of the same article, so that it need not be read here for that."""
        for (name, kind), value in zip(SKETCHED, sketch, strict=True):
            if not self._has(name):
                self._sketch[name] = (decoder(kind), value)

    def _has(self, name: str) -> bool:
        try:
            object.__getattribute__(self, name)
        except AttributeError:
            return False
        return True

    def forget(self) -> None:
        """Let go of the tree, which takes much more room than the text; it is read again when it is asked for."""
        for name in _FIELDS - {"source", *(name for name, _ in SKETCHED)}:
            with suppress(AttributeError):
                object.__delattr__(self, name)

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
        self._take(read_article(self.path, self._data))

    def _take(self, whole: Article) -> None:
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
