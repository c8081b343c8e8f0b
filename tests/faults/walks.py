"""The ways on which Osler writes, each with a project as it is before, and what must hold wherever it is stopped."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from tests.faults.tracing import KILL, OPEN, Done, Fault, places, strike
from tests.signing import key_of, person
from tests.sources.eutils_server import EutilsServer
from tests.sources.project import ProjectFolder
from toolkit.api.site_folder import MANIFEST
from toolkit.model.identifier import Identifier, Scheme
from toolkit.sources.store import Store, is_whole

DAY = "2026-11-22"
PMIDS = ("33780037", "10704411", "33820630")
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS")
_FRONT = """---
title: Can vitamin B12 deficiency cause leukopenia?
type: question-answer
audience: professional
authors: [{name: A. Writer}]
date: 2026-11-01
competing_interests: None declared.
ai_assistance: none
---

"""
_LIBRARY = (
    "@article{one,\n  title = {One},\n  author = {Doe, Jane},\n  journal = {Blood},\n  year = 2020\n}\n"
)

_APPROVAL = (
    *("review", "approve", "{root}/articles/a.md", "--key", "{root}/../key", "--yes", "--despite-errors"),
    *("--interests", "none", "--ai-used", "none"),
)
_SITE = ("export", "--draft", "--site")

_SEARCH = "build/site/search/"
"""Pagefind's index of the same pages differs from run to run, so that it cannot be compared."""
_ROOT = "{root}"
"""Stands for the project's folder in a walk's arguments."""

State = Mapping[str, str]
"""What stands on the disk: a digest for each thing that is written in one step."""


@dataclass(frozen=True)
class Walk:
    """A command that writes.

    `prepare` writes the project as it is before; `wholes` are the folders that change as one; `look` gives
    what is wrong with what was found at a place, beside what is looked at for all.
    """

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[Place], None]
    wholes: tuple[str, ...] = ()
    look: Callable[[Course, Place, State], str | None] = lambda _course, _place, _found: None
    stops_unread: bool = False
    appends: bool = False
    """Whether the command, run again where it was done, does the same once more."""
    lists: str | None = None
    """The file that names all of before and after while it writes: `look` looks at it."""
    follows: bool = True
    """Whether the programs that the command starts are struck too."""
    says: str | None = None
    """What the command prints when what it wrote stands: then all of it must."""


