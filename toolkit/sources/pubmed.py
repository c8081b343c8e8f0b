"""PubMed over the E-utilities: Bio.Entrez builds the requests, our opener carries them, lxml reads the answers.

The answers decide three ways. A record that was asked for and came is found. A record that was
asked for and did not come, in an answer that was otherwise whole, twice, is not in PubMed. All
else is `EvidenceUnavailableError`: nothing was learnt.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from Bio import Entrez
from lxml import etree

from toolkit.errors import EvidenceUnavailableError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Payload
from toolkit.sources.http import Answer
from toolkit.sources.pubmed_xml import MalformedRecordError, Piece, cut, parse, read_tree
from toolkit.sources.xml_text import plain

__all__ = ["BATCH", "SOURCE", "TIME_FORMAT", "PubMed", "Server", "parse"]

SOURCE = "pubmed"
"""What `Provenance.source` and `Payload.source` say of records that came from here."""
BATCH = 200
"""Identifiers in one request (NCBI, *E-utilities in depth*, EFetch: more than 200 by POST)."""
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""Of the times of payloads and answers: ISO 8601, so that they sort as texts."""
_SEARCH_BATCH = 25
# It takes 200, but in the address, which not every proxy lets grow beyond some 4,000 characters.
_CONVERTER_BATCH = 60
_FIELDS = {Scheme.DOI: "doi", Scheme.PMCID: "pmcid", Scheme.BOOKSHELF: "aid"}
# Bio.Entrez keeps its settings in module globals; this process changes them one request at a time.
_ENTREZ = threading.Lock()


class Carrier(Protocol):
    """What carries requests: `http.Opener`."""

    def exchange(self, request: Request) -> Answer:
        """Send a request; give its whole answer or raise `EvidenceUnavailableError`."""

    def redact(self, text: str) -> str:
        """Take secrets out of a text."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where PubMed is, and who asks. `eutils` and `converter` are base addresses without a query.

    `converter` is `None` where there is no ID converter: searches then do its work.
    """

    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    converter: str | None = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"
    email: str | None = None
    key: str | None = field(default=None, repr=False)
    tool: str = "osler"


