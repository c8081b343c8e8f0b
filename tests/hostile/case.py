"""A case of bad input, end to end: a project with something wrong in it, a command, and what must come of it.

For each holds besides: no traceback and no exit code 4; no control character reaches the terminal; nothing
is written outside the project, and no temporary file stays; no key is told; what is exported is inert; no
more than 512 MiB of memory. A guard on memory and processor time ends what runs away.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.processes import Answer, Forks
from toolkit.readers.lock import seal_lock

MEMORY = 512 << 20
"""The real memory that any input may take, in bytes."""
RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
ACTIVE = re.compile(
    rb"<script(?! type=\"application/ld\+json\"| type=\"module\" src=\"search\.js\"| src=\"search\.js\")"
    rb"|<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\son\w+\s*="
    rb"|\s(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|vbscript|data:text)"
    rb"|<(?:iframe|object|embed|base)\b|<(?:img|audio|video|source|link)\b[^<>]*\s(?:src|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)
KEY = "0123456789abcdefCANARY"
"""The user's key to E-utilities: it must be seen nowhere."""
OUTER_TEXT = "what a file outside holds"

FRONT = "---\ntitle: A\ntype: review\naudience: professional\n---\n\n"
ENTRY = """\
@article{green2017,
  title = {B12},
  author = {Green, R},
  journal = {Blood},
  year = {2017},
  pmid = {28360040}
}
"""
LOCK = seal_lock(
    """lock-version = 1

["pmid:28360040"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "B12"
authors = [["Green", "R", "R"]]
journal = "Blood"
published = "2017"
"""
)
GOOD = FRONT + "It is so [@green2017].\n"


CHECK = ("check", "-f", "concise")
FETCH = ("fetch", "--refresh", "--offline")
EXPORT = ("export", "--draft")
OUTSIDE = "../secret.txt"
_READ = 64 << 20
"""Bytes of a file beyond which it is one of a case's own making, of zeros."""
MAY_WRITE = {"export": ("build",), "fetch": ("references.lock",), "review": ("reviews", "form.toml")}
"""What a command that is not refused may leave in the project."""

Content = str | bytes | Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """One bad project. `files` replace or join those of a sound one; a function makes what no text can."""

    name: str
    code: int
    says: tuple[str, ...]
    files: dict[str, Content] = field(default_factory=dict)
    command: tuple[str, ...] = CHECK
    environment: dict[str, str] = field(default_factory=dict)
    damage: Callable[[Path], None] | None = None
    """What is done to the project once the command has run in it: run again, it must come to the very same."""
    meanwhile: Callable[[Path], None] | None = None
    """For a command that serves: what is done while it does, given the file of its output."""
    file_size: int | None = None
    """The largest file that may be written, in bytes: a full disk."""


@dataclass(frozen=True)
class Outcome:
    """What a case came to; `faults` is everything that is not as it should be."""

    answer: Answer
    faults: list[str]


def nothing(_path: Path) -> None:
    """Leave the file out."""


