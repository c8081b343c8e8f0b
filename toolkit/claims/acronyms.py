"""Abbreviations of capitals, where they are used, and where the text introduces them.

An abbreviation counts as introduced where it stands in brackets behind words (`chronic kidney disease (CKD)`),
where words stand in brackets behind it, where it is said what it stands for, or where words with its initials
stand anywhere in the text: what is left, no reader was told. The long form is found as by Schwartz and Hearst
(*A simple algorithm for identifying abbreviation definitions in biomedical text*, Pac Symp Biocomput 2003:451-462).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from toolkit.claims.passages import Passage, prose
from toolkit.claims.regions import Regions
from toolkit.model.article import Article, BlockQuote, Emphasis, Link, Math, Paragraph
from toolkit.model.late_pattern import late_pattern
from toolkit.model.span import Span

_CAPITALS = late_pattern("[A-Z]{2,}")
_TOKEN = late_pattern(r"(?<![\w.&/@#+-])([A-Z]{2,6})(?:s|['’]s)?(?![\w&/+@]|-[A-Z0-9]|\.\w)")
_BRACKET = late_pattern(r"[(\[]([^()\[\]\n]{2,150})[)\]]")
_OPENING = late_pattern(
    r"(?:(?:or|also|called|known|as|abbreviated|to|short|for|often|sometimes|usually|simply|just|e\.g\.|i\.e\.|the|"
    r"an?|hereafter|henceforth|abbreviation|acronym|see),?:? )*"
    r"[\"'“‘]?([A-Z]{2,6})s?[\"'”’]?(?=$|\s*[,;:=/]|\s+(?:or|and|in)\b)"
)
_CLOSING = late_pattern(r"[,;:]\s*(?:or |also |abbreviated )?[\"'“‘]?([A-Z]{2,6})s?[\"'”’]?$")
_BEFORE = late_pattern(r"(?<![\w-])([A-Z]{2,6})s?[\"'”’]?\s*$")
_EXPLAINED = late_pattern(
    r"['”\"’]?,?\s*(?:(?:which |that )?(?:stands? for|means?|is short for|refers? to|denotes?|is an? |is the |are )|"
    r"=|: |or (?=[a-z])|also known as|that is|(?:–|—) )"
)
_INTRODUCED = late_pattern(
    r"(?:call(?:ed)?|known as|abbreviated(?: as| to)?|acronym|abbreviation|referred to as|termed|, or|short,?|"
    r"stands? for|denoted(?: by)?|hereafter|named) (?:the |an? )?[\"'“‘*]?$"
)
# What makes a name of it: of a gene or protein, a trial, an instrument, a program.
_NAMED = late_pattern(
    r"(?:['’]s)?\s(?:genes?|proteins?|mutations?|alleles?|loc(?:us|i)|promoters?|trials?|study|studies|investigators|"
    r"consortium|collaborat\w+|guidelines?|criteria|statement|checklist|software|package|program|database|scores?|scales?|"
    r"questionnaires?|tests?|antibod\w+|inhibitors?|buffer|medium|gel|families|family|pathway|receptors?|cells?|motifs?|"
    r"domains?|kinases?|complex|mice|strains?|primers?|plasmids?|vectors?|codons?|alphabet|approach|framework|"
    r"stages?|staging|classification|index|system|model|algorithm|method|Corp|Inc|Ltd|GmbH)\b"
)
_NAME_BEFORE = late_pattern(
    r"\b(?:genes?|proteins?|kinases?|mutations?|variants?|software|using|authors?|\d+)\b[^.;]{0,25}$"
)
_CAPITAL_AFTER = late_pattern(r"\s[A-Z\d]")
_CAPITAL_BEFORE = late_pattern(r"[A-Z][\w.-]*,?\s$")
_SHOUTED_BEFORE = late_pattern(r"[A-Z]{2}[:,!]?\s$")
_OPENS_SENTENCE = late_pattern(r"(?:^|[.!?:]\s+)[A-Z][\w.-]*,?\s$")
_ROMAN = late_pattern("[IVX]+")
_BASES = late_pattern("[ACGTU]{4,}")
_VOWEL = late_pattern("[AEIOUY]")
_PAIR = late_pattern(r"\b([a-z])[a-z]{4,}[ -](?=([a-z])[a-z]{4,})")
_SMALL = frozenset(("with", "from", "into"))
_SIGNS = "-–—‐‑/()[]<>.,;:!?'’‘\"“”="
_SHOUTED = frozenset(
    """
    ALL AND ANY ALWAYS ARE ASK BOTH BUT CALL CAN DO DON DONT EACH FOR FREE GET HELP HOW IF IN IS IT MORE MOST MUST
    MAY MANY LESS NEVER NEW NO NONE NOT NOTE NOW OF OFF OK ON ONE ONLY OR OUT SAFE SAME SHOULD STOP THAN THAT THE THEN
    THIS TO TRUE FALSE NA NULL TWO VERY WARNING WHAT WHEN WHO WHY WILL WITH YES YOU YOUR DANGER DAILY ONCE SOME ALSO
    BE AS AT
    """.split()  # noqa: SIM905 - reads as words
)
_REACH = 150
_MOST = 500
"""How many abbreviations of one article are looked into: no text for readers has as many."""


@dataclass(frozen=True, slots=True)
class Unexplained:
    """An abbreviation that the text uses without having said what it means.

    `span` is its first use, in `passage`. `introduced` is where it is introduced after all, later, as `long_form`.
    """

    abbreviation: str
    span: Span
    passage: Passage
    introduced: Span | None = None
    long_form: str | None = None


@dataclass(frozen=True, slots=True)
class _Introduction:
    start: int
    long_form: str | None


@dataclass(frozen=True, slots=True)
class _Text:
    """All passages of an article as one text, front matter first, with the way back."""

    text: str
    passages: tuple[Passage | None, ...]
    ends: tuple[int, ...]
    starts: tuple[int, ...]

    def passage_at(self, offset: int) -> Passage | None:
        """Give the passage at an offset, `None` for the front matter's texts."""
        return self.passages[min(bisect_right(self.ends, offset), len(self.passages) - 1)]

    def span(self, start: int, end: int) -> Span:
        """Give the place in the source of characters of a passage."""
        index = min(bisect_right(self.ends, start), len(self.passages) - 1)
        passage = self.passages[index]
        if passage is None:
            return Span(0, 0)
        return passage.source_span(start - self.starts[index], end - self.starts[index])


