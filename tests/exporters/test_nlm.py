"""References in NLM style: the forms of Citing Medicine and of the ICMJE's samples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.exporters.nlm import (
    PartKind,
    abbreviate_pages,
    format_names,
    format_plain,
    format_reference,
    notice_notes,
)
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Origin, Provenance, Record, Standing
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType


def people(text: str) -> tuple[Name, ...]:
    """Make persons of `Halpern SD, Ubel PA`."""
    parted = (one.rsplit(" ", 1) for one in text.split(", "))
    return tuple(Person(family, None, initials) for family, initials in parted)


HALPERN = Work(
    WorkType.JOURNAL,
    title="Solid-organ transplantation in HIV-infected patients",
    authors=people("Halpern SD, Ubel PA, Caplan AL"),
    journal="N Engl J Med",
    date=PartialDate(2002, 7, 25),
    volume="347",
    issue="4",
    pages="284-287",
    identifiers=(Identifier(Scheme.PMID, "12140307"),),
    language="eng",
)

# The works are those of the ICMJE's "Samples of Formatted References", by their headings there.
SAMPLES: dict[str, tuple[Work, str]] = {
    "standard journal article": (
        HALPERN,
        (
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. "
            "N Engl J Med. 2002 Jul 25;347(4):284-7. PubMed PMID: 12140307."
        ),
    ),
    "organization as author": (
        Work(
            WorkType.JOURNAL,
            title="Hypertension, insulin, and proinsulin in participants with impaired glucose tolerance",
            authors=(Collective("Diabetes Prevention Program Research Group"),),
            journal="Hypertension",
            date=PartialDate(2002),
            volume="40",
            issue="5",
            pages="679-686",
        ),
        (
            "Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in participants "
            "with impaired glucose tolerance. Hypertension. 2002;40(5):679-86."
        ),
    ),
    "both personal authors and an organization": (
        Work(
            WorkType.JOURNAL,
            title="Sexual dysfunction in 1,274 European men suffering from lower urinary tract symptoms",
            authors=(*people("Vallancien G, van Moorselaar RJ"), Collective("Alf-One Study Group")),
            journal="J. Urol.",
            date=PartialDate(2003),
            volume="169",
            issue="6",
            pages="2257-2261",
        ),
        (
            "Vallancien G, van Moorselaar RJ; Alf-One Study Group. Sexual dysfunction in 1,274 European men "
            "suffering from lower urinary tract symptoms. J Urol. 2003;169(6):2257-61."
        ),
    ),
    "no author": (
        Work(
            WorkType.JOURNAL,
            title="21st century heart solution may have a sting in the tail.",
            journal="BMJ",
            date=PartialDate(2002),
            volume="325",
            issue="7357",
            pages="184",
        ),
        "21st century heart solution may have a sting in the tail. BMJ. 2002;325(7357):184.",
    ),
    "article not in English": (
        Work(
            WorkType.JOURNAL,
            title="[Disease anxiety among medical students and law students]",
            vernacular_title="Sykdomsangst blant medisin- og jusstudenter.",
            authors=people("Ellingsen AE, Wilhelmsen I"),
            journal="Tidsskr Nor Laegeforen",
            date=PartialDate(2002),
            volume="122",
            issue="8",
            pages="785-787",
            language="nor",
        ),
        (
            "Ellingsen AE, Wilhelmsen I. Sykdomsangst blant medisin- og jusstudenter [Disease anxiety among medical "
            "students and law students]. Tidsskr Nor Laegeforen. 2002;122(8):785-7. Norwegian."
        ),
    ),
    "several languages": (
        replace(
            HALPERN,
            vernacular_title="Trasplante de órgano sólido",
            other_languages=("spa",),
            identifiers=(),
            pages=None,
        ),
        (
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients = Trasplante de "
            "órgano sólido. N Engl J Med. 2002 Jul 25;347(4). English, Spanish."
        ),
    ),
    "volume with supplement, question as title": (
        replace(HALPERN, title="Is it so?", volume="42 Suppl 2", issue=None, pages="S93-S99", identifiers=()),
        "Halpern SD, Ubel PA, Caplan AL. Is it so? N Engl J Med. 2002 Jul 25;42 Suppl 2:S93-9.",
    ),
    "ahead of print": (
        Work(
            WorkType.JOURNAL,
            title="Kidney health",
            authors=people("Yu WM"),
            journal="Kidney Int",
            date=PartialDate(2002, 7, 5),
            electronic=PartialDate(2002, 7, 5),
            identifiers=(Identifier(Scheme.DOI, "10.1000/x"),),
        ),
        "Yu WM. Kidney health. Kidney Int. 2002 Jul 5. doi: 10.1000/x. Epub ahead of print.",
    ),
    "electronic article number and earlier online date": (
        replace(HALPERN, pages=None, elocation="e0123", electronic=PartialDate(2002, 6, 1)),
        (
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med. "
            "2002 Jul 25;347(4):e0123. Epub 2002 Jun 1. PubMed PMID: 12140307."
        ),
    ),
    "book": (
        Work(
            WorkType.BOOK,
            title="Medical microbiology",
            authors=people("Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA"),
            edition="4",
            place="St. Louis",
            publisher="Mosby",
            date=PartialDate(2002, 3),
        ),
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002.",
    ),
    "editors as author": (
        Work(
            WorkType.BOOK,
            title="Operative obstetrics",
            editors=(Person("Gilstrap", None, "LC", "III"), *people("Cunningham FG, VanDorsten JP")),
            edition="2nd edition",
            place="New York",
            publisher="McGraw-Hill",
            date=PartialDate(2002),
        ),
        (
            "Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. "
            "New York: McGraw-Hill; 2002."
        ),
    ),
    "chapter": (
        Work(
            WorkType.CHAPTER,
            title="Chromosome alterations in human solid tumors",
            authors=people("Meltzer PS, Kallioniemi A, Trent JM"),
            editors=people("Vogelstein B, Kinzler KW"),
            container="The genetic basis of human cancer",
            place="New York",
            publisher="McGraw-Hill",
            date=PartialDate(2002),
            pages="93-113",
        ),
        (
            "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, "
            "Kinzler KW, editors. The genetic basis of human cancer. New York: McGraw-Hill; 2002. p. 93-113."
        ),
    ),
    "dissertation": (
        Work(
            WorkType.THESIS,
            title="Infant sleep and feeding: a telephone survey of Hispanic Americans",
            authors=people("Borkowski MM"),
            place="Mount Pleasant (MI)",
            publisher="Central Michigan University",
            date=PartialDate(2002),
        ),
        (
            "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans [dissertation]. "
            "Mount Pleasant (MI): Central Michigan University; 2002."
        ),
    ),
    "report": (
        Work(
            WorkType.REPORT,
            title="Final report",
            authors=people("Yen GG"),
            place="Stillwater (OK)",
            publisher="Oklahoma State University",
            date=PartialDate(2002, 2),
            issue="AFRLSRBLTR020123",
        ),
        "Yen GG. Final report. Stillwater (OK): Oklahoma State University; 2002 Feb. Report No.: AFRLSRBLTR020123.",
    ),
    "web page": (
        Work(
            WorkType.WEBPAGE,
            title="Vitamin B12",
            authors=(Collective("Office of Dietary Supplements"),),
            place="Bethesda (MD)",
            publisher="National Institutes of Health",
            date=PartialDate(2000),
            accessed=PartialDate(2002, 7, 9),
            url="https://ods.od.nih.gov/",
        ),
        (
            "Office of Dietary Supplements. Vitamin B12 [Internet]. Bethesda (MD): National Institutes of Health; 2000 "
            "[cited 2002 Jul 9]. Available from: https://ods.od.nih.gov/"
        ),
    ),
    "preprint": (
        Work(
            WorkType.PREPRINT,
            title="A model",
            authors=people("Doe J"),
            journal="medRxiv",
            date=PartialDate(2020, 3, 5),
            identifiers=(Identifier(Scheme.DOI, "10.1101/2020.03.01"),),
        ),
        "Doe J. A model [Preprint]. medRxiv. 2020 Mar 5. doi: 10.1101/2020.03.01.",
    ),
    "nothing but a title": (Work(WorkType.OTHER, title="A leaflet"), "A leaflet."),
    "nothing at all": (Work(WorkType.OTHER), ""),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(name: str) -> None:
    work, expected = SAMPLES[name]
    assert format_plain(work) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("2603-2611", "2603-11"),
        ("284-287", "284-7"),
        ("284–287", "284-7"),
        ("S12-S15", "S12-5"),
        ("e997-e1004", "e997-1004"),
        ("126A-127A", "126A-127A"),
        ("1595-603.e9", "1595-603.e9"),
        ("2603-11", "2603-11"),
        ("iii-vii", "iii-vii"),
        ("99-101, 110-112", "99-101, 110-2"),
        ("780-779", "780-779"),
        ("12-12", "12"),
        ("184", "184"),
        ("A1-B2", "A1-B2"),
    ],
)
def test_pages_are_shortened_as_nlm_does(pages: str, expected: str) -> None:
    assert abbreviate_pages(pages) == expected


def test_names_are_cut_only_if_asked() -> None:
    names = people("A A, B B, C C, D D, E E, F F, G G")
    assert format_names(names) == "A A, B B, C C, D D, E E, F F, G G"
    assert format_names(names, maximum=6) == "A A, B B, C C, D D, E E, F F, et al"
    assert format_names(names[:2], is_complete=False) == "A A, B B, et al"
    assert format_names((Person("Zola", "Émile É"), Collective("X"), Person("Y", "Y"))) == "Zola ÉÉ; X; Y Y"


def test_parts_say_what_they_are_and_lead_on() -> None:
    parts = format_reference(
        replace(HALPERN, identifiers=(*HALPERN.identifiers, Identifier(Scheme.PMCID, "PMC1")))
    )
    assert (
        "".join(part.text for part in parts) == format_plain(HALPERN)[:-1] + "; PubMed Central PMCID: PMC1."
    )
    links = [(part.kind, part.url) for part in parts if part.url]
    assert links == [
        (PartKind.PMID, "https://pubmed.ncbi.nlm.nih.gov/12140307/"),
        (PartKind.PMCID, "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
    ]
    assert [part.text for part in parts if part.kind is PartKind.SOURCE] == ["N Engl J Med"]


def test_notices_are_printed_where_they_are_passed() -> None:
    record = Record(
        HALPERN.identifiers[0],
        HALPERN,
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
        notices=(
            Notice("RetractionIn", "N Engl J Med. 2003;348:1."),
            Notice("CommentIn", "Lancet. 2002;1:1"),
        ),
    )
    notes = notice_notes(record)
    assert notes == ("Retraction in: N Engl J Med. 2003;348:1",)
    text = format_plain(HALPERN, notes=notes)
    assert text.endswith("284-7. Retraction in: N Engl J Med. 2003;348:1. PubMed PMID: 12140307.")
