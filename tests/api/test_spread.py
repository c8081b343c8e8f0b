"""Articles shared out to child processes: the same report as in turn, whatever becomes of the children."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from toolkit.api import spread
from toolkit.api.check import Report, check
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.cache import late
from toolkit.cache.late import LateArticle
from toolkit.engine import ArticleOutcome, run
from toolkit.errors import ExitCode
from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.readers.markdown import read_article
from toolkit.reporters import Printout, Summary, reporter
from toolkit.rules import discover

TODAY = date(2026, 11, 22)
ARTICLE = """---
title: Article {number}
audience: professional
---

Vitamin B12 deficiency causes anaemia in 12% of adults over 60.

Hydroxocobalamin 1000 mcg is given on alternate days [@green2017]. See @nobody{number}.
{more}
"""
SILENCED = (
    "\n<!-- osler: ignore claim-uncited: shown as an example -->\nIron causes relief in 40% of patients.\n"
)
UNUSED = "\n<!-- osler: ignore citation-undefined: there is none -->\nSee the guideline.\n"
LIBRARY = "@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, year = {2017}}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "articles"
    folder.mkdir()
    (tmp_path / "osler.toml").write_text("", "utf-8")
    (tmp_path / "references.bib").write_text(LIBRARY, "utf-8")
    for number in range(40):
        more = {3: SILENCED, 4: UNUSED}.get(number % 7, "")
        (folder / f"a{number:02d}.md").write_text(ARTICLE.format(number=number, more=more), "utf-8")
    (folder / "a40.md").write_bytes(b"x" * (3 << 20))
    (folder / "a41.md").write_bytes(b"\xff\xfe\x00broken [@")
    return open_workspace(tmp_path)


def crash_sometimes(article: Article, _context: Context) -> Iterator[Problem]:
    if article.slug.endswith("7"):
        raise ValueError(article.slug)
    yield from ()


CRASHING = Rule("article-crash", Severity.ERROR, crash_sometimes)


def share(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(spread, "children_for", lambda *_: count)


def printed(report: Report) -> str:
    return reporter("json")(Printout(report.findings, report.sources, Summary(articles=report.articles)))


def test_the_report_is_the_same(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    share(monkeypatch, 0)
    alone = check(workspace, TODAY)
    share(monkeypatch, 3)
    shared = check(workspace, TODAY)
    assert printed(shared) == printed(alone)
    assert (shared.findings, shared.suppressed) == (alone.findings, alone.suppressed)
    assert dict(shared.claims) == dict(alone.claims)
    assert shared.exit_code is alone.exit_code is ExitCode.USAGE
    assert shared.failures
    assert shared.suppressed
    assert any(one.rule == "article-suppression" for one in shared.findings)


def test_a_crashing_rule_is_told_alike(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (*discover(), CRASHING)
    alone = run(workspace.project, workspace.context(TODAY), rules)
    share(monkeypatch, 2)
    shared = run(workspace.project, workspace.context(TODAY), rules, spread=spread.over_cores)
    assert shared.findings == alone.findings
    assert len(shared.defects) == len(alone.defects) == 4
    assert [one.splitlines()[-1] for one in shared.defects] == [one.splitlines()[-1] for one in alone.defects]


def test_a_child_that_dies_is_replaced(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    share(monkeypatch, 2)
    parent = os.getpid()

    def work(article: Article) -> ArticleOutcome:
        if os.getpid() != parent and article.slug == "a06":
            os.kill(os.getpid(), signal.SIGKILL)
        return ArticleOutcome((), (article.slug,))

    articles = workspace.project.articles
    with spread.over_cores(work, articles) as collect:
        found = [one.defects[0] for one in collect()]
    assert found == [article.slug for article in articles]
    assert not multiprocessing.active_children()


def test_what_cannot_be_sent_is_done_here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    share(monkeypatch, 2)
    parent = os.getpid()

    def work(article: Article) -> ArticleOutcome:
        if os.getpid() != parent:
            raise MemoryError
        return ArticleOutcome((), (article.slug,))

    with spread.over_cores(work, workspace.project.articles) as collect:
        assert len(list(collect())) == len(workspace.project.articles)


def test_the_parent_reads_no_article(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its trees would be most of what it holds; for the rules on the project a sketch of each will do."""
    share(monkeypatch, 2)
    assert check(workspace, TODAY).findings
    for article in workspace.project.articles:
        assert isinstance(article, LateArticle)
        with pytest.raises(AttributeError):
            object.__getattribute__(article, "blocks")
        plain = read_article(article.path, (workspace.tree.root / article.path).read_bytes())
        assert list(article.citations) == list(plain.citations)
        assert article == plain


