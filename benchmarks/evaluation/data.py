"""Reads labelled data in the forms of the shared collection, described in its README.

Other data of the same form can be named on the command line. What is missing ends the run with a
message that says which option names it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

_MARKER = re.compile(r"\s*[\[(]?\s*<\|(?:multi_|other_)?cit\|>\s*(?:[,;–-]\s*\d+)*[\])]?")
# Numbered marks that the collection left as they were: `[10]`, `[82,`.
_NUMBERED = re.compile(r"\s*\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*,?\s*(?:\]|(?=\.?$))")


class MissingDataError(Exception):
    """Data, or a package, that a table needs is not at hand; the message says what to do."""


def collection() -> Path:
    """Give the folder of labelled claims beside the repository, or where OSLER_SHARED_DATA says."""
    named = os.environ.get("OSLER_SHARED_DATA")
    return (Path(named) if named else ROOT.parent / "shared" / "data") / "claims"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of a page labelled by `labelling.md`: what it says and what its label is."""

    page: str
    audience: str
    source: str
    block: str
    paragraph: int
    text: str
    need: str
    kind: str
    also_kind: str | None

    @property
    def is_counted(self) -> bool:
        """Whether it counts: headings do not, nor do units that the annotators found ambiguous."""
        return self.block != "heading" and self.need != "ambiguous"


def read_gold(path: Path) -> tuple[Row, ...]:
    """Read labelled pages, in order (`gold_dev.jsonl`)."""
    return tuple(
        Row(
            page=str(one["page"]),
            audience=str(one.get("audience") or "unknown"),
            source=str(one.get("source") or "unknown"),
            block=one["block"],
            paragraph=int(one["para"]),
            text=one["text"],
            need=one["need"],
            kind=one["kind"],
            also_kind=one.get("also_kind"),
        )
        for one in json_lines(path, "--gold")
    )


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read labelled pages as they stand in the file, for the trainings."""
    return read_lines(path, "--gold")


def read_lines(path: Path, option: str) -> list[dict[str, Any]]:
    """Read all lines of a file as they stand; raises `MissingDataError`, which names the option, without it."""
    return list(json_lines(path, option))


def pages_of(rows: tuple[Row, ...]) -> dict[str, list[Row]]:
    """Group rows by page, in the order of the file."""
    pages: dict[str, list[Row]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    return pages


@dataclass(frozen=True, slots=True)
class Abstract:
    """A work's title (may be empty) and the sentences of its abstract."""

    document: int
    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The abstract's running text."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and one abstract that it cites. `label` is `SUPPORT`, `REFUTE`, or empty: no evidence.

    `group` is the same for all pairs that are not independent: those whose abstracts share a sentence.
    """

    claim: str
    abstract: Abstract
    label: str
    group: int
    split: str


@dataclass(frozen=True, slots=True)
class Claims:
    """A folder of claims with the abstracts that they cite: SciFact's form."""

    name: str
    pairs: tuple[Pair, ...]
    abstracts: tuple[Abstract, ...]


def unseen(claims: Claims) -> Claims:
    """Keep the pairs that training on the `train` half did not see, nor any abstract of the same group.

    Data without a half of that name are kept whole.
    """
    trained = {pair.group for pair in claims.pairs if pair.split == "train"}
    pairs = tuple(pair for pair in claims.pairs if pair.group not in trained)
    return Claims(f"{claims.name}, unseen in training" if trained else claims.name, pairs, claims.abstracts)


def read_claims(folder: Path, option: str) -> Claims:
    """Read `claims_*.jsonl` and `corpus.jsonl[.gz]` of a folder, markers of citations taken out."""
    corpus = next((path for path in sorted(folder.glob("corpus.jsonl*"))), folder / "corpus.jsonl")
    abstracts = {
        int(one["doc_id"]): Abstract(int(one["doc_id"]), one.get("title") or "", tuple(one["abstract"]))
        for one in json_lines(corpus, option)
    }
    files = sorted(folder.glob("claims_*.jsonl"))
    if not files:
        raise MissingDataError(f"no claims_*.jsonl in {folder}: name another folder with {option}")
    groups = _groups(abstracts)
    pairs = [
        Pair(
            plain_claim(one["claim"]),
            abstracts[document],
            _label(one["evidence"].get(str(document))),
            groups[document],
            path.stem.removeprefix("claims_"),
        )
        for path in files
        for one in json_lines(path, option)
        for document in one["cited_doc_ids"]
        if document in abstracts
    ]
    return Claims(folder.name, tuple(pairs), tuple(abstracts.values()))


def plain_claim(text: str) -> str:
    """Take the markers that stand for citations out of a claim (`[<|multi_cit|>,7]`)."""
    return " ".join(_NUMBERED.sub("", _MARKER.sub("", text)).split())


def _label(evidence: list[dict[str, Any]] | None) -> str:
    return str(evidence[0]["label"]) if evidence else ""


def _groups(abstracts: dict[int, Abstract]) -> dict[int, int]:
    """Give each document the number of its group: documents that share a sentence are in one."""
    parent = {document: document for document in abstracts}

    def root(document: int) -> int:
        while parent[document] != document:
            parent[document] = parent[parent[document]]
            document = parent[document]
        return document

    first: dict[str, int] = {}
    for document, abstract in abstracts.items():
        for sentence in abstract.sentences:
            other = first.setdefault(sentence, document)
            parent[root(document)] = root(other)
    return {document: root(document) for document in abstracts}


def json_lines(path: Path, option: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, compressed or not.

    Raises `MissingDataError` if it is not there.
    """
    if not path.is_file():
        raise MissingDataError(f"{path} is not there: name another with {option}, or set OSLER_SHARED_DATA")
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in data.decode().split("\n"):
        if line.strip():
            yield json.loads(line)
