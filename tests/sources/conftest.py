"""What the tests of sources share: a server with real records, and nothing of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DATA, shared_data_folder
from tests.sources.eutils_server import EutilsServer, Shelf, running
from toolkit.sources.http import Limits, Opener
from toolkit.sources.limiter import Limiter
from toolkit.sources.pubmed import PubMed, Server

KEY = "0123456789abcdefSECRET"
EMAIL = "editor@example.org"
QUICK = Limits(deadline=5.0, patience=20.0, attempts=3, first_pause=0.01, longest_pause=1.5, largest=8 << 20)


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep settings, store, limiter and proxies of the user out of the tests."""
    folder = tmp_path_factory.mktemp("home")
    for name in (
        "NCBI_API_KEY",
        "NCBI_EMAIL",
        "OSLER_EMAIL",
        "OSLER_EUTILS_URL",
        "OSLER_IDCONV_URL",
        "OSLER_TIMEOUT",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("OSLER_STORE", str(folder / "store.sqlite3"))
    monkeypatch.setenv("OSLER_STATE", str(folder / "state"))


@pytest.fixture(scope="session")
def pubmed_folder() -> Path:
    """The folder with the larger collection of real records where it is at hand, else with the sample."""
    shared = shared_data_folder()
    return shared / "pubmed" if shared else DATA / "pubmed"


@pytest.fixture(scope="session")
def record_file(pubmed_folder: Path) -> Path:
    return next(path for name in ("curated.xml", "sample.xml") if (path := pubmed_folder / name).exists())


@pytest.fixture(scope="session")
def _shelf() -> Shelf:
    return Shelf.of(DATA / "pubmed" / "sample.xml", DATA / "pubmed" / "book-20821847.xml")


@pytest.fixture
def shelf(_shelf: Shelf) -> Shelf:
    return Shelf(dict(_shelf.records), dict(_shelf.names), dict(_shelf.titles))


@pytest.fixture
def server(shelf: Shelf) -> Iterator[EutilsServer]:
    with running(shelf) as one:
        yield one


@pytest.fixture
def opener() -> Opener:
    return Opener(Limiter(None, 0.0), QUICK, secrets=(KEY,))


@pytest.fixture
def make_pubmed(server: EutilsServer, opener: Opener) -> Callable[..., PubMed]:
    """Make a client of the server; keywords change its `Server`."""

    def make(**changes: Any) -> PubMed:
        known = Server(eutils=server.url, converter=server.converter_url, email=EMAIL, key=KEY)
        return PubMed(replace(known, **changes), opener)

    return make


@pytest.fixture
def pubmed(make_pubmed: Callable[..., PubMed]) -> PubMed:
    return make_pubmed()
