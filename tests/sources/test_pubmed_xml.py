"""Reading PubMed's XML: every feature of the index on real records, each trap, and hostile bytes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import DATA, shared_data_folder
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Origin, Payload, Record, Standing
from toolkit.model.work import Collective, PartialDate, Person, WorkType
from toolkit.sources.pubmed_xml import MalformedRecordError, cut, parse
from toolkit.sources.xml_text import plain

_SHARED = shared_data_folder()
_FOLDER = _SHARED / "pubmed" if _SHARED else DATA / "pubmed"
INDEX = [
    (feature, name)
    for line in (_FOLDER / "INDEX.tsv").read_text("utf-8").splitlines()
    for feature, _, names in [line.partition("\t")]
    for name in names.split(",")
]


def payload(data: bytes, pmid: str = "1") -> Payload:
    return Payload(
        Identifier(Scheme.PMID, pmid), data, "application/xml", "pubmed", "2026-11-22T10:00:00Z", ""
    )


@pytest.fixture(scope="module")
def pieces(record_file: Path) -> dict[str, bytes]:
    """Records by the names that the index uses: `30271887`, `30271887.4`."""
    found = cut(record_file.read_bytes())
    return {
        piece.pmid if piece.version == 1 else f"{piece.pmid}.{piece.version}": piece.data for piece in found
    } | {f"{piece.pmid}.{piece.version}": piece.data for piece in found}


# --- Features: what the XML shows, and what the record must then say --------------------------

Check = Callable[[Record, etree._Element], bool]
NO_TITLE = {"33977567"}  # has neither an English nor a vernacular title


def _has_title_markup(name: str) -> Check:
    def check(record: Record, root: etree._Element) -> bool:
        title = root.find(".//ArticleTitle")
        assert title is not None
        marked = [
            one for one in title.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name
        ]
        texts = [plain(one) for one in marked]
        text = record.work.title or ""
        return bool(texts) and "<" not in text and len(text) > 10

    return check


def _markup_text_is_kept(record: Record, root: etree._Element) -> bool:
    title = root.find(".//ArticleTitle")
    assert title is not None
    folded = "".join("".join(map(str, title.itertext())).split()).removesuffix(".")
    return len("".join((record.work.title or "").split())) == len(folded)


FEATURES: dict[str, Check] = {
    "structured abstract": lambda r, x: bool(re.search(r"(?m)^\S[^:\n]*: ", r.abstract or "")),
    "doi with <>();": lambda r, x: bool(re.search(r"[<>();]", r.work.doi or "")),
    "no doi": lambda r, x: r.work.doi is None,
    "no doi but ReferenceList": lambda r, x: r.work.doi is None and x.find(".//ReferenceList") is not None,
    "empty ArticleId doi": lambda r, x: r.work.doi is None,
    "suffix": lambda r, x: any(
        isinstance(a, Person) and a.suffix in ("Jr", "3rd", "Sr", "2nd") for a in r.work.authors
    ),
    "no abstract": lambda r, x: r.abstract is None,
    "EqualContrib": lambda r, x: len(r.work.authors) == len(x.findall(".//AuthorList/Author")),
    "2+ languages": lambda r, x: r.work.language == "eng" and r.work.other_languages == ("spa",),
    "no pagination": lambda r, x: r.work.pages is None,
    "version>1": lambda r, x: (r.version or 1) > 1,
    "bracketed title": lambda r, x: (
        (r.work.title or "").startswith("[") and (r.work.title or "").endswith("]")
    ),
    "title ends ] without dot": lambda r, x: (r.work.title or "").endswith("?]"),
    "title odd dots": lambda r, x: not (r.work.title or "").endswith(" "),
    "OtherAbstract": lambda r, x: (
        (plain(x.find(".//OtherAbstract/AbstractText")) or "-") not in (r.abstract or "")
    ),
    "no authors": lambda r, x: r.work.authors == (),
    "collective author": lambda r, x: any(isinstance(a, Collective) for a in r.work.authors),
    "only collective author": lambda r, x: (
        bool(r.work.authors) and all(isinstance(a, Collective) for a in r.work.authors)
    ),
    "lastname only": lambda r, x: any(isinstance(a, Person) and a.given is None for a in r.work.authors),
    "authors incomplete": lambda r, x: not r.work.authors_complete,
    "empty title": lambda r, x: r.work.title == plain(x.find(".//VernacularTitle")) or _vernacular(r, x),
    "mathml abstract": lambda r, x: len(r.abstract or "") > 100 and "  " not in (r.abstract or ""),
    "Season": lambda r, x: (
        r.work.date is not None and bool(re.fullmatch(r"\d{4} \w+", r.work.date.text or ""))
    ),
    "B12/cytopenia topic": lambda r, x: bool(
        re.search("B12|B 12|anemia|leuko|cytopeni|folic|cobalamin", _all(r), re.IGNORECASE)
    ),
    "title markup sub": _markup_text_is_kept,
    "title markup sup": _markup_text_is_kept,
    "title markup i": _markup_text_is_kept,
    "title markup b": _markup_text_is_kept,
}


def _vernacular(record: Record, root: etree._Element) -> bool:
    text = plain(root.find(".//VernacularTitle"))
    return record.work.title == (text.removesuffix(".") if text else None)


def _all(record: Record) -> str:
    return " ".join((record.work.title or "", record.abstract or "", *record.mesh))


def check_of(feature: str) -> Check:
    """Give the check of a feature of the index."""
    family, _, value = feature.partition("=")
    if feature.startswith("pgn shape "):
        return lambda r, x: bool(r.work.pages) and r.work.pages == plain(x.find(".//MedlinePgn"))
    if feature.startswith("MedlineDate"):
        return lambda r, x: (
            r.work.date is not None
            and r.work.date.text == plain(x.find(".//MedlineDate"))
            and str(r.work.date.year) == (r.work.date.text or "")[:4]
        )
    if feature.startswith("title markup ") and feature not in FEATURES:
        return _has_title_markup(feature.removeprefix("title markup "))
    families: dict[str, Check] = {
        "PT": lambda r, x: value in r.publication_types,
        "RefType": lambda r, x: any(notice.kind == value and notice.source for notice in r.notices),
        "Status": lambda r, x: r.status == value,
        "PubModel": lambda r, x: _dated_by(value, r, x),
        "lang": lambda r, x: value in (r.work.language, *r.work.other_languages),
    }
    return families[family] if family in families else FEATURES[feature]


def _dated_by(model: str, record: Record, root: etree._Element) -> bool:
    element = root.find(".//ArticleDate" if model.startswith("Electronic") else ".//PubDate")
    assert element is not None
    assert record.work.date is not None
    year = element.findtext("Year") or (element.findtext("MedlineDate") or "")[:4]
    month = element.findtext("Month")
    return str(record.work.date.year) == year and (record.work.date.month is None) == (month is None)


@pytest.mark.parametrize(("feature", "name"), INDEX, ids=[f"{feature}-{name}" for feature, name in INDEX])
def test_each_feature_of_the_index_is_read(feature: str, name: str, pieces: dict[str, bytes]) -> None:
    data = pieces[name]
    assert check_of(feature)(parse(payload(data)), etree.fromstring(data))


def test_retractions_are_seen_by_type_or_by_link(pieces: dict[str, bytes]) -> None:
    retracted = {name for name, data in pieces.items() if parse(payload(data)).is_retracted}
    index = {
        name for feature, name in INDEX if feature in ("PT=Retracted Publication", "RefType=RetractionIn")
    }
    assert index <= retracted


def test_every_record_has_what_a_citation_needs(pieces: dict[str, bytes]) -> None:
    for name, data in pieces.items():
        record = parse(payload(data))
        assert record.work.title or name.partition(".")[0] in NO_TITLE, name
        assert record.work.journal, name
        assert record.work.date is not None, name
        assert record.work.date.year is not None, name
        assert record.work.identifiers[0] == record.identifier, name
        assert record.standing is Standing.FOUND
        assert record.provenance.origin is Origin.FETCHED


# --- The book --------------------------------------------------------------------------------


def test_a_book() -> None:
    (piece,) = cut((DATA / "pubmed" / "book-20821847.xml").read_bytes())
    record = parse(payload(piece.data))
    work = record.work
    assert (work.type, work.title, work.container) == (
        WorkType.BOOK,
        "Endocrinology: An Integrated Approach",
        None,
    )
    assert work.authors == (Person("Nussey", "Stephen", "S"), Person("Whitehead", "Saffron", "S"))
    assert (work.publisher, work.place, work.date) == (
        "BIOS Scientific Publishers",
        "Oxford",
        PartialDate(2001),
    )
    assert [str(one) for one in work.identifiers] == ["pmid:20821847", "bookshelf:NBK22", "isbn:1859962521"]
    assert work.journal is None


CHAPTER = b"""<PubmedBookArticle><BookDocument><PMID Version="1">28613782</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK441923</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>StatPearls Publishing</PublisherName><PublisherLocation>Treasure Island (FL)
</PublisherLocation></Publisher><BookTitle book="statpearls">StatPearls</BookTitle>
<PubDate><Year>2024</Year><Month>01</Month></PubDate><BeginningDate><Year>2024</Year></BeginningDate>
<AuthorList Type="editors"><Author><LastName>Doe</LastName><ForeName>Jane</ForeName></Author></AuthorList>
<Medium>Internet</Medium></Book>
<ArticleTitle book="statpearls" part="x">Vitamin B<sub>12</sub> Deficiency</ArticleTitle>
<Language>eng</Language><AuthorList Type="authors"><Author ValidYN="Y"><LastName>Ankar</LastName></Author></AuthorList>
<PublicationType UI="D000072643">Study Guide</PublicationType>
<Abstract><AbstractText>Text.</AbstractText></Abstract></BookDocument></PubmedBookArticle>"""


def test_a_chapter_of_a_book() -> None:
    record = parse(payload(CHAPTER))
    work = record.work
    assert (work.type, work.title, work.container) == (
        WorkType.CHAPTER,
        "Vitamin B12 Deficiency",
        "StatPearls",
    )
    assert work.authors == (Person("Ankar"),)
    assert work.editors == (Person("Doe", "Jane"),)
    assert work.place == "Treasure Island (FL)"
    assert record.publication_types == ("Study Guide",)


# --- Traps, one by one -----------------------------------------------------------------------


def article(inside: str = "", *, around: str = "", model: str = "Print", data: str = "") -> Record:
    xml = f"""<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">1</PMID>
    <Article PubModel="{model}"><Journal><JournalIssue><PubDate><Year>2017</Year><Month>May</Month><Day>11</Day>
    </PubDate></JournalIssue><Title>Blood</Title></Journal>{inside}</Article>
    <MedlineJournalInfo><MedlineTA>Blood</MedlineTA></MedlineJournalInfo>{around}</MedlineCitation>
    <PubmedData>{data}</PubmedData></PubmedArticle>"""
    return parse(payload(xml.encode()))


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Plain title.", "Plain title"),
        ("A <i>Helicobacter pylori</i> trial.", "A Helicobacter pylori trial"),
        ("<i>First</i> words count", "First words count"),
        ("Counts of 10<sup>9</sup>/L", "Counts of 10⁹/L"),
        ("Falls of 10<sup>-3</sup> and Ca<sup>2+</sup>", "Falls of 10⁻³ and Ca²⁺"),
        ("The 5<sup>th</sup> <sup>99m</sup>Tc", "The 5th 99mTc"),
        ("Vitamin B<sub>12</sub> and CO<sub>2</sub>", "Vitamin B12 and CO2"),
        ("Nested <b>bold <i>and <sub>sub</sub></i></b> end", "Nested bold and sub end"),
        ("White\n   space\u00a0folded\u2009here", "White space folded here"),
        ("With <!-- a comment --> inside", "With inside"),
        ("And so on...", "And so on..."),
        ("Why?", "Why?"),
        ("[Translated title].", "[Translated title]"),
        ("[Translated question?]", "[Translated question?]"),
        (
            (
                "Of <mml:math xmlns:mml='http://www.w3.org/1998/Math/MathML'><mml:msup> <mml:mi>R</mml:mi> "
                "<mml:mn>2</mml:mn></mml:msup></mml:math> , that is"
            ),
            "Of R², that is",
        ),
    ],
)
def test_titles_are_whole_and_plain(title: str, read: str) -> None:
    assert article(f"<ArticleTitle>{title}</ArticleTitle>").work.title == read


@pytest.mark.parametrize("title", ["", "[Not Available].", "   "])
def test_the_vernacular_title_stands_in(title: str) -> None:
    inside = f"<ArticleTitle>{title}</ArticleTitle><VernacularTitle>Briefsammlung.</VernacularTitle>"
    work = article(inside).work
    assert (work.title, work.vernacular_title) == ("Briefsammlung", None)


def test_identifiers_of_cited_papers_are_not_the_papers_own() -> None:
    cited = "<ArticleIdList><ArticleId IdType='doi'>10.1000/cited</ArticleId></ArticleIdList>"
    cited = f"<ReferenceList><Reference>{cited}</Reference></ReferenceList>"
    own = "<ArticleId IdType='pubmed'>1</ArticleId><ArticleId IdType='pmc'>PMC99</ArticleId>"
    own = f"<ArticleIdList>{own}</ArticleIdList>"
    record = article("<ArticleTitle>T</ArticleTitle>", data=own + cited)
    assert [str(one) for one in record.work.identifiers] == ["pmid:1", "pmcid:PMC99"]


def test_a_doi_may_stand_only_among_the_locations() -> None:
    places = (
        '<ELocationID EIdType="pii" ValidYN="Y">S01</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="N">10.1000/no</ELocationID>'
    )
    record = article(
        f'<ArticleTitle>T</ArticleTitle>{places}<ELocationID EIdType="doi" ValidYN="Y">10.1000/Yes</ELocationID>'
    )
    assert record.work.doi == "10.1000/yes"
    assert record.work.elocation == "S01"


@pytest.mark.parametrize(
    ("model", "date", "electronic"),
    [
        ("Print", "2017-05-11", "2017-03-30"),
        ("Print-Electronic", "2017-05-11", "2017-03-30"),
        ("Electronic", "2017-03-30", None),
        ("Electronic-Print", "2017-03-30", None),
        ("Electronic-eCollection", "2017-03-30", None),
    ],
)
def test_the_date_to_cite_follows_the_model(model: str, date: str, electronic: str | None) -> None:
    online = (
        '<ArticleDate DateType="Electronic"><Year>2017</Year><Month>03</Month><Day>30</Day></ArticleDate>'
    )
    work = article(f"<ArticleTitle>T</ArticleTitle>{online}", model=model).work
    assert work.date is not None
    assert work.date.isoformat() == date
    assert (work.electronic.isoformat() if work.electronic else None) == electronic


def test_names_that_are_invalid_or_doubled() -> None:
    authors = """<AuthorList CompleteYN="N"><Author ValidYN="N"><LastName>Misprint</LastName></Author>
    <Author ValidYN="Y"><LastName>Li</LastName><ForeName>Wei</ForeName><Initials>W</Initials></Author>
    <Author ValidYN="Y"><LastName>Li</LastName><ForeName>Wei</ForeName><Initials>W</Initials></Author>
    <Author ValidYN="Y"><CollectiveName>Group. Electronic address: a@b.org</CollectiveName></Author>
    <Author ValidYN="Y"><CollectiveName>Group</CollectiveName></Author>
    <Author ValidYN="Y"><LastName>D</LastName><Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier></Author>
    <Author ValidYN="Y"><LastName>E</LastName><Identifier Source="ORCID">0000-0002-1825-0098</Identifier></Author>
    <Author ValidYN="Y"><LastName>F</LastName><Suffix>\n\t</Suffix></Author></AuthorList>"""
    work = article(f"<ArticleTitle>T</ArticleTitle>{authors}").work
    assert work.authors == (
        Person("Li", "Wei", "W"),
        Person("Li", "Wei", "W"),
        Collective("Group"),
        Person("D", orcid="0000-0002-1825-0097"),
        Person("E"),
        Person("F"),
    )
    assert not work.authors_complete


def test_a_structured_abstract_keeps_labels_and_leaves_other_abstracts_alone() -> None:
    inside = """<ArticleTitle>T</ArticleTitle><Abstract><AbstractText Label="METHODS">We <i>did</i>.</AbstractText>
    <AbstractText Label="UNLABELLED">More.</AbstractText><AbstractText Label="EMPTY"/>
    <CopyrightInformation>© 2020, CC BY 4.0</CopyrightInformation></Abstract>"""
    around = (
        '<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Hicimos.</AbstractText></OtherAbstract>'
    )
    record = article(inside, around=around)
    assert record.abstract == "METHODS: We did.\nMore."
    assert record.abstract_licence == "© 2020, CC BY 4.0"


def test_notices_with_and_without_a_pmid() -> None:
    around = """<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">
    <RefSource>Lancet. 2020;395:1</RefSource><PMID Version="1">32450107</PMID><Note>because</Note></CommentsCorrections>
    <CommentsCorrections RefType="ErratumIn">
    <RefSource>doi: 10.1/x</RefSource></CommentsCorrections></CommentsCorrectionsList>"""
    record = article("<ArticleTitle>T</ArticleTitle>", around=around)
    assert record.notices == (
        Notice("RetractionIn", "Lancet. 2020;395:1", "32450107", "because"),
        Notice("ErratumIn", "doi: 10.1/x"),
    )
    assert record.is_retracted


def test_pages_from_start_and_end() -> None:
    pages = "<Pagination><StartPage>10</StartPage><EndPage>19</EndPage></Pagination>"
    assert article(f"<ArticleTitle>T</ArticleTitle>{pages}").work.pages == "10-19"


# --- Cutting ---------------------------------------------------------------------------------


def test_records_are_cut_byte_for_byte(record_file: Path) -> None:
    data = record_file.read_bytes()
    pieces = cut(data)
    assert all(piece.data in data for piece in pieces)
    assert len(pieces) == data.count(b"<PubmedArticle>")


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read(encoding: str) -> None:
    record = ONE.decode().replace(">T<", ">Ménière<")
    text = f"<?xml version='1.0' encoding='{encoding}'?><PubmedArticleSet>{record}</PubmedArticleSet>"
    (piece,) = cut(text.encode(encoding))
    assert parse(payload(piece.data)).work.title == "Ménière"


def test_tags_in_comments_and_cdata_do_not_mislead() -> None:
    record = ONE.replace(b"T</", b"<![CDATA[</PubmedArticle><PubmedArticle>]]></")
    deleted = b"<DeleteCitation><PMID>8</PMID></DeleteCitation>"
    (piece,) = cut(b"<PubmedArticleSet><!-- " + ONE + b" -->" + record + deleted + b"</PubmedArticleSet>")
    assert piece.pmid == "7"
    assert parse(payload(piece.data)).work.title == "</PubmedArticle><PubmedArticle>"


# --- Hostile bytes ---------------------------------------------------------------------------

ONE = (
    b"<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>T</ArticleTitle></Article>"
    b"</MedlineCitation></PubmedArticle>"
)
HOSTILE = {
    "nothing": b"",
    "space": b"  \n",
    "text": b"PMID- 1",
    "html": b"<!DOCTYPE html><html><p>Blocked<br></html>",
    "cut off": b"<PubmedArticleSet>" + ONE[:50],
    "other root": b"<DocSum/>",
    "error": b"<eFetchResult><ERROR>no</ERROR></eFetchResult>",
    "entity": b"<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><PubmedArticleSet>"
    + ONE
    + b"</PubmedArticleSet>",
    "entity used": b"<!DOCTYPE a [<!ENTITY x 'T'>]><PubmedArticleSet>"
    + ONE.replace(b"T</", b"&x;</")
    + b"</PubmedArticleSet>",
    "parameter entity": b"<!DOCTYPE a [<!ENTITY % x 'T'> %x;]><PubmedArticleSet/>",
    "undefined entity": b"<PubmedArticleSet>" + ONE.replace(b"T</", b"&beta;</") + b"</PubmedArticleSet>",
    "undefined entity, with a DTD": b"<!DOCTYPE PubmedArticleSet SYSTEM 'http://127.0.0.1:9/x.dtd'><PubmedArticleSet>"
    + ONE.replace(b"T</", b"&beta;</")
    + b"</PubmedArticleSet>",
    "no PMID": b"<PubmedArticleSet>" + ONE.replace(b"<PMID>7</PMID>", b"") + b"</PubmedArticleSet>",
    "odd PMID": b"<PubmedArticleSet>" + ONE.replace(b">7<", b">7; DROP<") + b"</PubmedArticleSet>",
    "NUL": b"<PubmedArticleSet>\x00</PubmedArticleSet>",
    "not UTF-8": b"<PubmedArticleSet>" + ONE.replace(b"T</", b"\xff\xfe</") + b"</PubmedArticleSet>",
    "deep": b"<PubmedArticleSet>" + b"<a>" * 200_000,
    "laughs": b"<!DOCTYPE a [<!ENTITY a 'ha'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 50) for i in range(9))
    + b"]><PubmedArticleSet x='&j;'/>",
    "long text": b"<PubmedArticleSet>"
    + ONE.replace(b"T</", b"x" * 11_000_000 + b"</")
    + b"</PubmedArticleSet>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_at_once(name: str) -> None:
    began = time.process_time()
    with pytest.raises(MalformedRecordError):
        cut(HOSTILE[name])
    with pytest.raises(MalformedRecordError):
        parse(payload(HOSTILE[name]))
    assert time.process_time() - began < 5


def test_a_record_without_its_parts_is_refused() -> None:
    with pytest.raises(MalformedRecordError, match="no citation"):
        parse(payload(b"<PubmedArticle><MedlineCitation><PMID>7</PMID></MedlineCitation></PubmedArticle>"))
    with pytest.raises(MalformedRecordError, match="no book"):
        parse(payload(b"<PubmedBookArticle><BookDocument><PMID>7</PMID></BookDocument></PubmedBookArticle>"))
