"""Finding wordings in sentences: where a phrase stands, and whether the author says it, or only reports it.

Two tables use it: overstated promises (`overstatement`) and labels for people (`labels`). A wording is only
found where the author plainly asserts it: sentences that deny, doubt, quote or report are left alone, since
"no treatment is completely safe" is what one would wish to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.claims.passages import prose
from toolkit.claims.regions import Regions
from toolkit.model.article import Article, BlockQuote
from toolkit.model.late_pattern import late_pattern
from toolkit.model.span import Span
from toolkit.model.unit import Claim, Unit, UnitBlock

_LEFT_ALONE = frozenset((UnitBlock.HEADING, UnitBlock.DISCLAIMER))
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<![\w'’])[‘'][^‘’']+['’](?!\w)")
_LONGEST_QUOTED = 400
_MOST = 50
"""How many matches of one sentence are looked into."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording to be found.

    `stems` are texts in lower case without one of which it cannot occur, by which most articles are passed
    over; `pattern` matches it in plain text; `advice` says what to write instead.
    """

    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    advice: str


@dataclass(frozen=True, slots=True)
class Found:
    """A wording where it stands. `span` is its place in the source; `words` as the author wrote them."""

    wording: Wording
    words: str
    span: Span
    unit: Unit | None


def wording(stems: str, pattern: str, advice: str) -> Wording:
    """Make a wording of stems, separated by `|`, and a pattern.

    Case does not matter, and a space in the pattern stands for any white space or a hyphen.
    """
    return Wording(
        tuple(stems.split("|")),
        late_pattern(rf"(?<![\w-])(?:{pattern})(?!\w)".replace(" ", r"[\s-]"), re.IGNORECASE),
        advice,
    )


Accept = Callable[[str, re.Match[str], Sequence[str]], bool]
"""Decides on a match by its sentence, with quotations blanked, and what leads up to it, in lower case."""


def find(
    article: Article, claims: Sequence[Claim], wordings: Sequence[Wording], accept: Accept
) -> Iterator[Found]:
    """Find wordings in an article's sentences, outside headings, disclaimers and quotations, in reading order.

    `accept` has the last word; what leads up to a sentence are its headings and lead-in.
    """
    letters = prose(article).letters
    possible = [(stem, one) for one in wordings for stem in one.stems if stem in letters]
    if not possible:
        return
    quotations = Regions(quote.span for quote in article.nodes(BlockQuote))
    for claim in claims:
        unit = claim.unit
        if unit.block in _LEFT_ALONE or unit.span.start in quotations:
            continue
        lowered = unit.text.lower()
        here = [one for stem, one in possible if stem in lowered]
        if not here:
            continue
        text = without_quotations(unit.text)
        context = _context(unit, claims)
        after = unit.span.start
        for one, match in _matches(text, here):
            if accept(text, match, context):
                span = _place(article, unit, match[0], after)
                after = span.end if span != unit.span else after
                yield Found(one, match[0], span, unit)


def find_in(text: str, span: Span, wordings: Sequence[Wording], accept: Accept) -> Iterator[Found]:
    """Find wordings in one sentence that stands in the front matter at `span`."""
    plain = without_quotations(text)
    for one, match in _matches(plain, wordings):
        if accept(plain, match, ()):
            yield Found(one, match[0], span, None)


def without_quotations(text: str) -> str:
    """Blank what stands between quotation marks, so that offsets stay."""
    return _QUOTED.sub(
        lambda match: " " * len(match[0]) if len(match[0]) < _LONGEST_QUOTED else match[0], text
    )


def _matches(text: str, wordings: Sequence[Wording]) -> Iterator[tuple[Wording, re.Match[str]]]:
    """Give all matches in the order of the text, of those that overlap only the first."""
    found = [
        (match.start(), -match.end(), one, match) for one in wordings for match in one.pattern.finditer(text)
    ]
    end = 0
    for start, _, one, match in sorted(found, key=lambda item: item[:2])[:_MOST]:
        if start >= end:
            end = match.end()
            yield one, match


def _context(unit: Unit, claims: Sequence[Claim]) -> tuple[str, ...]:
    lead = () if unit.lead_in is None else (claims[unit.lead_in].unit.text.lower(),)
    return (*(heading.lower() for heading in unit.section), *lead)


def _place(article: Article, unit: Unit, words: str, after: int) -> Span:
    """Find the words in the unit's source, from `after` on; if they can't be found, give the whole unit.

    Marks, line ends and citations may stand between them.
    """
    pattern = r"[^\w]{1,20}".join(re.escape(word) for word in re.findall(r"\w+", words))
    match = re.compile(pattern).search(article.source.text, after, unit.span.end)
    return Span(*match.span()) if match else unit.span
