"""Records saved by hand, to be added from a file, that are wrong, or meant to harm."""

from __future__ import annotations

from tests.hostile.case import Case

RIS = "TY  - JOUR\nTI  - A title\nPY  - 2020\nAN  - 28360040\nER  - \n"
XML = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>{}</Article>"
    "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
)
LAUGHS = (
    "<!DOCTYPE PubmedArticleSet ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20 if n else "ha"}">' for n in range(12))
    + "]><PubmedArticleSet>&e11;</PubmedArticleSet>"
)


def saved(name: str, code: int, says: str, file: str, text: str | bytes) -> Case:
    """A case whose one fault is the file that is to be added."""
    return Case(f"import: {name}", code, (says,), {file: text}, ("add", "--from", file))


IMPORTS = (
    saved("a RIS that never ends", 2, "x.ris", "x.ris", "TY  - JOUR\nTI  - A\n"),
    saved("a RIS without a type", 2, "x.ris", "x.ris", "TI  - A\nER  - \n"),
    saved(
        "a RIS of one tag 20,000 times",
        2,
        "x.ris",
        "x.ris",
        "TY  - JOUR\n" + "AU  - A, B\n" * 20_000 + "ER  - \n",
    ),
    saved("a RIS that is a web page", 2, "x.ris", "x.ris", "<!DOCTYPE html><html>404</html>"),
    saved("an empty RIS", 2, "x.ris", "x.ris", ""),
    saved("an nbib of nothing", 2, "x.nbib", "x.nbib", "\n\n\n"),
    saved("an nbib with a PMID that is none", 2, "x.nbib", "x.nbib", "PMID- ../../x\nTI  - A\n"),
    saved("an nbib cut off", 2, "x.nbib", "x.nbib", "PMID"),
    saved("an nbib of controls", 2, "x.nbib", "x.nbib", "PMID- 1\x1b[2J\nTI  - \x9b31m\n"),
    saved("a CSL that is a number", 2, "x.json", "x.json", "7"),
    saved("a CSL that is cut off", 2, "x.json", "x.json", '[{"type": "article-journal"'),
    saved("a CSL of huge numbers", 2, "x.json", "x.json", '[{"issued": {"date-parts": [[1e999]]}}]'),
    saved("a CSL with a number of 100,000 digits", 2, "x.json", "x.json", "[" + "9" * 100_000 + "]"),
    saved("a CSL with lone surrogates", 2, "x.json", "x.json", '[{"title": "\\ud800", "type": 1}]'),
    saved("a CSL with a key twice", 2, "x.json", "x.json", '{"PMID": 7, "PMID": [1], "title": {}}'),
    saved("XML with laughs", 2, "x.xml", "x.xml", LAUGHS),
    saved(
        "XML with an outside DTD",
        2,
        "x.xml",
        "x.xml",
        '<!DOCTYPE PubmedArticleSet SYSTEM "http://127.0.0.1:9/x.dtd"><PubmedArticleSet/>',
    ),
    saved("XML in another code", 2, "x.xml", "x.xml", '<?xml version="1.0" encoding="UTF-7"?>+ADw-a+AD4-'),
    saved("XML of another make", 2, "x.xml", "x.xml", "<html><body>Blocked</body></html>"),
    saved("XML that is deep", 2, "x.xml", "x.xml", "<PubmedArticleSet>" + "<a>" * 50_000),
    saved("XML of no article", 2, "x.xml", "x.xml", "<PubmedArticleSet/>"),
    saved("XML with an inclusion", 2, "x.xml", "x.xml", XML.format('<xi:include href="/etc/passwd"/>')),
    saved("a file of no known kind", 2, "x.exe", "x.exe", b"MZ\x90\0"),
    Case("import: a file outside that is a folder", 2, ("..",), command=("add", "--from", "..")),
    Case("import: a name that is no paper", 2, ("osler",), command=("add", "https://evil.example/\x1b[2J")),
)
