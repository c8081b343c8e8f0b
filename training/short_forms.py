"""Gather short forms and what they stand for from abstracts; writes `toolkit/data/short_forms.txt`.

    python -m training.short_forms FILE.xml.gz…

The files are those of `training/background.py`. A short form stands in brackets behind what it stands for (`body mass
index (BMI)`); where that begins is found as A. S. Schwartz and M. A. Hearst have it (*A simple algorithm for
identifying abbreviation definitions in biomedical text*, Pacific Symposium on Biocomputing 2003). Only stems are kept,
and counts decide which: no text.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from toolkit.claims.acronyms import long_form
from toolkit.claims.evidence.short_forms import Stems, render
from toolkit.claims.stems import stems

OUTPUT = Path(__file__).parents[1] / "toolkit" / "data" / "short_forms.txt"
_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,9})(?:[;,][^()]*)?\)")
_BEFORE = 150
"""So many characters before the bracket are looked at."""
_LEAST_CAPITALS = 2
_LONGEST = 6
"""Stems of what a short form stands for."""
_LEAST_COUNT = 3
_LEAST_SHARE = 0.15
"""Of what a short form stands for anywhere; rarer meanings mislead more than they help."""
_MOST_MEANINGS = 3


def introductions(path: Path) -> Iterator[tuple[str, Stems]]:
    """Yield each introduction of a short form in a file's abstracts, as stems."""
    with gzip.open(path) as file:
        for _, record in etree.iterparse(file, tag="PubmedArticle"):
            parts = record.findall(".//Article/Abstract/AbstractText")
            abstract = " ".join("".join(part.itertext()) for part in parts)
            for found in _IN_BRACKETS.finditer(abstract):
                if sum(map(str.isupper, found[1])) >= _LEAST_CAPITALS:
                    pair = _pair(found[1], abstract[max(0, found.start() - _BEFORE) : found.start()])
                    if pair:
                        yield pair
            record.clear()


def _pair(short: str, before: str) -> tuple[str, Stems] | None:
    letters = "".join(filter(str.isalpha, short))
    if letters[:-1].isupper():
        letters = letters.removesuffix("s")
    long = long_form(letters, before)
    if long is None:
        return None
    found = stems(short.removesuffix("s") if short[:-1].isupper() else short)
    words = tuple(dict.fromkeys(stems(long)))
    if not found or not words or len(words) > _LONGEST:
        return None
    name = max(found, key=len)
    return None if name in words else (name, words)


def chosen(counts: Counter[tuple[str, Stems]]) -> list[tuple[str, Stems]]:
    """Give the commonest meanings of each short form."""
    meanings: dict[str, list[tuple[int, Stems]]] = defaultdict(list)
    for (short, long), count in counts.items():
        if count >= _LEAST_COUNT:
            meanings[short].append((count, long))
    return [
        (short, long)
        for short, found in meanings.items()
        for count, long in sorted(found, key=lambda one: (-one[0], one[1]))[:_MOST_MEANINGS]
        if count >= _LEAST_SHARE * sum(one for one, _ in found)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    counts = Counter(pair for path in parser.parse_args(arguments).files for pair in introductions(path))
    OUTPUT.write_text(render(chosen(counts)), "ascii")


if __name__ == "__main__":
    main()
