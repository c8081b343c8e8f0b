"""The working tree: what belongs to a project, and how it is read and written."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from toolkit.errors import ConfigurationError, OslerError, UnreadableInputError, UnsafePathError
from toolkit.model.policy import Policy
from toolkit.project import WorkingTree


@pytest.fixture
def tree(tmp_path: Path) -> WorkingTree:
    (tmp_path / "osler.toml").write_text("")
    (tmp_path / "articles").mkdir()
    return WorkingTree(tmp_path.resolve())


def test_the_nearest_configuration_is_the_root(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "osler.toml").write_text("")
    assert WorkingTree.find(inner).root == tmp_path.resolve()
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.osler]\n")
    assert WorkingTree.find(inner).root == (tmp_path / "a").resolve()


def test_a_pyproject_of_something_else_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "osler.toml").write_text("")
    inner = tmp_path / "code"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname='x'\n")
    assert WorkingTree.find(inner).root == tmp_path.resolve()


def test_the_search_ends_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "osler.toml").write_text("")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    assert WorkingTree.find(repository).root == repository.resolve()


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError):
        WorkingTree.find(tmp_path / "nowhere")


def test_osler_toml_wins_over_pyproject(tree: WorkingTree) -> None:
    (tree.root / "osler.toml").write_text('articles = "one"\n')
    (tree.root / "pyproject.toml").write_text('[tool.osler]\narticles = "two"\n')
    assert tree.policy().articles == "one"


def test_a_broken_pyproject_that_speaks_of_osler_is_reported(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.osler\n")
    with pytest.raises(ConfigurationError):
        WorkingTree.find(tmp_path).policy()


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a\\b", "c:/x", "https://example.org", "a\x00b", "articles/../../x"]
)
def test_names_that_leave_the_project_are_refused(tree: WorkingTree, name: str) -> None:
    with pytest.raises(UnsafePathError):
        tree.locate(name)
    assert not tree.exists(name)


def test_links_that_leave_the_project_are_not_followed(
    tree: WorkingTree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("secret")
    (tree.root / "articles" / "a.md").symlink_to(outside)
    with pytest.raises(UnsafePathError):
        tree.read("articles/a.md", 100)


def test_a_link_to_itself(tree: WorkingTree) -> None:
    (tree.root / "loop").symlink_to("loop")
    with pytest.raises(OslerError):
        tree.read("loop", 100)


def test_a_fifo_does_not_hang(tree: WorkingTree) -> None:
    os.mkfifo(tree.root / "articles" / "a.md")
    with pytest.raises(UnreadableInputError, match="not a plain file"):
        tree.read("articles/a.md", 100)


def test_a_folder_is_not_a_file(tree: WorkingTree) -> None:
    with pytest.raises(UnreadableInputError):
        tree.read("articles", 100)


def test_a_file_over_its_cap_is_refused(tree: WorkingTree) -> None:
    (tree.root / "big").write_bytes(b"x" * 101)
    assert tree.read("big", 101)
    with pytest.raises(UnreadableInputError, match="larger"):
        tree.read("big", 100)


def test_articles_are_listed_in_order_without_hidden_files(tree: WorkingTree) -> None:
    for name in ("b.md", "a.md", ".hidden.md", "notes.txt", "sub/c.md", ".git/d.md"):
        path = tree.root / "articles" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    assert tree.article_paths(tree.policy()) == ("articles/a.md", "articles/b.md", "articles/sub/c.md")


def test_a_name_that_is_not_unicode_is_listed_and_refused(tree: WorkingTree) -> None:
    """Left out in silence, the article would seem to be checked."""
    Path(os.fsdecode(os.fsencode(tree.root / "articles") + b"/\xff.md")).write_text("")
    (path,) = tree.article_paths(tree.policy())
    assert path == "articles/\\xff.md"
    with pytest.raises(UnsafePathError, match=r"articles/\\xff\.md") as raised:
        tree.read(path, 100)
    assert "rename" in str(raised.value.help)


def test_a_read_only_file_is_not_replaced(tree: WorkingTree) -> None:
    target = tree.root / "references.bib"
    target.write_text("old")
    target.chmod(0o444)
    with pytest.raises(UnreadableInputError, match="cannot write the file: the file is read-only"):
        tree.write("references.bib", b"new")
    assert target.read_text() == "old"


def test_writing_replaces_whole_and_keeps_the_mode(tree: WorkingTree) -> None:
    target = tree.root / "references.bib"
    target.write_text("old")
    target.chmod(0o640)
    tree.write("references.bib", b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tree.root.iterdir()) == ["articles", "osler.toml", "references.bib"]


def test_a_write_that_fails_leaves_what_was_there(tree: WorkingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree.root / "x").write_text("old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UnreadableInputError, match="no space left"):
        tree.write("x", b"new")
    assert (tree.root / "x").read_text() == "old"
    assert sorted(path.name for path in tree.root.iterdir()) == ["articles", "osler.toml", "x"]


def test_a_folder_is_replaced_whole(tree: WorkingTree) -> None:
    tree.write_folder("build/a", {"index.html": b"1", "figures/x.png": b"2", "old": b""})
    tree.write_folder("build/a", {"index.html": b"3"})
    assert [path.name for path in (tree.root / "build/a").iterdir()] == ["index.html"]
    assert [path.name for path in (tree.root / "build").iterdir()] == ["a"]


def test_a_folder_that_cannot_be_written_leaves_the_old_one(
    tree: WorkingTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.write_folder("build/a", {"index.html": b"old"})
    count = 0

    def refuse(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == 2:
            raise OSError(5, "Input/output error")
        return rename(self, target)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(sys, "platform", "a system whose folders cannot change places")
    with pytest.raises(UnreadableInputError):
        tree.write_folder("build/a", {"index.html": b"new"})
    assert (tree.root / "build/a/index.html").read_bytes() == b"old"
    assert [path.name for path in (tree.root / "build").iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["../x", "/x"])
def test_an_export_names_no_file_outside_of_itself(tree: WorkingTree, name: str) -> None:
    with pytest.raises(UnsafePathError):
        tree.write_folder("build/a", {name: b""})
    assert not (tree.root / "build" / "a").exists()


def test_the_project_itself_is_never_replaced(tree: WorkingTree) -> None:
    with pytest.raises(UnsafePathError):
        tree.write_folder(".", {"x": b""})


def test_a_path_typed_from_a_folder_inside(tree: WorkingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.root / "articles")
    assert tree.relative(Path("a.md")) == "articles/a.md"
    with pytest.raises(UnsafePathError):
        tree.relative(Path("../../x.md"))


def test_a_new_file_is_never_written_over_another(tree: WorkingTree) -> None:
    tree.write_new({"articles/a.md": b"one", "b.md": b"two"})
    with pytest.raises(UnreadableInputError, match="it exists already"):
        tree.write_new({"a-new.md": b"", "b.md": b"other"})
    assert (tree.root / "b.md").read_bytes() == b"two"
    assert sorted(path.name for path in tree.root.iterdir()) == ["articles", "b.md", "osler.toml"]
    assert (tree.root / "b.md").stat().st_mode & 0o777 == (tree.root / "articles/a.md").stat().st_mode & 0o777


def test_a_new_file_where_the_system_has_no_links(tree: WorkingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    tree.write_new({"b.md": b"two"})
    with pytest.raises(UnreadableInputError, match="it exists already"):
        tree.write_new({"b.md": b"other"})
    assert sorted(path.name for path in tree.root.iterdir()) == ["articles", "b.md", "osler.toml"]
    assert (tree.root / "b.md").read_bytes() == b"two"


def test_what_a_killed_run_left_is_taken_away_after_an_hour(
    tree: WorkingTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [tree.root / ".references.bib.abc_1234.tmp", tree.root / ".b12.abcd1234.old"]
    left[0].write_bytes(b"half")
    left[1].mkdir()
    (left[1] / "index.html").write_bytes(b"")
    others = [tree.root / name for name in (".gitignore", ".note.tmp", "x.abcd1234.tmp", ".a.ABCD1234.tmp")]
    for one in others:
        one.write_bytes(b"")
    tree.write("references.bib", b"new")
    assert all(one.exists() for one in left)
    now = time.time()
    monkeypatch.setattr("toolkit.durable.time", lambda: now + 4_000)
    WorkingTree(tree.root).write("references.bib", b"newer")
    assert not any(one.exists() for one in left)
    assert all(one.exists() for one in others)


@pytest.mark.parametrize("name", ["osler.toml", "references.bib", "references.lock"])
def test_what_cannot_be_looked_at_is_not_taken_for_absent(
    tree: WorkingTree, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It would be written over: a disk that fails once must not cost the library."""
    (tree.root / name).write_text("")

    def fail(self: Path, **options: bool) -> os.stat_result:
        if self == tree.root / name:
            raise OSError(5, "Input/output error")
        return stat(self, **options)

    stat = Path.stat
    monkeypatch.setattr(Path, "stat", fail)
    assert tree.exists(name)
    assert not tree.exists("nothing.toml")
    if name == "osler.toml":
        assert WorkingTree.find(tree.root / "articles") == tree


