"""`--base`: a change can't approve itself, take a record out, or lower what is asked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changes.conftest import Project, made
from tests.reviews.conftest import ARTICLE, BOARD
from tests.signing import decide, person, put, record_of
from toolkit.model.review import ReviewState
from toolkit.model.review_record import Decision

NEEDED = "[review]\npublication-needs-approval = true\n"
State = Callable[..., ReviewState]


@pytest.fixture
def repository(project: Path, tmp_path: Path) -> Project:
    """The project with its first commit on main; `topic` begins there. Nothing is published without approval."""
    found = made(project, tmp_path / "home")
    found.write("osler.toml", NEEDED)
    found.git("init", "-q", "-b", "main", ".")
    found.commit("first")
    found.git("switch", "-q", "-c", "topic")
    return found


def rules(found: Project, *arguments: str) -> set[str]:
    done = found.run("check", "--no-cache", "-f", "json", "--select", "review", *arguments)
    assert done.stdout, done.stderr
    return {one["rule"] for one in json.loads(done.stdout)["findings"] if one["path"] == "articles/b12.md"}


def test_an_approval_by_somebody_whom_the_base_knows(repository: Project, state: State) -> None:
    decide(repository.folder, "b12")
    repository.commit()
    assert rules(repository, "--base", "main") == set()
    assert state(base="main").is_approved


def test_a_key_and_a_person_added_in_the_same_change(repository: Project) -> None:
    repository.write("board.toml", BOARD + person("mallory", "Mallory", "reviewer"))
    decide(repository.folder, "b12", "mallory")
    repository.commit()
    assert rules(repository) == set()
    assert "review-signature" in rules(repository, "--base", "main")


def test_a_key_changed_in_the_same_change(repository: Project) -> None:
    repository.write("board.toml", person("stone", "Ada Stone", "reviewer", key="mallory"))
    decide(repository.folder, "b12", key="mallory")
    repository.commit()
    assert rules(repository) == set()
    assert "review-signature" in rules(repository, "--base", "main")


def test_a_key_taken_from_the_board_is_not_brought_back_by_an_older_branch(repository: Project) -> None:
    decide(repository.folder, "b12")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("board.toml", person("okafor", "Ngozi Okafor", "reviewer", "editor"))
    repository.commit("stone's key was stolen")
    repository.git("switch", "-q", "topic")
    assert rules(repository) == set()
    assert "review-signature" in rules(repository, "--base", "main")


@pytest.mark.parametrize(
    "configuration",
    [
        "",
        NEEDED + "required = {}\n",
        'ignore = ["review"]\n' + NEEDED,
        'ignore = ["review-missing"]\n' + NEEDED,
        'select = ["claim"]\n' + NEEDED,
        '[severities]\nreview-missing = "info"\n' + NEEDED,
        'board = "other.toml"\n' + NEEDED,
    ],
)
def test_a_policy_lowered_in_the_same_change(repository: Project, configuration: str) -> None:
    repository.write("osler.toml", configuration)
    repository.write("other.toml", BOARD + person("mallory", "Mallory", "reviewer"))
    if "other.toml" in configuration:
        decide(repository.folder, "b12", "mallory")
    repository.commit()
    done = repository.run("export", "--no-cache", "--base", "main", "articles/b12.md")
    assert done.returncode == 1
    assert "b12.md refused" in done.stdout
    assert "review-" in done.stdout


def test_an_author_under_a_name_that_the_change_gives_them(repository: Project, state: State) -> None:
    """Authors are known by what either board says of them."""
    repository.write("articles/b12.md", ARTICLE.replace("[Joe Doe]", "[writer]"))
    repository.write("board.toml", BOARD + '[writer]\nname = "Ada Stone"\n')
    decide(repository.folder, "b12")
    repository.commit()
    assert "is one of its authors" in " ".join(state(base="main").reasons)


def test_records_removed_and_edited_since(repository: Project, state: State) -> None:
    decide(repository.folder, "b12")
    last = decide(repository.folder, "b12", decision=Decision.REQUEST_CHANGES)
    repository.commit()
    repository.git("branch", "-f", "main")
    last.unlink()
    last.with_name(last.name + ".sig").unlink()
    assert state().is_approved, "without a base nobody can see it"
    assert state(base="main").reasons == ("this was removed since main",)
    shutil.rmtree(repository.folder / "reviews")
    assert "review-tampered" in rules(repository, "--base", "main")
    put(repository.folder, record_of(repository.folder, "b12", comment="another"), "stone")
    assert "this was edited since main" in state(base="main").reasons
    done = repository.run("review", "verify", "--base", "main")
    assert done.returncode == 1
    assert "reviews/b12/0001.toml:1:1: this was edited since main [review-tampered]" in done.stdout


def test_records_appended_on_the_other_line_are_not_missing(repository: Project, state: State) -> None:
    repository.git("switch", "-q", "main")
    decide(repository.folder, "other")
    repository.commit()
    repository.git("switch", "-q", "topic")
    decide(repository.folder, "b12")
    assert state(base="main").is_approved
    assert not state("other", base="main").reasons


def test_an_article_that_moved_with_its_records(repository: Project, state: State) -> None:
    decide(repository.folder, "b12")
    repository.commit()
    repository.git("branch", "-f", "main")
    repository.git("mv", "articles/b12.md", "articles/cobalamin.md")
    repository.git("mv", "reviews/b12", "reviews/cobalamin")
    repository.write("articles/cobalamin.md", ARTICLE.replace("---\n\n", "former_slugs: [b12]\n---\n\n"))
    found = state("cobalamin", base="main")
    assert {one.kind for one in found.concerns} == {"review-stale"}
    done = repository.run("review", "verify", "--base", "main")
    assert done.returncode == 0, done.stdout


def test_an_article_that_went_with_its_records(repository: Project) -> None:
    decide(repository.folder, "b12")
    repository.commit()
    repository.git("branch", "-f", "main")
    repository.git("rm", "-q", "-r", "articles/b12.md", "reviews/b12")
    done = repository.run("review", "verify", "--base", "main")
    assert done.returncode == 1
    assert "reviews/b12/0001.toml.sig:1:1: this was removed since main" in done.stdout


def test_a_base_that_is_not_there(repository: Project, tmp_path: Path) -> None:
    done = repository.run("review", "verify", "--base", "nowhere")
    assert done.returncode == 2
    assert 'there is no revision "nowhere"' in done.stderr
    repository.commit()
    shallow = made(tmp_path / "shallow", tmp_path / "home")
    shallow.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), ".")
    for command in (["review", "verify"], ["review", "status"], ["check"], ["export"]):
        done = shallow.run(*command, "--base", "origin/main")
        assert done.returncode == 2, command
        assert "--unshallow" in done.stderr
    outside = made(tmp_path / "outside", tmp_path / "home")
    outside.write("articles/b12.md", ARTICLE)
    assert outside.run("check", "--base", "main").returncode == 2


def test_a_board_that_is_wrong_at_the_base(repository: Project) -> None:
    repository.write("board.toml", "[stone]\nrole = 1\n")
    repository.commit()
    repository.git("branch", "-f", "main")
    repository.write("board.toml", BOARD)
    done = repository.run("check", "--base", "main")
    assert done.returncode == 2
    assert "main:board.toml:2:1" in done.stderr
