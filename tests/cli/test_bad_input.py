"""Bad input, end to end: whatever a project holds, the command line answers, in words, and leaves no trace.

Each case is a project with something wrong in it, a command, the exit code and words that must be
said. For each holds besides: no traceback and no exit code 4; no control character reaches the
terminal; nothing is written outside the project, and no temporary file stays. A guard on memory
and time ends what runs away.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from toolkit.readers.lock import seal_lock

ROOT = Path(__file__).parents[2]
ADDRESS_SPACE = 3 << 29
"""1.5 GiB: a guard against running away, not the 512 MiB of real memory that are aimed at."""
SECONDS = 240
"""A guard against hanging, on a busy machine; not the 5 s that are aimed at."""
RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

FRONT = "---\ntitle: A\ntype: review\naudience: professional\n---\n\n"
ENTRY = """\
@article{green2017,
  title = {B12},
  author = {Green, R},
  journal = {Blood},
  year = {2017},
  pmid = {28360040}
}
"""
LOCK = seal_lock(
    """lock-version = 1

["pmid:28360040"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "B12"
authors = [["Green", "R", "R"]]
journal = "Blood"
published = "2017"
"""
)
GOOD = FRONT + "It is so [@green2017].\n"

CHECK = ("check", "-f", "concise")
FETCH = ("fetch", "--refresh", "--offline")
EXPORT = ("export", "--draft")

Content = str | bytes | Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """One bad project. `files` replace or join those of a sound one; a function makes what no text can."""

    name: str
    code: int
    says: tuple[str, ...]
    files: dict[str, Content] = field(default_factory=dict)
    command: tuple[str, ...] = CHECK
    environment: dict[str, str] = field(default_factory=dict)
    file_size: int | None = None
    """The largest file that may be written, in bytes: a full disk."""


def article(name: str, code: int, says: str | tuple[str, ...], text: str | bytes) -> Case:
    """A case whose one fault is the text of an article."""
    return Case(name, code, (says,) if isinstance(says, str) else says, {"articles/x.md": text})


def config(name: str, says: str, text: str | bytes) -> Case:
    return Case(f"configuration: {name}", 2, ("osler.toml", says), {"osler.toml": text})


def library(name: str, code: int, says: str, text: str | bytes) -> Case:
    return Case(f"library: {name}", code, ("references.bib", says), {"references.bib": text})


def lock(name: str, code: int, says: str, text: str | bytes) -> Case:
    return Case(f"lock: {name}", code, ("references.lock", says), {"references.lock": text})


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def link_folder(path: Path) -> None:
    """Put a link out of the project in place of the folder of articles."""
    path.parent.rmdir()
    path.parent.symlink_to("..")


def undecodable_name(path: Path) -> None:
    """Write an article, and beside it one whose name is no text."""
    path.write_text("A", "utf-8")
    (path.parent / os.fsdecode(b"\xff.md")).write_text("B", "utf-8")


def nothing(_path: Path) -> None:
    """Leave the file out."""


def yaml(name: str, says: str, text: str) -> Case:
    return article(
        f"front matter: {name}", 1, ("article-front-matter", says), f"---\ntitle: A\n{text}\n---\n\nText.\n"
    )


BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{chr(98 + one)}: &{chr(98 + one)} [*{chr(97 + one)}, *{chr(97 + one)}, *{chr(97 + one)}]\n" for one in range(20)
)  # fmt: skip
MACROS = "@string{a0 = {xxxxxxxxxx}}\n" + "".join(
    f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 40)
)
OUTSIDE = "../secret.txt"

TEXTS = (
    article("bytes that are no UTF-8", 1, "article-encoding", b"Caf\xe9 is \xff\xfe.\n"),
    article("UTF-16", 1, "article-encoding", "Text.\n".encode("utf-16")),
    article("NUL", 1, "article-control-character", "A\0B\n"),
    article("bidirectional overrides", 1, "article-control-character", "Take \u202e005\u202c mg.\n"),
    article("terminal escapes", 1, "article-control-character", "\x1b[2J\x1b]0;owned\x07[@\x1b[31mx]\n"),
    article("escapes in a key", 1, "citation-undefined", "It is so [@{a\u009b31m}] [@nobody\u202e].\n"),
    article("an image file", 1, "article-", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    article("nothing", 1, "no front matter", ""),
    article("white space alone", 1, "no front matter", " \n\t\n" * 1000),
    article("front matter alone", 1, "article-metadata-missing", FRONT),
    article("front matter that never ends", 1, "article-front-matter", "---\ntitle: A\n" + "b\n" * 100),
    article("carriage returns alone", 1, "article-", FRONT.replace("\n", "\r") + "Text\r\rmore\r"),
    article("more than 2 MiB", 2, "larger than 2 MiB", "a" * (2 << 20) + "a"),
    article("2 MiB in one line", 1, "article-metadata-missing", "word " * 400_000),
    article("2 MiB in one word", 1, "article-metadata-missing", "a" * (2 << 20)),
    article("200,000 citations", 2, "more than any article has", "@abc " * 200_000),
    article("a million headings", 2, "more than any article has", "# a\n" * 500_000),
    article(
        "thousands of findings", 1, "more findings of citation-undefined", "It is so [@nobody].\n\n" * 5_000
    ),
    article("raw HTML", 1, "article-raw-html", GOOD + "<script>alert(1)</script> <img src=x onerror=y>\n"),
    article("a frame", 1, "article-raw-html", GOOD + "\n<iframe src='https://x'>\n\n</iframe>\n"),
    article("javascript:", 1, "article-unsafe-url", GOOD + "[a](javascript:alert(1))\n"),
    article(
        "javascript: in disguise",
        1,
        "article-unsafe-url",
        GOOD + "[a](<java\tscript:alert(1)>) [b](JaVaScRiPt:x)\n",
    ),
    article("data:", 1, "article-unsafe-url", GOOD + "![a](data:text/html;base64,PHNjcmlwdD4=)\n"),
    article("file:", 1, "article-unsafe-url", GOOD + "[a](file:///etc/passwd)\n"),
    article("a figure above the project", 1, "article-broken-link", GOOD + f"![a](../{OUTSIDE})\n"),
    article("an absolute figure", 1, "article-broken-link", GOOD + "![a](/etc/passwd)\n"),
    article("a figure by percent signs", 1, "article-broken-link", GOOD + "![a](%2e%2e/%2e%2e/secret.txt)\n"),
    article("a malformed suppression", 1, "article-suppression", GOOD + "<!-- osler: ignore -->\n"),
    article(
        "an expired suppression",
        1,
        "expired",
        GOOD + "<!-- osler: ignore claim-uncited until=2020-01-01: x -->\n",
    ),
    article(
        "a suppression of no rule",
        1,
        "is not the name of a rule",
        GOOD + "<!-- osler: ignore everything: x -->\n",
    ),
)
NESTS = tuple(
    article(f"deep {name}", code, says, text)
    for name, code, says, text in (
        ("quotations", 1, "article-nesting", ">" * 5_000 + "x"),
        ("lists", 1, "article-", "- " * 5_000 + "x"),
        ("brackets", 2, "more than any article has", "[" * 50_000 + "]" * 50_000),
        ("emphasis", 1, "article-", "*a **b " * 9_000),
        ("divs", 1, "article-div", "::: a\n" * 5_000),
        ("spans", 2, "more than any article has", "[" * 50_000 + "x" + "]{.a}" * 50_000),
        ("links", 2, "more than any article has", "[a](" * 50_000),
        ("notes", 1, "article-", "^[a " * 5_000 + "]" * 5_000),
        ("formulas", 1, "article-", "$" + "{" * 5_000 + "}" * 5_000 + "$"),
        ("code", 1, "article-", "`a``" * 20_000),
        ("comments", 1, "article-", "<!--" * 50_000),
        ("tables", 1, "article-", "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n"),
    )
)
YAML = (
    yaml("a YAML bomb", "anchor", BOMB),
    yaml("a YAML tag", "tag", "x: !!python/object/apply:os.system [touch owned]"),
    yaml("a key twice", "a second time", "title: B"),
    yaml("deep YAML", "article-front-matter", "x: " + "[" * 5_000 + "]" * 5_000),
    yaml("deep blocks of YAML", "article-front-matter", "\n".join(" " * one + "a:" for one in range(300))),
    yaml("64 KiB of YAML", "more than 64 KiB", "x: " + "y" * (65 << 10)),
    yaml("a list where a map should be", "article-front-matter", "- a"),
    yaml("YAML that is none", "article-front-matter", "a: b: c: [}"),
    yaml("a list as a type", "article-front-matter", "type: [a, b]"),
    yaml("no date", "is not a day of the calendar", "date: 2026-02-31"),
)
LIBRARIES = (
    library("a BibTeX bomb", 1, "reference-malformed", MACROS + ENTRY + "@misc{bomb, title = a39}\n"),
    library(
        "crossref in a circle", 1, "reference-", ENTRY + "@misc{a, crossref={b}}\n@misc{b, crossref={a}}\n"
    ),
    library("a million authors", 1, "names", ENTRY + "@misc{a, author={" + "A and " * 170_000 + "B}}\n"),
    library("an entry that never ends", 1, "reference-malformed", ENTRY + "@article{a, title = {B"),
    library("braces without end", 1, "reference-malformed", ENTRY + "@article{a, title = {" + "{" * 100_000),
    library("a key twice", 1, "reference-duplicate-key", ENTRY + ENTRY),
    library(
        "keys that are paths",
        1,
        "reference-",
        ENTRY + "@misc{../../etc/passwd, title={A}}\n@misc{a b, title={A}}\n",
    ),
    library("no UTF-8", 1, "reference-encoding", ENTRY.encode() + b"@misc{a, title={Caf\xe9}}\n"),
    library("NUL and escapes", 1, "reference-", ENTRY + "@misc{a\0\x1b[31m, title={\x1b[2J}}\n"),
    library("no BibTeX at all", 1, "citation-undefined", "<html>404</html>" * 1000),
    library("an empty library", 1, "citation-undefined", ""),
)
LOCKS = (
    lock("a lock cut off", 1, "reference-lock", LOCK[: len(LOCK) // 2]),
    lock("a digest that is wrong", 1, "reference-lock", LOCK.replace('"Blood"', '"Flood"')),
    lock(
        "a merge conflict",
        1,
        "reference-lock",
        LOCK.replace("[", "<<<<<<< HEAD\n[", 1) + "=======\n>>>>>>> x\n",
    ),
    lock("a newer version", 2, "version", LOCK.replace("lock-version = 1", "lock-version = 99")),
    lock("binary", 1, "reference-lock", bytes(range(256)) * 100),
    lock("not TOML", 1, "reference-lock", "{]" * 1000),
    Case(
        "no lock",
        1,
        ("not in references.lock",),
        {"references.lock": nothing, "articles/x.md": FRONT + "So [@pmid:1].\n"},
    ),
    Case("no lock to write over", 3, ("was not asked",), {"references.lock": LOCK}, FETCH),
)
CONFIGURATIONS = (
    config("not TOML", "this is not TOML", "[["),
    config("no UTF-8", "osler.toml", b"language = '\xff'\n"),
    config("a setting that there is not", 'did you mean "language"', 'langage = "en"\n'),
    config("a wrong type", "articles", "articles = 7\n"),
    config("a wrong value", "citation-scope", 'citation-scope = "chapter"\n'),
    config("articles outside", "articles", 'articles = "../other"\n'),
    config("a library outside", "library", 'library = "/etc/passwd"\n'),
    config("output outside", "output", 'output = "../../tmp"\n'),
    config("a rule that there is not", 'did you mean "claim-uncited"', 'ignore = ["claim-uncitd"]\n'),
    config("a severity that there is not", "must be one of", '[severities]\nclaim-uncited = "fatal"\n'),
    config("a disclaimer without text", "lacks title, text", '[disclaimers.x]\nversion = "1"\n'),
    config("a key twice", "this is not TOML", 'language = "en"\nlanguage = "fr"\n'),
    config("deep TOML", "osler.toml", "a = " + "[" * 20_000),
    config("more than 1 MiB", "1 MiB", "# " + "x" * (1 << 20)),
    Case(
        "a folder for a configuration",
        2,
        ("osler.toml: not a plain file",),
        {"osler.toml": lambda path: path.mkdir(), "articles/x.md": nothing, "references.bib": nothing},
    ),
    Case("a board that is wrong", 2, ("board.toml",), {"board.toml": "[green]\nnam = 'Ralph'\n"}),
    Case("a board that is no TOML", 2, ("board.toml", "not UTF-8"), {"board.toml": b"\xff\xfe\0"}),
)
PLACES = (
    Case(
        "an article that is a link outside",
        2,
        ("outside the project",),
        {"articles/x.md": link(f"../../{OUTSIDE[3:]}")},
    ),
    Case("a link to itself", 2, ("articles/x.md",), {"articles/x.md": link("x.md")}),
    Case("a link to nothing", 2, ("articles/x.md",), {"articles/x.md": link("nothing.md")}),
    Case("an article that is a FIFO", 2, ("not a plain file",), {"articles/x.md": os.mkfifo}),
    Case("a library that is a FIFO", 2, ("references.bib: not a plain file",), {"references.bib": os.mkfifo}),
    Case(
        "a lock that is a folder",
        2,
        ("references.lock: not a plain file",),
        {"references.lock": lambda path: path.mkdir()},
    ),
    Case("a folder that is named as an article", 1, ("article-",), {"articles/folder.md/y.md": GOOD}),
    Case("a folder of articles that is a link outside", 2, ("articles",), {"articles/x.md": link_folder}),
    Case("a name with escapes", 1, ("article-slug",), {"articles/a\x1b[31mb\n.md": GOOD}),
    Case("a name that is no UTF-8", 1, ("article-",), {"articles/x.md": undecodable_name}),
    Case("a name that Windows keeps", 1, ("article-slug",), {"articles/con.md": GOOD}),
    Case(
        "an article outside by name",
        2,
        ("outside the project",),
        command=("check", "--project", ".", "../secret.txt", "-f", "concise"),
    ),
    Case("a file that is no article", 2, ("not an article",), command=("check", "osler.toml")),
    Case("a file that is not there", 2, ("no such file",), command=("check", "articles/nothing.md")),
    Case("a project that is not there", 2, ("does not exist",), command=("check", "--project", "nothing")),
    Case("a day that is none", 2, ("is not a date",), command=("check", "--as-of", "2026-02-31")),
    Case("an epoch that is none", 2, ("SOURCE_DATE_EPOCH",), environment={"SOURCE_DATE_EPOCH": "9" * 30}),
    Case(
        "a slug outside",
        2,
        ("cannot be an address",),
        command=("new", "../../x", "--title", "A", "--type", "review"),
    ),
    Case(
        "a file to add that is binary",
        2,
        ("x.ris:2", "not UTF-8"),
        {"x.ris": bytes(range(256))},
        ("add", "--from", "x.ris"),
    ),
    Case(
        "XML with an entity",
        2,
        ("x.xml",),
        {
            "x.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><PubmedArticleSet>&x;</PubmedArticleSet>'
        },
        ("add", "--from", "x.xml"),
    ),
    Case(
        "XML cut off",
        2,
        ("x.xml", "not well-formed"),
        {"x.xml": "<PubmedArticleSet><PubmedArticle>"},
        ("add", "--from", "x.xml"),
    ),
    Case("deep JSON", 2, ("x.json",), {"x.json": "[" * 100_000}, ("add", "--from", "x.json")),
    Case(
        "a store that is damaged",
        3,
        ("was not asked",),
        {"store": b"SQLite format 3\0" + b"\xff" * 5000},
        FETCH,
    ),
    Case("a store that is a folder", 3, ("was not asked",), {"store/x": "x"}, FETCH),
    Case("output that cannot be written", 2, ("cannot write",), {"build": "a file"}, EXPORT),
    Case("a link for output", 2, ("outside",), {"build": link("../outside")}, EXPORT),
    Case("a full disk for an export", 2, ("cannot write",), {}, EXPORT, file_size=2_000),
    Case(
        "a full disk for a fix",
        2,
        ("cannot write",),
        {"articles/x.md": GOOD + "A <b>x</b>. " * 2000},
        ("check", "--fix"),
        file_size=2_000,
    ),
    Case(
        "a full disk for a new article",
        2,
        ("cannot write",),
        {},
        ("new", "a", "--title", "A" * 3000, "--type", "review", "--audience", "patient"),
        file_size=2_000,
    ),
)
CASES = (*TEXTS, *NESTS, *YAML, *LIBRARIES, *LOCKS, *CONFIGURATIONS, *PLACES)


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def build(case: Case, root: Path) -> None:
    files: dict[str, Content] = {
        "osler.toml": "", "references.bib": ENTRY, "references.lock": LOCK, "articles/x.md": GOOD, **case.files
    }  # fmt: skip
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def answer(case: Case, root: Path) -> Answer:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        if case.file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (case.file_size, case.file_size))

    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("OSLER_", "NCBI_"))
    }
    environment |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": "1795305600",
        "OSLER_STORE": str(root / "store"),
        "OSLER_STATE": str(root.parent / "state"),
        "TMPDIR": str(root.parent / "temporary"),
        **case.environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", *case.command],
        cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=limit,  # noqa: PLW1509 - limits of one child; nothing here holds a lock
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        pytest.fail(f"{case.name}: no answer within {SECONDS} s")
    return Answer(process.returncode, out.decode(), err.decode())


def judged(case: Case, folder: Path) -> tuple[Answer, list[str]]:
    """Run a case in an empty folder; give the answer, and everything that is not as it should be."""
    root = folder / "project"
    root.mkdir(parents=True)
    (folder / "temporary").mkdir()
    (folder / "secret.txt").write_text("secret", "utf-8")
    build(case, root)
    before = names(root)
    given = answer(case, root)
    said = given.out + given.err
    found = [f"exit code {given.code}, not {case.code}"] if given.code != case.code else []
    found += [f"does not say {one!r}" for one in case.says if one not in said]
    if "Traceback" in said or "defect of Osler" in said:
        found.append("told of a defect")
    if control := RAW_CONTROL.search(said):
        found.append(f"control character {control.group()!r} in the output")
    if "secret" in said.replace("secret.txt", ""):
        found.append("shows what a file outside holds")
    outside = {"project", "temporary", "state", "secret.txt"}
    found += [f"wrote {path.name} outside" for path in folder.iterdir() if path.name not in outside]
    found += [f"left {name}" for name in names(folder / "temporary")]
    new = names(root) - before
    found += [f"left {name}" for name in new if not name.startswith((".osler_cache", "store"))]
    return given, [f"{one}\n{said[-1500:]}" for one in found[:1]] + found[1:]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def is_one_article(case: Case) -> bool:
    """Tell whether a case can share its project with others: its one fault is an article."""
    return (
        case.command == CHECK
        and set(case.files) == {"articles/x.md"}
        and isinstance(case.files["articles/x.md"], (str, bytes))
    )


def faults_of_articles(cases: Sequence[Case], folder: Path) -> dict[str, list[str]]:
    """Run many bad articles in one project: none may hinder another, and each gets its own words."""
    files = {f"articles/x{number}.md": case.files["articles/x.md"] for number, case in enumerate(cases)}
    batch = Case("batch", 2, (), {**files, "articles/x.md": GOOD})
    given, shared = judged(batch, folder)
    found = {}
    for number, case in enumerate(cases):
        path = f"articles/x{number}.md"
        read = [line for line in given.out.split("\n") if line.startswith(f"{path}:")]
        unread = [line for line in given.err.split("\n") if line.startswith(f"osler: {path}:")]
        said = "\n".join(read + unread)
        code = 2 if unread else 1 if read else 0
        found[case.name] = shared + [
            f"does not say {one!r}:\n{said[-1500:]}" for one in case.says if one not in said
        ]
        found[case.name] += [f"exit code {code}, not {case.code}"] if code != case.code else []
    return found


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Every case's faults; run side by side, since most of a case is Python's start."""
    folder = tmp_path_factory.mktemp("bad")
    articles = [case for case in CASES if is_one_article(case)]
    others = [case for case in CASES if not is_one_article(case)]
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        batches = [
            pool.submit(faults_of_articles, articles[number::2], folder / f"articles{number}")
            for number in (0, 1)
        ]
        singles = {
            case.name: pool.submit(judged, case, folder / str(number)) for number, case in enumerate(others)
        }
        found = {name: one.result()[1] for name, one in singles.items()}
        for batch in batches:
            found.update(batch.result())
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_answered(case: Case, outcomes: dict[str, list[str]]) -> None:
    assert outcomes[case.name] == []


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
