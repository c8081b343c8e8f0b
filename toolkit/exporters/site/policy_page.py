"""The editorial policy in words: what the configuration in force demands, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.publication import disclaimer_paragraphs
from toolkit.exporters.site import BOARD, POLICY, Site
from toolkit.exporters.site.frame import Leaf, page, way
from toolkit.model.counting import counted
from toolkit.model.policy import Disclaimer, Occasion, Policy

TITLE = "Editorial policy"
_OCCASIONS = {
    Occasion.ALWAYS: "on every page",
    Occasion.PATIENT: "on pages for patients",
    Occasion.PROFESSIONAL: "on pages for health professionals",
    Occasion.AI_ASSISTANCE: "where an AI tool helped",
    Occasion.DOSING: "where doses are named",
    Occasion.RED_FLAGS: "where symptoms may be an emergency",
    Occasion.PREGNANCY: "where pregnancy is concerned",
    Occasion.CHILDREN: "where children are concerned",
    Occasion.UNREVIEWED: "on pages that no reviewer has approved as they stand",
}


def policy_page(
    site: Site,
    policy: Policy,
    rules: frozenset[str],
    own: Iterable[Content] = (),
    behind: Iterable[Element] = (),
) -> bytes:
    """Print what the editors wrote (`own`), then the policy in force.

    `rules` are the names of the rules that run: a sentence about a rule that does not run is not said.
    """
    own = tuple(own)
    contents = [
        element("div", {"class": "text prose"}, *own) if own else None,
        element("h2", None, "Review"),
        *map(_paragraph, _review(policy)),
        _board(site),
        element("h2", None, "Sources"),
        *map(_paragraph, _evidence(policy, rules)),
        *_wording(policy, rules),
        *_disclaimers(policy),
        element("h2", None, "Corrections and retractions"),
        _paragraph(
            "Corrections, updates and retractions are dated on the page that they concern. A retracted page "
            "stays at its address and in the index, marked as retracted."
        ),
    ]
    return page(site, Leaf(POLICY, TITLE, tuple(contents), behind=tuple(behind)))


def _paragraph(text: str) -> Element:
    return element("p", None, text)


def _review(policy: Policy) -> Iterator[str]:
    review = policy.review
    if review.required:
        people = [counted(count, role) for role, count in sorted(review.required.items())]
        needed = f"when {_joined(people)} of our board approved it"
    else:
        needed = "when a member of our board approved it"
    yield (
        f"A page counts as reviewed {needed}. An approval holds for the exact text, its figures and the "
        "evidence that it cites: when one of these changes, the page is pending review again and says so. "
        "Authors cannot approve their own pages."
    )
    yield (
        f"After a review the next is due within {_months(review.interval_months)}. The date of the last "
        "review moves only when the whole page was reviewed."
    )
    if review.publication_needs_approval:
        yield "Pages are published only once they are approved, safety corrections apart."
    else:
        yield (
            "A page may be published before its review is complete. It then says at its top that it is pending "
            "human review, and the index says so too."
        )


def _months(months: int) -> str:
    return counted(months // 12, "year") if months % 12 == 0 else counted(months, "month")


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _board(site: Site) -> Element | None:
    if site.links.board is None:
        return None
    link = element("a", {"href": way(POLICY) + BOARD}, "advisory board")
    return element("p", None, "Who they are is told on the page of the ", link, ".")


def _evidence(policy: Policy, rules: frozenset[str]) -> Iterator[str]:
    if "claim-uncited" in rules:
        yield (
            "Statements about health, such as doses, figures, risks and advice, are to name their source where "
            "they stand. Each page says how many do. A program counts this; whether a source bears out a "
            "statement is for people to judge."
        )
    if "claim-outdated-evidence" in rules:
        age = policy.evidence_max_age
        yield (
            f"Guidelines older than {counted(age.guideline, 'year')}, systematic reviews older than "
            f"{counted(age.systematic_review, 'year')} and other works older than {counted(age.other, 'year')} "
            "are reported to the authors where advice, a dose or a figure rests on them alone."
        )
    if "reference-retracted" in rules:
        yield (
            "The sources are compared with what PubMed records of them. A retracted paper may be cited only as "
            "retracted, and the list of references marks it."
        )


def _wording(policy: Policy, rules: frozenset[str]) -> Iterator[Element]:
    grade = policy.reading_grade.patient
    if "language-grade" in rules and grade is not None:
        yield element("h2", None, "Plain words")
        yield _paragraph(
            f"Pages for patients are to be readable at school grade {grade} or below (Flesch-Kincaid)."
        )


def _disclaimers(policy: Policy) -> Iterator[Element]:
    if not policy.disclaimers:
        return
    yield element("h2", None, "Disclaimers")
    yield _paragraph("These are the approved texts, and when a page carries them.")
    for one in policy.disclaimers:
        yield element("h3", None, one.title)
        yield element("p", {"class": "facts-line"}, _when(one))
        for text in disclaimer_paragraphs(one, policy):
            yield _paragraph(text)


def _when(disclaimer: Disclaimer) -> str:
    places = [words for occasion, words in _OCCASIONS.items() if occasion in disclaimer.required_for]
    text = _joined(places) if places else "where a page places it"
    return f"{text[0].upper()}{text[1:]}. Version {disclaimer.version}."
