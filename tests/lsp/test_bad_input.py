"""Clients that are wrong, rude or gone: no crash, no wrong answer, a clean end."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.conftest import ROOT
from tests.lsp.client import WAIT, Client, run_apart, session
from tests.lsp.project import ANSWER, write_project

COMMAND = [sys.executable, "-m", "toolkit", "lsp"]


def message(method: str, params: Any, number: int | None = None) -> bytes:
    body: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
    return framed({**body, "id": number} if number is not None else body)


def framed(body: object) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(data), data)


BEGIN = message("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 1) + message(
    "initialized", {}
)
END = message("shutdown", None, 99) + message("exit", None)


def talk(data: bytes, cwd: Path) -> tuple[int, dict[int, Any], str]:
    """Send bytes, close the pipe; give the exit code, the answers by number, and standard error."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        COMMAND, input=data, capture_output=True, cwd=cwd, env=env, timeout=WAIT, check=False
    )
    answers: dict[int, Any] = {}
    rest = done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        size = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        answer = json.loads(rest[:size])
        rest = rest[size:]
        if "id" in answer and "method" not in answer:
            answers[answer["id"]] = answer
    return done.returncode, answers, done.stderr.decode()


GARBAGE = [
    framed(b"{not json"),
    framed(b"[" * 50_000),
    framed({"jsonrpc": "2.0"}),
    framed({"no": "version"}),
    framed([1, 2]),
    framed(b'"text"'),
    framed({"jsonrpc": "2.0", "id": 7, "result": None}),
    framed({"jsonrpc": "2.0", "method": "textDocument/didOpen"}),
    message("textDocument/didOpen", {"textDocument": {"uri": 5}}),
    message("textDocument/didOpen", None),
    message("textDocument/didChange", {"textDocument": {"uri": "file:///x.md"}, "contentChanges": 3}),
    message("$/unknown", {}),
    message("no/such/method", {"a": 1}, 50),
    message("textDocument/hover", {}, 51),
    message("textDocument/hover", {"textDocument": {"uri": "x"}, "position": {"line": -1}}, 52),
    message("workspace/executeCommand", {"command": "osler.citeFromPubMed", "arguments": [1]}, 53),
    message("workspace/executeCommand", {"command": "rm"}, 54),
    message("$/cancelRequest", {"id": 12345}),
    b"Nonsense: 1\r\n\r\n",
    b"\r\n\r\n\r\n",
    b"Content-Length: x\r\n\r\n",
    b"\xff\xfe\x00" * 10 + b"\r\n",
]


def test_garbage_between_good_messages(tmp_path: Path) -> None:
    code, answers, said = talk(BEGIN + b"".join(GARBAGE) + END, tmp_path)
    assert (code, said) == (0, "")
    assert answers[1]["result"]["capabilities"]["hoverProvider"]
    assert answers[99]["result"] is None
    assert all("error" in answers[number] for number in (50, 53, 54))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BEGIN[: len(BEGIN) // 2], 1),
        (BEGIN + b"Content-Length: 500\r\n\r\n{", 1),
        (BEGIN + b"Content-Length: 99999999999999\r\n\r\n{", 1),
        (BEGIN + b"x" * 200_000, 1),
        (BEGIN + message("exit", None), 1),
        (BEGIN + message("shutdown", None, 99), 0),
    ],
    ids=["half", "half-a-message", "huge", "no-lines", "exit-alone", "shutdown-alone"],
)
def test_a_pipe_that_closes(data: bytes, code: int, tmp_path: Path) -> None:
    found, _, said = talk(data, tmp_path)
    assert found == code
    assert "Traceback" not in said


