"""A citation names a work that nothing in the project defines.

## Why
A citation that leads nowhere is a claim without a source that looks like one with a source: readers
trust the mark, and cannot follow it. ICMJE (Recommendations, section IV.A.3.g) makes authors
responsible for references that can be found. Most such keys are slips of the hand; the worst are
invisible, such as a Cyrillic "e" or a zero-width space that came with pasted text.

## Fails
```markdown articles/example.md
Vitamin B12 deficiency may look like leukaemia [@green2107].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, volume = {129}, pages = {2603-2611}}
```

## Passes
```markdown articles/example.md
Vitamin B12 deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, volume = {129}, pages = {2603-2611}}
```

## What it says
- A key that no entry of the library has: with the keys that it may have been meant to be, by
  spelling or by author and year. Characters that look like others, or like nothing, are named by
  code point.
- An identifier (`pmid:28360040`, `doi:…`, `pmcid:…`) that the lock does not hold: run `osler fetch`.
  That PubMed was asked and has no such record is another message.
- An identifier that cannot be one, such as a PMID with letters in it.

## Fix
Safe where the key differs from one key of the library in case, punctuation or disguised characters
only: the same name was meant. Where the nearest key differs by a letter it is a guess, and unsafe.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from toolkit.model.article import Article, Citation, CitationMode
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.record import Standing
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.rules.characters import described, is_suspicious, skeleton, visible
from toolkit.rules.nearness import likely, lookalike

_FORMS = {
    Scheme.PMID: "a PMID has one to nine digits and nothing else, such as `pmid:28360040`",
    Scheme.PMCID: "a PMCID is PMC and digits, such as `pmcid:PMC11050313`",
    Scheme.DOI: "a DOI begins with 10. and has a slash, such as `doi:10.1182/blood-2016-10-569186`",
    Scheme.ISBN: "an ISBN has 10 or 13 digits, of which the last is a check digit",
    Scheme.BOOKSHELF: "a Bookshelf accession is NBK and digits, such as `bookshelf:NBK441923`",
}
# Whoever has more wrong keys in one article has the wrong library, or a hostile article.
_MAXIMUM_GUESSES = 100
# How far, in characters, an entry's key may be from the place that its reader complains of.
_NEAR = 200
# What pandoc allows inside a key besides letters and digits.
_KEY_PUNCTUATION = frozenset("_:.#$%&-+?<>~/'")


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each citation that neither the library nor the lock resolves."""
    cut = sorted(problem.span for problem in article.problems if problem.rule == "citation-truncated")
    guessed: set[str] = set()
    for citation in article.citations:
        if context.bibliography.resolve(citation.key) is not None:
            continue
        # The whole identifier was not read: the rule on truncation says so.
        nearest_cut = bisect_left(cut, (citation.span.end, 0)) - 1
        if nearest_cut >= 0 and cut[nearest_cut].overlaps(citation.span):
            continue
        scheme = Identifier.key_scheme(citation.key)
        if scheme is None:
            guessed.add(citation.key)
            yield _undefined_key(article, citation, context, may_guess=len(guessed) <= _MAXIMUM_GUESSES)
        else:
            yield _undefined_identifier(citation, scheme, context)


def _undefined_identifier(citation: Citation, scheme: Scheme, context: Context) -> Problem:
    name = visible(citation.key)
    identifier = Identifier.from_key(citation.key)
    if identifier is None:
        return Problem(citation.key_span, f'"{name}" is not a valid {scheme.upper()}', help=_FORMS[scheme])
    record = context.records.find(identifier)
    if record is None or record.standing is not Standing.NOT_IN_PUBMED:
        lock = context.policy.lock
        return Problem(
            citation.key_span,
            f'"{name}" is not in {lock}',
            help=f"run `osler fetch`, which asks PubMed for it; and commit {lock}",
        )
    if scheme is Scheme.PMID:
        advice = "compare the number with the paper's page on PubMed, or search there by title"
    else:
        advice = (
            f"check it; if it is right, give the work an entry in {context.library.path} with this identifier"
        )
    return Problem(
        citation.key_span, f'PubMed has no record of "{name}" (asked {record.provenance.date})', help=advice
    )


def _undefined_key(article: Article, citation: Citation, context: Context, *, may_guess: bool) -> Problem:
    library = context.library
    written = _as_written(article, citation) if may_guess else citation.key
    same = lookalike(written, library) if may_guess else None
    meant = (same,) if same else likely(written, library) if may_guess else ()
    message = f'citation key "{visible(written)}" is not in {library.path}'
    odd = described(written)
    # Keys in another script are their authors' business; mixed ones, and disguised ones, are not.
    if odd and (same or any(one.isascii() and one.isalpha() for one in written)):
        message += f": it contains {odd}"
    span = Span(citation.key_span.start, citation.key_span.end + len(written) - len(citation.key))
    return Problem(
        span,
        message,
        help=_advice(citation, context, meant),
        fix=_replacement(article.path, citation, span, meant[0], is_safe=same is not None) if meant else None,
    )


def _as_written(article: Article, citation: Citation) -> str:
    """Give the key as its author saw it: with the look-alikes at which the syntax ended it."""
    if citation.braced:
        return citation.key
    text = article.source.text
    end = start = citation.key_span.end
    limit = min(len(text), start + 100)
    while end < limit and (text[end].isalnum() or text[end] in _KEY_PUNCTUATION or is_suspicious(text[end])):
        if text[end].isspace():
            break
        end += 1
    tail = text[start:end].rstrip("".join(_KEY_PUNCTUATION))
    # A possessive ("@smith's"), or a closing quotation mark, belongs to the sentence.
    is_key = tail and is_suspicious(tail[0]) and any(one.isdigit() for one in skeleton(tail))
    return citation.key + tail if is_key else citation.key


def _advice(citation: Citation, context: Context, meant: tuple[str, ...]) -> str:
    if meant:
        return "did you mean " + " or ".join(f'"{key}"' for key in meant) + "?"
    if _is_unreadable(citation.key, context.library):
        return f"the entry of that key could not be read: mend {context.library.path} first"
    if citation.mode is CitationMode.NARRATIVE:
        return f"add the work with `osler add`; if this is no citation, write `\\@{citation.key}`"
    if not context.library.entries:
        # Missing, empty or unreadable: the key may well be right.
        path = context.library.path
        return f"no entry was read from {path}: see that it is there, or add the work with `osler add PMID`"
    return "correct the key, or add the work with `osler add PMID`"


def _is_unreadable(key: str, library: Library) -> bool:
    """Tell whether the key stands near something that the library's reader could not read."""
    text = library.source.text
    faults = (problem.span.start for problem in library.problems if problem.rule == "reference-malformed")
    return any(key in text[max(at - _NEAR, 0) : at + _NEAR] for at in faults)


def _replacement(path: str, citation: Citation, span: Span, key: str, *, is_safe: bool) -> Fix:
    text = f"@{{{key}}}" if citation.braced else f"@{key}"
    return Fix(f'cite "{key}"', (Edit(path, span, text),), is_safe=is_safe)


RULE = Rule("citation-undefined", Severity.ERROR, check, fixable=True)
