"""What kind of evidence a cited work is, by PubMed's publication types and its indexers' headings.

Only what a record says plainly is read: a publication type that is no study of patients, with none
beside it that is one; the heading "Animals" without "Humans", which indexers set on every work (NLM,
*MEDLINE Indexing Online Training Course*, "Check tags"); headings of laboratory work on a paper about
no person. A record that PubMed has not indexed yet has few types and no headings: it is not judged by
what it lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.bibliography import Reference
from toolkit.model.record import Record
from toolkit.rules.preprints import PREPRINT_WORDS, is_preprint


class Weakness(StrEnum):
    """Kinds of publication on which no advice for patients should rest alone; the value names one."""

    CASE_REPORT = "a case report"
    EDITORIAL = "an editorial"
    COMMENT = "a comment"
    LETTER = "a letter"
    NEWS = "a news item"
    PROTOCOL = "the plan of a trial"
    PREPRINT = "a preprint"
    ANIMAL = "animal work"
    LABORATORY = "laboratory work"


class Ageing(StrEnum):
    """Kinds of publication by how they age; the value names one."""

    GUIDELINE = "guideline"
    REVIEW = "systematic review"
    STUDY = "publication"


# Publication types (MeSH, category V) in the order in which they are named to the author.
_WEAK_TYPES = {
    "Case Reports": Weakness.CASE_REPORT,
    "Editorial": Weakness.EDITORIAL,
    "Comment": Weakness.COMMENT,
    "Letter": Weakness.LETTER,
    "News": Weakness.NEWS,
    "Newspaper Article": Weakness.NEWS,
    "Interview": Weakness.NEWS,
    "Clinical Trial Protocol": Weakness.PROTOCOL,
}
_GUIDELINES = frozenset(
    (
        "Guideline",
        "Practice Guideline",
        "Consensus Development Conference",
        "Consensus Development Conference, NIH",
        "Consensus Statement",
    )
)
_REVIEWS = frozenset(("Systematic Review", "Meta-Analysis", "Network Meta-Analysis", "Scoping Review"))
_ON_PATIENTS = (
    _GUIDELINES
    | _REVIEWS
    | frozenset(
        (
            *("Review", "Clinical Study", "Clinical Trial", "Clinical Trial, Phase I"),
            *("Clinical Trial, Phase II", "Clinical Trial, Phase III", "Clinical Trial, Phase IV"),
            *("Adaptive Clinical Trial", "Controlled Clinical Trial", "Equivalence Trial"),
            *("Pragmatic Clinical Trial", "Randomized Controlled Trial", "Observational Study"),
        )
    )
)
# What makes a work more than its weak type says: a letter may report a trial, and a series whose papers
# begin with a patient ("Clinical Practice" of the N Engl J Med) is indexed as Case Reports and as Review.
_STRONGER = _ON_PATIENTS | frozenset(
    ("Multicenter Study", "Comparative Study", "Evaluation Study", "Validation Study", "Twin Study")
)
_LABORATORY = frozenset(
    (
        "In Vitro Techniques",
        "Cells, Cultured",
        "Tumor Cells, Cultured",
        "Cell Line",
        "Cell Line, Tumor",
        "Cell Line, Transformed",
        "Cell Culture Techniques",
        "HeLa Cells",
        "Hep G2 Cells",
        "HEK293 Cells",
        "MCF-7 Cells",
        "Caco-2 Cells",
    )
)
# Check tags that only persons (or animals) have.
_PERSONS = frozenset(
    (
        *("Male", "Female", "Pregnancy", "Infant, Newborn", "Infant", "Child, Preschool", "Child"),
        *("Adolescent", "Young Adult", "Adult", "Middle Aged", "Aged", "Aged, 80 and over"),
    )
)
_COCHRANE = "10.1002/14651858."
_SAYS_GUIDELINE = re.compile(
    r"\b(?:clinical |practice )guidelines?\b|^guidelines? (?:for|on|to)\b|\bguidelines?$", re.IGNORECASE
)
# Where no publication type is known: as CARE asks, "the words 'case report' in the title" (Gagnier and
# others, J Clin Epidemiol 2014;67:46-51, item 1).
_SAYS_CASE = re.compile(r"\b(?:an?|two|three|rare) case reports?\b|\bcase reports?\W*$", re.IGNORECASE)
_SAYS_REVIEW = re.compile(r"\bsystematic review\b|\bmeta-?analys[ie]s\b", re.IGNORECASE)
_BEASTS = (
    r"animals?|mice|mouse|murine|rats?|rodents?|rabbits?|dogs?|canine|pigs?|piglets?|porcine|swine|sheep"
    r"|monkeys?|macaques?|primates|zebrafish|flies|hamsters?|preclinical|pre-clinical|experimental(?:ly)?"
)
_LAB_WORDS = (
    r"in vitro|ex vivo|cell lines?|cell cultures?|in culture|cultured|test[- ]tubes?|pre-?clinical"
    r"|laboratory (?:work|stud\w+|experiments?)|isolated cells"
)
_OPINION_WORDS = r"editorials?|commentar\w+|comments?|letters?|opinions?|argued?|news"
_SAID = {
    Weakness.CASE_REPORT: (
        r"case (?:report|stud|histor|series)\w*"
        r"|(?:an?|one|single|two|three|few|several|isolated|published|reported) (?:\w+ )?cases?"
        r"|(?:one|single|two|three|four|five) (?:\w+ )?patients?"
        r"|cases? (?:(?:was|were|has been|have been|is|are) )?(?:described|reported|published)|anecdot\w+"
    ),
    Weakness.EDITORIAL: _OPINION_WORDS,
    Weakness.COMMENT: _OPINION_WORDS,
    Weakness.LETTER: _OPINION_WORDS,
    Weakness.NEWS: _OPINION_WORDS,
    Weakness.PROTOCOL: r"protocol|planned|under way|ongoing|is being|are being|will be",
    Weakness.ANIMAL: _BEASTS,
    Weakness.LABORATORY: _LAB_WORDS,
}
_SAYS = {weakness: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for weakness, words in _SAID.items()} | {
    Weakness.PREPRINT: PREPRINT_WORDS
}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a work ages, and whether a record says so or only its title or DOI."""

    ageing: Ageing
    is_recorded: bool


