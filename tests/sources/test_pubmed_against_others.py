"""Every record beside what Bio.Entrez and pubmed_parser read: the same, or a reason why ours is right.

Texts are compared without white space and in compatibility form (NFKC), so that `10⁹` and `109`,
`T1 ,` and `T1,` are the same here; `test_pubmed_xml.py` holds what they must be exactly. What else
differs is in the tables below, each with its reason; `docs/pubmed-records.md` explains them. A
reason that no record needs any more fails as well.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from Bio import Entrez

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Payload, Record
from toolkit.model.work import Collective, Person
from toolkit.sources.pubmed_xml import cut, parse

Records = dict[tuple[str, int], Record]


def flat(text: object) -> str:
    """Make texts comparable: no tags, no entities, no white space, compatibility forms, no final stop."""
    plain = html.unescape(re.sub(r"</?[a-zA-Z:]+[^<>]*>", "", str(text or "")))
    return "".join(unicodedata.normalize("NFKC", plain).replace("−", "-").split()).removesuffix(".")


def ours(path: Path) -> Records:
    found: Records = {}
    for piece in cut(path.read_bytes()):
        payload = Payload(Identifier(Scheme.PMID, piece.pmid), piece.data, "", "pubmed", "2026-11-22", "")
        found[piece.pmid, piece.version] = parse(payload)
    return found


def names_of(record: Record) -> list[str]:
    return [
        flat(one.name)
        if isinstance(one, Collective)
        else flat(f"{one.family}|{one.given}|{one.initials}|{one.suffix}")
        for one in record.work.authors
    ]


def identifier_of(record: Record, scheme: Scheme) -> str:
    found = record.work.identifier(scheme)
    return found.value if found else ""


def difference(
    mine: Callable[[Record], object],
    theirs: Callable[[Any], object],
    others: dict[tuple[str, int], Any],
    records: Records,
) -> dict[str, tuple[object, object]]:
    pairs = {key: (mine(records[key]), theirs(other)) for key, other in others.items()}
    return {pmid: pair for (pmid, _), pair in pairs.items() if pair[0] != pair[1]}


def needed(reasons: dict[str, dict[str, str]], field: str, records: Records) -> dict[str, str]:
    """Give a field's reasons for those records that are at hand with their abstracts."""
    have = {pmid for (pmid, _), one in records.items() if "not reproduced" not in (one.abstract or "")}
    known = have if field == "abstract" else {pmid for pmid, _ in records}
    return {pmid: why for pmid, why in reasons.get(field, {}).items() if pmid in known}


@pytest.fixture(scope="module")
def records(record_file: Path) -> Records:
    return ours(record_file)


# --- Bio.Entrez ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entrez(record_file: Path) -> dict[tuple[str, int], Any]:
    with record_file.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Entrez.read(file)
    articles = found["PubmedArticle"]
    keys = [
        (str(one["MedlineCitation"]["PMID"]), int(one["MedlineCitation"]["PMID"].attributes["Version"]))
        for one in articles
    ]
    return dict(zip(keys, articles, strict=True))


def citation(one: Any) -> Any:
    return one["MedlineCitation"]


def article(one: Any) -> Any:
    return one["MedlineCitation"]["Article"]


def entrez_title(one: Any) -> str:
    return flat(article(one)["ArticleTitle"])


def entrez_authors(one: Any) -> list[str]:
    return [
        flat(author["CollectiveName"])
        if "CollectiveName" in author
        else flat("|".join(str(author.get(key)) for key in ("LastName", "ForeName", "Initials", "Suffix")))
        for author in article(one).get("AuthorList", [])
    ]


def entrez_abstract(one: Any) -> str:
    sections = article(one).get("Abstract", {}).get("AbstractText", [])
    labelled = [(getattr(text, "attributes", {}).get("Label"), text) for text in sections]
    return flat("".join(f"{label}: {text}" if label else str(text) for label, text in labelled if flat(text)))


def entrez_notices(one: Any) -> list[tuple[str, str, str]]:
    return [
        (each.attributes["RefType"], flat(each["RefSource"]), str(each.get("PMID", "")))
        for each in citation(one).get("CommentsCorrectionsList", [])
    ]


def entrez_identifier(kind: str) -> Callable[[Any], str]:
    def value(one: Any) -> str:
        identifiers = one["PubmedData"]["ArticleIdList"]
        return next((str(each).lower() for each in identifiers if each.attributes["IdType"] == kind), "")

    return value


