"""The same project gives the same bytes, whoever exports it, where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DAY = {"SOURCE_DATE_EPOCH": "1795305600"}
ELSEWHERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "COLUMNS": "20",
    "HOME": "/nowhere",
    "USER": "somebody",
    "CI": "",
}


def project(root: Path, *, backwards: bool) -> Path:
    """Copy the examples of this repository, in one order or the other: folders list files as they were made."""
    (root / "articles").mkdir(parents=True)
    files = [Path(name) for name in ("osler.toml", "references.bib", "references.lock")]
    files += [one.relative_to(ROOT) for one in sorted((ROOT / "articles").glob("*.md"))]
    for file in sorted(files, reverse=backwards):
        shutil.copyfile(ROOT / file, root / file)
    return root


def exported(root: Path, arguments: list[str], mask: int, **more: str) -> dict[str, bytes]:
    """Export as another process does; give all that was written."""
    osler = Path(sys.executable).with_name("osler")
    done = subprocess.run(
        [osler, "export", *arguments],
        cwd=root,
        env={**os.environ, **DAY, **more},
        capture_output=True,
        check=False,
        umask=mask,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    build = root / "build"
    return {str(one.relative_to(build)): one.read_bytes() for one in build.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    "arguments", [[], ["--site", "--site-url", "https://example.org/a/"]], ids=("articles", "site")
)
def test_folder_seed_zone_locale_mask_and_order_of_files_change_nothing(
    tmp_path: Path, arguments: list[str]
) -> None:
    here = project(tmp_path / "here", backwards=False)
    there = project(tmp_path / "a longer name, with spaces/есть", backwards=True)
    first = exported(here, arguments, 0o022)
    second = exported(there, arguments, 0o077, **ELSEWHERE)
    assert len(first) > 20
    assert sorted(first) == sorted(second)
    assert [name for name, data in first.items() if second[name] != data] == []
    again = exported(here, [*arguments, "--no-cache"], 0o022)
    assert again == first
