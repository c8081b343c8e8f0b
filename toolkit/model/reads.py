"""What the judging of one article looked at beside its own text, so that it need be done again only if that changed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.rule import Context


@dataclass(frozen=True, slots=True)
class Reads:
    """What was looked at: `keys` are the citation keys that were resolved.

    `everything` says that the library or the lock was looked at as a whole, `files` the list of the
    project's files, `today` the date.
    """

    keys: frozenset[str] = frozenset()
    everything: bool = False
    files: bool = False
    today: bool = False


@dataclass(slots=True)
class Watch:
    """Notes what is read while an article is judged: give its `context` to the rules, then ask for `reads`."""

    keys: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def context(self, context: Context) -> Context:
        """Give a context that answers as another does, and notes what it was asked."""
        watched = WatchedContext(*(getattr(context, one.name) for one in fields(context)))
        object.__setattr__(watched, "watch", self)
        return watched

    def bibliography(self, bibliography: Bibliography) -> Bibliography:
        """Give a bibliography that answers as another does, and notes what it was asked."""
        watched = WatchedBibliography(bibliography.library, bibliography.records)
        object.__setattr__(watched, "plain", bibliography)
        object.__setattr__(watched, "watch", self)
        return watched

    @property
    def reads(self) -> Reads:
        """What was read so far."""
        return Reads(
            frozenset(self.keys),
            everything="library" in self.seen or "records" in self.seen,
            files="files" in self.seen,
            today="today" in self.seen,
        )


_NOTED_OF_CONTEXT = frozenset({"today", "files"})
_NOTED_OF_BIBLIOGRAPHY = frozenset({"library", "records"})


class WatchedContext(Context):
    """A context that notes when its date or its list of files is read."""

    __slots__ = ("watch",)
    watch: Watch

    def __getattribute__(self, name: str) -> Any:
        """Note what is asked for, and give it."""
        if name in _NOTED_OF_CONTEXT:
            super().__getattribute__("watch").seen.add(name)
        return super().__getattribute__(name)


class WatchedBibliography(Bibliography):
    """A bibliography that notes which keys are resolved, and when the library or the lock is read."""

    __slots__ = ("plain", "watch")
    plain: Bibliography
    watch: Watch

    def __getattribute__(self, name: str) -> Any:
        """Note what is asked for, and give it."""
        if name in _NOTED_OF_BIBLIOGRAPHY:
            super().__getattribute__("watch").seen.add(name)
        return super().__getattribute__(name)

    def resolve(self, key: str) -> Reference | None:
        """Give the reference that a citation key names, as the plain bibliography knows it."""
        self.watch.keys.add(key)
        return self.plain.resolve(key)
