"""A sample of the places at which a run is killed or cannot write; `python -m tests.faults` goes through all.

Whatever happens, each file is as before or as after, what was said to be done is, and the next run gets there.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.tracing import KILL, Fault
from tests.faults.walks import WALKS, Course
from tests.sources.eutils_server import EutilsServer

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="strace, which lets the faults happen, is Linux's alone"
)

SAMPLES = {
    "fetch": Fault("rename", 1, KILL),
    "add": Fault("fsync", 1, "ENOSPC"),
    "fix": Fault("fsync", 3, KILL),
    "export": Fault("renameat2", 1, KILL),
    "site": Fault("rename", 5, "EIO"),
    "cache": Fault("mkdir", 2, "EROFS"),
    "new": Fault("link", 1, KILL),
    "review": Fault("rename", 2, KILL),
}


@pytest.mark.parametrize("name", WALKS)
def test_a_fault_on_the_way(name: str, server: EutilsServer, tmp_path: Path) -> None:
    course = Course.of(WALKS[name], tmp_path, server)
    assert course.before != course.after or name == "cache"
    done, complaint = course.suffer(SAMPLES[name], tmp_path / "struck")
    assert done.struck is not None
    assert complaint is None, complaint


def test_a_library_that_cannot_be_read(server: EutilsServer, tmp_path: Path) -> None:
    """An error of the disk is no empty file."""
    course = Course.of(WALKS["cache"], tmp_path, server)
    done, complaint = course.suffer(Fault("read", 1, "EIO", ("references.bib",)), tmp_path / "struck")
    assert done.struck is not None
    assert complaint is None, complaint
    assert done.code == 2
    assert "references.bib: cannot read the file: input/output error" in done.err
