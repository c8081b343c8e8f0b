"""The front matter's keys and their types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from toolkit.model.article import ArticleType, Audience, Metadata
from toolkit.model.finding import Edit, Fix
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.span import Span
from toolkit.model.suggestion import nearest_name
from toolkit.readers.contributors import read_ai_assistance, read_authors, read_history
from toolkit.readers.fields import FieldReader, Mapping, Scalar, Sequence, Value

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The form of a language tag (BCP 47)."""
_SLUG = re.compile(r"[\w][\w.\-]*(?:/[\w][\w.\-]*)*")
_SYNONYMS = {
    "author": "authors",
    "lang": "language",
    "licence": "license",
    "tags": "keywords",
    "categories": "subjects",
    "subject": "subjects",
    "mesh": "subjects",
    "conflicts": "competing_interests",
    "conflict_of_interest": "competing_interests",
    "conflicts_of_interest": "competing_interests",
    "coi": "competing_interests",
    "description": "abstract",
    "summary": "abstract",
    "changelog": "history",
    "ai": "ai_assistance",
    "ai_use": "ai_assistance",
    "redirect_from": "former_slugs",
    "aliases": "former_slugs",
}
_DERIVED = {
    "reviewed": "the review status follows from the signed records in reviews/",
    "review_status": "the review status follows from the signed records in reviews/",
    "status": "the review status follows from the signed records in reviews/",
    "last_reviewed": "the date of the last review follows from the signed records in reviews/",
    "last_updated": "the date of the last update is the newest date of `history`",
    "updated": "the date of the last update is the newest date of `history`",
}


def read_metadata(reader: FieldReader, root: Mapping, span: Span) -> Metadata:
    """Type the front matter; what is wrong becomes a problem of `reader` and stays absent."""
    found: dict[str, Any] = {}
    spans: dict[str, Span] = {}
    for key, value in root.pairs:
        read = _FIELDS.get(key.value)
        if read is None:
            _unknown(reader, key)
            continue
        spans[key.value] = key.span
        found[key.value] = read(reader, key, value)
    return Metadata(span=span, spans=spans, **found)


def _unknown(reader: FieldReader, key: Scalar) -> None:
    """Tell of a key that is not known, and of the one that was perhaps meant."""
    name = key.value.strip().lower().replace("-", "_").replace(" ", "_")
    if name in _DERIVED:
        reader.problem(key.span, f"`{key.value}` can't be set by hand", f"remove it: {_DERIVED[name]}")
        return
    meant = _SYNONYMS.get(name) or nearest_name(name, _FIELDS, likeness=0.7)
    fix = Fix(f"Write `{meant}`", (Edit(reader.path, key.span, meant),), is_safe=False) if meant else None
    hint = f"did you mean `{meant}`?" if meant else "known keys: " + ", ".join(_FIELDS)
    reader.problem(key.span, f"unknown key `{key.value}`", hint, fix)


def _audience(reader: FieldReader, key: Scalar, value: Value) -> tuple[Audience, ...]:
    """Read `audience`: one, a list, or `both`."""
    items = value.items if isinstance(value, Sequence) else [value]
    found: list[Audience] = []
    for item in items:
        if isinstance(item, Scalar) and item.value.strip().lower() == "both":
            found.extend(Audience)
            continue
        if isinstance(item, Scalar) and not item.is_empty and item.value.strip().lower() not in set(Audience):
            names = [*Audience, "both"]
            reader.unknown(item.span, f"`{item.value}` is not a known audience", item.value, names)
            continue
        one = reader.term(key, item, Audience)
        found += [one] if one else []
    return tuple(dict.fromkeys(found))


def _doi(reader: FieldReader, key: Scalar, value: Value) -> str | None:
    """Read the article's own DOI; give it bare."""
    text = reader.text(key, value)
    if text is None:
        return None
    identifier = Identifier.make(Scheme.DOI, text)
    if identifier is None:
        reader.problem(value.span, f"`{text}` is not a DOI", "write it bare, such as 10.1000/182")
        return None
    return identifier.value


def _language(reader: FieldReader, key: Scalar, value: Value) -> str | None:
    """Read a language tag (BCP 47)."""
    text = reader.text(key, value)
    if text is not None and not LANGUAGE_TAG.fullmatch(text):
        reader.problem(
            value.span, f"`{text}` is not a language tag", "write one of BCP 47, such as en or pt-BR"
        )
        return None
    return text


def _slugs(reader: FieldReader, key: Scalar, value: Value) -> tuple[str, ...]:
    """Read former slugs; each must be a plain name."""
    found = reader.texts(key, value)
    for slug in found:
        if not _SLUG.fullmatch(slug):
            reader.problem(value.span, f"`{slug}` is not a slug", "write the former file name without .md")
    return tuple(slug for slug in found if _SLUG.fullmatch(slug))


def _translations(reader: FieldReader, key: Scalar, value: Value) -> tuple[tuple[str, str], ...]:
    """Read `translated_abstracts`: a mapping from language tag to text."""
    if not isinstance(value, Mapping):
        message = f"`{key.value}` must be a mapping from language to abstract"
        reader.problem(value.span, message, "write `translated_abstracts:` and, indented below it, `de: …`")
        return ()
    found: list[tuple[str, str]] = []
    for language, text in value.pairs:
        tag = _language(reader, language, language)
        words = reader.paragraph(language, text)
        found += [(tag, words)] if tag and words else []
    return tuple(found)


_Read = Callable[[FieldReader, Scalar, Value], object]
_FIELDS: dict[str, _Read] = {
    "title": FieldReader.text,
    "type": lambda reader, key, value: reader.term(key, value, ArticleType),
    "audience": _audience,
    "authors": read_authors,
    "date": FieldReader.day,
    "keywords": FieldReader.texts,
    "subjects": FieldReader.texts,
    "license": FieldReader.text,
    "doi": _doi,
    "language": _language,
    "copyright": FieldReader.text,
    "data_availability": FieldReader.paragraph,
    "former_slugs": _slugs,
    "competing_interests": FieldReader.paragraph,
    "funding": FieldReader.paragraph,
    "ai_assistance": read_ai_assistance,
    "abstract": FieldReader.paragraph,
    "translated_abstracts": _translations,
    "version": FieldReader.text,
    "history": read_history,
}
