"""`osler init` and `osler new`, run as a person runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from toolkit.api.create import ArticleRequest, create_article
from toolkit.api.workspace import open_workspace
from toolkit.claims.disclaimers import placements
from toolkit.cli import run
from toolkit.model.article import ArticleType, Audience
from toolkit.model.record import Origin

DAY = date(2026, 11, 22)
FILES = {
    "osler.toml",
    "board.toml",
    "references.bib",
    "references.lock",
    "articles/help-for-dementia-carers.md",
    ".gitignore",
    ".gitattributes",
    ".github/workflows/osler.yml",
}


def files_of(folder: Path) -> dict[str, bytes]:
    """Give all files but those of the cache."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".osler_cache" not in path.parts
    }


def osler(*arguments: str | Path) -> int:
    return run([str(argument) for argument in arguments])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert osler("init", tmp_path / "pages") == 0
    return tmp_path / "pages"


def test_a_new_project_is_whole_and_passes_its_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "pages"
    assert osler("init", project) == 0
    assert set(files_of(project)) == FILES
    told = capsys.readouterr().out
    assert all(name in told for name in FILES)
    assert osler("check", "--project", project) == 0
    output = capsys.readouterr().out
    assert "error" not in output
    assert "warning" not in output
    texts = {name: text.decode() for name, text in files_of(project).items()}
    assert [name for name, text in texts.items() if re.search(r"(?<!\$)\{\{", text)] == []


def test_the_example_rests_on_a_real_record_marked_as_imported(project: Path) -> None:
    workspace = open_workspace(project)
    assert workspace.lock.problems == ()
    (record,) = workspace.lock.records
    assert record.work.pmid == "33417236"
    assert record.provenance.origin is Origin.IMPORTED
    (article,) = workspace.project.articles
    assert {citation.key for citation in article.citations} == set(workspace.library.by_key)


def test_the_new_project_exports(project: Path) -> None:
    assert osler("export", "--project", project) == 0
    assert (project / "build" / "help-for-dementia-carers" / "article.xml").exists()


def test_nothing_is_written_a_second_time(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "articles" / "help-for-dementia-carers.md").write_text("mine")
    before = files_of(project)
    assert osler("init", project) == 2
    assert "already" in capsys.readouterr().err
    assert files_of(project) == before


def test_a_repository_keeps_its_own_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / ".gitattributes").write_text("references.bib text eol=lf\n")
    (tmp_path / "notes.md").write_text("mine")
    assert osler("init", tmp_path) == 0
    assert (tmp_path / ".gitignore").read_text() == "*.log\n"
    assert (tmp_path / "notes.md").read_text() == "mine"
    told = capsys.readouterr().out
    assert "kept as it was: .gitignore" in told
    assert "add: /build/" in told
    assert "add: reviews/** -text" in told
    assert "add: references.bib" not in told


