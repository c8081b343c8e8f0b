"""The end of the page: who wrote and reviewed it, with what interests and tools, and how to cite it."""

from __future__ import annotations

from toolkit.exporters.credits import orcid_url
from toolkit.exporters.html import wording
from toolkit.exporters.html.evidence import coverage_line
from toolkit.exporters.html.links import safe_url
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page, direction_of, language_tag, long_date, time_element
from toolkit.exporters.html.theming import fragment_of
from toolkit.exporters.licences import licence_of
from toolkit.model.article import Contributor
from toolkit.model.review import Reviewer

Contents = list[Content]
_PLACES = {"History": "osler-history"}


def colophon(page: Page) -> Element:
    """Print everything about the page that is not its text, a definition list a reader can scan."""
    rows = [
        ("Authors", _authors(page)),
        ("Reviewers", _reviewers(page)),
        ("Competing interests", _stated(page, "competing_interests", "No statement was made.")),
        ("Funding", _stated(page, "funding", "No statement was made.")),
        ("Use of AI tools", _ai_assistance(page)),
        ("Data availability", _stated(page, "data_availability", None)),
        ("Abstract in other languages", _translated_abstracts(page)),
        ("Subjects", _joined(page.publication.article.metadata.subjects)),
        ("Keywords", _joined(page.publication.article.metadata.keywords)),
        ("History", _history(page)),
        ("How to cite", _how_to_cite(page)),
        ("Licence", _licence(page)),
        ("Evidence", _coverage(page)),
    ]
    parts = [
        part
        for term, contents in rows
        if contents
        for part in (
            element("dt", {"id": _PLACES.get(term)}, page.words(term)),
            *(element("dd", None, one) for one in contents),
        )
    ]
    return element(
        "section",
        {"class": "colophon", "aria-labelledby": "osler-about"},
        element("h2", {"id": "osler-about"}, page.words("About this page")),
        element("dl", None, *parts),
    )


def _authors(page: Page) -> Contents:
    return [_person(page, one) for one in page.publication.contributors]


def _person(page: Page, person: Contributor) -> Element:
    name = person.name or person.identifier or "Anonymous"
    parts: Contents = [element("bdi", None, name)]
    if person.credentials:
        parts.append(f", {person.credentials}")
    if person.affiliation:
        parts += [". ", element("bdi", None, person.affiliation)]
    if person.roles:
        parts.append(f". {', '.join(person.roles).capitalize()}")
    if person.orcid:
        parts += [". ", _orcid(person.orcid)]
    if person.is_corresponding and person.email:
        href = safe_url(f"mailto:{person.email}")
        parts += [". ", page.words("Correspondence: "), element("a", {"href": href}, person.email)]
    return element("span", {"class": "person"}, *parts)


def _orcid(orcid: str) -> Element:
    address = orcid_url(orcid)
    return element("a", {"href": safe_url(address)}, f"ORCID {address.rpartition('/')[2]}")


def _reviewers(page: Page) -> Contents:
    review = page.publication.review
    if not review.reviewers:
        return [page.words("No medical reviewer has approved this page yet.")]
    return [_reviewer(one, page) for one in review.reviewers]


def _reviewer(person: Reviewer, page: Page) -> Element:
    """Print who approved, with the interests that they declared, and who signed for somebody without a key."""
    parts: Contents = [element("bdi", None, person.name)]
    if person.credentials:
        parts.append(f", {person.credentials}")
    if person.role:
        parts.append(f". {person.role}")
    if person.orcid:
        parts += [". ", _orcid(person.orcid)]
    if person.received_by:
        parts += [
            ". ",
            page.words("Answers received and signed by"),
            " ",
            element("bdi", None, person.received_by),
        ]
    if person.competing_interests:
        parts += [
            ". ",
            page.words("Competing interests:"),
            " ",
            element("bdi", None, person.competing_interests),
        ]
    return element("span", {"class": "person"}, *parts)


def _stated(page: Page, name: str, absent: str | None) -> Contents:
    value: str | None = getattr(page.publication.article.metadata, name)
    if value:
        return [value]
    return [page.words(absent)] if absent else []


def _joined(words: tuple[str, ...]) -> Contents:
    return ["; ".join(words)] if words else []


