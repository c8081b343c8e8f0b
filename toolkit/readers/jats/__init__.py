"""JATS XML, Osler's own or anybody's, read back into an article tree.

Text, citations and metadata become the model's values. What the model has no place for is named,
element by element with its line, in `JatsReading.unheld`: nothing is dropped in silence.
docs/jats.md tells what is held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.model.article import Article, Block, CitationGroup, walk
from toolkit.model.policy import Journal, Publisher
from toolkit.model.review import Reviewer
from toolkit.model.work import Work
from toolkit.readers.jats.blocks import block, blocks, renamed
from toolkit.readers.jats.document import JatsSource, References, Unheld
from toolkit.readers.jats.front import custom_meta, read_journal, read_metadata, read_reviewers
from toolkit.readers.jats.works import read_works

__all__ = ["JatsReading", "Unheld", "read_jats"]

# Sections of the back matter that say something of the article: these are metadata.
_STATEMENTS = frozenset({"data-availability", "ai-assistance"})


@dataclass(frozen=True, slots=True)
class JatsReading:
    """What a JATS document says.

    `article` has the XML for its source; spans are those of whole lines, since the parser knows no
    columns. Its citation keys are the ids of references, whose works are in `works`, in order.
    `state` holds the pairs of `custom-meta`, such as `review-status`. `elements` counts all
    elements, `held` those that were held; the others are in `unheld`, by name and line.
    """

    article: Article
    works: Mapping[str, Work]
    journal: Journal
    publisher: Publisher
    reviewers: tuple[Reviewer, ...]
    state: Mapping[str, str]
    unheld: tuple[Unheld, ...]
    elements: int
    held: int


def read_jats(path: str, data: bytes) -> JatsReading:
    """Read a JATS document. Opens no file and no socket; follows no entity.

    Raises `UnreadableInputError` for what is larger than 16 MiB, is no well-formed XML, declares
    entities, or is no `article`.
    """
    source = JatsSource.of(path, data)
    root = source.root
    source.hold(root)
    source.references = References(tuple(one.get("id") or "" for one in root.iter("ref")))
    source.places.update({one.get("id") or "": one for one in root.iter("aff")})
    metadata = read_metadata(source)
    state = custom_meta(source, root.find("front/article-meta"))
    journal, publisher = read_journal(source)
    reviewers = read_reviewers(source)
    works = read_works(source, root)
    body = _body(source)
    found = renamed((*body, *source.notes))
    groups = tuple(node for node in walk(found) if isinstance(node, CitationGroup))
    slug = path.rpartition("/")[2].removesuffix(".xml")
    article = Article(source.text, slug, metadata, found, groups)
    held, elements = source.share()
    return JatsReading(article, works, journal, publisher, reviewers, state, source.unheld(), elements, held)


def _body(source: JatsSource) -> tuple[Block, ...]:
    """Read the body, then what the back matter has besides references, notes and statements."""
    found: list[Block] = []
    for part in source.root:
        if part.tag == "body":
            source.hold(part)
            found += blocks(source, part)
        elif part.tag == "back":
            source.hold(part)
            for child in part:
                if child.tag != "ref-list" and child.get("sec-type") not in _STATEMENTS:
                    found += block(source, child, 1)
        elif part.tag == "floats-group":
            found += block(source, part, 1)
    return tuple(found)
