"""Whole projects: all rules run without a crash, and what can be exported is valid and loses nothing.

The parts of an input are divided by lines of `%%%%`: an article, the library, the lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from fuzz.article import TOKENS as ARTICLE_TOKENS
from fuzz.bibtex import TOKENS as LIBRARY_TOKENS
from fuzz.target import fenced, files
from tests.exporters.samples import publish
from toolkit.api.check import check
from toolkit.api.workspace import Workspace
from toolkit.errors import LockError
from toolkit.exporters import html, jats
from toolkit.model.finding import Severity
from toolkit.model.policy import Policy
from toolkit.model.review import Board
from toolkit.model.rule import Project
from toolkit.project import WorkingTree
from toolkit.readers.bibtex import read_library
from toolkit.readers.config import default_disclaimers
from toolkit.readers.lock import read_lock
from toolkit.readers.markdown import read_article
from toolkit.validators.dtd import validate_dtd
from toolkit.validators.roundtrip import prove_round_trip

TOKENS = (*ARTICLE_TOKENS, *LIBRARY_TOKENS, "\n%%%%\n", "1000 µg", "cures", "retracted", "{.as-retracted}")
_DIVISION = b"\n%%%%\n"
_DAY = date(2026, 11, 22)


def seeds() -> Iterable[bytes]:
    """Give projects: an article each of the rules' cases, with the example's library and lock."""
    books = files("tests/exporters/golden", "references.*")
    articles = (*files("articles", "*.md"), *files("tests/exporters/golden", "*.md"), *fenced("markdown"))
    for article in articles:
        yield _DIVISION.join((article, *books))
    for library, lock in zip(fenced("bibtex"), fenced("toml"), strict=False):
        yield _DIVISION.join((b"Iron helps in anaemia [@a; @b; @pmid:1].\n", library, lock))


def examine(data: bytes) -> None:
    """Check a project, and export it."""
    texts = [*data.split(_DIVISION, 2), b"", b""]
    article = read_article("articles/x.md", texts[0])
    library = read_library("references.bib", texts[1])
    try:
        lock = read_lock("references.lock", texts[2])
    except LockError:
        lock = read_lock("references.lock", b"")
    workspace = Workspace(
        tree=WorkingTree(Path(__file__).parent),
        policy=Policy(disclaimers=default_disclaimers()),
        board=Board(),
        project=Project((article,), library, lock=lock.problems, lock_source=lock.source),
        lock=lock,
    )
    report = check(workspace, _DAY)
    assert report.defects == (), report.defects[0]
    if any(one.rule == "article-nesting" and one.severity is Severity.ERROR for one in report.findings):
        return
    publication = publish(article, workspace.bibliography)
    made, page = jats.build(publication), html.build(publication)
    complaints = [problem.message for problem in validate_dtd(made.data)]
    assert complaints == [], complaints
    trip = prove_round_trip(publication, made.data, page.data)
    assert [one.message for one in trip.problems] == [], trip.problems