def entrez_date(one: Any) -> str:
    """The date by PubModel, read from what Bio.Entrez gives."""
    if article(one).attributes["PubModel"].startswith("Electronic") and article(one)["ArticleDate"]:
        date = article(one)["ArticleDate"][0]
    else:
        date = article(one)["Journal"]["JournalIssue"]["PubDate"]
    if "MedlineDate" in date:
        return str(date["MedlineDate"])
    if "Season" in date:
        return f"{date['Year']} {date['Season']}"
    months = ["", *["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]]
    month = str(date.get("Month", ""))
    number = months.index(month) if month in months else int(month)
    parts = [
        str(date["Year"]),
        f"{number:02d}" if number else "",
        f"{int(date['Day']):02d}" if "Day" in date else "",
    ]
    return "-".join(filter(None, parts))


def our_date(record: Record) -> str:
    date = record.work.date
    return (date.text or date.isoformat() or "") if date else ""


ENTREZ: dict[str, tuple[Callable[[Record], object], Callable[[Any], object]]] = {
    "title": (lambda r: flat(r.work.title), entrez_title),
    "vernacular title": (
        lambda r: flat(r.work.vernacular_title),
        lambda o: flat(article(o).get("VernacularTitle")),
    ),
    "authors": (names_of, entrez_authors),
    "authors complete": (
        lambda r: r.work.authors_complete,
        lambda o: getattr(article(o).get("AuthorList"), "attributes", {}).get("CompleteYN", "Y") == "Y",
    ),
    "abstract": (lambda r: flat(r.abstract), entrez_abstract),
    "copyright": (
        lambda r: flat(r.abstract_licence),
        lambda o: flat(article(o).get("Abstract", {}).get("CopyrightInformation")),
    ),
    "journal": (lambda r: r.work.journal, lambda o: str(citation(o)["MedlineJournalInfo"]["MedlineTA"])),
    "journal in full": (lambda r: flat(r.work.journal_full), lambda o: flat(article(o)["Journal"]["Title"])),
    "ISSN": (lambda r: r.work.issn or "", lambda o: str(article(o)["Journal"].get("ISSN", ""))),
    "volume": (
        lambda r: r.work.volume or "",
        lambda o: str(article(o)["Journal"]["JournalIssue"].get("Volume", "")),
    ),
    "issue": (
        lambda r: r.work.issue or "",
        lambda o: str(article(o)["Journal"]["JournalIssue"].get("Issue", "")),
    ),
    "pages": (
        lambda r: r.work.pages or "",
        lambda o: str(article(o).get("Pagination", {}).get("MedlinePgn", "")),
    ),
    "date": (our_date, entrez_date),
    "languages": (
        lambda r: [r.work.language, *r.work.other_languages],
        lambda o: [str(one) for one in article(o)["Language"]],
    ),
    "publication types": (
        lambda r: list(r.publication_types),
        lambda o: [str(one) for one in article(o)["PublicationTypeList"]],
    ),
    "notices": (lambda r: [(n.kind, flat(n.source), n.pmid or "") for n in r.notices], entrez_notices),
    "MeSH": (
        lambda r: list(r.mesh),
        lambda o: [str(one["DescriptorName"]) for one in citation(o).get("MeshHeadingList", [])],
    ),
    "status": (lambda r: r.status, lambda o: citation(o).attributes["Status"]),
    "DOI": (lambda r: identifier_of(r, Scheme.DOI), entrez_identifier("doi")),
    "PMCID": (lambda r: identifier_of(r, Scheme.PMCID).lower(), entrez_identifier("pmc")),
}

NO_ENGLISH_TITLE = (
    "there is no English title: the vernacular one is the title to print, and is not said twice"
)
VERSION_OF_PMCID = (
    "a PMCID names the article; `.2` names a version of its deposit, which no link or search knows"
)
# Field, then PMID, then why our value is right though Bio.Entrez gives another.
ENTREZ_REASONS: dict[str, dict[str, str]] = {
    "title": dict.fromkeys(("32472320", "34059504", "34092804", "34092805"), NO_ENGLISH_TITLE),
    "vernacular title": dict.fromkeys(("32472320", "34059504", "34092804", "34092805"), NO_ENGLISH_TITLE),
    "authors": {
        "32420559": "the suffixes are line ends and tabs: there is no suffix",
        "33864941": "the group's name ends before `. Electronic address: …`, which is an address",
        "33932343": "likewise; and the group, then named twice, is named once",
    },
    "PMCID": dict.fromkeys(("30271887", "33728380", "34017925"), VERSION_OF_PMCID),
}


@pytest.mark.parametrize("field", ENTREZ)
def test_each_field_is_that_of_bio_entrez(
    field: str, records: Records, entrez: dict[tuple[str, int], Any]
) -> None:
    found = difference(*ENTREZ[field], entrez, records)
    reasons = needed(ENTREZ_REASONS, field, records)
    assert {pmid: pair for pmid, pair in found.items() if pmid not in reasons} == {}
    assert set(reasons) <= set(found), "a reason that no record needs"


def test_the_book_is_that_of_bio_entrez(pubmed_folder: Path) -> None:
    path = pubmed_folder / "book-20821847.xml"
    record = ours(path)["20821847", 1]
    # Bio.Entrez refuses the address of the DTD that this real file names, since it is not https.
    data = path.read_bytes().replace(b'"http://www.ncbi', b'"https://www.ncbi')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = Entrez.read(io.BytesIO(data))[0]["BookDocument"]
    book = document["Book"]
    assert record.identifier.value == str(document["PMID"])
    assert record.work.title == str(book["BookTitle"])
    assert [one.family for one in record.work.authors if isinstance(one, Person)] == [
        str(one["LastName"]) for one in book["AuthorList"][0]
    ]
    assert (record.work.publisher, record.work.place) == (
        str(book["Publisher"]["PublisherName"]),
        str(book["Publisher"]["PublisherLocation"]),
    )
    assert our_date(record) == str(book["PubDate"]["Year"])
    assert identifier_of(record, Scheme.ISBN) == str(book["Isbn"][0])
    assert identifier_of(record, Scheme.BOOKSHELF) == str(document["ArticleIdList"][0])
    assert record.work.language == str(document["Language"][0])
    assert flat(record.abstract) == flat(document["Abstract"]["AbstractText"][0])


# --- pubmed_parser ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def medline(record_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Any]:
    import pubmed_parser

    packed = tmp_path_factory.mktemp("packed") / "records.xml.gz"
    packed.write_bytes(gzip.compress(record_file.read_bytes()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(pubmed_parser.parse_medline_xml(str(packed), author_list=True, reference_list=False))
    versions = [(piece.pmid, piece.version) for piece in cut(record_file.read_bytes())]
    entries = [one for one in found if not one.get("delete")]
    assert [one["pmid"] for one in entries] == [pmid for pmid, _ in versions]
    return dict(zip(versions, entries, strict=True))


def medline_names(one: Any) -> list[str]:
    return [
        flat(f"{each['lastname']}|{each['forename'] or None}") for each in one["authors"] if each["lastname"]
    ]


def our_persons(record: Record) -> list[str]:
    return [flat(f"{one.family}|{one.given}") for one in record.work.authors if isinstance(one, Person)]


def terms(text: str) -> list[str]:
    """Read `D000818:Animals; D004298:Dopamine`, the form in which pubmed_parser gives lists."""
    return [one.partition(":")[2] for one in text.split("; ") if one]


def our_issue(record: Record) -> str:
    """Write `10(4)` as pubmed_parser does, which passes over an issue that has no volume."""
    volume, issue = record.work.volume or "", record.work.issue
    if not volume:
        return ""
    return f"{volume}({issue})" if issue else volume


MEDLINE: dict[str, tuple[Callable[[Record], object], Callable[[Any], object]]] = {
    "title": (lambda r: flat(r.work.title), lambda o: flat(o["title"])),
    "vernacular title": (lambda r: flat(r.work.vernacular_title), lambda o: flat(o["vernacular_title"])),
    "persons": (our_persons, medline_names),
    # It puts a section's label before its text without a colon.
    "abstract": (lambda r: flat(r.abstract).replace(":", ""), lambda o: flat(o["abstract"]).replace(":", "")),
    "journal": (lambda r: r.work.journal, lambda o: o["medline_ta"]),
    "journal in full": (lambda r: flat(r.work.journal_full), lambda o: flat(o["journal"])),
    "pages": (lambda r: r.work.pages or "", lambda o: o["pages"]),
    "volume and issue": (our_issue, lambda o: o["issue"].removesuffix("()")),
    "year": (lambda r: str(r.work.date.year) if r.work.date else "", lambda o: o["pubdate"][:4]),
    "languages": (
        lambda r: ";".join((r.work.language or "", *r.work.other_languages)),
        lambda o: o["languages"],
    ),
    "publication types": (lambda r: list(r.publication_types), lambda o: terms(o["publication_types"])),
    "MeSH": (lambda r: list(r.mesh), lambda o: terms(o["mesh_terms"])),
    "DOI": (lambda r: identifier_of(r, Scheme.DOI), lambda o: o["doi"].lower()),
}
# Not compared: PMCIDs, which pubmed_parser looks for in OtherID, where records of today have none.

FORMULA = "pubmed_parser leaves the formulas (MathML) out of the text"
MEDLINE_REASONS: dict[str, dict[str, str]] = {
    "title": {
        **dict.fromkeys(("32472320", "34059504", "34092804", "34092805"), NO_ENGLISH_TITLE),
        **dict.fromkeys(("33780037", "33821504", "33951214"), FORMULA),
    },
    "vernacular title": ENTREZ_REASONS["vernacular title"],
    "abstract": {
        **dict.fromkeys(("31993508", "33403765", "33780037", "33821504", "33951214"), FORMULA),
        "34091435": "a section that is a label without text says nothing",
    },
    "year": dict.fromkeys(
        ("30271887", "33728380"),
        "the model is Electronic-eCollection: this version's own electronic date is the one to cite",
    ),
    "DOI": dict.fromkeys(
        ("25045845", "33180746"),
        "pubmed_parser reads the last ELocationID, here a publisher's number, and no DOI",
    ),
}


@pytest.mark.parametrize("field", MEDLINE)
def test_each_field_is_that_of_pubmed_parser(
    field: str, records: Records, medline: dict[tuple[str, int], Any]
) -> None:
    found = difference(*MEDLINE[field], medline, records)
    reasons = needed(MEDLINE_REASONS, field, records)
    assert {pmid: pair for pmid, pair in found.items() if pmid not in reasons} == {}
    assert set(reasons) <= set(found), "a reason that no record needs"
