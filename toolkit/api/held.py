"""A project held in memory, for those who ask again and again: an editor, a watcher.

What was read is kept while the file's bytes are the same, and what the rules said of an article while
nothing that they could know has changed: after an edit of one article only that article is read and
judged again. The answers are those of `open_workspace` and `check`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from toolkit.api.check import Report, selected_rules
from toolkit.api.workspace import Workspace
from toolkit.engine import ArticleOutcome, Work, run
from toolkit.errors import OslerError
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Problem
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Records
from toolkit.model.rule import Context, Project, Rule, RuleScope
from toolkit.model.span import SourceText
from toolkit.project import ARTICLE_CAP, LIBRARY_CAP, LOCK_CAP, WorkingTree
from toolkit.readers.bibtex import read_library
from toolkit.readers.lock import Lock, read_lock
from toolkit.readers.markdown import read_article

T = TypeVar("T")
# File systems count time in steps of up to two seconds (FAT); a file that is younger than this when it is
# read may change once more without its stamp telling.
_GRAIN = 2_000_000_000


class SupersededError(Exception):
    """A check was given up since nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file's value, the bytes that it was read from, and the stamp that they had on the disk, if sure."""

    data: bytes
    value: Any
    stamp: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What rules of article and library scope can know besides the article."""

    bibliography: Bibliography
    policy: Policy
    context: Context

    def holds(self, other: Context) -> bool:
        """Tell whether another context says the same: the library and the lock are compared by identity."""
        return self.bibliography is other.bibliography and self.context == replace(
            other, bibliography=self.context.bibliography
        )


class HeldProject:
    """A project on disk, and what was read and judged of it last.

    `workspace` and `check` may be called from two threads, each of them from one thread at a time.
    """

    def __init__(self, tree: WorkingTree) -> None:
        self.tree = tree
        self._kept: dict[str, _Kept] = {}
        self._workspace: Workspace | None = None
        self._ground: _Ground | None = None
        self._outcomes: dict[str, tuple[Article, ArticleOutcome]] = {}
        self._answers: dict[str, tuple[Problem, ...]] = {}
        self._last: tuple[Workspace, date, Report] | None = None

    def workspace(self, unsaved: Mapping[str, bytes]) -> Workspace:
        """Read what changed, and give the project; the same object if nothing did.

        `unsaved` gives contents, by path relative to the root, that stand in for those on disk: of
        articles, of the library and of the lock; others are passed over. Raises `ConfigurationError`
        for a wrong policy or board; a file that cannot be read is in `failures`.
        """
        tree, before = self.tree, self._workspace
        policy = tree.policy()
        policy = before.policy if before and before.policy == policy else policy
        reading = _Reading(tree, unsaved, self._kept)
        names = {*tree.article_paths(policy), *(one for one in unsaved if is_article(policy, one))}
        articles = tuple(
            filter(None, (reading.value(name, ARTICLE_CAP, read_article) for name in sorted(names)))
        )
        library = self._library(reading, policy)
        lock = self._lock(reading, policy)
        self._kept = reading.kept
        board, files = tree.board(policy), tree.files(policy)
        if before is not None and before.library is library and before.lock is lock:
            bibliography = before.bibliography
            is_same = (
                before.policy is policy
                and before.board == board
                and before.files == files
                and list(map(str, before.failures)) == list(map(str, reading.failures))
                and len(before.project.articles) == len(articles)
                and all(one is two for one, two in zip(before.project.articles, articles, strict=True))
            )
            if is_same:
                return before
        else:
            bibliography = Bibliography(library, lock.records)
        self._workspace = Workspace(
            tree=tree,
            policy=policy,
            board=board,
            project=Project(articles, library, lock=lock.problems, lock_source=lock.source),
            lock=lock,
            files=files,
            failures=tuple(reading.failures),
            _bibliography=[bibliography],
        )
        return self._workspace

    def _library(self, reading: _Reading, policy: Policy) -> Library:
        found = reading.value(policy.library, LIBRARY_CAP, read_library, may_lack=True)
        return found or self._empty(Library(SourceText(policy.library, "")), lambda one: one.library)

    def _lock(self, reading: _Reading, policy: Policy) -> Lock:
        found = reading.value(policy.lock, LOCK_CAP, read_lock, may_lack=True)
        empty = Lock(source=SourceText(policy.lock, ""), records=Records(), problems=())
        return found or self._empty(empty, lambda one: one.lock)

    def _empty(self, fresh: T, of: Callable[[Workspace], T]) -> T:
        """Give the empty value that was held before, if it was one, so that nothing seems to have changed."""
        held = of(self._workspace) if self._workspace else None
        source, wanted = getattr(held, "source", None), getattr(fresh, "source", None)
        return held if held is not None and source == wanted else fresh

    def check(
        self, workspace: Workspace, today: date, *, is_stopped: Callable[[], bool] = lambda: False
    ) -> Report:
        """Run the policy's rules over a workspace that `workspace` gave, as of `today`.

        Raises `ConfigurationError` for a rule that the policy names and that there is not, and
        `SupersededError` soon after `is_stopped` says so.
        """
        if self._last is not None and self._last[0] is workspace and self._last[1] == today:
            return self._last[2]
        context = workspace.context(today)
        if self._ground is None or not self._ground.holds(context):
            self._ground = _Ground(workspace.bibliography, workspace.policy, context)
            self._outcomes, self._answers = {}, {}
        rules = selected_rules(workspace)
        outcome = run(
            workspace.project,
            context,
            tuple(map(self._remembering, rules)),
            spread=self._spread(is_stopped),
        )
        report = Report(
            findings=outcome.findings,
            suppressed=outcome.suppressed,
            sources=workspace.sources,
            failures=workspace.failures,
            claims=outcome.claims,
            defects=outcome.defects,
            articles=len(workspace.project.articles),
            entries=len(workspace.library.entries),
            rules=tuple(rule.name for rule in rules),
        )
        self._last = (workspace, today, report)
        return report

    def _remembering(self, rule: Rule) -> Rule:
        """Give a rule of library scope that answers from memory while the ground is the same."""
        if rule.scope is not RuleScope.LIBRARY:
            return rule

        @wraps(rule.check)
        def check(library: Library, context: Context) -> Iterator[Problem]:
            if rule.name not in self._answers:
                self._answers[rule.name] = tuple(rule.check(library, context))
            yield from self._answers[rule.name]

        return replace(rule, check=check)

    def _spread(self, is_stopped: Callable[[], bool]) -> Any:
        """Give what asks for the articles' outcomes: out of memory where the article is the same."""

        @contextmanager
        def remembering(
            work: Work, articles: Sequence[Article]
        ) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
            def collect() -> Iterator[ArticleOutcome]:
                for article in articles:
                    if is_stopped():
                        raise SupersededError
                    known = self._outcomes.get(article.path)
                    if known is None or known[0] is not article:
                        known = self._outcomes[article.path] = (article, work(article))
                    yield known[1]

            yield collect

        return remembering


