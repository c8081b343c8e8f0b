"""The DTD and the profile: each demand is met by a golden and missed once its subject is spoilt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exporters.samples import POLICY, article_of, publish, read, with_policy
from toolkit.exporters.jats import build
from toolkit.model.finding import Severity
from toolkit.model.policy import Profile
from toolkit.model.span import Span
from toolkit.validators.dtd import dtd_path, validate_dtd
from toolkit.validators.jats_forms import issn_is_valid, orcid_is_valid
from toolkit.validators.jats_profile import DEMANDS, validate_profile

GOLDEN = (Path(__file__).parents[1] / "exporters" / "golden" / "everything.xml").read_bytes()
JOURNAL = with_policy(profile=Profile.JOURNAL)
ARTICLE = article_of()
# What to change in the golden so that just this demand is missed.
SPOILT = {
    "export-jats-article-type": (b'article-type="other"', b'article-type="question"'),
    "export-jats-journal-title": (
        b"<journal-title>Journal of Answers</journal-title>",
        b"<journal-title> </journal-title>",
    ),
    "export-jats-issn": (b">2049-3630<", b">not assigned<"),
    "export-jats-issn-form": (b">2049-3630<", b">2049-3631<"),
    "export-jats-article-categories": (b'subj-group-type="heading"', b'subj-group-type="other"'),
    "export-jats-pub-date": (b'date-type="pub"', b'date-type="collection"'),
    "export-jats-date-form": (b"<month>5</month>", b"<month>May</month>"),
    "export-jats-elocation": (b"<elocation-id>everything</elocation-id>", b"<elocation-id> </elocation-id>"),
    "export-jats-doi": (b'<article-id pub-id-type="doi">', b'<article-id pub-id-type="pii">'),
    "export-jats-doi-form": (b">10.5555/example.1<", b">https://doi.org/10.5555/example.1<"),
    "export-jats-pmid-form": (b">28360040<", b">PMID 28360040<"),
    "export-jats-orcid-form": (b"0000-0002-1825-0097", b"0000-0002-1825-0098"),
    "export-jats-contributors": (b'contrib-type="author"', b'contrib-type="editor"'),
    "export-jats-roles": (b'<role vocab="credit"', b'<role vocab="other"'),
    "export-jats-permissions": (b"copyright-holder>", b"copyright-statement>"),
    "export-jats-license": (b"ali:license_ref>", b"ali:free_to_read>"),
    "export-jats-publication-type": (b' publication-type="journal"', b""),
    "export-jats-alt-text": (b"alt-text>", b"long-desc>"),
    "export-jats-coi": (b'fn-type="coi-statement"', b'fn-type="other"'),
    "export-jats-abstract": (b"abstract>", b"trans-abstract>"),
    "export-jats-funding": (b"funding-statement>", b"award-group>"),
    "export-jats-data-availability": (b'sec-type="data-availability"', b'sec-type="other"'),
    "export-jats-ai-assistance": (b'sec-type="ai-assistance"', b'sec-type="other"'),
    "export-jats-math-id": (b' id="math-1"', b""),
    "export-jats-empty": (b"<p>oral</p>", b"<p/>"),
    "export-jats-xref": (b'rid="fig-smear" ref-type="fig"', b'rid="tbl-doses" ref-type="fig"'),
    "export-jats-link": (b'ext-link-type="uri"', b'ext-link-type="thing"'),
    "export-jats-related-article": (
        b"<abstract>",
        b'<related-article related-article-type="cousin"/><abstract>',
    ),
}


def rules(data: bytes) -> set[str]:
    return {one.rule or "" for one in validate_profile(data, ARTICLE, JOURNAL)}


def test_the_golden_meets_the_strict_profile_but_for_what_is_advice() -> None:
    problems = validate_profile(GOLDEN, ARTICLE, JOURNAL)
    assert [(one.rule, one.severity) for one in problems] == [("export-jats-roles", Severity.WARNING)]


def test_every_demand_is_tried_below() -> None:
    assert set(SPOILT) == {demand.rule for demand in DEMANDS}


@pytest.mark.parametrize("rule", SPOILT)
def test_a_demand_is_missed_when_its_subject_is_spoilt(rule: str) -> None:
    before, after = SPOILT[rule]
    if rule == "export-jats-empty":
        before, after = b"<p>Ask your doctor.</p>", b"<p/>"
    assert before in GOLDEN
    assert rule in rules(GOLDEN.replace(before, after))


def test_what_only_journals_need_is_not_asked_of_the_web() -> None:
    strict = {demand.rule for demand in DEMANDS if demand.web is None}
    data = GOLDEN
    for rule in strict:
        data = data.replace(*SPOILT[rule])
    assert strict <= {one.rule for one in validate_profile(data, ARTICLE, JOURNAL)}
    assert not strict & {one.rule for one in validate_profile(data, ARTICLE, POLICY)}


def test_a_complaint_stands_at_the_markdown_it_came_from() -> None:
    article = read("Text.\n\n![](smear.png)\n\nA [link](b).\n")
    made = build(publish(article))
    problems = validate_profile(made.data, article, POLICY, made.places)
    at = [
        article.source.position(one.span.start).line for one in problems if one.rule == "export-jats-alt-text"
    ]
    assert at == [7]


def test_something_missing_is_reported_at_its_key() -> None:
    article = read("Text.\n", front="title: T\nlicense: my own\n")
    made = build(publish(article))
    problems = validate_profile(made.data, article, POLICY, made.places)
    lines = {one.rule: article.source.position(one.span.start).line for one in problems}
    assert lines["export-jats-license"] == 3
    assert lines["export-jats-pub-date"] == 1


@pytest.mark.parametrize(
    ("issn", "valid"),
    [
        ("2049-3630", True),
        ("0317-8471", True),
        ("2434-561X", True),
        ("2049-3631", False),
        ("20493630", False),
        ("", False),
    ],
)
def test_issn(issn: str, valid: bool) -> None:
    assert issn_is_valid(issn) is valid


@pytest.mark.parametrize(
    ("orcid", "valid"),
    [
        ("https://orcid.org/0000-0002-1825-0097", True),
        ("https://orcid.org/0000-0002-1694-233X", True),
        ("https://orcid.org/0000-0002-1825-0098", False),
        ("http://orcid.org/0000-0002-1825-0097", False),
        ("0000-0002-1825-0097", False),
    ],
)
def test_orcid(orcid: str, valid: bool) -> None:
    assert orcid_is_valid(orcid) is valid


def test_the_official_dtd_is_the_one_that_biopython_ships() -> None:
    assert dtd_path().name == "JATS-archivearticle1-3-mathml3.dtd"
    assert validate_dtd(GOLDEN) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b'rid="ref-1"', b'rid="ref-999"', "ref-999"),
        (b' id="ref-2"', b' id="ref-1"', "already defined"),
        (b"<caption>", b"<heading>", "not well formed"),
        (b"<label>Table 1</label>", b"<nonsense>Table 1</nonsense>", "nonsense"),
        (b"<article ", b"<artikel ", "not well formed"),
        (b"<front>", b"<front><p>x</p>", "front"),
    ],
)
def test_the_dtd_notices(before: bytes, after: bytes, said: str) -> None:
    problems = validate_dtd(GOLDEN.replace(before, after, 1))
    assert any(said in one.message for one in problems)
    assert {one.rule for one in problems} == {"export-jats-dtd"}


def test_a_dtd_error_stands_at_the_nearest_place_that_is_known() -> None:
    article = read("One.\n\nTwo *words*.\n")
    made = build(publish(article))
    broken = made.data.replace(b"<italic>", b"<italics>").replace(b"</italic>", b"</italics>")
    problems = validate_dtd(broken, made.places, fallback=Span(0, 1))
    lines = {article.source.position(one.span.start).line for one in problems}
    assert lines <= {7}
    assert lines


def test_many_errors_are_counted() -> None:
    problems = validate_dtd(GOLDEN.replace(b"<p>", b"<q>").replace(b"</p>", b"</q>"))
    assert len(problems) == 21
    assert "more errors" in problems[-1].message


def test_the_documentation_lists_every_demand_with_its_weights() -> None:
    page = (Path(__file__).parents[2] / "docs" / "jats.md").read_text("utf-8")
    for demand in DEMANDS:
        row = next(line for line in page.splitlines() if line.startswith(f"| `{demand.rule}` |"))
        weights = [cell.strip() for cell in row.split("|")[3:6]]
        expected = [
            demand.web.value if demand.web else "no",
            demand.journal.value if demand.journal else "no",
        ]
        assert weights == [demand.source, *expected]
