"""A pasted PMID is fetched when the user allows it and asks for it, and never otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.conftest import DATA
from tests.lsp.client import Client, run_apart, session
from tests.lsp.project import ANSWER, write_project
from tests.sources.eutils_server import EutilsServer, Shelf, running
from toolkit.readers.bibtex import read_library

COMMAND = "osler.citeFromPubMed"
ASK = "Ask PubMed for pmid:10704411, add it to references.bib and cite it"


async def offered(client: Client, path: Path) -> dict[str, types.CodeAction | types.Command]:
    """Give the fixes by title. lsprotocol takes one with a command in it for a bare command."""
    where = client.at(ANSWER, "PMID 10704411", 3)
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(path.as_uri()), types.Range(where, where), types.CodeActionContext([])
    )
    found = await client.text_document_code_action_async(params)
    return {one.title: one for one in found or ()}


def edit_of(action: types.CodeAction | types.Command) -> types.WorkspaceEdit:
    assert isinstance(action, types.CodeAction)
    assert action.edit is not None
    return action.edit


async def ask(client: Client, path: Path) -> None:
    """Run the command as its fix names it."""
    arguments = [path.as_uri(), 1, "pmid:10704411", ANSWER.index("PMID 10704411")]
    await client.workspace_execute_command_async(types.ExecuteCommandParams(COMMAND, arguments=arguments))


def inserted(edit: types.WorkspaceEdit) -> dict[str, str]:
    found = {}
    for one in edit.document_changes or ():
        assert isinstance(one, types.TextDocumentEdit)
        (change,) = one.edits
        assert isinstance(change, types.TextEdit)
        found[Path(one.text_document.uri).name] = change.new_text
    return found


def assert_cites(edit: types.WorkspaceEdit) -> None:
    found = inserted(edit)
    assert found["answer.md"] == "[@bainton2000]"
    (entry,) = read_library("a.bib", found["references.bib"].encode()).entries
    assert (entry.key, entry.get("pmid")) == ("bainton2000", "10704411")


def environment(server: EutilsServer, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "OSLER_EUTILS_URL": server.url,
        "OSLER_STORE": str(folder / "store.sqlite3"),
        "OSLER_EMAIL": "editor@example.org",
    }


@pytest.fixture
def server() -> Iterator[EutilsServer]:
    with running(Shelf.of(DATA / "pubmed" / "sample.xml")) as one:
        yield one


def test_fetched_on_request_then_known(server: EutilsServer, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    path = root / "articles" / "answer.md"
    env = environment(server, tmp_path)

    async def allowed() -> types.WorkspaceEdit:
        async with session(root, env=env, network=True) as client:
            client.open(path)
            assert ASK in await offered(client, path)
            assert server.asked("efetch") == []
            await ask(client, path)
            (applied,) = client.edits
            # The text moves on: an edit made for the old one is not sent.
            client.rewrite(path.as_uri(), 2, ANSWER + "\n")
            with pytest.raises(JsonRpcException, match="has changed"):
                await ask(client, path)
            return applied.edit

    async def not_allowed() -> types.WorkspaceEdit:
        async with session(root, env=env) as client:
            client.open(path)
            found = await offered(client, path)
            return edit_of(found["Add pmid:10704411 to references.bib and cite it"])

    assert_cites(run_apart(allowed()))
    asked = len(server.asked("efetch"))
    assert asked > 0
    assert_cites(run_apart(not_allowed()))
    assert len(server.asked("efetch")) == asked
    assert "bainton" not in (root / "references.bib").read_text("utf-8")


def test_not_without_leave(server: EutilsServer, tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    path = root / "articles" / "answer.md"

    async def work() -> None:
        async with session(root, env=environment(server, tmp_path)) as client:
            client.open(path)
            action = (await offered(client, path))["Cite pmid:10704411"]
            assert isinstance(action, types.CodeAction)
            assert action.disabled is not None
            with pytest.raises(JsonRpcException, match="network"):
                await ask(client, path)

    run_apart(work())
    assert server.asked("efetch") == []
