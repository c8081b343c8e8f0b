"""What the parts of one JATS document share: elements, identifiers, labels, places and problems."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml.etree import Element, QName, _Element

from toolkit.exporters.arrangement import sectioned_blocks
from toolkit.model.counting import counted
from toolkit.model.finding import Problem, Severity
from toolkit.model.publication import Publication
from toolkit.model.span import Span

XLINK = "http://www.w3.org/1999/xlink"
MATHML = "http://www.w3.org/1998/Math/MathML"
ALI = "http://www.niso.org/schemas/ali/1.0/"
XML = "http://www.w3.org/XML/1998/namespace"
# The DTD is bound to these prefixes.
NAMESPACES = {"ali": ALI, "mml": MATHML, "xlink": XLINK}
HREF = f"{{{XLINK}}}href"
LANG = f"{{{XML}}}lang"

Content = str | _Element
"""Mixed content: text (always escaped by lxml) and elements."""

# What XML 1.0 cannot hold (section 2.2, production 2, negated).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
# Identifiers that the document gives itself; an author's that looks like one is renamed.
_OWN = re.compile(r"(?:ref|fn|aff|cor|math|tex|osler)-")


@dataclass(slots=True)
class Document:
    """The state of one rendering.

    `places` maps elements to the source they came from. `targets` are the elements that
    cross-references may point at, by the author's identifier: XML id and `ref-type`. `pending` are
    the cross-references still to be resolved. `deferred` holds, while a link's text is being
    printed, the references inside it, which may not stand there: they follow it.
    """

    publication: Publication
    labels: Mapping[str, str]
    notes: Mapping[str, int]
    places: dict[_Element, Span] = field(default_factory=dict)
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)
    pending: list[tuple[_Element, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    deferred: list[Content] | None = None
    _identifiers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, publication: Publication) -> Document:
        """Begin a document: figures, tables, equations and notes get their numbers first."""
        blocks = sectioned_blocks(publication.article)
        return cls(publication, blocks.labels, blocks.note_numbers)

    def element(
        self,
        name: str,
        attributes: Mapping[str, str | None] | None = None,
        *children: Content,
        span: Span | None = None,
    ) -> _Element:
        """Make an element; attributes that are `None` are left out, illegal characters replaced."""
        made = Element(name)
        for key, value in (attributes or {}).items():
            if value is not None:
                made.set(key, self.clean(value, span))
        self.extend(made, children, span)
        if span is not None:
            self.places[made] = span
        return made

    def extend(self, parent: _Element, children: Iterable[Content], span: Span | None = None) -> None:
        """Append text and elements to an element, in order."""
        last: _Element | None = parent[-1] if len(parent) else None
        for child in children:
            if not isinstance(child, str):
                parent.append(child)
                last = child
            elif last is None:
                parent.text = (parent.text or "") + self.clean(child, span)
            else:
                last.tail = (last.tail or "") + self.clean(child, span)

    def clean(self, text: str, span: Span | None) -> str:
        """Replace what XML cannot hold by U+FFFD, and say so."""
        clean, count = _ILLEGAL.subn("\ufffd", text)
        if count:
            self.problem(
                "export-jats-character",
                span,
                f"{counted(count, 'character')} that XML cannot hold",
                "remove the control characters; exports show a replacement character instead",
            )
        return clean

    def problem(
        self,
        rule: str,
        span: Span | None,
        message: str,
        help: str,  # noqa: A002 - the word that the output uses
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem of the export at the place in the article that it comes from."""
        place = span or self.publication.article.metadata.key_span("title")
        self.problems.append(Problem(place, message, help, rule=rule, severity=severity))

    def identify(self, identifier: str | None, kind: str, ref_type: str) -> str | None:
        """Give the XML id of an author's identifier, and let cross-references find it.

        An identifier that is no XML name, is taken, or looks like one of the document's own is
        changed to one that begins with `kind`. `None` stays `None`.
        """
        if identifier is None:
            return None
        if identifier in self.targets:
            return self.fresh(kind)
        own = identifier if _NAME.fullmatch(identifier) and not _OWN.match(identifier) else None
        if own is None or own in self._identifiers:
            plain = unicodedata.normalize("NFKD", identifier).encode("ascii", "ignore").decode()
            own = f"{kind}-{re.sub(r'[^A-Za-z0-9._-]+', '-', plain)}"
            if own in self._identifiers:
                return self.alias(identifier, self.fresh(kind), ref_type)
        self._identifiers.add(own)
        return self.alias(identifier, own, ref_type)

    def alias(self, identifier: str, xml_id: str, ref_type: str) -> str:
        """Let cross-references to `identifier` lead to an element; the first such element stands."""
        self.targets.setdefault(identifier, (xml_id, ref_type))
        return xml_id

    def fresh(self, kind: str) -> str:
        """Give an XML id of the document's own that is not taken, such as `osler-sec-3`."""
        while True:
            self.counts[kind] += 1
            candidate = f"osler-{kind}-{self.counts[kind]}"
            if candidate not in self._identifiers:
                self._identifiers.add(candidate)
                return candidate

    def number(self, kind: str) -> str:
        """Count one more figure, table or equation in the order of printing: `Figure 1`."""
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def defer(self, *contents: Content) -> list[Content]:
        """Hold back what may not stand in a link's text; give it back where it may stand."""
        if self.deferred is None:
            return list(contents)
        self.deferred.extend(contents)
        return []

    def resolve_references(self) -> None:
        """Point each cross-reference at its element; one whose target was not printed becomes text."""
        for element, identifier in self.pending:
            target = self.targets.get(identifier)
            if target is not None:
                element.set("rid", target[0])
                element.set("ref-type", target[1])
            else:
                _unwrap(element)


def name_of(element: _Element) -> str:
    """Give an element's name without its namespace."""
    return QName(element).localname


def has_content(contents: Sequence[Content]) -> bool:
    """Tell whether mixed content shows anything at all."""
    return any(not isinstance(one, str) or one.strip() for one in contents)


def _unwrap(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    text = (element.text or "") + (element.tail or "")
    previous = element.getprevious()
    element.tail = None
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)
