"""The use case "preview": the exported page of each article as it stands, with findings in the margin."""

from __future__ import annotations

import secrets
import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from toolkit.api.assets import assets_of
from toolkit.api.check import Report, check
from toolkit.api.preview_pages import Sheet, article_page, index_page, refusal_page
from toolkit.api.reviewing import reviewed
from toolkit.api.workspace import Workspace, open_workspace, require_project
from toolkit.claims.disclaimers import occasions_of
from toolkit.claims.ledger import ledger_of
from toolkit.errors import OslerError
from toolkit.exporters import html
from toolkit.exporters.html.annotations import Annotated, annotated, marked
from toolkit.exporters.publication import compile_publication
from toolkit.model.article import Article
from toolkit.model.finding import Finding, Severity
from toolkit.model.review import UNREVIEWED
from toolkit.project import WorkingTree

PAGES = "/page/"
"""Where articles are: `/page/` and the path of the article without its suffix."""
_MOST_NOTES = 300
"""Notes on one page; the others are counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send for an address."""

    status: int
    content: bytes
    kind: str = "text/html; charset=utf-8"
    nonce: str | None = None
    """What lets the style sheet and the script of this answer through."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The project as it was checked. `failure` says why it could not be."""

    version: int
    checked: datetime
    workspace: Workspace | None = None
    report: Report | None = None
    failure: str | None = None
    help: str | None = None
    places: dict[str, str] = field(default_factory=dict)
    """Paths of articles, by address."""

    @property
    def summary(self) -> str:
        """One line for the terminal."""
        if self.report is None:
            return f"not checked: {self.failure}"
        counts = [
            f"{self.report.count(severity)} {name}{'' if self.report.count(severity) == 1 else 's'}"
            for severity, name in (
                (Severity.ERROR, "error"),
                (Severity.WARNING, "warning"),
                (Severity.INFO, "note"),
            )
        ]
        unread = f", {len(self.report.failures)} not read" if self.report.failures else ""
        return f"{', '.join(counts)}{unread}"


class Preview:
    """A project under preview: checked again when asked to, and ready to answer for each address.

    `refresh` is called by one thread, `answer` by others.
    """

    def __init__(self, tree: WorkingTree, as_of: date) -> None:
        self._tree = tree
        self._as_of = as_of
        self._lock = threading.Lock()
        self._drawn: dict[str, tuple[int, Annotated | str]] = {}
        self.changed = threading.Condition()
        self.snapshot = Snapshot(0, _now(), failure="the first check has not ended yet")

    @property
    def is_checked(self) -> bool:
        """Whether the first check has ended, with whatever outcome."""
        return self.snapshot.version > 0

    def refresh(self) -> Snapshot:
        """Check the project again. Whatever goes wrong becomes the snapshot's failure."""
        version = self.snapshot.version + 1
        try:
            snapshot = self._checked(version)
        except OslerError as error:
            snapshot = Snapshot(version, _now(), failure=str(error), help=error.help)
        except Exception as error:  # noqa: BLE001 - the author's next save may mend what crashed us
            told = f"a defect of Osler's own ({type(error).__name__}: {error})"
            snapshot = Snapshot(version, _now(), failure=told, help=traceback.format_exc(limit=-3))
        with self.changed:
            self.snapshot = snapshot
            self.changed.notify_all()
        return snapshot

    def _checked(self, version: int) -> Snapshot:
        workspace = reviewed(open_workspace(tree=self._tree), self._as_of)
        require_project(workspace)
        report = check(workspace, self._as_of)
        places = {address_of(one.path): one.path for one in workspace.project.articles}
        places.update((address_of(one.path), one.path) for one in report.failures if one.path)
        return Snapshot(version, _now(), workspace, report, places=places)

    @property
    def output(self) -> str:
        """The folder for exports, in which changes do not matter."""
        workspace = self.snapshot.workspace
        return workspace.policy.output if workspace is not None else "build"

    def answer(self, address: str) -> Answer:
        """Answer for an address, which is decoded and without query: a page, a figure, or why there is none."""
        snapshot = self.snapshot
        nonce = secrets.token_urlsafe(18)
        sheet = Sheet(nonce, snapshot.version, snapshot.checked)
        if snapshot.workspace is None or snapshot.report is None:
            content = refusal_page(sheet, "The project", snapshot.failure or "not checked yet", snapshot.help)
            return Answer(500 if self.is_checked else 503, content, nonce=nonce)
        if address == "/":
            return Answer(
                200, index_page(sheet, snapshot.workspace, snapshot.report, address_of), nonce=nonce
            )
        if address in snapshot.places:
            return self._page(sheet, snapshot, snapshot.places[address])
        figure = self._asset(snapshot, address)
        if figure is not None:
            return figure
        message = "there is no such page: the article may have been renamed or deleted"
        return Answer(404, refusal_page(sheet, "This address", message, None), nonce=nonce)

    def _page(self, sheet: Sheet, snapshot: Snapshot, path: str) -> Answer:
        assert snapshot.workspace is not None  # noqa: S101 - `answer` has looked
        assert snapshot.report is not None  # noqa: S101 - `answer` has looked
        drawn = self._draw(snapshot, snapshot.workspace, snapshot.report, path)
        if isinstance(drawn, str):
            return Answer(500, refusal_page(sheet, path, drawn, None), nonce=sheet.nonce)
        findings = findings_of(snapshot.workspace, snapshot.report, path)
        content = article_page(sheet, path, drawn, findings, more=max(len(findings) - _MOST_NOTES, 0))
        return Answer(200, content, nonce=sheet.nonce)

    def _draw(self, snapshot: Snapshot, workspace: Workspace, report: Report, path: str) -> Annotated | str:
        """Print an article with its notes, or say why that cannot be done."""
        failure = next((one for one in report.failures if one.path == path), None)
        article = next((one for one in workspace.project.articles if one.path == path), None)
        if article is None:
            return str(failure) if failure else "there is no such article"
        with self._lock:
            known = self._drawn.get(path)
            if known is not None and known[0] == snapshot.version:
                return known[1]
            try:
                drawn: Annotated | str = draw(workspace, report, article, self._as_of)
            except OslerError as error:
                drawn = f"the page cannot be printed: {error}"
            except Exception as error:  # noqa: BLE001 - one article must not end the preview of the others
                drawn = f"a defect of Osler's own: {type(error).__name__}: {error}"
            self._drawn[path] = (snapshot.version, drawn)
            return drawn

    def _asset(self, snapshot: Snapshot, address: str) -> Answer | None:
        """Give a figure or file beside an article, if that article names it: nothing else is ever read."""
        assert snapshot.workspace is not None  # noqa: S101 - `answer` has looked
        workspace = snapshot.workspace
        for article in workspace.project.articles:
            place = address_of(article.path)
            if address.startswith(place):
                files = assets_of(article, workspace.tree).files
                data = files.get(address.removeprefix(place))
                if data is not None:
                    return Answer(
                        200, data, _KINDS.get(Path(address).suffix.lower(), "application/octet-stream")
                    )
        return None


