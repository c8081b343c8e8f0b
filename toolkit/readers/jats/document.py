"""A JATS document, parsed with care, and what of it was held.

Whatever is not held explicitly is named at the end, with its line: forgetting an element can't hide it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element

from toolkit.errors import UnreadableInputError
from toolkit.model.article import FootnoteDefinition
from toolkit.model.span import SourceText, Span

XLINK = "{http://www.w3.org/1999/xlink}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
ALI = "{http://www.niso.org/schemas/ali/1.0/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAXIMUM_SIZE = 16 * 1024 * 1024
"""Bytes: the longest of the 122 articles that the reader was tried on has 0.9 MB."""
MAXIMUM_DEPTH = 160
"""Levels of nested blocks and inlines that are read as such; deeper text is kept as text."""
_LINE_END = re.compile(r"\r\n?|\n")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")


@dataclass(frozen=True, slots=True)
class Unheld:
    """An element, or `@attribute` of one, that an article of ours has no place for.

    `name` is `parent/element` or `element[@attribute]`; MathML's elements have the prefix `mml:`.
    `line` counts from 1. `keeps_text` says that its words were read all the same.
    """

    name: str
    line: int
    keeps_text: bool = False


@dataclass(slots=True)
class References:
    """The ids of the references, in the order of the list.

    `spare` is how much may still be written out that stands short in the file (ranges of numbers, cells
    over many columns), so that a small file can't become a huge article.
    """

    names: tuple[str, ...]
    spare: int = 100_000
    order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.order = {name: place for place, name in enumerate(self.names)}

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Give the references that a range leaves unsaid: of `1–3`, the second."""
        start, end = self.order.get(first), self.order.get(last)
        if start is None or end is None:
            return ()
        found = self.names[start + 1 : end]
        return found if self.allow(len(found)) else ()

    def allow(self, count: int) -> bool:
        """Tell whether so much more may be written out, and count it."""
        if count > self.spare:
            return False
        self.spare -= count
        return True


@dataclass(slots=True)
class JatsSource:
    """One document on its way to an article: where elements stand, and which were held.

    `places` are the affiliations by id.
    """

    text: SourceText
    root: _Element
    notes: list[FootnoteDefinition] = field(default_factory=list)
    references: References = field(default_factory=lambda: References(()))
    places: dict[str, _Element] = field(default_factory=dict)
    depth: int = 0
    _held: set[_Element] = field(default_factory=set)
    _texts: set[_Element] = field(default_factory=set)
    _attributes: list[Unheld] = field(default_factory=list)
    _lines: list[Span] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, data: bytes) -> JatsSource:
        """Parse a document. Raises `UnreadableInputError` where it is too large, no XML, or no article.

        Nothing is fetched and no entity of the document's own is followed; a document that declares
        one is refused.
        """
        if len(data) > MAXIMUM_SIZE:
            raise UnreadableInputError(
                f"the file has {len(data)} bytes: more than {MAXIMUM_SIZE}",
                help="JATS articles are far smaller: is this the right file?",
                path=path,
            )
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableInputError(
                f"not well-formed XML: {error.msg}", help="mend the file", path=path, line=error.lineno or 1
            ) from error
        declared = cast("Any", root.getroottree().docinfo.internalDTD)
        if declared is not None and next(iter(declared.iterentities()), None) is not None:
            raise UnreadableInputError(
                "the file declares entities of its own",
                help="write them out: entities are never followed",
                path=path,
            )
        if root.tag != "article":
            raise UnreadableInputError(
                f"the root element is `{root.tag}`, not `article`",
                help="give one JATS article a file",
                path=path,
            )
        source = cls(SourceText(path, data.decode("utf-8", "replace")), root)
        source.spell_out_entities()
        return source

    def spell_out_entities(self) -> None:
        """Put characters in place of the entities that HTML and JATS share; others stay as `&name;`."""
        for entity in list(self.root.iter(etree.Entity)):
            parent = entity.getparent()
            if parent is None:
                continue
            found = _ENTITY.fullmatch(entity.text or "")
            known = html.unescape(entity.text or "") if found else ""
            if not known or known == entity.text:
                self._attributes.append(Unheld(str(entity.text), line_of(parent), keeps_text=True))
            text = (known or str(entity.text)) + (entity.tail or "")
            previous = entity.getprevious()
            entity.tail = None
            if previous is not None:
                previous.tail = (previous.tail or "") + text
            else:
                parent.text = (parent.text or "") + text
            parent.remove(entity)

    def span(self, element: _Element) -> Span:
        """Give the span of the line on which an element begins: lxml knows no columns."""
        if not self._lines:
            ends = [0, *(found.end() for found in _LINE_END.finditer(self.text.text)), len(self.text.text)]
            self._lines.extend(map(Span, ends, ends[1:]))
        return self._lines[min(line_of(element), len(self._lines)) - 1]

    def hold(self, *elements: _Element) -> None:
        """Say that elements were held (their children have to be held on their own)."""
        self._held.update(elements)

    def hold_all(self, element: _Element) -> None:
        """Say that an element and all below it were held."""
        self._held.update(element.iter())

    def keep_text(self, element: _Element) -> None:
        """Say that of an element that is not held the words were kept."""
        self._texts.add(element)

    def attribute(self, element: _Element, name: str) -> None:
        """Name an attribute whose meaning was not held."""
        self._attributes.append(Unheld(f"{name_of(element)}[@{name}]", line_of(element), keeps_text=True))

    def words(self, element: _Element) -> str:
        """Give an element's text with single spaces, and hold it; marks inside are named as not held."""
        self.hold(element)
        for below in element.iterdescendants():
            self.keep_text(below)
        return plain(element)

    def unheld(self) -> tuple[Unheld, ...]:
        """Name what was not held, in document order; of MathML its outermost element alone."""
        found = list(self._attributes)
        for element in self.root.iter():
            parent = element.getparent()
            if element in self._held or parent is None:
                continue
            if element.tag.startswith(MATHML) and parent.tag.startswith(MATHML):
                continue
            name = f"{name_of(parent)}/{name_of(element)}"
            found.append(Unheld(name, line_of(element), keeps_text=element in self._texts))
        return tuple(sorted(found, key=lambda one: one.line))

    def share(self) -> tuple[int, int]:
        """Count the elements held, and all elements."""
        every = list(self.root.iter())
        return sum(one in self._held for one in every), len(every)

    def count(self, kind: str) -> int:
        """Count one more figure, table or equation."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]


def line_of(element: _Element) -> int:
    """Give the line on which an element begins, from 1."""
    return int(cast("int | None", element.sourceline) or 1)  # the stubs have no type for it


def text_of(element: _Element) -> str:
    """Give all text in an element as it stands."""
    return "".join(map(str, element.itertext()))


def plain(element: _Element) -> str:
    """Give all text in an element, with single spaces."""
    return " ".join(text_of(element).split())


def name_of(element: _Element) -> str:
    """Give an element's name, with MathML's prefix."""
    tag = element.tag
    if tag.startswith(MATHML):
        return f"mml:{tag[len(MATHML) :]}"
    return tag.rpartition("}")[2]


def children_named(element: _Element | None, *names: str) -> Iterator[_Element]:
    """Yield the children that have one of the names."""
    if element is not None:
        yield from (child for child in element if child.tag in names)
