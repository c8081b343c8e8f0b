"""PubMed's XML: cut a set into one payload per record, and read a record out of a payload.

Pure: bytes in, values out. The element names and what they mean are those of the National Library
of Medicine, *MEDLINE/PubMed XML element descriptions* and `pubmed_250101.dtd`. What is chosen
where PubMed offers several answers is explained in `docs/pubmed-records.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from lxml import etree

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Origin, Payload, Provenance, Record, Standing
from toolkit.model.work import Work, WorkType
from toolkit.sources.pubmed_dates import choose_dates, read_date
from toolkit.sources.pubmed_names import read_names
from toolkit.sources.xml_text import folded, plain

ARTICLE_SET = "PubmedArticleSet"
_RECORDS = ("PubmedArticle", "PubmedBookArticle")
# What PubMed prints where it has no English title.
_PLACEHOLDER_TITLES = frozenset(
    {"[Not Available].", "[Not Available]", "Not Available", "[No title available]."}
)
_CUT = re.compile(rb"<(PubmedArticle|PubmedBookArticle)[\s>].*?</\1\s*>", re.DOTALL)
_ASCII_COMPATIBLE = frozenset({"utf-8", "ascii", "us-ascii", "utf8"})


class MalformedRecordError(UnreadableInputError):
    """Bytes that are not what PubMed sends: broken XML, declared entities, another root element."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of a set: its PMID, its version (some journals publish several), and its own bytes."""

    pmid: str
    version: int
    data: bytes


def read_tree(data: bytes) -> etree._Element:
    """Parse XML that may be hostile, and give its root.

    Nothing outside `data` is read: no DTD, no network, no entities. Raises `MalformedRecordError`
    if `data` is not well formed or declares any entity (an entity that is declared but not
    resolved would leave a title silently empty).
    """
    if not data.strip():
        raise MalformedRecordError("the answer is empty")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise MalformedRecordError(f"not well-formed XML: {error.msg}", line=line, column=column) from None
    subset: Any = root.getroottree().docinfo.internalDTD  # the type stubs know no iterentities()
    if subset is not None and any(True for _ in subset.iterentities()):
        raise MalformedRecordError("the XML declares entities, which PubMed never does")
    if any(True for _ in root.iter(etree.Entity)):
        raise MalformedRecordError("the XML refers to an entity that it does not define")
    return root


def cut(data: bytes) -> tuple[Piece, ...]:
    """Cut the bytes of a `PubmedArticleSet` into its records, in order, each with its bytes as they came.

    `DeleteCitation` is no record and is left out. Raises `MalformedRecordError` for anything
    that is not a whole set in which every record has a PMID.
    """
    root = read_tree(data)
    if root.tag != ARTICLE_SET:
        _refuse_root(root)
    elements = [child for child in root if child.tag in _RECORDS]
    pmids = [_pmid_of(element) for element in elements]
    versions = [_version(element.find("*/PMID")) or 1 for element in elements]
    slices = [match[0] for match in _CUT.finditer(data)]
    encoding = (root.getroottree().docinfo.encoding or "utf-8").lower()
    if (
        len(slices) != len(elements)
        or encoding not in _ASCII_COMPATIBLE
        or b"<![CDATA[" in data
        or b"<!--" in data
    ):
        slices = [etree.tostring(element, encoding="utf-8", with_tail=False) for element in elements]
    return tuple(map(Piece, pmids, versions, slices))


def parse(payload: Payload) -> Record:
    """Read the record in a payload of one `PubmedArticle` or `PubmedBookArticle`.

    Pure. The record's origin is `fetched`; `payload.source` and the date of `payload.obtained`
    become its provenance. Raises `MalformedRecordError` if the payload holds no such record.
    """
    root = read_tree(payload.data)
    if root.tag == ARTICLE_SET:
        root = next((child for child in root if child.tag in _RECORDS), root)
    if root.tag not in _RECORDS:
        _refuse_root(root)
    provenance = Provenance(Origin.FETCHED, payload.source, payload.obtained[:10])
    if root.tag == "PubmedBookArticle":
        return _book(root, provenance)
    return _article(root, provenance)


