"""Libraries made to hurt: time grows no faster than the bytes, memory is bounded, nothing is raised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.growth import growth
from toolkit.readers.bibtex import MAXIMUM_LIBRARY, read_library
from toolkit.readers.bibtex.entries import MAXIMUM_REPEATS

SHAPES: dict[str, Callable[[int], bytes]] = {
    "at signs": lambda n: b"@" * n,
    "at and letter": lambda n: b"@a" * n,
    "heads on one line": lambda n: b"@a{" * n,
    "heads, a line each": lambda n: b"@a{\n" * n,
    "comments": lambda n: b"@comment{\n" * n,
    "comments with entries": lambda n: b"@comment{@a{b," * n,
    "behind percent": lambda n: b"% @a{\n" * n,
    "entries": lambda n: b"@a{b,c=1}\n" * n,
    "one key": lambda n: b"@a{b,c={d}}" * n,
    "undefined macros": lambda n: b"@a{b,c=d#e}" * n,
    "strings": lambda n: b"@string{a=b#c}\n" * n,
    "open braces": lambda n: b"@misc{k,title={" + b"{" * n,
    "nested braces": lambda n: b"@misc{k,title={" + b"{" * n + b"}" * n + b"}}",
    "empty groups in quotes": lambda n: b'@misc{k,title="' + b"{}" * n + b'"}',
    "open quote": lambda n: b'@misc{k,title="' + b"{}" * n + b"}",
    "open fields": lambda n: b"@a{b,\n" + b"c = {\n" * n,
    "open fields with sound ones": lambda n: b"@a{b,\n" + b"c = {\nd={x},\ne={y},\n" * n,
    "repeated fields": lambda n: b"@a{b," + b"c=1," * n + b"}",
    "commas": lambda n: b"@a{b" + b"," * n + b"}",
    "junk in an entry": lambda n: b"@a{b," + b"1 " * n + b"}",
    "names without values": lambda n: b"@a{b," + b"x y," * n + b"}",
    "parentheses": lambda n: b"@a(b," + b"c=1," * n + b")",
    "concatenation": lambda n: b"@a{b,c=" + b"1#" * n + b"1}",
    "spaces": lambda n: b"@misc" + b" " * n,
    "spaces after keys": lambda n: (b"@misc{k" + b" " * 1000 + b"x\n") * (n // 1000 + 1),
    "backslashes": lambda n: b"@a{b,title={" + b"\\" * n + b"x}}",
    "accents": lambda n: b"@a{b,title={" + b"\\'" * n + b"}}",
    "scripts": lambda n: b"@a{b,title={$" + b"_{" * (n // 4) + b"}" * (n // 4) + b"}}",
    "tags": lambda n: b"@a{b,title={" + b"<i" * n + b"}}",
    "dollars": lambda n: b"@a{b,title={" + b"$^" * n + b"}}",
    "ands": lambda n: b"@a{b,author={" + b"and " * n + b"}}",
    "authors": lambda n: b"@a{b,author={" + b"A, B and " * n + b"C}}",
    "commas in a name": lambda n: b"@a{b,author={" + b", " * n + b"}}",
    "one endless name": lambda n: b"@a{b,author={" + b"a " * n + b"}}",
    "extended name": lambda n: b"@a{b,author={" + b"family=a, " * n + b"}}",
    "NUL": lambda n: b"\0" * n,
    "not UTF-8": lambda n: b"\xff\n" * n,
    "directions": lambda n: "\u202e".encode() * n,
    "stray text": lambda n: b"a = {\n" * n,
    "suppressions": lambda n: b"% osler: ignore reference-unused: x\n" * n,
}


def reading(make: Callable[[int], bytes]) -> Callable[[int], Callable[[], object]]:
    """Give, for a size, the reading of a library and of everything in it."""

    def of_size(size: int) -> Callable[[], object]:
        data = make(size)

        def read() -> None:
            library = read_library("references.bib", data)
            for entry in library.entries:
                library.work(entry)
                list(entry.fields)

        return read

    return of_size


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_bytes(shape: str) -> None:
    """Four times the input takes at most seven times as long (or hardly any time at all)."""
    assert growth(reading(SHAPES[shape]), 4_000, below=7) < 7


@pytest.mark.parametrize(
    "shape", ["heads, a line each", "entries", "undefined macros", "strings", "not UTF-8"]
)
def test_a_full_library_of_it_is_refused_early(shape: str) -> None:
    """What would take minutes at 64 MiB ends at a cap, with a problem that says where."""
    data = SHAPES[shape](110_000)
    library = read_library("references.bib", data)
    assert "split the library" in [one.help for one in library.problems] or len(library.problems) > 1_000


def test_doubling_macros() -> None:
    """609 bytes that would make a gigabyte."""
    lines = [
        "@string{a0={xxxxxxxxxx}}",
        *(f"@string{{a{i + 1}=a{i}#a{i}}}" for i in range(30)),
        "@misc{k,title=a30}",
    ]
    library = read_library("references.bib", "\n".join(lines).encode())
    assert [entry.key for entry in library.entries] == ["k"]
    assert len(library.entries[0].fields[0].value) <= 64 * 1024
    assert 'macro "a13" expands to more than 64 KiB' in [one.message for one in library.problems]


def test_uses_of_a_long_macro_have_a_budget() -> None:
    data = (
        b"@string{m={" + b"x" * 60_000 + b"}}\n" + b"".join(b"@misc{k%d,title=m}\n" % i for i in range(2_000))
    )
    library = read_library("references.bib", data)
    assert len(library.entries) == 2_000
    assert sum(len(entry.fields[0].value) for entry in library.entries) <= 32 * 1024 * 1024
    assert any("more than 32 MiB" in one.message for one in library.problems)


def test_an_endless_list_of_authors_is_cut() -> None:
    data = b"@misc{k,author={" + b" and ".join(b"A%d, B" % i for i in range(30_000)) + b"}}"
    library = read_library("references.bib", data)
    work = library.work(library.entries[0])
    assert len(work.authors) == 20_000
    assert not work.authors_complete
    assert library.problems[0].message == 'field "author" has 30000 names: the first 20000 are read'


def test_cycles_of_inheritance_end() -> None:
    library = read_library("r.bib", b"@misc{a,crossref={b}}\n@misc{b,crossref={a},xdata={a,b},year=2000}")
    assert [library.work(entry).date is not None for entry in library.entries] == [True, True]


def test_an_entry_over_the_cap_hides_no_other() -> None:
    data = b"@misc{a,title={x}}\n@misc{b,note={" + b"x" * 1_100_000 + b"}}\n@misc{c,title={y}}\n"
    library = read_library("r.bib", data)
    assert [entry.key for entry in library.entries] == ["a", "c"]
    assert [one.message for one in library.problems] == [
        'entry "b" has more than 1 MiB, or is not closed: it is not read'
    ]


def test_a_library_over_the_cap_is_refused() -> None:
    library = read_library("r.bib", b" " * (MAXIMUM_LIBRARY + 1))
    assert [one.message for one in library.problems] == ["the library has 64 MiB: at most 64 MiB are read"]


def test_an_entry_of_repeated_fields_is_told_of_up_to_a_limit() -> None:
    """A thousand fields of one name are no thousand problems; the last one says that there are more."""
    problems = read_library("references.bib", b"@a{b," + b"c=1," * 1_000 + b"}").problems
    repeats = [problem for problem in problems if "twice" in problem.message]
    assert len(repeats) == MAXIMUM_REPEATS + 1
    assert repeats[-1].message == 'entry "b" has more fields that stand twice from here on'
