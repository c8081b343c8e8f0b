"""Quick fixes: what the findings offer, pasted identifiers, and suppressions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from toolkit import fixer
from toolkit.api.check import Report
from toolkit.errors import OslerError
from toolkit.lsp import pasting, silencing
from toolkit.lsp.client import Client, workspace_edit
from toolkit.lsp.diagnostics import diagnostic
from toolkit.lsp.views import View
from toolkit.model.finding import Edit, Finding
from toolkit.model.span import Span

FETCH = "osler.citeFromPubMed"
"""The command that asks PubMed for a pasted identifier; its arguments are address, version and identifier."""
FIX_ALL = "source.fixAll.osler"
_MOST_FINDINGS = 20
_MOST_SILENCED = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What the client asks for: the selection, the kinds of action, and whether PubMed may be asked."""

    span: Span
    only: Sequence[str]
    may_fetch: bool

    def takes(self, kind: str) -> bool:
        """Tell whether actions of a kind are wanted; those for whole files only if they are named."""
        if not self.only:
            return kind == types.CodeActionKind.QuickFix
        return any(one in ("", kind) or kind.startswith(f"{one}.") for one in self.only)


def actions(view: View, report: Report, wish: Wish, client: Client) -> Iterator[types.CodeAction]:
    """Yield the actions for a selection of the document asked about, the safest first."""
    if wish.takes(FIX_ALL):
        yield from _all_fixes(view, report, client)
    if not wish.takes(types.CodeActionKind.QuickFix):
        return
    found = [one for one in report.findings if one.path == view.path and _meets(one, wish.span)]
    found = found[:_MOST_FINDINGS]
    for is_safe in (True, False):
        for finding in found:
            if finding.fix is not None and finding.fix.is_safe is is_safe:
                yield from _fix(view, finding, client)
    yield from _pasted(view, wish, found, client)
    for finding in found[:_MOST_SILENCED]:
        yield from _silenced(view, finding, client)


def _meets(finding: Finding, span: Span) -> bool:
    return finding.start.offset <= span.end and span.start <= finding.end.offset


def _fix(view: View, finding: Finding, client: Client) -> Iterator[types.CodeAction]:
    fix = finding.fix
    assert fix is not None  # noqa: S101 - asked by the caller
    edit = workspace_edit(view, fix.edits, client)
    if edit is not None:
        yield types.CodeAction(
            title=_sentence(fix.title) + ("" if fix.is_safe else " (unsafe: may change the meaning)"),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding, client)],
            is_preferred=fix.is_safe or None,
            edit=edit,
        )


def _silenced(view: View, finding: Finding, client: Client) -> Iterator[types.CodeAction]:
    inserted = silencing.silencing(view, finding)
    edit = workspace_edit(view, (inserted,), client) if inserted is not None else None
    if inserted is not None and edit is not None:
        where = "in this file" if "ignore-file" in inserted.text else "here"
        yield types.CodeAction(
            title=f"Ignore {finding.rule} {where} (then write the reason)",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding, client)],
            edit=edit,
        )


def _pasted(view: View, wish: Wish, found: Sequence[Finding], client: Client) -> Iterator[types.CodeAction]:
    if view.article is None:
        return
    mended = [
        (one.rule, edit.span)
        for one in found
        if one.fix and one.rule in ("citation-pasted", "citation-truncated")
        for edit in one.fix.edits
    ]
    for pasted in pasting.pasted_in(view.article, wish.span):
        rules = {rule for rule, span in mended if span.overlaps(pasted.span)}
        is_known = pasting.known_key(view, pasted.identifier) is not None
        if "citation-truncated" in rules or ("citation-pasted" in rules and is_known):
            continue  # half a DOI names another work; or the rule's own fix says the same
        try:
            yield from _citing(view, pasted, wish, client)
        except OslerError as error:
            yield from _unavailable(f"Cite {pasted.identifier}", str(error), client)


def _citing(view: View, pasted: pasting.Pasted, wish: Wish, client: Client) -> Iterator[types.CodeAction]:
    name = str(pasted.identifier)
    key = pasting.known_key(view, pasted.identifier)
    if key is not None:
        edit = workspace_edit(view, pasting.citing(view, pasted, key), client)
        yield types.CodeAction(f"Cite {name} as @{key}", types.CodeActionKind.QuickFix, edit=edit)
        return
    record = pasting.record_at_hand(view, pasted.identifier)
    if record is None and wish.may_fetch:
        document = view.opened.get(view.path)
        arguments = [view.uri(view.path), document.version if document else None, name, pasted.span.start]
        title = f"Ask PubMed for {name}, add it to {view.library.path} and cite it"
        command = types.Command(title, FETCH, arguments=arguments)
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, command=command)
        return
    if record is None:
        yield from _unavailable(f"Cite {name}", pasting.no_record(pasted.identifier, may_ask=False), client)
        return
    edit = workspace_edit(view, pasting.defining(view, pasted, record), client)
    if edit is None:
        yield from _unavailable(f"Cite {name}", f"there is no {view.library.path} yet", client)
        return
    words = ", a retracted paper," if record.is_retracted else ""
    title = f"Add {name}{words} to {view.library.path} and cite it"
    yield types.CodeAction(title, types.CodeActionKind.QuickFix, edit=edit)


def _unavailable(title: str, reason: str, client: Client) -> Iterator[types.CodeAction]:
    if client.disabled:
        disabled = types.CodeActionDisabled(reason)
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, disabled=disabled)


def _all_fixes(view: View, report: Report, client: Client) -> Iterator[types.CodeAction]:
    """Give one action for all safe fixes that stay within the document."""
    source = view.source(view.path)
    if source is None:
        return
    own = [
        one
        for one in report.findings
        if one.path == view.path and one.fix and all(edit.path == view.path for edit in one.fix.edits)
    ]
    text = fixer.apply(own, {view.path: source}).texts.get(view.path, source.text)
    if text == source.text:
        return
    edit = workspace_edit(view, (Edit(view.path, Span(0, len(source.text)), text),), client)
    title = "Apply all safe fixes of Osler"
    yield types.CodeAction(title, FIX_ALL, edit=edit)


def _sentence(title: str) -> str:
    return title[:1].upper() + title[1:]