def test_a_client_that_reads_nothing_and_goes(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    item = {
        "uri": (root / "articles" / "answer.md").as_uri(),
        "languageId": "markdown",
        "version": 1,
        "text": ANSWER,
    }
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdout.close()
        server.stdin.write(BEGIN + message("textDocument/didOpen", {"textDocument": item}))
        server.stdin.close()
        assert server.wait(WAIT) == 1
        assert b"Traceback" not in server.stderr.read()


def positions(client: Client, uri: str, where: types.Position) -> list[Any]:
    document = types.TextDocumentIdentifier(uri)
    area = types.Range(where, types.Position(0, 0))
    return [
        client.text_document_hover_async(types.HoverParams(document, where)),
        client.text_document_definition_async(types.DefinitionParams(document, where)),
        client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, where)
        ),
        client.text_document_completion_async(types.CompletionParams(document, where)),
        client.text_document_prepare_rename_async(types.PrepareRenameParams(document, where)),
        client.text_document_rename_async(
            types.RenameParams(text_document=document, position=where, new_name="x")
        ),
        client.text_document_code_action_async(
            types.CodeActionParams(document, area, types.CodeActionContext([]))
        ),
        client.text_document_document_link_async(types.DocumentLinkParams(document)),
        client.text_document_document_symbol_async(types.DocumentSymbolParams(document)),
        client.text_document_code_lens_async(types.CodeLensParams(document)),
    ]


def test_places_and_documents_that_there_are_not(tmp_path: Path) -> None:
    """Wrong positions, unknown documents, files outside of any project, two roots, a policy that breaks."""
    one, two = write_project(tmp_path / "one"), write_project(tmp_path / "two")
    lone = tmp_path / "alone" / "note.md"
    lone.parent.mkdir()
    lone.write_text("# Note\n\nCited [@a].\n", "utf-8")

    async def work() -> None:
        async with session(one, two, tmp_path / "missing") as client:
            answer = client.open(one / "articles" / "answer.md")
            assert await client.diagnostics(answer, 1)
            for where in (
                types.Position(9_999, 0),
                types.Position(0, 9_999_999),
                types.Position(13, 2**31 - 1),
            ):
                await asyncio.gather(*positions(client, answer, where))
            client.text_document_did_open(
                types.DidOpenTextDocumentParams(types.TextDocumentItem("untitled:1", "markdown", 1, "[@a]"))
            )
            strange = ["untitled:1", "untitled:2", "", "file:///no/such/file.md", "http://x/y", lone.as_uri()]
            client.open(lone)
            client.open(one / "README.md", "# No article [@nobody]\n")
            for uri in strange:
                found = await asyncio.gather(*positions(client, uri, types.Position(2, 9)))
                assert not any(found[:7]), uri
            client.change("file:///never/opened.md", 2, types.TextDocumentContentChangeWholeDocument("x"))
            client.text_document_did_close(
                types.DidCloseTextDocumentParams(types.TextDocumentIdentifier("file:///never.md"))
            )
            # Two roots: each has its own entries.
            other = client.open(two / "articles" / "answer.md")
            assert await client.diagnostics(other, 1)
            symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams("green2017"))
            assert len(symbols or ()) == 2
            await out_of_order(client, answer)
            await broken_policy(client, one, two / "articles" / "answer.md")
            await unreadable_library(client, one)
            await odd_headings(client, two / "articles" / "odd.md")
            assert not [line for line in client.logged if "defect" in line]
            assert not [one for one in client.published if "README" in one.uri and one.diagnostics]

    run_apart(work())


async def out_of_order(client: Client, uri: str) -> None:
    """After an edit that came late nothing is said of a text that is not known, until it comes whole."""
    start = types.Position(0, 0)
    late = types.TextDocumentContentChangePartial(types.Range(start, start), "x")
    client.change(uri, 1, late)
    await client.until(lambda: any("not checked until" in line for line in client.logged))
    assert await client.diagnostics(uri) == []
    assert not any(await asyncio.gather(*positions(client, uri, types.Position(12, 50))))
    client.rewrite(uri, 5, ANSWER)
    assert await client.diagnostics(uri, 5)


