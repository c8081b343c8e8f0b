"""Records saved by hand: each format as programs write it, and broken ones at their line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import DATA
from toolkit.errors import UnreadableInputError
from toolkit.model.record import Notice, Origin, Record, Standing
from toolkit.model.work import Collective, PartialDate, Person, WorkType
from toolkit.sources.imports import Format, read_records

TODAY = "2026-11-22"


def read(text: str | bytes, name: str = "saved") -> list[Record]:
    found = read_records(name, text.encode() if isinstance(text, str) else text, TODAY)
    assert found.problems == ()
    return list(found.records)


NBIB = """\

PMID- 28360040
OWN - NLM
STAT- MEDLINE
IS  - 1528-0020 (Electronic)
VI  - 129
IP  - 19
DP  - 2017 May 11
TI  - Vitamin B(12) deficiency from the perspective of a practicing
      hematologist.
PG  - 2603-2611
LID - 10.1182/blood-2016-10-569186 [doi]
AB  - BACKGROUND: First line
      and second line.
CI  - (c) 2017 by The American
      Society of Hematology.
FAU - Green, Ralph
AUID- ORCID: 0000-0002-1825-0097
AU  - Green R
AD  - Department of Pathology.
LA  - eng
PT  - Journal Article
PT  - Review
DEP - 20170330
PL  - United States
TA  - Blood
JT  - Blood
JID - 7603509
SB  - IM
EIN - Blood. 2018 Jan 4;131(1):1-2. doi: 10.1182/x
      PMID: 29302099
MH  - *Vitamin B 12 Deficiency/diagnosis/drug therapy
MH  - Humans
AID - S0006-4971(20)33541-5 [pii]
AID - 10.1182/blood-2016-10-569186 [doi]
PMC - PMC5555555
"""


def test_an_nbib_file() -> None:
    (record,) = read(NBIB, "green.nbib")
    work = record.work
    assert [str(one) for one in work.identifiers] == [
        "pmid:28360040",
        "pmcid:PMC5555555",
        "doi:10.1182/blood-2016-10-569186",
    ]
    assert work.title == "Vitamin B(12) deficiency from the perspective of a practicing hematologist"
    assert work.authors == (Person("Green", "Ralph", "R", orcid="0000-0002-1825-0097"),)
    assert (work.journal, work.volume, work.issue, work.pages) == ("Blood", "129", "19", "2603-2611")
    assert (work.date, work.electronic) == (PartialDate(2017, 5, 11), PartialDate(2017, 3, 30))
    assert (work.issn, work.language) == ("1528-0020", "eng")
    assert record.abstract == "BACKGROUND: First line and second line."
    assert record.abstract_licence == "(c) 2017 by The American Society of Hematology."
    assert record.publication_types == ("Journal Article", "Review")
    assert record.notices == (
        Notice("ErratumIn", "Blood. 2018 Jan 4;131(1):1-2. doi: 10.1182/x", "29302099"),
    )
    assert record.mesh == ("Vitamin B 12 Deficiency", "Humans")
    assert (record.standing, record.provenance.origin) == (Standing.NOT_ASKED, Origin.IMPORTED)
    assert (record.provenance.source, record.provenance.date) == ("green.nbib", TODAY)


def test_an_nbib_file_with_several_records_groups_and_suffixes() -> None:
    first = (
        "PMID- 1\nTI  - One.\n"
        "FAU - Newell, John D Jr\nAU  - Newell JD Jr\nCN  - A Study Group\nDP  - 2018 Jul-Aug\n"
    )
    second = "PMID- 2\nTI  - Two.\nAU  - Smith J\nDP  - 2020\n"
    one, two = read(first + second)
    assert one.work.authors == (Person("Newell", "John D", "JD", "Jr"), Collective("A Study Group"))
    assert one.work.date == PartialDate(2018, text="2018 Jul-Aug")
    assert two.work.authors == (Person("Smith", "J", "J"),)
    assert [record.identifier.value for record in read(f"{first}\n\n{second}")] == ["1", "2"]


def test_a_retraction_in_an_nbib_file_is_seen() -> None:
    (record,) = read("PMID- 1\nTI  - One.\nRIN - Lancet. 2020;395:1. PMID: 32450107\n")
    assert record.is_retracted


def test_a_book_in_an_nbib_file() -> None:
    (record,) = read(
        "PMID- 9\nTI  - A Chapter.\nBTI - The Book\nPB  - NCBI\nPL  - Bethesda (MD)\nFED - Doe, J\nDP  - 2005\n"
    )
    assert (record.work.type, record.work.title, record.work.container) == (
        WorkType.CHAPTER,
        "A Chapter",
        "The Book",
    )
    assert record.work.editors == (Person("Doe", "J", "J"),)


def test_pubmed_xml_is_as_fetched_but_for_its_origin() -> None:
    data = (DATA / "pubmed" / "sample.xml").read_bytes()
    records = read(data, "sample.xml")
    assert len(records) == len({record.identifier for record in records})
    assert {record.provenance.origin for record in records} == {Origin.IMPORTED}
    assert {record.standing for record in records} == {Standing.NOT_ASKED}


def test_of_two_versions_the_newest_is_taken(record_file: Path) -> None:
    versions = [one.version for one in read(record_file.read_bytes()) if one.identifier.value == "30271887"]
    assert versions == [max(one for one in versions if one)]


RIS = """TY  - JOUR
AU  - Green, Ralph
AU  - Study Group
TI  - Vitamin B12 deficiency
T2  - Blood
J2  - Blood
PY  - 2017
DA  - 2017/05/11/
VL  - 129
IS  - 19
SP  - 2603
EP  - 2611
SN  - 0006-4971
DO  - https://doi.org/10.1182/blood-2016-10-569186
UR  - https://pubmed.ncbi.nlm.nih.gov/28360040/
C2  - PMC5555555
AB  - A long abstract
that goes on.
ER  -

