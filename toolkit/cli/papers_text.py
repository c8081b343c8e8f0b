"""Papers on a terminal, as `osler audit` and `osler impact` print them: what is said of each, and what rests on it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

import click

from toolkit.api.resting import CitedPaper, Sentence
from toolkit.reporters.printable import one_line
from toolkit.rules.editorial import Editorial, Status

_WORDS = {
    Editorial.RETRACTED: "retracted",
    Editorial.CONCERN: "under an expression of concern",
    Editorial.RETRACTION_NOTICE: "is the notice of a retraction",
    Editorial.NOT_IN_PUBMED: "not in PubMed",
    Editorial.REPUBLISHED: "corrected and published again",
    Editorial.SUPERSEDED: "superseded by a newer version",
    Editorial.CORRECTED: "corrected",
}
_COLOURS = {
    Editorial.RETRACTED: "red",
    Editorial.RETRACTION_NOTICE: "red",
    Editorial.NOT_IN_PUBMED: "red",
    Editorial.CORRECTED: None,
}
_LENGTH = 100


def paper_lines(paper: CitedPaper, shown: Callable[[str], str], *, answered: bool = False) -> Iterator[str]:
    """Give the lines of one paper: its name, what is said of it, and the sentences that rest on it.

    `shown` names a path as the reader would; `answered` adds where the articles take the status into account.
    """
    yield click.style(one_line(heading(paper)), bold=True)
    for status in paper.statuses:
        yield f"  {status_words(status, paper)}"
    if paper.has_changed:
        known = {(one.kind, one.name) for one in paper.statuses}
        for status in paper.before or ():
            if (status.kind, status.name) not in known:
                yield f"  no longer {status_words(status)}"
    if not paper.statuses:
        yield "  nothing is said against it"
    if answered and paper.statuses and not paper.is_open:
        yield "  its articles take that into account, or it is for information only"
    for sentence in paper.sentences:
        yield from _sentence(sentence, shown)
    yield ""


def heading(paper: CitedPaper) -> str:
    """Name a paper: keys, best identifier, year, title."""
    identity = paper.reference.identity
    keys = [key for key in paper.keys if key != identity]
    named = (
        ", ".join(keys) + (f" ({identity})" if not identity.startswith("key:") else "") if keys else identity
    )
    year = f", {paper.year}" if paper.year is not None else ""
    title = f": {textwrap.shorten(paper.title, _LENGTH, placeholder='…')}" if paper.title else ""
    return f"{named}{year}{title}"


def status_words(status: Status, paper: CitedPaper | None = None) -> str:
    """Say a status in words; with the paper, also whether that is new."""
    words = click.style(_WORDS[status.kind], fg=_COLOURS.get(status.kind, "yellow"))
    where = f": {one_line(status.where)}" if status.where else ""
    before = paper.before if paper is not None else None
    is_new = before is not None and (status.kind, status.name) not in {(one.kind, one.name) for one in before}
    return f"{words}{where}{click.style(' (new)', bold=True) if is_new else ''}"


def _sentence(sentence: Sentence, shown: Callable[[str], str]) -> Iterator[str]:
    place = f"{one_line(shown(sentence.path))}:{sentence.start.line}:{sentence.start.column}"
    if sentence.need is None:
        rests = "outside of any sentence"
    elif sentence.others:
        rests = f"with {', '.join(sentence.others)}"
    else:
        rests = "no other source"
    yield f"  {place}: {sentence.kind or 'citation'}, {one_line(rests)}"
    yield f"    {textwrap.shorten(one_line(sentence.text), 2 * _LENGTH, placeholder='…')}"