async def broken_policy(client: Client, root: Path, elsewhere: Path) -> None:
    """A wrong policy is told of at its line, and in the documents that are not checked for it."""
    policy, uri = root / "osler.toml", (root / "articles" / "answer.md").as_uri()
    policy.write_text("\nnonsense = 1\n", "utf-8")
    save(client, policy)
    (at_fault,) = await client.until(lambda: latest(client, policy.as_uri()))
    assert "nonsense" in at_fault.message
    assert at_fault.range.start.line == 1
    (told,) = await client.until(lambda: [one for one in latest(client, uri) if "not checked" in one.message])
    assert "nonsense" in told.message
    assert not any(await asyncio.gather(*positions(client, uri, types.Position(12, 50))))
    assert len(latest(client, elsewhere.as_uri())) > 1
    policy.write_text("", "utf-8")
    save(client, policy)
    await client.until(lambda: len(latest(client, uri)) > 1 and not latest(client, policy.as_uri()))


async def odd_headings(client: Client, path: Path) -> None:
    """An outline's names fit a list, whatever the headings hold."""
    document = types.TextDocumentIdentifier(client.open(path, f"#\n\n## a\u202eb\x07\n\n## {'c ' * 3_000}\n"))
    (top,) = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) or [None]
    assert isinstance(top, types.DocumentSymbol)
    assert [top.name, *(one.name for one in top.children or ())] == ["(empty)", "ab", "c " * 100]


async def unreadable_library(client: Client, root: Path) -> None:
    """Where the library can't be read, the open article says so, beside the keys that are not found then."""
    library, uri = root / "references.bib", (root / "articles" / "answer.md").as_uri()
    data = library.read_bytes()
    library.unlink()
    library.mkdir()
    save(client, library)
    told, *_ = await client.until(
        lambda: [one for one in latest(client, uri) if "not checked" in one.message]
    )
    assert "references.bib: not a plain file" in told.message
    undefined = next(one for one in latest(client, uri) if one.code == "citation-undefined")
    assert "no entry was read from references.bib" in undefined.message
    library.rmdir()
    library.write_bytes(data)
    save(client, library)
    await client.until(lambda: not [one for one in latest(client, uri) if "not checked" in one.message])


def save(client: Client, path: Path) -> None:
    """Tell that a file was saved."""
    named = types.TextDocumentIdentifier(path.as_uri())
    client.text_document_did_save(types.DidSaveTextDocumentParams(named))


def latest(client: Client, uri: str) -> list[types.Diagnostic]:
    found = [one for one in client.published if one.uri == uri]
    return list(found[-1].diagnostics) if found else []


def test_options_that_are_not_understood(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")

    async def work() -> list[str]:
        async with session(root, diagnostics="all", network="yes", colour=1) as client:
            await client.until(lambda: len(client.logged) == 3)
            return client.logged

    assert run_apart(work()) == [
        "the option \"diagnostics\" cannot be 'all'",
        "the option \"network\" cannot be 'yes'",
        'there is no option "colour"',
    ]


def test_diagnostics_of_the_whole_project(tmp_path: Path) -> None:
    """On request the files that are not open count too, the library's and the lock's among them."""
    root = write_project(tmp_path / "project")

    async def work() -> set[str]:
        async with session(root, diagnostics="project") as client:
            await client.until(lambda: latest(client, (root / "references.bib").as_uri()))
            await client.until(lambda: latest(client, (root / "articles" / "answer.md").as_uri()))
            return {one.uri for one in client.published if one.diagnostics}

    assert (root / "articles" / "answer.md").as_uri() in run_apart(work())


def test_the_answer_to_an_old_text_is_not_shown(tmp_path: Path) -> None:
    """Each version that is published has the findings of its own text, whatever was typed in between."""
    root = write_project(tmp_path / "project")
    path = root / "articles" / "answer.md"

    async def work() -> Client:
        async with session(root, debounce=0) as client:
            uri = client.open(path)
            for version in range(2, 30):
                client.rewrite(uri, version, ANSWER + f"\nNew [@number{version}].\n")
                await asyncio.sleep(0.02)
            await client.diagnostics(uri, 29)
            return client

    client = run_apart(work())
    versions = [one.version for one in client.published if one.uri == path.as_uri()]
    assert versions == sorted(versions, key=lambda version: version or 0)
    for one in client.published:
        named = {word for each in one.diagnostics for word in each.message.split('"') if "number" in word}
        assert named <= {f"number{one.version}", f"@number{one.version}"}
    assert any("number29" in each.message for each in client.published[-1].diagnostics)
