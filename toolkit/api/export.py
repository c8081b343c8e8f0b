"""The use case "export": validated JATS XML and HTML, written whole or not at all.

docs/decisions/export.md says why an article is the unit: it is written with all its files or with
none, and one that is refused doesn't hinder the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from toolkit.api.assets import Assets, assets_of
from toolkit.api.check import selected_rules
from toolkit.api.cited import with_cited_entries
from toolkit.api.export_folders import Prepared, Shelf
from toolkit.api.exported import Checks, ExportedArticle, Refusal
from toolkit.api.pages import EVIDENCE, ExportedPage, evidence_sheet, nu_problems, pages_of, problems_of
from toolkit.api.remembering import remembering
from toolkit.api.reviewing import reviewed
from toolkit.api.spread import over_cores, shared_out
from toolkit.api.theme import read_theme
from toolkit.api.workspace import Workspace
from toolkit.cache.late import LateArticle
from toolkit.claims.disclaimers import occasions_of
from toolkit.claims.editions import Edition
from toolkit.claims.ledger import ledger_of
from toolkit.claims.readership import reading_samples
from toolkit.engine import Outcome, run
from toolkit.errors import ExitCode, ExportRefusedError, OslerError
from toolkit.exporters import jats, ledger, pdf, references
from toolkit.exporters.publication import compile_publication
from toolkit.model.article import Article, Audience
from toolkit.model.finding import Confidence, Finding, Problem, Severity
from toolkit.model.policy import Policy, Profile
from toolkit.model.publication import Publication
from toolkit.model.review import UNREVIEWED
from toolkit.model.site import SiteLinks
from toolkit.model.span import SourceText
from toolkit.model.theme import Theme
from toolkit.model.unit import Coverage
from toolkit.validators import dtd, jats_profile
from toolkit.validators.html import CHECKS as HTML_CHECKS
from toolkit.validators.reading_back import prove_reading
from toolkit.validators.roundtrip import prove_editions

_HTML_NAME = f"Osler's in-process HTML checks ({len(HTML_CHECKS)} kinds; parse-clean and profile-checked)"
_LEAST = 4
"""Articles worth a child process of their own: each takes longer to export than a child to begin."""


@dataclass(frozen=True, slots=True)
class Exports:
    """What an export did. `sources` are the texts that findings lie in; `failures` files that could not be read."""

    written: tuple[ExportedArticle, ...]
    refused: tuple[Refusal, ...]
    sources: Mapping[str, SourceText]
    failures: tuple[OslerError, ...] = ()
    defects: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that stands against an article, sorted, each once."""
        found = dict.fromkeys(finding for refusal in self.refused for finding in refusal.findings)
        return tuple(sorted(found, key=lambda one: one.sort_key))

    @property
    def exit_code(self) -> ExitCode:
        """4 for a defect, 2 for an unreadable file, 1 where an article was refused, else 0."""
        return ExitCode.gravest(
            ExitCode.DEFECT if self.defects else ExitCode.CLEAN,
            *(failure.exit_code for failure in self.failures),
            ExitCode.FINDINGS if self.refused else ExitCode.CLEAN,
        )


