"""Runs the rules over a project, applies suppressions, gives problems their address, and sorts.

A rule that crashes is a defect of Osler's own: it becomes a finding of its own at the article it
was looking at, the other rules go on, and the exit code is 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.desk import DEFECT_RULE, Desk, Memory
from toolkit.model.article import Article, Suppression
from toolkit.model.finding import Finding, Problem
from toolkit.model.policy import Policy
from toolkit.model.reads import Reads, Watch
from toolkit.model.rule import Context, Project, Rule, RuleScope
from toolkit.model.silence import Silence
from toolkit.model.span import SourceText, Span
from toolkit.model.suggestion import nearest
from toolkit.model.unit import Claim
from toolkit.rules import discover

SUPPRESSION_RULE = "article-suppression"
MOST_OF_ONE_RULE = 1_000
"""How many findings of one rule are given for one article: nobody reads as many."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules said of a project.

    `claims` are the judged units by article path; `suppressed` the findings that a suppression
    silenced; `defects` the tracebacks of rules that crashed. `entangled` are the articles of which more was said,
    or that say more of other files, than the rules on them alone say of their own text.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
    entangled: frozenset[str] = frozenset()


def chosen(rules: Iterable[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """Choose rules by name or family; an empty `select` means all, and `ignore` wins over it."""
    return tuple(
        rule
        for rule in rules
        if (not select or rule.name in select or rule.family in select)
        and rule.name not in ignore
        and rule.family not in ignore
    )


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """What the rules of article scope said of one article.

    `claims` is `None` where they were judged elsewhere and not handed over: they are large, and
    most checks need the findings alone. `reads` is what was looked at beside the article, `None` where
    that is not known.
    """

    findings: tuple[Finding, ...]
    defects: tuple[str, ...] = ()
    claims: tuple[Claim, ...] | None = None
    reads: Reads | None = None


Work = Callable[[Article], ArticleOutcome]
Spread = Callable[[Work, Sequence[Article]], AbstractContextManager[Callable[[], Iterable[ArticleOutcome]]]]
"""How work on articles is shared out: begins it, and gives what collects the answers, in order."""


@contextmanager
def in_turn(work: Work, articles: Sequence[Article]) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
    """Do the work here, one article after the other, when the answers are asked for."""
    yield lambda: map(work, articles)


def run(
    project: Project,
    context: Context,
    rules: Sequence[Rule],
    *,
    is_whole: bool = True,
    with_library: bool = False,
    is_rest_known: bool = False,
    spread: Spread = in_turn,
    memory: Memory | None = None,
    narrowed: Callable[[], Project] | None = None,
) -> Outcome:
    """Run `rules` over every article, the library and the project.

    `is_whole` is false where only some of the articles were read: rules such as `reference-unused`
    would then accuse wrongly, and the library is not what was asked about, so only the rules of
    article scope run, and those of library scope if `with_library` asks for them. `is_rest_known` says that the
    others would find nothing in these articles: they count as run. `spread` shares
    out the articles, `memory` answers for rules on the library and the project: the outcome depends on
    neither. `narrowed` gives, when the articles have been judged, the project with that part of its library which
    the rules on library and project are to be asked about; by default all of it.
    Findings come sorted by file and place.
    """
    sources = {article.path: article.source for article in project.articles}
    sources[project.library.path] = project.library.source
    if project.lock_source is not None:
        sources[project.lock_source.path] = project.lock_source
    desk = Desk(sources, context.policy)
    others = _WideRules(
        tuple(_of_scope(rules, RuleScope.LIBRARY)) if is_whole or with_library else (),
        tuple(_of_scope(rules, RuleScope.PROJECT)) if is_whole else (),
        replace(context, articles=project.articles) if is_whole else context,
        sources,
        memory,
    )

    def work(article: Article) -> ArticleOutcome:
        return _run_article(article, project, context, rules, sources)

    with spread(work, project.articles) as collect:
        if narrowed is None:
            others.ask_early(project)
        parts = tuple(collect())
    others.ask(project if narrowed is None else narrowed())
    others.file(desk)
    entangled = frozenset(_entangled(project.articles, parts, desk.findings))
    desk.findings[:0] = [finding for part in parts for finding in part.findings]
    desk.defects[:0] = [defect for part in parts for defect in part.defects]
    ran = {rule.name for rule in rules if is_whole or is_rest_known or rule.scope is RuleScope.ARTICLE}
    kept, silenced = _suppress(desk, project, context, rules, ran, with_library=is_whole or with_library)
    kept.sort(key=lambda finding: finding.sort_key)
    known = {
        article.path: part.claims
        for article, part in zip(project.articles, parts, strict=True)
        if part.claims is not None
    }
    return Outcome(
        tuple(_capped(kept, frozenset(article.path for article in project.articles))),
        tuple(sorted(silenced, key=lambda finding: finding.sort_key)),
        _Judged(project.articles, context.policy, known),
        tuple(desk.defects),
        entangled,
    )


def _run_article(
    article: Article,
    project: Project,
    context: Context,
    rules: Sequence[Rule],
    sources: Mapping[str, SourceText],
) -> ArticleOutcome:
    """Judge one article and run the rules of article scope over it."""
    desk, watch = Desk(sources, context.policy), Watch()
    claims = desk.judge(article)
    asked = tuple(_of_scope(rules, RuleScope.ARTICLE))
    here = replace(
        context,
        bibliography=watch.bibliography(context.bibliography),
        claims=claims,
        review=project.reviews.get(article.slug, context.review),
    )
    if any(rule.reads_evidence for rule in asked):
        here = replace(here, evidence=desk.compare(article, here))
    watched = watch.context(here)
    for rule in asked:
        desk.ask(rule, article, article.path, watched)
    reads = watch.reads
    if any(one.until is not None for one in article.suppressions):
        reads = replace(reads, today=True)  # evidence asks whether a claim's suppression has expired
    return ArticleOutcome(tuple(desk.findings), tuple(desk.defects), claims, reads)


class _Judged(Mapping[str, tuple[Claim, ...]]):
    """Claims by article path; those that were not handed over are judged again whenever asked for.

    They are not kept: whoever goes through a thousand articles would hold the claims of all of them.
    """

    def __init__(
        self, articles: Sequence[Article], policy: Policy, known: dict[str, tuple[Claim, ...]]
    ) -> None:
        self._articles = {article.path: article for article in articles}
        self._policy = policy
        self._known = known

    def __getitem__(self, path: str) -> tuple[Claim, ...]:
        known = self._known.get(path)
        return known if known is not None else Desk({}, self._policy).judge(self._articles[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


def _capped(findings: Sequence[Finding], articles: frozenset[str]) -> Iterator[Finding]:
    """Give the first findings of each rule in each article; the first one left out counts the others.

    The library's are given whole: ten thousand unused entries are ten thousand.
    """
    counts = Counter((one.path, one.rule) for one in findings)
    given: Counter[tuple[str, str]] = Counter()
    for one in findings:
        key = (one.path, one.rule)
        given[key] += 1
        rest = counts[key] - MOST_OF_ONE_RULE
        if one.path not in articles or given[key] <= MOST_OF_ONE_RULE or rest == 1:
            yield one
        elif given[key] == MOST_OF_ONE_RULE + 1:
            yield replace(
                one,
                message=f"{rest:,} more findings of {one.rule} from here on are not shown",
                help="mend those above, or what all of them have in common, and check again",
                related=(),
                fix=None,
            )


def _entangled(
    articles: Sequence[Article], parts: Sequence[ArticleOutcome], others: Sequence[Finding]
) -> Iterator[str]:
    """Name the articles whose findings are not those of the rules on them alone, or lead to other articles.

    `others` is what the rules on library and project said.
    """
    paths = {article.path for article in articles}
    slugs = Counter(article.slug.casefold() for article in articles)  # a review is found by its slug
    yield from (article.path for article in articles if slugs[article.slug.casefold()] > 1)
    for article, part in zip(articles, parts, strict=True):
        for one in part.findings:
            if one.path != article.path or one.related or one.fix is not None:
                elsewhere = one.places - {article.path}
                if one.path != article.path or elsewhere & paths:
                    yield from (article.path, *elsewhere)
    for one in others:
        yield from one.places & paths


def _of_scope(rules: Sequence[Rule], scope: RuleScope) -> Iterator[Rule]:
    return (rule for rule in rules if rule.scope is scope)


class _WideRules:
    """The rules on the library and the project: those that look at no article need not wait for the articles."""

    def __init__(
        self,
        of_library: Sequence[Rule],
        of_project: Sequence[Rule],
        context: Context,
        sources: Mapping[str, SourceText],
        memory: Memory | None,
    ) -> None:
        self._rules = (*of_library, *of_project)
        self._context = context
        self._blind = replace(context, articles=None)
        self._sources = sources
        self._memory = memory
        self._said: dict[str, Desk] = {}

    def ask_early(self, project: Project) -> None:
        """Ask the rules that look at the library alone."""
        self._ask(project, [rule for rule in self._rules if not rule.reads_other_articles])

    def ask(self, project: Project) -> None:
        """Ask all that were not asked yet."""
        self._ask(project, [rule for rule in self._rules if rule.name not in self._said])

    def _ask(self, project: Project, rules: Iterable[Rule]) -> None:
        for rule in rules:
            desk = self._said[rule.name] = Desk(self._sources, self._context.policy)
            subject = project.library if rule.scope is RuleScope.LIBRARY else project
            seen = self._context if rule.reads_articles else self._blind
            desk.recall(rule, subject, project.library.path, seen, self._memory)

    def file(self, desk: Desk) -> None:
        """Put what all of them said on another desk, in their order."""
        for rule in self._rules:
            desk.findings.extend(self._said[rule.name].findings)
            desk.defects.extend(self._said[rule.name].defects)


def _suppress(
    desk: Desk,
    project: Project,
    context: Context,
    rules: Sequence[Rule],
    ran: set[str],
    *,
    with_library: bool,
) -> tuple[list[Finding], list[Finding]]:
    """Take out what suppressions silence; add what is to be said of those themselves, as to the rules that `ran`."""
    by_path: dict[str, tuple[Suppression, ...]] = {one.path: one.suppressions for one in project.articles}
    if with_library:
        by_path[project.library.path] = project.library.suppressions
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[tuple[str, Span, str]] = set()
    silences = {path: Silence.of(found, context.today) for path, found in by_path.items()}
    for finding in desk.findings:
        suppression = _silencing(finding, silences.get(finding.path))
        if suppression is None:
            kept.append(finding)
        else:
            silenced.append(finding)
            used.add((finding.path, suppression.span, finding.rule))
    reporter = next((rule for rule in rules if rule.name == SUPPRESSION_RULE), None)
    if reporter is not None:
        known = [rule.name for rule in discover()]
        for path, suppressions in by_path.items():
            for one in suppressions:
                said = _about(one, path, used, ran, known, context.today)
                kept.extend(desk.address(reporter, problem, path) for problem in said)
    return kept, silenced


def may_be_silenced(rule: str) -> bool:
    """Tell whether a comment may silence a rule: an article can't say of itself that its review is in order."""
    return rule not in (DEFECT_RULE, SUPPRESSION_RULE) and not rule.startswith("review-")


def _silencing(finding: Finding, silence: Silence | None) -> Suppression | None:
    """Find the suppression that covers a finding's first character, names its rule, and has not expired."""
    if silence is None or not may_be_silenced(finding.rule):
        return None
    return silence.at(finding.rule, finding.start.offset)


def _about(
    suppression: Suppression,
    path: str,
    used: set[tuple[str, Span, str]],
    ran: set[str],
    known: Sequence[str],
    today: date,
) -> Iterator[Problem]:
    """Say what is wrong with a suppression: expired, of an unknown rule, or silencing nothing."""
    if suppression.until is not None and suppression.until < today:
        yield Problem(
            suppression.span,
            f"this suppression expired on {suppression.until.isoformat()}",
            "look at what it silenced again; then remove it, or give it a new date",
        )
        return
    for name in suppression.rules:
        if name not in known:
            yield Problem(
                suppression.span,
                f'there is no rule "{name}"',
                nearest(name, known) or "`osler explain` lists the rules",
            )
        elif name in ran and (path, suppression.span, name) not in used:
            yield Problem(
                suppression.span,
                f"this suppression of {name} silences nothing",
                "remove it: the finding is gone",
            )
