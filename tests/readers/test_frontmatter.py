"""Front matter: values with types, problems with places, and YAML that means harm."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.model.article import ArticleType, Audience, ChangeKind
from toolkit.model.span import SourceText
from toolkit.readers.contributors import CREDIT_ROLES, is_orcid_valid
from toolkit.readers.frontmatter import MAX_BYTES, read_front_matter
from toolkit.readers.markdown import read_article

WHOLE = """---
title: "Can vitamin B12 deficiency cause leukopenia?"
type: question-answer
audience: both
authors:
  - jdoe
  - name: Jane Roe
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliations: [Clinic of X, University of Y]
    credentials: MD, PhD
    email: jane@example.org
    roles: [Writing - original draft, "writing–review & editing", Software]
    corresponding: true
date: 2026-11-22
keywords: vitamin B12, leukopenia
subjects: [Vitamin B 12 Deficiency, Leukopenia]
license: CC-BY-4.0
doi: https://doi.org/10.1000/ABC
language: en-GB
copyright: 2026 The authors
data_availability: No data were made.
former_slugs: [b12, old/b12]
competing_interests: None.
funding: [Trust A, Trust B]
ai_assistance:
  - tool: Some model
    version: "4"
    dates: 2026-11
    sections: [Key points]
abstract: |
  First line.
  Second line.
version: 1.10
history:
  - {date: 2026-11-22, kind: update, summary: New dosing.}
