"""What all tests share: real data, updating of expectations, and a project in a folder."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of Osler.
settings.register_profile(
    "patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite expected outputs; review the diff")


def shared_data_folder() -> Path | None:
    """Find the collection of real data that stands beside the repository, if it does."""
    named = os.environ.get("OSLER_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session", autouse=True)
def heard_interrupts() -> None:
    """Let commands that the tests start hear Ctrl-C, also where a shell runs the tests in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep keys, pace and store of the tests, and of the commands that they start, apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("state")
        patch.setenv("OSLER_STATE", str(folder))
        patch.setenv("OSLER_STORE", str(folder / "store.sqlite3"))
        yield


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom the system does not know, and without HOME: what many containers run as."""
    pwd = pytest.importorskip("pwd", reason="other systems know their users otherwise")

    def unknown(number: int) -> None:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    # Only root could become such a user for real.
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def update(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(pytestconfig.getoption("--update"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The collection of real data (`../shared/data`, or OSLER_SHARED_DATA).

    Tests that make sense with the whole collection only ask for this; elsewhere they are left out,
    and the run says so (below). All others use the samples in `tests/data` in its place.
    """
    folder = shared_data_folder()
    assert folder is not None
    return folder


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the whole collection of real data where it is not at hand.

    Where OSLER_SHARED_DATA names a folder that is not there, that is a mistake, and the run ends.
    """
    if shared_data_folder() is not None:
        return
    if os.environ.get("OSLER_SHARED_DATA"):
        raise pytest.UsageError("OSLER_SHARED_DATA names no folder")
    needing = [item for item in items if "shared_data" in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in needing]
    config.hook.pytest_deselected(items=needing)


def pytest_report_header() -> str:
    folder = shared_data_folder()
    return f"real data: {folder or 'the samples in tests/data only'}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if shared_data_folder() is None:
        terminalreporter.write_line(
            "The collection of real data is not at hand (../shared/data, or OSLER_SHARED_DATA): the samples in "
            "tests/data stood in for it, and the tests that need all of it were left out."
        )


@pytest.fixture(scope="session")
def real_records() -> Path:
    """Real PubMed records: the collection's 358, or where it is not at hand the sample in `tests/data`."""
    folder = shared_data_folder()
    return folder / "pubmed" / "curated.xml" if folder else DATA / "pubmed" / "sample.xml"
