"""What is printed in which order, and the numbers that follow from it: the same in every export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.claims.kept import kept
from toolkit.model.article import (
    Article,
    Block,
    Figure,
    FootnoteDefinition,
    FootnoteReference,
    Heading,
    MathBlock,
    Node,
    Table,
    children_of,
    plain_text,
)


@dataclass(frozen=True, slots=True)
class SectionedBlocks:
    """Blocks in the order in which exports print them: the body, then the notes.

    `notes` are in the order of their first reference; those that nothing refers to come last, so
    that no word is lost.
    """

    body: tuple[Block, ...]
    notes: tuple[FootnoteDefinition, ...]

    @property
    def note_numbers(self) -> dict[str, int]:
        """Give each note's number, from 1, by its label; the first of two with one label has it."""
        numbers: dict[str, int] = {}
        for number, note in enumerate(self.notes, start=1):
            numbers.setdefault(note.label, number)
        return numbers

    @property
    def labels(self) -> dict[str, str]:
        """Name what cross-references may point at, by identifier: `Figure 1`, `Table 2`, a heading's text.

        Numbered are each figure, tables with a caption or an identifier, formulas with an identifier.
        """
        labels: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for nodes in (self.body, *(note.children for note in self.notes)):
            for node in outside_notes(nodes):
                kind, identifier = _numbered(node)
                if kind is not None:
                    counts[kind] += 1
                    if identifier is not None:
                        labels.setdefault(identifier, f"{kind} {counts[kind]}")
                elif isinstance(node, Heading):
                    labels.setdefault(node.identifier, f"“{plain_text(node.children)}”")
        return labels


@kept
def sectioned_blocks(article: Article) -> SectionedBlocks:
    """Split an article's blocks into its body (as it stands) and its notes, in printing order."""
    definitions: dict[str, FootnoteDefinition] = {}
    spare: list[FootnoteDefinition] = []
    for node in article.walk():
        if isinstance(node, FootnoteDefinition):
            if node.label in definitions:
                spare.append(node)
            else:
                definitions[node.label] = node
    notes: dict[str, FootnoteDefinition] = {}
    queue: list[Node] = list(outside_notes(article.blocks))
    for node in queue:  # grows while notes refer to further notes
        if isinstance(node, FootnoteReference) and node.label in definitions and node.label not in notes:
            notes[node.label] = definitions[node.label]
            queue.extend(outside_notes(definitions[node.label].children))
    unused = [note for label, note in definitions.items() if label not in notes]
    return SectionedBlocks(article.blocks, (*notes.values(), *unused, *spare))


def outside_notes(nodes: Sequence[Node]) -> Iterator[Node]:
    """Walk nodes and all below them in reading order, leaving out the definitions of notes."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, FootnoteDefinition):
            continue
        yield node
        stack.extend(reversed(children_of(node)))


def _numbered(node: Node) -> tuple[str | None, str | None]:
    """Give the kind under which a block is numbered, if it is, and its identifier."""
    match node:
        case Figure():
            return "Figure", node.image.attributes.identifier
        case Table() if node.caption or node.attributes.identifier:
            return "Table", node.attributes.identifier
        case MathBlock() if node.attributes.identifier:
            return "Equation", node.attributes.identifier
        case _:
            return None, None
