"""The form served on loopback: who is answered, what is taken, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.cache.conftest import DAY
from toolkit.api.review_decisions import open_desk
from toolkit.api.review_form_server import POST_CAP, FormServer
from toolkit.api.review_sheet import Clerk, paper_of
from toolkit.api.workspace import open_workspace
from toolkit.errors import OslerError
from toolkit.model.review_record import Answer
from toolkit.reviews.forms import read_form

KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def clerk(project: Path, tmp_path: Path) -> Clerk:
    path = project / "articles" / "b12.md"
    path.write_text(
        path.read_text() + "\nIt can cause <b>leukopenia</b> and thrombocytopenia [@green2017].\n"
    )
    desk = open_desk(open_workspace(project, [path]), DAY)
    return Clerk(paper_of(desk, None), tmp_path / "answers.toml", "articles/b12.md")


@pytest.fixture
def server(clerk: Clerk) -> Iterator[FormServer]:
    server = FormServer(clerk)
    yield server
    server.close()


def ask(
    server: FormServer,
    method: str = "GET",
    body: bytes | None = None,
    path: str | None = None,
    **headers: str,
) -> tuple[HTTPResponse, bytes]:
    place = urlsplit(server.url)
    connection = HTTPConnection(place.netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path or place.path, body, named)
    answer = connection.getresponse()
    return answer, answer.read()


def post(server: FormServer, fields: dict[str, str] | bytes, **headers: str) -> tuple[HTTPResponse, bytes]:
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    own = {"Origin": server.url.rpartition("/")[0].rpartition("/")[0], **KIND}
    return ask(server, "POST", body, **{**own, **headers})


def test_the_form_has_no_script_and_asks_nobody(server: FormServer) -> None:
    answer, page = ask(server)
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"<script" not in page
    assert b"<b>leukopenia" not in page


def test_answers_are_kept_and_shown_again(server: FormServer, clerk: Clerk) -> None:
    claim = clerk.paper.questionnaire.asked[0].claim
    hostile = "</textarea><script>alert(1)</script>"
    fields = {
        f"answer-{claim}": "partly",
        f"comment-{claim}": hostile,
        "decision": "approve",
        "scope": "full",
    }
    answer, page = post(server, fields)
    assert answer.status == 200
    assert server.saved.is_set()
    assert b"Still open: your competing interests, the use of AI." in page
    assert b"osler review approve articles/b12.md --answers" in page
    assert b"<script" not in page
    read = read_form("answers.toml", clerk.path.read_bytes())
    assert [(one.answer, one.comment) for one in read.answers] == [(Answer.IN_PART, hostile)]
    assert b"&lt;/textarea&gt;&lt;script&gt;" in ask(server)[1]
    again = paper_of(clerk.paper.desk, None, clerk.path)
    assert again.filled == read


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_name_of_this_address_is_refused(server: FormServer, host: str) -> None:
    assert ask(server, Host=host)[0].status == 421


@pytest.mark.parametrize("path", ["/", "/x/", "//", "/../", "/%00/"])
def test_without_the_secret_there_is_nothing(server: FormServer, path: str) -> None:
    assert ask(server, path=path)[0].status == 404
    assert ask(server, "POST", b"decision=approve", path=path, **KIND)[0].status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": "²"}, 411),
        ({"Content-Length": str(POST_CAP + 1)}, 413),
        ({"Content-Length": "9" * 5000}, 413),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_what_another_page_sends_is_refused_unread(
    server: FormServer, clerk: Clerk, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert post(server, b"decision=approve", **sent)[0].status == status
    assert not clerk.path.exists()
    assert not server.saved.is_set()


@pytest.mark.parametrize(
    "body",
    [
        b"decision=retract",
        b"decision=approve&decision=approve",
        b"article=other",
        b"answer-sha256:0=yes",
        b"comment=%1b[2J",
        b"comment=%ff",
        b"comment=" + b"x" * 5000,
        b"\xff\xfe",
        b"&".join(b"a%d=1" % number for number in range(5000)),
        b"no-equals-sign",
        b"next-review=yesterday",
    ],
)
def test_what_the_form_does_not_send_is_refused(server: FormServer, clerk: Clerk, body: bytes) -> None:
    answer, said = post(server, body)
    assert answer.status == 400
    assert b"Traceback" not in said
    assert not clerk.path.exists()
    assert ask(server)[0].status == 200


def test_answers_of_another_article_are_not_written_over(server: FormServer, clerk: Clerk) -> None:
    post(server, {"decision": "approve"})
    clerk.path.write_text(clerk.path.read_text().replace('article = "b12"', 'article = "other"', 1))
    with pytest.raises(OslerError, match="another article"):
        paper_of(clerk.paper.desk, None, clerk.path)


def test_a_place_that_cannot_be_written_is_told(server: FormServer, clerk: Clerk) -> None:
    clerk.path.mkdir()
    answer, said = post(server, {"decision": "approve"})
    assert answer.status == 400
    assert b"Nothing was saved" in said
