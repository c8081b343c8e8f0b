"""A project whose site can be published, and a way to publish it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.export_project import CONFIGURATION, GOOD, LIBRARY, LOCK
from tests.pictures import PNG
from toolkit.readers.lock import seal_lock

HOSTILE = (
    GOOD
    .replace("title: Can", "title: </title><script>alert(1)</script> & Can")
    .replace("type:", 'subjects: ["<img src=x onerror=alert(1)>"]\nformer_slugs: [older]\ntype:')
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of a good and a hostile article; the current folder."""
    root = tmp_path / "project"
    (root / "articles" / "figures").mkdir(parents=True)
    (root / "osler.toml").write_text(CONFIGURATION, "utf-8")
    (root / "references.bib").write_text(LIBRARY, "utf-8")
    (root / "references.lock").write_text(seal_lock(LOCK), "utf-8")
    (root / "articles" / "good.md").write_text(GOOD, "utf-8")
    (root / "articles" / "hostile.md").write_text(HOSTILE, "utf-8")
    (root / "articles" / "figures" / "spoon.png").write_bytes(PNG)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return root
