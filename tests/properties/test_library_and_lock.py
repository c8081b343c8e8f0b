"""Properties of the library, the lock and the references: total, exact, reversible."""

from __future__ import annotations

import string
import tomllib
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.readers.test_bibtex_real import pybtex_values, values
from toolkit.exporters.nlm import format_plain, format_reference
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Fingerprint, Notice, Origin, Provenance, Record, Standing
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType
from toolkit.readers.bibtex import read_library
from toolkit.readers.bibtex_writer import entry_of
from toolkit.readers.latex import to_unicode
from toolkit.readers.lock import read_lock, render_lock, seal_lock

# --- Values ----------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def _is_clean(text: str) -> bool:
    return text == " ".join(text.split()) and text.isprintable() and unicodedata.is_normalized("NFC", text)


PRINTED = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\u00a0"), min_size=1, max_size=40
).map(lambda text: unicodedata.normalize("NFC", " ".join(text.split())))
PROSE = PRINTED.filter(lambda text: text and _is_clean(text))
WORD = st.text("abcdefghijklmnopqrstuvwxyzéøßłčABCDEÖ", min_size=2, max_size=8).map(
    lambda word: word.capitalize()
)
LOWER = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
DATES = st.builds(PartialDate, st.integers(1000, 2100), st.none()) | st.builds(
    PartialDate, st.integers(1000, 2100), st.integers(1, 12), st.none() | st.integers(1, 28)
)


def identifiers(*, primary: bool) -> st.SearchStrategy[Identifier]:
    pmids = st.integers(1, 99_999_999).map(lambda number: Identifier(Scheme.PMID, str(number)))
    dois = st.text("abcdefghij0123456789-._;()/:<>", min_size=1, max_size=20).map(
        lambda text: Identifier(Scheme.DOI, f"10.1000/{text}x")
    )
    return pmids if primary else dois