@pytest.mark.parametrize("dying", ["a00", "a06", "a39", "a41"])
def test_the_cache_holds_what_dead_children_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, dying: str
) -> None:
    """They write rows themselves: some did before they died, and the parent writes the others."""
    root, parent = workspace.tree.root, os.getpid()
    cold = check(workspace, TODAY)
    share(monkeypatch, 2)
    read = read_article

    def mortal(path: str, data: bytes) -> Article:
        if os.getpid() != parent and path == f"articles/{dying}.md":
            os.kill(os.getpid(), signal.SIGKILL)
        return read(path, data)

    monkeypatch.setattr(late, "read_article", mortal)
    for _ in range(2):
        kept = check(open_workspace(root, uses_cache=True), TODAY)
        assert (kept.findings, kept.suppressed) == (cold.findings, cold.suppressed)
        assert kept.exit_code is cold.exit_code
    monkeypatch.setattr(late, "read_article", None)  # every row is there: no article need be read
    assert check(open_workspace(root, uses_cache=True), TODAY).findings == cold.findings


def test_without_children_no_tree_is_held_either(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(monkeypatch, 0)
    assert check(workspace, TODAY).findings
    for article in workspace.project.articles:
        with pytest.raises(AttributeError):
            object.__getattribute__(article, "blocks")


def test_what_is_refused_when_it_is_read_is_told_as_before(tmp_path: Path, workspace: Workspace) -> None:
    """Such an article is read at once, since it cannot be left out any more while others are judged."""
    (tmp_path / "articles" / "a42.md").write_text("@a " * 20_001, "utf-8")
    failures = [str(one) for one in open_workspace(tmp_path).failures]
    assert len(failures) == len(workspace.failures) + 1
    assert any("20,000 of the signs" in one for one in failures)


def test_an_interruption_leaves_no_child(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    share(monkeypatch, 2)

    def work(_article: Article) -> ArticleOutcome:
        signal.pause()
        return ArticleOutcome(())

    with pytest.raises(KeyboardInterrupt), spread.over_cores(work, workspace.project.articles):
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


def test_a_child_ends_soon_after_its_parent_was_killed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    share(monkeypatch, 2)
    monkeypatch.setattr(spread, "AT_ONCE", 1)
    begun = tmp_path / "begun"
    begun.mkdir()

    def work(article: Article) -> str:
        (begun / f"{article.slug} {os.getpid()}").touch()
        while os.getppid() == middle:
            time.sleep(0.01)
        return article.slug

    middle = os.fork()
    if not middle:
        middle = os.getpid()
        with spread.shared_out(work, workspace.project.articles, least=1) as collect:
            list(collect())
        os._exit(0)
    while len(list(begun.iterdir())) < 2:
        time.sleep(0.01)
    os.kill(middle, signal.SIGKILL)
    os.waitpid(middle, 0)
    children = [int(one.name.split()[1]) for one in begun.iterdir()]
    while any(
        Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes()
        for child in children
    ):
        time.sleep(0.01)
    assert len(list(begun.iterdir())) == 2


def test_children_come_only_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Linux with four cores, wherever the test runs.
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(4)), raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert spread.children_for(2 * spread.LEAST) == 0
    assert spread.children_for(9, 4) == 2
    assert spread.children_for(8, 4) == 0
    assert spread.children_for(40) == 2
    assert spread.children_for(1_000) == 4
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert spread.children_for(1_000) == 0
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0})
    assert spread.children_for(1_000) == 0
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(4)))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert spread.children_for(1_000) == 0


def test_of_large_articles_fewer_are_worth_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def count(_articles: int, least: int) -> int:
        asked.append(least)
        return 0

    def judged(_article: Article) -> ArticleOutcome:
        return ArticleOutcome(())

    monkeypatch.setattr(spread, "children_for", count)
    for size, number in ((100, 40), (80_000, 40), (80_000, 9), (80_000, 8), (2_000_000, 3)):
        articles = [read_article(f"articles/a{one}.md", b"x" * size) for one in range(number)]
        with spread.over_cores(judged, articles) as collect:
            assert len(list(collect())) == number
    # Eight of the large ones are two children's work at most, which is done in turn without asking.
    assert asked == [spread.LEAST, spread.LEAST // 4, spread.LEAST // 4, 1]


def test_claims_are_those_of_the_articles_alone(workspace: Workspace) -> None:
    claims = run(workspace.project, workspace.context(TODAY), ()).claims
    assert claims["articles/a00.md"]
    with pytest.raises(KeyError):
        claims["articles/none.md"]
