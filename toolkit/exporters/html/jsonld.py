"""The page in schema.org's words (JSON-LD), saying no more than the record does."""

from __future__ import annotations

from toolkit.exporters.credits import orcid_url
from toolkit.exporters.html import wording
from toolkit.exporters.html.evidence import evidence_type
from toolkit.exporters.html.page import Page, page_of
from toolkit.exporters.licences import licence_of
from toolkit.exporters.publication import disclaimer_paragraphs
from toolkit.model.article import AiUse, Audience, ChangeKind, Contributor
from toolkit.model.policy import Publisher
from toolkit.model.publication import NumberedReference
from toolkit.model.review import Reviewer
from toolkit.model.work import Collective, Name, WorkType

Node = dict[str, object]

# schema.org's MedicalAudienceType knows clinicians and researchers; patients are a MedicalAudience.
_AUDIENCES: dict[Audience, Node] = {
    Audience.PATIENT: {"@type": "MedicalAudience", "audienceType": "Patient"},
    Audience.PROFESSIONAL: {"@type": "MedicalAudience", "audienceType": "Clinician"},
}
# IPTC's vocabulary: parts of the text may come from a model, under a person's hand.
_AI_SOURCE = "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"
_WORK_TYPES = {
    WorkType.JOURNAL: "ScholarlyArticle",
    WorkType.PREPRINT: "ScholarlyArticle",
    WorkType.CONFERENCE: "ScholarlyArticle",
    WorkType.BOOK: "Book",
    WorkType.CHAPTER: "Chapter",
    WorkType.THESIS: "Thesis",
    WorkType.REPORT: "Report",
    WorkType.WEBPAGE: "WebPage",
}


def json_ld(page: Page) -> Node:
    """Describe the page as a `MedicalWebPage`.

    Disclaimers go to `usageInfo` (schema.org has no `disclaimer`). `lastReviewed` and `reviewedBy` are
    there only for an approval that stands, since a machine that reads them sees no banner beside them;
    `digitalSourceType` only where AI use is declared.
    """
    publication = page.publication
    metadata = publication.article.metadata
    audience = metadata.audience or publication.policy.default_audience
    licence = licence_of(metadata.license or publication.policy.license)
    review = publication.review
    described: Node = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "url": publication.address + page_of(publication.edition).removesuffix("index.html")
        if publication.address
        else None,
        "inLanguage": page.language,
        "description": metadata.abstract,
        "identifier": _property("doi", metadata.doi),
        "author": [_contributor(one) for one in publication.contributors],
        "datePublished": metadata.date.isoformat() if metadata.date else None,
        "dateModified": publication.last_updated.isoformat() if publication.last_updated else None,
        "lastReviewed": review.last_reviewed.isoformat()
        if review.is_approved and review.last_reviewed
        else None,
        "reviewedBy": [_reviewer(one) for one in review.reviewers if review.is_approved],
        "creativeWorkStatus": "Draft" if publication.is_draft else wording.STATUSES[review.status],
        "medicalAudience": [_AUDIENCES[one] for one in audience],
        "keywords": list(metadata.keywords),
        "about": [_subject(one) for one in metadata.subjects],
        "version": metadata.version,
        "license": licence.url or licence.name if licence else None,
        "copyrightNotice": metadata.copyright,
        "copyrightHolder": _organization(publication.policy.publisher.copyright_holder),
        "publisher": _publisher(publication.policy.publisher),
        "publishingPrinciples": publication.policy.publisher.editorial_policy_url,
        "isPartOf": _journal(page),
        "usageInfo": _disclaimers(page),
        "digitalSourceType": _AI_SOURCE if metadata.ai_assistance else None,
        "creditText": _credit(metadata.ai_assistance),
        "correction": _corrections(page),
        "citation": [_citation(one) for one in publication.references],
    }
    return _without_absent(described)


def _without_absent(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [], "", {})}


def _property(name: str, value: str | None) -> Node | None:
    return {"@type": "PropertyValue", "propertyID": name, "value": value} if value else None


def _contributor(person: Contributor) -> Node:
    return _without_absent(
        {
            "@type": "Organization" if person.is_collective else "Person",
            "name": person.name or person.identifier,
            "honorificSuffix": person.credentials,
            "affiliation": _organization(person.affiliation),
            "sameAs": orcid_url(person.orcid) if person.orcid else None,
        }
    )


def _reviewer(person: Reviewer) -> Node:
    return _without_absent(
        {
            "@type": "Person",
            "name": person.name,
            "honorificSuffix": person.credentials,
            "jobTitle": person.role,
            "sameAs": orcid_url(person.orcid) if person.orcid else None,
        }
    )


def _organization(name: str | None) -> Node | None:
    return {"@type": "Organization", "name": name} if name else None


def _publisher(publisher: Publisher) -> Node | None:
    if publisher.name is None:
        return None
    return _without_absent({"@type": "Organization", "name": publisher.name, "url": publisher.url})


def _subject(name: str) -> Node:
    return {"@type": "DefinedTerm", "name": name, "inDefinedTermSet": "https://www.nlm.nih.gov/mesh/"}


def _journal(page: Page) -> Node | None:
    journal = page.publication.policy.journal
    if journal.title is None:
        return None
    issns = list(filter(None, (journal.issn_electronic, journal.issn_print)))
    kind = "Periodical" if issns else "WebSite"
    return _without_absent({"@type": kind, "name": journal.title, "issn": issns or None})


def _disclaimers(page: Page) -> list[Node]:
    policy = page.publication.policy
    return [
        {
            "@type": "CreativeWork",
            "name": one.title,
            "version": one.version,
            "text": "\n\n".join(disclaimer_paragraphs(one, policy)),
        }
        for one in page.publication.disclaimers
    ]


def _credit(uses: tuple[AiUse, ...] | None) -> str | None:
    return " ".join(wording.ai_sentence(use) for use in uses) if uses else None


def _corrections(page: Page) -> list[Node]:
    return [
        {"@type": "CorrectionComment", "datePublished": change.date.isoformat(), "text": change.summary}
        for change in page.publication.article.metadata.history
        if change.kind is not ChangeKind.UPDATE
    ]


def _citation(numbered: NumberedReference) -> Node:
    work = numbered.reference.work
    record = numbered.reference.record
    return _without_absent(
        {
            "@type": _WORK_TYPES.get(work.type, "CreativeWork"),
            "name": work.title,
            "author": [_author(name) for name in work.authors],
            "datePublished": work.date.isoformat() if work.date else None,
            "isPartOf": {"@type": "Periodical", "name": work.journal_full or work.journal}
            if work.journal
            else None,
            "genre": evidence_type(numbered.reference),
            "creativeWorkStatus": "Retracted" if record is not None and record.is_retracted else None,
            "sameAs": [one.url for one in numbered.reference.identifiers],
            "url": work.url,
        }
    )


def _author(name: Name) -> Node:
    if isinstance(name, Collective):
        return {"@type": "Organization", "name": name.name}
    given = name.given or name.initials
    return _without_absent(
        {
            "@type": "Person",
            "name": " ".join(filter(None, (given, name.family, name.suffix))),
            "familyName": name.family,
            "givenName": given,
        }
    )
