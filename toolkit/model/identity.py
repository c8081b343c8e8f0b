"""The identity of a finding: the same from run to run, whatever happens elsewhere in its file.

A baseline, and the services that show findings, must know an old finding again after lines moved.
So the identity is a digest of

- the rule and the path,
- the words that are marked, and the sentence (in articles) or line (in other files) around them,
  each with runs of white space as one space, so that wrapping and line ends do not matter,
- in a library, the key of the entry,

and, after a colon, an ordinal from 1 among findings that have all of these in common, in the order
in which they stand. The message is left out: it may name dates and counts, and its wording may be
bettered in a later version. What follows from this: to edit the sentence makes the finding a new
one; and of several equal findings in equal sentences, one that is added before the others takes
over the first ordinal, so that the last one is new instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from toolkit.model.finding import Finding
from toolkit.model.span import SourceText

MOST_CHARACTERS = 2_000
"""Of a sentence, a line or a marking, so many characters are looked at, on either side of the place."""

_DIGITS = 32

# Where a sentence may end or begin. It is no matter that "e.g. this" is cut: it always is.
_BREAK = re.compile(
    r"""
      (?> \r\n | \n | \r ) [ \t]* (?> \r\n | \n | \r )                    # an empty line
    | [.!?] [^\w\s\[(]{0,4} \s                                            # the end of a sentence
    | (?> \r\n | \n | \r ) (?= [ \t]* (?:                                 # a line that begins a block:
          [#>|] | [-*+][ \t] | \d{1,9}[.)][ \t] | ::: | ``` | --- | ~~~   # heading, item, fence, row
        | [\w-]{1,64} : (?: \s | $ ) ) )                                  # a key of the front matter
    | ^ [ \t]* \#{1,6} [ \t] [^\r\n]* (?: $ | [\r\n] )                    # a heading, to its end
    """,
    re.VERBOSE | re.MULTILINE,
)
_ENTRY = re.compile(r"^[ \t]*@\w+\s*[{(]\s*([^\s,{}()]*)", re.MULTILINE)


def identities(findings: Sequence[Finding], sources: Mapping[str, SourceText]) -> tuple[str, ...]:
    """Give each finding its identity, in the order of `findings`; no two are equal.

    `sources` are the texts by path; of a finding whose text is not among them the message stands in
    for it. Takes time in proportion to the texts and the number of findings.
    """
    texts: dict[str, _Text] = {}
    digests: list[str] = []
    for finding in findings:
        source = sources.get(finding.path)
        if source is None:
            parts: tuple[str, ...] = (finding.message[:MOST_CHARACTERS],)
        else:
            if finding.path not in texts:
                texts[finding.path] = _Text(source)
            parts = texts[finding.path].around(finding.start.offset, finding.end.offset)
        digests.append(_digest(finding.rule, finding.path, *parts))
    found = [""] * len(digests)
    counts: Counter[str] = Counter()
    for index in sorted(range(len(digests)), key=lambda one: findings[one].sort_key):
        digest = digests[index]
        counts[digest] += 1
        found[index] = f"{digest}:{counts[digest]}"
    return tuple(found)


class _Text:
    """One text, with the places where its sentences or entries begin."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.is_article = source.path.endswith(".md")
        self.keys: list[str] = []
        if self.is_article:
            self.breaks = [0, *(found.end() for found in _BREAK.finditer(source.text))]
        else:
            entries = list(_ENTRY.finditer(source.text)) if source.path.endswith(".bib") else []
            self.breaks = [found.start() for found in entries]
            self.keys = [found[1] for found in entries]

    def around(self, start: int, end: int) -> tuple[str, ...]:
        """Give the text that tells a place from others: what is marked, and what stands around it."""
        text = self.source.text
        marked = _flat(text[start : min(end, start + MOST_CHARACTERS)])
        if self.is_article:
            return (marked, self._sentence(start, end))
        line = self.source.line_span(self.source.position(start).line)
        around = _flat(
            text[max(line.start, start - MOST_CHARACTERS) : min(line.end, start + MOST_CHARACTERS)]
        )
        entry = bisect_right(self.breaks, start) - 1
        return (marked, around, self.keys[entry] if 0 <= entry < len(self.keys) else "")

    def _sentence(self, start: int, end: int) -> str:
        text = self.source.text
        first = self.breaks[max(bisect_right(self.breaks, start) - 1, 0)]
        after = bisect_left(self.breaks, max(end, start + 1))
        last = self.breaks[after] if after < len(self.breaks) else len(text)
        return _flat(text[max(first, start - MOST_CHARACTERS) : min(last, start + MOST_CHARACTERS)])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _digest(*parts: str) -> str:
    # The lengths keep ("a", "bc") apart from ("ab", "c"); lone surrogates may stand in paths.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
