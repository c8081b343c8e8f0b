"""One run's use of the cache: readers and the engine ask it first, and tell it what they had to work out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.cache import lock_index
from toolkit.cache.codec import decoder
from toolkit.cache.edition import edition
from toolkit.cache.late import LateArticle, read_late, sketch_of
from toolkit.cache.library_index import has_identifiers, index_of, library_of
from toolkit.cache.store import FOLDER, Store, digest_of, key_for
from toolkit.model.article import Article
from toolkit.model.finding import Finding
from toolkit.model.library import Library
from toolkit.readers.lock import Lock

FINDINGS = decoder(tuple[Finding, ...])
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What sealed rows of another form may raise; they are then as good as none."""


@dataclass(slots=True)
class ArticleRow:
    """What is kept of one article.

    The digest of its bytes, the sketch of it, the keys that it cites, in order, and what was said of
    it, newest first.
    """

    digest: str
    sketch: list[Any]
    keys: list[str]
    verdicts: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Cache:
    """The cache of one project during one run. Nothing raises: what cannot be had is worked out anew."""

    store: Store
    rows: dict[str, ArticleRow] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    _edition: str = ""
    _indexed: dict[str, bool] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """What names the code of this run."""
        if not self._edition:
            self._edition = edition(self.store)
        return self._edition

    def read_article(self, path: str, data: bytes, digest: str | None = None) -> Article:
        """Give an article: what is kept of these bytes, else what `read_late` gives, which may raise.

        `digest` is that of `data` where it is known; so it is below.
        """
        digest = self.digests[path] = digest or digest_of(data)
        row = self.get(f"article {path}", digest)
        if row is not None:
            try:
                sketch, keys, verdicts = row
                article = LateArticle.of(path, data, sketch)
            except _FAULTS:
                pass
            else:
                self.rows[path] = ArticleRow(digest, sketch, keys, verdicts)
                return article
        self.rows.pop(path, None)
        return read_late(path, data)

    def keep_article(self, article: Article, verdicts: list[Any]) -> None:
        """Keep what was said of an article, beside what later runs need to know of it."""
        digest = self.digests.get(article.path)
        if digest is None:
            return
        known = self.rows.get(article.path)
        if known is None:
            known = self.rows[article.path] = ArticleRow(digest, sketch_of(article), _keys_of(article))
        known.verdicts = verdicts
        self.put(f"article {article.path}", digest, [known.sketch, known.keys, verdicts])

    def cited_keys(self, article: Article) -> list[str]:
        """Give the keys that an article cites, in order, without reading it where they are known."""
        row = self.rows.get(article.path)
        return row.keys if row is not None else _keys_of(article)

    def read_library(
        self, path: str, data: bytes, read: Callable[[str, bytes], Library], digest: str | None = None
    ) -> Library:
        """Give the library: by its index, if these bytes have one, else as `read` gives it."""
        digest = self.digests[path] = digest or digest_of(data)
        row = self.get(f"library {path}", digest)
        if row is not None:
            try:
                library = library_of(path, data, row)
            except _FAULTS:
                pass
            else:
                self._indexed[path] = has_identifiers(row)
                return library
        self._indexed.pop(path, None)
        return read(path, data)

    def keep_library(self, library: Library) -> None:
        """Keep the index of a library, unless one that holds as much is kept."""
        digest, indexed = self.digests.get(library.path), self._indexed.get(library.path)
        if digest is None or indexed or (indexed is False and not library.is_decoded):
            return
        self.put(f"library {library.path}", digest, index_of(library))
        self._indexed[library.path] = library.is_decoded

    def read_lock(
        self, path: str, data: bytes, read: Callable[[str, bytes], Lock], digest: str | None = None
    ) -> Lock:
        """Give the lock: by its index, if these bytes have one, else as `read` gives it, which may raise."""
        digest = self.digests[path] = digest or digest_of(data)
        row = self.get(f"lock {path}", digest)
        if row is not None:
            try:
                return lock_index.lock_of(path, data, row)
            except _FAULTS:
                pass
        lock = read(path, data)
        self.put(f"lock {path}", digest, lock_index.index_of(lock))
        return lock

    def get(self, name: str, key: str) -> Any | None:
        """Give what was kept under a name, if it was kept under this key and by this code."""
        data = self.store.get(name)
        if data is None:
            return None
        try:
            made_by, made_for, value = json.loads(data)
        except _FAULTS:
            return None
        return value if made_by == self.edition and made_for == key else None

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep JSON under a name, in place of what was there, for whoever asks with the same key."""
        self.store.put(name, json.dumps([self.edition, key, value], separators=(",", ":")).encode())

    def close(self) -> None:
        """Make room, at the end of a run."""
        self.store.close()


def open_cache(root: Path) -> Cache | None:
    """Open the cache of the project at a root; `None` where this user can have none."""
    key = key_for(root)
    return Cache(Store(root / FOLDER, key)) if key is not None else None


def _keys_of(article: Article) -> list[str]:
    return [citation.key for citation in article.citations]
