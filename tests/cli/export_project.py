"""A small project whose one article can be exported."""

from __future__ import annotations

from pathlib import Path

CONFIGURATION = """\
[publisher]
name = "The Press"
copyright-holder = "The Press"
"""
LIBRARY = """\
@article{obeid2024,
  author = {Obeid, Rima and Andrès, Emmanuel and others},
  title = {Diagnosis, Treatment and Long-Term Management of Vitamin {B12} Deficiency in Adults:
    A Delphi Expert Consensus},
  journal = {J Clin Med},
  year = {2024},
  volume = {13},
  number = {8},
  pages = {2176},
  doi = {10.3390/jcm13082176},
  pmid = {38673453},
  pmcid = {PMC11050313}
}
"""
LOCK = """\
lock-version = 1

["pmid:38673453"]
also = ["doi:10.3390/jcm13082176", "pmcid:PMC11050313"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-20"
type = "journal"
title = "Diagnosis, Treatment and Long-Term Management of Vitamin B12 Deficiency in Adults: A Delphi Expert Consensus."
authors = [["Obeid", "Rima", "R"], ["Andrès", "Emmanuel", "E"], ["The Vitamin B12 Consensus Panelists Group"]]
journal = "J Clin Med"
published = "2024-04-10"
volume = "13"
issue = "8"
elocation = "2176"
publication-types = ["Journal Article"]
status = "PubMed-not-MEDLINE"
"""
GOOD = """\
---
title: Can vitamin B12 deficiency be treated by mouth?
type: question-answer
audience: professional
authors:
  - name: Jane Doe
date: 2026-11-22
license: CC-BY-4.0
competing_interests: None declared.
ai_assistance: none
---

A panel agreed on oral treatment for some patients [@obeid2024].

![A spoon with white powder](figures/spoon.png)

::: {.disclaimer #professional}
:::
"""
BAD = GOOD.replace("[@obeid2024]", "[@nobody2024]")
FILES = {
    "article.xml",
    "evidence/index.html",
    "figures/spoon.png",
    "index.html",
    "references.json",
    "references.ris",
    "ledger.json",
    "report.json",
    "report.txt",
}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