---
Text.
"""


WRONG_DIGIT = "4:10 the check digit of the ORCID iD `0000-0002-1825-0098` is wrong"
COLON = "2:11 the front matter is not valid YAML: mapping values are not allowed in this context"


def _problems(yaml: str) -> list[str]:
    """Give the problems of a front matter as `line:column message`."""
    source = SourceText("x.md", f"---\n{yaml}\n---\n")
    found = read_front_matter(source)[1]
    assert all(problem.rule == "article-front-matter" for problem in found)
    places = (source.position(problem.span.start) for problem in found)
    return [f"{at.line}:{at.column} {one.message}" for at, one in zip(places, found, strict=True)]


def test_every_key() -> None:
    article = read_article("x.md", WHOLE.encode())
    data = article.metadata
    assert article.problems == ()
    assert data.title == "Can vitamin B12 deficiency cause leukopenia?"
    assert data.type is ArticleType.QUESTION_ANSWER
    assert data.audience == (Audience.PATIENT, Audience.PROFESSIONAL)
    board, author = data.authors
    assert (board.identifier, board.name) == ("jdoe", None)
    assert author.orcid == "0000-0002-1825-0097"
    assert author.affiliation == "Clinic of X; University of Y"
    assert author.roles == ("writing – original draft", "writing – review & editing", "software")
    assert author.is_corresponding
    assert data.date == date(2026, 11, 22)
    assert data.keywords == ("vitamin B12", "leukopenia")
    assert data.subjects == ("Vitamin B 12 Deficiency", "Leukopenia")
    assert data.doi == "10.1000/abc"
    assert data.funding == "Trust A; Trust B"
    assert data.former_slugs == ("b12", "old/b12")
    assert data.ai_assistance is not None
    assert data.ai_assistance[0].tool == "Some model"
    assert data.ai_assistance[0].sections == ("Key points",)
    assert data.abstract == "First line.\nSecond line."
    assert data.version == "1.10", "a version is a text, not a number"
    assert [change.kind for change in data.history] == [ChangeKind.UPDATE]
    assert all(article.source.slice(span) == key for key, span in data.spans.items())
    assert len(data.spans) == 19
    assert article.source.slice(data.span).endswith("---")


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: x", []),
        ("ai_assistance: none", []),
        ("titel: x", ["2:1 unknown key `titel`"]),
        ("title: x\ntitle: y", ["3:1 the key `title` stands here a second time"]),
        ("title:", ["2:1 `title` is empty"]),
        ("title: [a]", ["2:8 `title` must be a text, not a list"]),
        ("date: 22.11.2026", ["2:7 `22.11.2026` is not a date"]),
        ("date: 2026-02-30", ["2:7 `2026-02-30` is not a day of the calendar"]),
        ("audience: patients", ["2:11 `patients` is not a known audience"]),
        ("type: essay", ["2:7 `essay` is not a known type"]),
        ("doi: 11.1000/1", ["2:6 `11.1000/1` is not a DOI"]),
        ("language: english language", ["2:11 `english language` is not a language tag"]),
        ("status: approved", ["2:1 `status` can't be set by hand"]),
        ("authors:\n- name: A\n  orcid: 0000-0002-1825-0098", [WRONG_DIGIT]),
        ("authors:\n- name: A\n  orcid: 12", ["4:10 `12` is not an ORCID iD"]),
        ("authors:\n- name: A\n  roles: [author]", ["4:11 `author` is not a role of CRediT"]),
        ("authors:\n- affiliation: A", ["3:3 an author has neither `name`, `collective` nor `id`"]),
        ("authors:\n- name: A\n  phone: 1", ["4:3 an author has no key `phone`"]),
        (
            "authors:\n- name: A B\n  collective: C",
            ["3:3 an author is either a person (`name`) or a group (`collective`)"],
        ),
        ("authors: []", ["2:1 `authors` is empty"]),
        ("ai_assistance: some", ["2:16 `ai_assistance` must be `none` or a list of uses, not `some`"]),
        ("ai_assistance:\n- purpose: x", ["3:3 a use of AI does not name its `tool`"]),
        ("history:\n- date: 2026-01-01", ["3:3 a change lacks `kind`, `summary`"]),
        (
            "history:\n- {date: 2026-01-01, kind: update, summary: x, notice: y}",
            ["3:56 `y` is not a DOI"],
        ),
        ("translated_abstracts: x", ["2:23 `translated_abstracts` must be a mapping from language to abstract"]),
        ("translated_abstracts: {de: Kurz, '12': x}", ["2:34 `12` is not a language tag"]),
        ("title: B12: a review", [COLON]),
        ("just text", ["2:1 the front matter must be keys and values, such as `title: …`"]),
        ("- a", ["2:1 the front matter must be keys and values, such as `title: …`"]),
        ("title: &a x", ["2:8 an anchor (`&name`) is not allowed in front matter"]),
        ("title: *a", ["2:8 an alias (`*name`) is not allowed in front matter", "2:1 `title` is empty"]),
        ("title: !!python/object x", ["2:8 a tag (`!name`) is not allowed in front matter"]),
        ("[a]: b", ["2:1 a key must be a text", "2:1 unknown key ``"]),
    ],
)  # fmt: skip
def test_problem(yaml: str, expected: list[str]) -> None:
    assert _problems(yaml) == expected


def test_what_stands_before_a_fault_is_kept() -> None:
    metadata, problems = read_front_matter(SourceText("x.md", "---\ntitle: x\nkeywords: [a\n---\n"))
    assert metadata.title == "x"
    assert len(problems) == 1


def test_not_closed() -> None:
    article = read_article("x.md", b"---\ntitle: x\n\nText [@a].\n")
    assert [problem.message for problem in article.problems] == ["the front matter is not closed"]
    assert [citation.key for citation in article.citations] == ["a"]


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert read_article("x.md", b"---\n\nText.\n").problems == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(line_end: str) -> None:
    text = "---\ntitle: x\n---\nText [@a].\n".replace("\n", line_end)
    article = read_article("x.md", text.encode())
    assert (article.metadata.title, [one.key for one in article.citations]) == ("x", ["a"])


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * 60_000,
        "a: " + "{a: " * 15_000,
        "- " * 30_000,
        "? " * 30_000,
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]",
        "a: b\n" * 13_000,
        "x" * MAX_BYTES + "\nx: y",
    ],
    ids=["lists", "mappings", "dashes", "questions", "aliases", "repeated", "large"],
)
def test_bombs(yaml: str) -> None:
    """None crashes, none grows; each is told of."""
    assert _problems(yaml)


def test_orcid_check_digit() -> None:
    """ORCID's own examples (support.orcid.org, "Structure of the ORCID Identifier"), and each wrong digit."""
    for digits in ("0000000218250097", "0000000151093700", "000000021694233X"):
        assert is_orcid_valid(digits)
        assert sum(is_orcid_valid(digits[:-1] + last) for last in "0123456789X") == 1


def test_credit_has_fourteen_roles() -> None:
    assert len(set(CREDIT_ROLES)) == 14


def test_a_collective_author_is_never_taken_apart() -> None:
    article = read_article("a.md", b"---\nauthors:\n  - collective: The Study Group\n---\n")
    (author,) = article.metadata.authors
    assert (author.name, author.is_collective, article.problems) == ("The Study Group", True, ())