def is_article(policy: Policy, path: str) -> bool:
    """Tell whether a path relative to the root lies where the policy has its articles, and is Markdown."""
    folder = policy.articles.strip("/")
    is_below = folder in ("", ".") or path.startswith(folder.removeprefix("./") + "/")
    return is_below and path.endswith(".md") and path not in (policy.library, policy.lock)


class _Reading:
    """One pass over the files: what is still true is kept, the rest is read."""

    def __init__(self, tree: WorkingTree, unsaved: Mapping[str, bytes], known: Mapping[str, _Kept]) -> None:
        self.tree = tree
        self.unsaved = unsaved
        self.known = known
        self.kept: dict[str, _Kept] = {}
        self.failures: list[OslerError] = []

    def value(
        self, path: str, cap: int, read: Callable[[str, bytes], T], *, may_lack: bool = False
    ) -> T | None:
        """Give a file's value, or `None` and a failure noted if it cannot be read."""
        try:
            kept = self._current(path, cap, read, may_lack=may_lack)
        except OslerError as error:
            error.path = error.path or path
            self.failures.append(error)
            return None
        if kept is None:
            return None
        self.kept[path] = kept
        value: T = kept.value
        return value

    def _current(
        self, path: str, cap: int, read: Callable[[str, bytes], T], *, may_lack: bool
    ) -> _Kept | None:
        known = self.known.get(path)
        stamp: tuple[int, ...] | None = None
        if path in self.unsaved:
            data = self.unsaved[path]
        else:
            stamp = self.tree.stamp(path)
            if stamp is None and may_lack:
                return None
            if known is not None and stamp is not None and known.stamp == stamp:
                return known
            data = self.tree.read(path, cap)
            if stamp is None or self.tree.stamp(path) != stamp or time.time_ns() - stamp[-1] < _GRAIN:
                stamp = None
        if known is not None and (known.data is data or known.data == data):
            return _Kept(known.data, known.value, stamp)
        return _Kept(data, read(path, data), stamp)