def export(
    workspace: Workspace,
    as_of: date,
    *,
    draft: bool = False,
    profile: Profile | None = None,
    output: Path | None = None,
    nu_jar: Path | None = None,
    with_pdf: bool = False,
    site_url: str | None = None,
    site: SiteLinks | None = None,
    newer: str | None = None,
    progress: Callable[[str], None] = lambda _path: None,
) -> Exports:
    """Check, render, validate and write every article of a workspace.

    With `draft`, articles with errors are written too, with a banner; what the validators call an
    error still stops them. `output` is a folder anywhere, in place of the policy's; `nu_jar` has
    each page checked by the Nu HTML checker;
    `with_pdf` writes each page as PDF as well; `site_url`, with a slash at its end, is the address below
    which the articles' folders will stand, for the pages' canonical links, and `site` what stands around
    them; `newer` is the address of a newer version than what is exported; `progress` is called with
    each article's path when it is done. Opens no socket. Raises
    `ConfigurationError` for a wrong policy or theme, and `OslerError` if the DTD, or a Nu checker that
    was asked for, or what PDF needs, is missing.
    """
    _require_parts(with_pdf=with_pdf)
    workspace = reviewed(workspace, as_of)
    policy = replace(workspace.policy, profile=profile) if profile else workspace.policy
    rules = selected_rules(workspace)
    theme = read_theme(workspace.tree, policy.theme)
    context = workspace.context(as_of)
    outcome = run(
        workspace.project,
        context,
        rules,
        is_whole=workspace.is_whole,
        with_library=True,
        spread=remembering(workspace, context, rules, over_cores),
        narrowed=lambda: with_cited_entries(workspace),
    )
    if workspace.cache is not None:
        workspace.cache.keep_library(workspace.library)
        workspace.cache.close()
    defects, shelf = outcome.defects, Shelf.of(workspace.tree, policy, output)
    desk = _Desk(
        workspace,
        policy,
        as_of,
        outcome,
        shelf,
        rules=len(rules),
        draft=draft,
        with_pdf=with_pdf,
        site_url=site_url,
        site=site,
        theme=theme,
        newer=newer,
    )
    # A thousand articles may have a hundred thousand findings, of which the desk holds the errors, and large trees.
    del outcome
    _forget(workspace.project.articles)
    written: list[ExportedArticle] = []
    waiting: list[Prepared] = []
    refused: list[Refusal] = []

    def done(article: Article) -> Refusal | Prepared | ExportedArticle:
        prepared = desk.prepare(article)
        _forget((article,))
        if isinstance(prepared, Refusal) or nu_jar is not None:
            return prepared  # one start of the Nu checker for all pages
        return shelf.write(prepared, as_of, nu=None)

    with shared_out(done, workspace.project.articles, least=_LEAST) as collect:
        for article, answer in zip(workspace.project.articles, collect(), strict=True):
            match answer:
                case Refusal():
                    refused.append(answer)
                case Prepared():
                    waiting.append(answer)
                case ExportedArticle():
                    written.append(answer)
            progress(article.path)
    verdicts = _ask_nu(nu_jar, waiting) if nu_jar is not None else {}
    for one in waiting:
        complaints = verdicts.get(one.article.path, ())
        if complaints:
            refused.append(desk.refusal(one.article, complaints))
        else:
            written.append(shelf.write(one, as_of, nu="no errors"))
    return Exports(
        tuple(written),
        tuple(sorted(refused, key=lambda one: one.path)),
        workspace.sources,
        workspace.failures,
        defects,
    )


def _forget(articles: Sequence[Article]) -> None:
    """Let go of the articles' trees, where they can be read again."""
    for article in articles:
        if isinstance(article, LateArticle):
            article.forget()


def _require_parts(*, with_pdf: bool) -> None:
    dtd.dtd_path()
    if with_pdf:
        pdf.require()


