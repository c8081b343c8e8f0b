"""The cache folder comes with a checkout: nothing in it is believed unless this user sealed it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import toolkit
from tests.cache.conftest import DAY, report
from toolkit.api.check import check
from toolkit.api.workspace import open_workspace
from toolkit.cache import edition as edition_module
from toolkit.cache import store as store_module
from toolkit.cache.edition import edition
from toolkit.cache.late import LateArticle
from toolkit.cache.session import open_cache
from toolkit.cache.store import FOLDER, Store, secret
from toolkit.model.article import Paragraph
from toolkit.readers.markdown import read_article

KEY = bytes(32)


def rows(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.row"))


def test_gives_back_what_was_put(tmp_path: Path) -> None:
    store = Store(tmp_path / FOLDER, KEY)
    store.put("one", b"row")
    assert store.get("one") == b"row"
    assert store.get("two") is None
    assert (tmp_path / FOLDER / ".gitignore").read_text().endswith("*\n")
    assert (
        (tmp_path / FOLDER / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_marks_that_a_full_disk_cut_short_are_written_again(tmp_path: Path) -> None:
    """Without them the cache would be committed, and backed up."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    for name in (".gitignore", "CACHEDIR.TAG"):
        (folder / name).touch()
    Store(folder, KEY).put("one", b"row")
    assert (folder / ".gitignore").read_text().endswith("*\n")
    assert (folder / "CACHEDIR.TAG").stat().st_size


def test_any_flipped_byte_makes_a_row_none(tmp_path: Path) -> None:
    store = Store(tmp_path / FOLDER, KEY)
    store.put("one", b"a row of some length")
    place = rows(tmp_path / FOLDER)[0]
    whole = place.read_bytes()
    for index in range(len(whole)):
        place.write_bytes(whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :])
        assert store.get("one") is None
        place.write_bytes(whole[:index])
        assert store.get("one") is None


def test_a_row_of_another_user_or_name_is_none(tmp_path: Path) -> None:
    Store(tmp_path / FOLDER, bytes([1] * 32)).put("one", b"forged: nothing to report")
    store = Store(tmp_path / FOLDER, KEY)
    assert store.get("one") is None
    store.put("two", b"row")
    own = max(rows(tmp_path / FOLDER), key=lambda path: path.stat().st_mtime_ns)
    for place in rows(tmp_path / FOLDER):
        place.write_bytes(own.read_bytes())
    assert store.get("one") is None
    assert store.get("two") == b"row"


def test_a_cache_that_came_with_a_commit_hides_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cold = report(project, cached=False)
    monkeypatch.setenv("OSLER_STATE", str(tmp_path / "forger"))
    place = project / "articles" / "other.md"
    text = place.read_text()
    place.write_text("Nothing.\n")
    report(project)
    # The forger's rows for the harmless text, put where those for the real text are looked for.
    place.write_text(text)
    assert report(project) == cold
    monkeypatch.setenv("OSLER_STATE", str(tmp_path / "victim"))
    assert report(project) == cold


@pytest.mark.parametrize("kind", ["link", "dangling", "file", "fifo"])
def test_what_is_no_folder_is_left_alone(project: Path, tmp_path: Path, kind: str) -> None:
    cold = report(project, cached=False)
    place, elsewhere = project / FOLDER, tmp_path / "elsewhere"
    if kind == "link":
        elsewhere.mkdir()
    if kind in ("link", "dangling"):
        place.symlink_to(elsewhere)
    elif kind == "file":
        place.write_text("mine")
    else:
        os.mkfifo(place)
    assert report(project) == cold
    assert report(project) == cold
    assert not elsewhere.exists() or not list(elsewhere.iterdir())
    assert kind != "file" or place.read_text() == "mine"


@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "empty", "huge"])
def test_rows_that_are_no_plain_files_are_none(project: Path, kind: str) -> None:
    cold = report(project)
    for place in rows(project / FOLDER):
        data = place.read_bytes()
        place.unlink()
        if kind == "link":
            (project / "kept").write_bytes(data)
            place.symlink_to(project / "kept")
        elif kind == "fifo":
            os.mkfifo(place)
        elif kind == "folder":
            place.mkdir()
        elif kind == "empty":
            place.touch()
        else:
            with place.open("wb") as file:
                file.truncate(1 << 40)
    (project / "kept").unlink(missing_ok=True)
    assert report(project) == cold
    assert report(project) == cold


def test_a_folder_that_cannot_be_written_is_only_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = report(project, cached=False)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Root may write anywhere, so the disk's refusal cannot be had for real.
    monkeypatch.setattr(store_module, "_write", refuse)
    assert report(project) == cold
    monkeypatch.undo()
    assert not rows(project / FOLDER)


def test_rows_of_another_edition_are_none(project: Path) -> None:
    cache = open_cache(project)
    assert cache is not None
    cache.put("name", "key", ["value"])
    assert cache.get("name", "key") == ["value"]
    assert cache.get("name", "other key") is None
    later = open_cache(project)
    assert later is not None
    later._edition = "another"
    assert later.get("name", "key") is None


