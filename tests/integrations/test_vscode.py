"""The extension for VS Code: typed, bundled and packaged by its own tools, and what is in the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.install_tools import EXTENSION, EXTENSION_MODULES, ROOT, VSCE, find_npm
from toolkit.lsp.settings import Settings, read_settings

MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))
LOAD = """
const Module = require("node:module");
const anything = () => new Proxy(class {}, {
  get: (target, name) => name === "prototype" ? target.prototype : name === Symbol.toPrimitive ? () => "x" : anything(),
  apply: () => anything(),
  construct: () => ({}),
});
const original = Module._load;
Module._load = (name, ...rest) => name === "vscode" ? anything() : original(name, ...rest);
const { activate, deactivate } = require(process.argv[1]);
console.log(typeof activate, typeof deactivate);
process.exit(0);
"""


@pytest.fixture
def package(tmp_path: Path) -> zipfile.ZipFile:
    """The extension as `npm run package` makes it, in a copy: type check, bundle, vsix."""
    npm = find_npm()
    assert npm, "npm is missing: run `make tools`"
    assert VSCE.exists(), "the extension's npm packages are missing: run `make tools`"
    folder = tmp_path / "extension"
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (folder / "node_modules").symlink_to(EXTENSION_MODULES)
    done = subprocess.run(
        [npm, "run", "package"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "VSCE_STORE": "file"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(folder / "dist" / "osler.vsix")


def test_the_package_is_made_holds_what_it_should_and_loads(package: zipfile.ZipFile, tmp_path: Path) -> None:
    assert sorted(package.namelist()) == [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/changelog.md",
        "extension/dist/extension.js",
        "extension/package.json",
        "extension/readme.md",
    ]
    assert package.read("extension/LICENSE.txt") == (ROOT / "LICENSE").read_bytes()
    manifest = json.loads(package.read("extension/package.json"))
    assert manifest["main"] == "./dist/extension.js"
    assert manifest["activationEvents"] == MANIFEST["activationEvents"]
    assert 'Id="osler"' in package.read("extension.vsixmanifest").decode()
    # All that it needs is inside, but for the editor's own module.
    bundle = tmp_path / "extension.js"
    bundle.write_bytes(package.read("extension/dist/extension.js"))
    done = subprocess.run(
        ["node", "-e", LOAD, str(bundle)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout == "function function\n", done.stderr


def test_every_command_is_registered() -> None:
    source = (EXTENSION / "src" / "extension.ts").read_text("utf-8")
    for command in MANIFEST["contributes"]["commands"]:
        assert f'registerCommand("{command["command"]}"' in source


def test_the_settings_are_the_servers() -> None:
    properties = MANIFEST["contributes"]["configuration"]["properties"]
    told = {
        name.removeprefix("osler."): value["default"]
        for name, value in properties.items()
        if name not in ("osler.command", "osler.trace.server")
    }
    assert read_settings(told) == Settings(), "the same names, the same defaults"
    assert read_settings({**told, "diagnostics": "project"}).complaints == ()
    source = (EXTENSION / "src" / "extension.ts").read_text("utf-8")
    assert f"const OPTIONS = {json.dumps(list(told))} as const;" in source
    page = (EXTENSION / "README.md").read_text("utf-8")
    assert [name for name in properties if f"`{name}`" not in page] == []


def test_an_untrusted_workspace_names_no_command() -> None:
    assert "osler.command" in MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert MANIFEST["contributes"]["configuration"]["properties"]["osler.network"]["scope"] == "machine"


def test_versions_go_together() -> None:
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))
    assert lock["version"] == MANIFEST["version"]
    assert lock["packages"][""]["devDependencies"] == MANIFEST["devDependencies"]
    assert "resolved" not in lock["packages"]["node_modules/esbuild"], "no registry's address"
    types = MANIFEST["devDependencies"]["@types/vscode"].lstrip("~^")
    assert MANIFEST["engines"]["vscode"] == f"^{types}"
