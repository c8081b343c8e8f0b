"""The process ends at once, and leaves nothing undone that Python would have done at its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEFORE = "import atexit, sys, threading, time; from toolkit.__main__ import start; sys.argv = ['osler', *sys.argv[1:]];"
LATER = "threading.Thread(target=lambda: (time.sleep(0.2), print('later'))).start();"


def _ended(code: str, folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-c", f"{BEFORE}{code}start()", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--version",), 0), (("check", "none.md"), 2), (("check", "--exit-zero"), 0)]
)
def test_exit_codes_and_what_was_to_be_done_at_the_end(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text("# A\n\nGive 1000 ug a day.\n")
    ended, said = _ended("atexit.register(print, 'bye');", tmp_path, *arguments)
    assert (ended, said.splitlines()[-1]) == (code, "bye")


def test_other_threads_are_waited_for(tmp_path: Path) -> None:
    assert _ended(LATER, tmp_path, "--version")[1].splitlines()[-1] == "later"
