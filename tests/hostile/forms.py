"""Reviewers' forms: mailed ones that were changed on the way, and what is sent to the server that takes answers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock

from tests.hostile.caches import with_mode
from tests.hostile.case import OUTSIDE, Case, Content, Outcome, judged, nothing
from tests.hostile.processes import Forks
from tests.hostile.reviews import approval, write_sound
from tests.signing import key_of
from toolkit.api.review_decisions import open_desk
from toolkit.api.review_form_server import POST_CAP
from toolkit.api.review_sheet import paper_of
from toolkit.api.workspace import open_workspace

_KEY = "../state/key"
RECEIVE = (
    *("review", "receive", "articles/x.md", "form.toml"),
    *("--key", _KEY, "--yes", "--despite-errors"),
)
_FILLED = {
    "reviewer": "ames",
    "decision": "request-changes",
    "comment": "Mend it.",
    "competing-interests": "none",
}
_FILLED |= {"ai-used": "none", "disclaimers": "yes", "audience": "yes"}
_MAKING = Lock()


def filled() -> str:
    """Give the form about the sound article, filled in by Mary Ames; made once however many threads ask."""
    with _MAKING:
        return _made()


@cache
def _made() -> str:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        write_sound(root)
        desk = open_desk(open_workspace(root, [root / "articles/x.md"]), date(2026, 11, 22))
        text = paper_of(desk, None).form().decode()
    for name, value in _FILLED.items():
        text = text.replace(f'\n{name} = ""', f'\n{name} = "{value}"', 1)
    return text.replace('answer = ""', 'answer = "partly"')


def _put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _twice(text: str) -> str:
    found = re.search(r"^\[\[claims\]\].*?(?=# ---)", text, re.MULTILINE | re.DOTALL)
    assert found
    return text.replace(found[0], found[0] * 2)


def _owned(path: Path) -> None:
    shutil.copy(key_of("okafor"), path)


def received(name: str, code: int, says: str, form: Content) -> Case:
    """A case whose one fault is the form that an editor, Ngozi Okafor, received."""
    files: dict[str, Content] = {
        "board.toml": lambda path: _put(path, approval().files["board.toml"].decode()),
        _KEY: _owned,
        "form.toml": form,
    }
    return Case(f"form: {name}", code, (says,), files, RECEIVE)


def changed(name: str, says: str, *changes: tuple[str, str], code: int = 2) -> Case:
    """A case whose one fault is a part of the form, named by a pattern, that is another."""

    def write(path: Path) -> None:
        text = filled()
        for old, new in changes:
            text, count = re.subn(old, new.replace("\\", r"\\"), text, flags=re.MULTILINE | re.DOTALL)
            assert count
        _put(path, text)

    return received(name, code, says, write)


_CLAIM = r'^claim = "[^"]*"'
_NO_DIGEST = f'"sha256:{"0" * 64}"'
MAILED = (
    changed("nothing is wrong", "recorded: reviews/x/0001.toml", code=0),
    changed(
        "no claim is there any more",
        "recorded: reviews/x/0001.toml",
        (r"^\[\[claims\]\].*?(?=# ---)", ""),
        code=0,
    ),
    changed("no answer", "recorded: reviews/x/0001.toml", ('answer = "partly"', 'answer = ""'), code=0),
    changed(
        "an answer that there is not", "must be one of", ('answer = "partly"', 'answer = "supported by all"')
    ),
    received("a pipe that nobody writes to", 2, "not a plain file", os.mkfifo),
    changed(
        "a comment and no answer",
        "a comment and no answer",
        ('answer = "partly"\ncomment = ""', 'comment = "x"'),
    ),
    changed("a foreign claim", "what the article does not say", (_CLAIM, f"claim = {_NO_DIGEST}")),
    received("a claim twice", 2, "stands there twice", lambda path: _put(path, _twice(filled()))),
    changed("a claim without its digest", "lacks its digest", (_CLAIM, "")),
    changed("a claim whose digest is short", "must be a digest", (_CLAIM, 'claim = "sha256:00"')),
    changed(
        "claims that are a text",
        "must be a list",
        (r"^\[\[claims\]\].*?(?=# ---)", ""),
        ('^article = "x"', 'claims = "x"\narticle = "x"'),
    ),
    changed("4,000 claims", "at most 3000", (r"^\[\[claims\]\].*?(?=# ---)", "[[claims]]\n" * 4_000)),
    changed("no digests", "lacks the table", (r"^\[digests\].*", "")),
    changed("a digest missing", 'lacks "figures"', ("^figures = [^\n]*", "")),
    changed("a digest of another kind", "must be a digest", ('^figures = "sha256', 'figures = "md5')),
    changed(
        "an older text",
        "for an older text",
        (r"(?<=\[digests\]\n)article = [^\n]*", f"article = {_NO_DIGEST}"),
    ),
    changed("an older policy", "for an older text", ("^policy = [^\n]*", f"policy = {_NO_DIGEST}")),
    changed("sources that are numbers", "must be a digest", (r"^\[sources\].*", "[sources]\na = 7\n")),
    changed("another article", "another article", ('^article = "x"', 'article = "y"')),
    changed("an article that is a path", "another article", ('^article = "x"', 'article = "../../x"')),
    changed("an article of escapes", "control characters", ('^article = "x"', 'article = "\\u001b[2J"')),
    changed(
        "an approval beside an objection",
        "cannot stand beside what the form says",
        ('decision = "[^"]*"', 'decision = "approve"'),
        ('"partly"', '"no"'),
    ),
    changed(
        "an approval beside a doubt",
        "stand beside",
        ('decision = "[^"]*"', 'decision = "approve"'),
        ('audience = "yes"', 'audience = "no"'),
    ),
    changed("no decision", "does not say what is decided", ('decision = "[^"]*"', 'decision = ""')),
    changed(
        "a decision that is no reviewer's", "must be one of", ('decision = "[^"]*"', 'decision = "retract"')
    ),
    changed(
        "a reviewer whom nobody knows", "nobody on the board", ('^reviewer = "ames"', 'reviewer = "nobody"')
    ),
    changed("a reviewer of escapes", "control characters", ('^reviewer = "ames"', 'reviewer = "\\u001b[2J"')),
    changed(
        "a reviewer who has a key",
        "has a key, and did not sign",
        ('^reviewer = "ames"', 'reviewer = "stone"'),
    ),
    changed("the editor's own", "from themselves", ('^reviewer = "ames"', 'reviewer = "okafor"')),
    changed("a role that they do not have", "is no editor", ('^role = ""', 'role = "editor"')),
    changed(
        "no word of interests",
        "nothing is said of competing interests",
        ('interests = "none"', 'interests = ""'),
    ),
    changed("a comment of escapes", "control characters", ("Mend it.", "\\u001b[2J\\u0000")),
    changed("a comment that turns round", "turn the direction", ("Mend it.", "\\u202eMend it.")),
    changed("a comment of 10,000 characters", "longer than 4000", ("Mend it.", "x" * 10_000)),
    changed(
        "the next review in the year 9999",
        "only the approval",
        ('next-review = ""', "next-review = 9999-12-31"),
    ),
    changed(
        "the next review in the year 0", "must be a day", ('next-review = ""', 'next-review = "0000-01-01"')
    ),
    changed(
        "the next review with an offset",
        "must be a day",
        ('next-review = ""', "next-review = 2027-01-01T00:00:00+14:00"),
    ),
    changed("a question that is not asked", "form.toml", ('^role = ""', 'role = ""\nstatus = "approved"')),
    changed("a question twice", "this is not TOML", ('^role = ""', 'role = ""\nrole = ""')),
    changed("a number for an answer", "must be", ('answer = "partly"', "answer = " + "9" * 4_000)),
    changed("a later version", "no review form", ("form-version = 1", "form-version = 99")),
    changed("a version that is true", "no review form", ("form-version = 1", "form-version = true")),
    received("bytes", 2, "not UTF-8", b"\xff\xfe\0"),
    received("empty", 2, "no review form", b""),
    received("a web page", 2, "this is not TOML", "<!DOCTYPE html><html>404</html>"),
    received("deep", 2, "form.toml", "a = " + "[" * 20_000),
    received("a key of 20,000 parts", 2, "form.toml", "a" + ".a" * 20_000 + " = 1\n"),
    received("over 1 MiB", 2, "at most", "# " + "x" * (1 << 20)),
    received("a link outside", 2, "form.toml", lambda path: path.symlink_to(OUTSIDE)),
    received("a link to nothing", 2, "does not exist", lambda path: path.symlink_to("nothing")),
    received("a folder", 2, "is a directory", lambda path: path.mkdir()),
    received("a device", 2, "not a plain file", lambda path: path.symlink_to("/dev/zero")),
    received("not to be read", 2, "form.toml", with_mode(Path.touch, 0)),
    received("not there", 2, "does not exist", nothing),
)


# --- Served on the loopback interface --------------------------------------------------------

SERVE = ("review", "sheet", "articles/x.md", "--serve", "-o", "form.toml")
_ADDRESS = re.compile(r"http://(127\.0\.0\.1:\d+)(/[\w-]+/)")
_SAVED = re.compile("Saved in form.toml")
_PATIENCE = 60
_ENDLESS = 2
"""So many connections of each kind stay open; each takes a thread, and the guard on memory allows a few."""


@dataclass(frozen=True)
class Post:
    """What is sent, in place of what the form sends; the status that answers, 0 for what stays without an answer."""

    status: int
    body: bytes = b"decision=approve"
    method: str = "POST"
    host: str = "{host}"
    path: str = "{path}"
    headers: tuple[tuple[str, str | None], ...] = ()
    cut: int | None = None
    """So many bytes are sent, and then no more."""

    def request(self, host: str, path: str) -> bytes:
        """Give the bytes to send to a server."""
        own: dict[str, str | None] = {
            "Origin": f"http://{host}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(self.body)),
        }
        own |= dict(self.headers)
        lines = [
            f"{self.method} {self.path.format(path=path)} HTTP/1.1",
            f"Host: {self.host.format(host=host)}",
        ]
        lines += [f"{name}: {value}" for name, value in own.items() if value is not None]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body


POSTS: dict[str, Post] = {
    "endless silence after the first line": Post(0, cut=20),
    "an endless body": Post(0, cut=-3),
    "nothing at all": Post(0, cut=0),
    "no secret": Post(404, path="/"),
    "a wrong secret": Post(404, path="/" + "A" * 32 + "/"),
    "a secret of control characters": Post(400, path="/\x01\x1b[2J/ x y"),
    "a way out of the secret": Post(404, path="{path}../../etc/passwd"),
    "an address of 100,000 characters": Post(414, path="/" + "a" * 100_000),
    "another host": Post(421, host="evil.example"),
    "a host that begins as ours": Post(421, host="{host}.evil.example"),
    "no host": Post(421, host=""),
    "another origin": Post(403, headers=(("Origin", "http://evil.example"),)),
    "no origin": Post(403, headers=(("Origin", None),)),
    "an origin of null": Post(403, headers=(("Origin", "null"),)),
    "from another site": Post(403, headers=(("Sec-Fetch-Site", "cross-site"),)),
    "another kind": Post(415, headers=(("Content-Type", "text/plain"),)),
    "parts": Post(415, headers=(("Content-Type", "multipart/form-data; boundary=x"),)),
    "no length": Post(411, headers=(("Content-Length", None),)),
    "a length below zero": Post(411, headers=(("Content-Length", "-1"),)),
    "a length of 5,000 digits": Post(413, headers=(("Content-Length", "9" * 5_000),)),
    "more than a form can have": Post(413, headers=(("Content-Length", str(POST_CAP + 1)),)),
    "pieces": Post(411, headers=(("Transfer-Encoding", "chunked"),)),
    "300 headers": Post(431, headers=tuple((f"X-{number}", "x") for number in range(300))),
    "a header of 100,000 characters": Post(431, headers=(("X-Long", "x" * 100_000),)),
    "another method": Post(501, method="DELETE"),
    "a method of escapes": Post(501, method="\x1b[2J"),
    "4 MiB of nothing": Post(400, b"comment=" + b"x" * (POST_CAP - 8)),
    "4 MiB of fields": Post(400, (b"a=1&" * (POST_CAP // 4))[:-1]),
    "a field twice": Post(400, b"decision=approve&decision=approve"),
    "a field that the form has not": Post(400, b"status=approved"),
    "a claim that the form has not": Post(400, b"answer-sha256:0=yes"),
    "an answer that the form has not": Post(400, b"decision=retract"),
    "a comment of escapes": Post(400, b"comment=%1b[2J"),
    "a comment that turns round": Post(400, b"comment=%E2%80%AE"),
    "half a character": Post(400, b"comment=%ff"),
    "bytes": Post(400, b"\xff\xfe\0"),
    "no field": Post(400, b"approve"),
    "a day in the year 0": Post(400, b"next-review=0000-01-01"),
    "a day that is none": Post(400, b"next-review=yesterday"),
}
SERVED = {f"served: {name}": post for name, post in POSTS.items()}
SERVINGS = tuple(Case(name, post.status, (), command=SERVE) for name, post in SERVED.items())


def is_sent(case: Case) -> bool:
    """Tell whether a case is something that is sent to the server: all of them share one."""
    return case.command == SERVE


def sent_together(cases: Sequence[Case], folder: Path, forks: Forks) -> dict[str, Outcome]:
    """Serve a form, send everything that is not to be taken, and then what the form sends: only that is kept."""
    faults: dict[str, list[str]] = {case.name: [] for case in cases}
    wrong: list[str] = []
    kept = folder / "project" / "form.toml"

    def send(said: Path) -> None:
        host, path = _said(said, _ADDRESS).groups()
        with ExitStack() as stack:
            for case in cases:
                post = SERVED[case.name]
                for _ in range(1 if post.status else _ENDLESS):
                    found = _answered(stack, post, host, path)
                    if found != post.status:
                        faults[case.name].append(f"answered {found}, not {post.status}")
            if kept.exists():
                wrong.append("kept what was not to be taken")
            sound = (Post(200, b"", "GET"), Post(200))
            wrong.extend(
                f"no longer answered {post.method}"
                for post in sound
                if _answered(stack, post, host, path) != post.status
            )
        if not kept.exists() or 'decision = "approve"' not in kept.read_text("utf-8"):
            wrong.append("did not keep what the form sent")
        else:
            _said(said, _SAVED)

    serving = Case("form server", 0, ("Saved in form.toml", "ended"), {}, SERVE, meanwhile=send)
    whole = judged(serving, folder, forks)
    return {name: Outcome(whole.answer, [*found, *wrong, *whole.faults]) for name, found in faults.items()}


def _said(said: Path, pattern: re.Pattern[str]) -> re.Match[str]:
    """Wait until the server has said something."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = pattern.search(said.read_text("utf-8")) if said.exists() else None
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"the server did not say {pattern.pattern}")


def _answered(stack: ExitStack, post: Post, host: str, path: str) -> int:
    """Send something on a connection of its own; give the status, 0 for what is cut off and stays open."""
    name, _, port = host.partition(":")
    connection = stack.enter_context(socket.create_connection((name, int(port)), timeout=_PATIENCE))
    data = post.request(host, path)
    if post.status == 0:
        connection.sendall(data[: post.cut])
        return 0
    with suppress(OSError):  # refused before all of it was read: the answer may be there all the same
        connection.sendall(data)
    try:
        first = connection.recv(4096).decode("latin-1")
    except OSError:
        return -1
    found = re.match(r"HTTP/1\.\d (\d{3}) ", first)
    return int(found[1]) if found else -1
