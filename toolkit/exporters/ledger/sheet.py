"""The reviewer's sheet: one HTML page, for the screen and for paper, with claim and evidence side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from toolkit.claims.coverage import total
from toolkit.exporters.html.head import style_hash
from toolkit.exporters.html.links import fragment
from toolkit.exporters.html.markup import Content, Element, element, serialise, style_text
from toolkit.exporters.html.page import language_tag, long_date
from toolkit.exporters.ledger.entries import Group, claim_table, exempt_table, groups_of
from toolkit.exporters.ledger.published import for_readers
from toolkit.exporters.ledger.sources import Sources, source_list
from toolkit.exporters.ledger.words import NO_SUPPORT, NOT_JUDGED, comparison_coverage, source_coverage
from toolkit.model.counting import counted
from toolkit.model.ledger import ArticleLedger
from toolkit.model.policy import LockAbstracts, Policy
from toolkit.model.unit import Coverage

Contents = list[Content]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet is made of: one article's ledger, or several.

    `as_of` is the day by which ages and expiries were judged. `from_store` are the identities of the works
    whose abstract was read from the local store. `in_order` keeps the claims in reading order. One that
    `is_published` stands beside the article's page: nothing on it is to be filled in.
    """

    articles: Sequence[ArticleLedger]
    policy: Policy
    as_of: date
    from_store: frozenset[str] = frozenset()
    in_order: bool = False
    is_whole: bool = True
    is_published: bool = False


@cache
def style_sheet() -> str:
    """Give the style sheet that every sheet carries."""
    return files("toolkit").joinpath("templates", "ledger.css").read_text("utf-8")


def render_sheet(sheet: Sheet) -> bytes:
    """Print the sheet, UTF-8: no script, no outside request; the same bytes for the same input."""
    document = _document(sheet)
    if sheet.is_published:
        document = for_readers(document, with_passages=sheet.policy.lock_abstracts is not LockAbstracts.ALL)
    return f"<!DOCTYPE html>\n{serialise(document)}".encode()


def _document(sheet: Sheet) -> Element:
    alone = sheet.articles[0] if len(sheet.articles) == 1 else None
    title = _title(alone) if alone else _project_title(sheet)
    return element(
        "html",
        {"lang": "en", "dir": "ltr"},
        _head(sheet, title),
        element(
            "body",
            None,
            element("a", {"class": "skip-link", "href": "#sheet"}, "Skip to the claims"),
            _masthead(sheet, title, alone),
            element("main", {"id": "sheet", "tabindex": "-1"}, _reading(sheet), *_main(sheet)),
            element(
                "footer",
                None,
                element(
                    "p",
                    None,
                    "Made by Osler from the project’s files, as of ",
                    long_date(sheet.as_of),
                    ". ",
                    NO_SUPPORT,
                ),
            ),
        ),
    )


def _head(sheet: Sheet, title: str) -> Element:
    policy = (
        f"default-src 'none'; style-src '{style_hash(style_sheet())}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("meta", {"name": "robots", "content": "noindex"}),
        element("meta", {"name": "generator", "content": "Osler"}),
        element("title", None, f"{'Evidence' if sheet.is_published else 'Reviewer’s'} sheet – {title}"),
        element("style", None, style_text(style_sheet())),
    )


def _title(ledger: ArticleLedger) -> str:
    return ledger.article.metadata.title or ledger.article.slug or "Untitled"


def _project_title(sheet: Sheet) -> str:
    site = sheet.policy.journal.title or sheet.policy.publisher.name
    return (
        f"{site}: {counted(len(sheet.articles), 'article')}"
        if site
        else counted(len(sheet.articles), "article")
    )


def _masthead(sheet: Sheet, title: str, alone: ArticleLedger | None) -> Element:
    lang = _language(alone, sheet.policy) if alone else "en"
    return element(
        "header",
        {"class": "masthead"},
        element("p", {"class": "kind"}, _kind(sheet)),
        element("h1", {"lang": lang, "dir": "auto"}, title),
        _facts(alone, sheet) if alone else None,
        _signature() if alone else None,
    )