_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
"""What a browser may show; anything else is offered for download."""


def address_of(path: str) -> str:
    """Give the address of an article by its path, decoded."""
    return f"{PAGES}{path.removesuffix('.md')}/"


def url_of(path: str) -> str:
    """Give the address of an article by its path, as it stands in a link."""
    return quote(address_of(path))


def findings_of(workspace: Workspace, report: Report, path: str) -> tuple[Finding, ...]:
    """Give the findings that concern an article: its own, and those of the entries that it cites."""
    article = next((one for one in workspace.project.articles if one.path == path), None)
    found = [one for one in report.findings if one.path == path]
    if article is None:
        return tuple(found)
    cited = {
        reference.entry.span
        for citation in article.citations
        if (reference := workspace.bibliography.resolve(citation.key)) is not None
        and reference.entry is not None
    }
    of_library = [one for one in report.findings if one.path == workspace.library.path]
    found += [one for one in of_library if any(span.start <= one.start.offset < span.end for span in cited)]
    return tuple(found)


def draw(workspace: Workspace, report: Report, article: Article, as_of: date) -> Annotated:
    """Print an article as `osler export` would, with notes for the first findings."""
    findings: Sequence[Finding] = findings_of(workspace, report, article.path)[:_MOST_NOTES]
    own = [one for one in findings if one.path == article.path]
    review = workspace.project.reviews.get(article.slug, UNREVIEWED)
    ledger = ledger_of(article, report.claims.get(article.path, ()), workspace.bibliography, as_of=as_of)
    publication = compile_publication(
        marked(article, own),
        workspace.bibliography,
        workspace.policy,
        as_of=as_of,
        review=review,
        board=workspace.board,
        coverage=ledger.coverage,
        occasions=frozenset(occasions_of(article, workspace.policy, review)),
        is_draft=any(one.severity is Severity.ERROR for one in findings),
    )
    drawn = annotated(html.compose(publication), own)
    return Annotated(drawn.page, (*drawn.elsewhere, *(one for one in findings if one.path != article.path)))


def _now() -> datetime:
    return datetime.now().astimezone()