def long_form(abbreviation: str, before: str) -> str | None:
    """Find the words that an abbreviation stands for at the end of `before`, after Schwartz and Hearst.

    Its letters must occur in them in order, the first one at the start of a word, and there may be at most
    five words more than letters, or twice as many.
    """
    most = min(len(abbreviation) + 5, 2 * len(abbreviation))
    words = before.split()[-most:]
    candidate = " ".join(words)
    at = len(candidate)
    for index in range(len(abbreviation) - 1, -1, -1):
        letter = abbreviation[index].lower()
        at -= 1
        while at >= 0 and (
            candidate[at].lower() != letter or (index == 0 and at > 0 and candidate[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
    found = candidate[candidate.rfind(" ", 0, at + 1) + 1 :]
    return found if len(found.split()) > 1 or len(found) > 2 * len(abbreviation) else None


def unexplained(article: Article, is_known: Callable[[str, Passage], bool]) -> Iterator[Unexplained]:
    """Find the abbreviations that an article's paragraphs and lists use unexplained, in order of first use.

    `is_known` tells whether the readers of a passage know one anyway. Linear in the text.
    """
    whole = _joined(article)
    tokens = tuple(_tokens(whole.text))
    first = _first_uses(article, whole, tokens, is_known)
    if not first:
        return
    introduced = _introductions(whole.text, tokens, first)
    words: _Words | None = None
    for abbreviation, (start, end, passage) in first.items():
        span = whole.span(start, end)
        place = introduced.get(abbreviation)
        if place is None:
            words = words or _Words(whole.text)
            if not words.tell(abbreviation, start):
                yield Unexplained(abbreviation, span, passage)
        elif place.long_form and _is_later(whole, place.start, end):
            where = whole.span(place.start, place.start + len(abbreviation))
            yield Unexplained(abbreviation, span, passage, where, place.long_form)


def _joined(article: Article) -> _Text:
    front = [text.replace("\n", " ") for text in (article.metadata.title, article.metadata.abstract) if text]
    passages = prose(article).passages
    texts = [*front, *(passage.text.replace("\n", " ") for passage in passages)]
    ends = tuple(accumulate(len(text) + 1 for text in texts))
    return _Text("\n".join(texts), (*(None for _ in front), *passages), ends, (0, *ends[:-1]))


def _is_later(whole: _Text, place: int, use: int) -> bool:
    """Tell whether an introduction in running text comes only after the sentence of a use."""
    passage = whole.passage_at(place)
    if place < use or passage is None or not isinstance(passage.node, Paragraph):
        return False
    return re.search(r"[.!?]\s+[A-Z]|\n", whole.text[use:place]) is not None


def _first_uses(
    article: Article,
    whole: _Text,
    tokens: Sequence[re.Match[str]],
    is_known: Callable[[str, Passage], bool],
) -> dict[str, tuple[int, int, Passage]]:
    """Give the place of the first plain use of each abbreviation that needs an introduction."""
    text = whole.text
    uses: dict[str, tuple[int, int, Passage]] = {}
    names: set[str] = set()
    outside: Regions | None = None
    for found in tokens:
        token = found[1]
        if token in uses or token in names or not _may_be(token):
            continue
        passage = whole.passage_at(found.start())
        if passage is None or is_known(token, passage):
            continue
        if _NAMED.match(text, found.end()):
            names.add(token)
            continue
        if not _is_plain(text, found) or not _is_running(passage):
            continue
        if outside is None:
            outside = Regions(node.span for node in article.nodes(BlockQuote, Emphasis, Link, Math))
        if whole.span(found.start(1), found.end(1)).start in outside:
            names.add(token)
            continue
        uses[token] = (*found.span(1), passage)
        if len(uses) == _MOST:
            break
    return uses


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_TOKEN.finditer` would, going from capitals to capitals, which is far quicker."""
    for capitals in _CAPITALS.finditer(text):
        found = _TOKEN.match(text, capitals.start())
        if found:
            yield found


def _may_be(token: str) -> bool:
    """Tell whether capitals can be an abbreviation: no numeral, no bases of DNA, no shouted word or trade name."""
    return not (
        token in _SHOUTED
        or _ROMAN.fullmatch(token)
        or _BASES.fullmatch(token)
        or (len(token) > 4 and len(_VOWEL.findall(token)) > 2)
    )


def _is_plain(text: str, found: re.Match[str]) -> bool:
    """Tell whether an abbreviation stands among ordinary words, and is no part of a name or a heading."""
    before = text[max(0, found.start() - 40) : found.start()]
    if (
        _CAPITAL_AFTER.match(text, found.end())
        or _NAME_BEFORE.search(before)
        or _SHOUTED_BEFORE.search(before)
    ):
        return False
    return not _CAPITAL_BEFORE.search(before) or _OPENS_SENTENCE.search(before) is not None


def _is_running(passage: Passage) -> bool:
    """Tell whether a passage is a paragraph or an item of the author's own text."""
    if not isinstance(passage.node, Paragraph):
        return False
    left_alone = {"disclaimer", "about", "meta", "navigation"}
    return not any(left_alone.intersection(div.attributes.classes) for div in passage.divs)


def _introductions(
    text: str, tokens: Sequence[re.Match[str]], wanted: Container[str]
) -> dict[str, _Introduction]:
    """Find where the abbreviations that are wanted are introduced, the first place of each."""
    found: dict[str, _Introduction] = {}

    def add(abbreviation: str, start: int, words: str | None) -> None:
        known = found.get(abbreviation)
        if known is None or start < known.start:
            found[abbreviation] = _Introduction(start, words)

    for bracket in _BRACKET.finditer(text):
        content = bracket[1].strip()
        before = text[max(0, bracket.start() - _REACH) : bracket.start()].rpartition("\n")[2]
        for match in (_OPENING.match(content), _CLOSING.search(content)):
            if match and match[1] in wanted:
                add(match[1], bracket.start(1) + match.start(1), long_form(match[1], before))
        head = _BEFORE.search(before)
        if head and head[1] in wanted and _tells(head[1], content):
            add(head[1], bracket.start() - len(before) + head.start(1), content)
    for use in tokens:
        if use[1] not in wanted:
            continue
        before = text[max(0, use.start() - 40) : use.start()]
        if _EXPLAINED.match(text, use.end()) or _INTRODUCED.search(before):
            add(use[1], use.start(1), None)
    return found


def _tells(abbreviation: str, content: str) -> bool:
    """Tell whether what stands in brackets behind an abbreviation says what it means."""
    words = content.split()
    if words[0].lower() in {"a", "an", "the", "or", "also", "which", "short", "meaning", "i.e.", "formerly"}:
        return True
    return any(
        long_form(abbreviation, " ".join(words[:number])) == " ".join(words[:number])
        for number in range(1, min(len(words), 2 * len(abbreviation)) + 1)
    )


class _Words:
    """The words of a text, without its abbreviations: their initials in a row, with and without those such as "of"."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Ten times as fast as `translate`.
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        words = [word for word in text.split() if not word.isupper()]
        self._words = frozenset(words)
        self._all = "".join([word[0] for word in words]).lower()
        self._large = "".join([word[0] for word in words if len(word) > 3 and word not in _SMALL]).lower()

    def tell(self, abbreviation: str, at: int) -> bool:
        """Tell whether the text has the word itself, or words with its initials in a row.

        Of two letters, which meet by chance, only long words before `at` count.
        """
        letters = abbreviation.lower()
        if letters in self._words:
            return True
        if len(letters) < 3:
            return self._pairs.get(letters, at) < at
        return letters in self._large or (len(letters) > 3 and letters in self._all)

    @cached_property
    def _pairs(self) -> dict[str, int]:
        pairs: dict[str, int] = {}
        for pair in _PAIR.finditer(self._text.lower()):
            pairs.setdefault(pair[1] + pair[2], pair.start())
        return pairs
