"""The installer of test tools: finds what is there, and never passes over what is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import install_tools
from tests.install_tools import MANIFEST, MissingToolError


def test_finds_what_the_other_tests_use() -> None:
    assert install_tools.find_chromium()
    assert install_tools.find_java()
    assert install_tools.NU_JAR.is_file()
    assert install_tools.AXE.is_file()
    assert install_tools.JATS_DTDS.is_dir()


def test_what_cannot_be_had_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("OSLER_CHROMIUM", raising=False)
    assert install_tools.find_chromium() is None
    assert install_tools.find_java() is None
    assert install_tools.find_npm() is None
    with pytest.raises(MissingToolError, match="apt-get install chromium"):
        install_tools._by_apt("Chromium", install_tools.find_chromium)
    assert install_tools.main() == 1


def test_a_browser_that_does_not_start_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSLER_CHROMIUM", "/bin/false")
    assert install_tools.find_chromium() is None


def test_versions_are_pinned_and_name_no_registry() -> None:
    manifest = json.loads((MANIFEST / "package.json").read_text("utf-8"))
    text = (MANIFEST / "package-lock.json").read_text("utf-8")
    locked = json.loads(text)["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in manifest["dependencies"].values())
    for name, version in manifest["dependencies"].items():
        entry = locked[f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
    assert "resolved" not in text
    assert "http" not in text
