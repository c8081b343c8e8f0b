"""The front matter of an article, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.model.span import Span

EMPTY_SPAN = Span(0, 0)


class Audience(StrEnum):
    """For whom an article, or a part of it, is written."""

    PATIENT = "patient"
    PROFESSIONAL = "professional"


class ArticleType(StrEnum):
    """The kinds of article; `article-type` in JATS follows from them."""

    QUESTION_ANSWER = "question-answer"
    REVIEW = "review"
    PATIENT_LEAFLET = "patient-leaflet"
    GUIDELINE_SUMMARY = "guideline-summary"
    NEWS = "news"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True)
class Contributor:
    """An author as the front matter names one: in full, or by `identifier` of `board.toml`.

    With `is_collective`, `name` is that of a group or an organisation, and is never taken apart.

    `roles` are CRediT terms (ANSI/NISO Z39.104-2022) in lower case, such as `writing – original draft`.
    """

    span: Span
    name: str | None = None
    identifier: str | None = None
    orcid: str | None = None
    affiliation: str | None = None
    credentials: str | None = None
    email: str | None = None
    roles: tuple[str, ...] = ()
    is_corresponding: bool = False
    is_collective: bool = False


@dataclass(frozen=True, slots=True)
class AiUse:
    """One declared use of a generative tool (the items that ICMJE and WAME ask for)."""

    span: Span
    tool: str
    version: str | None = None
    provider: str | None = None
    dates: str | None = None
    purpose: str | None = None
    sections: tuple[str, ...] = ()
    verified_by: str | None = None


class ChangeKind(StrEnum):
    """Kinds of change to a published article."""

    CORRECTION = "correction"
    UPDATE = "update"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of `history`. `notice` is the bare DOI of a notice published on its own, if there is one."""

    span: Span
    date: date
    kind: ChangeKind
    summary: str
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter, typed. What is absent or wrong is `None` or empty, and a problem of the reader.

    `ai_assistance` is `None` where nothing was declared, `()` where `none` was, else the uses.
    `translated_abstracts` are pairs of language tag and text.
    `spans` gives the place of each top-level key that stands there; `span` that of the whole
    front matter, fences included (empty at offset 0 where there is none).
    """

    span: Span = EMPTY_SPAN
    spans: dict[str, Span] = field(default_factory=dict)
    title: str | None = None
    type: ArticleType | None = None
    audience: tuple[Audience, ...] = ()
    authors: tuple[Contributor, ...] = ()
    date: date | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    license: str | None = None
    doi: str | None = None
    language: str | None = None
    copyright: str | None = None
    data_availability: str | None = None
    former_slugs: tuple[str, ...] = ()
    competing_interests: str | None = None
    funding: str | None = None
    ai_assistance: tuple[AiUse, ...] | None = None
    abstract: str | None = None
    translated_abstracts: tuple[tuple[str, str], ...] = ()
    version: str | None = None
    history: tuple[Change, ...] = ()

    def key_span(self, key: str) -> Span:
        """Give the place of a key, or where it should stand: the first line of the front matter."""
        return self.spans.get(key, Span(self.span.start, min(self.span.start + 3, self.span.end)))
