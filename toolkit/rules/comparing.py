"""Statements beside the abstracts that they cite: which fault speaks, where, and in what words.

Of one set of citations the gravest fault speaks alone: a source about something else, then a quotation,
then a number that is not there, then a better source. Once the first is mended, the others may be gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.claims.quantities import fold
from toolkit.claims.stems import stems
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Reference
from toolkit.model.evidence import Basis, Evidence, EvidenceState, SourceEvidence
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context
from toolkit.model.span import Span
from toolkit.model.unit import Claim, ClaimKind, Need
from toolkit.rules.sourcing import shared_by

# More places than these would bury the first; the message counts them all.
_MAXIMUM_PLACES = 8
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAXIMUM_QUOTED = 200
"""Characters of one quotation or number in a message."""
_MAXIMUM_NAMES = 3
# Of right pairs in SciFact and in the citation integrity data nineteen of twenty are more alike, of wrong
# ones nineteen of twenty less (`python -m benchmarks.evidence_articles` reads the same pairs).
_LIKE = 0.2
_LEANING = 8
"""A sentence of more content words than these stands on its own."""
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
    at_home: frozenset[str] = frozenset()
    """Identities of the works that are cited without a break around here, and fit more of it than not."""

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
        one, takes no side unless it is like the source. Where a passage cites one work throughout, its short
        sentences lean on the others ("It probably eases tiredness."): if the work fits more of it than not,
        they are no sign of a wrong source, unless another reference fits better.
        """
        return tuple(filter(None, map(self._unrelated, range(len(self.citations)))))

    def _unrelated(self, index: int) -> SourceEvidence | None:
        sources = [one.sources[index] for _, one in self.pairs]
        strange = [one for one in sources if one.state is EvidenceState.UNRELATED]
        is_liked = any(
            one.comparison is not None
            and not one.comparison.is_unrelated
            and one.comparison.likeness >= _LIKE
            for one in sources
        )
        if not strange or is_liked:
            return None
        work = strange[0].reference
        is_at_home = work is not None and work.identity in self.at_home
        is_short = all(len(set(stems(claim.unit.text))) <= _LEANING for claim, _ in self.pairs)
        is_excused = is_at_home and is_short and not any(one.better for _, one in self.pairs)
        return None if is_excused else strange[0]

    @property
    def absent_quotes(self) -> tuple[tuple[Claim, str], ...]:
        """Quotations that no source contains, where the text of all is at hand; whatever they say, they need one."""
        return tuple((claim, quote) for claim, one in self.pairs for quote in _absent_quotes(one))

    @property
    def absent_numbers(self) -> tuple[tuple[Claim, str], ...]:
        """Numbers, as their author wrote them, that no source contains, where all could be compared.

        A number of the lead-in belongs to the lead-in, not to each item that completes it; a year says when,
        such as that of the cited work, and is no figure.
        """
        return tuple(
            (claim, number.text)
            for claim, one in self.claims
            for number in one.absent_numbers
            if fold(number.text) in fold(claim.unit.text) and not _YEAR.fullmatch(number.form)
        )


def compared(context: Context) -> Iterator[Compared]:
    """Yield the cited statements of an article by what they cite, with their evidence, in reading order."""
    groups: dict[tuple[int, ...], list[tuple[Claim, Evidence]]] = {}
    homes: dict[tuple[int, ...], set[str]] = {}
    pairs = zip(context.claims, context.evidence, strict=False)
    for (claim, evidence), home in _with_homes([pair for pair in pairs if pair[0].sources]):
        if evidence.is_compared and claim.judgement.kind not in _ASIDE:
            groups.setdefault(shared_by(claim), []).append((claim, evidence))
            homes.setdefault(shared_by(claim), set()).update(home)
    return (Compared(tuple(found), frozenset(homes[key])) for key, found in groups.items())


def _with_homes(
    pairs: list[tuple[Claim, Evidence]],
) -> Iterator[tuple[tuple[Claim, Evidence], list[str]]]:
    """Give each cited statement with those of its works that are cited without a break and fit most of it there."""
    runs: dict[str, list[int]] = {}
    of_pairs: list[dict[str, list[int]]] = []
    for _, evidence in pairs:
        works = {one.reference.identity: one for one in evidence.sources if one.reference}
        runs = {work: runs.get(work, [0]) for work in works}
        for work, source in works.items():
            found = source.comparison
            if found is not None and found.is_unrelated:
                runs[work][0] -= 1
            elif found is not None and found.likeness >= _LIKE:
                runs[work][0] += 1
        of_pairs.append(runs)
    for pair, works_here in zip(pairs, of_pairs, strict=True):
        yield pair, [work for work, balance in works_here.items() if balance[0] > 0]


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
            Related(article.path, place, "nor this one") for place in places[1 : 1 + _MAXIMUM_PLACES]
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
