"""What was found out about reviews before: kept in the cache, or in memory by those who ask again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.cache.store import digest_of

if TYPE_CHECKING:
    from toolkit.api.workspace import Workspace

_ROW, _FORM = "reviews", "1"
_FAULTS = (ValueError, TypeError)


@dataclass(slots=True)
class ReviewMemory:
    """What was found out about reviews before. Values are kept encoded, as the cache holds them.

    `verified` are verdicts by the digest of what was verified; `states` by slug, each with what it
    rests on; `figures` the names of figures by slug, each with the digest of the article.
    """

    verified: dict[str, Any] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    has_news: bool = False
    _texts: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, workspace: Workspace) -> ReviewMemory:
        """Give what the cache of a workspace remembers."""
        row = workspace.cache.get(_ROW, _FORM) if workspace.cache is not None else None
        try:
            verified, states, figures = row or ({}, {}, {})
            return cls(dict(verified), dict(states), dict(figures))
        except _FAULTS:
            return cls()

    def keep(self, workspace: Workspace) -> None:
        """Have the cache of a workspace remember it."""
        if workspace.cache is not None and self.has_news:
            workspace.cache.put(_ROW, _FORM, [self.verified, self.states, self.figures])
            self.has_news = False

    def figures_of(self, slug: str, text: str | None = None) -> tuple[str, ...] | None:
        """Name the figures that an article had, if `text` is still its digest; `None` where that is not known."""
        known = self.figures.get(slug)
        if not isinstance(known, list) or len(known) != 2 or text not in (None, known[0]):
            return None
        return tuple(map(str, known[1]))

    def digest_of_text(self, text: str) -> str:
        """Give the digest of a long text; those of the last ones are kept, which are asked for again and again."""
        for known, digest in self._texts:
            if known is text:
                return digest
        digest = digest_of(text.encode(errors="surrogatepass"))
        self._texts = [(text, digest), *self._texts[:3]]
        return digest
