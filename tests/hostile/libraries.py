"""Libraries and locks that are wrong, or meant to harm."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import ENTRY, FETCH, FRONT, LOCK, Case, nothing


def library(name: str, code: int, says: str, text: str | bytes) -> Case:
    return Case(f"library: {name}", code, ("references.bib", says), {"references.bib": text})


def lock(name: str, code: int, says: str, text: str | bytes) -> Case:
    return Case(f"lock: {name}", code, ("references.lock", says), {"references.lock": text})


MACROS = "@string{a0 = {xxxxxxxxxx}}\n" + "".join(
    f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 40)
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
_ENTRIES = tuple(
    library(name, 1, "reference-", ENTRY + text)
    for name, text in (
        ("a value of 900,000 letters", "@misc{a, title = {" + "A" * 900_000 + "}}\n"),
        ("an entry over 1 MiB", "@misc{a, title = {" + "A" * (1 << 20) + "}}\n"),
        ("10,000 fields", "@misc{a, " + ", ".join(f"f{n} = {{x}}" for n in range(10_000)) + "}\n"),
        ("a title with a script", "@misc{a, title = {<script>alert(1)</script>}, year = {2020}}\n"),
        ("a URL with a scheme", "@misc{a, title = {A}, url = {javascript:alert(1)}}\n"),
        ("a DOI with markup", '@misc{a, title = {A}, doi = {10.1/"><script>}}\n'),
        ("a PMID that is none", "@misc{a, title = {A}, pmid = {../../x}}\n"),
        ("a year of 5,000 digits", "@misc{a, title = {A}, year = {" + "9" * 5_000 + "}}\n"),
        ("TeX that writes", "@misc{a, title = {\\write18{touch owned} \\input{/etc/passwd}}}\n"),
        ("accents without end", "@misc{a, title = {" + '\\"{' * 3_000 + "a" + "}" * 3_000 + "}}\n"),
        ("crossref to itself", "@misc{a, crossref = {a}}\n"),
        ("crossref to nobody", "@incollection{a, crossref = {nobody}, title = {A}}\n"),
        ("a macro of itself", "@string{m = m # m}\n@misc{a, title = m}\n"),
        ("preambles without end", "@preamble{" + "{x} # " * 10_000 + "{y}}\n@misc{a, title={A}}\n"),
        ("a comment that is an entry", "@comment{@article{hidden, title = {A}}}\n@misc{a, title={A}}\n"),
        ("parentheses for braces", "@misc(a, title = {A (B})\n"),
        ("quotes that never end", '@misc{a, title = "B}\n@misc{b, title = {C}}\n'),
        ("10,000 at signs, and an entry", "@" * 10_000 + "misc{a, title = {A}\n"),
        ("names of commas", "@misc{a, author = {,,,, and , and ,,}, title = {A}}\n"),
        ("invisible characters in a key", "@misc{a\u200b\u202e, title = {A}}\n"),
        ("keys that differ in case", "@misc{Green2017, title = {A}}\n@misc{GREEN2017, title = {B}}\n"),
    )
)
MORE_LIBRARIES = (
    *_ENTRIES,
    Case(
        "library: over 64 MiB",
        2,
        ("references.bib", "64 MiB"),
        {"references.bib": lambda path: _hole(path, (64 << 20) + 1)},
    ),
)
MORE_LOCKS = (
    lock("a record named twice", 1, "reference-lock", LOCK + LOCK.partition("\n\n")[2]),
    lock("a record without a name", 1, "reference-lock", LOCK.replace('["pmid:28360040"]', "[x]")),
    lock("a name that is a path", 1, "reference-lock", LOCK.replace("pmid:28360040", "pmid:../../x")),
    lock("a standing that there is not", 1, "reference-lock", LOCK.replace('"found"', '"blessed"')),
    lock("a day that is none", 1, "reference-lock", LOCK.replace("2026-11-22", "2026-13-99")),
    lock("no version", 1, "reference-lock", LOCK.partition("\n\n")[2]),
    lock("a version that is a word", 1, "reference-lock", LOCK.replace("= 1", '= "one"', 1)),
    lock("escapes in a title", 1, "reference-lock", LOCK.replace('"B12"', '"\\u001b[2J"')),
    lock(
        "100,000 empty tables",
        1,
        "reference-lock",
        LOCK + "".join(f'\n["pmid:{n}"]\n' for n in range(1, 20_000)),
    ),
    lock(
        "a string that never ends", 1, "reference-lock", LOCK + '\n["pmid:1"]\ntitle = """\n' + "x" * 100_000
    ),
)


def _hole(path: Path, size: int) -> None:
    """Make a file of so many zeros that takes no room."""
    with path.open("wb") as file:
        file.truncate(size)