def _kind(sheet: Sheet) -> str:
    kind = "Evidence sheet" if sheet.is_published else "Reviewer’s sheet"
    return f"{kind}: claims beside their evidence"


def _facts(ledger: ArticleLedger, sheet: Sheet) -> Element:
    """Print what binds the sheet to one state of the text."""
    metadata = ledger.article.metadata
    dates = [change.date for change in metadata.history]
    updated = max(dates) if dates else metadata.date
    rows = [
        ("File", ledger.article.path),
        ("Version", metadata.version),
        ("Last updated", long_date(updated) if updated else "not dated"),
        ("Judged as of", long_date(sheet.as_of)),
        ("SHA-256 of the text", ledger.digest),
    ]
    parts = [
        part
        for name, value in rows
        if value
        for part in (
            element("dt", None, name),
            element("dd", {"class": "digest" if value == ledger.digest else None}, value),
        )
    ]
    return element("dl", {"class": "facts-of-text"}, *parts)


def _signature() -> Element:
    """Print the lines on which the reviewer signs."""
    lines = ("Reviewer, credentials", "Date", "Signature")
    return element("div", {"class": "signature"}, *(element("p", None, one) for one in lines))


def _reading(sheet: Sheet) -> Element:
    """Print how to read the sheet, and what its marks mean."""
    return element(
        "section",
        {"class": "reading", "aria-labelledby": "reading"},
        element("h2", {"id": "reading"}, "How to read this sheet"),
        element(
            "p",
            None,
            "On the left stands what the article says, on the right what it cites for it and the sentence of "
            "the abstract that is nearest in wording. ",
            element("u", None, "Underlined"),
            " words stand in both; a ",
            element("mark", None, "marked"),
            " number or quotation was not found in the abstract. Either shows where to look and no more: a "
            "sentence may share every word with its source and yet say the opposite. ",
            "Whether a source bears a claim out is for people to judge, and no machine has verified it."
            if sheet.is_published
            else "Whether a source bears a claim out is yours to say; tick a box and leave your initials.",
        ),
        element("p", None, element("a", {"href": "../index.html"}, "Back to the article"))
        if sheet.is_published
        else None,
    )


def _main(sheet: Sheet) -> Contents:
    if not sheet.articles:
        return [element("p", {"class": "nothing"}, "No articles.")]
    if len(sheet.articles) == 1:
        return _article(sheet.articles[0], "a1", sheet, level=2)
    contents: Contents = [_index(sheet)]
    for number, one in enumerate(sheet.articles, start=1):
        prefix = f"a{number}"
        heading = element(
            "h2", {"id": prefix, "lang": _language(one, sheet.policy), "dir": "auto"}, _title(one)
        )
        contents.append(
            element(
                "article",
                {"aria-labelledby": prefix},
                heading,
                _facts(one, sheet),
                _signature(),
                *_article(one, prefix, sheet, level=3),
            )
        )
    return contents


def _index(sheet: Sheet) -> Element:
    """Print the articles with their coverage, and that of all together."""
    columns = (
        "Article",
        "Must have a source: cited",
        "Should: cited",
        "Laid beside an abstract",
        "Found wanting",
    )
    rows = [
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, element("a", {"href": f"#a{number}"}, _title(one))),
            *(_figures(one.coverage) if one.is_judged else [element("td", None, "not judged")] * 4),
        )
        for number, one in enumerate(sheet.articles, start=1)
    ]
    everything = "Whole project" if sheet.is_whole else "All together"
    together = total(one.coverage for one in sheet.articles)
    rows.append(
        element("tr", {"class": "total"}, element("th", {"scope": "row"}, everything), *_figures(together))
    )
    return element(
        "section",
        {"class": "index"},
        element("h2", {"id": "index"}, "Articles and their coverage"),
        element(
            "div",
            {"class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": "index"},
            element(
                "table",
                None,
                element(
                    "thead",
                    None,
                    element("tr", None, *(element("th", {"scope": "col"}, one) for one in columns)),
                ),
                element("tbody", None, *rows),
            ),
        ),
        *_coverage(together),
    )


