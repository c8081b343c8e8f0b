"""`--changed-since`: what a change caused is reported, what was there before is left out and counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.changes.conftest import ARTICLE, FRONT, LIBRARY, OTHER, Project, made
from toolkit.readers.lock import seal_lock

SINCE = ("--changed-since", "main")


def test_nothing_changed(project: Project) -> None:
    assert project.since(*SINCE) == []
    assert project.check(*SINCE, code=0)["summary"]["left_out"]["unchanged"] > 2


def test_all_findings_are_there_without_it(project: Project) -> None:
    report = project.check("--select", "claim", code=1)
    assert len(report["findings"]) == 3
    assert "left_out" not in report["summary"]


@pytest.mark.parametrize("how", ["committed", "staged", "unstaged"])
def test_a_changed_line(project: Project, how: str) -> None:
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    if how == "staged":
        project.git("add", "-A")
    elif how == "committed":
        project.commit()
    assert project.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]


def test_what_main_gained_meanwhile_is_not_of_this_branch(project: Project) -> None:
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    project.commit()
    project.git("switch", "-q", "main")
    project.write("articles/other.md", OTHER.replace("5 mg", "10 mg"))
    project.commit()
    project.git("switch", "-q", "topic")
    assert project.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]


def test_a_finding_that_spans_a_changed_line(project: Project) -> None:
    text = ARTICLE.replace("Give hydroxocobalamin 1000 mcg\n", "").replace(
        "1000 mcg on", "1000 mcg\nby injection on"
    )
    project.write("articles/b12.md", text)
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/b12.md", text.replace("by injection", "by deep injection"))
    assert project.since(*SINCE, select="claim") == ["articles/b12.md:15 claim-uncited"]


def test_lines_that_moved_are_not_new(project: Project) -> None:
    project.write("articles/b12.md", ARTICLE.replace("## Answer\n", "## Answer\n\nThis page is short.\n"))
    assert project.since(*SINCE, select="claim") == []


@pytest.mark.parametrize("stage", [False, True])
def test_a_new_article_counts_whole(project: Project, *, stage: bool) -> None:
    project.write('articles/nested/a "new" one – é.md', OTHER)
    if stage:
        project.git("add", "-A")
    found = project.since(*SINCE, select="claim")
    assert found == ['articles/nested/a "new" one – é.md:11 claim-uncited']


def test_an_article_that_git_ignores_counts_whole(project: Project) -> None:
    project.write(".gitignore", "secret.md\n")
    project.write("articles/secret.md", OTHER)
    assert project.since(*SINCE, select="claim") == ["articles/secret.md:11 claim-uncited"]


@pytest.mark.parametrize(
    "name", ["a b.md", "é.md", "'quoted\".md", "line\nend.md", "-dash.md", "tab\t.md", ":(top).md"]
)
def test_odd_names(project: Project, name: str) -> None:
    project.write(f"articles/{name}", OTHER)
    project.commit()
    project.git("branch", "-f", "main")
    assert project.since(*SINCE, select="claim") == []
    project.write(f"articles/{name}", OTHER.replace("5 mg", "6 mg"))
    assert project.since(*SINCE, select="claim") == [f"articles/{name}:11 claim-uncited"]


@pytest.mark.parametrize("commit", [False, True])
def test_a_moved_article_is_followed(project: Project, *, commit: bool) -> None:
    project.folder.joinpath("articles/b12.md").unlink()
    project.write("articles/deeper/b12-deficiency.md", ARTICLE.replace("1000 mcg", "500 mcg"))
    if commit:
        project.commit()
    found = project.since(*SINCE, select="claim")
    assert found == ["articles/deeper/b12-deficiency.md:15 claim-uncited"]


def test_a_citation_that_went_leaves_its_claim_uncited(project: Project) -> None:
    text = (
        FRONT
        + "\nGive folic acid 5 mg daily for four months.\nThey agree in most trials. [@obeid2024]{.paragraph}\n"
    )
    project.write("articles/other.md", text)
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/other.md", text.replace(" [@obeid2024]{.paragraph}", ""))
    found = project.since(*SINCE, select="claim")
    assert "articles/other.md:11 claim-uncited" in found  # its own line did not change


def test_deletions_that_break_other_lines(project: Project) -> None:
    text = ARTICLE + "\nSee [the answer](#answer) and the note.[^1]\n\n[^1]: A note.\n"
    project.write("articles/b12.md", text)
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/b12.md", text.replace("## Answer\n", "").replace("[^1]: A note.\n", ""))
    found = project.since(*SINCE, select="article")
    assert any("article-broken-link" in one for one in found)
    assert any("article-footnote" in one for one in found)


def test_a_missing_disclaimer_counts_once_the_article_changed(project: Project) -> None:
    assert project.since(*SINCE, select="disclaimer") == []
    project.write("articles/b12.md", ARTICLE + "\nThe end.\n")
    found = project.since(*SINCE, select="disclaimer")
    assert found
    assert all(one.startswith("articles/b12.md") for one in found)


def test_front_matter_counts_once_the_article_changed(project: Project) -> None:
    text = ARTICLE.replace("competing_interests: none\n", "")
    project.write("articles/b12.md", text)
    project.commit()
    project.git("branch", "-f", "main")
    assert project.since(*SINCE, select="article-metadata-missing") == []
    project.write("articles/b12.md", text.replace("on alternate days", "on alternate days for two weeks"))
    assert len(project.since(*SINCE, select="article-metadata-missing")) == 1
    project.write(
        "articles/b12.md", text.replace("The deficiency may look like leukaemia [@green2017].\n", "")
    )
    assert len(project.since(*SINCE, select="article-metadata-missing")) == 1


def test_a_changed_entry_counts_in_the_library_and_where_it_is_cited(project: Project) -> None:
    project.write("references.bib", LIBRARY.replace("  year = {2017},\n", ""))
    assert project.since(*SINCE) == ["references.bib:1 reference-incomplete"]
    project.write("references.bib", LIBRARY.replace("@article{green2017,", "@article{green17,"))
    found = project.since(*SINCE)
    assert "articles/b12.md:17 citation-undefined" in found
    assert "references.bib:1 reference-unused" in found
    assert not any("other.md" in one for one in found)


def test_an_entry_that_only_moved_is_unchanged(project: Project) -> None:
    project.write("references.bib", LIBRARY.replace("  year = {2017},\n", ""))
    project.commit()
    project.git("branch", "-f", "main")
    first, second = LIBRARY.replace("  year = {2017},\n", "").split("\n\n")
    project.write("references.bib", f"{second}\n\n{first.replace('  author', '    author')}\n")
    assert project.since(*SINCE) == []


def test_the_last_citation_taken_away_leaves_an_unused_entry(project: Project) -> None:
    project.write("articles/other.md", OTHER.replace(" [@obeid2024]", ""))
    assert "references.bib:8 reference-unused" in project.since(*SINCE)


def test_a_deleted_article_leaves_an_unused_entry_and_a_broken_link(project: Project) -> None:
    project.write("articles/b12.md", ARTICLE + "\nSee [the other](other.md).\n")
    project.commit()
    project.git("branch", "-f", "main")
    project.folder.joinpath("articles/other.md").unlink()
    found = project.since(*SINCE)
    assert "references.bib:8 reference-unused" in found
    assert "articles/b12.md:19 article-broken-link" in found


def test_a_second_article_of_the_same_slug(project: Project) -> None:
    project.write("articles/a/b12.md", OTHER)
    assert "articles/b12.md:1 article-duplicate-slug" in project.since(*SINCE)


def test_a_record_that_changed_counts_where_its_work_is_cited(retracted: Project) -> None:
    lock = (retracted.folder / "references.lock").read_text("utf-8")
    lines = [line for line in lock.splitlines() if not line.startswith(("notices", "publication-types"))]
    retracted.write("references.lock", seal_lock("\n".join(lines) + "\n"))
    retracted.commit()
    assert retracted.since("--changed-since", "main", select="reference-retracted") == []
    retracted.write("references.lock", lock)
    (found,) = retracted.since("--changed-since", "main", select="reference-retracted")
    assert found.endswith("reference-retracted")


def test_a_record_that_was_asked_for_again_is_unchanged(retracted: Project) -> None:
    lock = (retracted.folder / "references.lock").read_text("utf-8")
    again = re.sub(r'obtained = "[^"]*"', 'obtained = "2026-11-20"', lock)
    assert again != lock
    retracted.write("references.lock", seal_lock(again))
    assert retracted.since("--changed-since", "main", select="reference-retracted") == []


@pytest.mark.parametrize("name", ["osler.toml", "board.toml"])
def test_a_changed_policy_or_board_lets_everything_count(project: Project, name: str) -> None:
    project.write(name, 'language = "en-GB"\n' if name == "osler.toml" else '[rk]\nname = "Rosa Klein"\n')
    report = project.check(*SINCE, code=1)
    assert report["summary"]["left_out"]["unchanged"] == 0
    assert report["summary"]["left_out"]["notes"] == [f"{name} changed: every finding counts"]


def test_a_policy_that_says_the_same_changes_nothing(project: Project) -> None:
    project.write("osler.toml", "# a remark\n")
    assert project.since(*SINCE) == []


def test_other_line_ends_change_nothing(project: Project) -> None:
    project.folder.joinpath("articles/b12.md").write_bytes(ARTICLE.replace("\n", "\r\n").encode())
    assert project.since(*SINCE, select="claim,citation") == []


def test_a_suppression_that_went(project: Project) -> None:
    text = ARTICLE.replace(
        "Vitamin B12 def", "<!-- osler: ignore claim-uncited: known -->\nVitamin B12 def", 1
    )
    project.write("articles/b12.md", text)
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/b12.md", ARTICLE)
    assert project.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]


def test_another_citation_of_a_work_with_a_finding_at_the_first(retracted: Project) -> None:
    path = "articles/mir-429-lung-cancer.md"
    text = (retracted.folder / path).read_text("utf-8")
    retracted.write(path, text + "\nIt also inhibits growth [@xiao2016].\n")
    (found,) = retracted.since(*SINCE, select="reference-retracted")
    assert found.startswith(f"{path}:13 ")


def test_a_link_in_place_of_an_article_counts_whole(project: Project) -> None:
    project.write("texts/b12.md", ARTICLE)
    project.folder.joinpath("articles/b12.md").unlink()
    project.folder.joinpath("articles/b12.md").symlink_to("../texts/b12.md")
    project.commit()
    project.git("branch", "-f", "main")
    assert len([one for one in project.since(*SINCE, select="claim") if "b12.md" in one]) == 2


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    top = made(tmp_path / "repository", tmp_path / "home")
    project = made(tmp_path / "repository" / "two words" / "é\n-x", tmp_path / "home")
    for path, text in (("references.bib", LIBRARY), ("articles/b12.md", ARTICLE), ("osler.toml", "")):
        project.write(path, text)
    top.write("articles/b12.md", "Another one.")
    top.git("init", "-q", "-b", "main", ".")
    top.commit()
    assert project.since(*SINCE, select="claim") == []
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    assert project.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]


def test_a_project_that_is_new_to_the_repository(project: Project) -> None:
    project.git("switch", "-q", "--orphan", "empty")
    project.commit("nothing")
    project.git("branch", "-f", "main")
    project.git("checkout", "-q", "topic", "--", ".")
    report = project.check(*SINCE, code=1)
    assert report["summary"]["left_out"]["unchanged"] == 0


def test_with_paths_and_unsaved_text(project: Project) -> None:
    changed = ARTICLE.replace("20%", "25%")
    project.write("articles/other.md", OTHER.replace("5 mg", "6 mg"))
    found = project.since(*SINCE, "articles/b12.md", select="claim")
    assert found == []
    found = project.since(*SINCE, "--stdin-filename", "articles/b12.md", select="claim", text=changed)
    assert found == ["articles/b12.md:13 claim-uncited"]
    found = project.since(*SINCE, "--stdin-filename", "articles/new.md", select="claim", text=OTHER)
    assert found == ["articles/new.md:11 claim-uncited"]


def test_only_what_is_reported_is_mended(project: Project) -> None:
    project.write("articles/b12.md", ARTICLE + "\nAnd so [@green2017; @green2017].\n")
    project.write("articles/other.md", OTHER + "\nAnd so [@obeid2024; @obeid2024].\n")
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/b12.md", ARTICLE + "\nAnd thus [@green2017; @green2017].\n")
    shown = project.osler(*SINCE, "--select", "citation-duplicate", "--diff")
    assert shown.returncode == 1
    assert "b12.md" in shown.stdout
    assert "other.md" not in shown.stdout
    assert project.osler(*SINCE, "--select", "citation-duplicate", "--diff", "--exit-zero").returncode == 0
    assert project.osler(*SINCE, "--select", "citation-duplicate", "--fix").returncode == 0
    assert "@obeid2024; @obeid2024" in project.folder.joinpath("articles/other.md").read_text("utf-8")
    assert "@green2017; @green2017" not in project.folder.joinpath("articles/b12.md").read_text("utf-8")


def test_people_are_told_how_many_were_left_out(project: Project) -> None:
    done = project.osler(*SINCE, "--select", "claim")
    assert "3 findings left out that the changes did not cause.\ncompared with main, from " in done.stdout
    done = project.osler(*SINCE, "--select", "claim", "-f", "sarif")
    assert "3 findings left out" in done.stderr


def test_an_unreadable_article_is_never_left_out(project: Project) -> None:
    project.folder.joinpath("articles/big.md").write_bytes(b"a" * (3 << 20))
    project.commit()
    project.git("branch", "-f", "main")
    done = project.osler(*SINCE, "--exit-zero")
    assert done.returncode == 2
    assert "articles/big.md" in done.stderr


def test_a_library_that_could_not_be_read_lets_everything_count(project: Project) -> None:
    project.write("references.lock", "lock-version = 99\n")
    project.commit()
    project.git("branch", "-f", "main")
    project.write("references.lock", "lock-version = 1\n")
    report = project.check(*SINCE)
    assert report["summary"]["left_out"]["unchanged"] == 0
    assert "references.lock could not be read as it was" in report["summary"]["left_out"]["notes"][0]


def test_linked_worktrees(project: Project, tmp_path: Path) -> None:
    project.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "second"))
    other = made(tmp_path / "second", tmp_path / "home")
    other.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    assert other.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]


def test_git_of_a_hook_s_environment_is_not_taken_for_the_project_s(project: Project, tmp_path: Path) -> None:
    elsewhere = made(tmp_path / "elsewhere", tmp_path / "home")
    elsewhere.git("init", "-q", "-b", "main", ".")
    elsewhere.commit()
    done = project.osler(*SINCE, "--select", "claim", GIT_DIR=str(elsewhere.folder / ".git"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_sha256_repositories(bare_project: Project) -> None:
    bare_project.git("init", "-q", "-b", "main", "--object-format=sha256", ".")
    bare_project.commit()
    assert bare_project.since(*SINCE, select="claim") == []
    bare_project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    assert bare_project.since(*SINCE, select="claim") == ["articles/b12.md:13 claim-uncited"]
