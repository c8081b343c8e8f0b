"""What docs/editors.md tells people to paste into their editors' configuration."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import sexpdata
from lupa import LuaRuntime

from tests.conftest import ROOT
from toolkit.lsp.settings import Settings, read_settings

PAGE = (ROOT / "docs" / "editors.md").read_text("utf-8")
OPTIONS = {"diagnostics": "project"}
COMMAND = ["osler", "lsp"]
VIM = """
calls = {}
vim = { lsp = {
  config = function(name, settings) calls.name, calls.settings = name, settings end,
  enable = function(name) calls.enabled = name end,
} }
local configs = setmetatable({}, { __newindex = function(t, name, value)
  calls.name, calls.settings = name, value.default_config
  rawset(t, name, value)
end })
local lspconfig = {
  util = { root_pattern = function(...) calls.roots = { ... }; return function() end end },
  osler = { setup = function() calls.enabled = 'osler' end },
}
local modules = { ['lspconfig.configs'] = configs, lspconfig = lspconfig }
function require(name) return assert(modules[name], name) end
"""


def block(language: str, name: str) -> str:
    found = re.search(rf"^```{language} {re.escape(name)}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def symbols(text: str) -> Any:
    """Read Lisp, keywords and symbols as their names."""

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(one) for one in node]
        if isinstance(node, sexpdata.Quoted):
            return plain(node.x)
        return node.value() if isinstance(node, sexpdata.Symbol) else node

    return plain(sexpdata.loads(f"({text})".replace("#'", "'"), true=None, nil=None))


def flat(node: Any) -> list[Any]:
    return [one for part in node for one in flat(part)] if isinstance(node, list) else [node]


def lists(node: Any) -> list[list[Any]]:
    return [node, *(one for part in node for one in lists(part))] if isinstance(node, list) else []


@pytest.mark.parametrize("name", ["init.lua", "lspconfig"])
def test_neovim(name: str) -> None:
    lua = LuaRuntime()
    lua.execute(VIM)
    lua.execute(block("lua", name))
    calls = lua.globals().calls
    settings = calls.settings
    assert (calls.name, calls.enabled) == ("osler", "osler")
    assert list(settings.cmd.values()) == COMMAND
    assert list(settings.filetypes.values()) == ["markdown", "bib"]
    assert dict(settings.init_options.items()) == OPTIONS
    # Names alone: lists of names within it are read from 0.11.3 on, and an error before.
    roots = list((calls.roots or settings.root_markers).values())
    assert roots[:2] == ["osler.toml", "references.bib"]
    assert all(isinstance(one, str) for one in roots)


def test_helix() -> None:
    found = tomllib.loads(block("toml", "languages.toml"))
    server = found["language-server"]["osler"]
    assert [server["command"], *server["args"]] == COMMAND
    assert server["config"] == OPTIONS
    languages = {one["name"]: one["language-servers"] for one in found["language"]}
    assert set(languages) == {"markdown", "bibtex"}
    assert all("osler" in servers for servers in languages.values())


@pytest.mark.parametrize("name", ["eglot", "lsp-mode"])
def test_emacs(name: str) -> None:
    found = symbols(block("elisp", name))
    assert any(one[at : at + 2] == COMMAND for one in lists(found) for at in range(len(one)))
    assert [":diagnostics", "project"] in lists(found)
    words = flat(found)
    assert {"markdown-mode-hook", "bibtex-mode-hook", "bibtex-mode"} <= set(words)


def test_vscode() -> None:
    given = json.loads(block("json", "settings.json"))
    manifest = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text("utf-8"))
    assert set(given) <= set(manifest["contributes"]["configuration"]["properties"])
    assert given["osler.command"][-1] == "lsp"


def test_the_options_are_the_servers() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", PAGE, re.MULTILINE))
    given = {name: json.loads(value) for name, value in rows.items()}
    assert read_settings(given) == Settings(), "the same names, the same defaults"
    assert len(given) == len(Settings.__slots__) - 1
    assert read_settings(OPTIONS).complaints == ()


def test_the_command_starts_a_server(tmp_path: Path) -> None:
    """The command and the options that the page shows, spoken to as an editor would."""
    program = Path(sys.executable).with_name(COMMAND[0])
    asked = {
        "processId": None,
        "rootUri": tmp_path.as_uri(),
        "capabilities": {},
        "initializationOptions": OPTIONS,
    }
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": asked},
        {"jsonrpc": "2.0", "method": "initialized", "params": {}},
        {"jsonrpc": "2.0", "id": 2, "method": "shutdown"},
        {"jsonrpc": "2.0", "method": "exit"},
    ]
    texts = [json.dumps(one).encode() for one in messages]
    given = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(text), text) for text in texts)
    done = subprocess.run([program, *COMMAND[1:]], input=given, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert b'"capabilities"' in done.stdout
