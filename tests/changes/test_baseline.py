"""A baseline leaves out what it names, and nothing else."""

from __future__ import annotations

import json

import pytest

from tests.changes.conftest import ARTICLE, OTHER, Project

CLAIMS = ("--select", "claim")


@pytest.fixture
def known(bare_project: Project) -> Project:
    done = bare_project.osler(*CLAIMS, "--write-baseline", "baseline.json")
    assert done.returncode == 0, done.stderr
    assert "3 findings written to baseline.json." in done.stdout
    return bare_project


def left_out(project: Project, *arguments: str) -> tuple[list[str], int, int]:
    report = project.check(*CLAIMS, "--baseline", "baseline.json", *arguments)
    summary = report["summary"]["left_out"]
    return (
        [f"{one['path']}:{one['start']['line']}" for one in report["findings"]],
        summary["baseline"],
        summary["stale"],
    )


def test_what_it_names_is_left_out_and_counted(known: Project) -> None:
    assert left_out(known) == ([], 3, 0)
    assert (
        "3 findings left out that the baseline names."
        in known.osler(*CLAIMS, "--baseline", "baseline.json").stdout
    )


def test_lines_that_move_stay_known_and_new_findings_are_told(known: Project) -> None:
    known.write(
        "articles/b12.md", ARTICLE.replace("## Answer\n", "## Answer\n\nGive 5 mg folic acid daily.\n")
    )
    assert left_out(known) == (["articles/b12.md:13"], 3, 0)


def test_an_article_that_is_moved_stays_known(known: Project) -> None:
    article = known.folder / "articles" / "b12.md"
    article.rename(article.with_name("vitamin-b12.md"))
    assert left_out(known) == ([], 3, 0)
    known.write(
        "articles/vitamin-b12.md",
        ARTICLE.replace("## Answer\n", "## Answer\n\nGive 5 mg folic acid daily.\n"),
    )
    assert left_out(known) == (["articles/vitamin-b12.md:13"], 3, 0)
    done = known.osler(*CLAIMS, "--baseline", "baseline.json", "--prune-baseline")
    assert "2 of baseline.json moved with their article." in done.stdout
    text = known.folder.joinpath("baseline.json").read_text("utf-8")
    assert "articles/b12.md" not in text
    assert left_out(known) == (["articles/vitamin-b12.md:13"], 3, 0)


def test_another_article_is_not_taken_for_one_that_is_gone(known: Project) -> None:
    article = known.folder / "articles" / "b12.md"
    article.unlink()
    known.write("articles/folate.md", ARTICLE.replace("1000", "7").replace("B12", "folate"))
    found, kept, stale = left_out(known)
    assert (len(found), kept, stale) == (2, 1, 2)


def test_a_copy_of_an_article_is_new(known: Project) -> None:
    known.write("articles/copy.md", ARTICLE)
    found, kept, stale = left_out(known)
    assert (len(found), kept, stale) == (2, 3, 0)


def test_what_is_gone_is_stale_and_can_be_dropped(known: Project) -> None:
    known.folder.joinpath("articles/other.md").unlink()
    assert left_out(known) == ([], 2, 1)
    done = known.osler(*CLAIMS, "--baseline", "baseline.json", "--prune-baseline")
    assert "1 dropped from baseline.json." in done.stdout
    assert left_out(known) == ([], 2, 0)
    before = known.folder.joinpath("baseline.json").read_bytes()
    known.osler(*CLAIMS, "--baseline", "baseline.json", "--prune-baseline")
    assert known.folder.joinpath("baseline.json").read_bytes() == before


def test_what_was_not_looked_for_is_not_stale(known: Project) -> None:
    assert left_out(known, "articles/b12.md") == ([], 2, 0)
    report = known.check("--select", "citation", "--baseline", "baseline.json")
    assert report["summary"]["left_out"]["stale"] == 0


