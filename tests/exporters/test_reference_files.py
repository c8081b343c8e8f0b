"""References as CSL-JSON and RIS: nothing is lost on the way there and back, and other programs read them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.samples import GREEN, article_of, bibliography, cite, publish
from toolkit.exporters.references import CSL_NAME, RIS_NAME, files
from toolkit.model.article import Paragraph
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.publication import Publication
from toolkit.model.span import Span
from toolkit.model.work import Collective, PartialDate, Person, Work, WorkType
from toolkit.sources import csl, ris
from toolkit.sources.imported import ImportedWork

READERS = {CSL_NAME: csl.read_works, RIS_NAME: ris.read_works}
GROUP = Work(
    WorkType.REPORT,
    title="Guidance “on” </script> & <i>more</i> 😀",
    authors=(Collective("Agency for Health, Care and Quality"), Person("Češka", None, "RJ")),
    authors_complete=False,
    date=PartialDate(2024, text="2024 Winter"),
    publisher="The Agency",
    place="London",
    url="https://example.org/a?b=1&c=2",
    accessed=PartialDate(2026, 11, 2),
    identifiers=(Identifier(Scheme.ISBN, "9780306406157"),),
)


def published(*works: Work) -> Publication:
    keys = {f"k{number}": work for number, work in enumerate(works)}
    citations = Paragraph(Span(0, 0), (cite(*keys),))
    return publish(article_of(citations), bibliography(**keys))


def read_back(name: str, *works: Work) -> list[Work]:
    found = list(READERS[name](files(published(*works))[name].decode()))
    assert all(isinstance(one, ImportedWork) for one in found), found
    return [one.work for one in found if isinstance(one, ImportedWork)]


def core(work: Work, *, comma: str = ",") -> dict[str, Any]:
    """Give what must never be lost: identifiers, names, dates, title and place."""
    names = [
        one.name.replace(",", comma)
        if isinstance(one, Collective)
        else (
            one.family,
            one.given or " ".join(f"{letter}." for letter in one.initials or "") or None,
            one.suffix,
        )
        for one in (*work.authors, *work.editors)
    ]
    numbers = (work.date.year, work.date.month, work.date.day) if work.date else None
    place = work.journal_full or work.journal or work.container
    return {
        "names": names,
        "date": numbers,
        "place": place,
        **{
            one: getattr(work, one)
            for one in ("type", "title", "volume", "issue", "pages", "identifiers", "issn")
        },
    }


words = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters=",;"), min_size=1, max_size=12
)
names = st.one_of(
    st.builds(Person, words, words, st.just("A")),
    st.builds(Person, words, st.just("Ann"), st.just("A"), st.just("Jr")),
    st.builds(Collective, words),
)
dates = st.builds(
    PartialDate.possible, st.integers(1, 9999), st.none() | st.integers(1, 12), st.integers(1, 28)
)
works = st.builds(
    Work,
    st.sampled_from([WorkType.JOURNAL, WorkType.PREPRINT]),
    title=words,
    authors=st.lists(names, max_size=4).map(tuple),
    editors=st.lists(names, max_size=2).map(tuple),
    journal_full=words,
    date=dates,
    volume=st.none() | words,
    pages=st.sampled_from([None, "e1000", "2603-2611", "1-3, 7"]),
    issn=st.just("2049-3630"),
    identifiers=st.lists(
        st.sampled_from([Identifier(Scheme.PMID, "28360040"), *GREEN.identifiers[1:], *GROUP.identifiers]),
        unique=True,
    ).map(lambda found: tuple(sorted(found, key=lambda one: list(Scheme).index(one.scheme)))),
)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=80, deadline=None)
@given(work=works)
def test_what_is_written_is_read_back(name: str, work: Work) -> None:
    assert [core(one) for one in read_back(name, work)] == [core(work)]


def test_both_files_say_everything_of_a_paper_and_a_report() -> None:
    for name in READERS:
        paper, report = read_back(name, GREEN, GROUP)
        assert core(paper) == core(replace(GREEN, issn=paper.issn))
        assert core(report) == core(GROUP, comma="," if name == CSL_NAME else ";")
        assert report.accessed == GROUP.accessed
        assert (report.publisher, report.place, report.url) == (GROUP.publisher, GROUP.place, GROUP.url)


def test_pandoc_reads_the_same_from_both() -> None:
    made = files(published(GREEN, GROUP))
    own = json.loads(made[CSL_NAME])
    for name, kind in ((CSL_NAME, "csljson"), (RIS_NAME, "ris")):
        theirs = json.loads(pypandoc.convert_text(made[name].decode(), "csljson", format=kind))
        assert [one["id"] for one in theirs] == ["k0", "k1"]
        assert theirs[0]["DOI"] == "10.1182/blood-2016-10-569186"
        assert theirs[0]["author"] == own[0]["author"]
        assert theirs[0]["page"].replace("–", "-") == "2603-2611"
        assert [len(one["author"]) for one in theirs] == [1, 2]
        assert "2017" in str(theirs[0]["issued"])


def test_nothing_that_a_title_holds_breaks_a_record() -> None:
    title = "a\r\nER  - \r\nTY  - JOUR\u2028b\x85c\x00d"
    for name in READERS:
        (found,) = read_back(name, replace(GREEN, title=title))
        assert found.pmid == GREEN.pmid
        assert " ".join((found.title or "").replace("\0", " ").split()) == "a ER - TY - JOUR b c d"


def test_four_hundred_references_and_a_hundred_authors() -> None:
    authors = tuple(Person(f"Name{number}", "A") for number in range(100))
    many = [
        replace(GREEN, authors=authors, identifiers=(Identifier(Scheme.PMID, str(number)),))
        for number in range(1, 401)
    ]
    for name in READERS:
        found = read_back(name, *many)
        assert [one.pmid for one in found] == [str(number) for number in range(1, 401)]
        assert {len(one.authors) for one in found} == {100}


def test_an_article_without_references_has_no_files() -> None:
    assert files(publish(article_of())) == {}
