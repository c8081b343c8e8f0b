"""The whole walk with real git, real keys and the real command: author, reviewer, editor, attacker (docs/review.md)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.signing import key_of, person
from toolkit import cli

OSLER = str(Path(sys.executable).with_name("osler"))
ARTICLE = "articles/help-for-dementia-carers.md"
RECORDS = "reviews/help-for-dementia-carers"
DAY = "2026-12-01"
BOARD = (
    person("doe", "Joe Doe", "author")
    + person("stone", "Ada Stone", "reviewer")
    + person("okafor", "Ngozi Okafor", "editor")
    + '[paper]\nname = "Paul Paper"\nroles = ["reviewer"]\n'
)
JUDGED = ("--interests", "none", "--ai-used", "none")


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Osler = Callable[..., Done]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "HOME": str(folder.parent), "SSH_AUTH_SOCK": ""}
    environment |= {"GIT_AUTHOR_NAME": "T", "GIT_COMMITTER_NAME": "T"}
    environment |= {"GIT_AUTHOR_EMAIL": "t@example.org", "GIT_COMMITTER_EMAIL": "t@example.org"}
    return subprocess.run(
        arguments,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project under git, whose article is by Joe Doe, and which publishes nothing without approval."""
    folder = tmp_path / "project"
    assert run(tmp_path, OSLER, "init", str(folder)).returncode == 0
    (folder / "board.toml").write_text(BOARD)
    with (folder / "osler.toml").open("a") as policy:
        policy.write("\n[review]\npublication-needs-approval = true\n")
    path = folder / ARTICLE
    path.write_text(path.read_text().replace("[osler-authors]", "[doe]"))
    run(folder, "git", "init", "-q", "-b", "main", ".")
    commit(folder, "begin")
    return folder


@pytest.fixture
def osler(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Osler:
    """Run a command as its process would, without the half second in which one starts."""
    monkeypatch.chdir(project)
    monkeypatch.setenv("HOME", str(project.parent))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)

    def call(*arguments: str, key: str | None = None, day: str = DAY) -> Done:
        named = ["--key", str(key_of(key))] if key else []
        code = cli.run([*arguments, *named, "--as-of", day])
        return Done(code, *capsys.readouterr())

    return call


def commit(folder: Path, message: str) -> None:
    assert run(folder, "git", "add", "-A").returncode == 0
    done = run(folder, "git", "commit", "-q", "-m", message)
    assert done.returncode == 0, done.stderr


def good(done: Done, *said: str) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    for one in said:
        assert one in done.stdout + done.stderr
    return done.stdout


def bad(done: Done, said: str, code: int = 2) -> None:
    assert said in done.stdout + done.stderr
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def edit(project: Path, old: str, new: str) -> None:
    path = project / ARTICLE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def fill(form: Path, **values: str) -> None:
    """Fill in a form as somebody with a text editor does: every answer "yes"."""
    text = form.read_text("utf-8").replace('answer = ""', 'answer = "yes"')
    for name, value in values.items():
        text = re.sub(
            rf"^{name.replace('_', '-')} = .*$",
            f'{name.replace("_", "-")} = "{value}"',
            text,
            count=1,
            flags=re.MULTILINE,
        )
    form.write_text(text, "utf-8")


def page(project: Path) -> str:
    return next((project / "build").rglob("index.html")).read_text("utf-8")


