"""Literate cases: Markdown in which fenced blocks are files, and a block `output` what Osler says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tests.signing import decide, public
from toolkit.api.check import Report, check
from toolkit.api.workspace import open_workspace
from toolkit.claims.fingerprint import fingerprint
from toolkit.model.review_record import Decision, ReviewScope
from toolkit.readers.lock import read_lock, render_lock, seal_lock
from toolkit.reporters import Printout, reporter

TODAY = date(2026, 11, 22)
SEALED = "# number, digests and signature are left out"
"""First line of a case's review record: it is made about the files before it, and signed by a key of the reviewer."""
FINGERPRINTED = "# fingerprints only"
"""First line of a case's lock in which the abstracts give way to their fingerprints."""
_KEY = re.compile(r"the key of (\w+)")
_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$\n?",
    re.MULTILINE | re.DOTALL,
)
_DEFAULT_PATHS = {
    "markdown": "articles/example.md",
    "bibtex": "references.bib",
    "toml": "osler.toml",
    "lock": "references.lock",
}


@dataclass(frozen=True)
class Block:
    """A fenced block: a file (`path`) or, without one, the expected output."""

    language: str
    path: str | None
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Case:
    """A heading with its files and expected output."""

    title: str
    files: tuple[Block, ...]
    output: Block | None


def blocks_of(text: str, offset: int = 0) -> Iterator[Block]:
    """Find the fenced blocks of a Markdown text."""
    for match in _FENCE.finditer(text):
        language, _, path = match["info"].strip().partition(" ")
        place = path.strip() or _DEFAULT_PATHS.get(language)
        start = offset + match.start("text")
        yield Block(language, place, match["text"], start, offset + match.end("text"))


def sections_of(text: str) -> Iterator[tuple[str, str, int]]:
    """Give each `## heading` outside fences, with the text under it and that text's offset."""
    bare = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    headings = list(re.finditer(r"^## (.+)$\n?", bare, re.MULTILINE))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(text)
        yield heading[1].strip(), text[heading.end() : end], heading.end()


def cases_of(text: str) -> Iterator[Case]:
    """Give the cases of a file."""
    for title, body, offset in sections_of(text):
        blocks = list(blocks_of(body, offset))
        output = next((block for block in blocks if block.language == "output"), None)
        yield Case(title, tuple(block for block in blocks if block.path is not None), output)


def write_project(folder: Path, files: tuple[Block, ...]) -> None:
    """Lay out a case's files; locks written by hand get their digests, or fingerprints of their abstracts."""
    for block in files:
        assert block.path is not None
        target = folder / block.path
        if block.text.startswith(SEALED):
            _seal(folder, block)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = locked(block.text) if target.suffix == ".lock" else block.text
        text = _KEY.sub(lambda found: public(found[1]), text) if target.name == "board.toml" else text
        target.write_bytes(text.encode("utf-8", "surrogateescape"))


def _seal(folder: Path, block: Block) -> None:
    """Append the record of a case; `signed-by` names another person than the one who must sign."""
    assert block.path is not None
    values = tomllib.loads(block.text)
    days = {
        name: date.fromisoformat(values.pop(name)) for name in ("next-review", "deadline") if name in values
    }
    fields = {
        "decision": Decision(values.pop("decision")),
        "scope": ReviewScope(values.pop("scope", "full")),
        "day": date.fromisoformat(values.pop("date")),
        "competing_interests": values.pop("competing-interests", None),
        **{name.replace("-", "_"): day for name, day in days.items()},
    }
    key = values.pop("signed-by", None)
    decide(
        folder,
        block.path.split("/")[1],
        key=key,
        **fields,
        **{name.replace("-", "_"): value for name, value in values.items()},
    )


def locked(text: str) -> str:
    """Give a lock with its digests; one marked as such, with fingerprints in place of its abstracts."""
    sealed = seal_lock(text)
    if not text.startswith(FINGERPRINTED):
        return sealed
    records = read_lock("references.lock", sealed.encode()).records
    return render_lock(
        replace(one, abstract=None, fingerprint=fingerprint(one.abstract or "")) for one in records
    )


def check_project(folder: Path, rule: str) -> Report:
    """Check a folder by one rule, as of the cases' day."""
    if not (folder / "osler.toml").exists() and not (folder / "pyproject.toml").exists():
        (folder / "osler.toml").write_text("")
    return check(open_workspace(folder), TODAY, select=[rule])


def rendered(report: Report) -> str:
    """Give the findings in the default format, and what could not be read."""
    text = reporter("full")(Printout(report.findings, report.sources))
    return text + "".join(f"could not be read: {failure}\n" for failure in report.failures)
