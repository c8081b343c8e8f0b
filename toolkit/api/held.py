"""A project held in memory, for those who ask again and again: an editor, a watcher.

What was read is kept while the file's bytes are the same, and what the rules said of an article while
nothing that they could know has changed: after an edit of one article only that article is read and
judged again. The answers are those of `open_workspace` and `check`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from toolkit.api.check import Report, selected_rules
from toolkit.api.review_memory import ReviewMemory
from toolkit.api.reviewing import FOLDER, reviewed
from toolkit.api.workspace import Workspace
from toolkit.engine import ArticleOutcome, Spread, Work, run
from toolkit.errors import OslerError
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.finding import Finding
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.reads import Reads
from toolkit.model.record import Records
from toolkit.model.review import ReviewState
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


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """All that rules can know besides the articles."""

    context: Context

    @property
    def bibliography(self) -> Bibliography:
        """The library and the lock."""
        return self.context.bibliography

    def is_like(self, other: Context) -> bool:
        """Tell whether another context says the same; the library and the lock are compared by identity."""
        return self.bibliography is other.bibliography and self._has_settings_of(other)

    def holds_for(self, outcome: ArticleOutcome, path: str, other: Context) -> bool:
        """Tell whether an outcome on this ground would be the same on another.

        So it is where nothing that was looked at has changed: the works under the keys that were
        resolved, and the date or the files if they were asked for.
        """
        reads, mine = outcome.reads, self.context
        if reads is None or reads.everything or mine.policy != other.policy or mine.board != other.board:
            return False
        if (reads.today and mine.today != other.today) or (reads.files and mine.files != other.files):
            return False
        if any(place != path for finding in outcome.findings for place in _places(finding)):
            return False  # places in the library may have moved
        return all(
            _is_same(self.bibliography.resolve(key), other.bibliography.resolve(key)) for key in reads.keys
        )

    def _has_settings_of(self, other: Context) -> bool:
        mine = self.context
        return (mine.policy, mine.board, mine.today, mine.files) == (
            other.policy,
            other.board,
            other.today,
            other.files,
        )


def _places(finding: Finding) -> Iterator[str]:
    yield finding.path
    yield from (one.path for one in finding.related)
    yield from (one.path for one in (finding.fix.edits if finding.fix else ()))


def _is_same(one: Reference | None, other: Reference | None) -> bool:
    """Tell whether two references say the same of a work, wherever in the library they stand."""
    if one is None or other is None:
        return one is other
    return (one.identity, one.record, one.work, _content(one)) == (
        other.identity,
        other.record,
        other.work,
        _content(other),
    )


def _content(reference: Reference) -> object:
    entry = reference.entry
    return entry and (entry.key, entry.type, [(one.name, one.value) for one in entry.fields])


class _Memory:
    """What the rules on the library and the project said on one ground."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, dict[str, Article | None], Sequence[Finding]]] = {}
        self._articles: dict[str, Article] = {}
        self._cited: object = None
        self._is_stopped: Callable[[], bool] = lambda: False

    def begin(self, articles: Sequence[Article], is_stopped: Callable[[], bool]) -> None:
        """Hear which articles the next run is about, and what says that it is to end early."""
        self._is_stopped = is_stopped
        self._articles = {one.path: one for one in articles}
        self._cited = tuple((one.path, tuple(cited.key for cited in one.citations)) for one in articles)

    def recall(self, rule: Rule) -> Sequence[Finding] | None:
        """Give what a rule would say now, or `None` if that is not known: then it runs.

        Raises `SupersededError` in place of letting another rule begin that nobody waits for.
        """
        cited, named, findings = self._known.get(rule.name, (None, {}, ()))
        is_known = rule.name in self._known and cited == self._needs(rule)
        is_known = is_known and all(self._articles.get(path) is one for path, one in named.items())
        if not is_known and self._is_stopped():
            raise SupersededError
        return findings if is_known else None

    def keep(self, rule: Rule, findings: Sequence[Finding], _reads: Reads) -> None:
        """Note what a rule said, with the articles in which it names places."""
        if self._depends(rule) and not rule.reads_only_keys:
            return
        places = {place for one in findings for place in _places(one)}
        named = {path: self._articles.get(path) for path in places if path in self._articles}
        self._known[rule.name] = (self._needs(rule), named, tuple(findings))

    def _needs(self, rule: Rule) -> object:
        return self._cited if self._depends(rule) else None

    @staticmethod
    def _depends(rule: Rule) -> bool:
        return rule.scope is RuleScope.PROJECT or rule.reads_articles