def build(case: Case, root: Path) -> None:
    """Write a case's project."""
    files: dict[str, Content] = {
        "osler.toml": "", "references.bib": ENTRY, "references.lock": LOCK, "articles/x.md": GOOD, **case.files
    }  # fmt: skip
    for name, content in files.items():
        if content is nothing:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def answer(case: Case, root: Path, forks: Forks) -> Answer:
    """Run a case's command in a limited process."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("OSLER_", "NCBI_"))
    }
    environment |= {
        "SOURCE_DATE_EPOCH": "1795305600",
        "NCBI_API_KEY": KEY,
        "OSLER_STORE": str(root / "store"),
        "OSLER_STATE": str(root.parent / "state"),
        "TMPDIR": str(root.parent / "temporary"),
        **case.environment,
    }
    return forks.run(case.command, root, environment, case.file_size, case.meanwhile)


def judged(case: Case, folder: Path, forks: Forks) -> Outcome:
    """Run a case in an empty folder; give the answer, and everything that is not as it should be."""
    root = folder / "project"
    root.mkdir(parents=True)
    (folder / "temporary").mkdir()
    (folder / "secret.txt").write_text(OUTER_TEXT, "utf-8")
    build(case, root)
    undamaged = answer(case, root, forks) if case.damage else None
    exported = exports(root)
    if case.damage:
        case.damage(root)
    before = names(root)
    given = answer(case, root, forks)
    found = [f"exit code {given.code}, not {case.code}"] if given.code != case.code else []
    found += [f"does not say {one!r}" for one in case.says if one not in given.said]
    found += faults_of(given)
    if undamaged is not None and (given.said, exports(root)) != (undamaged.said, exported):
        found.append(f"came to something else than before:\n{undamaged.said[-1500:]}")
    outside = {"project", "temporary", "state", "secret.txt"}
    found += [f"wrote {path.name} outside" for path in folder.iterdir() if path.name not in outside]
    found += [f"left {name}" for name in names(folder / "temporary")]
    kept = (".osler_cache", "store", *(MAY_WRITE.get(case.command[0], ()) if given.code < 2 else ()))
    found += [f"left {name}" for name in names(root) - before if not name.startswith(kept)]
    found += written_wrongly(root)
    return Outcome(given, [f"{one}\n{given.said[-1500:]}" for one in found[:1]] + found[1:])


def faults_of(given: Answer) -> Iterator[str]:
    """Give what is wrong with an answer, whatever the case."""
    if "Traceback" in given.said or "defect of Osler" in given.said:
        yield "told of a defect"
    if control := RAW_CONTROL.search(given.said):
        yield f"control character {control.group()!r} in the output"
    if OUTER_TEXT in given.said:
        yield "shows what a file outside holds"
    if KEY in given.said:
        yield "shows the key"
    if given.memory > MEMORY:
        yield f"took {given.memory >> 20} MiB"


def written_wrongly(root: Path) -> Iterator[str]:
    """Give what no file in the project may hold: the key, what is outside, and active content in exports."""
    for path in root.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > _READ:
            continue
        if not os.access(path, os.R_OK):
            path.chmod(0o600)
        data = path.read_bytes()
        name = path.relative_to(root).as_posix()
        if KEY.encode() in data or OUTER_TEXT.encode() in data:
            yield f"{name} holds what must not be told"
        is_page = name.startswith("build/") and path.suffix in (".html", ".svg", ".xml")
        if is_page and (active := ACTIVE.search(data)):
            yield f"{name} has active content: {active.group()[:80]!r}"
        if name.startswith("build/") and path.suffix == ".png" and not data.startswith(b"\x89PNG"):
            yield f"{name} is no picture"


def exports(root: Path) -> dict[str, bytes]:
    """Give the files that were exported."""
    folder = root / "build"
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names(folder: Path) -> set[str]:
    """Give all that lies in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def is_one_article(case: Case) -> bool:
    """Tell whether a case can share its project with others: its one fault is an article."""
    return (
        case.command == CHECK
        and set(case.files) == {"articles/x.md"}
        and isinstance(case.files["articles/x.md"], (str, bytes))
    )


def articles_together(cases: Sequence[Case], folder: Path, forks: Forks) -> dict[str, Outcome]:
    """Run many bad articles in one project: none may hinder another, and each gets its own words."""
    files = {f"articles/x{number}.md": case.files["articles/x.md"] for number, case in enumerate(cases)}
    batch = judged(
        Case("batch", max(case.code for case in cases), (), {**files, "articles/x.md": GOOD}), folder, forks
    )
    found = {}
    for number, case in enumerate(cases):
        path = f"articles/x{number}.md"
        lines = batch.answer.said.split("\n")
        read = [line for line in lines if line.startswith(f"{path}:")]
        unread = [line for line in lines if line.startswith(f"osler: {path}:")]
        said = "\n".join(read + unread)
        code = 2 if unread else 1 if read else 0
        faults = [f"does not say {one!r}:\n{said[-1500:]}" for one in case.says if one not in said]
        faults += [f"exit code {code}, not {case.code}"] if code != case.code else []
        found[case.name] = Outcome(batch.answer, batch.faults + faults)
    return found
