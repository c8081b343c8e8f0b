"""Articles that try to break the XML: none does, and each oddity is said."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.exporters.jats_dtds import complaints
from tests.exporters.samples import (
    GREEN,
    NOWHERE,
    article_of,
    bibliography,
    cite,
    paragraph,
    publish,
    read,
    text,
    with_policy,
)
from toolkit.errors import ExportRefusedError
from toolkit.exporters.jats import build, render
from toolkit.exporters.jats.document import HREF
from toolkit.model.article import (
    BlockQuote,
    Contributor,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    Math,
    Metadata,
    Paragraph,
)
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.policy import Policy
from toolkit.model.work import Collective, PartialDate, Person, Work, WorkType
from toolkit.validators.dtd import parse_document


def test_markup_in_text_stays_text() -> None:
    words = "]]> <script>alert(1)</script> &amp; <!-- --> <?php ?> &#x0; \" '"
    data = render(publish(article_of(paragraph(words), metadata=Metadata(title=words, abstract=words))))
    assert complaints(data) == []
    root = parse_document(data)
    assert root.findtext("body/p") == words
    assert root.findtext("front/article-meta/title-group/article-title") == words
    assert not list(root.iter("script"))


def test_characters_that_xml_cannot_hold_are_replaced_and_reported() -> None:
    made = build(publish(article_of(paragraph("a\x00b\x1bc\ufffed"), metadata=Metadata(title="t\x07"))))
    assert complaints(made.data) == []
    assert parse_document(made.data).findtext("body/p") == "a\ufffdb\ufffdc\ufffdd"
    assert [one.rule for one in made.problems] == ["export-jats-character"] * 2


def test_lone_surrogates_do_not_crash() -> None:
    made = build(publish(article_of(paragraph("a\ud800b"))))
    assert parse_document(made.data).findtext("body/p") == "a\ufffdb"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "\x01javascript:x",
        "//evil",
        "a\\b",
    ],
)
def test_unsafe_addresses_become_text(url: str) -> None:
    data = render(publish(article_of(Paragraph(NOWHERE, (Link(NOWHERE, url, (text("here"),)),)))))
    assert complaints(data) == []
    paragraph = parse_document(data).find("body/p")
    assert paragraph is not None
    assert "".join(map(str, paragraph.itertext())) == "here"


@pytest.mark.parametrize(
    "url", ["../secret.png", "%2e%2e/secret.png", "/etc/passwd", "file:///x.png", "https://x/y"]
)
def test_images_outside_the_folder_are_not_referred_to(url: str) -> None:
    data = render(publish(article_of(Figure(NOWHERE, Image(NOWHERE, url, "alt"), (text("c"),)))))
    assert complaints(data) == []
    assert not [one for one in parse_document(data).iter("graphic") if one.get(HREF)]


def test_identifiers_that_clash_are_told_apart() -> None:
    names = [
        "ref-1",
        "fn-1",
        "osler-sec-1",
        "1 2",
        "ünï",
        "a",
        "a",
        "osler-disclaimer-1",
        "x" * 300,
        "математика",
    ]
    blocks = [Heading(NOWHERE, 2, (text(name),), name) for name in names]
    data = render(publish(article_of(*blocks, Paragraph(NOWHERE, (cite("green"),)))))
    assert complaints(data) == []


def test_an_article_nested_beyond_reading_is_refused_at_its_line() -> None:
    node: Paragraph | BlockQuote = paragraph("deep")
    for _ in range(300):
        node = BlockQuote(NOWHERE, (node,))
    with pytest.raises(ExportRefusedError, match="nests deeper") as caught:
        build(publish(article_of(node)))
    assert (caught.value.path, caught.value.line) == ("articles/a.md", 1)


def test_an_article_of_twenty_thousand_levels_is_refused_too() -> None:
    node: Emphasis = Emphasis(NOWHERE, (text("deep"),))
    for _ in range(20_000):
        node = Emphasis(NOWHERE, (node,))
    with pytest.raises(ExportRefusedError):
        build(publish(article_of(Paragraph(NOWHERE, (node,)))))


def test_markdown_as_deep_as_the_reader_allows_is_exported() -> None:
    article = read(">" * 5_000 + " deep\n\n" + "*" * 2_000 + "x" + "*" * 2_000)
    assert complaints(render(publish(article))) == []


def test_four_hundred_references_and_a_hundred_authors() -> None:
    works = {
        f"k{number}": Work(
            WorkType.JOURNAL,
            title=f"Paper <{number}>",
            authors=(
                *(Person(f"Fämily{author} & Co", f"Given{author}", "G", "Jr") for author in range(20)),
                Collective("The <Group>"),
            ),
            journal="J",
            date=PartialDate(2000, 1, 1),
            identifiers=(Identifier(Scheme.PMID, str(number + 1)),),
        )
        for number in range(400)
    }
    people = tuple(Contributor(NOWHERE, name=f"Author Number{number}") for number in range(100))
    article = article_of(Paragraph(NOWHERE, (cite(*works),)), metadata=Metadata(title="T", authors=people))
    data = render(publish(article, bibliography(**works)))
    assert complaints(data) == []
    root = parse_document(data)
    assert root.xpath("count(//ref)") == 400
    assert root.xpath("count(//xref[@ref-type='bibr'])") == 400
    assert root.xpath("count(//ref[1]//name)") == 20
    assert root.xpath("count(//contrib)") == 100


@pytest.mark.parametrize("kind", list(WorkType))
def test_each_kind_of_work_is_valid_even_if_little_is_known(kind: WorkType) -> None:
    bare = {
        "a": Work(kind),
        "b": replace(GREEN, type=kind, container="C", publisher="P", place="L", edition="2"),
    }
    article = article_of(Paragraph(NOWHERE, (cite("a", "b"),)))
    assert complaints(render(publish(article, bibliography(**bare)))) == []


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("2603-2611", {"fpage": "2603", "lpage": "2611"}),
        ("2603–11", {"fpage": "2603", "lpage": "2611"}),
        ("106-14", {"fpage": "106", "lpage": "114"}),
        ("e1000", {"fpage": "e1000"}),
        ("S1-S10", {"fpage": "S1", "lpage": "S10"}),
        ("496-513; discussion 514", {"page-range": "496-513; discussion 514"}),
        ("i, iii-v", {"page-range": "i, iii-v"}),
    ],
)
def test_pages(pages: str, expected: dict[str, str]) -> None:
    works = {"a": replace(GREEN, pages=pages)}
    article = article_of(Paragraph(NOWHERE, (cite("a"),)))
    root = parse_document(render(publish(article, bibliography(**works))))
    citation = next(root.iter("element-citation"))
    found = {name: citation.findtext(name) for name in ("fpage", "lpage", "page-range")}
    assert {name: value for name, value in found.items() if value is not None} == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (PartialDate(2017, 5, 11), {"year": "2017", "month": "5", "day": "11"}),
        (PartialDate(2017), {"year": "2017"}),
        (PartialDate(1998, text="1998 Dec-1999 Jan"), {"year": "1998", "season": "Dec-1999 Jan"}),
        (PartialDate(text="Spring"), {"string-date": "Spring"}),
        (PartialDate(), {}),
    ],
)
def test_dates(day: PartialDate, expected: dict[str, str]) -> None:
    article = article_of(Paragraph(NOWHERE, (cite("a"),)))
    data = render(publish(article, bibliography(a=replace(GREEN, date=day))))
    assert complaints(data) == []
    citation = next(parse_document(data).iter("element-citation"))
    names = ("year", "month", "day", "season", "string-date")
    found = {name: text_of for name in names if (text_of := citation.findtext(name)) is not None}
    assert found == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Doe", {"surname": "Doe", "given-names": "Jane"}),
        ("Doe, Jane", {"surname": "Doe", "given-names": "Jane"}),
        ("Jane van der Berg", {"surname": "van der Berg", "given-names": "Jane"}),
        ("John Doe Jr", {"surname": "Doe", "given-names": "John", "suffix": "Jr"}),
        ("John Doe, Jr.", {"surname": "Doe", "given-names": "John", "suffix": "Jr."}),
        ("Jane Doe, MD, PhD", {"surname": "Doe", "given-names": "Jane", "degrees": "MD, PhD"}),
        ("Plato", {"surname": "Plato"}),
        ("The Vitamin B12 Working Group", {"collab": "The Vitamin B12 Working Group"}),
    ],
)
def test_names(name: str, expected: dict[str, str]) -> None:
    metadata = Metadata(title="T", authors=(Contributor(NOWHERE, name=name),))
    data = render(publish(article_of(paragraph("x"), metadata=metadata)))
    assert complaints(data) == []
    contrib = next(parse_document(data).iter("contrib"))
    names = ("surname", "given-names", "suffix", "degrees", "collab")
    found = {tag: next((one.text for one in contrib.iter(tag)), None) for tag in names}
    assert {tag: value for tag, value in found.items() if value is not None} == expected


def test_formulas_that_cannot_be_read_keep_their_tex_and_are_reported() -> None:
    made = build(publish(article_of(Paragraph(NOWHERE, (Math(NOWHERE, "{" * 60),)))))
    assert complaints(made.data) == []
    assert "{" * 60 in (next(parse_document(made.data).iter("tex-math")).text or "")
    assert [one.rule for one in made.problems] == ["export-jats-formula"]


def test_a_site_without_anything_configured_makes_up_no_issn() -> None:
    data = render(publish(article_of(paragraph("x")), policy=Policy()))
    assert complaints(data) == []
    root = parse_document(data)
    assert [one.text for one in root.iter("issn")] == ["not assigned"]
    assert root.find("front/journal-meta/journal-title-group") is None


def test_an_empty_article_is_valid() -> None:
    assert (
        complaints(render(publish(article_of(metadata=Metadata()), policy=with_policy(disclaimers=())))) == []
    )


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "from tests.exporters.samples import *\n"
        "from toolkit.exporters.jats import render\n"
        "import sys\n"
        "sys.stdout.buffer.write(render(publish(read('# A\\n\\n[@green; @x] {#b .c}\\n\\n::: {.a .b}\\nx\\n:::\\n'))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert len(outputs) == 1
