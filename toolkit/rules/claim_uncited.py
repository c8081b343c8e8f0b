"""A statement that needs a source has none.

## Why
A reader who acts on a dose, a figure or advice, and an editor who must vouch for it, can't tell knowledge
from opinion unless the statement names where it comes from: "use of direct references to original research
sources" (ICMJE Recommendations, section IV.A.3.g); "attribution" is one of the eight principles of the
HONcode and of the four core standards of Silberg, Lundberg and Musacchio (JAMA 1997;277(15):1244-1245).

Each sentence and list item is judged. What an editor would send back without a source (doses, figures,
advice, effects, risks, symptoms and tests, how often something occurs, what studies found) is an error;
textbook facts (definitions, anatomy) are warnings. Headings, questions, disclaimers, examples and text
about the article are left alone. The message says what the statement was taken for, and the confidence how
sure that is. A list that completes its lead-in is one statement, reported once, at the lead-in; so is a
row of a table.

## Fails
```markdown articles/example.md
Oral supplements of 1000 to 2000 µg daily are enough in dietary deficiency.
```

## Passes
```markdown articles/example.md
Oral supplements of 1000 to 2000 µg daily are enough in dietary deficiency [@devalia2014].

See a doctor if your skin is [@nice2021]:

- red
- hot
```

## Settings
`citation-scope`: `"sentence"` (default) or `"paragraph"`: whether a citation also covers the sentences
around it that have none of their own, up to the ends of its paragraph. `[…]{.claim}` marks a claim
explicitly: the citations inside it or right after it cover all of it, and only it.

## Fix
There is none that a program may make: it takes a source. Find one (`osler add` a PMID or DOI), reword the
sentence to what is known, or drop it. Where the rule is wrong, or the board has agreed to leave a statement
without a source, say so beside it: `<!-- osler: ignore claim-uncited: common ground, agreed with the board -->`.

## Evidence
`python -m benchmarks evaluate` measures the detector on 699 labelled units of 43 health pages and prints how
often it is right, with intervals.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.unit import Claim, Need, Scope, UnitBlock

_QUOTED = 60
_SEVERITIES = {Need.MUST: Severity.ERROR, Need.SHOULD: Severity.WARNING}


def check(article: Article, context: Context) -> Iterator[Problem]:  # noqa: ARG001 - the claims are its units
    """Report every claim without a source; items of one list, and cells of one row, together."""
    claims = context.claims
    together: dict[int, list[int]] = {}
    for index, claim in enumerate(claims):
        if claim.is_uncited:
            head = index if claim.reported_with is None else claim.reported_with
            together.setdefault(head, []).append(index)
    for head, indices in sorted(together.items()):
        place = indices[0] if len(indices) == 1 else head
        yield _problem(claims[place], [claims[index] for index in indices])


def _problem(place: Claim, missing: list[Claim]) -> Problem:
    """Make the problem of one claim: `missing` are its parts without a source, at least one."""
    needs = [claim.judgement.need for claim in missing]
    gravest = missing[needs.index(Need.MUST) if Need.MUST in needs else 0].judgement
    others = len(missing) - (place in missing)
    if others and place.unit.block is UnitBlock.TABLE_CELL:
        what = f"the row of {_quote(place.unit.text)} has no source"
    elif others:
        items = "the item" if others == 1 else f"{others} items"
        what = f"{_quote(place.unit.text)} and {items} that complete{'s' * (others == 1)} it have no source"
    else:
        what = f"{_quote(place.unit.text)} has no source"
    return Problem(
        place.unit.span,
        f"{what}: {gravest.why}",
        help=_help(gravest.need, place, is_list=bool(others)),
        severity=_SEVERITIES[gravest.need],
        confidence=gravest.confidence,
    )


def _quote(text: str) -> str:
    """Quote the start of a sentence, cut between words."""
    if len(text) > _QUOTED:
        text = text[:_QUOTED].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return f'"{text}"'


def _help(need: Need, place: Claim, *, is_list: bool) -> str:
    where = "on its first line or its last item" if is_list else "in the sentence"
    if place.unit.block is UnitBlock.TABLE_CELL:
        where = "in any cell of the row, or in the table's caption"
    if place.scope is Scope.EXPLICIT:
        where = "inside the marked claim or right after it"
    if need is Need.SHOULD:
        return f"cite a textbook, guideline or review {where}, as [@key], or say in a suppression why none is needed"
    return f"cite the work that says so {where}, as [@key]; if there is none, reword the statement or drop it"


RULE = Rule("claim-uncited", Severity.ERROR, check)
