"""What a decision is about, as digests: the article, its evidence, its figures, the policy.

Each digest is over a canonical text: JSON without white space, keys sorted. `docs/decisions/review.md` says what is
in each, and why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography, Reference
from toolkit.model.policy import Policy
from toolkit.model.record import Record
from toolkit.model.review_record import Digests
from toolkit.reviews.records import digest_of_bytes

_LINE_END = re.compile(r"\r\n?")
_EDITORIAL_TYPES = frozenset(
    {
        "Retracted Publication",
        "Retraction of Publication",
        "Retraction Notice",
        "Expression of Concern",
        "Published Erratum",
        "Corrected and Republished Article",
        "Preprint",
    }
)
"""The publication types (NLM, *Publication Characteristics*) that tell a work's editorial status."""
_EDITORIAL_LINKS = re.compile(r"Retract|Erratum|ExpressionOfConcern|Republished|Update")
"""In the names of PubMed's links between records: those about a work's status, not its comments or reprints."""
_SETTINGS = (
    "language",
    "license",
    "select",
    "ignore",
    "severities",
    "citation_scope",
    "record_max_age",
    "evidence_max_age",
    "excessive_citations",
    "required_metadata",
    "default_type",
    "default_audience",
    "reading_grade",
    "known_abbreviations",
)
"""The settings that decide what is found, or what is printed beside the text."""
_RULES = ("select", "ignore", "severities")


def digests_of(
    article: Article, bibliography: Bibliography, figures: Mapping[str, bytes | None], policy: Policy
) -> Digests:
    """Give the digests of an article as it stands. `figures` are as `figures_digest` takes them."""
    sources = sources_of((citation.key for citation in article.citations), bibliography)
    return Digests(
        article_digest(article.source.text),
        evidence_digest(sources),
        figures_digest(figures),
        policy_digest(policy),
        sources,
    )


def article_digest(text: str) -> str:
    """Give the digest of an article's text; a byte-order mark and the kind of line ends do not count."""
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    return digest_of_bytes(text.encode("utf-8", "surrogatepass"))


def claim_digest(text: str) -> str:
    """Give the digest of a claim's plain text, white space folded."""
    return digest_of_bytes(" ".join(text.split()).encode("utf-8", "surrogatepass"))


def sources_of(keys: Iterable[str], bibliography: Bibliography) -> tuple[tuple[str, str], ...]:
    """Give the digest of what each citation key leads to, sorted by key."""
    return tuple((key, _of(_source(bibliography.resolve(key)))) for key in sorted(set(keys)))


def evidence_digest(sources: Iterable[tuple[str, str]]) -> str:
    """Give the digest of all that an article cites."""
    return _of([list(one) for one in sources])


def figures_digest(figures: Mapping[str, bytes | None]) -> str:
    """Give the digest of figures by their names in the article; `None` is one that cannot be read."""
    return figures_digest_of({name: data and digest_of_bytes(data) for name, data in figures.items()})


def figures_digest_of(figures: Mapping[str, str | bytes | None]) -> str:
    """Give the digest of figures of which the digests are known."""
    return _of(sorted([name, known or None] for name, known in figures.items()))


def policy_digest(policy: Policy) -> str:
    """Give the digest of the part of the policy that affects findings or content.

    A setting at its default is left out, so that a new setting of a later Osler changes no digest; the
    approved texts of disclaimers are in it whole, Osler's own included. What says who must review, and
    whether `review-*` rules run, is not in it: that counts as it stands today.
    """
    default = Policy()
    settings: dict[str, Any] = {}
    for name in _SETTINGS:
        value, usual = _plain(getattr(policy, name)), _plain(getattr(default, name))
        if name in _RULES:
            value = _without_review(value)
        if value != usual:
            settings[name] = value
    settings["publisher"] = policy.publisher.name
    settings["disclaimers"] = sorted(
        [one.identifier, one.version, one.title, " ".join(one.text.split()), sorted(one.required_for)]
        for one in policy.disclaimers
    )
    return _of(settings)


def _without_review(value: Any) -> Any:
    return (
        {key: one for key, one in value.items() if not is_review(key)}
        if isinstance(value, dict)
        else [one for one in value if not is_review(one)]
    )


def is_review(name: str) -> bool:
    """Tell whether a name is that of the family of rules on reviews, or of one of them."""
    return name.partition("-")[0] == "review"


def _source(reference: Reference | None) -> Any:
    """Give what counts of a source: its citation as printed, and its editorial status."""
    if reference is None:
        return None
    return [reference.identity, _plain(reference.work), _status(reference.record)]


def _status(record: Record | None) -> Any:
    if record is None:
        return None
    return [
        record.standing.value,
        record.is_retracted,
        sorted(_EDITORIAL_TYPES.intersection(record.publication_types)),
        sorted(
            [one.kind, one.pmid or one.source or ""]
            for one in record.notices
            if _EDITORIAL_LINKS.search(one.kind)
        ),
    ]


def _plain(value: Any) -> Any:
    """Give a value of the model as JSON has it, by names; what is absent or empty is left out."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        pairs = ((one.name, _plain(getattr(value, one.name))) for one in fields(value))
        return {name: one for name, one in pairs if one not in (None, [], {}, "")}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted(map(_plain, value))
    return value


def _of(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return digest_of_bytes(text.encode("utf-8", "surrogatepass"))
