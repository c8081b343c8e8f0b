"""A review form as TOML: written with its questions and how to fill it in, read with each fault at its line.

Forms come by mail from anyone: the reader takes what the form has and nothing else, caps each text, and
refuses what a record could not show again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from toolkit.errors import ConfigurationError
from toolkit.model.review_form import (
    ANSWER_WORDS,
    DECISIONS,
    GeneralAnswer,
    Question,
    Questionnaire,
    ReviewForm,
)
from toolkit.model.review_record import Answer, ClaimAnswer, Digests, ReviewScope
from toolkit.model.toml_text import quoted
from toolkit.readers.settings import Place, Reader, parse_toml, settings_of
from toolkit.reviews.questions import quotation

VERSION = 1
"""The version of the form's format."""
TEXT_CAP = 4_000
"""Characters of a comment; of one about a claim, or of a declaration, half as many."""
CLAIMS_CAP = 3_000
"""Claims of one article that a record has room for."""

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LINE = re.compile("[\\n\\r\\x0b\\x0c\\x85\\u2028\\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, and those that turn the direction of text so that a reader sees something else."""
_ANSWERS = {word: answer for answer, word in ANSWER_WORDS.items()} | {one.value: one for one in Answer}
_POSTED = ("answer", "comment")
_Term = TypeVar("_Term", bound=StrEnum)

_HOW = """\
# A review for Osler. Write between the quotation marks, save the file, and send it back to the editor who sent it,
# or run: osler review approve ARTICLE --answers THIS-FILE
# Lines that begin with # are for you to read. Do not change what stands under [digests] and [sources], nor
# the lines "claim": they say which text you looked at."""
_YOU = """
# --- You -------------------------------------------------------------------------------------
# Your identifier on the board, as the editor told you, and the role in which you review.
reviewer = {reviewer}
role = {role}

# "approve" or "request-changes"
decision = {decision}
# "full" if you looked at the whole article, "partial" if only at what changed since the last whole review.
scope = {scope}
# Your competing interests with regard to this article: "none", or what they are. They are printed.
competing-interests = {competing_interests}
# Which AI you used in this review, and for what: "none", or which.
ai-used = {ai_used}
# When the article should be looked at again, YYYY-MM-DD; leave it empty for the board's usual time.
next-review = {next_review}
# What should change, or anything else that you want on record.
comment = {comment}

# --- The article as a whole ---------------------------------------------------------------
# Each "yes", "no" or "can't tell".
# Do the disclaimers fit what the article says?
disclaimers = {disclaimers}
# Is it written for those whom it is meant for?
audience = {audience}
"""


# --- Writing ---------------------------------------------------------------------------------


def render_form(questionnaire: Questionnaire, filled: ReviewForm | None = None) -> bytes:
    """Give a form as a TOML file, with the answers of one that was filled in before.

    Answers to claims that are not asked any more are left out.
    """
    article = questionnaire.ledger.article
    form = filled or ReviewForm(article.slug, questionnaire.digests, questionnaire.scope)
    known = {one.claim: one for one in form.answers}
    title = _one_line(article.metadata.title or article.slug)
    lines = [f"# {title} ({_one_line(article.path)})", _HOW, ""]
    lines += [f"form-version = {VERSION}", f"article = {quoted(article.slug)}", _YOU.format(**_values(form))]
    lines += list(_changes(questionnaire))
    for number, one in enumerate(questionnaire.asked, start=1):
        lines += _claim(number, one, known.get(one.claim))
    lines += [
        "# --- What this form is about: leave it as it is ------------------------------------",
        "[digests]",
    ]
    names = ("article", "evidence", "figures", "policy")
    lines += [f"{name} = {quoted(getattr(questionnaire.digests, name))}" for name in names]
    lines += ["", "[sources]"]
    lines += [f"{quoted(key)} = {quoted(value)}" for key, value in questionnaire.digests.sources]
    return ("\n".join(lines) + "\n").encode()


def _values(form: ReviewForm) -> dict[str, str]:
    names = [key.replace("-", "_") for key in _HEAD if key != "article"]
    return {name: _written(getattr(form, name)) for name in names}


def _written(value: object) -> str:
    if isinstance(value, StrEnum):
        return quoted(value.value)
    return quoted(str(value)) if value is not None else '""'


def _changes(questionnaire: Questionnaire) -> Iterator[str]:
    if questionnaire.since is not None:
        count = len(questionnaire.questions) - len(questionnaire.asked)
        yield f"# The text is compared with the one approved on {questionnaire.since}; not asked again: {count}."
    for one in questionnaire.removed:
        yield f"# Removed since: {_one_line(one)}"
    yield "# --- The claims, hardest first ------------------------------------------------------------"
    yield '# Where a source is named: does it say this? "yes", "partly", "no" or "can\'t tell".'
    yield '# Where none is named: "none needed", "needs one" or "can\'t tell".'
    yield ""


def _claim(number: int, question: Question, given: ClaimAnswer | None) -> list[str]:
    standing = f", {question.standing.value}" if question.before is not None else ""
    section = " > ".join(question.entry.first.claim.unit.section)
    lines = ["[[claims]]", f"# {number}. Line {question.line}{standing}: {_one_line(section)}".rstrip(": ")]
    if question.before is not None:
        lines.append(f"# Before: {_one_line(question.before)}")
    lines.append(f"# Says: {_one_line(question.text)}")
    for source in question.entry.evidence.sources:
        work = source.reference.work if source.reference is not None else None
        lines.append(
            f"# Cites: @{_one_line(source.citation.key)} {_one_line(work.title or '') if work else ''}".rstrip()
        )
        if source.comparison is not None and source.comparison.passage is not None:
            lines.append(f"# Nearest sentence of its abstract: {_one_line(source.comparison.passage.text)}")
    answer = ANSWER_WORDS.get(given.answer, "") if given is not None else ""
    comment = given.comment if given is not None else None
    lines += [f"claim = {quoted(question.claim)}", f"quotation = {quoted(quotation(question.text))}"]
    return [*lines, f"answer = {quoted(answer)}", f"comment = {_written(comment)}", ""]


def _one_line(text: str) -> str:
    """Give a text for a comment of TOML: on one line, without what it forbids there."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _LINE.sub(" ", text))


# --- Reading ---------------------------------------------------------------------------------


def read_form(path: str, data: bytes) -> ReviewForm:
    """Read a form. Raises `ConfigurationError`, at its line, for whatever is not as a form has it."""
    place, table = parse_toml(path, data)
    version = table.pop("form-version", None)
    if version != VERSION or isinstance(version, bool):
        place.refuse(
            "form-version" if version is not None else None,
            "this is no review form that this Osler reads",
            "make one with `osler review sheet ARTICLE --output form.toml`",
        )
    tables = {name: table.pop(name, None) for name in ("digests", "sources", "claims")}
    values = settings_of(place, table, _HEAD)
    for name in ("article", "scope"):
        if values.get(name) is None:
            place.refuse(None, f'the form lacks "{name}"')
    digests = _digests(place, tables["digests"], tables["sources"])
    return ReviewForm(digests=digests, answers=_answers(place, tables["claims"]), **values)


def _digests(place: Place, table: object, sources: object) -> Digests:
    """Read what the form is about."""
    if not isinstance(table, dict):
        place.refuse("digests", "the form lacks the table [digests]", "ask for a new form")
    inner = place.inside("digests")
    reader: Mapping[str, Reader] = dict.fromkeys(("article", "evidence", "figures", "policy"), _digest)
    found = settings_of(inner, table, reader)
    for name in reader:
        if name not in found:
            inner.refuse(None, f'the form lacks "{name}"', "ask for a new form")
    if not isinstance(sources, dict | None):
        place.refuse("sources", "[sources] must be a table")
    inner = place.inside("sources")
    pairs = sorted((key, _digest(inner, key, value)) for key, value in (sources or {}).items())
    return Digests(**found, sources=tuple(pairs))


def _answers(place: Place, claims: object) -> tuple[ClaimAnswer, ...]:
    """Read the answers; claims without one are left out."""
    if claims is None:
        return ()
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        place.refuse("claims", "[[claims]] must be a list of tables")
    if len(claims) > CLAIMS_CAP:
        place.refuse("claims", f"the form has {len(claims)} claims; at most {CLAIMS_CAP} are read")
    inner = place.inside("claims")
    found: dict[str, ClaimAnswer] = {}
    for number, one in enumerate(claims, start=1):
        try:
            values = settings_of(inner, one, _CLAIM)
        except ConfigurationError:
            settings_of(_at(inner, number), one, _CLAIM)  # the same again, at its line
            raise
        name = values.get("claim")
        if name is None:
            inner.refuse(None, f"claim {number} of the form lacks its digest", "ask for a new form")
        if name in found:
            inner.refuse("claim", f"claim {number} of the form stands there twice")
        answer, comment = values.get("answer"), values.get("comment")
        if comment is not None and answer is None:
            inner.refuse("answer", f"claim {number} has a comment and no answer", "answer it too")
        found[name] = ClaimAnswer(name, values.get("quotation") or "", answer or Answer.NOT_ANSWERED, comment)
    return tuple(one for one in found.values() if one.answer is not Answer.NOT_ANSWERED)


def posted_form(questionnaire: Questionnaire, fields: Mapping[str, str]) -> ReviewForm:
    """Give the form that was filled in on the screen, field by field.

    Fields about a claim are named `answer-` and `comment-` with its digest. Raises `ConfigurationError`, with
    the reason, for what the form does not have or a record could not hold.
    """
    place = Place("form", "")
    asked = {one.claim for one in questionnaire.asked}
    head: dict[str, str] = {}
    claims: dict[str, dict[str, str]] = {}
    for name, value in fields.items():
        part, _, claim = name.partition("-")
        if part in _POSTED and claim in asked:
            claims.setdefault(claim, {})[part] = value
        else:
            head[name] = value
    values = settings_of(place, head, {name: one for name, one in _HEAD.items() if name != "article"})
    scope = values.pop("scope", None) or questionnaire.scope
    texts = {one.claim: quotation(one.text) for one in questionnaire.asked}
    table = [{"claim": name, "quotation": texts[name], **one} for name, one in claims.items()]
    answers = _answers(place, [one for one in table if one.get("answer") or one.get("comment", "").strip()])
    slug = questionnaire.ledger.article.slug
    return ReviewForm(slug, questionnaire.digests, scope, answers=answers, **values)


def _at(place: Place, number: int) -> Place:
    """Give the place of one of the tables [[claims]], counted from 1: what stands before it is left out of the text."""
    lines = place.text.split("\n")
    headers = [at for at, line in enumerate(lines) if re.match(r"\s*\[\[\s*claims\s*\]\]", line)]
    if number > len(headers):
        return place
    return replace(place, text="\n" * headers[number - 1] + "\n".join(lines[headers[number - 1] :]))


def checked_text(text: str, cap: int = TEXT_CAP) -> str | None:
    """Give a text that people may have typed as a record may hold it, `None` if it is empty.

    Line ends become those of Unix. Raises `ValueError`, with the reason, for one that is too long or holds control
    characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > cap:
        raise ValueError(f"is longer than {cap} characters")
    if _UNSEEN.search(text):
        raise ValueError("holds control characters, or such as turn the direction of text")
    return text or None


def _text_of(cap: int) -> Reader:
    def read(place: Place, key: str, value: object) -> str | None:
        if not isinstance(value, str):
            place.refuse(key, f'"{key}" must be a text', f'write: {key} = "…"')
        try:
            return checked_text(value, cap)
        except ValueError as error:
            place.refuse(key, f'"{key}" {error}')

    return read


def _digest(place: Place, key: str, value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        place.refuse(key, f'"{key}" must be a digest as the form was made with', "ask for a new form")
    return value


def _term(terms: Mapping[str, _Term]) -> Reader:
    def read(place: Place, key: str, value: object) -> _Term | None:
        word = " ".join(value.casefold().replace("’", "'").split()) if isinstance(value, str) else None
        if word == "":
            return None
        found = terms.get(word) if word is not None else None
        if found is None:
            place.refuse(key, f'"{key}" must be one of: {", ".join(terms)}')
        return found

    return read


def _day(place: Place, key: str, value: object) -> date | None:
    if value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        place.refuse(key, f'"{key}" must be a day, or empty', f'write: {key} = "2029-11-22"')
    return value


def _terms(kind: type[_Term]) -> Mapping[str, _Term]:
    return {one.value: one for one in kind}


_HEAD: Mapping[str, Any] = {
    "article": _text_of(200),
    "reviewer": _text_of(200),
    "role": _text_of(200),
    "decision": _term({one.value: one for one in DECISIONS}),
    "scope": _term(_terms(ReviewScope)),
    "competing-interests": _text_of(TEXT_CAP // 2),
    "ai-used": _text_of(TEXT_CAP // 2),
    "next-review": _day,
    "comment": _text_of(TEXT_CAP),
    "disclaimers": _term(_terms(GeneralAnswer)),
    "audience": _term(_terms(GeneralAnswer)),
}
_CLAIM: Mapping[str, Any] = {
    "claim": _digest,
    "quotation": _text_of(TEXT_CAP),
    "answer": _term(_ANSWERS),
    "comment": _text_of(TEXT_CAP // 2),
}
