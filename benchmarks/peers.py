"""Prints Osler's figures beside its peers': `python -m benchmarks [--most N] [SECTION…]`.

Whole processes are measured, start-up included, one after the other in one run: compare the
figures of one run with each other, not with those of another machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pypandoc

from benchmarks.corpus import manuscripts, write_project
from benchmarks.measure import Figure, measure

HERE = Path(__file__).parent
PYTHON = sys.executable
OSLER = str(Path(sys.executable).with_name("osler"))
PROSELINT = str(Path(sys.executable).with_name("proselint"))

_READ_OSLER = (
    "import sys; from pathlib import Path; from toolkit.readers.bibtex import read_library; "
    "library = read_library('references.bib', Path(sys.argv[1]).read_bytes()); "
    "[library.work(entry) for entry in library.entries]; print(len(library.entries))"
)
_READ_INDEXED = (
    "import sys; from pathlib import Path; from toolkit.cache.session import open_cache; "
    "from toolkit.readers.bibtex import read_library; path = Path(sys.argv[1]); cache = open_cache(path.parent); "
    "library = cache.read_library(path.name, path.read_bytes(), read_library); "
    "library.is_decoded or [library.work(entry) for entry in library.entries]; cache.keep_library(library); "
    "print(len(library.entries), len(library.by_identifier))"
)
_READ_PYBTEX = (
    "import sys; from pybtex import errors; from pybtex.database import parse_file; errors.strict = False; "
    "print(len(parse_file(sys.argv[1], 'bibtex').entries))"
)
_READ_BIBTEXPARSER = "import sys, bibtexparser; print(len(bibtexparser.parse_file(sys.argv[1]).entries))"


class Table:
    """Prints rows as they come, with the growth against the row before of the same tool."""

    def __init__(self, title: str) -> None:
        print(f"\n## {title}\n")
        print(f"{'tool':<34}{'size':>8}{'wall s':>10}{'cpu s':>10}{'MiB':>9}{'growth':>9}{'exit':>6}")
        self.last: dict[str, tuple[int, Figure]] = {}

    def row(self, tool: str, size: int, figure: Figure) -> None:
        """Print one row. Growth is the ratio of processor time to that of sizes: 1.00 is linear."""
        growth = ""
        if tool in self.last:
            before_size, before = self.last[tool]
            growth = f"{(figure.cpu / before.cpu) / (size / before_size):.2f}"
        self.last[tool] = (size, figure)
        print(
            f"{tool:<34}{size:>8}{figure.wall:>10.3f}{figure.cpu:>10.3f}{figure.memory:>9.0f}{growth:>9}"
            f"{figure.code:>6}",
            flush=True,
        )


def _make_project(folder: Path, articles: int, entries: int) -> None:
    """Write a project, in a process of its own: the memory of a child counts from that of its parent on."""
    process = get_context("spawn").Process(target=write_project, args=(folder, articles, entries))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the benchmarks' project could not be written: see above")


def start_up(_folder: Path, _sizes: Sequence[int]) -> None:
    """Measure the answer to `--version`."""
    table = Table("Start-up")
    table.row("osler --version", 1, measure([OSLER, "--version"], runs=9))
    table.row("python -c pass", 1, measure([PYTHON, "-c", "pass"], runs=9))
    table.row("pandoc --version", 1, measure([pypandoc.get_pandoc_path(), "--version"], runs=9))


def checking(folder: Path, sizes: Sequence[int]) -> None:
    """Measure checks of 1 to 1,000 articles with a library of 10,000 entries, beside linters of prose.

    Cold is without the cache; warm with it; after an edit, one word was added to one article.
    """
    table = Table(
        "Check articles of 18.7 KB (Osler with a library of 10,000 entries; peers look at prose only)"
    )
    markdownlint = _markdownlint()
    check = [OSLER, "check", "-f", "concise"]
    for size in sizes:
        project = folder / f"check-{size}"
        _make_project(project, size, 10_000)
        one = project / "articles" / "article-0000.md"
        table.row("osler check, cold", size, measure([*check, "--no-cache"], cwd=project))
        table.row("osler check, warm", size, measure(check, cwd=project))
        edited = measure(check, cwd=project, before=partial(_append, one, "\nMore.\n"))
        table.row("osler check, after one edit", size, edited)
        articles = str(project / "articles")
        if size <= 100:
            table.row("proselint check", size, measure([PROSELINT, "check", articles]))
        table.row("markdownlint", size, measure([*markdownlint, articles]))
        if size == sizes[0]:
            table.row("osler check FILE, cold", 1, measure([*check, "--no-cache", str(one)], cwd=project))
            table.row("osler check FILE, warm", 1, measure([*check, str(one)], cwd=project))
        shutil.rmtree(project)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def libraries(folder: Path, sizes: Sequence[int]) -> None:
    """Measure reading of libraries (Osler decodes every entry; the peers keep LaTeX as it stands)."""
    table = Table("Read a library of real entries (Osler's includes Unicode, names and identifiers)")
    for size in (100, 1_000, 10_000) if max(sizes) > 10 else (100, 1_000):
        project = folder / f"library-{size}"
        _make_project(project, 0, size)
        path = str(project / "references.bib")
        for tool, code in (
            ("osler read_library", _READ_OSLER),
            ("osler, by its index", _READ_INDEXED),
            ("pybtex parse_file", _READ_PYBTEX),
            ("bibtexparser parse_file", _READ_BIBTEXPARSER),
        ):
            table.row(tool, size, measure([PYTHON, "-c", code, path]))


def exporting(folder: Path, sizes: Sequence[int]) -> None:
    """Measure export to JATS and HTML, validated, beside pandoc with citeproc, which validates nothing."""
    table = Table("Export to JATS and HTML (library of 10,000 entries; pandoc validates nothing)")
    pandoc = pypandoc.get_pandoc_path()
    for size in sizes:
        project = folder / f"export-{size}"
        _make_project(project, size, 10_000)
        command = [OSLER, "export", "--draft", "--output", "build"]
        table.row("osler export --draft, cold", size, measure([*command, "--no-cache"], cwd=project))
        table.row("osler export --draft, warm", size, measure(command, cwd=project))
        if size == 1:
            article = str(project / "articles" / "article-0000.md")
            cite = ["--citeproc", "--bibliography", str(project / "references.bib"), "--standalone"]
            for form in ("html5", "jats_archiving"):
                target = str(folder / f"pandoc.{form}")
                table.row(f"pandoc to {form}", 1, measure([pandoc, article, *cite, "-t", form, "-o", target]))
        shutil.rmtree(project)


SECTIONS: dict[str, Callable[[Path, Sequence[int]], None]] = {
    "start-up": start_up,
    "check": checking,
    "library": libraries,
    "export": exporting,
}


def _markdownlint() -> list[str]:
    """Give the command of markdownlint, installed beside this file if need be."""
    tools = HERE / "tools"
    program = tools / "node_modules" / ".bin" / "markdownlint"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(
                "the benchmarks need Node.js with npm, for markdownlint: install it and run again"
            )
        subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund"], cwd=tools, check=True)
    return [str(program)]


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the sections named (default: all), print their tables, and give the exit code, 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of: {', '.join(SECTIONS)}")
    parser.add_argument(
        "--most", type=int, default=1_000, metavar="N", help="leave out sizes over N articles"
    )
    options = parser.parse_args(None if arguments is None else list(arguments))
    unknown = set(options.sections) - SECTIONS.keys()
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    sizes = tuple(size for size in (1, 10, 100, 1_000) if size <= options.most)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; medians of whole processes")
    print(f"real text from {manuscripts().parent.name}/manuscripts")
    with tempfile.TemporaryDirectory(prefix="osler-benchmarks-") as name:
        for section in options.sections or SECTIONS:
            SECTIONS[section](Path(name), sizes)
    return 0
