"""A PMID, PMCID, DOI or PubMed address stands in the text in place of a citation.

## Why
An identifier that is pasted into the text is not a reference: it is missing from the reference list,
nobody asks PubMed whether the paper was retracted, and the claim beside it counts as uncited.
ICMJE (Recommendations, section IV.A.3.g) asks for numbered references, checked against the source.

## Fails
```markdown articles/example.md
The deficiency may look like leukaemia (PMID: 28360040).
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, journal = {Blood},
  year = {2017}, pmid = {28360040}}
```

## Passes
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, journal = {Blood},
  year = {2017}, pmid = {28360040}}
```

## What it leaves alone
Identifiers in code, headings and disclaimers, in sections such as "References" and "Further reading",
of the article itself, and of works that the same paragraph cites already. A link whose words are its
own ("the guideline") is reported as information only: it may be meant for readers to follow.

## Fix
Writes the citation if the library has an entry of this identifier, or the lock a record: safe where
the identifier stands alone in parentheses, brackets or `<…>`; elsewhere unsafe, since the
sentence around it may have to change. Without either there is none: no reference is ever invented.
Run `osler add` with the identifier first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.claims.regions import Regions
from toolkit.model.article import (
    Article,
    CitationGroup,
    Code,
    CodeBlock,
    Comment,
    CrossReference,
    Div,
    FootnoteReference,
    Heading,
    Image,
    Link,
    Math,
    MathBlock,
    Node,
    Paragraph,
    RawBlock,
    RawInline,
    TableCell,
    children_of,
    plain_text,
    walk,
)
from toolkit.model.bibliography import Reference
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.late_pattern import late_pattern
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.rules.entries import citation_text

_NCBI = r"(?:www\.)?ncbi\.nlm\.nih\.gov"
_PASTED = late_pattern(
    r"(?<![\w/@:.\-])(?:"
    rf"(?:https?://)?(?:(?:pubmed|pmc)\.ncbi\.nlm\.nih\.gov|{_NCBI}/(?:m/)?pubmed|{_NCBI}/(?:pmc|books)"
    r"|(?:www\.)?pubmed\.gov|(?:www\.|m\.)?europepmc\.org|(?:dx\.|www\.)?doi\.org)/[^\s<>\"]+"
    r"|PMID:?\s{0,3}(?P<pmid>\d{1,9})(?!\w)"
    r"|(?:PMCID:?\s{0,3})?(?P<pmc>PMC\d{5,10})(?:\.\d+)?(?!\w)"
    r"|(?:doi:?\s{0,3})?(?P<doi>10\.\d{4,9}/[^\s<>\"]+)"
    r")",
    re.IGNORECASE,
)
_HINT = re.compile(r"PMID|PMC\d|10\.\d{4}|ncbi\.nlm|pubmed\.gov|europepmc|doi\.org", re.IGNORECASE)
# Far cheaper to look for, in lower case, than the pattern.
_HINT_LETTERS = ("pmid", "pmc", "10.", "ncbi.nlm", "pubmed.gov", "doi.org")
_LIST_OF_SOURCES = late_pattern(
    r"(?:references?|bibliography|sources?|literature(?: cited)?|works cited|citations|(?:further|suggested|"
    r"recommended) reading|see also|(?:external |useful )?links|(?:more|further) information|resources)\W*",
    re.IGNORECASE,
)
_OPAQUE = (Code, CitationGroup, Link, Image, Math, Comment, RawInline, CrossReference, FootnoteReference)
_BRACKETS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class _Pasted:
    """An identifier in the text. `words` is a link's own text, if it has one."""

    identifier: Identifier
    span: Span
    words: str | None = None
    is_apart: bool = False


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Look for identifiers in the paragraphs and table cells of an article."""
    if not _may_hold(article.source.text):
        return
    own = Identifier.parse(article.metadata.doi) if article.metadata.doi else None
    for block in _blocks(article):
        if not _may_hold(article.source.slice(block.span)):
            continue
        cited = {
            reference.identity
            for node in walk((block,))
            if isinstance(node, CitationGroup)
            for citation in node.citations
            if (reference := context.bibliography.resolve(citation.key)) is not None
        }
        for pasted in _pasted(article, block):
            reference = context.bibliography.resolve(str(pasted.identifier))
            if pasted.identifier != own and (reference is None or reference.identity not in cited):
                yield _problem(article, pasted, reference)


def _may_hold(text: str) -> bool:
    """Tell whether an identifier could stand in a text."""
    lowered = text.lower()
    return any(letters in lowered for letters in _HINT_LETTERS) and _HINT.search(text) is not None


def _blocks(article: Article) -> Iterator[Paragraph | TableCell]:
    """Yield the paragraphs and cells outside of disclaimers and lists of sources."""
    is_list_at: int | None = None
    stack: list[Node] = list(reversed(article.blocks))
    while stack:
        node = stack.pop()
        match node:
            case Heading():
                if is_list_at is None or node.level <= is_list_at:
                    is_list = _LIST_OF_SOURCES.fullmatch(plain_text(node.children).strip())
                    is_list_at = node.level if is_list else None
            case Paragraph() | TableCell():
                if is_list_at is None:
                    yield node
            case CodeBlock() | RawBlock() | MathBlock():
                pass
            case Div() if "disclaimer" in node.attributes.classes:
                pass
            case _:
                stack.extend(reversed(children_of(node)))


def _pasted(article: Article, block: Paragraph | TableCell) -> Iterator[_Pasted]:
    text = article.source.text
    opaque = [node for node in walk((block,)) if isinstance(node, _OPAQUE)]
    regions = Regions(node.span for node in opaque)
    for found in _PASTED.finditer(text, *block.span):
        pasted = _of_match(text, found)
        if pasted is not None and pasted.span.start not in regions and pasted.span.end - 1 not in regions:
            yield pasted
    for node in opaque:
        if isinstance(node, Link) and node.children:
            identifier = _of_address(node.url)
            if identifier is not None:
                yield _of_link(text, node, identifier)


def _of_link(text: str, node: Link, identifier: Identifier) -> _Pasted:
    """Tell a link that is nothing but an address from one with words of its own."""
    words = plain_text(node.children).strip()
    if words != node.url and Identifier.parse(words) != identifier:
        inner = text[node.children[0].span.start : node.children[-1].span.end]
        return _Pasted(identifier, node.span, inner)
    span, is_apart = _widened(text, node.span)
    return _Pasted(identifier, span, None, is_apart or text[node.span.start] == "<")


def _of_match(text: str, found: re.Match[str]) -> _Pasted | None:
    """Make an identifier of a match; `None` if it is none, or the text goes on in a way that Markdown reads."""
    start, end = found.span()
    if not (found["pmid"] or found["pmc"]):
        end = start + len(_balanced(found[0]))
        if text[end : end + 1] == "\\":
            return None
    value = text[start:end]
    if found["pmid"]:
        identifier = Identifier.make(Scheme.PMID, found["pmid"])
    elif found["pmc"]:
        identifier = Identifier.make(Scheme.PMCID, found["pmc"])
    elif found["doi"]:
        identifier = Identifier.make(Scheme.DOI, text[found.start("doi") : end])
    else:
        identifier = Identifier.parse(value)
    if identifier is None:
        return None
    span, is_apart = _widened(text, Span(start, end))
    return _Pasted(identifier, span, None, is_apart)


def _balanced(text: str) -> str:
    """Cut an address or DOI where a closing bracket has no opening one, and at the end of the sentence."""
    opened: list[str] = []
    for index, character in enumerate(text):
        if character in _BRACKETS:
            opened.append(_BRACKETS[character])
        elif character in "\\|" or (character in ")]" and (not opened or opened.pop() != character)):
            text = text[:index]
            break
    return text.rstrip(".,;:!?'*_~") if not opened else text.rstrip(".,;:!?'*_~([")


def _of_address(url: str) -> Identifier | None:
    """Read an identifier from an address; anything else, such as a bare number, is none."""
    if not re.match(r"https?://|doi:", url, re.IGNORECASE):
        return None
    return Identifier.parse(url)


def _widened(text: str, span: Span) -> tuple[Span, bool]:
    """Take in the brackets directly around a span; tell whether there are some."""
    start, end = span
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and _BRACKETS.get(before) == after and text[start - 2 : start - 1] not in ("]", "\\", "!"):
        return Span(start - 1, end + 1), True
    return span, False


def _problem(article: Article, pasted: _Pasted, reference: Reference | None) -> Problem:
    fix = _fix(article, pasted, reference)
    if pasted.words is not None:
        message = f"the link leads to {pasted.identifier}, which is not cited"
    else:
        message = f"{pasted.identifier} stands in the text, and is not cited"
    key = reference.entry.key if reference is not None and reference.entry is not None else None
    if key is not None:
        help_ = f"cite it: [{citation_text(key)}]"
    elif fix is not None:
        help_ = f"cite it: [{citation_text(str(pasted.identifier))}]"
    else:
        help_ = f"run `osler add {pasted.identifier}`, and cite the key that it gives"
    severity = Severity.INFO if pasted.words is not None else None
    return Problem(pasted.span, message, help_, severity=severity, fix=fix)


def _fix(article: Article, pasted: _Pasted, reference: Reference | None) -> Fix | None:
    """Write the citation; never of a work that neither the library nor the lock knows."""
    text, (start, end) = article.source.text, pasted.span
    if (
        reference is None
        or text[start - 1 : start] in ("]", "!", "\\", "@")
        or text[end : end + 1] in tuple("([{:")
    ):
        return None
    if reference.entry is not None:
        key = reference.entry.key
    elif reference.record is not None and reference.record.work.title is not None:
        key = str(pasted.identifier)
    else:
        return None
    if any(character in key for character in "{}\n"):
        return None
    citation = f"[{citation_text(key)}]"
    written = citation if pasted.words is None else f"{pasted.words} {citation}"
    edit = Edit(article.path, pasted.span, written)
    return Fix(f"cite it as {citation}", (edit,), is_safe=pasted.is_apart and pasted.words is None)


RULE = Rule("citation-pasted", Severity.WARNING, check, fixable=True)