def test_all_or_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".github").write_text("a file where a folder has to be")
    before = files_of(tmp_path)
    assert osler("init", tmp_path) == 2
    assert capsys.readouterr().err.startswith("osler: ")
    assert files_of(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {".github"}


def test_folders_made_on_the_way_are_taken_away_again(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "articles").symlink_to(outside)
    assert osler("init", inside) == 2
    assert [path.name for path in inside.iterdir()] == ["articles"]
    assert list(outside.iterdir()) == []


def test_a_section_of_pyproject_is_a_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.osler]\n")
    assert osler("init", tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_other_pyprojects_are_not(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert osler("init", tmp_path) == 0
    assert osler("check", "--project", tmp_path) == 0


@pytest.mark.parametrize("name", ['St "Mary"', "Ärzte\\haus", "a\nb"])
def test_the_publisher_s_name_is_quoted(tmp_path: Path, name: str) -> None:
    assert osler("init", tmp_path, "--publisher", name) == 0
    assert open_workspace(tmp_path).policy.publisher.name == name


def test_the_workflow_is_safe_for_pull_requests(project: Path) -> None:
    text = (project / ".github/workflows/osler.yml").read_text()
    workflow = yaml.safe_load(text)
    triggers = workflow[True]  # YAML 1.1 reads the key `on` as a boolean
    assert "pull_request" in triggers
    assert "pull_request_target" not in triggers
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    actions = [step["uses"] for step in steps if "uses" in step]
    assert actions
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in actions)
    checkouts = [step for step in steps if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_two_branches_that_add_a_work_each_at_different_places_merge(project: Path) -> None:
    lock = project / "references.lock"
    head, block = lock.read_text().split("\n\n", 1)
    git = ["git", "-C", str(project), "-c", "user.name=a", "-c", "user.email=a@example.org"]

    def commands(*lines: str) -> None:
        for line in lines:
            subprocess.run([*git, *line.split(" ")], check=True, capture_output=True)

    def added(pmid: str) -> str:
        from toolkit.readers.lock import seal_lock

        other = block.replace('["pmid:33417236"]', f'["pmid:{pmid}"]')
        other = re.sub(r"also = .*\n", "", other).replace("González-Fraile", f"Author {pmid}")
        return seal_lock(f"{head}\n\n" + "\n".join(sorted([block, other])))

    commands("init -q -b main", "add .", "commit -q -m one", "checkout -q -b left")
    lock.write_text(added("30000001"))
    commands("commit -q -a -m two", "checkout -q -b right main")
    lock.write_text(added("35000002"))
    commands("commit -q -a -m three", "merge -q -m four left")
    workspace = open_workspace(project)
    assert workspace.lock.problems == ()
    assert {record.identifier.value for record in workspace.lock.records} == {
        "33417236",
        "30000001",
        "35000002",
    }


def test_a_new_article_asks_for_what_only_its_authors_know(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--title", "Can rest help?", "--type", "question-answer", "--author", "osler-authors")
    assert osler("new", "can-rest-help", *arguments, "--audience", "both", "--project", project) == 0
    path = project / "articles" / "can-rest-help.md"
    text = path.read_text()
    assert "::: {.disclaimer #patient}\n:::" in text
    assert "::: {.disclaimer #professional}\n:::" in text
    capsys.readouterr()
    assert osler("check", path, "-f", "concise") == 1
    output = capsys.readouterr().out
    assert re.findall(r"error\[([a-z-]+)\]", output) == ["article-front-matter"] * 2
    filled = text.replace("competing_interests:  #", "competing_interests: none  #")
    path.write_text(filled.replace("ai_assistance:  #", "ai_assistance: none  #"))
    assert osler("check", path, "-f", "concise") == 1
    output = capsys.readouterr().out
    assert "error[" not in output
    assert "warning[article-empty-section]" in output


@pytest.mark.parametrize("kind", list(ArticleType))
@pytest.mark.parametrize("audience", list(Audience))
def test_every_kind_of_skeleton_is_sound(project: Path, kind: ArticleType, audience: Audience) -> None:
    request = ArticleRequest("new-one", "Is it so?", kind, (audience,), ("Rosa Klein",))
    create_article(request, DAY, project)
    article = open_workspace(project).article("new-one")
    assert article is not None
    assert article.metadata.type is kind
    assert article.metadata.audience == (audience,)
    assert [author.name for author in article.metadata.authors] == ["Rosa Klein"]
    assert [placement.identifier for placement in placements(article)] == [audience.value]


@pytest.mark.parametrize(
    "title",
    ["yes", "- x", "a: b", "#x", '"', "'x'", "[x]", "{x}", "x #y", "*x", "&x", "!x", "1.5", "2026-01-01", "~",
     "Über µg “x” – y?", "a\n  b", "x:", "@x", "%x", "|", ">", "null", "C:\\x"],
)  # fmt: skip
def test_any_title_comes_back_as_it_was(project: Path, title: str) -> None:
    create_article(ArticleRequest("a", title, ArticleType.REVIEW, (Audience.PATIENT,)), DAY, project)
    article = open_workspace(project).article("a")
    assert article is not None
    assert article.metadata.title == " ".join(title.split())


@pytest.mark.parametrize("slug", ["Can-Rest", "a b", "../a", "a/b", "a.md", "", "é", "-a", "x" * 101])
def test_a_slug_that_cannot_be_an_address_is_refused(project: Path, slug: str) -> None:
    before = files_of(project)
    arguments = ("--title", "A", "--type", "review", "--audience", "patient", "--project", project)
    assert osler("new", *arguments, "--", slug) == 2
    assert files_of(project) == before


def test_an_article_is_never_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "articles" / "sub").mkdir()
    (project / "articles" / "sub" / "Rest.md").write_text("mine")
    arguments = ("--title", "A", "--type", "review", "--audience", "patient", "--project", project)
    assert osler("new", "rest", *arguments) == 2
    assert "exists already" in capsys.readouterr().err
    assert osler("new", "help-for-dementia-carers", *arguments) == 2


def test_the_policy_may_say_type_and_audience(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert osler("new", "rest", "--title", "A", "--project", project) == 2
    assert "--type" in capsys.readouterr().err
    policy = project / "osler.toml"
    defaults = 'default-type = "review"\ndefault-audience = ["professional"]\n'
    policy.write_text(defaults + policy.read_text())
    assert osler("new", "rest", "--title", "A", "--project", project) == 0
    assert "#professional" in (project / "articles" / "rest.md").read_text()


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000));"
        "from toolkit.cli import run; sys.exit(run(['init', 'pages/new']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "references.lock" in done.stderr
    assert list(tmp_path.iterdir()) == []
