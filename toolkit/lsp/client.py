"""What the client can do, and edits in the form that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lsprotocol import types

from toolkit.lsp.positions import Positions
from toolkit.lsp.views import View
from toolkit.model.finding import Edit


@dataclass(frozen=True, slots=True)
class Client:
    """The negotiated unit of columns, and the client's capabilities that matter here."""

    positions: Positions = field(default_factory=Positions)
    hover_markdown: bool = False
    completion_markdown: bool = False
    related: bool = False
    """Whether diagnostics may name further places."""
    versioned: bool = False
    """Whether edits may name the version that they are for."""
    creates_files: bool = False
    disabled: bool = False
    """Whether a fix may be shown that cannot be had, with the reason."""
    watches: bool = False
    """Whether the server may ask to be told of files that change on the disk."""
    refreshes_lenses: bool = False
    literal_actions: bool = True
    """Whether fixes may come with their edits, as they have since LSP 3.8."""

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities, encoding: str) -> Client:
        """Read the capabilities of an initialize request."""
        document = capabilities.text_document or types.TextDocumentClientCapabilities()
        workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
        edit = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
        markdown = types.MarkupKind.Markdown
        item = document.completion.completion_item if document.completion else None
        watched = workspace.did_change_watched_files
        action = document.code_action
        return cls(
            positions=Positions(encoding),
            hover_markdown=bool(document.hover and markdown in (document.hover.content_format or ())),
            completion_markdown=bool(item and markdown in (item.documentation_format or ())),
            related=bool(document.publish_diagnostics and document.publish_diagnostics.related_information),
            versioned=bool(edit.document_changes),
            creates_files=types.ResourceOperationKind.Create in (edit.resource_operations or ()),
            disabled=bool(action and action.disabled_support),
            watches=bool(watched and watched.dynamic_registration),
            refreshes_lenses=bool(workspace.code_lens and workspace.code_lens.refresh_support),
            literal_actions=bool(action and action.code_action_literal_support),
        )


def workspace_edit(view: View, edits: Iterable[Edit], client: Client) -> types.WorkspaceEdit | None:
    """Give edits as the client takes them; `None` if one of them is of a file that was not read.

    Where the client can, each document's edits name the version that they were made for, so that it
    refuses them if the text has changed since.
    """
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        source = view.source(edit.path)
        if source is None:
            return None
        by_path.setdefault(edit.path, []).append(types.TextEdit(view.range(source, edit.span), edit.text))
    made = [path for path in by_path if not _stands(view, path)]
    if made and not (client.versioned and client.creates_files):
        return None
    if not client.versioned:
        return types.WorkspaceEdit(changes={view.uri(path): found for path, found in by_path.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile] = [
        types.CreateFile(view.uri(path), options=types.CreateFileOptions(ignore_if_exists=True))
        for path in made
    ]
    for path, found in by_path.items():
        document = view.opened.get(path)
        named = types.OptionalVersionedTextDocumentIdentifier(
            view.uri(path), version=document.version if document else None
        )
        changes.append(types.TextDocumentEdit(named, list(found)))
    return types.WorkspaceEdit(document_changes=list(changes))


def _stands(view: View, path: str) -> bool:
    return path in view.opened or view.workspace.tree.exists(path)
