"""Who wrote an article, with what help, and what changed since: `authors`, `ai_assistance`, `history`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from toolkit.model.article import AiUse, Change, ChangeKind, Contributor
from toolkit.model.identifier import Identifier, Scheme
from toolkit.readers.fields import FieldReader, Mapping, Scalar, Sequence, Value

CREDIT_ROLES = (
    "conceptualization",
    "data curation",
    "formal analysis",
    "funding acquisition",
    "investigation",
    "methodology",
    "project administration",
    "resources",
    "software",
    "supervision",
    "validation",
    "visualization",
    "writing – original draft",
    "writing – review & editing",
)
"""The contributor roles of CRediT, ANSI/NISO Z39.104-2022."""

_NAMING = ("name", "collective", "id")
_ROLES = {re.sub(r"[^a-z]+", " ", role.replace("&", "and")): role for role in CREDIT_ROLES}
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])/?")
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._\-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def read_authors(reader: FieldReader, key: Scalar, value: Value) -> tuple[Contributor, ...]:
    """Read `authors`: a list of names, of identifiers of the board, or of mappings; or one of them."""
    items = value.items if isinstance(value, Sequence) else [value]
    if not items:
        reader.problem(key.span, f"`{key.value}` is empty", "name at least one author")
    return tuple(author for item in items if (author := _author(reader, key, item)) is not None)


def _author(reader: FieldReader, key: Scalar, value: Value) -> Contributor | None:
    if isinstance(value, Scalar):
        text = reader.text(key, value)
        if text is None:
            return None
        if _IDENTIFIER.fullmatch(text):
            return Contributor(value.span, identifier=text)
        return Contributor(value.span, name=text)
    text_of = reader.text
    found = reader.each(
        value,
        "an author",
        {
            "name": text_of,
            "collective": text_of,
            "id": text_of,
            "orcid": lambda k, v: _orcid(reader, k, v),
            "affiliation": reader.paragraph,
            "affiliations": reader.paragraph,
            "credentials": reader.paragraph,
            "email": lambda k, v: _email(reader, k, v),
            "roles": lambda k, v: _roles(reader, k, v),
            "corresponding": reader.flag,
        },
    )
    if found is None:
        return None
    named = [name for name in ("name", "collective", "id") if found.get(name)]
    if not named:
        if not isinstance(value, Mapping) or not any(k.value in _NAMING for k, _ in value.pairs):
            reader.problem(value.span, "an author has neither `name`, `collective` nor `id`")
        return None
    if "name" in named and "collective" in named:
        reader.problem(
            value.span, "an author is either a person (`name`) or a group (`collective`)", "keep one of them"
        )
    author = Contributor(
        value.span,
        name=_text(found, "name") or _text(found, "collective"),
        identifier=_text(found, "id"),
        orcid=_text(found, "orcid"),
        affiliation=_text(found, "affiliation") or _text(found, "affiliations"),
        credentials=_text(found, "credentials"),
        email=_text(found, "email"),
        is_corresponding=found.get("corresponding") is True,
        is_collective="collective" in named and "name" not in named,
    )
    roles = found.get("roles")
    return replace(author, roles=roles) if isinstance(roles, tuple) else author


def _text(found: dict[str, object], key: str) -> str | None:
    value = found.get(key)
    return value if isinstance(value, str) else None


def _email(reader: FieldReader, key: Scalar, value: Value) -> str | None:
    text = reader.text(key, value)
    if text is not None and not _EMAIL.fullmatch(text):
        reader.problem(value.span, f"`{text}` is not an e-mail address")
        return None
    return text


def _roles(reader: FieldReader, key: Scalar, value: Value) -> tuple[str, ...]:
    """Read CRediT terms, whatever dash or ampersand they are written with."""
    found: list[str] = []
    items = value.items if isinstance(value, Sequence) else [value]
    for item in items:
        text = reader.text(key, item)
        if text is None:
            continue
        folded = re.sub(r"[^a-z]+", " ", text.lower().replace("&", "and")).strip()
        role = _ROLES.get(folded)
        if role is None:
            reader.unknown(item.span, f"`{text}` is not a role of CRediT", text, CREDIT_ROLES)
        else:
            found.append(role)
    return tuple(found)


def _orcid(reader: FieldReader, key: Scalar, value: Value) -> str | None:
    """Read an ORCID iD; give it bare, with hyphens."""
    text = reader.text(key, value)
    if text is None:
        return None
    found = normal_orcid(text)
    if found is not None:
        return found
    if _ORCID.fullmatch(text):
        reader.problem(
            value.span, f"the check digit of the ORCID iD `{text}` is wrong", "compare it with orcid.org"
        )
    else:
        reader.problem(
            value.span, f"`{text}` is not an ORCID iD", "write its 16 digits, such as 0000-0002-1825-0097"
        )
    return None


def normal_orcid(text: str) -> str | None:
    """Give an ORCID iD bare, with hyphens, however it is written; `None` if it is none, or its check digit wrong."""
    found = _ORCID.fullmatch(text)
    if found is None or not is_orcid_valid("".join(found.groups()).upper()):
        return None
    return "-".join(found.groups()).upper()


def is_orcid_valid(digits: str) -> bool:
    """Check the last of 16 digits by ISO 7064, MOD 11-2, as ORCID uses it."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def read_ai_assistance(reader: FieldReader, key: Scalar, value: Value) -> tuple[AiUse, ...] | None:
    """Read `ai_assistance`: `none`, or a list of uses. Gives `None` where nothing valid is declared."""
    if isinstance(value, Scalar):
        text = reader.text(key, value)
        if text is None:
            return None
        if text.lower() == "none":
            return ()
        reader.problem(
            value.span,
            f"`{key.value}` must be `none` or a list of uses, not `{text}`",
            "write a list; each use has tool, version, provider, dates, purpose, sections, verified_by",
        )
        return None
    items = value.items if isinstance(value, Sequence) else [value]
    uses = tuple(use for item in items if (use := _ai_use(reader, item)) is not None)
    if not items:
        reader.problem(key.span, f"`{key.value}` is empty", "write `none`, or list the uses")
    return uses or None


