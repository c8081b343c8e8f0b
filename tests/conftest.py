"""What all tests share: real data, updating of expectations, and a project in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite expected outputs; review the diff")


def shared_data_folder() -> Path | None:
    """Find the collection of real data that stands beside the repository, if it does."""
    named = os.environ.get("OSLER_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def update(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(pytestconfig.getoption("--update"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The collection of real data (`../shared/data`, or OSLER_SHARED_DATA).

    A test that needs it fails without it, and says so: it is never skipped in silence.
    """
    folder = shared_data_folder()
    if folder is None:
        pytest.fail("the collection of real data is not here: set OSLER_SHARED_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def real_records() -> Path:
    """Real PubMed records: the collection's 358, or where it is not at hand the sample in `tests/data`."""
    folder = shared_data_folder()
    return folder / "pubmed" / "curated.xml" if folder else DATA / "pubmed" / "sample.xml"
