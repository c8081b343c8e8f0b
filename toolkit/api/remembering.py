"""Judging only what changed: the engine's work on articles and its rules on the library, answered from the cache.

What an article was told is used again if its bytes, the policy, the rules and Osler itself are the same,
and all else that was looked at when it was judged: each cited work as the library and the lock describe
it, or both whole where a rule looked further; the list of the project's files and the date where they
were looked at. `docs/decisions/cache.md` has the reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from toolkit.api.workspace import Workspace
from toolkit.cache.codec import digest, encode
from toolkit.cache.edition import names_of
from toolkit.cache.session import FINDINGS, Cache
from toolkit.cache.store import digest_of
from toolkit.engine import ArticleOutcome, Spread, Work
from toolkit.model.article import Article
from toolkit.model.finding import Finding
from toolkit.model.reads import Reads
from toolkit.model.rule import Context, Rule

_VERDICTS_KEPT = 4
"""What an article was told under so many settings is kept: the editor's, the build's, of today."""


def remembering(workspace: Workspace, context: Context, rules: Sequence[Rule], spread: Spread) -> Spread:
    """Give a spread that answers for articles judged before, and leaves the others to `spread`.

    What those are told is kept where they are judged: in the processes that `spread` shares them out to.
    """
    if workspace.cache is None:
        return spread
    verdicts = _Verdicts(workspace.cache, workspace, context, rules)

    @contextmanager
    def remembered(
        work: Work, articles: Sequence[Article]
    ) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
        known = [verdicts.recall(article) for article in articles]
        missing = [article for article, one in zip(articles, known, strict=True) if one is None]
        if missing:
            verdicts.prepare()

        def kept(article: Article) -> ArticleOutcome:
            outcome = work(article)
            verdicts.keep(article, outcome)
            return outcome

        with spread(kept, missing) as collect:

            def answers() -> Iterator[ArticleOutcome]:
                fresh = iter(collect())
                for one in known:
                    yield one or next(fresh)

            yield answers

    return remembered


@dataclass(slots=True)
class _Verdicts:
    """What articles were told before, as long as it would be told again."""

    cache: Cache
    workspace: Workspace
    context: Context
    rules: Sequence[Rule]
    _references: dict[str, str] = field(default_factory=dict)
    _facts: _Facts | None = None

    @property
    def facts(self) -> _Facts:
        if self._facts is None:
            self._facts = _Facts.of(self.workspace, self.context, self.rules)
        return self._facts

    def prepare(self) -> None:
        """Work out, once for all processes that `keep` verdicts, what is the same for every article."""
        _ = self.facts, self.cache.edition

    def recall(self, article: Article) -> ArticleOutcome | None:
        """Give what would be said of an article, if that is known."""
        row = self.cache.rows.get(article.path)
        if row is None:
            return None
        settings = self._settings(article)
        for made_under, everything, references, files, today, findings in row.verdicts:
            if (
                made_under == settings
                and files in (None, self.facts.files)
                and today in (None, self.facts.today)
                and (everything == self.facts.everything or self._are_same(references))
            ):
                return ArticleOutcome(FINDINGS(findings))
        return None

    def keep(self, article: Article, outcome: ArticleOutcome) -> None:
        """Keep what was said of an article, unless something crashed."""
        reads = outcome.reads
        if reads is None or outcome.defects:
            return
        facts = self.facts
        settings = self._settings(article)
        is_local = all(one.places <= {article.path} for one in outcome.findings)
        verdict = [
            settings,
            facts.everything,
            self._needs(reads) if is_local and not reads.everything else None,
            facts.files if reads.files else None,
            facts.today if reads.today else None,
            encode(outcome.findings),
        ]
        row = self.cache.rows.get(article.path)
        older = [one for one in row.verdicts if one[0] != settings] if row is not None else []
        self.cache.keep_article(article, [verdict, *older[: _VERDICTS_KEPT - 1]])

    def _settings(self, article: Article) -> str:
        review = self.workspace.project.reviews.get(article.slug, self.context.review)
        return f"{self.facts.settings} {article.path} {digest(review)}"

    def _needs(self, reads: Reads) -> dict[str, str]:
        return {key: self._reference(key) for key in sorted(reads.keys)}

    def _are_same(self, references: dict[str, str] | None) -> bool:
        return references is not None and all(
            self._reference(key) == known for key, known in references.items()
        )

    def _reference(self, key: str) -> str:
        """Give a digest of all that a citation key leads to but places in the library, which move."""
        known = self._references.get(key)
        if known is None:
            one = self.context.bibliography.resolve(key)
            entry = one.entry if one is not None else None
            fields = [[each.name, each.value] for each in entry.fields] if entry is not None else []
            own = [entry.key, entry.type, fields] if entry is not None else None
            described = [one.identity, own, one.record, one.work] if one is not None else None
            known = self._references[key] = digest(described)[:32]
        return known


@dataclass(frozen=True, slots=True)
class _Facts:
    """Digests of what is the same for all articles of a run."""

    settings: str
    everything: str
    files: str
    today: str

    @classmethod
    def of(cls, workspace: Workspace, context: Context, rules: Sequence[Rule]) -> _Facts:
        read = workspace.cache.digests if workspace.cache is not None else {}
        shared = [
            [one.path, read.get(one.path) or digest_of(one.text.encode(errors="surrogatepass"))]
            for one in (workspace.library.source, workspace.lock.source)
        ]
        return cls(
            digest([context.policy, context.board, names_of(rules)])[:32],
            digest(shared)[:32],
            digest(context.files)[:32],
            context.today.isoformat(),
        )


@dataclass(slots=True)
class RuleMemory:
    """What rules said of the whole library, and of it beside the citations of all articles."""

    cache: Cache
    workspace: Workspace
    context: Context
    _facts: _Facts | None = None
    _citations: str = ""

    @property
    def facts(self) -> _Facts:
        """Digests of what is the same for all rules of a run."""
        if self._facts is None:
            self._facts = _Facts.of(self.workspace, self.context, [])
        return self._facts

    def recall(self, rule: Rule) -> Sequence[Finding] | None:
        """Give what a rule would say now, if that is known."""
        key = self._key(rule)
        kept = self.cache.get(f"rule {rule.name} {self.workspace.library.path}", key) if key else None
        if kept is None:
            return None
        try:
            places, files, today, findings = kept
            if (
                files in (None, self.facts.files)
                and today in (None, self.facts.today)
                and all(self.cache.digests.get(path) == known for path, known in places.items())
            ):
                found: tuple[Finding, ...] = FINDINGS(findings)
                return found
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            pass
        return None

    def keep(self, rule: Rule, findings: Sequence[Finding], reads: Reads) -> None:
        """Keep what a rule said, with the digests of the articles in which it names places.

        And with those of the list of files and the date, if it looked at them.
        """
        key = self._key(rule)
        if not key:
            return
        named = {place for one in findings for place in one.places}
        articles = {one.path for one in self.workspace.project.articles} & named
        places = {path: self.cache.digests[path] for path in sorted(articles)}
        facts = self.facts
        seen = [facts.files if reads.files else None, facts.today if reads.today else None]
        self.cache.put(
            f"rule {rule.name} {self.workspace.library.path}", key, [places, *seen, encode(findings)]
        )

    def _key(self, rule: Rule) -> str | None:
        """Name what any rule's answer depends on; `None` for one that may look at more of the articles."""
        reads_articles = rule.reads_other_articles
        if reads_articles and not rule.reads_only_keys:
            return None
        facts = self.facts
        keys = f"{self.workspace.is_whole} {self._cited()}" if reads_articles else ""
        return " ".join([facts.settings, facts.everything, *names_of([rule])[0], keys])

    def _cited(self) -> str:
        """Give a digest of which keys the articles cite, in order, wherever in their text."""
        if not self._citations:
            articles = self.workspace.project.articles
            self._citations = digest([[one.path, self.cache.cited_keys(one)] for one in articles])[:32]
        return self._citations
