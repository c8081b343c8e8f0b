"""Whole articles and the XML that they become: each golden is valid under three DTDs and the profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.exporters.jats_dtds import complaints
from tests.exporters.samples import POLICY, publish
from toolkit.exporters.jats import build, render
from toolkit.exporters.jats.document import NAMESPACES
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Severity
from toolkit.model.policy import Profile
from toolkit.model.publication import Publication
from toolkit.model.review import Reviewer, ReviewState, ReviewStatus
from toolkit.readers.bibtex import read_library
from toolkit.readers.lock import read_lock, seal_lock
from toolkit.readers.markdown import read_article
from toolkit.validators.dtd import parse_document
from toolkit.validators.jats_profile import validate_profile

FOLDER = Path(__file__).parent / "golden"
JOURNAL = replace(POLICY, profile=Profile.JOURNAL)
APPROVED = ReviewState(
    ReviewStatus.APPROVED,
    date(2026, 3, 4),
    date(2029, 3, 4),
    (Reviewer("Ann Other", "Haematologist", "MD", "0000-0001-5109-3700"),),
)
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def publication(name: str) -> Publication:
    library = read_library("references.bib", (FOLDER / "references.bib").read_bytes())
    lock = read_lock("references.lock", seal_lock((FOLDER / "references.lock").read_text("utf-8")).encode())
    assert not lock.problems
    article = read_article(f"articles/{name}.md", (FOLDER / f"{name}.md").read_bytes())
    policy = JOURNAL if name == "journal" else POLICY
    review = APPROVED if name == "everything" else ReviewState()
    return publish(article, Bibliography(library, lock.records), policy=policy, review=review)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_becomes_its_golden(name: str, update: bool) -> None:
    data = render(publication(name))
    golden = FOLDER / f"{name}.xml"
    if update:
        golden.write_bytes(data)
    assert data.decode() == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_each_golden_is_valid_under_three_dtds(name: str) -> None:
    assert complaints((FOLDER / f"{name}.xml").read_bytes()) == []


@pytest.mark.parametrize("name", ["everything", "journal"])
def test_goldens_with_front_matter_meet_both_profiles(name: str) -> None:
    """The two have all that a journal needs, so that each demand is met somewhere."""
    source = publication(name)
    made = build(source)
    for profile in Profile:
        policy = replace(source.policy, profile=profile)
        problems = validate_profile(made.data, source.article, policy, made.places)
        assert [one for one in problems if one.severity is Severity.ERROR] == []


def test_each_citation_is_one_xref_and_groups_are_not_collapsed() -> None:
    root = parse_document(render(publication("everything")))
    body = root.find("body")
    assert body is not None
    text = " ".join("".join(map(str, body.itertext())).split())
    assert "[see 1; 1; 1]" in text
    assert "[1; 2, p. 3]" in text
    assert "Green [1] agrees" in text


def test_one_study_under_three_names_is_one_reference() -> None:
    root = parse_document(render(publication("everything")))
    assert [one.get("id") for one in root.iter("ref")] == ["ref-1", "ref-2", "ref-3"]


def test_a_retracted_paper_is_called_so() -> None:
    root = parse_document(render(publication("everything")))
    comments = [one.text for one in root.iter("comment")]
    assert comments == ["Retracted in: Lancet. 2011;2:3 (PMID 20000001).", "Corrected in: Lancet. 2010;1:9."]
    assert root.xpath("count(//xref[@specific-use='as-retracted'])") == 1


def test_formulas_have_ids_and_keep_their_tex() -> None:
    root = parse_document(render(publication("everything")))
    maths = list(root.iter(f"{{{NAMESPACES['mml']}}}math"))
    assert [one.get("id") for one in maths] == ["math-1", "math-2", "math-3"]
    assert maths[0].get("alttext") == r"\alpha^2 + \beta"


def test_a_draft_says_so_in_banner_and_metadata() -> None:
    data = render(replace(publication("minimal"), is_draft=True))
    assert complaints(data) == []
    root = parse_document(data)
    assert root.findtext("body/boxed-text[@content-type='draft']/p", "").startswith("Draft")
    names = [one.text for one in root.iter("meta-name")]
    assert "draft" in names
