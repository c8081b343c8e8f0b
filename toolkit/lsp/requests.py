"""The requests that the server answers, each by its feature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from toolkit.errors import OslerError
from toolkit.lsp import lenses, navigation, pasting, renaming, symbols
from toolkit.lsp.actions import FETCH, FIX_ALL, Wish, actions
from toolkit.lsp.client import workspace_edit
from toolkit.lsp.completion import complete, typed_at
from toolkit.lsp.occurrences import Named, named_at
from toolkit.lsp.server import WATCHED, Server
from toolkit.lsp.views import View
from toolkit.model.identifier import Identifier
from toolkit.model.span import Span


def _named(view: View, position: types.Position) -> Named | None:
    offset = view.offset(position)
    return named_at(view, offset) if offset is not None else None


def _refusal(message: str) -> JsonRpcException:
    """Give an error whose message the client shows to the person."""
    return JsonRpcException(message, code=types.LSPErrorCodes.RequestFailed.value)


async def initialized(server: Server, _params: types.InitializedParams) -> None:
    """Begin: tell what of the options was not understood, and ask to hear of files on the disk."""
    for complaint in server.settings.complaints:
        server.tell(complaint)
    server.check_folders()
    if server.client.watches:
        watcher = types.FileSystemWatcher(WATCHED)
        options = types.DidChangeWatchedFilesRegistrationOptions([watcher])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration("osler-files", method, options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))


def files_changed(server: Server, _params: types.DidChangeWatchedFilesParams) -> None:
    """Check again: the library, the lock, an article or the policy changed on the disk."""
    server.check_again()


def saved(server: Server, _params: types.DidSaveTextDocumentParams) -> None:
    """Check again: what was saved may be a file that is only read from the disk, such as the policy."""
    server.check_again()


def folders_changed(server: Server, _params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Check the folders that came."""
    server.check_folders()


def configured(server: Server, _params: types.DidChangeConfigurationParams) -> None:
    """Hear, and do nothing: what is wanted stands in the initialization options."""


