"""What each demand of the JATS profile says, of which element, and under which key of the front matter it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml.etree import _Element, fromstring

from tests.exporters.samples import POLICY, read
from tests.validators.test_jats_validators import GOLDEN, JOURNAL, SPOILT
from toolkit.model.span import Span
from toolkit.validators import jats_forms, jats_presence
from toolkit.validators.jats_profile import DEMANDS, validate_profile

Said = tuple[str, str | None, str | None]
BY_RULE = {one.rule: one for one in DEMANDS}
NO_DATE = "a date is not made of a year, a month from 1 to 12 and a day"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
NAMED = "<name><surname>Doe</surname></name>"
# Of the golden, spoilt as test_jats_validators.py spoils it.
SAYS: dict[str, list[Said]] = {
    "export-jats-article-type": [('"question" is no article type that PMC knows', None, "type")],
    "export-jats-journal-title": [("the journal or site has no title", None, None)],
    "export-jats-issn": [("the journal has no ISSN", None, None)],
    "export-jats-issn-form": [('"2049-3631" is not a valid ISSN', "issn", None)],
    "export-jats-article-categories": [
        ("the article has no single heading that says what kind it is", None, "type")
    ],
    "export-jats-pub-date": [("the article has no date of publication", None, "date")],
    "export-jats-date-form": [(NO_DATE, "element-citation", None)],
    "export-jats-elocation": [
        ("the article has neither a first page nor an electronic location", None, None)
    ],
    "export-jats-doi": [("the article has no DOI", None, "doi")],
    "export-jats-doi-form": [('"https://doi.org/10.5555/example.1" is not a bare DOI', "article-id", "doi")],
    "export-jats-pmid-form": [('"PMID 28360040" is not a PMID', "pub-id", None)],
    "export-jats-orcid-form": [
        ('"https://orcid.org/0000-0002-1825-0098" is not a valid ORCID', "contrib-id", "authors")
    ],
    "export-jats-contributors": [("the article names no author", None, "authors")],
    "export-jats-roles": [("an author has no CRediT role", "contrib", "authors")] * 2,
    "export-jats-permissions": [("the article has no copyright holder", None, "copyright")],
    "export-jats-license": [("the licence has no address", "license", "license")],
    "export-jats-publication-type": [
        ("a reference does not say what kind of work it is", "element-citation", None)
    ]
    * 3,
    "export-jats-alt-text": [('the image "smear.png" has no alternative text', "graphic", None)],
    "export-jats-coi": [("there is no statement on competing interests", None, "competing_interests")],
    "export-jats-abstract": [("the article has no abstract", None, "abstract")],
    "export-jats-funding": [("there is no statement on funding", None, "funding")],
    "export-jats-data-availability": [
        ("there is no statement on the availability of data", None, "data_availability")
    ],
    "export-jats-ai-assistance": [("there is no statement on generative tools", None, "ai_assistance")],
    "export-jats-math-id": [("a formula has no id", "{http://www.w3.org/1998/Math/MathML}math", None)],
    "export-jats-empty": [("<p> is empty", "p", None)],
    "export-jats-xref": [("a reference to a fig points at <table-wrap>", "xref", None)],
    "export-jats-link": [("a link does not say what kind of address it has", "ext-link", None)] * 2,
    "export-jats-related-article": [
        ("a related article is related in no way that PMC knows", "related-article", None)
    ],
}


def said(
    check: Callable[[_Element], Iterator[tuple[str, _Element | None, str | None]]], xml: bytes | str
) -> list[Said]:
    found = check(fromstring(xml))
    return [(message, None if element is None else str(element.tag), key) for message, element, key in found]


@pytest.mark.parametrize("rule", SPOILT)
def test_what_a_demand_says(rule: str) -> None:
    before, after = SPOILT[rule]
    if rule == "export-jats-empty":
        before, after = b"<p>Ask your doctor.</p>", b"<p/>"
    assert said(BY_RULE[rule].check, GOLDEN.replace(before, after)) == SAYS[rule]


def test_a_problem_has_the_words_and_the_help_of_its_demand_and_stands_at_its_key() -> None:
    article = read("Text.\n", front="title: T\nabstract: Short\n")
    data = GOLDEN.replace(*SPOILT["export-jats-abstract"]).replace(*SPOILT["export-jats-link"])
    found = {one.rule: one for one in validate_profile(data, article, JOURNAL)}
    missing, link = found["export-jats-abstract"], found["export-jats-link"]
    assert (missing.message, missing.help) == (
        "the article has no abstract",
        BY_RULE["export-jats-abstract"].help,
    )
    assert article.source.slice(missing.span) == "abstract"
    assert (link.span, link.help) == (Span(0, 0), "mend the address")
    assert validate_profile(b"<article", article, POLICY) == []


DATES = [
    ("<year>2026</year><month>12</month><day>31</day>", None),
    ("<year>2026</year><month>1</month><day>1</day>", None),
    ("<year>2026</year><month>12</month>", None),
    ("<year>2026</year>", None),
    ("<year>2024</year><month>02</month><day>29</day>", None),
    ("<year>0001</year><month>2</month><day>28</day>", None),
    ("<month>2</month><day>29</day>", None),
    ("<year>2026</year><month>2</month><day>29</day>", "there is no day 29 in month 2 of 2026"),
    ("<year>0001</year><month>2</month><day>29</day>", "there is no day 29 in month 2 of 1"),
    ("<year>9999</year><month>2</month><day>29</day>", "there is no day 29 in month 2 of 9999"),
    ("<year>2026</year><month>11</month><day>31</day>", "there is no day 31 in month 11 of 2026"),
    ("<year>2026</year><month>13</month>", NO_DATE),
    ("<year>2026</year><day>1</day>", NO_DATE),
    ("<year>MMXXVI</year><month>1</month><day>1</day>", NO_DATE),
    ("<year>2026</year><month>May</month>", NO_DATE),
    ("<year>2026</year><month>1</month><day>first</day>", NO_DATE),
    ("<year>12026</year><month>1</month><day>1</day>", NO_DATE),
    ("<year>٢٠٢٦</year>", NO_DATE),
]


@pytest.mark.parametrize("tag", ["pub-date", "date", "element-citation"])
@pytest.mark.parametrize(("parts", "message"), DATES)
def test_dates(tag: str, parts: str, message: str | None) -> None:
    expected = [(message, tag, None)] if message else []
    assert said(jats_forms.dates, f"<a><{tag}>{parts}</{tag}></a>") == expected


FORMS = [
    ("issn", "<a><issn/></a>", [('"" is not a valid ISSN', "issn", None)]),
    ("issn", "<a><issn> 2049-3630\n</issn><issn>not assigned</issn></a>", []),
    ("issn", "<a><issn>٢049-3630</issn></a>", [('"٢049-3630" is not a valid ISSN', "issn", None)]),
    (
        "orcid",
        '<a><contrib-id contrib-id-type="orcid"/></a>',
        [('"" is not a valid ORCID', "contrib-id", "authors")],
    ),
    ("orcid", '<a><contrib-id contrib-id-type="isni"/><x contrib-id-type="orcid"/></a>', []),
    ("doi", '<a><pub-id pub-id-type="doi">10.1000.5/x</pub-id></a>', []),
    ("doi", '<a><pub-id pub-id-type="doi"/></a>', [('"" is not a bare DOI', "pub-id", None)]),
    (
        "doi",
        '<a><pub-id pub-id-type="doi">10.1/x</pub-id></a>',
        [('"10.1/x" is not a bare DOI', "pub-id", None)],
    ),
    (
        "doi",
        '<a><pub-id pub-id-type="doi">10.1000/a b</pub-id></a>',
        [('"10.1000/a b" is not a bare DOI', "pub-id", None)],
    ),
    ("doi", '<a><pub-id pub-id-type="other">x</pub-id><x pub-id-type="doi"/></a>', []),
    ("pmid", '<a><pub-id pub-id-type="pmid">1</pub-id><pub-id pub-id-type="pmcid">PMC12</pub-id></a>', []),
    ("pmid", '<a><pub-id pub-id-type="pmid"/></a>', [('"" is not a PMID', "pub-id", None)]),
    ("pmid", '<a><pub-id pub-id-type="pmid">٢</pub-id></a>', [('"٢" is not a PMID', "pub-id", None)]),
    (
        "pmid",
        '<a><pub-id pub-id-type="pmid">1234567890</pub-id></a>',
        [('"1234567890" is not a PMID', "pub-id", None)],
    ),
    ("pmid", '<a><pub-id pub-id-type="pmcid">12</pub-id></a>', [('"12" is not a PMCID', "pub-id", None)]),
    ("pmid", '<a><pub-id>x</pub-id><x pub-id-type="pmid">x</x></a>', []),
    (
        "publication_type",
        "<a><mixed-citation/></a>",
        [("a reference does not say what kind of work it is", "mixed-citation", None)],
    ),
    (
        "alt_text",
        f'<a {XLINK}><inline-graphic xlink:href="a"/></a>',
        [('the image "a" has no alternative text', "inline-graphic", None)],
    ),
    (
        "alt_text",
        "<a><graphic><alt-text> </alt-text></graphic></a>",
        [('the image "None" has no alternative text', "graphic", None)],
    ),
    ("alt_text", "<a><graphic><alt-text>x</alt-text></graphic></a>", []),
    ("empty_elements", "<a><b/><i> </i></a>", [("<b> is empty", "b", None), ("<i> is empty", "i", None)]),
    (
        "empty_elements",
        '<a>x<td/><th/><xref/><break/><hr/><etal/><graphic/><m xmlns="u"/><b><td/></b></a>',
        [],
    ),
    (
        "cross_references",
        '<a><ref id="r"/><xref ref-type="bibr" rid="r"/><xref rid="r"/><xref ref-type="x" rid="r"/></a>',
        [],
    ),
    (
        "cross_references",
        '<a><xref ref-type="bibr" rid="s"/></a>',
        [('a reference points at "s", which is not there', "xref", None)],
    ),
    (
        "cross_references",
        "<a><xref/></a>",
        [('a reference points at "None", which is not there', "xref", None)],
    ),
    (
        "cross_references",
        '<a><fn id="r"/><xref ref-type="bibr" rid="r"/></a>',
        [("a reference to a bibr points at <fn>", "xref", None)],
    ),
    ("links", f'<a {XLINK}><ext-link ext-link-type="doi" xlink:href="https://x.org/"/></a>', []),
    ("links", '<a><ext-link ext-link-type="uri"/></a>', [('"" is not an address', "ext-link", None)]),
    (
        "links",
        f'<a {XLINK}><ext-link ext-link-type="uri" xlink:href="a b"/></a>',
        [('"a b" is not an address', "ext-link", None)],
    ),
    (
        "links",
        f'<a {XLINK}><ext-link xlink:href="a"/></a>',
        [("a link does not say what kind of address it has", "ext-link", None)],
    ),
    ("related_articles", '<a><related-article related-article-type="corrected-article"/></a>', []),
    ("math_ids", '<a><m:math xmlns:m="http://www.w3.org/1998/Math/MathML" id="m"/><math/></a>', []),
    ("article_type", "<a/>", [('"None" is no article type that PMC knows', None, "type")]),
]


@pytest.mark.parametrize(("check", "xml", "expected"), FORMS)
def test_forms(check: str, xml: str, expected: list[Said]) -> None:
    assert said(getattr(jats_forms, check), xml) == expected


def in_meta(inner: str) -> str:
    return f"<article><front><article-meta>{inner}</article-meta></front></article>"


GROUP = '<subj-group subj-group-type="heading">{}</subj-group>'
CREATORS = "<contrib-group>{}</contrib-group>"
TITLE = "<journal-title-group><journal-title><b>J</b></journal-title></journal-title-group>"
TITLED = f"<a><front><journal-meta>{TITLE}</journal-meta></front></a>"
PRESENCE = [
    (
        "journal_title",
        TITLED,
        [],
    ),
    (
        "issn",
        "<a><front><journal-meta><issn>not assigned</issn><issn>x</issn></journal-meta></front></a>",
        [],
    ),
    (
        "issn",
        "<a><front><journal-meta><issn/><issn> </issn></journal-meta></front></a>",
        [("the journal has no ISSN", None, None)],
    ),
    (
        "article_categories",
        in_meta(f"<article-categories>{GROUP.format('<subject>A</subject>')}</article-categories>"),
        [],
    ),
    (
        "article_categories",
        in_meta(f"<article-categories>{GROUP.format('<subject>A</subject>') * 2}</article-categories>"),
        SAYS["export-jats-article-categories"],
    ),
    (
        "article_categories",
        in_meta(f"<article-categories>{GROUP.format('<subject>A</subject>' * 2)}</article-categories>"),
        SAYS["export-jats-article-categories"],
    ),
    ("location", in_meta("<fpage>1</fpage>"), []),
    ("location", in_meta("<elocation-id>1</elocation-id>"), []),
    ("license_address", in_meta("<permissions/>"), [("the article has no licence", None, "license")]),
    ("contributors", in_meta(CREATORS.format(f'<contrib contrib-type="author">{NAMED}</contrib>')), []),
    (
        "contributors",
        in_meta(CREATORS.format('<contrib contrib-type="author"/>')),
        [("a contributor has no name", "contrib", "authors")],
    ),
]


@pytest.mark.parametrize(("check", "xml", "expected"), PRESENCE)
def test_presence(check: str, xml: str, expected: list[Said]) -> None:
    assert said(getattr(jats_presence, check), xml) == expected


def test_what_permissions_lack() -> None:
    expected = [("the article has no copyright statement, year, holder", None, "copyright")]
    assert said(jats_presence.permissions, in_meta("<permissions/>")) == expected
