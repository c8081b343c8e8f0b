"""A project held in memory answers as one read anew does, and judges no more than it must."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.lsp.project import ANSWER, GREEN, write_project
from tests.signing import decide, person
from toolkit.api import held as module
from toolkit.api.check import check
from toolkit.api.held import HeldProject, SupersededError, is_article
from toolkit.api.workspace import open_workspace
from toolkit.engine import ArticleOutcome, Work
from toolkit.errors import ConfigurationError
from toolkit.model.article import Article
from toolkit.model.policy import Policy
from toolkit.model.review import ReviewState
from toolkit.project import WorkingTree

TODAY = date(2026, 11, 22)
ARTICLE, OTHER, BIB = "articles/answer.md", "articles/other.md", "references.bib"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the articles that are judged, as they are."""
    paths: list[str] = []
    outcome = HeldProject._outcome

    def noting(
        self: HeldProject, work: Work, article: Article, ground: module._Ground, review: ReviewState | None
    ) -> ArticleOutcome:
        def noted(one: Article) -> ArticleOutcome:
            paths.append(one.path)
            return work(one)

        return outcome(self, noted, article, ground, review)

    monkeypatch.setattr(HeldProject, "_outcome", noting)
    return paths


def assert_same(held: HeldProject, unsaved: dict[str, bytes], today: date = TODAY) -> None:
    """Hold what is remembered to what a fresh reading says."""
    workspace = held.workspace(unsaved)
    fresh = open_workspace(held.tree.root, tree=held.tree)
    sources = {path: data for path, data in unsaved.items() if path != BIB}
    if unsaved:
        path = held.tree.root / BIB
        before = path.read_bytes()
        path.write_bytes(unsaved.get(BIB, before))
        fresh = open_workspace(held.tree.root, unsaved=sources, tree=held.tree)
        path.write_bytes(before)
    expected = check(fresh, today)
    found = held.check(workspace, today)
    assert found.findings == expected.findings
    assert found.suppressed == expected.suppressed


def test_edits_of_articles_and_library(root: Path, judged: list[str]) -> None:
    held = HeldProject(WorkingTree.find(root))
    assert_same(held, {})
    assert judged == [ARTICLE, OTHER]
    judged.clear()
    edited = (ANSWER + "\nA new sentence cites [@nobody2020].\n").encode()
    assert_same(held, {ARTICLE: edited})
    assert judged == [ARTICLE]
    judged.clear()
    assert_same(held, {})
    assert judged == [ARTICLE]
    judged.clear()
    # The entries move, and say the same: only what names places in the library is judged again.
    moved = b"\n\n" + (root / BIB).read_bytes()
    assert_same(held, {BIB: moved})
    changed = (root / BIB).read_bytes().replace(b"year = {2017}", b"year = {1997}")
    assert_same(held, {BIB: changed})
    assert_same(held, {BIB: changed.replace(b"green2017,", b"green1997,")})
    assert_same(held, {BIB: GREEN.encode(), ARTICLE: edited})
    assert_same(held, {}, date(2030, 1, 1))


def test_nothing_is_done_again_while_nothing_changes(root: Path, judged: list[str]) -> None:
    held = HeldProject(WorkingTree.find(root))
    workspace = held.workspace({})
    report = held.check(workspace, TODAY)
    judged.clear()
    assert held.workspace({}) is workspace
    assert held.check(workspace, TODAY) is report
    same = held.workspace({ARTICLE: (root / ARTICLE).read_bytes()})
    assert same is workspace
    assert judged == []


def test_files_on_the_disk_are_looked_at_each_time(root: Path) -> None:
    held = HeldProject(WorkingTree.find(root))
    held.check(held.workspace({}), TODAY)
    for path in (ARTICLE, BIB, "references.lock"):
        # Of the same length, and within the clock's grain.
        before = (root / path).read_bytes()
        (root / path).write_bytes(before.replace(b"2016", b"2015"))
        assert_same(held, {})
        (root / path).write_bytes(before)
        assert_same(held, {})
    (root / OTHER).unlink()
    assert_same(held, {})
    (root / "articles" / "new.md").write_text("# New\n", "utf-8")
    assert_same(held, {})
    (root / "references.lock").unlink()
    (root / BIB).unlink()
    workspace = held.workspace({})
    assert held.check(workspace, TODAY).findings == check(open_workspace(root), TODAY).findings
    assert held.workspace({}) is workspace


def test_a_wrong_policy_is_refused_until_it_is_mended(root: Path) -> None:
    held = HeldProject(WorkingTree.find(root))
    (root / "osler.toml").write_text("nonsense = 1\n", "utf-8")
    with pytest.raises(ConfigurationError):
        held.workspace({})
    (root / "osler.toml").write_text('ignore = ["claim-uncited"]\n', "utf-8")
    assert_same(held, {})


