"""The opener against a server that misbehaves: whole answers, or `EvidenceUnavailableError`."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from urllib.request import Request

import pytest

from tests.sources.conftest import KEY, QUICK
from tests.sources.eutils_server import FAULTS, EutilsServer
from toolkit.errors import EvidenceUnavailableError, ExitCode
from toolkit.sources.http import Opener, retry_after
from toolkit.sources.limiter import Limiter


def request(url: str, body: bytes | None = None) -> Request:
    return Request(url, data=body)  # noqa: S310 - what is opened is the subject of these tests


def ask(server: EutilsServer, opener: Opener, pmid: str = "10704411") -> bytes:
    body = f"db=pubmed&id={pmid}&api_key={KEY}".encode()
    return opener.exchange(request(server.url + "efetch.fcgi", body)).data


def test_a_whole_answer_comes_as_it_was_sent(server: EutilsServer, opener: Opener) -> None:
    assert server.shelf.records["10704411"] in ask(server, opener)
    asked = server.log[0]
    assert asked.headers["accept-encoding"] == "identity"
    assert asked.headers["user-agent"].startswith("osler/")


@pytest.mark.parametrize("name", ["chunked", "http-1.0"])
def test_other_ways_to_send_a_whole_answer(server: EutilsServer, opener: Opener, name: str) -> None:
    server.fail(name)
    assert ask(server, opener).rstrip().endswith(b"</PubmedArticleSet>")
    assert len(server.log) == 1


@pytest.mark.parametrize(
    "name",
    [
        "429",
        "429-retry-after",
        "503-retry-after",
        "500",
        "502",
        "short",
        "chunked-cut",
        "reset",
        "hang-up",
        "two-lengths",
    ],
)
def test_what_passes_is_tried_again(server: EutilsServer, opener: Opener, name: str) -> None:
    server.fail(name)
    assert server.shelf.records["10704411"] in ask(server, opener)
    assert len(server.log) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("429", "status 429: "),
        ("500", "status 500: <html>Internal Server Error"),
        ("short", "the answer broke off: "),
        ("chunked-cut", "the answer broke off"),
        ("reset", "(3 attempts), and did not answer properly: "),
        ("hang-up", "(3 attempts), and did not answer properly: "),
        ("two-lengths", "length is not a number"),
    ],
)
def test_what_does_not_pass_is_given_up(server: EutilsServer, opener: Opener, name: str, said: str) -> None:
    server.fail(name, times=10)
    with pytest.raises(EvidenceUnavailableError) as caught:
        ask(server, opener)
    assert said in caught.value.message
    assert f"127.0.0.1:{server.server_port} was asked (3 attempts)" in caught.value.message
    assert caught.value.exit_code is ExitCode.EVIDENCE
    assert len(server.log) == QUICK.attempts


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("400", "status 400: "),
        ("404", "status 404: "),
        ("redirect", "redirect (status 302), which is not followed"),
        ("gzip", "compressed (gzip) though that was not asked"),
        ("huge", "larger than 8 MiB"),
        ("huge-announced", "larger than 8 MiB"),
    ],
)
def test_what_will_not_change_is_asked_once(
    server: EutilsServer, opener: Opener, name: str, said: str
) -> None:
    server.fail(name)
    with pytest.raises(EvidenceUnavailableError) as caught:
        ask(server, opener)
    assert said in caught.value.message
    assert len(server.log) == 1


@pytest.mark.parametrize("name", ["drip", "drip-headers", "silence"])
def test_the_deadline_is_for_the_whole_exchange(server: EutilsServer, name: str) -> None:
    """A time-out between bytes would never strike: the server sends one every 50 ms."""
    server.fail(name)
    opener = Opener(Limiter(None, 0.0), replace(QUICK, deadline=0.6, attempts=1))
    began = time.monotonic()
    with pytest.raises(EvidenceUnavailableError, match=r"no whole answer within 0\.6 s"):
        ask(server, opener)
    assert time.monotonic() - began < 4.0  # the server would go on for five


def test_all_attempts_together_end_with_patience(server: EutilsServer) -> None:
    server.fail("silence", times=10)
    opener = Opener(Limiter(None, 0.0), replace(QUICK, deadline=0.3, attempts=10, patience=0.8))
    began = time.monotonic()
    with pytest.raises(EvidenceUnavailableError):
        ask(server, opener)
    assert time.monotonic() - began < 4.0  # the server would go on for five


def test_a_pause_that_the_server_asks_for_is_kept(server: EutilsServer) -> None:
    pauses: list[float] = []
    opener = Opener(Limiter(None, 0.0), QUICK, sleep=pauses.append)
    server.retry_after = "1"
    server.fail("429-retry-after")
    ask(server, opener)
    assert pauses == [1.0]


def test_a_pause_beyond_patience_is_refused_with_its_length(server: EutilsServer, opener: Opener) -> None:
    server.retry_after = "3600"
    server.fail("429-retry-after")
    with pytest.raises(EvidenceUnavailableError, match="it asks to wait 3600 s"):
        ask(server, opener)
    assert len(server.log) == 1


def test_pauses_grow(server: EutilsServer) -> None:
    pauses: list[float] = []
    opener = Opener(Limiter(None, 0.0), replace(QUICK, attempts=4), sleep=pauses.append)
    server.fail("500", times=3)
    ask(server, opener)
    assert len(pauses) == 3
    assert pauses[0] < pauses[1] < pauses[2]


NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("0", 0.0),
        ("120", 120.0),
        ("Sun, 22 Nov 2026 12:01:30 GMT", 90.0),
        ("Sunday, 22-Nov-26 12:01:30 GMT", 90.0),
        ("Sun Nov 22 12:01:30 2026", 90.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 999999999.0),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str | None, seconds: float | None) -> None:
    assert retry_after(text, NOW) == seconds


def test_no_secret_is_in_a_message(server: EutilsServer, opener: Opener) -> None:
    """Even where the server echoes the key."""
    body = b'{"error":"API key invalid","api-key":"' + KEY.encode() + b'"}'
    FAULTS["echo"] = lambda handler, data, asked: handler.reply(body, status=400)
    server.fail("echo")
    with pytest.raises(EvidenceUnavailableError) as caught:
        ask(server, opener)
    assert KEY not in str(caught.value)
    assert "[key]" in caught.value.message
    assert caught.value.__context__ is None


def test_a_server_that_is_not_there(opener: Opener) -> None:
    with pytest.raises(EvidenceUnavailableError, match="Connection refused"):
        opener.exchange(request("http://127.0.0.1:9/efetch.fcgi"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/xml,<a/>"])
def test_only_http_is_opened(opener: Opener, url: str) -> None:
    with pytest.raises(EvidenceUnavailableError):
        opener.exchange(request(url))


def test_a_proxy_of_the_environment_is_used(
    server: EutilsServer, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loopback server stands in for a proxy: it is asked for the whole address."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    answer = opener.exchange(request("http://eutils.example/entrez/eutils/esearch.fcgi", b"term=x"))
    assert b"eSearchResult" in answer.data
    assert server.log[0].headers["host"] == "eutils.example"
