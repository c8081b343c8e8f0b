"""Sentence boundaries: errors per 1,000 sentences of gold text, by the plain splitter and through Markdown.

A gold file is JSON Lines, gzipped or not, of one of two forms: `{"document", "sentences": […]}`, a paragraph
a line, or a sentence a line, `{"art", "par", "text"}`, as in `citation_worthiness.jsonl.gz`. An error is a
boundary that is missed, or one where none is. The sentences of a paragraph are joined by one space.

The sentences of `citation_worthiness.jsonl.gz` were cut by a program, with citations removed: its own
errors count against the splitter, so the figure is an upper bound.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.evaluation.data import MissingDataError
from benchmarks.evaluation.measures import Figure, Table, Tally, Target, intervals, total
from toolkit.claims.sentences import split
from toolkit.claims.units import units_of
from toolkit.readers.markdown import read_article

AT_MOST = Target(10.0, at_most=True)
_SHOWN = 50
# A backslash before each of these keeps Markdown from reading it.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+|~^$@&!:=-]|(?<=\d)[.)])")

Splitter = Callable[[str], list[tuple[int, int]]]
"""Takes plain text, gives the half-open ranges of its sentences."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of gold text: the document it is from, and its sentences in order."""

    document: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences joined by one space."""
        return " ".join(self.sentences)

    @property
    def boundaries(self) -> set[int]:
        """Where, in the text, a sentence ends that another follows."""
        ends: set[int] = set()
        length = 0
        for sentence in self.sentences[:-1]:
            length += len(sentence)
            ends.add(length)
            length += 1
        return ends


def read_paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """Read a gold file of either form; white space is folded, blank sentences are left out.

    Raises:
        MissingDataError: if there is no such file.
    """
    if not path.is_file():
        message = f"no sentences at {path}: name a file with --sentences"
        raise MissingDataError(message)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in data.decode().splitlines() if line.strip()]
    if rows and "sentences" in rows[0]:
        return tuple(_paragraph(str(row["document"]), row["sentences"]) for row in rows)
    runs = groupby(rows, key=lambda row: (row["art"], row["par"]))
    return tuple(
        _paragraph(str(article), [row["text"] for row in run])
        for (article, _), run in ((key, list(run)) for key, run in runs)
        if _is_whole(run)
    )


def _is_whole(run: Sequence[dict[str, Any]]) -> bool:
    """Tell whether all sentences of a paragraph are there (`n` says how many it has)."""
    return bool(len(run) == run[0].get("n", len(run)))


def _paragraph(document: str, sentences: Sequence[str]) -> Paragraph:
    folded = (" ".join(sentence.split()) for sentence in sentences)
    return Paragraph(document, tuple(sentence for sentence in folded if sentence))


def plain(text: str) -> list[tuple[int, int]]:
    """Split plain text, as `osler` does once Markdown is read."""
    return split(text)


def through_markdown(text: str) -> list[tuple[int, int]]:
    """Escape a paragraph as Markdown, read it as an article, and give its units' places in the text."""
    marks = {found.start() for found in _MARKUP.finditer(text)}
    place: list[int] = []
    for index in range(len(text)):
        place.extend([index, index] if index in marks else [index])
    article = read_article("articles/a.md", _MARKUP.sub(r"\\\1", text).encode())
    return [(place[unit.span.start], place[unit.span.end - 1] + 1) for unit in units_of(article)]


def errors_of(paragraph: Paragraph, splitter: Splitter) -> list[str]:
    """Give the boundaries missed and those too many, each with the text around it."""
    text = paragraph.text
    found = {end for _, end in splitter(text)[:-1]}
    wanted = paragraph.boundaries
    return [
        f"{'missed' if at in wanted else 'too many'}: …{text[max(0, at - _SHOWN) : at]} ‖ {text[at : at + _SHOWN]}…"
        for at in sorted(found ^ wanted)
    ]


def rate(tally: Tally) -> float | None:
    """Give errors per 1,000 sentences of a tally of `errors` and `sentences`."""
    return 1000 * tally["errors"] / tally["sentences"] if tally["sentences"] else None


def tables(path: Path, rounds: int, errors: int) -> Iterator[Table]:
    """Make the table of errors per 1,000 sentences of a gold file; intervals resample documents."""
    paragraphs = read_paragraphs(path)
    figures = []
    lines: list[str] = []
    for name, splitter in (("plain text", plain), ("through Markdown", through_markdown)):
        tallies: dict[str, Tally] = {}
        for paragraph in paragraphs:
            wrong = errors_of(paragraph, splitter)
            tally = tallies.setdefault(paragraph.document, Counter())
            tally.update({"errors": len(wrong), "sentences": len(paragraph.sentences)})
            if splitter is plain:
                lines.extend(f"{paragraph.document} {line}" for line in wrong)
        groups = list(tallies.values())
        value = total(groups)
        interval = intervals(groups, {name: rate}, rounds).get(name)
        figures.append(
            Figure(f"errors per 1,000: {name}", rate(value), interval, value["sentences"], AT_MOST, ".1f")
        )
    notes = (f"{len({one.document for one in paragraphs})} documents; intervals resample documents",)
    yield Table(f"Sentences ({path.name})", tuple(figures), notes, tuple(lines[:errors]))