def test_the_file_is_the_same_each_time_and_one_line_a_finding(known: Project) -> None:
    path = known.folder / "baseline.json"
    first = path.read_text("utf-8")
    known.osler(*CLAIMS, "--write-baseline", "baseline.json")
    assert path.read_text("utf-8") == first
    assert (
        len(json.loads(first)["findings"])
        == len([line for line in first.splitlines() if '"rule"' in line])
        == 3
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the baseline is damaged"),
        ("{", "the baseline is damaged"),
        ("<<<<<<< HEAD\n", "the baseline is damaged"),
        ("[]", "this is no baseline"),
        ('{"osler-baseline": 2, "findings": []}', "is of version 2"),
        ('{"osler-baseline": 1}', "it has no list of findings"),
        ('{"osler-baseline": 1, "findings": [1]}', "this is no finding"),
        (
            '{"osler-baseline": 1, "findings": [{"path": "a", "rule": "b", "identity": "*"}]}',
            "this is no finding",
        ),
        ("[" * 100_000, "the baseline is damaged"),
        ("\udcff", "the baseline is damaged"),
    ],
)
def test_a_damaged_one_is_refused(bare_project: Project, text: str, said: str) -> None:
    bare_project.folder.joinpath("baseline.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = bare_project.osler("--exit-zero", "--baseline", "baseline.json")
    assert done.returncode == 2
    assert said in done.stderr
    assert "help: " in done.stderr


def test_one_that_is_missing_or_elsewhere_is_refused(bare_project: Project) -> None:
    done = bare_project.osler("--baseline", "baseline.json")
    assert done.returncode == 2
    assert "osler check --write-baseline baseline.json" in done.stderr
    assert bare_project.osler("--baseline", "../baseline.json").returncode == 2


@pytest.mark.parametrize("name", ["references.bib", "articles/b12.md", "osler.toml", "notes.json"])
def test_no_other_file_is_written_over(bare_project: Project, name: str) -> None:
    bare_project.write("notes.json", '{"mine": true}')
    before = bare_project.folder.joinpath(name).read_bytes()
    done = bare_project.osler("--write-baseline", name)
    assert done.returncode == 2, done.stdout
    assert bare_project.folder.joinpath(name).read_bytes() == before


def test_a_retracted_source_and_what_became_graver_are_always_told(retracted: Project) -> None:
    select = ("--select", "reference-retracted")
    done = retracted.osler(*select, "--write-baseline", "baseline.json")
    assert done.returncode == 1
    assert "0 findings written" in done.stdout
    assert retracted.osler(*select, "--baseline", "baseline.json").returncode == 1


def test_a_damaged_lock_is_always_told(retracted: Project) -> None:
    """The block that is not used is the one that says of the paper that it is retracted."""
    lock = retracted.folder / "references.lock"
    lock.write_text(lock.read_text("utf-8").replace(', "Retracted Publication"', ""), "utf-8")
    select = ("--select", "reference")
    assert retracted.osler(*select, "--write-baseline", "b.json").returncode == 1
    assert "reference-lock" not in (retracted.folder / "b.json").read_text("utf-8")
    found = retracted.check(*select, "--baseline", "b.json", code=1)
    assert [one["rule"] for one in found["findings"]] == ["reference-lock"]


def test_what_became_graver_is_told(known: Project) -> None:
    path = known.folder / "baseline.json"
    path.write_text(path.read_text("utf-8").replace('"error"', '"warning"'), "utf-8")
    assert left_out(known)[1:] == (0, 0)


def test_unread_files_are_never_left_out_and_no_baseline_is_written(known: Project) -> None:
    known.folder.joinpath("articles/other.md").write_bytes(b"a" * (3 << 20))
    before = known.folder.joinpath("baseline.json").read_bytes()
    for option in ("--baseline", "--write-baseline"):
        done = known.osler("--exit-zero", option, "baseline.json")
        assert done.returncode == 2
        assert "articles/other.md" in done.stderr
    assert "was not written" in done.stdout
    assert known.folder.joinpath("baseline.json").read_bytes() == before


@pytest.mark.parametrize(
    "options",
    [
        ("--write-baseline", "b.json", "articles/b12.md"),
        ("--write-baseline", "b.json", "--changed-since", "main"),
        ("--write-baseline", "b.json", "--baseline", "c.json"),
        ("--write-baseline", "b.json", "--diff"),
        ("--write-baseline", "b.json", "--add-ignores", "known"),
        ("--prune-baseline",),
    ],
)
def test_contradictions_are_refused(bare_project: Project, options: tuple[str, ...]) -> None:
    assert bare_project.osler(*options).returncode == 2
    assert not bare_project.folder.joinpath("b.json").exists()


def test_together_with_changes(project: Project) -> None:
    project.osler(*CLAIMS, "--write-baseline", "baseline.json")
    project.commit()
    project.git("branch", "-f", "main")
    project.write("articles/other.md", OTHER + "\nGive iron 100 mg daily.\n")
    assert left_out(project, "--changed-since", "main") == (["articles/other.md:15"], 3, 0)
