"""Articles and libraries of any size, made from real manuscripts and real BibTeX entries.

The texts are those of two books (CC0) in the collection of real data that stands beside the
repository, or where OSLER_SHARED_DATA says. An article here is 18.7 KB of their paragraphs, as
1,000 real articles of 18.7 MB are, with the citation keys as they stand there.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ARTICLE_SIZE = 18_700
_ENTRY = re.compile(r"^@(\w+)\{([^,\s]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
_FRONT_MATTER = """---
title: "Article {number}: what do these methods do?"
type: question-answer
audience: professional
authors:
  - name: A Writer
date: 2026-01-15
language: en
license: CC0-1.0
competing_interests: none declared
ai_assistance: none
---

"""


def manuscripts() -> Path:
    """Give the folder of real manuscripts. Raises `SystemExit` with what to do if it is not there."""
    named = os.environ.get("OSLER_SHARED_DATA")
    data = Path(named) if named else Path(__file__).parent.parent.parent / "shared" / "data"
    folder = data / "manuscripts"
    if not folder.is_dir():
        raise SystemExit(
            "the real manuscripts are not here: set OSLER_SHARED_DATA to the folder that holds them"
        )
    return folder


def _paragraphs() -> Iterator[str]:
    """Yield the prose of the books: no code, no raw HTML, no divs, so that every tool can read it."""
    for path in sorted(manuscripts().glob("*/*.?md")):
        text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        for paragraph in re.split(r"\n{2,}", text):
            if not re.search(r"[<:{}\\$`|]|^#", paragraph) and len(paragraph) > 80:
                yield paragraph.strip()


def write_articles(folder: Path, count: int) -> int:
    """Write `count` articles of `ARTICLE_SIZE` characters below `folder`; give their bytes in all."""
    folder.mkdir(parents=True, exist_ok=True)
    source = cycle(list(_paragraphs()))
    total = 0
    for number in range(count):
        parts = [_FRONT_MATTER.format(number=number)]
        size = len(parts[0])
        section = 0
        while size < ARTICLE_SIZE:
            if len(parts) % 6 == 1:
                section += 1
                parts.append(f"## Section {section}\n\n")
            parts.append(next(source) + "\n\n")
            size += len(parts[-1])
        data = "".join(parts).encode()
        (folder / f"article-{number:04d}.md").write_bytes(data)
        total += len(data)
    return total


def _abstracts() -> Iterator[str]:
    """Yield real abstracts (SciFact's, ODC-By), without the characters that BibTeX would read."""
    with gzip.open(
        manuscripts().parent / "claims" / "scifact" / "corpus.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        for line in file:
            yield re.sub(r"[{}\\\\@%\"]", "", " ".join(json.loads(line)["abstract"]))


def entries(count: int) -> str:
    """Give a library of `count` real entries with abstracts, 1.8 KB each as reference managers export them.

    The entries come first as they are, then again under other keys.
    """
    seen: set[str] = set()
    real = []
    for path in sorted(manuscripts().glob("*/*.bib")):
        for kind, key, body in _ENTRY.findall(path.read_text("utf-8")):
            # Entries that are cut short by the simple pattern, and duplicate keys, are left out.
            if key not in seen and body.count("{") == body.count("}"):
                seen.add(key)
                real.append((kind, key, body))
    copies = (
        (kind, key, body) if round_ == 0 else (kind, f"{key}-{round_}", _another(body, round_))
        for round_ in range(count // len(real) + 1)
        for kind, key, body in real
    )
    texts = cycle(list(_abstracts()))
    return "".join(
        f"@{kind}{{{key},{body.rstrip().rstrip(',')},\n  abstract = {{{next(texts)}}}\n}}\n\n"
        for kind, key, body in islice(copies, count)
    )


def _another(body: str, number: int) -> str:
    """Make another work of an entry: without its identifiers, and with a title of its own."""
    body = re.sub(r"^\s*(?:doi|pmid|pmcid|isbn|url)\s*=.*$\n?", "", body, flags=re.MULTILINE | re.IGNORECASE)
    return re.sub(r"(\btitle\s*=\s*[{\"]+)", rf"\g<1>Part {number} of ", body, flags=re.IGNORECASE)


def write_project(folder: Path, articles: int, references: int) -> None:
    """Write a whole project: configuration, articles and library."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "osler.toml").write_text('[publisher]\nname = "Benchmarks"\n', "utf-8")
    (folder / "references.bib").write_text(entries(references), "utf-8")
    write_articles(folder / "articles", articles)
