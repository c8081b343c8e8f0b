"""PubMed's XML, saved by hand: any bytes give records, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.saved import examine_saved as examine
from fuzz.target import DATA
from toolkit.sources.pubmed_xml import cut

__all__ = ["TOKENS", "examine", "seeds"]

TOKENS = (
    *(
        "<PubmedArticle>",
        "</PubmedArticle>",
        "<PubmedBookArticle>",
        '<PMID Version="1">',
        "</PMID>",
        "<ArticleTitle>",
        "<i>",
    ),
    *(
        "<PubDate>",
        "<MedlineDate>",
        "<Year>",
        "<AbstractText>",
        '<CommentsCorrections RefType="RetractionIn">',
        "<Author>",
    ),
    *(
        "<CollectiveName>",
        '<ArticleId IdType="doi">',
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "&a;",
        "&#0;",
        "<![CDATA[",
        "]]>",
        "<?x",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give real records, one a file, and a book."""
    for piece in cut((DATA / "pubmed" / "sample.xml").read_bytes()):
        yield b"<PubmedArticleSet>" + piece.data + b"</PubmedArticleSet>"
    yield (DATA / "pubmed" / "book-20821847.xml").read_bytes()