def _figures(coverage: Coverage) -> list[Element]:
    wanting = coverage.unrelated + coverage.number_absent + coverage.quote_absent
    texts = (
        f"{coverage.must_cited} of {coverage.must}",
        f"{coverage.should_cited} of {coverage.should}",
        f"{coverage.compared} of {coverage.cited}",
        str(wanting) + (f", {coverage.retracted} retracted" if coverage.retracted else ""),
    )
    return [element("td", None, text) for text in texts]


def _coverage(coverage: Coverage) -> Contents:
    sentences = [source_coverage(coverage), comparison_coverage(coverage)]
    lines = [f"{one[0].upper()}{one[1:]}." for one in sentences if one]
    return [element("p", {"class": "coverage"}, line) for line in lines]


def _article(ledger: ArticleLedger, prefix: str, sheet: Sheet, *, level: int) -> Contents:
    """Print one article: coverage, what awaits the reviewer, the claims, the rest, the sources."""
    lang = _language(ledger, sheet.policy)
    found = groups_of(ledger, prefix, in_order=sheet.in_order)
    claims = [entry for entry in ledger.entries if not entry.is_exempt]
    numbers = {entry.first.index: number for number, entry in enumerate(claims, start=1)}
    known = Sources.of(prefix, ledger.entries, sheet.as_of, sheet.from_store)
    contents: Contents = [_summary(ledger, found, prefix, level)]
    for group in found:
        contents.append(
            element(
                "section",
                {"class": "group"},
                element(f"h{level}", {"id": group.identifier}, group.title),
                element("p", {"class": "explanation"}, group.explanation) if group.explanation else None,
                claim_table(group, ledger.article, numbers, known, level=level + 1, lang=lang),
            )
        )
    return [*contents, *_exempt(ledger, prefix, level, lang), *_sources(known, level)]


def _summary(ledger: ArticleLedger, found: Sequence[Group], prefix: str, level: int) -> Element:
    identifier = f"{prefix}-coverage"
    items = [
        element(
            "li",
            None,
            element("a", {"href": fragment(group.identifier)}, group.title),
            f": {counted(len(group.entries), 'claim')}",
        )
        for group in found
    ]
    judged: Contents = _coverage(ledger.coverage) if ledger.is_judged else [element("p", None, NOT_JUDGED)]
    if not ledger.lines:
        judged = [element("p", {"class": "nothing"}, "The article has no text.")]
    return element(
        "section",
        {"class": "summary"},
        element(f"h{level}", {"id": identifier}, "Coverage"),
        *judged,
        element("ul", {"class": "waiting"}, *items) if len(items) > 1 else None,
    )


def _exempt(ledger: ArticleLedger, prefix: str, level: int, lang: str) -> Contents:
    identifier = f"{prefix}-exempt"
    table = exempt_table(ledger, identifier, lang)
    if table is None:
        return []
    count = counted(
        sum(entry.is_exempt for entry in ledger.entries),
        "sentence or heading that needs no source",
        "sentences and headings that need no source",
    )
    heading = element(f"h{level}", {"id": identifier}, count if ledger.is_judged else "Sentences, not judged")
    # Open, so that paper has them; the reader of the screen may close it.
    details = element(
        "details", {"open": True}, element("summary", None, "The sentences, each with its reason"), table
    )
    return [element("section", {"class": "exempt-section"}, heading, details)]


def _sources(known: Sources, level: int) -> Contents:
    if not known.references:
        return []
    identifier = f"{known.prefix}-sources"
    return [
        element(
            "section",
            {"class": "source-list"},
            element(f"h{level}", {"id": identifier}, "Sources in full"),
            element("ol", None, *source_list(known)),
        )
    ]


def _language(ledger: ArticleLedger, policy: Policy) -> str:
    return language_tag(ledger.article.metadata.language) or language_tag(policy.language) or "en"
