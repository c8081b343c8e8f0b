"""PubMed's answers, good and bad: found, not in PubMed, or nothing learnt."""

from __future__ import annotations

import io
import threading
import urllib.request
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

import pytest
from Bio import Entrez

from tests.conftest import DATA
from tests.sources.conftest import EMAIL, KEY
from tests.sources.eutils_server import EutilsServer
from toolkit.errors import EvidenceUnavailableError, ExitCode
from toolkit.model.identifier import Identifier, Scheme
from toolkit.sources.http import Answer
from toolkit.sources.pubmed import PubMed, Server

IDS = ("10704411", "33780037", "20821847")
UNKNOWN = "99999999"


def fetch(pubmed: PubMed, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    found: list[str] = []
    missing: list[str] = []
    for payloads, absent in pubmed.fetch(ids):
        found += [one.identifier.value for one in payloads]
        missing += absent
    return found, missing


def test_records_are_fetched_as_they_are(server: EutilsServer, pubmed: PubMed) -> None:
    ((payloads, missing),) = pubmed.fetch(IDS)
    assert [one.identifier.value for one in payloads] == list(IDS)
    assert [one.data for one in payloads] == [server.shelf.records[pmid] for pmid in IDS]
    assert missing == []


def test_what_each_request_says(server: EutilsServer, pubmed: PubMed) -> None:
    fetch(pubmed, IDS)
    pubmed.search('"10.1000/x"[doi]')
    pubmed.convert([Identifier(Scheme.PMCID, "PMC1")])
    assert len(server.log) == 3
    for asked in server.log:
        assert asked.parameters["tool"] == "osler"
        assert asked.parameters["email"] == EMAIL
        assert KEY not in asked.query
        assert all(KEY not in value for value in asked.headers.values())
    efetch, esearch, idconv = server.log
    assert (efetch.method, efetch.query, efetch.parameters["id"]) == ("POST", "", ",".join(IDS))
    assert (efetch.parameters["db"], efetch.parameters["retmode"]) == ("pubmed", "xml")
    assert (esearch.method, esearch.query) == ("POST", "")
    assert efetch.parameters["api_key"] == esearch.parameters["api_key"] == KEY
    assert "api_key" not in idconv.parameters


def test_without_address_and_key_nothing_is_invented(
    server: EutilsServer, make_pubmed: Callable[..., PubMed]
) -> None:
    fetch(make_pubmed(email=None, key=None), IDS[:1])
    assert not {"email", "api_key"} & set(server.log[0].parameters)


def test_two_hundred_in_one_request(server: EutilsServer, pubmed: PubMed) -> None:
    model, template = min(server.shelf.records.items(), key=lambda item: len(item[1]))
    ids = [str(90_000_000 + number) for number in range(450)]
    for pmid in ids:
        server.shelf.records[pmid] = template.replace(f">{model}<".encode(), f">{pmid}<".encode())
    assert fetch(pubmed, ids) == (ids, [])
    assert [len(one.ids) for one in server.asked("efetch")] == [200, 200, 50]


def test_an_unknown_pmid_is_not_in_pubmed(server: EutilsServer, pubmed: PubMed) -> None:
    assert fetch(pubmed, [*IDS, UNKNOWN]) == (list(IDS), [UNKNOWN])
    assert server.fetched_ids()[4:] == [UNKNOWN, IDS[0]], "asked again beside one that the server has"


def test_only_unknown_pmids(server: EutilsServer, pubmed: PubMed) -> None:
    assert fetch(pubmed, [UNKNOWN]) == ([], [UNKNOWN])
    assert len(server.log) == 2


@pytest.mark.parametrize("fault", ["missing-pmid", "empty-set"])
def test_a_record_left_out_once_is_found_the_second_time(
    server: EutilsServer, pubmed: PubMed, fault: str
) -> None:
    server.fail(fault)
    assert fetch(pubmed, IDS) == (list(IDS), [])


def test_a_server_that_forgets_what_it_had_has_not_answered(server: EutilsServer, pubmed: PubMed) -> None:
    fetch(pubmed, IDS)
    server.fail("empty-set", times=2)
    with pytest.raises(EvidenceUnavailableError, match="missing from its answer"):
        fetch(pubmed, ["8454279"])


def test_the_same_record_twice_is_one(server: EutilsServer, pubmed: PubMed) -> None:
    server.fail("doubled-pmid")
    assert fetch(pubmed, IDS) == (list(IDS), [])


@pytest.mark.parametrize("fault", ["chunked", "http-1.0", "429-retry-after", "500", "short", "reset"])
def test_what_can_be_overcome_is(server: EutilsServer, pubmed: PubMed, fault: str) -> None:
    server.retry_after = "0"
    server.fail(fault)
    assert fetch(pubmed, IDS) == (list(IDS), [])


BAD_RECORDS = {
    "html": "root element is <html>|not well-formed",
    "cut": "not well-formed XML",
    "long": "not well-formed XML",
    "http-1.0-cut": "not well-formed XML",
    "empty": "the answer is empty",
    "blank": "the answer is empty",
    "binary": "not well-formed XML",
    "error-xml": "ID list is empty",
    "json-error": "it says: error forwarding request",
    "json": "neither XML nor whole JSON",
    "foreign-root": "root element is <DocSum>",
    "entity": "declares entities",
    "laughs": "declares entities|not well-formed",
    "undefined-entity": "entity",
    "no-pmid": "a record has no PMID",
    "deep": "not well-formed XML",
    "wrong-pmid": "which was not asked for",
    "extra-pmid": "which was not asked for",
    "gzip": "compressed",
    "redirect": "redirect",
    "404": "status 404",
    "400": "status 400",
    "huge": "larger than",
}


@pytest.mark.parametrize("fault", BAD_RECORDS)
def test_no_bad_answer_says_anything_of_a_paper(server: EutilsServer, pubmed: PubMed, fault: str) -> None:
    server.fail(fault, times=5)
    with pytest.raises(EvidenceUnavailableError, match=BAD_RECORDS[fault]) as caught:
        fetch(pubmed, IDS)
    assert caught.value.exit_code is ExitCode.EVIDENCE
    assert KEY not in str(caught.value)
    assert "\n" not in caught.value.message


BAD_SEARCHES = [
    "html",
    "cut",
    "empty",
    "search-error",
    "json-error",
    "foreign-root",
    "no-list",
    "short-list",
    "laughs",
]


@pytest.mark.parametrize("fault", BAD_SEARCHES)
def test_no_bad_search_says_anything(server: EutilsServer, pubmed: PubMed, fault: str) -> None:
    server.fail(fault, times=5)
    with pytest.raises(EvidenceUnavailableError):
        pubmed.search('"10.1000/x"[doi]')


@pytest.mark.parametrize("fault", ["html", "cut", "empty", "json", "json-error", "foreign-root", "500"])
def test_no_bad_conversion_says_anything(server: EutilsServer, pubmed: PubMed, fault: str) -> None:
    server.fail(fault, times=5)
    with pytest.raises(EvidenceUnavailableError):
        pubmed.convert([Identifier(Scheme.PMCID, "PMC1")])


def test_searches_and_conversions_find(server: EutilsServer, pubmed: PubMed) -> None:
    shelf = server.shelf
    pmid = next(pmid for name, pmid in shelf.names.items() if name.startswith("pmc"))
    pmcid = Identifier.make(Scheme.PMCID, shelf.pmcid(pmid))
    doi = Identifier.make(Scheme.DOI, shelf.doi("10704411"))
    assert pmcid
    assert doi
    assert pubmed.convert([pmcid, Identifier(Scheme.PMCID, "PMC1")]) == {pmcid: pmid}
    assert pubmed.candidates([doi]) == ("10704411",)
    assert pubmed.candidates([Identifier(Scheme.DOI, "10.1000/no")]) == ()
    assert '"10.1000/no"[doi] OR "10.1000/no"[aid]' in server.log[-1].parameters["term"]


def test_signs_of_the_query_language_are_quoted(server: EutilsServer, pubmed: PubMed) -> None:
    pubmed.candidates([Identifier(Scheme.DOI, '10.1016/s0140-6736(20)30925-9"or')])
    assert server.log[-1].parameters["term"].startswith('"10.1016/s0140-6736(20)30925-9 or"[doi]')


@pytest.mark.parametrize("name", ["esearch1.xml", "esearch8.xml"])
def test_real_searches_are_read_as_bio_entrez_reads_them(name: str) -> None:
    data = (DATA / "pubmed" / "eutils" / name).read_bytes()
    theirs = tuple(str(one) for one in Entrez.read(io.BytesIO(data))["IdList"])
    assert PubMed(Server(), _Canned(data)).search("biopython", limit=20) == theirs


def test_a_search_that_tells_of_an_error_only() -> None:
    with pytest.raises(EvidenceUnavailableError, match="Empty ID list"):
        PubMed(Server(), _Canned((DATA / "pubmed" / "eutils" / "epost3.xml").read_bytes())).search("x")


class _Canned:
    """A carrier with one answer."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def exchange(self, _request: urllib.request.Request) -> Answer:
        return Answer(self.data, "text/xml")

    def redact(self, text: str) -> str:
        return text


def test_bio_entrez_is_left_as_it_was(server: EutilsServer, pubmed: PubMed) -> None:
    before = {name: getattr(Entrez, name) for name in ("urlopen", "email", "tool", "api_key", "max_tries")}
    server.fail("html")
    with pytest.raises(EvidenceUnavailableError):
        fetch(pubmed, IDS)
    fetch(pubmed, IDS)
    assert {name: getattr(Entrez, name) for name in before} == before
    assert before["urlopen"] is urllib.request.urlopen


def test_threads_do_not_mix_their_requests(server: EutilsServer, make_pubmed: Callable[..., PubMed]) -> None:
    def work(email: str) -> None:
        for pmid in IDS:
            fetch(make_pubmed(email=email), [pmid])

    threads = [threading.Thread(target=work, args=(f"{name}@example.org",)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = sorted((one.parameters["email"], one.parameters["id"]) for one in server.log)
    assert asked == sorted((f"{name}@example.org", pmid) for name in "abc" for pmid in IDS)


def test_posting_identifiers_works_over_the_opener(server: EutilsServer, pubmed: PubMed) -> None:
    """Bio.Entrez's epost, carried as all else: what a later source may use."""
    data = pubmed._ask(Entrez.epost, id=",".join(IDS))
    assert b"<WebEnv>" in data
    assert server.asked("epost")[0].method == "POST"
    assert parse_qs("id=" + server.asked("epost")[0].parameters["id"])["id"] == [",".join(IDS)]