TY  - BOOK
AU  - Nussey, Stephen
BT  - Endocrinology
PB  - BIOS
CY  - Oxford
PY  - 2001
SN  - 1-85996-252-1
ER  -
"""


def test_a_ris_file() -> None:
    article, book = read(RIS)
    work = article.work
    assert [str(one) for one in work.identifiers] == [
        "pmid:28360040",
        "pmcid:PMC5555555",
        "doi:10.1182/blood-2016-10-569186",
    ]
    assert work.authors == (Person("Green", "Ralph", "R"), Collective("Study Group"))
    assert (work.journal, work.date, work.pages) == ("Blood", PartialDate(2017, 5, 11), "2603-2611")
    assert article.abstract == "A long abstract that goes on."
    assert (book.work.type, book.work.title, str(book.identifier)) == (
        WorkType.BOOK,
        "Endocrinology",
        "isbn:1859962521",
    )


def test_crlf_and_byte_order_mark_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + RIS.replace("\n", "\r\n").encode()) == read(RIS)
    assert read(b"\xef\xbb\xbf" + NBIB.replace("\n", "\r\n").encode()) == read(NBIB)


END = RIS.count("\n")

CSL = [
    {
        "id": "green2017",
        "type": "article-journal",
        "title": "Vitamin B12 deficiency",
        "author": [
            {"family": "Green", "given": "Ralph"},
            {"family": "Berg", "non-dropping-particle": "van den", "given": "J. P.", "suffix": "Jr"},
            {"literal": "Study Group"},
        ],
        "issued": {"date-parts": [[2017, 5, 11]]},
        "container-title": "Blood",
        "container-title-short": "Blood",
        "volume": 129,
        "issue": "19",
        "page": "2603-2611",
        "DOI": "10.1182/BLOOD-2016-10-569186",
        "PMID": "28360040",
    }
]


def test_a_csl_file() -> None:
    (record,) = read(json.dumps(CSL))
    work = record.work
    assert [str(one) for one in work.identifiers] == ["pmid:28360040", "doi:10.1182/blood-2016-10-569186"]
    assert work.authors == (
        Person("Green", "Ralph", "R"),
        Person("van den Berg", "J. P.", "JP", "Jr"),
        Collective("Study Group"),
    )
    assert (work.volume, work.date) == ("129", PartialDate(2017, 5, 11))
    assert read(json.dumps(CSL[0])) == [record]


def test_a_transcription() -> None:
    item = {
        "pmid": "38673453",
        "doi": "10.3390/jcm13082176",
        "title": "A Delphi Expert Consensus",
        "authors": ["Obeid, Rima", "Guéant-Rodriguez, Rosa-Maria"],
        "collective": "The Panelists",
        "journal": "J Clin Med",
        "date": "2024-04-10",
        "license": "CC BY 4.0",
        "abstract": "Text.",
        "note": "seen twice",
        "seen_at": ["pmc.example/1", "mdpi.example/2"],
    }
    (record,) = read(json.dumps([item]))
    assert record.provenance.origin is Origin.TRANSCRIBED
    assert record.provenance.source == "pmc.example/1; mdpi.example/2"
    assert record.work.authors[1:] == (
        Person("Guéant-Rodriguez", "Rosa-Maria", "RM"),
        Collective("The Panelists"),
    )
    assert (record.abstract, record.abstract_licence) == ("Text.", "CC BY 4.0")


def test_the_transcribed_sources_of_the_example() -> None:
    records = read((DATA / "transcribed.json").read_bytes())
    assert [str(one.identifier) for one in records] == [
        "pmid:38673453",
        "pmid:28360040",
        "pmid:35324819",
        "doi:10.1038/nrdp.2017.40",
    ]
    assert all(one.provenance.origin is Origin.TRANSCRIBED for one in records)


def test_the_same_paper_reads_the_same_in_three_formats() -> None:
    nbib, ris, csl = read(NBIB)[0].work, read(RIS)[0].work, read(json.dumps(CSL))[0].work
    for other in (ris, csl):
        for name in ("date", "volume", "issue", "pages", "journal", "doi", "pmid", "type"):
            assert getattr(nbib, name) == getattr(other, name), name
    first = ris.authors[0]
    assert isinstance(first, Person)
    assert replace(first, orcid=None) == csl.authors[0]


BROKEN = {
    "nothing": (b"", 1, "neither PubMed's"),
    "prose": (b"This is a letter.\n", 1, "neither PubMed's"),
    "bibtex": (b"@article{a, title={b}}", 1, "neither PubMed's"),
    "latin-1": ("TY  - JOUR\nAU  - M\xe9ni\xe8re, P\nER  - \n".encode("latin-1"), 2, "is not UTF-8"),
    "utf-16": ("TY  - JOUR\n".encode("utf-16"), 1, "is not UTF-8"),
    "NUL": (b"TY  - JOUR\x00\n", 1, "NUL"),
    "JSON cut off": (b'[\n{"type": "book",\n', 3, "not JSON"),
    "JSON number": (b"[1", 1, "not JSON"),
    "JSON text": (b'["a"]', None, ""),
    "JSON deep": (b"[" * 100_000, 1, "not JSON"),
    "XML cut off": (b"<PubmedArticleSet>\n<PubmedArticle>", 2, "not well-formed"),
    "XML of another kind": (b"<html/>", 1, "root element is <html>"),
    "XML with entities": (b"<!DOCTYPE a [<!ENTITY x 'y'>]><PubmedArticleSet/>", None, "declares entities"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_at_its_line(name: str) -> None:
    data, line, said = BROKEN[name]
    if name == "JSON text":
        assert len(read_records("saved", data, TODAY).problems) == 1
        return
    with pytest.raises(UnreadableInputError) as caught:
        read_records("saved", data, TODAY)
    assert said in caught.value.message
    assert (caught.value.path, caught.value.line) == ("saved", line)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"{RIS}TY  - JOUR\nDO  - 10.1000/x\n", END + 1, "the file breaks off"),
        (f"TY  - JOUR\nDO  - 10.1000/x\n{RIS}", 1, "does not end"),
        (f"{RIS}ER  - \n", END + 1, "ER without a TY"),
        (f"{RIS}TY  - JOUR\nTI  - Nameless\nER  - \n", END + 1, '"Nameless" has no PMID'),
        (f"{NBIB}\nPMID- 2\nTI  - Two\nnonsense\n", NBIB.count("\n") + 4, "not a line of a MEDLINE record"),
        (f"{NBIB}\nSTAT- MEDLINE\n", NBIB.count("\n") + 2, "neither a PMID nor a title"),
    ],
)
def test_one_broken_record_hides_no_other(text: str, line: int, said: str) -> None:
    found = read_records("saved", text.encode(), TODAY)
    assert found.records
    (problem,) = found.problems
    assert said in problem.message
    assert (problem.path, problem.line) == ("saved", line)


GOOD_ITEM = {"title": "T", "doi": "10.1000/x", "seen_at": ["a"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"titel": "T"}, 'the key "titel" is not one'),
        ({"title": None}, "no title"),
        ({"seen_at": []}, "where it was seen"),
        ({"pmid": "PMC12"}, '"PMC12" is not a PMID'),
        ({"pmid": 28360040}, '"pmid" must be a text'),
        ({"authors": "Green, Ralph"}, '"authors" must be a list'),
        ({"date": "May 2017"}, '"date" must be YYYY'),
        ({"type": "letter"}, '"type" must be one of'),
        ({"doi": None}, "has no PMID, DOI"),
    ],
)
def test_a_transcription_is_strict(change: dict[str, object], said: str) -> None:
    text = json.dumps([GOOD_ITEM, GOOD_ITEM | change], indent=1)
    found = read_records("seen.json", text.encode(), TODAY)
    (problem,) = found.problems
    assert said in problem.message
    assert problem.line == text[: text.index("{", 5)].count("\n") + 1
    assert len(found.records) == 1


def test_the_format_is_named() -> None:
    assert read_records("a", NBIB.encode(), TODAY).format == Format.MEDLINE
    assert read_records("a", RIS.encode(), TODAY).format == Format.RIS
    assert read_records("a", json.dumps(CSL).encode(), TODAY).format == Format.CSL_JSON
    assert read_records("a", json.dumps([GOOD_ITEM]).encode(), TODAY).format == Format.TRANSCRIPTION