class _Desk:
    """Prepares articles one by one."""

    def __init__(
        self,
        workspace: Workspace,
        policy: Policy,
        as_of: date,
        outcome: Outcome,
        shelf: Shelf,
        *,
        rules: int,
        draft: bool,
        with_pdf: bool = False,
        site_url: str | None = None,
        site: SiteLinks | None = None,
        theme: Theme | None = None,
        newer: str | None = None,
    ) -> None:
        self._workspace = workspace
        self._policy = policy
        self._as_of = as_of
        self._claims = outcome.claims
        self._shelf = shelf
        self._rules = rules
        self._draft = draft
        self._with_pdf = with_pdf
        self._site_url = site_url
        self._site = site
        self._theme = theme
        self._newer = newer
        self._slugs = Counter(article.slug for article in workspace.project.articles)
        # By file, each with its rank: a thousand articles must not each look through all findings.
        self._errors: dict[str, list[tuple[int, Finding]]] = {}
        for rank, finding in enumerate(outcome.findings):
            if finding.severity is Severity.ERROR:
                self._errors.setdefault(finding.path, []).append((rank, finding))

    def refusal(self, article: Article, findings: Sequence[Finding]) -> Refusal:
        """Refuse an article."""
        slug = article.slug
        return Refusal(article.path, self._shelf.name(slug), tuple(findings), self._shelf.has(slug))

    def prepare(self, article: Article) -> Prepared | Refusal:
        """Render and validate an article, or refuse it."""
        standing = self._standing(article)
        misplaced = self._misplaced(article)
        if misplaced or (standing and not self._draft):
            return self.refusal(article, [*standing, *misplaced])
        claims = self._claims.get(article.path, ())
        own_ledger = ledger_of(article, claims, self._workspace.bibliography, as_of=self._as_of)
        assets = assets_of(article, self._workspace.tree)
        publication = self._publication(article, own_ledger.coverage, assets)
        try:
            xml = jats.build(publication)
            pages = pages_of(
                publication,
                lambda edition, audiences: self._publication(
                    edition.article, own_ledger.coverage, assets, edition, audiences
                ),
            )
        except ExportRefusedError as error:
            span = article.source.line_span(error.line or 1)
            problem = Problem(span, error.message, error.help, rule="export-jats-depth")
            return self.refusal(article, [finding_of(problem, article.source)])
        sheet = evidence_sheet(own_ledger, self._policy, self._as_of)
        html_files = {page.name: page.document.data for page in pages}
        proof = prove_editions(
            publication, xml.data, {page.name: (page.publication, page.document.data) for page in pages}
        )
        fallback = article.metadata.key_span("title")
        profile = jats_profile.validate_profile(xml.data, article, self._policy, xml.places)
        found = [
            finding_of(problem, article.source)
            for problem in (
                *(self._in_draft(one) for one in xml.problems),
                *dtd.validate_dtd(xml.data, xml.places, fallback=fallback),
                *(self._in_draft(one) for one in profile),
                *problems_of(pages, sheet, fallback),
                *proof.problems,
                *prove_reading(publication, xml.data),
                *(self._in_draft(one) for one in assets.problems),
            )
        ]
        found.sort(key=lambda one: one.sort_key)
        if any(one.severity is Severity.ERROR for one in found):
            return self.refusal(article, found)
        files = {
            **assets.files,
            **(self._theme.files if self._theme else {}),
            **references.files(publication),
            "article.xml": xml.data,
            **html_files,
            **(self._as_pdf(pages, assets) if self._with_pdf else {}),
            EVIDENCE: sheet,
            "ledger.json": ledger.render(own_ledger),
        }
        checks = Checks(
            rules=self._rules,
            dtd=dtd.NAME,
            profile=self._policy.profile,
            demands=sum(one.weight(self._policy.profile) is not None for one in jats_profile.DEMANDS),
            html=_HTML_NAME,
            round_trip=proof,
            coverage=own_ledger.coverage,
            grades={
                who.value: one.grade for who, one in reading_samples(article, self._policy, claims).items()
            },
            pdf=pdf.VARIANT_NAME if self._with_pdf else None,
            findings=tuple(found),
            blocking=tuple(standing),
        )
        return Prepared(article, files, checks, self._draft)

    def _as_pdf(self, pages: Sequence[ExportedPage], assets: Assets) -> dict[str, bytes]:
        """Print each page as PDF, with the article's figures and the theme's files."""
        files = {**assets.files, **(self._theme.files if self._theme else {})}
        return {
            pdf.file_name(page.name): pdf.render(page.publication, page.name, page.document.data, files)
            for page in pages
        }

    def _publication(
        self,
        article: Article,
        coverage: Coverage,
        assets: Assets,
        edition: Edition | None = None,
        editions: tuple[Audience, ...] = (),
    ) -> Publication:
        review = self._workspace.project.reviews.get(article.slug, UNREVIEWED)
        made = compile_publication(
            article,
            self._workspace.bibliography,
            self._policy,
            as_of=self._as_of,
            review=review,
            board=self._workspace.board,
            coverage=coverage,
            occasions=frozenset(occasions_of(article, self._policy, review)),
            is_draft=self._draft,
            editions=editions,
            edition=edition.audience if edition else None,
            elsewhere=edition.elsewhere if edition else frozenset(),
        )
        address = f"{self._site_url}{quote(article.slug, safe='')}/" if self._site_url else None
        return replace(
            made,
            image_sizes=assets.sizes,
            address=address,
            has_evidence=True,
            has_downloads=True,
            site=self._site,
            theme=self._theme,
            newer=self._newer,
        )

    def _in_draft(self, problem: Problem) -> Problem:
        """Let a draft pass with what it lacks; what the exporters do wrong is no matter of drafts."""
        if self._draft and problem.severity is Severity.ERROR:
            return replace(problem, severity=Severity.WARNING)
        return problem

    def _standing(self, article: Article) -> list[Finding]:
        """Give the errors that concern an article: its own, those of the entries that it cites, the lock's.

        A damaged lock concerns it if one of its references has no record: that may be the one lost.
        """
        library, lock = self._workspace.library, self._workspace.lock
        references = [self._workspace.bibliography.resolve(citation.key) for citation in article.citations]
        entries = {one.entry.span for one in references if one is not None and one.entry is not None}
        found = list(self._errors.get(article.path, ()))
        of_library = self._errors.get(library.path, [])
        for entry in entries:
            first = bisect_left(of_library, entry.start, key=_offset)
            found.extend(of_library[first : bisect_left(of_library, entry.end, key=_offset)])
        if any(one is None or one.record is None for one in references):
            found.extend(self._errors.get(lock.source.path, ()))
        return [finding for _, finding in sorted(found, key=lambda ranked: ranked[0])]

    def _misplaced(self, article: Article) -> list[Finding]:
        """Refuse what can't have a folder of its own."""
        problems: list[Problem] = []
        place = article.metadata.key_span("title")
        slug = article.slug
        if self._slugs[slug] > 1:
            message = f'{self._slugs[slug]} articles have the file name "{slug}", and would share one folder'
            problems.append(Problem(place, message, "rename one of them", rule="export-slug"))
        elif slug in ("", ".", "..") or any(character in slug for character in "/\\\0"):
            problems.append(Problem(place, f'"{slug}" cannot name a folder', "rename it", rule="export-slug"))
        elif not self._shelf.is_free(slug):
            message = f"{self._shelf.name(slug)} stands there and is no export of Osler's"
            help_ = "move it away, or export to another folder with --output"
            problems.append(Problem(place, message, help_, rule="export-slug"))
        return [finding_of(problem, article.source) for problem in problems]


def _offset(ranked: tuple[int, Finding]) -> int:
    return ranked[1].start.offset


def finding_of(problem: Problem, source: SourceText) -> Finding:
    """Give a validator's problem its address in the article."""
    return Finding(
        rule=problem.rule or "export",
        severity=problem.severity or Severity.ERROR,
        confidence=problem.confidence or Confidence.HIGH,
        message=problem.message,
        path=source.path,
        start=source.position(problem.span.start),
        end=source.position(problem.span.end),
        help=problem.help,
    )


def _ask_nu(jar: Path, ready: Sequence[Prepared]) -> dict[str, tuple[Finding, ...]]:
    """Run the Nu HTML checker over all pages at once; give its errors by article."""
    problems = nu_problems(jar, [(one.article, one.files) for one in ready])
    sources = {one.article.path: one.article.source for one in ready}
    return {path: tuple(finding_of(one, sources[path]) for one in found) for path, found in problems.items()}