ANY_NAMES = st.builds(Collective, ANY) | st.builds(Person, ANY, *[st.none() | ANY] * 4)
ANY_WORKS = st.builds(
    Work,
    type=st.sampled_from(WorkType),
    title=st.none() | ANY,
    authors=st.lists(ANY_NAMES, max_size=3).map(tuple),
    editors=st.lists(ANY_NAMES, max_size=2).map(tuple),
    authors_complete=st.booleans(),
    **{
        name: st.none() | ANY
        for name in (
            "journal",
            "journal_full",
            "issn",
            "volume",
            "issue",
            "pages",
            "elocation",
            "container",
            "publisher",
            "place",
            "edition",
            "url",
            "language",
            "vernacular_title",
        )
    },
    date=st.none() | DATES | st.builds(PartialDate, text=ANY),
    electronic=st.none() | DATES,
    accessed=st.none() | DATES,
    other_languages=st.lists(ANY, max_size=2).map(tuple),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    names = (draw(identifiers(primary=True)), *draw(st.lists(identifiers(primary=False), max_size=1)))
    work = draw(ANY_WORKS)
    stems = draw(st.none() | st.dictionaries(LOWER, st.integers(1, 999), max_size=5))
    quantities = tuple(sorted(draw(st.sets(ANY, max_size=2))))
    return Record(
        identifier=names[0],
        work=_with_identifiers(work, names),
        standing=draw(st.sampled_from(Standing)),
        provenance=Provenance(draw(st.sampled_from(Origin)), draw(ANY), "2026-11-22"),
        publication_types=tuple(draw(st.lists(ANY, max_size=2))),
        notices=tuple(
            draw(
                st.lists(
                    st.builds(Notice, LOWER, st.none() | ANY, st.none() | ANY, st.none() | ANY), max_size=2
                )
            )
        ),
        status=draw(st.none() | ANY),
        version=draw(st.none() | st.integers(0, 99)),
        abstract=draw(st.none() | ANY),
        abstract_licence=draw(st.none() | ANY),
        fingerprint=None
        if stems is None
        else Fingerprint(tuple(sorted(stems.items())), quantities, draw(st.integers(1, 9))),
        mesh=tuple(draw(st.lists(ANY, max_size=2))),
    )


def _with_identifiers(work: Work, names: tuple[Identifier, ...]) -> Work:
    values = {name: getattr(work, name) for name in Work.__slots__}
    return Work(**values | {"identifiers": names})


SLOW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# --- The lock --------------------------------------------------------------------------------


@SLOW
@given(st.lists(records(), max_size=3, unique_by=lambda record: record.identifier))
def test_records_survive_the_lock(given_records: list[Record]) -> None:
    text = render_lock(given_records)
    lock = read_lock("references.lock", text.encode())
    aliases = [name for record in given_records for name in record.work.identifiers]
    if len(set(aliases)) == len(aliases):
        assert lock.problems == ()
    assert [*lock.records] == sorted(given_records, key=lambda record: str(record.identifier))
    assert render_lock(lock.records) == text
    assert len(tomllib.loads(text)) == len(given_records) + 1


@SLOW
@given(st.binary(max_size=200), records(), st.integers(0, 10_000))
def test_the_lock_is_total(noise: bytes, record: Record, place: int) -> None:
    """Whatever is written into a lock, it is read, and only true records come out."""
    data = render_lock([record]).encode()
    place %= len(data) + 1
    noise = noise.replace(b"lock-version", b"")
    lock = read_lock("references.lock", data[:place] + noise + data[place:])
    assert all(found == record for found in lock.records)


SCRAPS = st.sampled_from(
    [
        '"',
        "[",
        "]",
        "[[]]",
        "\\u",
        "\\uD800",
        "\\uDFFF",
        "\t",
        "\x00",
        "\n",
        "x = 1\n",
        " ",
        ", ",
        "é",
        "9",
        "\\",
        "true",
        "=",
    ]
)


@SLOW
@given(records(), st.lists(st.tuples(st.integers(0, 10_000), SCRAPS), min_size=1, max_size=3))
def test_a_sealed_lock_is_total(record: Record, scraps: list[tuple[int, str]]) -> None:
    """Whatever a block holds, with a digest that is right: it is read, or reported, and never raised."""
    text = render_lock([record])
    for number, scrap in scraps:
        place = 20 + number % (len(text) - 20)
        text = text[:place] + scrap + text[place:]
    lock = read_lock("references.lock", seal_lock(text).encode())
    for found in lock.records:
        render_lock([found]).encode()


# --- The library -----------------------------------------------------------------------------

_PIECES = r"""
@article{ @book( @string{ @comment{ @preamble{ key , = { } ( ) " # % title author year 2000 jan {x} "y"
{a{b}c} @ @@ and \'e \ $ ~ ^ _ - -- < > & osler: ignore é
"""
PIECES = st.sampled_from([*_PIECES.split(), "\n", "\r\n", "\u202e"])


@SLOW
@given(st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=100))
def test_the_library_is_total_and_its_spans_are_true(text: str) -> None:
    library = read_library("references.bib", text.encode(errors="replace"))
    cut = library.source.slice
    end = 0
    for entry in library.entries:
        library.work(entry)
        assert entry.span.start >= end
        end = entry.span.end
        assert cut(entry.span).startswith("@")
        assert cut(entry.key_span) == entry.key
        for one in entry.fields:
            assert entry.span.contains(one.span)
            assert one.span.contains(one.value_span)
            assert cut(one.span).lower().startswith(one.name)
    for problem in library.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(library.source.text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    for entry in read_library("references.bib", data).entries:
        entry.get("title")


BALANCED = st.recursive(
    st.text("abc \n,=#@%\\\"'", max_size=8),
    lambda inner: st.lists(inner, max_size=3).map(lambda x: "{" + "".join(x) + "}"),
)
PART = (
    BALANCED.map(lambda text: "{" + text + "}")
    | st.integers(0, 9999).map(str)
    | st.sampled_from(["jan", "DEC", "j"])
)
FIELD = st.tuples(
    st.sampled_from(["title", "Author", "date-added", "x:y", "note+"]),
    st.lists(PART, min_size=1, max_size=3).map(" # ".join),
).map(" = ".join)
ENTRY = st.tuples(
    st.sampled_from(["@article{", "@Book {", "@misc("]),
    st.sampled_from(["a", "b:c", "d.e-f", "ü"]),
    st.lists(FIELD, max_size=4),
).map(lambda one: f"{one[0]}{', '.join((one[1], *one[2]))}{')' if '(' in one[0] else '}'}")


@SLOW
@given(st.lists(ENTRY, max_size=4).map("\n\n".join))
def test_values_are_those_of_pybtex(text: str) -> None:
    """What pybtex reads without an error is read alike, whichever of the two paths it takes."""
    text = f"@string{{j = {{The }} # jan}}\n{text}"
    expected, errors = pybtex_values(text)
    library = read_library("references.bib", text.encode())
    if not errors and not any(
        "not " in one.message and "twice" not in one.message for one in library.problems
    ):
        assert values(library) == expected


@given(ANY)
def test_latex_gives_plain_text(text: str) -> None:
    found = to_unicode(text)
    assert found == " ".join(found.split())


# --- Writing entries -------------------------------------------------------------------------

NAMES: st.SearchStrategy[Name] = st.builds(Collective, PROSE) | st.builds(
    lambda family, given, suffix: Person(family, given, None, suffix),
    st.lists(WORD, min_size=1, max_size=2).map(" ".join) | WORD.map("van der {}".format),
    st.lists(WORD, min_size=1, max_size=2).map(" ".join),
    st.none() | st.sampled_from(["Jr", "3rd"]),
)
WRITTEN = st.builds(
    Work,
    type=st.sampled_from(
        [WorkType.JOURNAL, WorkType.BOOK, WorkType.CHAPTER, WorkType.THESIS, WorkType.REPORT]
    ),
    title=PROSE,
    authors=st.lists(NAMES, max_size=3).map(tuple),
    authors_complete=st.booleans(),
    date=st.none() | DATES,
    volume=st.none() | st.integers(1, 999).map(str),
    issue=st.none() | st.integers(1, 99).map(str),
    pages=st.none() | st.just("2603-2611"),
    elocation=st.none() | st.just("e0123"),
    publisher=st.none() | PROSE,
)


@SLOW
@given(WRITTEN, identifiers(primary=True), st.none() | identifiers(primary=False))
def test_a_written_entry_is_read_back(work: Work, name: Identifier, doi: Identifier | None) -> None:
    names = (name, doi) if doi and Identifier.make(Scheme.DOI, doi.value) == doi else (name,)
    work = _with_identifiers(work, names)
    record = Record(name, work, Standing.FOUND, Provenance(Origin.FETCHED, "pubmed", "2026-11-22"))
    text = entry_of(record, ["a", "b"])
    library = read_library("references.bib", text.encode())
    assert [one.message for one in library.problems] == [], text
    (entry,) = library.entries
    found = library.work(entry)
    expected_complete = work.authors_complete or not work.authors
    assert (found.type, found.title, found.date) == (work.type, work.title, work.date), text
    assert [_plain(one) for one in found.authors] == [_plain(one) for one in work.authors], text
    assert found.authors_complete is expected_complete
    for field in ("volume", "issue", "pages", "elocation", "publisher", "identifiers"):
        assert getattr(found, field) == getattr(work, field), field


def _plain(name: Name) -> tuple[str | None, ...]:
    return (name.name,) if isinstance(name, Collective) else (name.family, name.given, name.suffix)


# --- References ------------------------------------------------------------------------------


@SLOW
@given(records(), st.none() | st.integers(1, 3))
def test_a_reference_is_the_sum_of_its_parts(record: Record, maximum: int | None) -> None:
    parts = format_reference(record.work, maximum_authors=maximum)
    text = format_plain(record.work, maximum_authors=maximum)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)
    assert record.identifier.value in text
    assert record.identifier.url in [part.url for part in parts]