def _ai_assistance(page: Page) -> Contents:
    uses = page.publication.article.metadata.ai_assistance
    if uses is None:
        return [page.words("No statement was made.")]
    if not uses:
        return [page.words("The authors declare that they used no generative AI tool.")]
    return [wording.ai_sentence(use) for use in uses]


def _translated_abstracts(page: Page) -> Contents:
    """Print each with its language's tag and direction, so that it is read aloud and laid out rightly."""
    return [
        element("div", {"lang": tag, "dir": direction_of(tag)}, element("p", None, text))
        for language, text in page.publication.article.metadata.translated_abstracts
        if (tag := language_tag(language))
    ]


def _history(page: Page) -> Contents:
    metadata = page.publication.article.metadata
    entries: Contents = []
    if metadata.version:
        entries.append(page.words(f"Version {metadata.version}"))
    if metadata.date:
        first = element("span", None, time_element(page, metadata.date), page.words(": first published"))
        entries.append(first)
    for change in sorted(metadata.history, key=lambda one: one.date):
        kind = page.words(f": {wording.CHANGES[change.kind]}. ")
        notice = safe_url(f"https://doi.org/{change.notice}") if change.notice else None
        link = element("a", {"href": notice}, page.words("Notice")) if notice else None
        day = time_element(page, change.date)
        entries.append(element("span", None, day, kind, change.summary, " " if link else None, link))
    return entries


def _how_to_cite(page: Page) -> Contents:
    """Give the citation of the page itself, after NLM's form for parts of websites (Citing Medicine, ch. 25).

    Names stand as the authors write them: splitting them would be guessing.
    """
    publication = page.publication
    metadata = publication.article.metadata
    names = [person.name or person.identifier or "" for person in publication.contributors]
    where = publication.policy.journal.title or publication.policy.publisher.name
    day = metadata.date or publication.last_updated
    dates = long_date(day) if day else "[date unknown]"
    if publication.last_updated and day and publication.last_updated != day:
        dates += f" [updated {long_date(publication.last_updated)}]"
    parts = [", ".join(filter(None, names)), page.title, f"{where} [Internet]" if where else None, dates]
    text = " ".join(f"{part.rstrip('.')}{'' if part.endswith('?') else '.'}" for part in parts if part)
    cited: Contents = [element("bdi", None, text)]
    if metadata.doi:
        href = safe_url(f"https://doi.org/{metadata.doi}")
        cited += [" ", element("a", {"href": href}, f"doi:{metadata.doi}")]
    return [element("span", None, *cited)]


def _licence(page: Page) -> Contents:
    publication = page.publication
    metadata = publication.article.metadata
    parts: Contents = []
    holder = publication.policy.publisher.copyright_holder
    if metadata.copyright:
        parts.append(metadata.copyright.rstrip(".") + ". ")
    elif holder:
        year = f"{metadata.date.year} " if metadata.date else ""
        parts.append(f"© {year}{holder}. ")
    licence = licence_of(metadata.license or publication.policy.license)
    if licence is not None:
        href = safe_url(licence.url) if licence.url else None
        parts.append(element("a", {"href": href, "rel": "license"}, licence.name) if href else licence.name)
        parts.append(".")
    return [element("span", None, *parts)] if parts else []


def _coverage(page: Page) -> Contents:
    """Give the line on coverage here where there is no list of references to carry it."""
    line = None if page.publication.references else coverage_line(page)
    return [line] if line is not None else []


def footer(page: Page) -> Element:
    """Print the links on: a follow-up question, the publisher, and what made the page."""
    publisher = page.publication.policy.publisher
    parts: Contents = []
    href = safe_url(publisher.follow_up_url) if publisher.follow_up_url else None
    if href:
        link = element("a", {"class": "follow-up", "href": href}, page.words(publisher.follow_up_label))
        parts.append(element("p", None, link))
    own = fragment_of(page, "footer")
    if own is not None:
        parts.append(own)
    line: Contents = []
    if publisher.name and own is None:
        name = element("bdi", None, publisher.name)
        home = safe_url(publisher.url) if publisher.url else None
        line += [element("a", {"href": home}, name) if home else name, ". "]
    if publisher.contact_email and own is None:
        mail = safe_url(f"mailto:{publisher.contact_email}")
        line += [element("a", {"href": mail}, publisher.contact_email), ". "]
    line += [page.words("Exported "), time_element(page, page.publication.as_of), page.words(" by Osler.")]
    return element("footer", {"class": "site-footer"}, *parts, element("p", None, *line))
