"""An E-utilities server on loopback: real HTTP, real records, and misbehaviour on demand.

It speaks efetch, esearch, epost and the ID converter in the shapes that NCBI documents. Faults are
queued by name and used up one request at a time; every request is logged.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

HEAD = (
    b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
TAIL = b"\n</PubmedArticleSet>\n"


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; `parameters` come from the query and the body."""

    program: str
    method: str
    query: str
    parameters: dict[str, str]
    headers: dict[str, str]
    time: float

    @property
    def ids(self) -> list[str]:
        return [one for one in self.parameters.get("id", "").split(",") if one]


@dataclass
class Shelf:
    """The records that the server has."""

    records: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *paths: Path) -> Shelf:
        shelf = cls()
        for path in paths:
            for element in etree.parse(str(path)).getroot():
                if element.tag in ("PubmedArticle", "PubmedBookArticle"):
                    shelf.add(etree.tostring(element, encoding="utf-8", with_tail=False))
        return shelf

    def add(self, data: bytes) -> str:
        element = etree.fromstring(data)
        pmid = element.findtext("MedlineCitation/PMID") or element.findtext("BookDocument/PMID") or ""
        self.records[pmid] = data
        for one in element.findall("*/ArticleIdList/ArticleId"):
            if one.text:
                self.names[one.text.lower()] = pmid
        title = element.find(".//ArticleTitle")
        self.titles[pmid] = _words("".join(map(str, title.itertext()))) if title is not None else ""
        return pmid

    def doi(self, pmid: str) -> str:
        return next(name for name, one in self.names.items() if one == pmid and name.startswith("10."))

    def pmcid(self, pmid: str) -> str:
        return next(
            name.upper() for name, one in self.names.items() if one == pmid and name.startswith("pmc")
        )


class EutilsServer(ThreadingHTTPServer):
    """The server. `faults` are `(program or "", name of the fault)`, used from the front."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.shelf = shelf
        self.log: list[Asked] = []
        self.faults: list[tuple[str, str]] = []
        self.posted: dict[str, list[str]] = {}
        self.retry_after = "1"
        self.pause = 0.0
        self.drip = 0.05
        self.guard = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/entrez/eutils/"

    @property
    def converter_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tools/idconv/api/v1/articles/"

    def fail(self, name: str, times: int = 1, program: str = "") -> None:
        with self.guard:
            self.faults.extend([(program, name)] * times)

    def asked(self, program: str) -> list[Asked]:
        return [one for one in self.log if one.program == program]

    def fetched_ids(self) -> list[str]:
        return [pmid for one in self.asked("efetch") for pmid in one.ids]

    def next_fault(self, program: str) -> str | None:
        with self.guard:
            for index, (wanted, name) in enumerate(self.faults):
                if wanted in ("", program):
                    del self.faults[index]
                    return name
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave early are part of the tests."""


