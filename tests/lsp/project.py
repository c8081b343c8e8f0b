"""A project for the language server: emoji before each citation, a library, a lock."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

FRONT = """---
title: "Can vitamin B12 deficiency cause leukopenia?"
type: question-answer
audience: professional
authors:
  - name: A. Writer
date: 2026-11-22
competing_interests: The author declares none.
ai_assistance: none
---

"""
ANSWER = (
    FRONT
    + """# Answer 😀

😀 The deficiency may look like leukaemia 🩸 [@green2017, p. 3], 😀 as does the other [@pmid:28360040].

## Treatment

😀 Give 1000 µg of vitamin B12 every day for 12 weeks.
😀 It fails in some [@doi:10.1016/S0140-6736(20)30925-9], 😀 and in others [@unknown2020].

## Old work

😀 The micro-RNA miR-429 promotes the proliferation of non-small cell lung cancer cells [@xiao2016].

😀 Seen in PMID 28360040 and at <https://doi.org/10.1182/blood-2016-10-569186>, not in `PMID 28360040`.
😀 New: PMID 10704411.

::: {.disclaimer #professional}
:::
"""
)
OTHER = FRONT + "# Other\n\n😀 As @green2017 and @{green2017} say.\n\n::: {.disclaimer #professional}\n:::\n"
GREEN = """@article{green2017,
  author = {Green, Ralph},
  title = {Vitamin {B12} deficiency from the perspective of a practicing hematologist 😀},
  journal = {Blood},
  year = {2017},
  volume = {129},
  number = {19},
  pages = {2603--2611},
  doi = {10.1182/blood-2016-10-569186},
  pmid = {28360040},
}

@incollection{chapter2018,
  author = {Smith, Ann and Češka, Jan},
  title = {A chapter},
  booktitle = {A book},
  publisher = {A house},
  year = {2018},
  crossref = {green2017},
}

"""


def write_project(root: Path) -> Path:
    """Write the project; give its root."""
    sample = ROOT / "tests" / "projects" / "retracted"
    (root / "articles").mkdir(parents=True)
    (root / "osler.toml").write_text("", "utf-8")
    (root / "references.bib").write_text(GREEN + (sample / "references.bib").read_text("utf-8"), "utf-8")
    shutil.copy(sample / "references.lock", root)
    (root / "articles" / "answer.md").write_text(ANSWER, "utf-8")
    (root / "articles" / "other.md").write_text(OTHER, "utf-8")
    return root
