"""The use case "ledger": every claim of a project with its sources and the state of its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from toolkit.api.workspace import Workspace
from toolkit.claims import judge
from toolkit.claims.coverage import total
from toolkit.claims.ledger import ledger_of
from toolkit.errors import ExitCode, OslerError
from toolkit.exporters.ledger import Sheet, document_of, render_sheet
from toolkit.model.bibliography import Bibliography
from toolkit.model.ledger import ArticleLedger
from toolkit.model.policy import Policy
from toolkit.model.unit import Coverage

if TYPE_CHECKING:
    from toolkit.sources.store import Store


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledgers of the articles that were asked for. `failures` are those that could not be read.

    `from_store` are the identities of the works whose abstract was read from the local store.
    """

    articles: tuple[ArticleLedger, ...]
    bibliography: Bibliography
    policy: Policy
    as_of: date
    failures: tuple[OslerError, ...] = ()
    from_store: frozenset[str] = frozenset()
    is_whole: bool = True

    @property
    def coverage(self) -> Coverage:
        """The coverage of all articles together."""
        return total(one.coverage for one in self.articles)

    @property
    def exit_code(self) -> ExitCode:
        """2 if an article could not be read, else 0: the ledger shows, it does not judge."""
        return ExitCode.gravest(ExitCode.CLEAN, *(failure.exit_code for failure in self.failures))

    def document(self) -> dict[str, Any]:
        """Give the versioned JSON document, with the coverage of the whole."""
        return document_of(self.articles, from_store=self.from_store)

    def sheet(self, *, in_order: bool = False) -> bytes:
        """Give the reviewer's sheet as one HTML page, hardest claims first unless `in_order` says not."""
        return render_sheet(
            Sheet(
                self.articles,
                self.policy,
                self.as_of,
                from_store=self.from_store,
                in_order=in_order,
                is_whole=self.is_whole,
            )
        )


def ledger(workspace: Workspace, today: date, *, store: Store | None = None) -> Ledger:
    """Make the ledger of a workspace's articles as of `today` (suppressions may expire).

    Without `store` it depends on the project's files alone. With one, abstracts that the lock holds as
    fingerprints are read from it, so that their text can be shown.
    """
    bibliography, from_store = workspace.bibliography, frozenset[str]()
    if store is not None:
        from toolkit.api.abstracts import with_stored_abstracts  # noqa: PLC0415 - lxml, for this option alone

        bibliography, from_store = with_stored_abstracts(bibliography, workspace.project.articles, store)
    articles = tuple(
        ledger_of(article, judge(article, workspace.policy), bibliography, as_of=today)
        for article in workspace.project.articles
    )
    return Ledger(
        articles,
        bibliography,
        workspace.policy,
        today,
        workspace.failures,
        from_store,
        workspace.is_whole,
    )