@dataclass(frozen=True)
class Place:
    """A folder with a project, and beside it all that Osler keeps for its user."""

    folder: Path
    server: EutilsServer

    @property
    def project(self) -> ProjectFolder:
        """The project."""
        return ProjectFolder(self.folder / "project", self.server)

    def own(self) -> dict[str, str]:
        """Give what a command finds in its environment: of the user's own nothing, and nothing that differs by run."""
        return {
            "OSLER_STATE": str(self.folder / "state"),
            "OSLER_STORE": str(self.store),
            "TMPDIR": str(self.folder / "temporary"),
            "CI": "1",
            "NCBI_API_KEY": "0123456789abcdefSECRET",
            "OSLER_EMAIL": "editor@example.org",
            "SOURCE_DATE_EPOCH": "1795305600",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def environment(self) -> dict[str, str]:
        """Give the environment of a command in a process of its own."""
        (self.folder / "temporary").mkdir(exist_ok=True)
        return {**self.project.settings(), **self.own()}

    @property
    def store(self) -> Path:
        """The store of raw records."""
        return self.folder / "store.sqlite3"

    def arguments(self, walk: Walk) -> tuple[str, ...]:
        """Give the command line of a walk here."""
        root = str(self.project.root)
        return (*(one.replace(_ROOT, root) for one in walk.arguments), "--project", root)

    def run(self, *arguments: str) -> Done:
        """Run a command here without any fault: in this process, which is quicker."""
        (self.folder / "temporary").mkdir(exist_ok=True)
        done = ProjectFolder(self.project.root, self.server, self.own()).run(*arguments)
        return Done(done.code, done.out, done.err)

    def go(self, walk: Walk) -> Done:
        """Go a walk here without any fault."""
        return self.run(*self.arguments(walk)[:-2])

    def copy(self, folder: Path) -> Place:
        """Copy everything to another folder."""
        shutil.copytree(self.folder, folder)
        return Place(folder, self.server)

    def state(self, walk: Walk) -> dict[str, str]:
        """Give what stands in the project; hidden files are the user's and the cache's, and no part of it."""
        root = self.project.root
        found: dict[str, Any] = {}
        for path in sorted(_seen(root)):
            name = path.relative_to(root).as_posix()
            if name.startswith(_SEARCH):
                continue
            unit = next((one for one in walk.wholes if name.startswith(f"{one}/")), name)
            data = _without_search(path.read_bytes()) if path.name == MANIFEST else path.read_bytes()
            digest = found.setdefault(unit, hashlib.sha256())
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return {unit: digest.hexdigest() for unit, digest in found.items()}


def _seen(root: Path) -> Iterator[Path]:
    for current, folders, names in os.walk(root):
        folders[:] = [one for one in folders if not one.startswith(".")]
        yield from (Path(current, name) for name in names if not name.startswith("."))


def _without_search(data: bytes) -> bytes:
    """Take the index of the search out of a site's list."""
    files = json.loads(data)["files"]
    return json.dumps({name: one for name, one in files.items() if not name.startswith("search/")}).encode()


@dataclass(frozen=True)
class Course:
    """A walk from its beginning to its end without any fault."""

    walk: Walk
    start: Place
    before: State
    after: State
    done: Done

    @classmethod
    def of(cls, walk: Walk, folder: Path, server: EutilsServer) -> Course:
        """Go a walk, to see what it does."""
        start = Place(folder / "start", server)
        start.folder.mkdir(parents=True)
        start.project.root.mkdir()
        walk.prepare(start)
        end = start.copy(folder / "end")
        done = end.go(walk)
        return cls(walk, start, start.state(walk), end.state(walk), done)

    def faults(self) -> Iterator[Fault]:
        """Give every place at which it writes: there it is killed, and there one error or another happens."""
        counting = self.start.copy(self.start.folder.parent / "counting")
        for number, (call, when) in enumerate(self._places(counting)):
            if call != OPEN:  # being killed there is being killed at what comes next
                yield Fault(call, when, KILL)
            yield Fault(call, when, ERRORS[number % len(ERRORS)])

    def _places(self, place: Place) -> list[tuple[str, int]]:
        return places(place.arguments(self.walk), place.environment(), follows=self.walk.follows)

    def unreadable(self) -> Iterator[Fault]:
        """Give every place at which a file of the project is opened, looked at or read: the disk fails there.

        Not for walks that go on with the files that can be read, and then rightly write something else.
        """
        if not self.walk.stops_unread:
            return
        for path in sorted(_seen(self.start.project.root)):
            counting = self.start.copy(self.start.folder.parent / "reading")
            same = counting.project.root / path.relative_to(self.start.project.root)
            for call, when in places(counting.arguments(self.walk), counting.environment(), (str(same),)):
                yield Fault(call, when, "EIO", (path.relative_to(self.start.project.root).as_posix(),))
            shutil.rmtree(counting.folder)

    def suffer(self, fault: Fault, folder: Path) -> tuple[Done, str | None]:
        """Let a fault happen on the way; give how the command ended, and what was wrong with it, if anything."""
        place = self.start.copy(folder)
        try:
            paths = tuple(str(place.project.root / path) for path in fault.paths)
            done = strike(
                place.arguments(self.walk),
                place.environment(),
                replace(fault, paths=paths),
                follows=self.walk.follows,
            )
            return done, self._fault_of(place, fault, done)
        except TimeoutExpired:
            return Done(-1, "", "", str(fault)), "it did not end"
        finally:
            shutil.rmtree(folder)

    def _fault_of(self, place: Place, fault: Fault, done: Done) -> str | None:
        if done.struck is None:
            return None
        found = place.state(self.walk)
        return (
            self._half(found)
            or (self._said_wrongly(done, found) if fault.effect != KILL else None)
            or self._untrue(done, found)
            or self.walk.look(self, place, found)
            or damage_in(place.store)
            or self._again(place)
        )

    def _half(self, found: State) -> str | None:
        for unit in sorted({*self.before, *self.after, *found} - {self.walk.lists}):
            if found.get(unit) not in (self.before.get(unit), self.after.get(unit)):
                return f"{unit} is neither as before nor as after"
        return None

    def _untrue(self, done: Done, found: State) -> str | None:
        """Say where it said that something is done which is not: what was acknowledged is lost."""
        is_acknowledged = self.walk.says is not None and self.walk.says in done.out
        if (is_acknowledged or done.code == self.done.code) and found != self.after:
            return f"exit {done.code}: it said that it was done, and it was not: {done.out}"
        return None

    def _said_wrongly(self, done: Done, found: State) -> str | None:
        """Look at the exit code and the words of a run that was told that it cannot write, or read."""
        if done.code not in (0, 1, 2, 3) or "Traceback" in done.err or "defect" in done.err:
            return f"exit {done.code}: {done.err}"
        if done.code != self.done.code and not done.err.strip():
            return f"exit {done.code}, and no word of why"
        if (
            done.code == self.done.code
            and found == self.after
            and _nameless(done.out) != _nameless(self.done.out)
        ):
            return f"it ended as it should, and said something else: {done.out}"
        return None

    def _again(self, place: Place) -> str | None:
        """Run the command once more: all must be as if nothing had happened."""
        if self.walk.appends and place.state(self.walk) == self.after:
            return None
        again = place.go(self.walk)
        if "writing it was interrupted" in again.err:
            # Somebody may have removed the record as well: Osler says so, and a person decides.
            next(place.project.root.glob("reviews/*/*.sig")).unlink()
            again = place.go(self.walk)
        if place.state(self.walk) != self.after:
            found = place.state(self.walk)
            names = [one for one in {*found, *self.after} if found.get(one) != self.after.get(one)]
            return f"the next run did not get there: exit {again.code}: {again.err} {names}"
        if again.code != self.done.code and "exists already" not in again.err:
            return f"the next run ended with {again.code}: {again.err}"
        return None


def _nameless(text: str) -> str:
    """Take the names of temporary folders out of a text."""
    return re.sub(r"[^\s\"]*/project/", "", text)


def damage_in(store: Path) -> str | None:
    """Look whether the store gives a record that is not whole."""
    if not store.exists():
        return None
    with Store(store) as opened:
        for pmid in PMIDS:
            payload = opened.get(Identifier(Scheme.PMID, pmid))
            if payload is not None and not is_whole(payload):
                return f"the store gave half a record of {pmid}"
        return opened.trouble


# --- The walks -------------------------------------------------------------------------------


def _cited(place: Place) -> None:
    project = place.project
    project.write("osler.toml", "")
    project.library(one=[f"pmid = {{{PMIDS[0]}}}"])
    place.run("fetch")
    project.library(one=[f"pmid = {{{PMIDS[0]}}}"], two=[f"pmid = {{{PMIDS[1]}}}"])
    project.write("articles/a.md", f"{_FRONT}# A\n\nIron helps in anaemia [@one; @two; @pmid:{PMIDS[2]}].\n")


def _faulty(place: Place) -> None:
    place.project.write("osler.toml", "")
    place.project.write(
        "references.bib", _LIBRARY.replace("2020", "2020,\n  doi = {https://doi.org/10.1000/x}")
    )
    for name in ("a", "b"):
        text = "B12 helps [@doi:10.1016/S0140-6736(20)30925-9], and see PMID 28360040 [@one; @one].\n"
        place.project.write(f"articles/{name}.md", f"{_FRONT}# A\n\n{text}")


def _exported(place: Place) -> None:
    place.project.write("osler.toml", "")
    place.project.write("references.bib", _LIBRARY)
    for name in ("a", "b"):
        place.project.write(f"articles/{name}.md", f"{_FRONT}# A\n\nIron helps in anaemia [@one].\n")
    for arguments in (("export", "--draft"), (*_SITE, "--site-url", "https://example.org/")):
        place.run(*arguments)
    place.project.write("articles/a.md", f"{_FRONT}# A\n\nIron helps much in anaemia [@one].\n")
    place.project.write("articles/c.md", f"{_FRONT}# A\n\nIron helps in anaemia too [@one].\n")
    (place.project.root / "articles" / "b.md").unlink()


def _board(place: Place) -> None:
    _exported(place)
    place.project.write("board.toml", person("stone", "Ada Stone", "reviewer"))
    shutil.copy(key_of("stone"), place.folder / "key")
    place.project.write("articles/c.md", f"{_FRONT}# A\n\nA page about iron.\n")


def _lock_first(course: Course, _place: Place, found: State) -> str | None:
    """The library never names what is not locked: a record without an entry harms nobody."""
    has_entry = found["references.bib"] == course.after["references.bib"]
    has_record = found["references.lock"] == course.after["references.lock"]
    return "the entry came before its record" if has_entry and not has_record else None


def _site_is_listed(_course: Course, place: Place, _found: State) -> str | None:
    """The site's list names every file that stands there, so that the next run knows its own."""
    site = place.project.root / "build" / "site"
    known = json.loads((site / MANIFEST).read_text("utf-8"))["files"]
    names = (path.relative_to(site).as_posix() for path in _seen(site))
    return next((f"{name} is not listed" for name in names if name not in known and name != MANIFEST), None)


WALKS = {
    one.name: one
    for one in (
        Walk("fetch", ("fetch",), _cited, says="references.lock written"),
        Walk("add", ("add", PMIDS[2]), _cited, look=_lock_first),
        Walk("fix", ("check", "--fix", "--unsafe-fixes", "--output-format", "concise"), _faulty),
        Walk(
            "export",
            ("export", "--draft"),
            _exported,
            wholes=("build/a", "build/b", "build/c"),
            says="2 of 2",
        ),
        Walk(
            "site",
            (*_SITE, "--site-url", "https://example.org/"),
            _exported,
            look=_site_is_listed,
            lists=f"build/site/{MANIFEST}",
            follows=False,  # Pagefind's threads wait for each other for ever if a write between them fails
            says="site: ",
        ),
        Walk("cache", ("check", "--output-format", "json"), _faulty, stops_unread=True),
        Walk(
            "new",
            ("new", "third", "--title", "A?", "--type", "question-answer", "--audience", "patient"),
            _faulty,
        ),
        Walk("review", _APPROVAL, _board, says="recorded: ", appends=True),
    )
}
