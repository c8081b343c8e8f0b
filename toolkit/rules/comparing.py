"""Statements beside the abstracts that they cite: which fault speaks, where, and in what words.

Of one set of citations the gravest fault speaks alone: a source about something else, then a quotation,
then a number that is not there, then a better source. Once the first is mended, the others may be gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.claims.evidence.passages import shared_by
from toolkit.claims.quantities import fold
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Reference
from toolkit.model.evidence import Basis, Evidence, EvidenceState, SourceEvidence
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context
from toolkit.model.span import Span
from toolkit.model.unit import Claim, ClaimKind, Need

# More places than these would bury the first; the message counts them all.
_MAXIMUM_PLACES = 8
_MAXIMUM_QUOTED = 200
"""Characters of one quotation or number in a message."""
_MAXIMUM_NAMES = 3
# What speaks of the text or guides the reader cites for other reasons than to found a claim.
_ASIDE = frozenset(
    (
        *(ClaimKind.HEADING, ClaimKind.QUESTION, ClaimKind.DISCLAIMER),
        *(ClaimKind.NAVIGATION, ClaimKind.TRANSITION, ClaimKind.META),
    )
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The statements that rest on the same citations, each with its evidence, in reading order."""

    pairs: tuple[tuple[Claim, Evidence], ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations that they share."""
        return self.pairs[0][0].sources

    @property
    def claims(self) -> tuple[tuple[Claim, Evidence], ...]:
        """Those that need a source: figures in an example or an aside are not judged."""
        return tuple(pair for pair in self.pairs if pair[0].judgement.need is not Need.NO)

    @property
    def is_located(self) -> bool:
        """Whether a citation says where in the work to look, which no abstract can answer."""
        return any(citation.locator for citation in self.citations)

    @property
    def basis(self) -> Basis:
        """The weakest thing that was compared with."""
        found = {
            source.comparison.basis for _, one in self.pairs for source in one.sources if source.comparison
        }
        return Basis.ABSTRACT if found == {Basis.ABSTRACT} else Basis.FINGERPRINT

    def unrelated(self) -> tuple[SourceEvidence, ...]:
        """Give the sources that are about something else than every statement which they cover.

        A sentence that is too short to be judged, or was not judged so because the citation stands in another
        one, takes no side.
        """
        return tuple(filter(None, map(self._unrelated, range(len(self.citations)))))

    def _unrelated(self, index: int) -> SourceEvidence | None:
        sources = (one.sources[index] for _, one in self.pairs)
        return next((one for one in sources if one.state is EvidenceState.UNRELATED), None)

    @property
    def absent_quotes(self) -> tuple[tuple[Claim, str], ...]:
        """Quotations that no source contains, where the text of all is at hand; whatever they say, they need one."""
        return tuple((claim, quote) for claim, one in self.pairs for quote in _absent_quotes(one))

    @property
    def absent_numbers(self) -> tuple[tuple[Claim, str], ...]:
        """Numbers, as their author wrote them, that no source contains, where all could be compared.

        A number of the lead-in belongs to the lead-in, not to each item that completes it.
        """
        return tuple(
            (claim, number.text)
            for claim, one in self.claims
            for number in one.absent_numbers
            if fold(number.text) in fold(claim.unit.text)
        )


def compared(context: Context) -> Iterator[Compared]:
    """Yield the cited statements of an article by what they cite, with their evidence, in reading order."""
    groups: dict[tuple[int, ...], list[tuple[Claim, Evidence]]] = {}
    for claim, evidence in zip(context.claims, context.evidence, strict=False):
        if claim.sources and evidence.is_compared and claim.judgement.kind not in _ASIDE:
            groups.setdefault(shared_by(claim), []).append((claim, evidence))
    return (Compared(tuple(found)) for found in groups.values())


def _absent_quotes(evidence: Evidence) -> tuple[str, ...]:
    found = [source.comparison for source in evidence.sources]
    if not found or any(one is None or not one.checked_quotes for one in found):
        return ()
    first, *others = [one.absent_quotes for one in found if one]
    return tuple(quote for quote in first if all(quote in each for each in others))


def missing(
    article: Article,
    group: Compared,
    found: tuple[tuple[Claim, str], ...],
    *,
    help: str,  # noqa: A002 - the word that the output uses
    confidence: Confidence,
) -> Problem:
    """Make one problem of numbers or quotations that are in no abstract: at the first, the others beside it.

    `found` are statements with the words as their author wrote them, at least one.
    """
    places = [place_of(article, claim, words) for claim, words in found]
    return Problem(
        places[0],
        _absence(
            group.citations,
            tuple(dict.fromkeys(_written(article, *one) for one in zip(found, places, strict=True))),
        ),
        help=help,
        severity=Severity.INFO if group.is_located else None,
        confidence=confidence,
        related=tuple(
            Related(article.path, place, "nor this one")
            for place in tuple(dict.fromkeys(places))[1 : 1 + _MAXIMUM_PLACES]
        ),
    )


def _written(article: Article, found: tuple[Claim, str], place: Span) -> str:
    """Give words as their author wrote them, where they were found."""
    claim, words = found
    return words.strip() if place == claim.unit.span else " ".join(article.source.text[slice(*place)].split())


def _cut(words: str) -> str:
    """Keep a message short, whatever stands in an article."""
    return words if len(words) <= _MAXIMUM_QUOTED else words[: _MAXIMUM_QUOTED - 1] + "…"


def _absence(citations: tuple[Citation, ...], absent: tuple[str, ...]) -> str:
    """Say that the abstracts of the cited works do not have what is quoted here."""
    keys = tuple(dict.fromkeys(f'"{citation.key}"' for citation in citations))
    names = [f'"{_cut(words)}"' for words in absent[:_MAXIMUM_NAMES]]
    if len(absent) > len(names):
        names.append(f"{len(absent) - len(names)} more")
    *others, last = names
    what = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    if len(keys) == 1:
        return f"{what} not in the abstract of {keys[0]}"
    return f"{what} in none of the cited abstracts ({', '.join(keys)})"


def place_of(article: Article, claim: Claim, words: str) -> Span:
    """Find words of a statement in its source, outside of citations; the whole statement if they aren't there.

    Figures come in lower case and with plain signs, so case and the form of spaces and hyphens don't count.
    """
    unit = claim.unit
    form = r"\s+".join(map(re.escape, words.split())).replace("percent", "per ?cent").replace(r"\-", "[-−‐‑]")
    pattern = re.compile(rf"(?<![\w.]){form}(?!\w)" if words[:1].isalnum() else form, re.IGNORECASE)
    for found in pattern.finditer(article.source.text, unit.span.start, unit.span.end):
        span = Span(*found.span())
        if not any(citation.span.overlaps(span) for citation in unit.citations):
            return span
    return unit.span


def cited_as(reference: Reference) -> str:
    """Give the key under which an article may cite a work."""
    return reference.entry.key if reference.entry else reference.identity
