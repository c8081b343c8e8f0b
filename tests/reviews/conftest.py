"""A project with a board and two articles, of which one cites and shows a figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cache.conftest import DAY, LIBRARY
from tests.signing import person
from toolkit.api.reviewing import reviewed
from toolkit.api.workspace import open_workspace
from toolkit.model.review import UNREVIEWED, ReviewState

TODAY = DAY
BOARD = person("stone", "Ada Stone", "reviewer") + person("okafor", "Ngozi Okafor", "reviewer", "editor")
ARTICLE = """---
title: Can vitamin B12 deficiency cause leukopenia?
authors: [Joe Doe]
---

It can [@green2017].

![A count of cells](cells.svg)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two articles of Joe Doe, a library, Ada Stone and Ngozi Okafor on the board."""
    folder = tmp_path / "project"
    (folder / "articles").mkdir(parents=True)
    (folder / "osler.toml").write_text("")
    (folder / "references.bib").write_text(LIBRARY)
    (folder / "board.toml").write_text(BOARD)
    (folder / "articles" / "cells.svg").write_text("<svg/>")
    (folder / "articles" / "b12.md").write_text(ARTICLE)
    (folder / "articles" / "other.md").write_text(ARTICLE.replace("It can", "It may"))
    return folder


@pytest.fixture
def state(project: Path) -> Callable[..., ReviewState]:
    """Give the state of an article, derived without a cache."""

    def derived(slug: str = "b12", base: str | None = None) -> ReviewState:
        workspace = reviewed(open_workspace(project, base=base), TODAY)
        return workspace.project.reviews.get(slug, UNREVIEWED)

    return derived