def test_the_walk_to_an_approval_a_change_and_a_partial_review(project: Path, osler: Osler) -> None:
    bad(osler("export", "--no-cache"), "nothing is published without approval", 1)
    # The author asks; and can neither ask with a faulty text, nor approve.
    edit(project, "They may help", "They cure dementia in 93% of cases. They may help")
    bad(osler("review", "request", ARTICLE, key="doe"), "of `osler check`: claim-")
    edit(project, "They cure dementia in 93% of cases. ", "")
    good(osler("review", "request", ARTICLE, key="doe"), "under review", "git add", "0001.toml.sig")
    bad(osler("review", "approve", ARTICLE, *JUDGED, "--role", "author", key="doe"), "is one of its authors")
    # The reviewer fills in the form, and approves by it.
    form = project / "form.toml"
    good(osler("review", "sheet", ARTICLE, "-o", "form.toml"), "8 claims to be looked at")
    bad(osler("review", "approve", ARTICLE, "--answers", "form.toml", key="stone"), "nothing is said of")
    fill(form, competing_interests="none", ai_used="none", decision="approve", audience="yes")
    good(
        osler("review", "approve", ARTICLE, "--answers", "form.toml", key="stone"),
        "8 of them answered one by one",
        ": approved",
    )
    said = "last reviewed 2026-12-01 by Ada Stone (reviewer); next review due 2029-12-01"
    assert said in run(project, OSLER, "review", "status", "--as-of", DAY).stdout
    commit(project, "approved")
    good(osler("export", "--no-cache"))
    assert "Approved" in page(project)
    assert "Ada Stone" in page(project)
    # One word changes; only its claim is looked at, and "last reviewed" stays.
    edit(project, "They may help a little", "They may help a bit")
    bad(osler("export", "--no-cache"), "the text has changed since Ada Stone approved it", 1)
    bad(osler("review", "approve", ARTICLE, "--answers", "form.toml", key="stone"), "for an older text")
    form.unlink()
    good(osler("review", "sheet", ARTICLE, "-o", "form.toml"), "1 claim to be looked at, 7 unchanged since")
    assert "# Before: They may help a little" in form.read_text("utf-8")
    fill(form, competing_interests="none", ai_used="none")
    good(
        osler("review", "approve", ARTICLE, "--answers", "form.toml", key="stone", day="2027-02-01"),
        "approved",
    )
    good(osler("review", "status", day="2027-02-01"), "last reviewed 2026-12-01", "due 2029-12-01")
    good(osler("review", "verify", day="2027-02-01"), "3 records of 1 article: all of them hold")


def test_a_reviewer_with_neither_git_nor_key(project: Path, osler: Osler) -> None:
    form = project / "form.toml"
    good(osler("review", "sheet", ARTICLE, "-o", "form.toml"))
    fill(
        form, reviewer="paper", competing_interests="<b>a chair</b> at X", ai_used="none", decision="approve"
    )
    bad(osler("review", "receive", ARTICLE, "form.toml", key="stone"), "is no editor")
    bad(osler("review", "receive", ARTICLE, "form.toml", "--reviewer", "stone", key="okafor"), "has a key")
    bad(
        osler("review", "receive", ARTICLE, "form.toml", "--reviewer", "nobody", key="okafor"),
        "nobody on the board",
    )
    # A form for an older text approves nothing of what stands there now.
    edit(project, "They may help a little", "They may help a bit")
    bad(osler("review", "receive", ARTICLE, "form.toml", key="okafor"), "for an older text: the text changed")
    done = osler("review", "receive", ARTICLE, "form.toml", "--older", key="okafor")
    good(done, "7 of 8 claims stand unchanged", "the text has changed since Paul Paper approved it")
    edit(project, "They may help a bit", "They may help a little")
    good(
        osler("review", "receive", ARTICLE, "form.toml", key="okafor"), 'received-by = "okafor"', ": approved"
    )
    good(osler("review", "status"), "Paul Paper (reviewer, received by Ngozi Okafor)")
    good(osler("export", "--no-cache"))
    assert "&lt;b&gt;a chair&lt;/b&gt; at X" in page(project)


def test_corrections_and_retraction(project: Path, osler: Osler) -> None:
    good(osler("review", "approve", ARTICLE, *JUDGED, key="stone"))
    before = (project / ARTICLE).read_text("utf-8")
    edit(project, "They may help a little", "They do not help")
    words = ("--summary", "They were said to help <b>.")
    bad(osler("review", "correct", ARTICLE, *words, key="stone"), "is no editor")
    bad(
        osler("review", "correct", ARTICLE, *words, "--urgent-until", "2028-01-01", key="okafor"),
        "within 90 days",
    )
    assert "history" not in (project / ARTICLE).read_text("utf-8")
    done = osler("review", "correct", ARTICLE, *words, "--urgent-until", "2026-12-10", key="okafor")
    good(done, "urgent safety correction", f"git add {ARTICLE} {RECORDS}/0002.toml")
    # It goes out before its review, with a banner that says so, and not after the deadline.
    good(osler("export", "--no-cache"))
    assert "Urgent safety correction, not reviewed yet" in page(project)
    assert "said to help &lt;b&gt;." in page(project)
    bad(osler("export", "--no-cache", day="2026-12-11"), "was to be reviewed by 2026-12-10", 1)
    good(osler("review", "approve", ARTICLE, *JUDGED, "--scope", "partial", key="stone"), ": approved")
    good(osler("review", "retract", ARTICLE, "--summary", "None of it holds.", key="okafor"))
    good(osler("export", "--no-cache"), "1 article")
    assert "Retracted" in page(project)
    xml = next((project / "build").rglob("article.xml")).read_text("utf-8")
    assert 'article-type="retraction"' in xml or "retracted" in xml
    bad(osler("review", "approve", ARTICLE, *JUDGED, key="stone"), "the article is retracted")
    text = (project / ARTICLE).read_text("utf-8")
    changed = re.sub(r"^history:\n(?:  .*\n)+", "", text, flags=re.MULTILINE).replace(
        "They do not help", "They may help a little"
    )
    assert changed == before
    good(osler("review", "verify"), "4 records of 1 article: all of them hold")


