"""Messages to the language server: taken, or refused as the protocol says; open documents stay texts.

Each line is one message's JSON. What frames them is pygls' (`tests/lsp/test_bad_input.py` runs the server).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter

from toolkit.lsp.client import Client
from toolkit.lsp.documents import Documents, OutOfStepError
from toolkit.lsp.positions import Positions
from toolkit.lsp.settings import read_settings
from toolkit.model.span import SourceText

TOKENS = (
    *(
        '"uri": "file:///a.md"',
        '"text": ',
        '"range": ',
        '"start": ',
        '"end": ',
        '"line": ',
        '"character": ',
        "{",
        "}",
        "[",
        "]",
    ),
    *(
        '"version": ',
        '"contentChanges": ',
        '"capabilities": ',
        "null",
        "-1",
        "4294967296",
        "1e400",
        "\\ud83d",
        "\\u0000",
        "\n",
    ),
)
_KINDS = {
    "open": types.DidOpenTextDocumentParams,
    "change": types.DidChangeTextDocumentParams,
    "close": types.DidCloseTextDocumentParams,
    "begin": types.InitializeParams,
}


def seeds() -> Iterable[bytes]:
    """Give conversations."""
    uri = {"uri": "file:///a.md"}
    place = {"start": {"line": 0, "character": 1}, "end": {"line": 1, "character": 0}}
    opened = {
        "open": {
            "textDocument": {**uri, "languageId": "markdown", "version": 1, "text": "a 😀 [@b]\n\nc\r\n"}
        }
    }
    changed = {
        "change": {
            "textDocument": {**uri, "version": 2},
            "contentChanges": [{"range": place, "text": "é"}, {"text": "all\n"}],
        }
    }
    begun = {
        "begin": {
            "processId": None,
            "rootUri": None,
            "capabilities": {"general": {"positionEncodings": ["utf-8"]}},
        }
    }
    yield "\n".join(map(json.dumps, (begun, opened, changed, {"close": {"textDocument": uri}}))).encode()
    yield "\n".join(map(json.dumps, (opened, changed, changed))).encode()
    yield json.dumps(
        {"settings": {"diagnostics": "project", "debounce": 10, "codeLens": False, "x": 1}}
    ).encode()


def examine(data: bytes) -> None:
    """Hand messages to the documents, as the server does."""
    documents, positions = Documents(), Positions()
    for line in data.split(b"\n"):
        try:
            (name, params), *_ = json.loads(line).items()
        except (ValueError, AttributeError, RecursionError):
            continue
        if name == "settings":
            read_settings(params)
        elif name in _KINDS:
            positions = _take(documents, positions, name, params)
    for document in documents.snapshot().values():
        document.text.encode()
        source = SourceText(document.uri, document.text)
        assert positions.offset(source, positions.position(source, len(document.text))) <= len(document.text)


def _take(documents: Documents, positions: Positions, name: str, params: object) -> Positions:
    try:
        message = _converter().structure(params, _KINDS[name])
    except Exception:  # noqa: BLE001 - cattrs' own, of many kinds; pygls answers "invalid params" to all
        return positions
    match message:
        case types.DidOpenTextDocumentParams():
            documents.open(message.text_document)
        case types.DidChangeTextDocumentParams():
            try:
                documents.change(message, positions)
            except OutOfStepError:
                assert documents.is_lost(message.text_document.uri)
        case types.DidCloseTextDocumentParams():
            documents.close(message.text_document.uri)
        case types.InitializeParams():
            return Client.of(message.capabilities, "utf-16").positions
    return positions


@cache
def _converter() -> Any:
    make: Any = default_converter  # which pygls leaves without types
    return make()