def test_a_file_that_cannot_be_read_stops_no_other(root: Path) -> None:
    held = HeldProject(WorkingTree.find(root))
    (root / "articles" / "huge.md").write_bytes(b"x" * (3 << 20))
    workspace = held.workspace({})
    assert [failure.path for failure in workspace.failures] == ["articles/huge.md"]
    assert held.workspace({}) is workspace
    assert_same(held, {})


def test_a_stopped_check_goes_on_where_it_was(root: Path, judged: list[str]) -> None:
    held = HeldProject(WorkingTree.find(root))
    workspace = held.workspace({})
    with pytest.raises(SupersededError):
        held.check(workspace, TODAY, is_stopped=lambda: len(judged) == 1)
    assert judged == [ARTICLE]
    assert_same(held, {})
    assert judged == [ARTICLE, OTHER]


def test_a_glance_judges_what_was_asked_for(root: Path, judged: list[str]) -> None:
    held = HeldProject(WorkingTree.find(root))
    workspace = held.workspace({})
    assert not held.will_be_quick(workspace, TODAY, [OTHER])
    report = held.glance(workspace, TODAY, [ARTICLE])
    assert judged == [ARTICLE]
    assert {one.path for one in report.findings} == {ARTICLE}
    assert not held.will_be_quick(workspace, TODAY, [ARTICLE])
    whole = held.check(workspace, TODAY)
    assert set(report.findings) <= set(whole.findings)
    assert judged == [ARTICLE, OTHER]


def test_a_check_is_quick_until_the_library_changes(root: Path) -> None:
    held = HeldProject(WorkingTree.find(root))
    held.check(held.workspace({}), TODAY)
    edited = held.workspace({ARTICLE: ANSWER.encode() + b"More.\n"})
    assert held.will_be_quick(edited, TODAY, [ARTICLE])
    assert not held.will_be_quick(edited, date(2027, 1, 1), [ARTICLE])
    other = held.workspace({BIB: GREEN.encode()})
    assert not held.will_be_quick(other, TODAY, [ARTICLE])
    with pytest.raises(SupersededError):
        held.check(other, TODAY, is_stopped=lambda: True)
    assert not held.will_be_quick(other, TODAY, [ARTICLE])
    held.check(other, TODAY)
    assert held.will_be_quick(other, TODAY, [ARTICLE])


def test_articles_that_went_are_forgotten(root: Path) -> None:
    held = HeldProject(WorkingTree.find(root))
    held.check(held.workspace({}), TODAY)
    (root / OTHER).unlink()
    held.check(held.workspace({}), TODAY)
    assert set(held._outcomes) == {ARTICLE}


@pytest.mark.parametrize(
    ("articles", "path", "expected"),
    [
        ("articles", "articles/a.md", True),
        ("articles", "articles/deep/a.md", True),
        ("articles", "README.md", False),
        ("articles", "articles-old/a.md", False),
        ("articles", "articles/a.txt", False),
        ("./articles/", "articles/a.md", True),
        (".", "a.md", True),
        (".", "references.bib", False),
    ],
)
def test_what_is_an_article(articles: str, path: str, *, expected: bool) -> None:
    assert is_article(replace(Policy(), articles=articles), path) is expected


def test_what_a_review_rests_on(root: Path) -> None:
    """A record, a signature, a figure, a key, a source: each changes what is said, and a cold check says the same."""
    (root / ARTICLE).write_bytes((root / ARTICLE).read_bytes() + b"\n![A count of cells](cells.svg)\n")
    (root / "articles" / "cells.svg").write_text("<svg/>")
    board = person("stone", "Ada Stone", "reviewer")
    (root / "board.toml").write_text(board)
    held = HeldProject(WorkingTree(root))
    assert_same(held, {})
    record = decide(root, "answer")
    assert_same(held, {})
    signature = record.with_name(record.name + ".sig")

    def changed(path: Path, data: bytes, rule: str) -> None:
        before = path.read_bytes()
        path.write_bytes(data)
        assert_same(held, {})
        assert rule in {one.rule for one in held.check(held.workspace({}), TODAY).findings}
        path.write_bytes(before)
        assert_same(held, {})
        assert rule not in {one.rule for one in held.check(held.workspace({}), TODAY).findings}

    changed(root / "articles" / "cells.svg", b"<svg></svg>", "review-stale")
    changed(record, record.read_bytes() + b"# more\n", "review-tampered")
    changed(signature, b"none", "review-signature")
    changed(root / "board.toml", board.replace("[stone]", "[other]").encode(), "review-signature")
    changed(root / BIB, (root / BIB).read_bytes().replace(b"{Blood}", b"{Lancet}"), "review-stale")