class PubMed:
    """The questions that Osler asks PubMed. Every method raises `EvidenceUnavailableError`."""

    def __init__(
        self,
        server: Server,
        carrier: Carrier,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._server = server
        self._carrier = carrier
        self._clock = clock
        self._sentinel: str | None = None

    def now(self) -> str:
        """Give the time as payloads bear it: `TIME_FORMAT`, in UTC."""
        return self._clock().strftime(TIME_FORMAT)

    def fetch(self, pmids: Sequence[str]) -> Iterator[tuple[list[Payload], list[str]]]:
        """Fetch records, a batch at a time: yields what was found, and the PMIDs that PubMed lacks."""
        for start in range(0, len(pmids), BATCH):
            yield self._batch(pmids[start : start + BATCH])

    def search(self, term: str, limit: int = 20) -> tuple[str, ...]:
        """Give the PMIDs that a query finds, at most `limit`, in PubMed's order."""
        data = self._ask(Entrez.esearch, term=term, retmax=limit, retmode="xml")
        return self._read_search(data, limit)

    def candidates(self, identifiers: Sequence[Identifier]) -> tuple[str, ...]:
        """Give PMIDs that may be those of some DOIs, PMCIDs or Bookshelf accessions.

        Only the record itself can tell: its own identifiers must be compared. A single identifier
        is also looked for among all article identifiers (`[aid]`).
        """
        found: dict[str, None] = {}
        for start in range(0, len(identifiers), _SEARCH_BATCH):
            batch = identifiers[start : start + _SEARCH_BATCH]
            terms = [_term(identifier, _FIELDS[identifier.scheme]) for identifier in batch]
            if len(identifiers) == 1 and identifiers[0].scheme is not Scheme.BOOKSHELF:
                terms.append(_term(identifiers[0], "aid"))
            found.update(dict.fromkeys(self.search(" OR ".join(terms), limit=max(20, 4 * len(batch)))))
        return tuple(found)

    def convert(self, identifiers: Sequence[Identifier]) -> dict[Identifier, str]:
        """Ask NCBI's ID converter for the PMIDs of PMCIDs and DOIs; it knows those in PubMed Central.

        An identifier that it does not know is left out: that says nothing about PubMed.
        """
        found: dict[Identifier, str] = {}
        for scheme in (Scheme.PMCID, Scheme.DOI):  # it wants all of one request to be of one kind
            same = [identifier for identifier in identifiers if identifier.scheme is scheme]
            for start in range(0, len(same), _CONVERTER_BATCH):
                found.update(self._convert_batch(same[start : start + _CONVERTER_BATCH]))
        return found

    # --- Records ---------------------------------------------------------------------------

    def _batch(self, pmids: Sequence[str]) -> tuple[list[Payload], list[str]]:
        pieces = self._ask_records(pmids)
        missing = [pmid for pmid in pmids if pmid not in pieces]
        if missing:
            # Asked once more, beside one that the server has shown it has: an answer without that
            # one is a failure of the server's, not the absence of the others.
            sentinel = next(iter(pieces), None) or self._sentinel
            again = self._ask_records([*missing, *([sentinel] if sentinel else [])])
            if sentinel and sentinel not in again:
                raise self._unavailable("a record that it gave before is missing from its answer")
            pieces.update(again)
            missing = [pmid for pmid in missing if pmid not in pieces]
        self._sentinel = next(iter(pieces), self._sentinel)
        obtained = self.now()
        return [_payload(pieces[pmid], obtained) for pmid in pmids if pmid in pieces], missing

    def _ask_records(self, pmids: Sequence[str]) -> dict[str, Piece]:
        data = self._ask(Entrez.efetch, id=",".join(pmids), retmode="xml")
        pieces, fault = _cut_and_tried(data, self.now())
        if fault is not None:
            raise self._unavailable(fault)
        found: dict[str, Piece] = {}
        for piece in pieces:
            if piece.pmid not in pmids:
                raise self._unavailable(f"it gave PMID {piece.pmid}, which was not asked for")
            if piece.pmid not in found or piece.version >= found[piece.pmid].version:
                found[piece.pmid] = piece
        return found

    # --- Small answers ---------------------------------------------------------------------

    def _read_search(self, data: bytes, limit: int) -> tuple[str, ...]:
        root, fault = _read(data)
        if root is None:
            raise self._unavailable(fault)
        refused = plain(root.find("ERROR"))
        if root.tag != "eSearchResult" or refused:
            raise self._unavailable(
                refused or f"the root element is <{str(root.tag)[:60]}>, not <eSearchResult>"
            )
        count = plain(root.find("Count")) or ""
        ids = [plain(one) or "" for one in root.findall("IdList/Id")]
        if root.find("IdList") is None or not (count.isascii() and count.isdigit()):
            raise self._unavailable("its answer to a search has no count or no list")
        if not all(Identifier.make(Scheme.PMID, one) for one in ids) or len(ids) != min(int(count), limit):
            raise self._unavailable("its answer to a search is not whole")
        return tuple(ids)

    def _convert_batch(self, batch: Sequence[Identifier]) -> dict[Identifier, str]:
        if self._server.converter is None:
            return {}
        values = {identifier.value.lower(): identifier for identifier in batch}
        parameters = {
            "ids": ",".join(identifier.value for identifier in batch),
            "idtype": batch[0].scheme.value,
            "format": "json",
            "versions": "no",
            "tool": self._server.tool,
            **({"email": self._server.email} if self._server.email else {}),
        }
        request = Request(f"{self._server.converter}?{urlencode(parameters)}")  # noqa: S310 - http(s) only
        answer = self._carrier.exchange(request)
        try:
            records = json.loads(answer.data)["records"]
            pairs = [(one.get("requested-id") or one.get("pmcid") or one.get("doi"), one) for one in records]
            rows = [(str(asked).lower(), str(one.get("pmid") or "")) for asked, one in pairs]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise self._unavailable("the ID converter's answer is not what it should be") from None
        return {
            values[asked]: pmid
            for asked, pmid in rows
            if asked in values and Identifier.make(Scheme.PMID, pmid)
        }

    # --- Bio.Entrez ------------------------------------------------------------------------

    def _ask(self, call: Callable[..., Any], **parameters: object) -> bytes:
        """Have Bio.Entrez build a request, and send it to our server as a POST.

        Everything goes into the body: addresses end up in the logs of servers and proxies.
        """
        who = {"tool": self._server.tool, "email": self._server.email, "api_key": self._server.key}
        with _entrez_through(self._carry):
            try:
                return bytes(call(db="pubmed", **parameters, **who).read())
            except (OSError, HTTPException, ValueError) as error:
                raise self._unavailable(str(error)) from None

    def _carry(self, request: Request) -> io.BytesIO:
        parts = urlsplit(request.full_url)
        program = parts.path.rpartition("/")[2]
        body = request.data if isinstance(request.data, bytes) else parts.query.encode("ascii")
        address = self._server.eutils.rstrip("/") + "/" + program
        answer = self._carrier.exchange(Request(address, data=body, method="POST"))  # noqa: S310 - http(s) only
        if answer.data.lstrip()[:1] in (b"{", b"["):
            raise self._unavailable(_said_in_json(answer.data))
        return _Handle(answer, address)

    def _unavailable(self, reason: str) -> EvidenceUnavailableError:
        host = urlsplit(self._server.eutils).netloc
        return EvidenceUnavailableError(
            self._carrier.redact(f"{host} did not answer properly: {reason}"),
            help="this says nothing about the papers; try again later",
        )


class _Handle(io.BytesIO):
    """What Bio.Entrez expects of `urlopen`: bytes with headers and an address."""

    def __init__(self, answer: Answer, address: str) -> None:
        super().__init__(answer.data)
        self.headers = Message()
        # Never `text/plain`, which Bio.Entrez would decode for us.
        self.headers["Content-Type"] = "application/octet-stream"
        self.url = address


@contextmanager
def _entrez_through(carry: Callable[[Request], io.BytesIO]) -> Iterator[None]:
    """Let Bio.Entrez send by `carry`, once and without a pause of its own, for the time of one request."""
    with _ENTREZ, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that no e-mail address is set
        module: Any = Entrez  # whose `urlopen` is an import of its own, unknown to its type stubs
        kept = (module.urlopen, module.max_tries)
        module.urlopen, module.max_tries = carry, 1
        # Its own limiter would sleep for hours after the clock was set back; ours has waited already.
        module._open.previous = 0  # noqa: SLF001 - see above
        try:
            yield
        finally:
            module.urlopen, module.max_tries = kept


def _read(data: bytes) -> tuple[etree._Element | None, str]:
    """Give the root of an answer, or why there is none. No exception is left to hold what the answer said."""
    try:
        return read_tree(data), ""
    except MalformedRecordError as error:
        return None, error.message


def _cut_and_tried(data: bytes, now: str) -> tuple[tuple[Piece, ...], str | None]:
    """Cut a set into records and parse each, so that no broken one is ever kept; or say what is wrong."""
    try:
        pieces = cut(data)
        for piece in pieces:
            parse(_payload(piece, now))
    except MalformedRecordError as error:
        return (), error.message
    return pieces, None


def _payload(piece: Piece, obtained: str) -> Payload:
    return Payload(
        identifier=Identifier(Scheme.PMID, piece.pmid),
        data=piece.data,
        media_type="application/xml",
        source=SOURCE,
        obtained=obtained,
        sha256=hashlib.sha256(piece.data).hexdigest(),
    )


def _term(identifier: Identifier, field_tag: str) -> str:
    # Quoted, since DOIs hold parentheses and other signs of the query language.
    return f'"{identifier.value.replace(chr(34), " ")}"[{field_tag}]'


def _said_in_json(data: bytes) -> str:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return "the answer is neither XML nor whole JSON"
    text = said.get("error") if isinstance(said, dict) else None
    return f"it says: {text}"[:200] if isinstance(text, str) else "the answer is JSON where XML was asked"