class HeldProject:
    """A project on disk, and what was read and judged of it last.

    `workspace` and `check` may be called from two threads, each of them from one thread at a time.
    """

    def __init__(self, tree: WorkingTree) -> None:
        self.tree = tree
        self._kept: dict[str, _Kept] = {}
        self._workspace: Workspace | None = None
        self._ground: _Ground | None = None
        self._settled: _Ground | None = None
        self._outcomes: dict[str, tuple[Article, ArticleOutcome, _Ground, ReviewState | None]] = {}
        self._memory = _Memory()
        self._last: tuple[Workspace, date, Report] | None = None
        self._reviews = ReviewMemory()
        self._marks: Mapping[str, object] = {}

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
        marks, before_marks = self._review_marks(files, articles), self._marks
        self._marks = marks
        if before is not None and before.library is library and before.lock is lock:
            bibliography = before.bibliography
            is_same = (
                before.policy is policy
                and before.board == board
                and before.files == files
                and before_marks == marks
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

    def _review_marks(self, files: frozenset[str], articles: Sequence[Article]) -> Mapping[str, object]:
        """Give what changes when a file does on which a review state rests, beside what is read anyway."""
        folders = self.tree.folders(FOLDER)
        if not folders:
            return {}
        names = {one for one in files if one.startswith(f"{FOLDER}/")}
        for article in articles:
            if article.slug in folders:
                beside = article.path.rpartition("/")[0]
                names.update(f"{beside}/{name}" for name in self._reviews.figures_of(article.slug) or ())
        return {"": sorted(folders.items()), **{name: self.tree.stamp(name) for name in names}}

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

    def reads(self, path: str) -> bool:
        """Tell whether a file is an article, the library or the lock; of any file while no policy was read."""
        policy = self._workspace.policy if self._workspace is not None else None
        return policy is None or is_article(policy, path) or path in (policy.library, policy.lock)

    def known(self, workspace: Workspace, today: date) -> Report | None:
        """Give the report of a workspace if it was checked already."""
        last = self._last
        return last[2] if last is not None and last[0] is workspace and last[1] == today else None

    def check(
        self, workspace: Workspace, today: date, *, is_stopped: Callable[[], bool] = lambda: False
    ) -> Report:
        """Run the policy's rules over a workspace that `workspace` gave, as of `today`.

        Raises `ConfigurationError` for a rule that the policy names and that there is not, and
        `SupersededError` soon after `is_stopped` says so; what was judged until then is kept.
        """
        report = self.known(workspace, today)
        if report is None:
            report = self._checked(workspace, today, workspace.project, is_stopped)
            self._last, self._settled = (workspace, today, report), self._ground
            paths = {one.path for one in workspace.project.articles}
            self._outcomes = {path: one for path, one in self._outcomes.items() if path in paths}
        return report

    def glance(self, workspace: Workspace, today: date, paths: Collection[str]) -> Report:
        """Judge only the articles at `paths`, without what would need all articles and the whole library.

        What is said of them is kept for `check`. Raises `ConfigurationError`.
        """
        project = workspace.project
        articles = tuple(one for one in project.articles if one.path in paths)
        part = replace(project, articles=articles)
        return self._checked(workspace, today, part, lambda: False, is_whole=False)

    def will_be_quick(self, workspace: Workspace, today: date, paths: Collection[str]) -> bool:
        """Tell whether a check has little to do besides the articles at `paths`.

        So it is after a whole check with this library, lock and policy that knew most of the articles.
        """
        settled = self._settled
        if settled is None or not settled.is_like(workspace.context(today)):
            return False
        others = [one.path for one in workspace.project.articles if one.path not in paths]
        return sum(one in self._outcomes for one in others) * 2 >= len(others)

    def _checked(
        self,
        workspace: Workspace,
        today: date,
        project: Project,
        is_stopped: Callable[[], bool],
        *,
        is_whole: bool = True,
    ) -> Report:
        context, rules = workspace.context(today), selected_rules(workspace)
        project = reviewed(replace(workspace, project=project), today, self._reviews).project
        ground = self._ground
        if ground is None or not ground.is_like(context):
            ground = self._ground = _Ground(context)
            self._memory = _Memory()
        self._memory.begin(project.articles, is_stopped)
        outcome = run(
            project,
            context,
            rules,
            is_whole=is_whole,
            spread=self._spread(ground, is_stopped, project.reviews),
            memory=self._memory if is_whole else None,
        )
        return Report(
            findings=outcome.findings,
            suppressed=outcome.suppressed,
            sources=workspace.sources,
            failures=workspace.failures,
            claims=outcome.claims,
            defects=outcome.defects,
            articles=len(project.articles),
            entries=len(workspace.library.entries),
            rules=tuple(rule.name for rule in rules),
        )

    def _spread(
        self, ground: _Ground, is_stopped: Callable[[], bool], reviews: Mapping[str, ReviewState]
    ) -> Spread:
        """Give what asks for the articles' outcomes: out of memory where they would be the same."""

        @contextmanager
        def remembering(
            work: Work, articles: Sequence[Article]
        ) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
            def collect() -> Iterator[ArticleOutcome]:
                for article in articles:
                    if is_stopped():
                        raise SupersededError
                    yield self._outcome(work, article, ground, reviews.get(article.slug))

            yield collect

        return remembering

    def _outcome(
        self, work: Work, article: Article, ground: _Ground, review: ReviewState | None
    ) -> ArticleOutcome:
        known = self._outcomes.get(article.path)
        if known is not None and known[0] is article and known[3] == review:
            _, outcome, before, _ = known
            if before is ground or before.holds_for(outcome, article.path, ground.context):
                self._outcomes[article.path] = (article, outcome, ground, review)
                return outcome
        outcome = work(article)
        self._outcomes[article.path] = (article, outcome, ground, review)
        return outcome


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
