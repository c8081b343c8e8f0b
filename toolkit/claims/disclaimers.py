"""Disclaimers of an article: which its content and metadata call for, and which it places where.

Rules and exporters both ask here, so that what is demanded, compared and printed is one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.claims.topics import Evidence, detect_topics, first_of
from toolkit.model.article import (
    Article,
    Attributes,
    Audience,
    Comment,
    Div,
    Heading,
    Node,
    Paragraph,
    TableCell,
    children_of,
    plain_text,
)
from toolkit.model.policy import Disclaimer, Occasion, Policy
from toolkit.model.review import ReviewState

DISCLAIMER_CLASS = "disclaimer"
"""The class that makes a div a disclaimer; the div's identifier names the approved text."""

_AUDIENCES = {Audience.PATIENT: Occasion.PATIENT, Audience.PROFESSIONAL: Occasion.PROFESSIONAL}
# Classes that themes and Quarto use to keep a part from readers, or from some of them.
_HIDING_CLASSES = frozenset(
    {"hidden", "content-hidden", "d-none", "invisible", "sr-only", "visually-hidden", "hide", "collapse"}
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0",
    re.IGNORECASE,
)
_FOLD = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "′": "'"}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\u00ad": None}
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A disclaimer that an article must place, and what calls for it (the first thing that does)."""

    disclaimer: Disclaimer
    occasion: Occasion
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """A `.disclaimer` div with the nodes around it, outermost first.

    `heading` is the text of a heading at its beginning, `text` the rest of what stands in it, both
    folded; `None` and empty where there is none.
    """

    div: Div
    ancestors: tuple[Node, ...]
    heading: str | None
    text: str

    @property
    def identifier(self) -> str | None:
        """The approved text that it names."""
        return self.div.attributes.identifier

    @property
    def hidden_by(self) -> Div | None:
        """The div, itself or one around it, that keeps it from readers."""
        divs = (node for node in (*self.ancestors, self.div) if isinstance(node, Div))
        return next((div for div in divs if hides(div.attributes)), None)

    @property
    def audience(self) -> Audience | None:
        """The one audience that the part around it is for, `None` if it is for all readers."""
        for node in (self.div, *reversed(self.ancestors)):
            named = node.attributes.get("audience") if isinstance(node, Div) else None
            if named in tuple(Audience):
                return Audience(named)
        return None


def occasions_of(article: Article, policy: Policy, review: ReviewState) -> dict[Occasion, Evidence | None]:
    """Give every occasion for a disclaimer that an article gives, with the words that show it, if any.

    Red flags count where patients read: an instruction to call for help is not for a professional
    audience. With no audience declared, patients are assumed to read.
    """
    audiences = audiences_of(article, policy)
    found: dict[Occasion, Evidence | None] = {Occasion.ALWAYS: None}
    found |= {_AUDIENCES[one]: None for one in Audience if one in audiences}
    if article.metadata.ai_assistance:
        found[Occasion.AI_ASSISTANCE] = None
    evidence = detect_topics(article)
    for topic in (Occasion.DOSING, Occasion.RED_FLAGS, Occasion.PREGNANCY, Occasion.CHILDREN):
        first = first_of(topic, evidence)
        if first and (topic is not Occasion.RED_FLAGS or audiences != {Audience.PROFESSIONAL}):
            found[topic] = first
    if not review.is_approved:
        found[Occasion.UNREVIEWED] = None
    return found


def audiences_of(article: Article, policy: Policy) -> frozenset[Audience]:
    """Give for whom an article is: what it declares, the policy's default, and the parts for one audience."""
    declared = set(article.metadata.audience or policy.default_audience)
    for div in article.nodes(Div):
        named = div.attributes.get("audience")
        if named in tuple(Audience):
            declared.add(Audience(named))
    return frozenset(declared)


def required_disclaimers(article: Article, policy: Policy, review: ReviewState) -> tuple[Requirement, ...]:
    """Give the disclaimers that an article must place, in the policy's order.

    One that is required for nothing but the lack of a review is left out: it follows from the
    record, and exports add it by themselves.
    """
    occasions = occasions_of(article, policy, review)
    occasions.pop(Occasion.UNREVIEWED, None)
    found = []
    for disclaimer in policy.disclaimers:
        because = next((one for one in occasions if one in disclaimer.required_for), None)
        if because is not None:
            found.append(Requirement(disclaimer, because, occasions[because]))
    return tuple(found)


def placements(article: Article) -> tuple[Placement, ...]:
    """Give the `.disclaimer` divs of an article in reading order."""
    if not any(DISCLAIMER_CLASS in div.attributes.classes for div in article.nodes(Div)):
        return ()
    return tuple(
        Placement(node, ancestors, *_heading_and_text(node))
        for node, ancestors in with_ancestors(article.blocks)
        if isinstance(node, Div) and DISCLAIMER_CLASS in node.attributes.classes
    )


def identify(placement: Placement, policy: Policy) -> Disclaimer | None:
    """Give the approved disclaimer that a placement is: by its identifier, else by its exact wording."""
    if placement.identifier is not None:
        return policy.disclaimer(placement.identifier)
    same = (one for one in policy.disclaimers if placement.text and placement.text == wording(one, policy))
    return next(same, None)


def wording(disclaimer: Disclaimer, policy: Policy) -> str:
    """Give the approved text, with the publisher's name filled in, folded for comparison."""
    return fold(fill_in(disclaimer.text, policy))


def fill_in(text: str, policy: Policy) -> str:
    """Put the publisher's name for `{publisher}`: else the journal's or site's, else "the publisher"."""
    return text.replace("{publisher}", policy.publisher.name or policy.journal.title or "the publisher")


def fold(text: str) -> str:
    """Fold white space, quotation marks and dashes, and nothing else, so that wordings can be compared."""
    return " ".join(text.translate(_FOLD).split())


def hides(attributes: Attributes) -> bool:
    """Tell whether classes, style or `hidden` keep a div or span from readers."""
    return (
        not _HIDING_CLASSES.isdisjoint(attributes.classes)
        or any(key in ("hidden", "aria-hidden") and value != "false" for key, value in attributes.pairs)
        or _HIDING_STYLE.search(attributes.get("style") or "") is not None
    )


def _heading_and_text(div: Div) -> tuple[str | None, str]:
    blocks = [child for child in div.children if not isinstance(child, Comment)]
    heading = fold(plain_text(blocks[0].children)) if blocks and isinstance(blocks[0], Heading) else None
    parts = [
        plain_text(node.children)
        for node, _ in with_ancestors(tuple(blocks[1:] if heading is not None else blocks))
        if isinstance(node, Paragraph | Heading | TableCell)
    ]
    return heading, fold(" ".join(parts))


def with_ancestors(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield every block-level node with the nodes around it, outermost first; not what is inside text."""
    stack: list[tuple[Node, tuple[Node, ...]]] = [(node, ()) for node in reversed(nodes)]
    while stack:
        node, ancestors = stack.pop()
        yield node, ancestors
        if not isinstance(node, Paragraph | Heading | TableCell):
            around = (*ancestors, node)
            stack.extend((child, around) for child in reversed(children_of(node)))
