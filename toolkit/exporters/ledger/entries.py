"""The rows of the sheet: a claim on the left, its sources on the right, and room for the reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from toolkit.claims.detection import NOT_JUDGED
from toolkit.claims.ledger import Rank, hardest_first, rank_of
from toolkit.claims.shared_words import numbers_in
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.ledger.sources import Sources, box, formatted, highlighted, source_part
from toolkit.exporters.ledger.words import NEEDS, RANKS, scope_of
from toolkit.model.article import Article
from toolkit.model.evidence import EvidenceState
from toolkit.model.ledger import ArticleLedger, LedgerEntry, LedgerLine

Contents = list[Content]
_EXPLANATIONS = {
    Rank.RETRACTED: "What rests on a retracted work has to go, or must say that the work was retracted.",
    Rank.UNRELATED: "The claim and the abstract share hardly a word: the citation may be a slip, "
    "or the work says it elsewhere.",
    Rank.NUMBER_ABSENT: "It may stand in the full text: look for it there, and note the page.",
    Rank.QUOTE_ABSENT: "The words in quotation marks may stand in the full text: look for them there.",
    Rank.MUST_UNCITED: "Find a source, reword the sentence to what is known, or agree that none is needed, "
    "and say why.",
    Rank.NOT_COMPARED: "Nothing could be compared: read the work itself.",
    Rank.SHOULD_UNCITED: "Textbook knowledge, mostly: a textbook, a guideline or a review would do.",
    Rank.TO_BE_CHECKED: "Those whose wording is least like the abstract’s come first. Likeness is not support.",
    Rank.WAIVED: "The authors give a reason why there is no source.",
    Rank.BEYOND_NEED: "Osler takes these for sentences that need none; the citation is checked all the same.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that need a person for the same reason, under one heading."""

    identifier: str
    title: str
    explanation: str | None
    entries: tuple[LedgerEntry, ...]


def groups_of(ledger: ArticleLedger, prefix: str, *, in_order: bool) -> tuple[Group, ...]:
    """Give an article's claims in groups: hardest first, or all of them as one, in reading order."""
    claims = tuple(entry for entry in ledger.entries if not entry.is_exempt)
    if in_order:
        return (Group(f"{prefix}-claims", "Claims in reading order", None, claims),) if claims else ()
    ranked = groupby(hardest_first(claims), key=rank_of)
    return tuple(_group(rank, tuple(found), prefix, is_judged=ledger.is_judged) for rank, found in ranked)


def _group(rank: Rank, entries: tuple[LedgerEntry, ...], prefix: str, *, is_judged: bool) -> Group:
    identifier = f"{prefix}-{rank.name.lower().replace('_', '-')}"
    if rank is Rank.BEYOND_NEED and not is_judged:
        return Group(identifier, "Sentences with a source, not judged", None, entries)
    return Group(identifier, RANKS[rank], _EXPLANATIONS.get(rank), entries)


def claim_table(
    group: Group, article: Article, numbers: dict[int, int], known: Sources, *, level: int, lang: str
) -> Element:
    """Print a group as a table, whose head is repeated on each page of paper."""
    rows = [
        element(
            "tr",
            {"class": "entry", "id": f"{known.prefix}-claim-{numbers[entry.first.index]}"},
            element("td", {"class": "claim"}, *claim_part(entry, article, numbers, level=level, lang=lang)),
            element("td", {"class": "sources"}, *evidence_part(entry, known)),
        )
        for entry in group.entries
    ]
    head = element(
        "tr",
        None,
        element("th", {"scope": "col"}, "What the article says"),
        element("th", {"scope": "col"}, "What it cites for it"),
    )
    return element(
        "table",
        {"class": "claims", "aria-labelledby": group.identifier},
        element("thead", None, head),
        element("tbody", None, *rows),
    )


def claim_part(
    entry: LedgerEntry, article: Article, numbers: dict[int, int], *, level: int, lang: str
) -> Contents:
    """Print the claim in its words, where it stands, what it was taken for and why."""
    line = article.source.position(entry.first.claim.unit.span.start).line
    place = " · ".join([f"line {line}", " › ".join(entry.first.claim.unit.section)]).rstrip(" ·")
    judgement = entry.judgement
    verdict = f"{judgement.kind.value} · {NEEDS[judgement.need]} · {judgement.confidence.value} confidence"
    why = f"{judgement.why[:1].upper()}{judgement.why[1:]}."
    if judgement == NOT_JUDGED:
        verdict = "not judged"
    scope = scope_of(entry) if entry.is_cited else ""
    parts: list[Content | None] = [
        element(f"h{level}", {"class": "number"}, f"Claim {numbers[entry.first.index]}"),
        element("p", {"class": "place", "dir": "auto"}, place),
        *_text(entry, lang),
        element("p", {"class": "verdict"}, verdict),
        element("p", {"class": "why"}, why),
        element("p", {"class": "why"}, f"Its source: {scope}.") if scope else None,
        *_answers(entry),
        _room() if entry.is_cited else None,
    ]
    return [one for one in parts if one is not None]


