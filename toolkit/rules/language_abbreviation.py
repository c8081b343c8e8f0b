"""An abbreviation is used that the text never explains, or explains only later.

## Why
A reader who does not know an abbreviation is lost at once, and one who knows another meaning is misled: "MS" is
multiple sclerosis, mitral stenosis and morphine sulfate. The AMA Manual of Style (11th ed., chapter 13) asks for the
expanded form at first mention with the abbreviation in parentheses behind it, and so does the NHS
for health content.

## Fails
```markdown articles/example.md
---
audience: patient
---

People with CKD should ask for a yearly test.
```

## Passes
```markdown articles/example.md
---
audience: patient
---

People with chronic kidney disease (CKD) should ask for a yearly test. CKD often has no symptoms. HIV is one cause.
```

## Settings
`known-abbreviations`: those that your readers know, besides those that Osler takes as known (`HIV`, `DNA`, `MRI`…; many
more where professionals read). Where patients read, or no audience is declared, a finding is a warning. Where only
professionals read, it is information, and only for what is explained too late: names of genes, programs and
reagents can't be told from other abbreviations surely enough.

## Evidence
Looked for in paragraphs and lists: two to six capitals, reported once, at the first use. Left alone is
whatever is introduced anywhere in the text, or could be a name: of a gene, a trial, an instrument; words whose
initials the text spells out; numerals, DNA bases, words in capitals for emphasis, links and italics,
quotations, and combinations with digits or hyphens.

Read one by one, 22 of 23 that it reports on 103 pages and four research articles taken as if for patients were unknown
abbreviations (the other is a trade name); six of them are "VA", which those pages' own readers know. All 20 in
122 research articles for professionals are introduced after their first use.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.acronyms import Unexplained, unexplained
from toolkit.claims.known_acronyms import FOR_ALL, FOR_PROFESSIONALS
from toolkit.claims.language import language_of
from toolkit.claims.passages import Passage
from toolkit.model.article import Article, Audience
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each abbreviation that a reader is not told, once."""
    # With no audience declared, patients are assumed to read.
    declared = article.metadata.audience or context.policy.default_audience
    for_patients = Audience.PATIENT in declared or not declared
    known_to_all = FOR_ALL.union(context.policy.known_abbreviations)
    known_to_professionals = known_to_all | FOR_PROFESSIONALS

    def is_plain(passage: Passage) -> bool:
        part = next((name for div in passage.divs if (name := div.attributes.get("audience"))), None)
        return part == Audience.PATIENT or (part is None and for_patients)

    def is_known(abbreviation: str, passage: Passage) -> bool:
        return abbreviation in (known_to_all if is_plain(passage) else known_to_professionals)

    found = list(unexplained(article, is_known))
    if not found:
        return
    tag = article.metadata.language or context.policy.language
    if not language_of(tag, (claim.unit.text for claim in context.claims)).is_english:
        return
    for one in found:
        if is_plain(one.passage):
            yield _problem(article, one, Severity.WARNING)
        elif one.introduced is not None:
            yield _problem(article, one, Severity.INFO)


def _problem(article: Article, one: Unexplained, severity: Severity) -> Problem:
    name = one.abbreviation
    if one.introduced is None:
        return Problem(
            one.span,
            f'"{name}" is not explained',
            f'write at its first use what it means: "… ({name})"; if your readers know it, add it to '
            "`known-abbreviations`",
            severity=severity,
        )
    return Problem(
        one.span,
        f'"{name}" is used before it is explained',
        f'write "{one.long_form} ({name})" here',
        severity=severity,
        related=(Related(article.path, one.introduced, "explained here"),),
    )


RULE = Rule("language-abbreviation", Severity.INFO, check, Confidence.MEDIUM)
