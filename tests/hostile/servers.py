"""What a server, or a network, may do to `osler fetch`: each behaviour of the loopback server, for ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.conftest import DATA
from tests.hostile.case import Case, Content, Outcome, judged, nothing
from tests.hostile.processes import Forks
from tests.sources.eutils_server import FAULTS, Shelf, running

PMID = "33780037"
HARMLESS = frozenset(("chunked", "http-1.0", "doubled-pmid"))
"""What may be believed: NCBI's own ways of answering, and a record that comes twice."""
UNKNOWN = frozenset(("empty-set", "missing-pmid"))
"""How PubMed says that it has no such record: a sound answer without it."""
LIBRARY = f"@article{{one,\n  title = {{One}},\n  pmid = {{{PMID}}}\n}}\n"


def case(fault: str) -> Case:
    """What must come of a behaviour: the evidence could not be had, or was had."""
    code, says = (3, "PubMed")
    if fault in HARMLESS:
        code, says = 0, "1 found"
    if fault in UNKNOWN:
        code, says = 0, "1 not in PubMed"
    files: dict[str, Content] = {
        "references.bib": LIBRARY,
        "references.lock": nothing,
        "articles/x.md": "# A\n\nSo [@one].\n",
    }
    return Case(f"server: {fault}", code, (says,), files, ("fetch",))


SERVERS = {fault: case(fault) for fault in FAULTS}


def served(fault: str, folder: Path, forks: Forks) -> Outcome:
    """Run `osler fetch` against a server that always behaves so."""
    shelf = Shelf.of(DATA / "pubmed" / "sample.xml", DATA / "pubmed" / "book-20821847.xml")
    with running(shelf) as server:
        server.fail(fault, times=999)
        environment = {
            "OSLER_EUTILS_URL": server.url,
            "OSLER_IDCONV_URL": server.converter_url,
            "OSLER_EMAIL": "editor@example.org",
            "OSLER_TIMEOUT": "2",
            "NO_PROXY": "127.0.0.1",
            "CI": "1",
        }
        outcome = judged(replace(SERVERS[fault], environment=environment), folder, forks)
    lock = folder / "project" / "references.lock"
    if fault not in UNKNOWN and lock.exists() and b"not-in-pubmed" in lock.read_bytes():
        outcome.faults.append("took a failure of the server for an answer about the paper")
    return outcome