def test_room_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAXIMUM_FILES", 8)
    store = Store(tmp_path / FOLDER, KEY)
    for number in range(20):
        store.put(f"row {number}", b"x")
        os.utime(tmp_path / FOLDER / store._file(f"row {number}"), (number, number))
    store.close()
    assert [store.get(f"row {number}") for number in (0, 13, 14, 19)] == [None, None, b"x", b"x"]


def test_runs_side_by_side_agree(project: Path) -> None:
    cold = report(project, cached=False)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _number: report(project), range(12))) == {cold}
    assert not list((project / FOLDER).glob("*.tmp"))


def test_the_key_is_the_users_own(tmp_path: Path) -> None:
    key = secret(tmp_path)
    assert key is not None
    assert len(key) == 32
    assert secret(tmp_path) == key
    assert secret(tmp_path / "another") != key
    place = tmp_path / "cache.key"
    assert place.stat().st_mode & 0o077 == 0
    place.chmod(0o644)
    assert secret(tmp_path) is None
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    assert secret(tmp_path) is None


def test_an_article_judged_before_is_not_read_again(project: Path) -> None:
    report(project)
    workspace = open_workspace(project, uses_cache=True)
    from_cache = {type(one).__name__ for one in workspace.project.articles}
    assert from_cache == {"LateArticle"}
    for one in workspace.project.articles:
        with pytest.raises(AttributeError):
            object.__getattribute__(one, "blocks")
    found = check(workspace, DAY)
    assert found.findings
    whole = open_workspace(project)
    assert list(workspace.project.articles) == list(whole.project.articles)
    assert workspace.library.by_identifier == whole.library.by_identifier


def test_without_a_home_folder_no_key_is_made_in_the_checkout(
    project: Path, homeless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = report(project, cached=False)
    before = sorted(project.rglob("*"))
    monkeypatch.chdir(project)
    monkeypatch.delenv("OSLER_STATE")
    assert report(project) == report(project) == cold
    assert sorted(project.rglob("*")) == before


def test_a_key_that_lies_in_the_checkout_seals_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A commit could bring the key as well as the rows, and a strict umask makes it look like the user's own."""
    key = project / ".state" / "cache.key"
    key.parent.mkdir()
    key.write_bytes(KEY)
    key.chmod(0o600)
    (tmp_path / "link").symlink_to(key.parent)
    monkeypatch.chdir(project)
    for named in (str(key.parent), ".state", str(tmp_path / "link")):
        monkeypatch.setenv("OSLER_STATE", named)
        assert open_cache(project) is None


def test_of_the_code_its_contents_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wheels and images may give two versions of a file one size and one time."""
    package = tmp_path / "toolkit"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").touch()
    figures = package / "data" / "figures.json"
    monkeypatch.setattr(toolkit, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(edition_module, "_SETTLED", -1)
    store = Store(tmp_path / FOLDER, KEY)

    def edition_with(text: str) -> str:
        figures.write_text(text)
        os.utime(figures, ns=(1, 1))
        monkeypatch.setattr(edition_module, "_read", [])
        return edition(store)

    first = edition_with("0.51")
    assert edition_with("0.61") != first
    assert edition_with("0.51") == first, "installed anew, it is the same"
    figures.unlink()
    monkeypatch.setattr(edition_module, "_read", [])
    assert edition(store) != first


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package in the place of Osler's own, which no edition was made of yet."""
    package = tmp_path / "toolkit"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.setattr(toolkit, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(edition_module, "_read", [])
    return package


@pytest.mark.usefixtures("package")
def test_the_digest_of_the_code_is_kept_once_it_has_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / FOLDER, KEY)
    first = edition(store)
    assert store.get("edition") is None, "written this second: it could be written again unnoticed"
    monkeypatch.setattr(edition_module, "_SETTLED", -1)
    monkeypatch.setattr(edition_module, "_read", [])
    assert edition(store) == first
    assert store.get("edition") is not None
    monkeypatch.setattr(edition_module, "_read", [])
    assert edition(store) == first


def test_a_process_keeps_its_edition(tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is loaded judges; another Osler that is installed meanwhile must not answer for it."""
    store = Store(tmp_path / FOLDER, KEY)
    first = edition(store)
    (package / "__init__.py").write_text("another")
    assert edition(store) == first
    monkeypatch.setattr(edition_module, "_read", [])
    assert edition(store) != first


def test_an_article_that_is_forgotten_is_read_again(project: Path) -> None:
    workspace = open_workspace(project, uses_cache=True)
    for one in workspace.project.articles:
        assert isinstance(one, LateArticle)
        plain = read_article(one.path, (project / one.path).read_bytes())
        for _ in range(2):
            assert one == plain
            assert list(one.nodes(Paragraph)) == list(plain.nodes(Paragraph))
            one.forget()
