"""The library's reader: what is read, what is reported, and where."""

from __future__ import annotations

import pytest

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.work import Collective, PartialDate, Person, Work, WorkType
from toolkit.readers.bibtex import read_library


def read(text: str | bytes) -> Library:
    return read_library("references.bib", text.encode() if isinstance(text, str) else text)


def said(library: Library) -> list[tuple[int, int, str]]:
    """Give line, column and message of each problem."""
    return [(*library.source.position(one.span.start)[:2], one.message) for one in library.problems]


SOUND = [
    "",
    "Any text is a comment, and so is an e-mail address, me@example.org.\n",
    "% a comment\n@article{a, title = {x}}\n",
    "@article{a, title = {x}}\n@article{b, title = {y}}",
    "@article{a, title = {x},}\n@article{b, title = {y}}\n",
    "@Article { a , TITLE = {x} , }\n@article{b,}",
    "@article(a, title = {x (y)})\n@article{b}\n",
    '@article{a, title = "x {"} y", year = 2000, month = jan}\n@article{b, month = 3 # "~" # feb}\n',
    "@string{j = {Journal}}\n@article{a, journal = j}\n@article{b, journal = j # { B}}\n",
    "@preamble{ {\\newcommand{\\x}{y}} }\n@article{a, title = {x}}\n@article{b, title = {y}}\n",
    "@comment{jabref-meta: databaseType:bibtex;}\n@article{a,title={x}}\n\n\n@article{b,title={y}}\n",
    "\ufeff@article{a, title = {x}}\r\n@article{b,\r\n title = {y}\r\n}\r\n",
    "@article{a, title = {{{{{{{{{deep}}}}}}}}}}\n@article{b, title={$177 billion}}\n",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_libraries_draw_no_problem(text: str) -> None:
    library = read(text)
    assert said(library) == []
    assert [entry.key for entry in library.entries] in (["a", "b"], ["a"], [])


MALFORMED = {
    "undefined macro": (
        "@article{a, journal = blood, year = 2000}",
        ["a"],
        [(1, 23, 'macro "blood" is not defined')],
    ),
    "undefined macro, concatenated": (
        '@article{a, journal = "x" # blood}',
        ["a"],
        [(1, 29, 'macro "blood" is not defined')],
    ),
    "no comma after the key": (
        "@article{a\n title = {x}}",
        ["a"],
        [(1, 10, 'no comma after the key "a"')],
    ),
    "no comma after a field": (
        "@article{a,\n title = {x}\n year = 2000}",
        ["a"],
        [(2, 2, 'no comma after field "title"')],
    ),
    "stray brace": (
        "@article{a, title = {x}}\n}\n@article{b, title = {y}}",
        ["a", "b"],
        [(2, 1, "`}` closes nothing")],
    ),
    "one brace too many": (
        "@article{a, title = {x}},\n  year = {2000}\n}\n",
        ["a"],
        [(2, 3, 'field "year" stands outside any entry, and is not read')],
    ),
    "the @ is missing": (
        "article{a,\n title = {x}\n}\n@article{b, title = {y}}",
        ["b"],
        [(1, 1, "`article{a,` begins no entry: the @ is missing")],
    ),
    "the brace is missing": (
        "@article a,\n title = {x}\n}\n@article{b, title = {y}}",
        ["b"],
        [
            (1, 1, "`@article a,` begins no entry: the brace is missing"),
            (2, 2, 'field "title" stands outside any entry, and is not read'),
        ],
    ),
    "entry not closed": (
        "@article{a,\n title = {x},\n\n@article{b, title = {y}}",
        ["a", "b"],
        [(1, 10, 'entry "a" is not closed: it was cut before the next entry')],
    ),
    "value not closed": (
        "@article{a,\n title = {x {y},\n year = {2000}\n}\n\n@article{b, title = {z}}",
        ["a", "b"],
        [(2, 10, 'the braces of field "title" do not match')],
    ),
    "quotation mark missing": (
        '@article{a,\n title = "x,\n year = {2000}\n}\n\n@article{b, title = {z}}',
        ["a", "b"],
        [(2, 10, 'the braces of field "title" do not match')],
    ),
    "no key": (
        "@article{,\n title = {x}}\n@article{title = {x}, year=1}\n@article{b}",
        ["b"],
        [
            (1, 1, "an entry of type article has no key: it is not read"),
            (3, 1, "an entry of type article has no key: it is not read"),
        ],
    ),
    "a key with a space": (
        "@article{smith 2000, title = {x}}",
        ["smith 2000"],
        [(1, 10, 'key "smith 2000" has characters that a citation needs braces for')],
    ),
    "a key with an apostrophe": (
        "@article{o’brien, title = {x}}",
        ["o’brien"],
        [(1, 10, 'key "o’brien" has characters that a citation needs braces for')],
    ),
    "a value without braces": (
        "@article{a,\n doi = 10.1000/xyz,\n year = 2000}",
        ["a"],
        [(2, 8, 'the value of "doi" is not in braces')],
    ),
    "no value": (
        "@article{a, title = , year = 2000}",
        ["a"],
        [(1, 13, 'field "title" has no value')],
    ),
    "a comment inside": (
        "@article{a,\n % old: title = {y},\n title = {x}}",
        ["a"],
        [(2, 2, "a comment inside an entry")],
    ),
    "two commas": (
        "@article{a, title = {x},, year = 2000}",
        ["a"],
        [(1, 25, "a comma with no field before it")],
    ),
    "a field twice": (
        "@article{a, year = 2000, title = {x}, Year = {2001}}",
        ["a"],
        [(1, 39, 'field "year" stands twice in entry "a"')],
    ),
    "a key twice": (
        "@article{a, year = 2000}\n@book{a, year = 2001}\n",
        ["a", "a"],
        [(2, 7, 'key "a" is defined twice')],
    ),
    "keys that differ by case": (
        "@article{smith}\n@article{Smith}",
        ["smith", "Smith"],
        [(2, 10, 'keys "Smith" and "smith" differ only by case')],
    ),
    "behind %": (
        "% @article{a, title = {x}}\n@article{b, title = {y}}",
        ["b"],
        [(1, 3, "an entry behind % is not read")],
    ),
    "behind %, each line": (
        "% @article{a,\n%  title = {x}\n% }\n@article{b, title = {y}}",
        ["b"],
        [(1, 3, "an entry behind % is not read")],
    ),
    "behind %, its first line": (
        "% @article{a,\n  title = {x}\n}\n@article{b, title = {y}}",
        ["b"],
        [(1, 3, "an entry behind % is not read")],
    ),
    "in @comment": (
        "@comment{@article{a, title = {x}}}\n@article{b, title = {y}}",
        ["b"],
        [(1, 10, "an entry of type article inside @comment is not read")],
    ),
    "a macro that is not closed": (
        "@string{j = {Journal}\n@article{a, journal = {j}}",
        ["a"],
        [(1, 1, "a macro's definition is not closed, or not `name = {text}`")],
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_malformed_is_reported_at_its_place(case: str) -> None:
    text, keys, problems = MALFORMED[case]
    library = read(text)
    assert [entry.key for entry in library.entries] == keys
    assert said(library) == problems
    assert all(one.help and one.rule for one in library.problems)


def test_nothing_is_lost_around_a_fault() -> None:
    """Fields before and after the one that is at fault are read."""
    library = read(
        "@article{a,\n title = {x {y},\n doi = 10.1/xy,\n year = {2000}\n note = {z}\n}\n@book{b, year=1}"
    )
    fields = {one.name: one.value for one in library.entries[0].fields}
    assert fields == {"title": "x {y}", "doi": "10.1/xy", "year": "2000", "note": "z"}
    assert library.entries[1].get("year") == "1"


def test_the_first_of_two_fields_counts_and_equal_ones_can_be_mended() -> None:
    library = read("@article{a, year = 2000, year = {2000}, title = {x}, title = {y}}")
    assert library.work(library.entries[0]).title == "x"
    same, other = library.problems
    assert same.fix is not None
    edit = same.fix.edits[0]
    text = library.source.text[: edit.span.start] + edit.text + library.source.text[edit.span.end :]
    assert text == "@article{a, year = 2000, title = {x}, title = {y}}"
    assert other.fix is None
    assert other.related[0].span == library.entries[0].fields[2].span


def test_a_duplicate_key_shows_the_first_place() -> None:
    library = read("@article{a}\n@article{a}\n")
    (problem,) = library.problems
    assert problem.rule == "reference-duplicate-key"
    assert library.source.slice(problem.related[0].span) == "a"
    assert problem.related[0].span == library.entries[0].key_span


def test_spans_are_those_of_the_text() -> None:
    text = '@article{key,\n  Title = {A {B}},\n  journal = "J" # mar,\n  year = 2000\n}'
    library = read(f"x\r\n{text}")
    entry = library.entries[0]
    cut = library.source.slice
    assert cut(entry.span) == text
    assert cut(entry.key_span) == "key"
    assert [cut(one.span) for one in entry.fields] == [
        "Title = {A {B}}",
        'journal = "J" # mar',
        "year = 2000",
    ]
    assert [cut(one.value_span) for one in entry.fields] == ["{A {B}}", '"J" # mar', "2000"]
    assert [one.value for one in entry.fields] == ["A {B}", "JMarch", "2000"]


# --- Encoding --------------------------------------------------------------------------------


def test_bytes_that_are_not_utf8_are_reported_with_a_guess() -> None:
    library = read(b"@article{a,\n title = {Caf\xe9}}\n@article{b}")
    (problem,) = library.problems
    assert problem.rule == "reference-encoding"
    assert said(library) == [(2, 14, "byte E9 is not UTF-8")]
    assert problem.help == 'in Windows-1252 or Latin-1 it would be "é": save the file as UTF-8'
    assert library.entries[0].get("title") == "Caf\N{REPLACEMENT CHARACTER}"
    assert len(library.entries) == 2


def test_other_encodings_and_characters() -> None:
    assert said(read("@article{a}".encode("utf-16")))[0] == (1, 1, "the file is UTF-16")
    assert read("@article{a}".encode("utf-16")).entries[0].key == "a"
    assert said(read("@a{b,c={x\x00}}")) == [(1, 10, "control character U+0000")]
    hidden = read("@a{b,c={x\u202ey}}")
    assert said(hidden) == [(1, 10, "invisible character U+202E, which changes the direction of text")]
    assert read(b"\xef\xbb\xbf@a{b}").source.byte_order_mark


# --- Suppressions ----------------------------------------------------------------------------


def test_a_suppression_covers_the_next_entry() -> None:
    library = read(
        "% osler: ignore reference-unused until=2027-01-01: kept for the next article\n"
        "@string{j = {J}}\n@article{a, journal = j}\n@article{b}\n"
    )
    (one,) = library.suppressions
    assert one.covers == library.entries[0].span
    assert one.rules == ("reference-unused",)
    assert one.reason == "kept for the next article"


def test_suppressions_of_the_file_and_malformed_ones() -> None:
    library = read("% osler: ignore-file reference-unused: a shared library\n@a{b}\n% osler: ignore\n")
    assert library.suppressions[0].covers.start == 0
    assert library.suppressions[0].covers.end == len(library.source.text)
    assert said(library) == [(3, 3, "the suppression names no rule")]


# --- Works -----------------------------------------------------------------------------------


def work(fields: str, kind: str = "article") -> Work:
    library = read(f"@{kind}{{k, {fields}}}")
    return library.work(library.entries[0])


TITLES = {
    "{A {DNA} test}": "A DNA test",
    '{M{\\"u}ller and \\"{o} and \\^\\i{} and {\\ss}}': "Müller and ö and î and ß",
    "{\\c{c} \\v s \\H{o} \\k{a} \\.z \\aa{} \\O stergaard}": "ç š ő ą ż å Østergaard",
    "{Effects of $\\alpha$-tocopherol}": "Effects of α-tocopherol",
    "{10$^3$ cells, CO$_2$, $10^{-6}$ M, x$^{ab}$}": "10³ cells, CO₂, 10⁻⁶ M, x^(ab)",
    "{R\\&D: 50\\% of \\$5 \\_x\\_ \\#1}": "R&D: 50% of $5 _x_ #1",
    "{pages 1--2 --- ``quoted'' 5' end}": "pages 1–2 — “quoted” 5' end",
    "{\\textit{E. coli} in \\emph{vitro}}": "E. coli in vitro",
    "{<i>E. coli</i> at 10<sup>9</sup> &amp; more}": "E. coli at 10⁹ & more",
    "{Na\\textsuperscript{+} and H\\textsubscript{2}O}": "Na⁺ and H₂O",
    "{a~b\n  c\\ d\\\\e}": "a b c d e",
    "{P < 0.05 and x > 3}": "P < 0.05 and x > 3",
}


@pytest.mark.parametrize("value", TITLES)
def test_latex_becomes_plain_text(value: str) -> None:
    assert work(f"title = {value}").title == TITLES[value]


NAMES = {
    "Green, Ralph": (Person("Green", "Ralph", "R"),),
    "Ralph Green": (Person("Green", "Ralph", "R"),),
    "Ludwig van Beethoven and van der Berg, J. A.": (
        Person("van Beethoven", "Ludwig", "L"),
        Person("van der Berg", "J. A.", "JA"),
    ),
    "Gilstrap, III, Larry C.": (Person("Gilstrap", "Larry C.", "LC", "III"),),
    "King, Jr., Martin Luther": (Person("King", "Martin Luther", "ML", "Jr."),),
    "{World Health Organization} and {\\'E}mile Zola": (
        Collective("World Health Organization"),
        Person("Zola", "Émile", "É"),
    ),
    "Gu{\\'e}ant-Rodriguez, Rosa-Maria": (Person("Guéant-Rodriguez", "Rosa-Maria", "RM"),),
    "{\\v{C}}e{\\v s}ka, Richard": (Person("Češka", "Richard", "R"),),
    "Sterne, Jonathan AC": (Person("Sterne", "Jonathan AC", "JAC"),),
    "Wei, LI": (Person("Wei", "LI", "LI"),),
    "family=Beethoven, given=Ludwig, prefix=van": (Person("van Beethoven", "Ludwig", "L"),),
    "Plato": (Person("Plato"),),
}


@pytest.mark.parametrize("value", NAMES)
def test_names_are_split_as_bibtex_does(value: str) -> None:
    assert work(f"author = {{{value}}}").authors == NAMES[value]


@pytest.mark.parametrize("end", ["and others", "and {et al.}", "AND others"])
def test_a_list_may_go_on(end: str) -> None:
    found = work(f"author = {{A, B and C, D {end}}}")
    assert len(found.authors) == 2
    assert not found.authors_complete


DATES = {
    "year = 2017, month = may": PartialDate(2017, 5),
    "year = {2017}, month = {May}, day = 11": PartialDate(2017, 5, 11),
    'year = 2017, month = 11 # "~" # may': PartialDate(2017, 5, 11),
    "date = {2017-05-11}": PartialDate(2017, 5, 11),
    "date = {2017-05}": PartialDate(2017, 5),
    "date = {2017-21}": PartialDate(2017, text="2017 Spring"),
    "date = {2017-05-11/2017-06-01}": PartialDate(2017, 5, 11),
    "year = {in press}": PartialDate(text="in press"),
    "year = 1998, month = {Dec-Jan}": PartialDate(1998, text="1998 Dec-Jan"),
    "year = 2017, month = {13}": PartialDate(2017, text="2017 13"),
}


@pytest.mark.parametrize("fields", DATES)
def test_dates(fields: str) -> None:
    assert work(fields).date == DATES[fields]


@pytest.mark.parametrize(
    ("fields", "pages", "elocation"),
    [
        ("pages = {2603--2611}", "2603-2611", None),
        ("pages = {2603–2611}", "2603-2611", None),
        ("pages = {e0123456}", None, "e0123456"),
        ("pages = {CD004655}", None, "CD004655"),
        ("eid = {2176}", None, "2176"),
        ("pages = {S12--S15}", "S12-S15", None),
        ("pages = {i--iv, 1--9}", "i-iv, 1-9", None),
    ],
)
def test_pages_and_article_numbers(fields: str, pages: str | None, elocation: str | None) -> None:
    found = work(fields)
    assert (found.pages, found.elocation) == (pages, elocation)


@pytest.mark.parametrize(
    ("fields", "scheme", "value"),
    [
        ("doi = {10.1182/Blood-2016-10-569186}", Scheme.DOI, "10.1182/blood-2016-10-569186"),
        (
            "doi = {https://doi.org/10.1002/(SICI)1097\\_x<1::AID-Y>3.0}",
            Scheme.DOI,
            "10.1002/(sici)1097_x<1::aid-y>3.0",
        ),
        ("pmid = {28360040}", Scheme.PMID, "28360040"),
        ("pmid = {PMID: 28360040}", Scheme.PMID, "28360040"),
        ("pmcid = {PMC11050313}", Scheme.PMCID, "PMC11050313"),
        ("pmc = 11050313", Scheme.PMCID, "PMC11050313"),
        ("eprint = {28360040}, eprinttype = {pubmed}", Scheme.PMID, "28360040"),
        ("url = {https://pubmed.ncbi.nlm.nih.gov/28360040/}", Scheme.PMID, "28360040"),
        ("howpublished = {\\url{https://doi.org/10.1000/xyz}}", Scheme.DOI, "10.1000/xyz"),
        ("isbn = {978-0-306-40615-7}", Scheme.ISBN, "9780306406157"),
    ],
)
def test_identifiers(fields: str, scheme: Scheme, value: str) -> None:
    assert work(fields).identifiers == (Identifier(scheme, value),)


@pytest.mark.parametrize(
    "fields", ["note = {PMID: 28360040}", "eprint = {1234.5678}, eprinttype = {arxiv}", "pmid = {x}"]
)
def test_what_is_no_identifier(fields: str) -> None:
    assert work(fields).identifiers == ()


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("article", "journal={Blood}", WorkType.JOURNAL),
        ("article", "journal={medRxiv}", WorkType.PREPRINT),
        ("article", "journal={J}, note={Preprint}", WorkType.PREPRINT),
        ("online", "eprinttype={arxiv}, eprint={1}", WorkType.PREPRINT),
        ("misc", "url={https://who.int}", WorkType.WEBPAGE),
        ("misc", "title={x}", WorkType.OTHER),
        ("inproceedings", "booktitle={x}", WorkType.CONFERENCE),
        ("incollection", "booktitle={x}", WorkType.CHAPTER),
        ("phdthesis", "school={x}", WorkType.THESIS),
        ("techreport", "institution={x}", WorkType.REPORT),
        ("book", "publisher={x}", WorkType.BOOK),
    ],
)
def test_types(kind: str, fields: str, expected: WorkType) -> None:
    assert work(fields, kind).type is expected


def test_crossref_and_xdata_are_inherited() -> None:
    library = read(
        "@xdata{pub, publisher={P}, location={L}}\n@book{B, title={The Book}, editor={E, F}, year=2000, xdata={pub}}\n"
        "@incollection{c, title={A Chapter}, crossref={b}, pages={1--2}}\n"
    )
    found = library.work(library.entries[2])
    assert (found.title, found.container, found.publisher, found.place) == ("A Chapter", "The Book", "P", "L")
    assert found.date == PartialDate(2000)
    assert found.editors == (Person("E", "F", "F"),)
