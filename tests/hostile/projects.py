"""Configurations, layouts and files beside the articles that are wrong, or meant to harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.hostile.case import EXPORT, FETCH, GOOD, OUTSIDE, Case, nothing


def config(name: str, says: str, text: str | bytes) -> Case:
    return Case(f"configuration: {name}", 2, ("osler.toml", says), {"osler.toml": text})


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


def closed(text: str, mode: int = 0) -> Callable[[Path], None]:
    """Write a file that may not be read."""

    def write(path: Path) -> None:
        path.write_text(text, "utf-8")
        path.chmod(mode)

    return write


def closed_folder(mode: int) -> Callable[[Path], None]:
    """Make a folder that may not be listed, or not be written to."""
    return lambda path: path.mkdir(mode=mode, parents=True)


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
    Case(
        "a name that is no UTF-8", 2, ("article-", r"articles/\xff.md"), {"articles/x.md": undecodable_name}
    ),
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
MORE_CONFIGURATIONS = (
    config("an absolute folder of articles", "articles", 'articles = "/etc"\n'),
    config("a folder of Windows", "articles", 'articles = "C:\\\\articles"\n'),
    config("a lock in a hidden way out", "lock", 'lock = "a/../../lock"\n'),
    config("output on the articles", "output", 'output = "articles"\n'),
    config("output on the project", "output", 'output = "."\n'),
    config("a NUL in a name", "library", 'library = "a\\u0000b"\n'),
    config("a language that is none", "language", 'language = "<script>"\n'),
    config("a list for a word", "language", 'language = ["en"]\n'),
    config(
        "a follow-up link that is a script",
        "follow-up-url",
        '[publisher]\nfollow-up-url = "javascript:alert(1)"\n',
    ),
    config("an ISSN that is none", "issn", '[journal]\nissn = "0000-0001"\n'),
    config("no such profile", "profile", 'profile = "strict"\n'),
    config("an interval of minus one", "interval", "[review]\ninterval-months = -1\n"),
    config("another server", "eutils", 'eutils-url = "http://127.0.0.1:9/"\n'),
    config("a plug-in", "plugins", 'plugins = ["evil"]\n'),
    config("a table for every letter", "osler.toml", "".join(f"[t{n}]\n" for n in range(5_000))),
    config("a dotted key without end", "osler.toml", "a" + ".a" * 20_000 + " = 1\n"),
    Case(
        "a pyproject with two faults",
        2,
        ("pyproject.toml",),
        {"osler.toml": nothing, "pyproject.toml": "[tool.osler]\nlangage = 'en'\n"},
    ),
    Case("a theme that is not there", 2, ("theme",), {"osler.toml": 'theme = "nowhere"\n'}, EXPORT),
    Case("a theme outside", 2, ("theme",), {"osler.toml": 'theme = "../outside"\n'}, EXPORT),
)
MORE_PLACES = (
    Case("a name of 255 bytes", 1, ("article-",), {"articles/" + "a" * 252 + ".md": GOOD}),
    Case("a name of other letters", 1, ("article-slug",), {"articles/\u202egnp.md": GOOD}),
    Case("a name that begins with a hyphen", 1, ("article-",), {"articles/-rf.md": GOOD}),
    Case("names that differ in case", 1, ("article-duplicate-slug",), {"articles/X.md": GOOD}),
    Case("names that differ in their folder", 1, ("article-duplicate-slug",), {"articles/a/x.md": GOOD}),
    Case(
        "names that differ in composition",
        1,
        ("article-",),
        {"articles/caf\u00e9.md": GOOD, "articles/cafe\u0301.md": GOOD},
    ),
    Case("a device for an article", 2, ("outside the project",), {"articles/x.md": link("/dev/zero")}),
    Case("a device for a library", 2, ("references.bib",), {"references.bib": link("/dev/zero")}),
    Case("the process's own memory", 2, ("references.bib",), {"references.bib": link("/proc/self/mem")}),
    Case(
        "a lock that is a link outside", 2, ("references.lock",), {"references.lock": link("../secret.txt")}
    ),
    Case("a board that is a link outside", 2, ("board.toml",), {"board.toml": link("../secret.txt")}),
    Case("a configuration that is a link outside", 2, ("osler.toml",), {"osler.toml": link("../secret.txt")}),
    Case("folders without end", 1, ("article-",), {"articles/" + "a/" * 60 + "y.md": GOOD}),
    Case(
        "a figure that is a link outside",
        1,
        ("article-broken-link",),
        {"articles/x.md": GOOD + "![a](a.png)\n", "articles/a.png": link("../../secret.txt")},
    ),
    Case(
        "a figure that is a FIFO",
        1,
        ("article-broken-link",),
        {"articles/x.md": GOOD + "![a](a.png)\n", "articles/a.png": os.mkfifo},
    ),
    Case("a path with a NUL", 2, ("osler",), command=("check", "articles/x.md\x01")),
    Case("an option of control characters", 2, ("osler",), command=("check", "--select", "claim-\x1b[2J")),
    Case(
        "a revision that is an option", 2, ("osler",), command=("check", "--changed-since", "--output=/tmp/x")
    ),
    Case("a base without a repository", 2, ("git",), command=("check", "--base", "HEAD")),
    Case("a baseline outside", 2, ("outside the project",), command=("check", "--baseline", "../secret.txt")),
    Case(
        "a baseline of another make",
        2,
        ("b.json",),
        {"b.json": '{"version": 99}'},
        ("check", "--baseline", "b.json"),
    ),
    Case("an output on an article", 2, ("own files",), command=("check", "-o", "articles/x.md")),
    Case("an output on the lock", 2, ("own files",), command=("check", "-o", "references.lock")),
    Case("a hundred commas for rules", 1, ("article-",), command=("check", "--select", "," * 100)),
)
PERMISSIONS = (
    Case("unreadable: an article", 2, ("articles/x.md", "ermission"), {"articles/x.md": closed(GOOD)}),
    Case(
        "unreadable: an article beside another",
        2,
        ("articles/y.md", "ermission", "articles/x.md:1:1"),
        {"articles/y.md": closed(GOOD)},
    ),
    Case("unreadable: the library", 2, ("references.bib", "ermission"), {"references.bib": closed("")}),
    Case("unreadable: the lock", 2, ("references.lock", "ermission"), {"references.lock": closed("")}),
    Case("unreadable: the configuration", 2, ("osler.toml", "ermission"), {"osler.toml": closed("")}),
    Case("unreadable: the board", 2, ("board.toml", "ermission"), {"board.toml": closed("")}),
    Case(
        "unreadable: a folder of articles", 2, ("articles/a", "ermission"), {"articles/a": closed_folder(0)}
    ),
    Case("unreadable: the cache", 1, ("article-metadata-missing",), {".osler_cache": closed_folder(0)}),
    Case("unreadable: the reviews", 2, ("reviews", "ermission"), {"reviews": closed_folder(0)}),
    Case(
        "unreadable: a figure",
        0,
        ("8 warnings",),
        {"articles/x.md": GOOD + "\n![a spoon](a.png)\n", "articles/a.png": closed("")},
        EXPORT,
    ),
    Case("unwritable: the output", 2, ("cannot write", "ermission"), {"build": closed_folder(0o555)}, EXPORT),
    Case(
        "unreadable: a file to add", 2, ("not readable",), {"x.ris": closed("")}, ("add", "--from", "x.ris")
    ),
    Case(
        "unwritable: the folder of articles",
        2,
        ("cannot write", "ermission"),
        {"articles/x.md": nothing, "articles": closed_folder(0o555)},
        ("new", "a", "--title", "A", "--type", "review", "--audience", "patient"),
    ),
)
