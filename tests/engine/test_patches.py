"""`--diff` writes what git and patch take: odd names, odd line ends, marks, no final newline."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TWICE = "[@a; @a]"
ONCE = "[@a]"
FILES = {
    "articles/plain.md": f"# One\n\nWater {TWICE}.\n",
    "articles/no final newline.md": f"Water {TWICE}.",
    "articles/crlf.md": f"# One\r\n\r\nWater {TWICE}.\r\nMore.\r\n",
    "articles/mixed.md": f"# One\n\r\nWater {TWICE}.\rMore\x0b\u2028{TWICE}\r\n",
    "articles/mark.md": f"\ufeffWater {TWICE}.\n",
    "articles/žluťoučký – 咳.md": f"Água {TWICE} \U0001f600.\n",
    'articles/a "quoted" name.md': f"Water {TWICE}.\n",
    "articles/tab\there.md": f"Water {TWICE}.\n\n\n\n\n\n\n\n\n\n\n\n{TWICE}\n",
}
LIBRARY = "@misc{a, title = {A}, year = 2020}\n"


def run(folder: Path, *command: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False, env=environment)


def osler(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    return run(folder, sys.executable, "-m", "toolkit", "check", "--select", "citation-duplicate", *options)


def make(folder: Path) -> None:
    (folder / "articles").mkdir(parents=True)
    (folder / "osler.toml").write_text("")
    (folder / "references.bib").write_text(LIBRARY)
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode())


@pytest.mark.parametrize(
    "program", [("git", "apply", "--whitespace=nowarn", "-"), ("patch", "--binary", "-p1", "-s")]
)
def test_the_patch_gives_what_fix_writes(tmp_path: Path, program: tuple[str, ...]) -> None:
    patched, fixed = tmp_path / "patched", tmp_path / "fixed"
    make(patched)
    make(fixed)
    diff = osler(patched, "--diff")
    assert diff.returncode == 1, diff.stderr
    assert diff.stdout.count(b"\n+++ ") + diff.stdout.startswith(b"+++ ") == len(FILES)
    applied = run(patched, *program, stdin=diff.stdout)
    assert applied.returncode == 0, applied.stderr.decode() + diff.stdout.decode()
    assert osler(fixed, "--fix").returncode == 0
    for name, text in FILES.items():
        assert (fixed / name).read_bytes() == text.replace(TWICE, ONCE).encode(), name
        assert (patched / name).read_bytes() == (fixed / name).read_bytes(), name
    assert osler(patched, "--diff").stdout == b""


def test_a_file_that_is_not_utf_8_stays_as_it_is(tmp_path: Path) -> None:
    make(tmp_path)
    data = f"Caf\u00e9 {TWICE}.\n".encode("latin-1")
    (tmp_path / "articles/latin.md").write_bytes(data)
    (tmp_path / "references.bib").write_bytes(LIBRARY.encode("utf-16"))
    done = osler(tmp_path, "--fix")
    assert (tmp_path / "articles/latin.md").read_bytes() == data
    assert (tmp_path / "articles/plain.md").read_bytes() == FILES["articles/plain.md"].replace(
        TWICE, ONCE
    ).encode()
    assert (tmp_path / "references.bib").read_bytes() == LIBRARY.encode("utf-16")
    assert b"latin.md" in done.stdout
