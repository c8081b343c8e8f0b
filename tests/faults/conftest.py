"""What the tests of faults share: a server with real records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import DATA
from tests.sources.eutils_server import EutilsServer, Shelf, running


@pytest.fixture(scope="session")
def server() -> Iterator[EutilsServer]:
    with running(Shelf.of(DATA / "pubmed" / "sample.xml")) as one:
        yield one