def _ai_use(reader: FieldReader, value: Value) -> AiUse | None:
    text = reader.text
    found = reader.each(
        value,
        "a use of AI",
        {
            "tool": text,
            "version": text,
            "provider": text,
            "dates": reader.paragraph,
            "purpose": reader.paragraph,
            "sections": reader.texts,
            "verified_by": reader.paragraph,
        },
    )
    if found is None:
        return None
    tool = _text(found, "tool")
    if tool is None:
        if "tool" not in found:
            reader.problem(value.span, "a use of AI does not name its `tool`")
        return None
    sections = found.get("sections")
    return AiUse(
        value.span,
        tool,
        version=_text(found, "version"),
        provider=_text(found, "provider"),
        dates=_text(found, "dates"),
        purpose=_text(found, "purpose"),
        sections=sections if isinstance(sections, tuple) else (),
        verified_by=_text(found, "verified_by"),
    )


def read_history(reader: FieldReader, key: Scalar, value: Value) -> tuple[Change, ...]:
    """Read `history`: a list of changes, each with date, kind and summary."""
    items = value.items if isinstance(value, Sequence) else [value]
    if not items:
        reader.problem(key.span, f"`{key.value}` is empty", "list a change, or remove the key")
    found: list[Change] = []
    for item in items:
        fields = reader.each(
            item,
            "a change",
            {
                "date": reader.day,
                "kind": lambda k, v: reader.term(k, v, ChangeKind),
                "summary": reader.paragraph,
                "notice": lambda k, v: _notice(reader, k, v),
            },
        )
        if fields is None:
            continue
        missing = [name for name in ("date", "kind", "summary") if name not in fields]
        if missing:
            reader.problem(item.span, f"a change lacks {', '.join(f'`{name}`' for name in missing)}")
        match fields.get("date"), fields.get("kind"), fields.get("summary"):
            case date() as day, ChangeKind() as kind, str() as summary:
                notice = fields.get("notice")
                link = notice if isinstance(notice, str) else None
                found.append(Change(item.span, day, kind, summary, link))
    return tuple(found)


def _notice(reader: FieldReader, key: Scalar, value: Value) -> str | None:
    """Read the DOI of a correction's or retraction's own notice; give it bare."""
    text = reader.text(key, value)
    identifier = Identifier.make(Scheme.DOI, text) if text else None
    if text and identifier is None:
        reader.problem(value.span, f"`{text}` is not a DOI", "write it bare, such as 10.1000/182")
    return identifier.value if identifier else None
