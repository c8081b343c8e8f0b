"""Osler's own profile of JATS: what the DTD cannot ask for, and PMC, JATS4R or readers do.

Each demand names its source. `web` is what any site can meet; `journal` asks for what a journal
must have too. docs/jats.md shows the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import XMLSyntaxError, _Element

from toolkit.model.article import EMPTY_SPAN, Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.policy import Policy, Profile
from toolkit.model.span import Span
from toolkit.validators import jats_forms as forms
from toolkit.validators import jats_presence as presence
from toolkit.validators.dtd import SourceMap, parse_document

PMC = "PMC style checker (NLM)"
JATS4R = "JATS4R recommendations"
OWN = "Osler"

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule of the profile. `web` and `journal` are its weight in each; `None` means not asked."""

    rule: str
    source: str
    web: Severity | None
    journal: Severity | None
    help: str
    check: Callable[[_Element], Iterator[tuple[str, _Element | None, str | None]]]

    def weight(self, profile: Profile) -> Severity | None:
        """Give the demand's severity in a profile."""
        return self.journal if profile is Profile.JOURNAL else self.web


DEMANDS: tuple[Demand, ...] = (
    Demand(
        "export-jats-article-type",
        PMC,
        ERROR,
        ERROR,
        "choose one of the article types of the documentation",
        forms.article_type,
    ),
    Demand(
        "export-jats-journal-title",
        PMC,
        WARNING,
        ERROR,
        "set `journal.title` or `publisher.name` in the configuration",
        presence.journal_title,
    ),
    Demand(
        "export-jats-issn",
        PMC,
        None,
        ERROR,
        "set `journal.issn-electronic` in the configuration, or use the web profile",
        presence.issn,
    ),
    Demand(
        "export-jats-issn-form",
        PMC,
        ERROR,
        ERROR,
        "write it as 1234-567X; its last character is a check digit",
        forms.issn,
    ),
    Demand(
        "export-jats-article-categories",
        PMC,
        ERROR,
        ERROR,
        "state the article's `type`",
        presence.article_categories,
    ),
    Demand("export-jats-pub-date", PMC, ERROR, ERROR, "state the article's `date`", presence.pub_date),
    Demand(
        "export-jats-date-form", PMC, ERROR, ERROR, "mend the date in the library or the lock", forms.dates
    ),
    Demand("export-jats-elocation", PMC, ERROR, ERROR, "name the article's file", presence.location),
    Demand("export-jats-doi", PMC, None, ERROR, "state the article's `doi`", presence.doi),
    Demand(
        "export-jats-doi-form",
        PMC,
        ERROR,
        ERROR,
        "write the DOI alone, such as 10.1182/blood-2016-10-569186",
        forms.doi,
    ),
    Demand(
        "export-jats-pmid-form",
        PMC,
        ERROR,
        ERROR,
        "a PMID is digits only, a PMCID is PMC and digits",
        forms.pmid,
    ),
    Demand(
        "export-jats-orcid-form",
        PMC,
        ERROR,
        ERROR,
        "copy the ORCID from its page; its last character is a check digit",
        forms.orcid,
    ),
    Demand("export-jats-contributors", PMC, ERROR, ERROR, "name the `authors`", presence.contributors),
    Demand(
        "export-jats-roles",
        JATS4R,
        None,
        WARNING,
        "give each author `roles` of the CRediT taxonomy",
        presence.roles,
    ),
    Demand(
        "export-jats-permissions",
        JATS4R,
        WARNING,
        ERROR,
        "state `copyright`, or set `publisher.copyright-holder` in the configuration",
        presence.permissions,
    ),
    Demand(
        "export-jats-license",
        JATS4R,
        WARNING,
        ERROR,
        "state `license` by its SPDX identifier (CC-BY-4.0) or its address",
        presence.license_address,
    ),
    Demand(
        "export-jats-publication-type",
        JATS4R,
        ERROR,
        ERROR,
        "give the entry of the library its proper type",
        forms.publication_type,
    ),
    Demand(
        "export-jats-alt-text",
        JATS4R,
        ERROR,
        ERROR,
        "write what the image shows between its brackets",
        forms.alt_text,
    ),
    Demand(
        "export-jats-coi",
        JATS4R,
        WARNING,
        ERROR,
        "state `competing_interests`, even if there are none",
        presence.coi,
    ),
    Demand("export-jats-abstract", OWN, None, ERROR, "write an `abstract`", presence.abstract),
    Demand(
        "export-jats-funding", OWN, None, ERROR, "state `funding`, even if there was none", presence.funding
    ),
    Demand(
        "export-jats-data-availability",
        OWN,
        None,
        ERROR,
        "state `data_availability`",
        presence.data_availability,
    ),
    Demand(
        "export-jats-ai-assistance",
        OWN,
        WARNING,
        ERROR,
        "state `ai_assistance`, even if it is `none`",
        presence.ai_assistance,
    ),
    Demand(
        "export-jats-math-id",
        PMC,
        ERROR,
        ERROR,
        "this is a defect of the exporter: report it",
        forms.math_ids,
    ),
    Demand(
        "export-jats-empty",
        PMC,
        ERROR,
        ERROR,
        "fill in, or take out, what is empty here",
        forms.empty_elements,
    ),
    Demand(
        "export-jats-xref",
        PMC,
        ERROR,
        ERROR,
        "point the reference at something that is there",
        forms.cross_references,
    ),
    Demand("export-jats-link", PMC, ERROR, ERROR, "mend the address", forms.links),
    Demand(
        "export-jats-related-article",
        PMC,
        ERROR,
        ERROR,
        "this is a defect of the exporter: report it",
        forms.related_articles,
    ),
)
"""Every demand, in the order of docs/jats.md."""


def validate_profile(
    data: bytes, article: Article, policy: Policy, places: Sequence[Span | None] = ()
) -> list[Problem]:
    """Check a JATS document against the policy's profile.

    Complaints about an element stand at the Markdown that it came from, those about something
    missing at the front-matter key where it belongs.
    """
    try:
        root = parse_document(data)
    except XMLSyntaxError:
        return []  # the DTD's validator says so
    source = SourceMap(root, places, EMPTY_SPAN)
    problems: list[Problem] = []
    for demand in DEMANDS:
        severity = demand.weight(policy.profile)
        if severity is None:
            continue
        for message, element, key in demand.check(root):
            span = source.of(element) if element is not None else EMPTY_SPAN
            if span == EMPTY_SPAN and key is not None:
                span = article.metadata.key_span(key)
            problems.append(Problem(span, message, demand.help, rule=demand.rule, severity=severity))
    return problems
