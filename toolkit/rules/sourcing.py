"""Statements grouped by the citations that cover them, and words to speak of them.

What a citation covers (a paragraph, a list, a row) is one matter for its author: it is judged as one and
reported once, at the citation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from toolkit.claims.evidence.passages import shared_by
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Reference
from toolkit.model.finding import Related
from toolkit.model.rule import Context
from toolkit.model.span import Span
from toolkit.model.unit import Claim, ClaimKind
from toolkit.rules.citing import entry_of

_QUOTED = 60
_TITLE = 90
_NAMES = {
    ClaimKind.DOSE: "dose",
    ClaimKind.STATISTIC: "figure",
    ClaimKind.RECOMMENDATION: "advice",
    ClaimKind.EFFECT: "effect",
    ClaimKind.EPIDEMIOLOGY: "figure of how often it occurs",
}


@dataclass(frozen=True, slots=True)
class Sourced:
    """The statements that rest on the same citations, in reading order, and the works cited, each once."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]

    @property
    def place(self) -> Span:
        """Where to report what concerns them: the first key."""
        return self.citations[0].key_span

    @property
    def keys(self) -> str:
        """The works' names as the article has them, quoted, for a message."""
        return ", ".join(f'"{key}"' for key in dict.fromkeys(one.key for one in self.citations))


def sourced(context: Context, kinds: Collection[ClaimKind]) -> Iterator[Sourced]:
    """Yield the cited statements of an article by what they cite, in reading order, if one is of `kinds`.

    Left out are those that cite a key which nothing defines, or a retracted work: of these other rules
    speak, and what is not known can't be judged.
    """
    groups: dict[tuple[int, ...], list[Claim]] = {}
    for claim in context.claims:
        if claim.sources:
            groups.setdefault(shared_by(claim), []).append(claim)
    for claims in groups.values():
        if any(one.judgement.kind in kinds for one in claims):
            citations = claims[0].sources
            works = _works(citations, context)
            if works and not any(one.record and one.record.is_retracted for one in works):
                yield Sourced(tuple(claims), citations, works)


def _works(citations: tuple[Citation, ...], context: Context) -> tuple[Reference, ...]:
    """Give the works cited, each once; none if a key names nothing."""
    found: dict[str, Reference] = {}
    for citation in citations:
        reference = context.bibliography.resolve(citation.key)
        if reference is None:
            return ()
        found.setdefault(reference.identity, reference)
    return tuple(found.values())


def kind_name(claim: Claim) -> str:
    """Name what a statement is, for a message: "this dose", "this advice"."""
    return f"this {_NAMES.get(claim.judgement.kind, 'statement')}"


def quoted(text: str) -> str:
    """Quote the start of a sentence, cut between words."""
    return f'"{_cut(text, _QUOTED)}"'


def titled(reference: Reference) -> str:
    """Quote the title of a work, cut between words; its identity where it has none."""
    title = reference.work.title
    return f'"{_cut(title.rstrip("."), _TITLE)}"' if title else reference.identity


def around(article: Article, context: Context, group: Sourced, claim: Claim) -> tuple[Related, ...]:
    """Point to the statement, where it does not hold the citation itself, and to the works' entries."""
    entries = (place for reference in group.references for place in entry_of(reference, context))
    if claim.unit.span.contains(group.place):
        return tuple(entries)
    return (Related(article.path, claim.unit.span, "the statement"), *entries)


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
