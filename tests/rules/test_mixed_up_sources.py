"""The example articles: silent as they stand; once each cites another's review, every one of them is accused."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

from tests.conftest import ROOT
from toolkit.api.check import check
from toolkit.api.workspace import open_workspace
from toolkit.model.finding import Severity

DAY = date(2026, 11, 22)
RULES = ("claim-unrelated-source", "claim-number-absent", "claim-quote-absent", "claim-better-source")
KEYS = ("natale2019", "siu2020", "middleton2021", "plaztorres2021")


def copied(folder: Path) -> Path:
    for name in ("osler.toml", "references.bib", "references.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "articles", folder / "articles")
    return folder


def found(folder: Path) -> Counter[str]:
    report = check(open_workspace(folder), DAY, select=RULES)
    assert not report.defects
    return Counter(one.path for one in report.findings if one.severity is not Severity.INFO)


def test_the_articles_as_they_stand(tmp_path: Path) -> None:
    assert not found(copied(tmp_path))


def test_every_article_that_cites_the_review_of_another(tmp_path: Path) -> None:
    copied(tmp_path)
    following = dict(zip(KEYS, (*KEYS[1:], KEYS[0]), strict=True))
    pattern = re.compile(f"(?<=@)(?:{'|'.join(KEYS)})")
    changed = set()
    for path in (tmp_path / "articles").glob("*.md"):
        text = path.read_text("utf-8")
        swapped = pattern.sub(lambda match: following[match[0]], text)
        if swapped != text:
            changed.add(f"articles/{path.name}")
            path.write_text(swapped, "utf-8")
    counts = found(tmp_path)
    assert len(changed) == len(KEYS)
    assert {path for path in changed if counts[path] >= 4} == changed