def weakness_of(reference: Reference) -> Weakness | None:
    """Say what makes a work weak evidence for advice; `None` if nothing known does."""
    record = reference.record
    if is_preprint(reference):
        return None if record is not None and record.notices_of("UpdateIn") else Weakness.PREPRINT
    if record is None or not record.publication_types:
        return Weakness.CASE_REPORT if _SAYS_CASE.search(reference.work.title or "") else None
    return _by_type(record) or _by_headings(record)


def _by_type(record: Record) -> Weakness | None:
    types = set(record.publication_types)
    if types & _STRONGER:
        return None
    found = next((kind for name, kind in _WEAK_TYPES.items() if name in types), None)
    is_funded = any(one.startswith("Research Support") for one in types)
    if found is Weakness.LETTER and is_funded:
        return None  # a research letter: a study in brief
    if found is Weakness.COMMENT and "Letter" not in types and (is_funded or _has_abstract(record)):
        return None  # a study that takes up another, such as the second stage of a registered report
    return found


def _has_abstract(record: Record) -> bool:
    return bool(record.abstract or (record.fingerprint and record.fingerprint.stems))


def _by_headings(record: Record) -> Weakness | None:
    if not _ON_PATIENTS.isdisjoint(record.publication_types):
        return None
    headings = set(record.mesh)
    if "Animals" in headings and "Humans" not in headings:
        return Weakness.ANIMAL
    if headings & _LABORATORY and not headings & _PERSONS:
        return Weakness.LABORATORY
    return None


def is_recorded(reference: Reference) -> bool:
    """Tell whether a record says what kind of publication a work is."""
    return reference.record is not None and bool(reference.record.publication_types)


def says(text: str, weakness: Weakness) -> bool:
    """Tell whether a sentence itself says that it rests on evidence of this kind."""
    return _SAYS[weakness].search(text) is not None


def ageing_of(reference: Reference) -> Kind:
    """Say how a work ages: by its publication types, or, where none tell, by its DOI and title."""
    types = set(reference.record.publication_types) if reference.record else set()
    if types & _GUIDELINES:
        return Kind(Ageing.GUIDELINE, is_recorded=True)
    if types & _REVIEWS:
        return Kind(Ageing.REVIEW, is_recorded=True)
    if (reference.work.doi or "").lower().startswith(_COCHRANE):
        return Kind(Ageing.REVIEW, is_recorded=True)
    title = reference.work.title or ""
    if not types and _SAYS_REVIEW.search(title):
        return Kind(Ageing.REVIEW, is_recorded=False)
    if not types and _SAYS_GUIDELINE.search(title):
        return Kind(Ageing.GUIDELINE, is_recorded=False)
    return Kind(Ageing.STUDY, is_recorded=True)
