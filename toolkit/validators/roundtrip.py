"""The round-trip proof: nothing that the source says of its evidence is lost on the way.

Both outputs are read back from their bytes and compared with the article: every citation is one
`xref` and one anchor with the same target; every PMID, PMCID, DOI, author, date and disclaimer is
in both; and so is every word of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml.etree import XMLSyntaxError

from toolkit.claims.disclaimers import fill_in, identify, placements
from toolkit.model.article import Citation, CitationGroup, Div
from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.publication import NumberedReference, Publication
from toolkit.model.span import Span
from toolkit.model.work import Collective, Name
from toolkit.validators.printed import Printed, read_html, read_jats, source_words, word_counts

_SCHEMES = (Scheme.PMID, Scheme.PMCID, Scheme.DOI)
_MOST_WORDS = 8
# What neither XML 1.0 (production 2) nor HTML (section 13.2.3.5) can hold: the exports show U+FFFD in its place.
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What was compared, and what was lost. Counts are of the source; all survived if `problems` is empty."""

    problems: tuple[Problem, ...]
    citations: int
    references: int
    identifiers: int
    authors: int
    dates: int
    disclaimers: int
    words: int
    unresolved: int = 0


def prove_round_trip(publication: Publication, xml: bytes, html: bytes) -> RoundTrip:
    """Compare an article with both outputs, read back from their bytes."""
    return prove_editions(publication, xml, {"index.html": (publication, html)})


def prove_editions(
    publication: Publication, xml: bytes, pages: Mapping[str, tuple[Publication, bytes]]
) -> RoundTrip:
    """Compare an article with its XML, and what each of its pages is for with that page.

    Of several pages, each for one audience, all together must hold every word and every citation of
    the article, and each the parts that are for its audience.
    """
    try:
        outputs = {"article.xml": (publication, read_jats(xml))}
    except XMLSyntaxError as error:
        place = publication.article.metadata.key_span("title")
        return RoundTrip(
            (_lost("citation", place, f"article.xml cannot be read back: {error.msg}"),), 0, 0, 0, 0, 0, 0, 0
        )
    article = publication.article
    expected = [
        citation for node in article.walk() if isinstance(node, CitationGroup) for citation in node.citations
    ]
    known = [one for one in expected if one.key in publication.by_key]
    problems: list[Problem] = []
    outputs |= {name: (own, read_html(data)) for name, (own, data) in pages.items()}
    for name, (own, printed) in outputs.items():
        problems += _output(own, printed, name)
    if len(pages) > 1:
        problems += _together(publication, known, {name: outputs[name] for name in pages})
    elif any(outputs["article.xml"][1].citations != outputs[name][1].citations for name in pages):
        place = article.metadata.key_span("title")
        problems.append(_lost("citation", place, "the two exports cite in different orders or numbers"))
    return RoundTrip(
        problems=tuple(problems),
        citations=len(known),
        references=len(publication.references),
        identifiers=sum(len(_identifiers(one)) for one in publication.references),
        authors=len(publication.contributors)
        + sum(len(one.reference.work.authors) for one in publication.references),
        dates=len(_expected_dates(publication)),
        disclaimers=len(publication.disclaimers),
        words=sum(source_words(article).counts().values()),
        unresolved=len(expected) - len(known),
    )


def _output(publication: Publication, printed: Printed, name: str) -> Iterator[Problem]:
    """Compare one output with the publication that it prints."""
    known = [
        (citation.key, citation.key_span)
        for node in publication.article.walk()
        if isinstance(node, CitationGroup)
        for citation in node.citations
        if citation.key in publication.by_key
    ]
    words = source_words(publication.article)
    yield from _citations(publication, known, printed, name)
    for reference in publication.references:
        yield from _reference(reference, printed, name)
    yield from _authors(publication, printed, name)
    yield from _dates(publication, printed, name)
    yield from _disclaimers(publication, printed, name)
    missing = _missing(publication, words.counts(), word_counts(printed.body))
    yield from _words(publication, missing, words.place, name)


def _together(
    whole: Publication, known: list[Citation], pages: Mapping[str, tuple[Publication, Printed]]
) -> Iterator[Problem]:
    """Compare the whole article with what its pages hold between them."""
    place = whole.article.metadata.key_span("title")
    names = " and ".join(pages)
    shown: Counter[str] = Counter()
    cited: Counter[str] = Counter()
    for own, printed in pages.values():
        shown += word_counts(printed.body)
        identities = {one.identifier: one.reference.identity for one in own.references}
        cited += Counter(identities.get(target, target) for target in printed.citations)
    words = source_words(whole.article)
    yield from _words(whole, _missing(whole, words.counts(), shown), words.place, names)
    wanted = Counter(whole.by_key[one.key].reference.identity for one in known)
    for identity in sorted(wanted - cited):
        yield _lost("citation", place, f"{names} together lost a citation of {identity}")
    for name, (own, printed) in pages.items():
        held = word_counts(printed.body)
        for div in whole.article.nodes(Div):
            if own.edition is not None and div.attributes.get("audience") == own.edition:
                part = source_words(replace(whole.article, blocks=(div,)))
                yield from _words(whole, _missing(own, part.counts(), held), part.place, name)


