"""The policy: what `[tool.osler]` in `pyproject.toml`, or `osler.toml`, asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.model.article import ArticleType, Audience
from toolkit.model.finding import Severity
from toolkit.model.site import SitePolicy
from toolkit.model.unit import Scope


class Profile(StrEnum):
    """How strict the JATS profile is."""

    WEB = "web"
    JOURNAL = "journal"


class LockAbstracts(StrEnum):
    """Whose abstracts the lock may hold as text."""

    NONE = "none"
    OPEN = "open"
    ALL = "all"


class Occasion(StrEnum):
    """What makes a disclaimer required."""

    ALWAYS = "always"
    PATIENT = "patient"
    PROFESSIONAL = "professional"
    AI_ASSISTANCE = "ai-assistance"
    DOSING = "dosing"
    RED_FLAGS = "red-flags"
    PREGNANCY = "pregnancy"
    CHILDREN = "children"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """An approved text. `text` is plain paragraphs separated by blank lines.

    `{publisher}` in it stands for the publisher's name. `accepts` are former wordings that may
    still stand spelled out. `source` names the checklist that asks for it.
    """

    identifier: str
    version: str
    title: str
    text: str
    required_for: frozenset[Occasion] = frozenset()
    accepts: tuple[str, ...] = ()
    source: str | None = None
    placement: str = "end"
    """`start` (before the text), or `end`: where exports put it if the article does not place it."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and how the exports say so."""

    name: str | None = None
    location: str | None = None
    url: str | None = None
    editorial_policy_url: str | None = None
    advisory_board_url: str | None = None
    follow_up_url: str | None = None
    follow_up_label: str = "Ask a follow-up question"
    copyright_holder: str | None = None
    contact_email: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal or site of which the articles are part."""

    title: str | None = None
    abbreviation: str | None = None
    identifier: str | None = None
    issn_electronic: str | None = None
    issn_print: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceAge:
    """Years after which a work is too old to be all that a statement rests on, by kind of publication.

    The sources of the defaults are told in the manual of `claim-outdated-evidence`.
    """

    guideline: int = 10
    systematic_review: int = 10
    other: int = 20


@dataclass(frozen=True, slots=True)
class ReadingGrade:
    """The highest Flesch-Kincaid grade that a text may have for each audience; `None` is no limit.

    `familiar` are words that count as one syllable, however long.
    """

    patient: int | None = 8
    professional: int | None = None
    familiar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """What makes an approval of an article, and what it is needed for.

    `required` says how many people of each role must approve; with none, one approval by anyone on the
    board makes it. `interval_months` after a review the next is due at the latest (NHS: "A three-year
    cycle is common" for its content, *NHS content style guide*).
    """

    required: dict[str, int] = field(default_factory=lambda: {"reviewer": 1})
    interval_months: int = 36
    publication_needs_approval: bool = False
    received_forms: bool = True
    """Whether an editor may sign for a reviewer who has no key, as receiving the answers."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All settings, with Osler's defaults. Paths are relative to the project's root.

    `severities` maps rule names to an overriding severity; `select` and `ignore` hold rule names
    or families; an empty `select` means all. Ages of records are in days, of evidence in years.
    """

    path: str | None = None
    """The configuration file it came from, `None` for defaults."""
    articles: str = "articles"
    library: str = "references.bib"
    lock: str = "references.lock"
    board: str = "board.toml"
    output: str = "build"
    theme: str | None = None
    """The folder of an editor's own style and templates."""
    profile: Profile = Profile.WEB
    language: str = "en"
    license: str | None = None
    publisher: Publisher = field(default_factory=Publisher)
    journal: Journal = field(default_factory=Journal)
    site: SitePolicy = field(default_factory=SitePolicy)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: dict[str, Severity] = field(default_factory=dict)
    citation_scope: Scope = Scope.SENTENCE
    lock_abstracts: LockAbstracts = LockAbstracts.NONE
    record_max_age: int = 365
    """Days after which a fetched record counts as unverified."""
    evidence_max_age: EvidenceAge = EvidenceAge()
    excessive_citations: int = 6
    """More citations than this in one group are too many."""
    required_metadata: tuple[str, ...] = (
        "title",
        "type",
        "audience",
        "authors",
        "date",
        "competing_interests",
        "ai_assistance",
    )
    default_type: ArticleType | None = None
    default_audience: tuple[Audience, ...] = ()
    disclaimers: tuple[Disclaimer, ...] = ()
    reading_grade: ReadingGrade = field(default_factory=ReadingGrade)
    known_abbreviations: tuple[str, ...] = ()
    """Abbreviations that the readers know, besides those that Osler takes as known."""
    review: ReviewPolicy = field(default_factory=ReviewPolicy)

    def disclaimer(self, identifier: str) -> Disclaimer | None:
        """Give an approved disclaimer by its identifier."""
        return next((one for one in self.disclaimers if one.identifier == identifier), None)
