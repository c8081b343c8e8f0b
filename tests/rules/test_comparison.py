"""Forms that mean the same, and forms that do not, as a table for each part of a citation."""

from __future__ import annotations

import pytest

from toolkit.model.work import Collective, Name, Person, Work, WorkType
from toolkit.rules.characters import described, skeleton, visible
from toolkit.rules.comparison import (
    is_shortened,
    journals_agree,
    names_agree,
    normal_number,
    page_range,
    pages_agree,
    titles_agree,
)


@pytest.mark.parametrize(
    ("own", "known"),
    [
        ("Vitamin B12 Deficiency.", "Vitamin B12 deficiency"),
        ("Vitamin B₁₂ deficiency", "Vitamin B12 deficiency"),
        ("NF-kappa B signalling", "NF-κB signalling"),
        ("β-Thalassaemia: a review", "Beta-thalassaemia - a review."),
        ("Über die Anämie", "Uber die Anamie"),
        ("Diabetes & the kidney", "Diabetes and the kidney"),
        ("[Anemia in pregnancy].", "Anemia in pregnancy"),
        ("RETRACTED: A trial of nothing", "A trial of nothing"),
        ("Parkinson's disease", "Parkinson’s disease"),
        ("[Iron metabolism (author's transl)]", "Iron metabolism"),
    ],
)
def test_titles_that_are_one(own: str, known: str) -> None:
    assert titles_agree(own, known)
    assert titles_agree(known, own)


@pytest.mark.parametrize(
    ("own", "known"),
    [
        ("Vitamin B12 deficiency", "Vitamin B6 deficiency"),
        ("Vitamin B12 deficiency", "Vitamin B12 deficiency in children"),
        ("α-Thalassaemia", "β-Thalassaemia"),
    ],
)
def test_titles_that_differ(own: str, known: str) -> None:
    assert not titles_agree(own, known)


def test_a_subtitle_may_be_missing_but_words_may_not() -> None:
    long = "Vitamin B12 deficiency: causes, symptoms and treatment"
    assert is_shortened("Vitamin B12 deficiency", long)
    assert not is_shortened("Vitamin B12 deficiency: causes", long)
    assert not is_shortened("Vitamin", long)


@pytest.mark.parametrize(
    ("own", "short", "full"),
    [
        ("New England Journal of Medicine", "N Engl J Med", "The New England journal of medicine"),
        ("N. Engl. J. Med.", "N Engl J Med", "The New England journal of medicine"),
        ("NEJM", "N Engl J Med", "The New England journal of medicine"),
        ("The Lancet", "Lancet", "Lancet (London, England)"),
        ("Journal of the American Medical Association", "JAMA", "JAMA"),
        ("JAMA: The Journal of the American Medical Association", "JAMA", "JAMA"),
        ("BMJ: British Medical Journal", "BMJ", "BMJ (Clinical research ed.)"),
        (
            "Proceedings of the National Academy of Sciences",
            "Proc Natl Acad Sci U S A",
            "Proceedings of the National Academy of Sciences of the United States of America",
        ),
        ("PNAS", "Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences"),
        ("Deutsches Ärzteblatt International", "Dtsch Arztebl Int", "Deutsches Arzteblatt international"),
        ("J. Cyst. Fibros.", "J Cyst Fibros", "Journal of cystic fibrosis : official journal of the ECFS"),
        ("PLOS ONE", "PLoS One", "PloS one"),
        ("Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev", "The Cochrane database"),
    ],
)
def test_journals_that_are_one(own: str, short: str, full: str) -> None:
    assert journals_agree(own, Work(WorkType.JOURNAL, journal=short, journal_full=full))


@pytest.mark.parametrize(
    ("own", "short", "full"),
    [
        ("Blood Advances", "Blood", "Blood"),
        ("The Lancet Oncology", "Lancet", "Lancet (London, England)"),
        ("American Journal of Medicine", "Am J Med Genet", "American journal of medical genetics"),
        ("Annals of Allergy, Asthma & Immunology", "J Allergy Clin Immunol", "The Journal of allergy"),
        ("Circulation: Heart Failure", "Circulation", "Circulation"),
    ],
)
def test_journals_that_differ(own: str, short: str, full: str) -> None:
    assert not journals_agree(own, Work(WorkType.JOURNAL, journal=short, journal_full=full))


@pytest.mark.parametrize(
    ("own", "known"),
    [
        (Person("Green", "Ralph"), Person("Green", "R", "R")),
        (Person("Müller", "Anna"), Person("Mueller", "A")),
        (Person("Andrès", "Emmanuel"), Person("Andres", "E")),
        (Person("Berg", "Jan van der"), Person("van der Berg", "J")),
        (Person("Guéant-Rodriguez", "Rosa-Maria"), Person("Gueant Rodriguez", "R M")),
        (Person("Wei", "Zhang"), Person("Zhang", "Wei", "W")),
        (Person("Smith", "John", suffix="Jr"), Person("Smith", "J")),
        (Collective("Vitamin B12 Consensus Panelists Group"), Collective("The Vitamin B12 Consensus Panelists Group")),
        (Person("Smith"), Person("Smith", "J")),
    ],
)  # fmt: skip
def test_names_that_may_be_one(own: Name, known: Name) -> None:
    assert names_agree(own, known)
    assert names_agree(known, own)


@pytest.mark.parametrize(
    ("own", "known"),
    [
        (Person("Green", "Ralph"), Person("Greene", "Ralph")),
        (Person("Green", "Ralph"), Person("Green", "Thomas", "T")),
        (Person("Wu", "P"), Person("Xu", "P")),
        (Collective("World Health Organization"), Collective("Food and Drug Administration")),
    ],
)
def test_names_that_differ(own: Name, known: Name) -> None:
    assert not names_agree(own, known)


@pytest.mark.parametrize(
    ("own", "known"),
    [
        ("129", "vol. 129"),
        ("XII", "12"),
        ("08", "8"),
        ("9/10", "9–10"),
        ("12 Suppl 1", "12 Supplement 1"),
        ("7 Pt 2", "7 part 2"),
    ],
)
def test_numbers_that_are_one(own: str, known: str) -> None:
    assert normal_number(own) == normal_number(known)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("263-71", ("263", "271")),
        ("2603–2611", ("2603", "2611")),
        ("S12-5", ("s12", "s15")),
        ("S12-S15", ("s12", "s15")),
        ("569-73; discussion 573-4", ("569", "573")),
        ("pp. 3-5", ("3", "5")),
        ("e1000", ("e1000", None)),
        ("99-101", ("99", "101")),
    ],
)
def test_page_ranges(pages: str, expected: tuple[str, str | None]) -> None:
    assert page_range(pages) == expected


def test_pages_agree_by_their_first_page_if_one_side_has_no_more() -> None:
    assert pages_agree("106", "106-114")
    assert pages_agree("106--114", "106-14")
    assert not pages_agree("106-112", "106-114")
    assert not pages_agree("107", "106-114")


def test_lookalikes_are_seen_and_shown() -> None:
    assert skeleton("gr\u0435\u0435n\u200b2017") == "green2017"
    assert visible("gre\u200ben") == "gre<U+200B>en"
    assert described("gr\u0435en\u2013") == "U+0435 CYRILLIC SMALL LETTER IE, U+2013 EN DASH"
    assert described("green2017") == ""