def _citations(
    publication: Publication, known: list[tuple[str, Span]], printed: Printed, name: str
) -> Iterator[Problem]:
    """Compare, target by target, how often it is cited with how often it is linked to."""
    wanted = Counter(publication.by_key[key].identifier for key, _ in known)
    found = Counter(printed.citations)
    for target in sorted(wanted.keys() | found.keys()):
        if wanted[target] != found[target]:
            span = next((span for key, span in known if publication.by_key[key].identifier == target), None)
            text = (
                f"{name} links to {target} {found[target]} times, the article cites it {wanted[target]} times"
            )
            yield _lost("citation", span or publication.article.metadata.key_span("title"), text)
        if found[target] and target not in printed.references:
            yield _lost(
                "citation",
                publication.article.metadata.key_span("title"),
                f"{name} links to {target}, which is not in its list of references",
            )


def _reference(reference: NumberedReference, printed: Printed, name: str) -> Iterator[Problem]:
    span = reference.places[0]
    entry = printed.references.get(reference.identifier)
    if entry is None:
        yield _lost(
            "reference", span, f"{name} has no entry {reference.identifier} in its list of references"
        )
        return
    for identifier in _identifiers(reference):
        shown = {str(identifier), identifier.url}
        if shown.isdisjoint(entry.names) and identifier.value not in entry.text:
            yield _lost("reference", span, f"{name} lost {identifier} of reference {reference.number}")
    work = reference.reference.work
    text = _folded(entry.text)
    for author in work.authors:
        if _folded(_family(author)) not in text:
            yield _lost(
                "author", span, f'{name} lost the author "{_family(author)}" of reference {reference.number}'
            )
    if work.date is not None and work.date.year is not None and f"{work.date.year:04d}" not in text:
        yield _lost("date", span, f"{name} lost the year of reference {reference.number}")
    if work.title and word_counts(_folded(work.title)) - word_counts(text):
        yield _lost("reference", span, f"{name} lost words of the title of reference {reference.number}")


def _identifiers(reference: NumberedReference) -> list[Identifier]:
    found = (reference.reference.work.identifier(scheme) for scheme in _SCHEMES)
    return [one for one in found if one is not None]


def _authors(publication: Publication, printed: Printed, name: str) -> Iterator[Problem]:
    shown = word_counts(_folded(printed.credits))
    for author in publication.contributors:
        if author.name and word_counts(_folded(author.name)) - shown:
            span = author.span if author.span.end else publication.article.metadata.key_span("authors")
            yield _lost("author", span, f'{name} lost the author "{author.name}"')


def _expected_dates(publication: Publication) -> list[tuple[str, Span]]:
    metadata = publication.article.metadata
    dates = [(change.date.isoformat(), change.span) for change in metadata.history]
    if metadata.date is not None:
        dates.append((metadata.date.isoformat(), metadata.key_span("date")))
    review = publication.review
    if review.is_approved and review.last_reviewed is not None:
        dates.append((review.last_reviewed.isoformat(), metadata.key_span("date")))
    return dates


def _dates(publication: Publication, printed: Printed, name: str) -> Iterator[Problem]:
    for day, span in _expected_dates(publication):
        if day not in printed.dates:
            yield _lost("date", span, f"{name} lost the date {day}")


def _disclaimers(publication: Publication, printed: Printed, name: str) -> Iterator[Problem]:
    """Look for the approved wording of each disclaimer; one that the article spells out is part of its words."""
    policy = publication.policy
    spelled_out = {
        one.identifier
        for placement in placements(publication.article)
        if placement.text and (one := identify(placement, policy)) is not None
    }
    for disclaimer in publication.disclaimers:
        if disclaimer.identifier in spelled_out:
            continue
        paragraphs = (" ".join(part.split()) for part in fill_in(disclaimer.text, policy).split("\n\n"))
        if not all(paragraph in printed.whole for paragraph in paragraphs):
            span = publication.article.metadata.key_span("title")
            yield _lost("disclaimer", span, f'{name} lost the disclaimer "{disclaimer.identifier}"')


def _missing(publication: Publication, wanted: Counter[str], shown: Counter[str]) -> Counter[str]:
    """Give the words that are missing.

    A narrative citation right behind a word puts its first author's name there, as in `B12Green`
    for `B~12~@green`: such a word is not missing.
    """
    missing = wanted - shown
    if not missing:
        return missing
    names = (_family(one) for known in publication.references for one in known.reference.work.authors[:1])
    firsts = {found[0] for name in names if (found := re.match(r"\w+", name))}
    return Counter({word: n for word, n in missing.items() if not any(shown[word + one] for one in firsts)})


def _words(
    publication: Publication, missing: Counter[str], place: Callable[[str], Span | None], name: str
) -> Iterator[Problem]:
    if not missing:
        return
    first = sorted(missing)[:_MOST_WORDS]
    shown = ", ".join(f'"{word}"' for word in first)
    more = f" and {len(missing) - len(first)} more" if len(missing) > len(first) else ""
    span = place(first[0]) or publication.article.metadata.key_span("title")
    yield _lost("words", span, f"{name} lost words of the text: {shown}{more}")


def _family(name: Name) -> str:
    return name.name if isinstance(name, Collective) else name.family


def _folded(text: str) -> str:
    return " ".join(_NOT_SHOWN.sub("\ufffd", text).casefold().split())


def _lost(what: str, span: Span, message: str) -> Problem:
    return Problem(
        span,
        message,
        help="this is a defect of the exporter rather than of the article: simplify this place, and report it",
        rule=f"export-roundtrip-{what}",
        severity=Severity.ERROR,
    )
