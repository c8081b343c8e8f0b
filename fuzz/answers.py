"""PubMed's answers to requests: a list of what was asked, or `EvidenceUnavailableError`; never anything else.

The first byte chooses the request; the others are the body of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.request import Request

from fuzz.pubmed_xml import TOKENS as XML_TOKENS
from fuzz.pubmed_xml import seeds as records
from fuzz.target import files
from toolkit.errors import EvidenceUnavailableError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.sources.http import Answer
from toolkit.sources.pubmed import PubMed, Server

TOKENS = (
    *XML_TOKENS,
    *(
        "<eSearchResult>",
        "<Count>",
        "<IdList>",
        "<Id>",
        "<ERROR>",
        '{"records": [',
        '"pmid": ',
        '"requested-id": ',
        '"error"',
    ),
)
_DOI, _PMCID = Identifier(Scheme.DOI, "10.1182/blood-2016-10-569186"), Identifier(Scheme.PMCID, "PMC5555555")


class _Saying:
    """Carries every request to an answer that is given."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def exchange(self, request: Request) -> Answer:
        """Give the answer."""
        assert request.full_url.startswith("http://127.0.0.1/")
        return Answer(self._data, "text/xml")

    def redact(self, text: str) -> str:
        """Give the text as it is: there is no key."""
        return text


def seeds() -> Iterable[bytes]:
    """Give real answers of each kind."""
    for data in records():
        yield b"\x00" + data
    for data in files("tests/data/pubmed/eutils", "*.xml"):
        yield b"\x01" + data
    yield b'\x02{"status": "ok", "records": [{"pmid": 28360040, "pmcid": "PMC5555555", "requested-id": "PMC5555555"}]}'


def examine(data: bytes) -> None:
    """Ask, and be answered with these bytes."""
    kind, body = data[:1], data[1:]
    server = Server(eutils="http://127.0.0.1/eutils/", converter="http://127.0.0.1/idconv/")
    pubmed = PubMed(server, _Saying(body))
    try:
        if kind <= b"\x00":
            for payloads, absent in pubmed.fetch(["28360040", "20821847"]):
                found = {one.identifier.value for one in payloads} | set(absent)
                assert found == {"28360040", "20821847"}, found
        elif kind == b"\x01":
            assert all(one.isdigit() for one in pubmed.search("anything"))
        else:
            assert set(pubmed.convert([_DOI, _PMCID])) <= {_DOI, _PMCID}
    except EvidenceUnavailableError as error:
        assert error.message, error
