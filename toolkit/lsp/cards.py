"""The card of a cited work: reference, kind, age, standing, and where it is cited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.exporters.html.evidence import evidence_type, links, marks, provenance
from toolkit.exporters.nlm import format_plain
from toolkit.model.bibliography import Reference

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_AUTHORS = 6
_ARTICLES = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A card's lines as plain text; `warnings` are what must not be overlooked."""

    heading: str
    warnings: tuple[str, ...]
    reference: str
    kind: str
    provenance: str
    links: tuple[tuple[str, str], ...]
    cited: str | None = None

    def plain(self) -> str:
        """Give the card as plain text."""
        lines = [self.heading, *self.warnings, "", self.reference, "", self.kind, self.provenance]
        lines += [f"{name}: {url}" for name, url in self.links]
        return "\n".join([*lines, *([self.cited] if self.cited else [])])

    def markdown(self) -> str:
        """Give the card as Markdown; nothing in the texts acts as markup."""
        parts = [f"**{_escaped(self.heading)}**"]
        parts += [f"⚠️ **{_escaped(one)}**" for one in self.warnings]
        parts += [_escaped(self.reference), f"{_escaped(self.kind)}  \n{_escaped(self.provenance)}"]
        if self.links:
            parts.append(" · ".join(f"[{name}]({url})" for name, url in self.links))
        if self.cited:
            parts.append(_escaped(self.cited))
        return "\n\n".join(parts)


def card_of(reference: Reference, key: str, today: date, cited_in: Sequence[str] | None = None) -> Card:
    """Make the card of a reference under a key; `cited_in` are the articles of its citations, if counted."""
    kind = evidence_type(reference)
    age = _age(reference, today)
    return Card(
        heading=f"@{key}",
        warnings=tuple(one.text + (f": {one.detail}" if one.detail else "") for one in marks(reference)),
        reference=format_plain(reference.work, maximum_authors=_AUTHORS),
        kind=f"{kind}{f', {age}' if age else ''}",
        provenance=provenance(reference),
        links=tuple((name, one.url) for name, one in links(reference) if _is_plain(one.url)),
        cited=_cited(cited_in) if cited_in is not None else None,
    )


def _cited(paths: Iterable[str]) -> str:
    counts = Counter(paths)
    if not counts:
        return "Not cited in any article."
    shown = [f"{path} ({number}×)" if number > 1 else path for path, number in counts.most_common(_ARTICLES)]
    rest = len(counts) - len(shown)
    return "Cited in " + ", ".join(shown) + (f", and {rest} more articles" if rest else "") + "."


def _age(reference: Reference, today: date) -> str | None:
    year = reference.work.date.year if reference.work.date else None
    if year is None or year > today.year:
        return None
    years = today.year - year
    return f"published {year} ({years} year{'' if years == 1 else 's'} ago)" if years else f"published {year}"


def _is_plain(url: str) -> bool:
    """Tell whether an address can stand in a Markdown link as it is: some DOIs have parentheses or spaces."""
    return not re.search(r"[\s()<>\\]", url)


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