@pytest.mark.parametrize("name", ["osler.toml", "board.toml"])
def test_a_link_that_leaves_the_project_is_not_taken_for_absent(
    tree: WorkingTree, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.toml"
    outside.write_text("")
    (tree.root / name).unlink(missing_ok=True)
    (tree.root / name).symlink_to(outside)
    assert tree.exists(name)
    with pytest.raises(UnsafePathError):
        tree.board(tree.policy())


def test_pipes_and_links_out_are_no_files_to_link_to(
    tree: WorkingTree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_text("secret")
    inside = tree.root / "inside.png"
    inside.write_text("picture")
    (tree.root / "out.png").symlink_to(outside)
    (tree.root / "in.png").symlink_to(inside)
    os.mkfifo(tree.root / "pipe.png")
    assert {"inside.png", "in.png"} == {name for name in tree.files(Policy()) if name.endswith(".png")}


def _said(tree: WorkingTree, path: str) -> str:
    """Give what reading a name comes to, in words."""
    try:
        return f"{tree.locate(path)} {tree.read(path, 100)!r}"
    except OslerError as error:
        return f"{type(error).__name__} {error.message}"


def test_many_files_in_one_pass_are_read_as_one_by_one(
    tree: WorkingTree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("secret")
    (tree.root / "articles" / "a.md").write_text("text")
    (tree.root / "articles" / "link.md").symlink_to("a.md")
    (tree.root / "articles" / "out.md").symlink_to(outside / "secret.md")
    (tree.root / "articles" / "round.md").symlink_to("round.md")
    (tree.root / "inner").symlink_to("articles")
    (tree.root / "outer").symlink_to(outside)
    names = (
        "a.md",
        "link.md",
        "out.md",
        "round.md",
        "none.md",
        "..",
        ".",
        "",
        "../osler.toml",
        "x" * 300,
        "a:b",
        "\0",
    )
    folders = (
        "articles/",
        "inner/",
        "outer/",
        "articles/./",
        "articles//",
        "inner/../articles/",
        "none/",
        "",
    )
    pass_ = tree.for_one_pass()
    for _ in range(2):
        for path in (folder + name for folder in folders for name in names):
            assert _said(pass_, path) == _said(tree, path), path
    assert "secret" not in "".join(_said(pass_, f"outer/{name}") for name in names)


def test_names_below_a_folder_come_folder_by_folder(tree: WorkingTree) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.md", "c/d.md", ".hidden/x.md", "a/.x.md", "venv/y.md", "é/é.md"):
        place = tree.root / "articles" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    (tree.root / "articles" / "linked").symlink_to("a")
    (tree.root / "articles" / "lost.md").symlink_to("nowhere")
    named = ("b.md", "lost.md", "a/z.md", "a/b/c.md", "c/d.md", "é/é.md")
    assert list(tree.files_below("articles")) == [f"articles/{name}" for name in named]
    plain = [f"articles/{name}" for name in named if name != "lost.md"]
    assert list(tree.plain_files_below("articles/")) == plain
    assert list(tree.plain_files_below(".")) == ["osler.toml", *plain]