def _refuse_root(root: etree._Element) -> NoReturn:
    said = plain(root.find("ERROR")) or plain(root.find(".//ERROR"))
    if said:
        raise MalformedRecordError(f"the server answered with an error: {said[:200]}")
    raise MalformedRecordError(f"the root element is <{str(root.tag)[:60]}>, not <{ARTICLE_SET}>", line=1)


def _line(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _pmid_of(element: etree._Element) -> str:
    text = folded(element.findtext("MedlineCitation/PMID") or element.findtext("BookDocument/PMID"))
    identifier = Identifier.make(Scheme.PMID, text) if text else None
    if identifier is None:
        raise MalformedRecordError("a record has no PMID", line=_line(element))
    return identifier.value


def _article(root: etree._Element, provenance: Provenance) -> Record:
    pmid = Identifier(Scheme.PMID, _pmid_of(root))
    citation = root.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        raise MalformedRecordError(f"PMID {pmid.value} has no citation", line=_line(root))
    types = tuple(_texts(article, "PublicationTypeList/PublicationType"))
    return Record(
        identifier=pmid,
        work=_article_work(root, citation, article, pmid, types),
        standing=Standing.FOUND,
        provenance=provenance,
        publication_types=types,
        notices=tuple(_notices(citation)),
        status=citation.get("Status"),
        version=_version(citation.find("PMID")),
        abstract=_abstract(article.find("Abstract")),
        abstract_licence=plain(article.find("Abstract/CopyrightInformation")),
        mesh=tuple(dict.fromkeys(_texts(citation, "MeshHeadingList/MeshHeading/DescriptorName"))),
    )


def _article_work(
    root: etree._Element,
    citation: etree._Element,
    article: etree._Element,
    pmid: Identifier,
    types: tuple[str, ...],
) -> Work:
    journal = article.find("Journal")
    issue = journal.find("JournalIssue") if journal is not None else None
    title, vernacular = _titles(article)
    pages = _pages(article)
    date, electronic = choose_dates(article)
    authors, editors, is_complete = read_names(article.findall("AuthorList"))
    languages = tuple(_texts(article, "Language"))
    return Work(
        type=WorkType.PREPRINT if "Preprint" in types else WorkType.JOURNAL,
        title=title,
        vernacular_title=vernacular,
        authors=authors,
        editors=editors,
        authors_complete=is_complete,
        journal=plain(citation.find("MedlineJournalInfo/MedlineTA")) or _text(journal, "ISOAbbreviation"),
        journal_full=_text(journal, "Title"),
        issn=_text(journal, "ISSN") or plain(citation.find("MedlineJournalInfo/ISSNLinking")),
        date=date,
        electronic=electronic,
        volume=_text(issue, "Volume"),
        issue=_text(issue, "Issue"),
        pages=pages,
        elocation=None if pages else _elocation(article, "pii"),
        identifiers=(pmid, *_identifiers(root.find("PubmedData/ArticleIdList"), article)),
        language=languages[0] if languages else None,
        other_languages=languages[1:],
    )


def _book(root: etree._Element, provenance: Provenance) -> Record:
    pmid = Identifier(Scheme.PMID, _pmid_of(root))
    document = root.find("BookDocument")
    book = document.find("Book") if document is not None else None
    if document is None or book is None:
        raise MalformedRecordError(f"PMID {pmid.value} has no book", line=_line(root))
    return Record(
        identifier=pmid,
        work=_book_work(document, book, pmid),
        standing=Standing.FOUND,
        provenance=provenance,
        publication_types=tuple(_texts(document, "PublicationType")),
        version=_version(document.find("PMID")),
        abstract=_abstract(document.find("Abstract")),
        abstract_licence=plain(document.find("Abstract/CopyrightInformation")),
    )


def _book_work(document: etree._Element, book: etree._Element, pmid: Identifier) -> Work:
    """Read a book, or, where the document has a title of its own, a chapter of it."""
    book_title = _without_stop(_text(book, "BookTitle"))
    chapter_title, vernacular = _titles(document)
    book_authors, book_editors, book_complete = read_names(book.findall("AuthorList"))
    authors, editors, is_complete = read_names(document.findall("AuthorList"))
    languages = tuple(_texts(document, "Language"))
    is_chapter = chapter_title is not None and chapter_title != book_title
    named = (Identifier.make(Scheme.ISBN, text) for text in _texts(book, "Isbn"))
    return Work(
        type=WorkType.CHAPTER if is_chapter else WorkType.BOOK,
        title=chapter_title if is_chapter else book_title,
        vernacular_title=vernacular,
        container=book_title if is_chapter else None,
        authors=authors or book_authors,
        editors=editors or book_editors,
        authors_complete=is_complete and book_complete,
        publisher=_text(book, "Publisher/PublisherName"),
        place=_text(book, "Publisher/PublisherLocation"),
        date=read_date(book.find("PubDate")) or read_date(book.find("BeginningDate")),
        electronic=None,
        volume=_text(book, "Volume"),
        edition=_text(book, "Edition"),
        pages=_pages(document),
        identifiers=(
            pmid,
            *_identifiers(document.find("ArticleIdList"), document),
            *(one for one in named if one is not None),
        ),
        language=languages[0] if languages else None,
        other_languages=languages[1:],
    )


def _titles(parent: etree._Element) -> tuple[str | None, str | None]:
    """Give the title to print and the vernacular one where it stands beside a translation.

    Without an English title (or with PubMed's `[Not Available].`) the vernacular one is the title.
    """
    title = plain(parent.find("ArticleTitle"))
    vernacular = _without_stop(plain(parent.find("VernacularTitle")))
    if title is None or title in _PLACEHOLDER_TITLES:
        return vernacular, None
    return _without_stop(title), vernacular


def _without_stop(title: str | None) -> str | None:
    """Drop the full stop that NLM ends a title with; an ellipsis stays."""
    if title and title.endswith(".") and not title.endswith(".."):
        return title[:-1].rstrip() or None
    return title


def _abstract(element: etree._Element | None) -> str | None:
    """Give an abstract, one paragraph a section, labels kept (`METHODS: …`)."""
    if element is None:
        return None
    sections = []
    for section in element.findall("AbstractText"):
        text = plain(section)
        label = folded(section.get("Label"))
        if text:
            is_labelled = label is not None and label.upper() != "UNLABELLED"
            sections.append(f"{label}: {text}" if is_labelled else text)
    return "\n".join(sections) or None


def _pages(parent: etree._Element) -> str | None:
    pages = _text(parent, "Pagination/MedlinePgn")
    if pages:
        return pages
    start, end = _text(parent, "Pagination/StartPage"), _text(parent, "Pagination/EndPage")
    return f"{start}-{end}" if start and end and start != end else start


def _elocation(article: etree._Element, kind: str) -> str | None:
    for element in article.findall("ELocationID"):
        if element.get("EIdType") == kind and element.get("ValidYN") != "N":
            return plain(element)
    return None


def _identifiers(own: etree._Element | None, article: etree._Element) -> Iterator[Identifier]:
    """Yield PMCID, DOI and Bookshelf accession out of the record's *own* list of identifiers.

    Never by descending: `ReferenceList` holds the identifiers of the papers that are cited.
    """
    elements = own.findall("ArticleId") if own is not None else []
    found = [(element.get("IdType"), plain(element)) for element in elements]
    found.append(("doi", _elocation(article, "doi")))
    for name, scheme in (("pmc", Scheme.PMCID), ("doi", Scheme.DOI), ("bookaccession", Scheme.BOOKSHELF)):
        candidates = (Identifier.make(scheme, text) for kind, text in found if kind == name and text)
        identifier = next(filter(None, candidates), None)
        if identifier is not None:
            yield identifier


def _notices(citation: etree._Element) -> Iterator[Notice]:
    for element in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        pmid = Identifier.make(Scheme.PMID, _text(element, "PMID") or "")
        yield Notice(
            kind=element.get("RefType", "Unknown"),
            source=_text(element, "RefSource"),
            pmid=pmid.value if pmid else None,
            note=_text(element, "Note"),
        )


def _version(element: etree._Element | None) -> int | None:
    text = element.get("Version", "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _text(parent: etree._Element | None, path: str) -> str | None:
    return plain(parent.find(path)) if parent is not None else None


def _texts(parent: etree._Element, path: str) -> Iterator[str]:
    return filter(None, map(plain, parent.findall(path)))