def test_an_attacker_gets_nothing_written(project: Path, osler: Osler) -> None:
    bad(osler("review", "approve", ARTICLE, *JUDGED, key="mallory"), "nobody's on the board")
    bad(osler("review", "approve", ARTICLE, *JUDGED, "--as", "stone", key="okafor"), "that of okafor")
    bad(osler("review", "approve", ARTICLE, *JUDGED), "there is no key here")
    bad(osler("review", "withdraw", ARTICLE, key="stone"), "nothing on record to withdraw")
    bad(
        osler("review", "approve", ARTICLE, *JUDGED, "--scope", "partial", key="stone"),
        "continues a whole one",
    )
    bad(osler("review", "request-changes", ARTICLE, *JUDGED, key="stone"), "nothing says what should change")
    bad(
        osler("review", "approve", ARTICLE, "--interests", "\x1b[2J", "--ai-used", "none", key="stone"),
        "control",
    )
    bad(
        osler("review", "approve", ARTICLE, *JUDGED, "--next-review", "2040-01-01", key="stone"),
        "by the policy",
    )
    good(osler("review", "sheet", ARTICLE, "-o", "form.toml"))
    form = project / "form.toml"
    text = form.read_text("utf-8")
    form.write_text(text.replace('article = "help-for-dementia-carers"', 'article = "other"'))
    bad(
        osler("review", "approve", ARTICLE, *JUDGED, "--answers", "form.toml", key="stone"), "another article"
    )
    fill(form)
    form.write_text(
        text.replace('answer = ""', 'answer = "yes"').replace('claim = "sha256:', 'claim = "sha256:0', 1)
    )
    bad(
        osler("review", "approve", ARTICLE, *JUDGED, "--answers", "form.toml", key="stone"),
        "must be a digest",
    )
    form.write_bytes(b"\x00" * 5_000_000)
    bad(osler("review", "approve", ARTICLE, *JUDGED, "--answers", "form.toml", key="stone"), "at most")
    assert not (project / "reviews").exists()


def test_a_change_cannot_bring_its_own_reviewer(project: Path, osler: Osler) -> None:
    run(project, "git", "checkout", "-q", "-b", "change")
    with (project / "board.toml").open("a") as board:
        board.write(person("mallory", "Mal Lory", "reviewer"))
    good(osler("review", "approve", ARTICLE, *JUDGED, key="mallory"), ": approved")
    commit(project, "approve")
    bad(osler("review", "verify", "--base", "main"), "is not on the board", 1)
    bad(osler("check", "--no-cache", "--base", "main"), "is not on the board", 1)


def test_an_error_in_a_cited_entry_stops_an_approval_that_goes_on_record(project: Path, osler: Osler) -> None:
    with (project / "osler.toml").open("a") as policy:
        policy.write('\n[severities]\nreference-mismatch = "error"\n')
    library = project / "references.bib"
    text = library.read_text("utf-8")
    library.write_text(re.sub(r"(?m)^(\s*title\s*=\s*).*$", r"\1{Something else altogether},", text), "utf-8")
    bad(osler("review", "approve", ARTICLE, *JUDGED, key="stone"), "of `osler check`: reference-mismatch")
    done = osler("review", "approve", ARTICLE, *JUDGED, "--despite-errors", key="stone")
    good(done, "Signed despite 1 error of `osler check`: reference-mismatch.", ": approved")
