"""The use cases "correct" and "retract": an editor's signed record, and the entry that readers see in `history`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from toolkit.api.review_decisions import Desk, Wish, draft, open_desk
from toolkit.api.review_records import append_record
from toolkit.api.review_sealing import seal
from toolkit.api.review_signers import Signer
from toolkit.api.workspace import open_workspace
from toolkit.errors import OslerError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.metadata import ChangeKind
from toolkit.model.review_record import EDITOR, Decision, ReviewRecord
from toolkit.project import ARTICLE_CAP
from toolkit.readers.history_writer import entry_lines, with_change

LONGEST_WAIT = timedelta(days=90)
"""After this a correction that was never reviewed cannot be called urgent."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor enters: kind of change, what readers are told, the DOI of a notice of its own.

    `deadline` marks an urgent safety correction, to be published before its review, which is due then.
    """

    kind: ChangeKind
    summary: str
    notice: str | None = None
    deadline: date | None = None

    @property
    def decision(self) -> Decision:
        """What the record says."""
        return Decision.RETRACT if self.kind is ChangeKind.RETRACTION else Decision.CORRECT


@dataclass(frozen=True, slots=True)
class Entered:
    """A correction ready to be signed: the article with its new entry, and the record of that text.

    `data` are the article's new bytes, `None` where the entry stands there already.
    """

    desk: Desk
    record: ReviewRecord
    data: bytes | None


def enter(desk: Desk, correction: Correction, signer: Signer) -> Entered:
    """Prepare a correction. Raises `OslerError` where it must not be, or cannot be entered without harm."""
    correction = _checked(desk, correction)
    data = _entered(desk, correction)
    if data is not None:
        tree, path = desk.workspace.tree, desk.article.path
        workspace = open_workspace(paths=[tree.root / path], tree=tree, unsaved={path: data})
        desk = open_desk(workspace, desk.today)
    is_urgent = correction.deadline is not None
    wish = Wish(
        correction.decision,
        role=EDITOR,
        comment=correction.summary,
        urgent=is_urgent,
        deadline=correction.deadline,
    )
    return Entered(desk, draft(desk, wish, signer), data)


def conclude_correction(entered: Entered, signer: Signer) -> str:
    """Sign, then write the article, then the record; give the record's path.

    A run that is killed between the two leaves an entry without its record: the same command again appends it.
    """
    desk = entered.desk
    data, signature = seal(entered.record, signer)
    if entered.data is not None:
        desk.workspace.tree.write(desk.article.path, entered.data)
    return append_record(desk.workspace.tree, desk.article.slug, data, signature)


def _checked(desk: Desk, correction: Correction) -> Correction:
    """Give a correction with the DOI of its notice bare. Raises `OslerError` for one that makes no sense."""
    deadline, doi = correction.deadline, correction.notice
    if doi is not None:
        identifier = Identifier.make(Scheme.DOI, doi)
        if identifier is None:
            raise OslerError(f"{doi} is not a DOI", help="write it bare, such as 10.1000/182")
        correction = replace(correction, notice=identifier.value)
    if deadline is None:
        return correction
    if correction.kind is ChangeKind.RETRACTION:
        raise OslerError("a retraction awaits no review")
    if not desk.today < deadline <= desk.today + LONGEST_WAIT:
        raise OslerError(
            f"the review of an urgent correction is due after today, and within {LONGEST_WAIT.days} days",
            help=f"name a day until {desk.today + LONGEST_WAIT}",
        )
    return correction


def _entered(desk: Desk, correction: Correction) -> bytes | None:
    """Give the article with the entry in its history; `None` where it stands there already."""
    article, today = desk.article, desk.today
    said = (today, correction.kind, correction.summary, correction.notice)
    if any((one.date, one.kind, one.summary, one.notice) == said for one in article.metadata.history):
        return None
    source = article.source
    mark = "\ufeff" if source.byte_order_mark else ""
    text = with_change(source, *said)
    lines = ["history:", *entry_lines(*said)]
    is_plain = desk.workspace.tree.read(article.path, ARTICLE_CAP) == (mark + source.text).encode(
        "utf-8", "replace"
    )
    if text is None or not is_plain:
        raise OslerError(
            "the entry cannot be made without touching the rest of the front matter",
            help="add these lines to it by hand, then run this again:\n" + "\n".join(lines),
            path=article.path,
        )
    return (mark + text).encode()
