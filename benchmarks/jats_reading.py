"""What Osler's JATS reader holds of articles that others wrote: `python -m benchmarks jats FILE|FOLDER…`.

Made for the 122 PLOS articles (CC BY, CC0) that the source distribution of `allofplos` 0.12.0 on PyPI
carries; its `.tar.gz` can be given as it is, as can any folder of JATS files.
"""

from __future__ import annotations

import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from toolkit.errors import OslerError
from toolkit.model.article import Article, Figure
from toolkit.readers.jats import read_jats
from toolkit.validators.reading_back import statements

_WORD = re.compile(r"\w+")
_MOST_NAMES = 40
# Formulas, identifiers, and numbers that Osler gives by itself.
_NO_TEXT = (
    "object-id",
    "{http://www.w3.org/1998/Math/MathML}math",
    "alternatives",
    "xref",
    "tex-math",
    "label",
)
_BLOCKS = ("title", "p", "td", "th", "caption", "term", "break", "list-item", "copyright-statement")


def main(arguments: Sequence[str]) -> int:
    """Read all files; print how many were read, what share was held, and what was not."""
    articles = elements = held = failures = words = kept = 0
    names: Counter[str] = Counter()
    in_text: Counter[str] = Counter()
    started = time.process_time()
    for name, data in files(arguments):
        articles += 1
        try:
            reading = read_jats(name, data)
        except OslerError as error:
            failures += 1
            print(f"not read: {error}")
            continue
        elements += reading.elements
        held += reading.held
        names.update(one.name for one in reading.unheld)
        in_text.update(one.name for one in reading.unheld if one.keeps_text)
        wanted = body_words(data)
        words += wanted.total()
        kept += wanted.total() - (wanted - article_words(reading.article)).total()
    seconds = time.process_time() - started
    print(f"{articles} articles, {failures} not read, {seconds:.1f} s of processor time")
    if elements and words:
        print(f"elements held: {held} of {elements} ({held / elements:.1%})")
        print(f"words of the bodies kept: {kept} of {words} ({kept / words:.2%})")
    print(f"{len(names)} kinds of elements not held; the most frequent, and how often their words were kept:")
    for kind, count in names.most_common(_MOST_NAMES):
        print(f"  {count:6}  {in_text[kind]:6}  {kind}")
    return 1 if failures or not articles else 0


def files(arguments: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each XML file in the files, folders and archives named."""
    for argument in arguments:
        path = Path(argument)
        if path.suffix in (".gz", ".tgz"):
            with tarfile.open(path) as archive:
                for member in archive:
                    stream = archive.extractfile(member) if member.name.endswith(".xml") else None
                    if stream is not None:
                        yield member.name.rpartition("/")[2], stream.read()
        else:
            for one in sorted(path.rglob("*.xml")) if path.is_dir() else [path]:
                yield one.name, one.read_bytes()


def body_words(data: bytes) -> Counter[str]:
    """Count the words of an article's body, formulas and numbers of references apart."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True))
    body = root.find("body")
    if body is None:
        return Counter()
    etree.strip_elements(body, *_NO_TEXT, with_tail=False)
    for block in body.iter(*_BLOCKS):
        block.tail = f" {block.tail or ''}"
    return Counter(_WORD.findall("".join(map(str, body.itertext()))))


def article_words(article: Article) -> Counter[str]:
    """Count the words of an article as it was read: text, notes, and what stands in for images."""
    body, notes = statements(article, {})
    counts = Counter(word for one in (body, *notes) for word in one.words)
    images = (node.image.alt for node in article.walk() if isinstance(node, Figure))
    counts.update(word for text in images for word in _WORD.findall(text))
    return counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