async def completion(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Offer citation keys."""

    def work(view: View) -> types.CompletionList | None:
        offset = view.offset(params.position)
        typed = typed_at(view.article, offset) if view.article and offset is not None else None
        markdown = server.client.completion_markdown
        return complete(view, typed, server.index, takes_markdown=markdown) if typed else None

    return await server.answer(params.text_document.uri, work)


async def hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Show the card of a cited work."""

    def work(view: View) -> types.Hover | None:
        named = _named(view, params.position)
        markdown = server.client.hover_markdown
        return navigation.hover(view, named, takes_markdown=markdown) if named else None

    return await server.answer(params.text_document.uri, work)


async def definition(server: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    """Lead from a citation to its entry."""

    def work(view: View) -> list[types.Location] | None:
        named = _named(view, params.position)
        return navigation.definition(view, named) if named else None

    return await server.answer(params.text_document.uri, work)


async def references(server: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    """List every citation of a work."""

    def work(view: View) -> list[types.Location] | None:
        named = _named(view, params.position)
        wants = params.context.include_declaration
        return navigation.references(view, named, with_definition=wants) if named else None

    return await server.answer(params.text_document.uri, work)


async def links(server: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """Give the links of a document."""
    return await server.answer(params.text_document.uri, navigation.links)


async def outline(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """Give the symbols of a document."""
    return await server.answer(params.text_document.uri, symbols.document_symbols)


async def search(server: Server, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """Find headings and entries in all projects."""

    def work(views: Sequence[View]) -> list[types.WorkspaceSymbol]:
        found = (one for view in views for one in symbols.workspace_symbols(view, params.query))
        return [one for one, _ in zip(found, range(symbols.MOST), strict=False)]

    return await server.judge.read(work, await server.views())


async def code_lens(server: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Count the claims of an article, and of its sections, that name a source."""
    view = await server.view(params.text_document.uri) if server.settings.codeLens else None
    # On the checking thread: it judges, and an article's tree is not for two threads to judge at once.
    return await server.judge.check(lenses.lenses, view) if view is not None else None


async def prepare(server: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """Say what can be renamed at a place, or why nothing can."""

    def work(view: View) -> types.PrepareRenamePlaceholder | None:
        named = _named(view, params.position)
        if named is None:
            return None
        renaming.renamable(view, named)
        return types.PrepareRenamePlaceholder(view.range(named.source, named.span), named.key)

    try:
        return await server.answer(params.text_document.uri, work)
    except renaming.RefusedError as error:
        raise _refusal(str(error)) from error


async def rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Rename a key everywhere, or refuse with the reason."""

    def work(view: View) -> types.WorkspaceEdit | None:
        named = _named(view, params.position)
        if named is None:
            return None
        edits = renaming.renaming(view, named, params.new_name.strip())
        return workspace_edit(view, edits, server.client)

    try:
        return await server.answer(params.text_document.uri, work)
    except renaming.RefusedError as error:
        raise _refusal(str(error)) from error


async def code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """Offer fixes for a selection."""
    view = await server.view(params.text_document.uri)
    start = view.offset(params.range.start) if view is not None else None
    end = view.offset(params.range.end) if view is not None else None
    if view is None or start is None or end is None or not server.client.literal_actions:
        return None
    only = [str(getattr(one, "value", one)) for one in params.context.only or ()]
    wish = Wish(Span(min(start, end), max(start, end)), only, server.settings.network)
    return await server.judge.check(_offered, server, view, wish)


async def cite_from_pubmed(server: Server, *given: Any) -> None:
    """Ask PubMed for a pasted identifier, and cite it: the command that its fix names."""
    await _cite_from_pubmed(server, given)


def _offered(server: Server, view: View, wish: Wish) -> list[types.CodeAction]:
    try:
        report = view.held.known(view.workspace, view.today)
        if report is None and view.article is not None:
            report = view.held.glance(view.workspace, view.today, [view.path])
        elif report is None:
            report = view.held.check(view.workspace, view.today)
    except OslerError:
        return []
    return list(actions(view, report, wish, server.client))


async def _cite_from_pubmed(server: Server, given: Sequence[Any]) -> None:
    """Ask PubMed for an identifier, then have the client cite it, if the text is still the same."""
    if not server.settings.network:
        raise _refusal("the option `network` does not allow the server to ask PubMed")
    match given:
        case [str(uri), int() | None as version, str(name), int(start)]:
            identifier = Identifier.parse(name)
        case _:
            raise _refusal("this command needs an address, a version, an identifier and a place")
    if identifier is None:
        raise _refusal(f"{name[:200]} is no PMID, DOI or PMCID")
    try:
        # On a thread of its own: PubMed may take its time, and the others go on.
        record = await asyncio.to_thread(pasting.fetched_record, identifier)
    except OslerError as error:
        raise _refusal(str(error)) from error
    if record is None:
        raise _refusal(pasting.no_record(identifier, may_ask=True))
    view = await server.view(uri)
    document = server.documents.get(uri)
    if view is None or view.article is None or document is None or document.version != version:
        raise _refusal("the text has changed in the meantime: choose the fix again")
    here = pasting.pasted_in(view.article, Span(start, start))
    pasted = next((one for one in here if one.identifier == identifier), None)
    if pasted is None:
        raise _refusal(f"{identifier} does not stand there any more")
    edit = workspace_edit(view, pasting.defining(view, pasted, record), server.client)
    if edit is None:
        raise _refusal(f"there is no {view.library.path} to add it to")
    label = f"Cite {identifier}"
    await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, label=label))


_ANSWERS: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.INITIALIZED, initialized, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, files_changed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, folders_changed, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, configured, None),
    (types.TEXT_DOCUMENT_COMPLETION, completion, types.CompletionOptions(trigger_characters=["@", ":"])),
    (types.TEXT_DOCUMENT_HOVER, hover, None),
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_LINK, links, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, outline, None),
    (types.WORKSPACE_SYMBOL, search, None),
    (types.TEXT_DOCUMENT_CODE_LENS, code_lens, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, prepare, None),
    (types.TEXT_DOCUMENT_RENAME, rename, types.RenameOptions(prepare_provider=True)),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_action,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
    ),
)


def register(server: Server) -> None:
    """Tell pygls who answers what."""
    server.feature(types.INITIALIZE)(partial(Server.begin, server))
    for method, function, options in _ANSWERS:
        server.feature(method, options)(partial(function, server))
    server.command(FETCH)(partial(cite_from_pubmed, server))