@contextmanager
def running(shelf: Shelf) -> Iterator[EutilsServer]:
    """Run a server for the time of a context."""
    server = EutilsServer(shelf)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: EutilsServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def log_message(self, *_args: object) -> None:
        """Quiet."""

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        given = parse_qs(parts.query) | parse_qs(body.decode())
        program = parts.path.rpartition("/")[2].removesuffix(".fcgi") or "idconv"
        asked = Asked(
            program,
            self.command,
            parts.query,
            {name: values[0] for name, values in given.items()},
            {name.lower(): value for name, value in self.headers.items()},
            time.time(),
        )
        self.server.log.append(asked)
        time.sleep(self.server.pause)
        answers = {
            "efetch": self._efetch,
            "esearch": self._esearch,
            "epost": self._epost,
            "idconv": self._idconv,
        }
        if program not in answers:
            self.reply(b"not found", "text/plain", status=404)
            return
        media_type, data = answers[program](asked)
        fault = self.server.next_fault(program)
        if fault is None:
            self.reply(data, media_type)
        else:
            FAULTS[fault](self, data, asked)

    def reply(
        self,
        data: bytes,
        media_type: str = "text/xml",
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=UTF-8")
        for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = True

    # --- The programs ----------------------------------------------------------------------

    def _efetch(self, asked: Asked) -> tuple[str, bytes]:
        ids = asked.ids or self.server.posted.get(asked.parameters.get("WebEnv", ""), [])
        found = [
            self.server.shelf.records[pmid]
            for pmid in dict.fromkeys(ids)
            if pmid in self.server.shelf.records
        ]
        return "text/xml", HEAD + b"\n".join(found) + TAIL

    def _esearch(self, asked: Asked) -> tuple[str, bytes]:
        term = asked.parameters.get("term", "")
        found: dict[str, None] = {}
        missing = []
        titled = re.fullmatch(r"\((.*)\)\[Title\](?: AND .*)?", term)
        if titled:
            wanted = _words(titled[1])
            found = {pmid: None for pmid, title in self.server.shelf.titles.items() if title == wanted}
        for value, tag in re.findall(r'"([^"]*)"\[(\w+)\]', "" if titled else term):
            pmid = self.server.shelf.names.get(value.lower())
            if pmid and tag in ("doi", "aid", "pmcid"):
                found[pmid] = None
            else:
                missing.append(f"<PhraseNotFound>{escape(value)}</PhraseNotFound>")
        limit = int(asked.parameters.get("retmax", "20"))
        ids = list(found)[:limit]
        errors = f"<ErrorList>{''.join(missing)}</ErrorList>" if missing else ""
        text = (
            '<?xml version="1.0" encoding="UTF-8" ?>\n'
            '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
            '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
            f"<eSearchResult><Count>{len(found)}</Count><RetMax>{len(ids)}</RetMax><RetStart>0</RetStart><IdList>"
            + "".join(f"<Id>{pmid}</Id>" for pmid in ids)
            + f"</IdList><TranslationSet/><QueryTranslation>{escape(term)}</QueryTranslation>{errors}</eSearchResult>"
        )
        return "text/xml", text.encode()

    def _epost(self, asked: Asked) -> tuple[str, bytes]:
        name = f"MCID_{len(self.server.posted)}"
        self.server.posted[name] = asked.ids
        text = f"<ePostResult><QueryKey>1</QueryKey><WebEnv>{name}</WebEnv></ePostResult>"
        return "text/xml", b'<?xml version="1.0" encoding="UTF-8" ?>\n' + text.encode()

    def _idconv(self, asked: Asked) -> tuple[str, bytes]:
        records: list[dict[str, object]] = []
        for one in asked.parameters.get("ids", "").split(","):
            pmid = self.server.shelf.names.get(one.lower())
            if pmid and any(
                pmid == other and name.startswith("pmc") for name, other in self.server.shelf.names.items()
            ):
                records.append(
                    {"pmid": int(pmid), "pmcid": self.server.shelf.pmcid(pmid), "requested-id": one}
                )
            else:
                records.append(
                    {"requested-id": one, "status": "error", "errmsg": "Identifier not found in PMC"}
                )
        return "application/json", json.dumps({"status": "ok", "records": records}).encode()


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


# --- Faults ----------------------------------------------------------------------------------

Fault = Callable[[_Handler, bytes, Asked], None]
FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    def register(function: Fault) -> Fault:
        FAULTS[name] = function
        return function

    return register


def _status(code: int, body: bytes = b'{"error":"try later"}', *, retry: bool = False) -> Fault:
    def answer(handler: _Handler, data: bytes, asked: Asked) -> None:
        headers = {"Retry-After": handler.server.retry_after} if retry else {}
        handler.reply(body, "application/json", status=code, headers=headers)

    return answer


def _body(change: Callable[[bytes], bytes], media_type: str = "text/xml") -> Fault:
    return lambda handler, data, asked: handler.reply(change(data), media_type)


LIMIT_REACHED = b'{"error":"API rate limit exceeded","api-key":"KEY","count":"4","limit":"3"}'
HTML = b"<!DOCTYPE html><html><head><title>NCBI - WWW Error Blocked</title></head><body>Blocked</body></html>"
ENTITY = b'<!DOCTYPE PubmedArticleSet [<!ENTITY x "y">]>'
LAUGHS = (
    b"<!DOCTYPE PubmedArticleSet [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 30) for i in range(10))
    + b"]>"
)

FAULTS |= {
    "429": _status(429, LIMIT_REACHED),
    "429-retry-after": _status(429, LIMIT_REACHED, retry=True),
    "503-retry-after": _status(503, retry=True),
    "500": _status(500, b"<html>Internal Server Error</html>"),
    "502": _status(502, b"Bad Gateway"),
    "400": _status(400, b'{"error":"API key invalid","api-key":"KEY"}'),
    "404": _status(404, b"no such page"),
    "html": _body(lambda data: HTML, "text/html"),
    "cut": _body(lambda data: data[: len(data) * 2 // 3]),
    "empty": _body(lambda data: b""),
    "blank": _body(lambda data: b"\n \n"),
    "binary": _body(lambda data: bytes(range(256)) * 8),
    "error-xml": _body(
        lambda data: (
            b"<eFetchResult>\n\t<ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>\n</eFetchResult>"
        )
    ),
    "search-error": _body(
        lambda data: (
            b"<eSearchResult><ERROR>Search Backend failed: temporarily unavailable</ERROR></eSearchResult>"
        )
    ),
    "json-error": _body(
        lambda data: b'{"error":"error forwarding request","api-key":"127.0.0.1"}', "application/json"
    ),
    "json": _body(lambda data: b"[1, 2", "application/json"),
    "foreign-root": _body(lambda data: b"<DocSum><Id>1</Id></DocSum>"),
    "entity": _body(lambda data: ENTITY + data[data.index(b"<PubmedArticleSet>") :]),
    "laughs": _body(lambda data: LAUGHS + b"<PubmedArticleSet>&k;</PubmedArticleSet>"),
    "undefined-entity": _body(lambda data: data.replace(b"<ArticleTitle>", b"<ArticleTitle>&beta;", 1)),
    "empty-set": _body(lambda data: HEAD + TAIL),
    "no-pmid": _body(lambda data: data.replace(b"<PMID", b"<PMIX").replace(b"</PMID", b"</PMIX")),
    "deep": _body(
        lambda data: b"<PubmedArticleSet>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</PubmedArticleSet>"
    ),
    "no-list": _body(lambda data: b"<eSearchResult><Count>0</Count></eSearchResult>"),
    "short-list": _body(lambda data: b"<eSearchResult><Count>2</Count><IdList/></eSearchResult>"),
}


@fault("short")
def _short(handler: _Handler, data: bytes, asked: Asked) -> None:
    """Say a length and send less."""
    handler.reply(data[: len(data) // 2], headers={"Content-Length": str(len(data))})


@fault("long")
def _long(handler: _Handler, data: bytes, asked: Asked) -> None:
    """Send more than the length says: what is read is cut, and no longer XML."""
    handler.reply(data, headers={"Content-Length": str(len(data) // 2)})


@fault("chunked-cut")
def _chunked_cut(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/xml")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n" % len(data) + data[: len(data) // 2])
    handler.close_connection = True


@fault("chunked")
def _chunked(handler: _Handler, data: bytes, asked: Asked) -> None:
    """No fault: the way in which NCBI answers efetch."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/xml")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for start in range(0, len(data), 5000):
        part = data[start : start + 5000]
        handler.wfile.write(b"%x\r\n" % len(part) + part + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")
    handler.close_connection = True


@fault("http-1.0-cut")
def _without_length(handler: _Handler, data: bytes, asked: Asked) -> None:
    """Close in the middle where nothing said how long the answer is."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + data[: len(data) // 2])
    handler.close_connection = True


@fault("http-1.0")
def _old(handler: _Handler, data: bytes, asked: Asked) -> None:
    """No fault: an answer that ends with the connection."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + data)
    handler.close_connection = True


@fault("gzip")
def _gzip(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.reply(gzip.compress(data)[:-20], headers={"Content-Encoding": "gzip"})


@fault("redirect")
def _redirect(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.reply(b"", status=302, headers={"Location": handler.server.url + "efetch.fcgi?moved=1"})


@fault("reset")
def _reset(handler: _Handler, data: bytes, asked: Asked) -> None:
    """End the connection with a TCP reset instead of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


@fault("hang-up")
def _hang_up(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


@fault("drip")
def _drip(handler: _Handler, data: bytes, asked: Asked) -> None:
    """Send a byte now and then, for ever: no time-out between bytes ever strikes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/xml")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    _dripping(handler, data)


@fault("drip-headers")
def _drip_headers(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    _dripping(handler, b"X-Slow: 1\r\n" * 40)


def _dripping(handler: _Handler, data: bytes) -> None:
    handler.close_connection = True
    try:
        for byte in data[:2000]:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(handler.server.drip)
    except OSError:
        pass


@fault("silence")
def _silence(handler: _Handler, data: bytes, asked: Asked) -> None:
    time.sleep(handler.server.drip * 100)
    handler.close_connection = True


@fault("huge")
def _huge(handler: _Handler, data: bytes, asked: Asked) -> None:
    """Send without end, and say no length."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<PubmedArticleSet>")
    handler.close_connection = True
    try:
        while True:
            handler.wfile.write(b" " * (1 << 20))
    except OSError:
        pass


@fault("huge-announced")
def _huge_announced(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.reply(b"", headers={"Content-Length": str(1 << 40)})


@fault("two-lengths")
def _two_lengths(handler: _Handler, data: bytes, asked: Asked) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(data)))
    handler.send_header("Content-Length", str(len(data) - 7))
    handler.end_headers()
    handler.wfile.write(data)
    handler.close_connection = True


def _records(change: Callable[[_Handler, list[str]], list[str]]) -> Fault:
    def answer(handler: _Handler, data: bytes, asked: Asked) -> None:
        shelf = handler.server.shelf.records
        ids = change(handler, [pmid for pmid in asked.ids if pmid in shelf])
        handler.reply(HEAD + b"\n".join(shelf[pmid] for pmid in ids) + TAIL)

    return answer


FAULTS |= {
    "wrong-pmid": _records(
        lambda handler, ids: [next(one for one in handler.server.shelf.records if one not in ids)]
    ),
    "extra-pmid": _records(
        lambda handler, ids: [*ids, next(one for one in handler.server.shelf.records if one not in ids)]
    ),
    "missing-pmid": _records(lambda handler, ids: ids[1:]),
    "doubled-pmid": _records(lambda handler, ids: [*ids, *ids]),
}
