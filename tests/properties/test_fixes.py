"""Fixes over random projects: a fixed point, no new errors, no word lost, no byte changed elsewhere."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.locks import GREEN_LOCK
from toolkit.api.check import Report, check
from toolkit.api.mend import mend, save
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.model.finding import Severity
from toolkit.readers.lock import seal_lock

TODAY = date(2026, 11, 22)
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
PIECES = (
    *WORDS,
    "[@green2017]",
    "[@green2017; @Green_2017]",
    "[see @Green_2017, p. 3; @green2017; @green2017]",
    "[@GREEN2017]",
    "[@gr\u0435en2017]",
    "@{Green_2017}",
    "(PMID: 28360040)",
    "PMID: 28360040",
    "<https://pubmed.ncbi.nlm.nih.gov/28360040/>",
    "[the beta](https://doi.org/10.1182/blood-2016-10-569186)",
    "[https://doi.org/10.1016/S0140-6736(20)30925-9](https://doi.org/10.1016/S0140-6736(20)30925-9)",
    "[PMC11050313]",
    "[@doi:10.1016/S0140-6736(20)30925-9]",
    "@doi:10.1016/S0140-6736(20)30925-9,",
    "H<sub>2</sub>O",
    "<b>alpha</b>",
    "alpha<br>beta",
    "give 1000 mcg orally",
    "`PMID: 28360040`",
    "*PMID 28360040*",
    "[@obeid2024]{.x}",
    "caf\u00c3\u00a9",
    "diabetics",
    "\u200b",
    "(",
    "]",
    "[",
    "::: {.disclaimer #professional}",
    ":::",
    "<!-- osler: ignore citation-pasted: agreed -->",
)
HEADS = (
    "",
    "---\ntitle: Is it so?\naudience: professional\n---\n",
    "---\ntitel: Is it so?\naudience: patient\n---\n\n",
    "---\ntitle: Is it so?\nai_assistance:\n  - tool: X\n---\n",
)
GREEN = """@article{green2017,
  author = {Green, Ralph}, title = {Vitamin {B12} deficiency from the perspective of a practicing hematologist},
  journal = "Blood", year = 2017, volume = {129}
}
"""
ENTRIES = (
    GREEN,
    GREEN.replace("green2017", "Green_2017").replace("volume = {129}", "pmid = {28360040}, volume = {192}"),
    GREEN.replace("green2017", "third")
    .replace("2017", "2071", 1)
    .replace("volume", "doi = {10.1182/blood-2016-10-569186}, volume"),
    "@article{obeid2024, title = {Diagnosis}, pmcid = {PMC11050313}, note = {alpha}, note = {alpha},}\n",
    "@misc{spare, title = {Spare}, year = {2020}}\n",
    "@string{x = {y}}\n",
    "% a remark\n",
    "@article{mojibake, author = {Gu\u00c3\u00a9ant}, title = {T}, journal = x # {z}}",
    "@inbook{part, crossref = {spare}, title = {Part}}\n",
    "@article{open, title = {Not closed\n",
    "\n\n",
)
LOCK = seal_lock(GREEN_LOCK)

bodies = st.lists(
    st.tuples(
        st.sampled_from(PIECES), st.sampled_from((" ", " ", " ", ". ", "\n", "\n\n", "\n\n- ", "\n\n# ", ""))
    ),
    max_size=14,
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))
articles = st.builds(
    lambda head, body, crlf, mark: (
        ("\ufeff" if mark else "") + (head + body).replace("\n", "\r\n" if crlf else "\n")
    ),
    st.sampled_from(HEADS),
    bodies,
    st.booleans(),
    st.booleans(),
)
libraries = st.builds(
    lambda parts, crlf: "".join(parts).replace("\n", "\r\n" if crlf else "\n"),
    st.lists(st.sampled_from(ENTRIES), max_size=7),
    st.booleans(),
)


@contextmanager
def project(texts: list[str], library: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        (folder / "osler.toml").write_text("")
        (folder / "references.lock").write_text(LOCK)
        (folder / "references.bib").write_bytes(library.encode())
        for number, text in enumerate(texts):
            (folder / f"articles/a{number}.md").write_bytes(text.encode())
        yield folder


def opened(folder: Path) -> tuple[Workspace, Report]:
    workspace = open_workspace(folder)
    return workspace, check(workspace, TODAY)


def errors(report: Report) -> Counter[str]:
    return Counter(one.rule for one in report.findings if one.severity is Severity.ERROR)


def words(folder: Path) -> list[list[str]]:
    pattern = re.compile("|".join(WORDS))
    return [pattern.findall(path.read_text("utf-8")) for path in sorted(folder.glob("articles/*.md"))]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(articles, min_size=1, max_size=2), libraries, st.booleans())
def test_fixes_reach_a_fixed_point_and_do_no_harm(texts: list[str], library: str, unsafe: bool) -> None:
    with project(texts, library) as folder:
        workspace, before = opened(folder)
        said = words(folder)
        mended, count = mend(workspace, TODAY, unsafe=unsafe)
        save(workspace, mended)
        again, after = opened(folder)
        assert mend(again, TODAY, unsafe=unsafe) == ({}, 0)
        left = [one.rule for one in after.findings if one.fix and (one.fix.is_safe or unsafe)]
        assert left == []
        assert not before.defects
        assert not after.defects
        # One error may give way to another: a DOI in braces can be undefined, cut short it is not known.
        assert errors(after).total() <= errors(before).total(), (errors(after) - errors(before), mended)
        assert words(folder) == said
        assert (count > 0) == bool(mended)
        for path in folder.glob("articles/*.md"):
            data = path.read_bytes()
            assert data.startswith(b"\xef\xbb\xbf") == texts[int(path.stem[1:])].startswith("\ufeff")
            if b"\r\n" in texts[int(path.stem[1:])].encode():
                assert b"\n" not in data.replace(b"\r\n", b"")