def _answers(entry: LedgerEntry) -> list[Element]:
    """Print what the authors say to what a rule would have reported."""
    return [
        element(
            "p",
            {"class": "answer-of-authors"},
            f"The authors, of {', '.join(one.rules)}: ",
            element("span", {"dir": "auto"}, f"“{one.reason}”"),
        )
        for one in entry.suppressions
    ]


def _room() -> Element:
    """Print the room for what the reviewer has to say."""
    return element(
        "div",
        {"class": "room"},
        element("p", None, "Remarks"),
        element("p", None, "Initials"),
    )


def _text(entry: LedgerEntry, lang: str) -> Contents:
    """Print the sentence, or the lead-in and its items, with the numbers that no source has marked."""
    forms = frozenset(number.form for number in entry.evidence.absent_numbers)
    quotes = _absent_quotes(entry)
    attributes = {"class": "statement", "lang": lang, "dir": "auto"}

    def words(line: LedgerLine) -> Contents:
        text = line.claim.unit.text
        return highlighted(text, _merged(numbers_in(text, forms), _places(text, quotes)), "mark")

    lines = entry.lines
    if len(lines) == 1 and entry.lead_in is None:
        return [element("p", attributes, *words(lines[0]))]
    parts: Contents = []
    if entry.lead_in is not None:
        parts.append(
            element("p", {**attributes, "class": "statement lead-in"}, entry.lead_in.claim.unit.text)
        )
    elif lines[0].claim.reported_with is None:
        parts.append(element("p", attributes, *words(lines[0])))
        lines = lines[1:]
    items = (element("li", None, *words(line)) for line in lines)
    parts.append(element("ul", attributes, *items))
    return parts


def _absent_quotes(entry: LedgerEntry) -> list[str]:
    """Give the quotations that none of the sources has, in the order of the text."""
    compared = [one.comparison.absent_quotes for one in entry.evidence.sources if one.comparison is not None]
    if not compared or len(compared) < len(entry.evidence.sources):
        return []
    others = [frozenset(quotes) for quotes in compared[1:]]
    return [quote for quote in compared[0] if all(quote in quotes for quotes in others)]


def _places(text: str, quotes: list[str]) -> list[tuple[int, int]]:
    """Give the ranges of quotations, which follow one another in the text."""
    found: list[tuple[int, int]] = []
    for quote in quotes:
        start = text.find(quote, found[-1][1] if found else 0)
        if start >= 0 and quote:
            found.append((start, start + len(quote)))
    return found


def _merged(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the ranges of both in order; where two overlap, they become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((*some, *others)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def evidence_part(entry: LedgerEntry, known: Sources) -> Contents:
    """Print what is cited for a claim and what became of the comparison, or that nothing is."""
    if not entry.is_cited:
        return _without_source(entry)
    contents: Contents = [source_part(source, entry, known) for source in entry.evidence.sources]
    if entry.evidence.better:
        items = (element("li", None, *formatted(reference.work, 3)) for reference in entry.evidence.better)
        contents.append(
            element(
                "div",
                {"class": "better"},
                element("p", None, "Other references of this article whose wording is nearer to it:"),
                element("ul", None, *items),
            )
        )
    return contents


def _without_source(entry: LedgerEntry) -> Contents:
    if entry.evidence.state is EvidenceState.WAIVED:
        label = element("strong", None, "Waived: ")
        answers: Contents = [box("agreed"), " ", box("not agreed: a source is needed")]
        return [
            element("p", {"class": "state state-plain", "dir": "auto"}, label, entry.evidence.reason),
            element("p", {"class": "answers"}, *answers),
            _room(),
        ]
    label = element("strong", None, "No source")
    blank = element("span", {"class": "blank"})
    boxes = ("cite:", "reword, or take out", "none is needed, because:")
    return [
        element("p", {"class": "state state-wanting"}, label, "."),
        *(
            element("p", {"class": "answers"}, box(one), blank if one.endswith(":") else None)
            for one in boxes
        ),
        _room(),
    ]


def exempt_table(ledger: ArticleLedger, identifier: str, lang: str) -> Element | None:
    """Print the sentences that need no source with the reasons, each with a box to object."""
    exempt = [entry.first for entry in ledger.entries if entry.is_exempt]
    if not exempt:
        return None
    head = element(
        "tr",
        None,
        *(
            element("th", {"scope": "col", "class": "objection" if one == "Object" else None}, one)
            for one in ("Line", "Sentence", "Why none is needed", "Object")
        ),
    )
    return element(
        "table",
        {"class": "exempt", "aria-labelledby": identifier},
        element("thead", None, head),
        element("tbody", None, *(_exempt_row(line, ledger.article, lang) for line in exempt)),
    )


def _exempt_row(line: LedgerLine, article: Article, lang: str) -> Element:
    claim = line.claim
    where = article.source.position(claim.unit.span.start).line
    return element(
        "tr",
        None,
        element("td", {"class": "line"}, str(where)),
        element("td", {"lang": lang, "dir": "auto"}, claim.unit.text),
        element(
            "td", {"class": "why"}, f"{claim.judgement.why} ({claim.judgement.confidence.value} confidence)"
        ),
        element("td", {"class": "objection"}, box("needs one")),
    )
