"""The reviewer's form: the claims of the sheet, each with a question, to be printed or filled in on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from toolkit.exporters.html.head import style_hash
from toolkit.exporters.html.markup import Content, Element, element, serialise, style_text
from toolkit.exporters.html.page import language_tag, long_date
from toolkit.exporters.ledger.entries import claim_part, evidence_part
from toolkit.exporters.ledger.published import for_readers
from toolkit.exporters.ledger.sheet import style_sheet
from toolkit.exporters.ledger.sources import Sources, source_list
from toolkit.exporters.ledger.words import NO_SUPPORT
from toolkit.model.counting import counted
from toolkit.model.policy import Policy
from toolkit.model.review_form import (
    ANSWER_WORDS,
    DECISIONS,
    ClaimStanding,
    GeneralAnswer,
    Question,
    Questionnaire,
    ReviewForm,
)
from toolkit.model.review_record import ReviewScope

Contents = list[Content]
COMMENT_MARK, ANSWER_MARK = "comment-", "answer-"
"""What begins the names of the fields about a claim; its digest follows."""
_FIELDS = (
    ("reviewer", "Your identifier on the board", "As the editor told you, such as: stone", False),
    ("role", "Role in which you review", "Such as: reviewer", False),
    ("competing-interests", "Your competing interests", "“none”, or what they are. They are printed.", True),
    ("ai-used", "AI used in this review", "“none”, or which, and for what", True),
    ("next-review", "Next review due", "YYYY-MM-DD; leave it empty for the board’s usual time", False),
    ("comment", "What should change, or anything else for the record", None, True),
)
_SCOPES = {
    ReviewScope.FULL: "the whole article",
    ReviewScope.PARTIAL: "what changed since the last whole review",
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the form is made of. `filled` are answers given before; `is_served` says that it can be sent.

    `told` is what became of the answers that were sent, `commands` what to run then; `is_refused` where they
    were not taken.
    """

    questionnaire: Questionnaire
    policy: Policy
    as_of: date
    filled: ReviewForm | None = None
    is_served: bool = False
    told: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    is_refused: bool = False


@cache
def form_style() -> str:
    """Give the style sheet of the form."""
    return style_sheet() + files("toolkit").joinpath("templates", "form.css").read_text("utf-8")


def form_policy(*, is_served: bool) -> str:
    """Give the content security policy: no script, nothing from elsewhere, and sent to nobody but who served it."""
    target = "'self'" if is_served else "'none'"
    return (
        f"default-src 'none'; style-src '{style_hash(form_style())}'; base-uri 'none'; form-action {target}"
    )


def render_form_page(page: FormPage) -> bytes:
    """Print the form, UTF-8: no script, no outside request; the same bytes for the same input."""
    return f"<!DOCTYPE html>\n{serialise(_document(page))}".encode()


def _document(page: FormPage) -> Element:
    article = page.questionnaire.ledger.article
    title = article.metadata.title or article.slug or "Untitled"
    lang = language_tag(article.metadata.language) or language_tag(page.policy.language) or "en"
    fields: Contents = [_you(page), _whole(page), *_claims(page, lang)]
    if page.is_served:
        send = element("p", None, element("button", {"type": "submit"}, "Save the answers"))
        fields = [element("form", {"method": "post", "accept-charset": "utf-8"}, *fields, send)]
    else:
        lines = ("Reviewer, credentials", "Date", "Signature")
        fields.append(element("div", {"class": "signature"}, *(element("p", None, one) for one in lines)))
    head = element(
        "header",
        {"class": "masthead"},
        element("p", {"class": "kind"}, "Reviewer’s form: claims beside their evidence"),
        element("h1", {"lang": lang, "dir": "auto"}, title),
        _facts(page),
    )
    made = element("p", None, "Made by Osler as of ", long_date(page.as_of), ". ", NO_SUPPORT)
    return element(
        "html",
        {"lang": "en", "dir": "ltr"},
        _head(page, title),
        element(
            "body",
            None,
            element("a", {"class": "skip-link", "href": "#form"}, "Skip to the form"),
            head,
            element("main", {"id": "form", "tabindex": "-1"}, *_told(page), *_changes(page), *fields),
            element("footer", None, made),
        ),
    )


def _head(page: FormPage, title: str) -> Element:
    policy = form_policy(is_served=page.is_served)
    return element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "robots", "content": "noindex"}),
        element("meta", {"name": "generator", "content": "Osler"}),
        element("title", None, f"Reviewer’s form – {title}"),
        element("style", None, style_text(form_style())),
    )


def _facts(page: FormPage) -> Element:
    """Print what binds the form to one state of the text."""
    found = page.questionnaire
    rows = (
        ("File", found.ledger.article.path),
        ("Version", found.ledger.article.metadata.version),
        ("Digest of the text", found.digests.article),
    )
    parts = (
        part
        for name, value in rows
        if value
        for part in (
            element("dt", None, name),
            element("dd", {"class": "digest" if value == found.digests.article else None}, value),
        )
    )
    return element("dl", {"class": "facts-of-text"}, *parts)


def _told(page: FormPage) -> Contents:
    if not page.told:
        return []
    lines = [element("p", None, one) for one in page.told]
    commands = [element("pre", {"tabindex": "0"}, "\n".join(page.commands))] if page.commands else []
    name = "told alarm" if page.is_refused else "told"
    return [element("div", {"class": name, "role": "status"}, *lines, *commands)]


def _changes(page: FormPage) -> Contents:
    """Print what this form compares the text with, and what is gone."""
    found = page.questionnaire
    if found.since is None:
        return []
    count = len(found.questions) - len(found.asked)
    again = f" {counted(count, 'claim is', 'claims are')} unchanged and not asked again." if count else ""
    removed = [element("li", {"dir": "auto"}, one) for one in found.removed]
    return [
        element(
            "section",
            {"class": "reading", "aria-labelledby": "changes"},
            element("h2", {"id": "changes"}, "What changed"),
            element("p", None, "Compared with the text approved on ", long_date(found.since), f".{again}"),
            *([element("p", None, "No longer there:"), element("ul", None, *removed)] if removed else []),
        )
    ]


def _you(page: FormPage) -> Element:
    filled = page.filled
    scope = filled.scope if filled is not None else page.questionnaire.scope
    decisions = {one.value: one.value.replace("-", " ") for one in DECISIONS}
    scopes = {one.value: said for one, said in _SCOPES.items()}
    return element(
        "section",
        {"aria-labelledby": "you"},
        element("h2", {"id": "you"}, "You and your decision"),
        *(_field(one, filled) for one in _FIELDS),
        _choice("decision", "Decision", decisions, _value(filled and filled.decision)),
        _choice("scope", "What you looked at", scopes, scope.value),
    )


def _whole(page: FormPage) -> Element:
    filled = page.filled
    words = {one.value: one.value for one in GeneralAnswer}
    questions = (
        ("disclaimers", "Do the disclaimers fit what the article says?", filled and filled.disclaimers),
        ("audience", "Is it written for those whom it is meant for?", filled and filled.audience),
    )
    return element(
        "section",
        {"aria-labelledby": "whole"},
        element("h2", {"id": "whole"}, "The article as a whole"),
        *(_choice(name, text, words, _value(value)) for name, text, value in questions),
    )


def _claims(page: FormPage, lang: str) -> Contents:
    found = page.questionnaire
    asked = found.asked
    known = Sources.of("s", tuple(one.entry for one in asked), page.as_of, frozenset())
    numbers = {one.entry.first.index: number for number, one in enumerate(asked, start=1)}
    answers = {one.claim: one for one in page.filled.answers} if page.filled is not None else {}
    contents: Contents = [element("h2", {"id": "claims"}, f"The claims, hardest first ({len(asked)})")]
    if not asked:
        contents.append(element("p", {"class": "nothing"}, "No claim is to be looked at."))
    for one in asked:
        given = answers.get(one.claim)
        sides = (
            element("div", None, *claim_part(one.entry, found.ledger.article, numbers, level=3, lang=lang)),
            element("div", None, *evidence_part(one.entry, known)),
        )
        contents.append(
            element(
                "section",
                {"class": "question"},
                *_standing(one),
                for_readers(element("div", {"class": "sides"}, *sides), with_passages=True),
                _answer(
                    one,
                    numbers[one.entry.first.index],
                    _value(given and ANSWER_WORDS.get(given.answer)),
                    given.comment if given else None,
                ),
            )
        )
    if known.references:
        contents.append(element("h2", {"id": "sources"}, "Sources in full"))
        contents.append(element("ol", {"class": "source-list"}, *source_list(known)))
    return contents


def _standing(question: Question) -> Contents:
    """Print how the claim stands to the approved text."""
    if question.standing is ClaimStanding.SOURCE_CHANGED:
        return [element("p", {"class": "standing"}, "Its source is known otherwise than at the approval.")]
    if question.before is None:
        return []
    before = element("del", {"dir": "auto"}, question.before)
    return [element("p", {"class": "standing"}, "Changed. Before: ", before)]


def _answer(question: Question, number: int, given: str | None, comment: str | None) -> Element:
    asks = "does the source say this?" if question.entry.is_cited else "does it need a source?"
    words = {ANSWER_WORDS[one]: ANSWER_WORDS[one] for one in question.choices}
    name = f"{COMMENT_MARK}{question.claim}"
    label = element("label", {"for": name}, "Comment")
    area = element("textarea", {"id": name, "name": name, "rows": 2}, comment or "")
    field = element("div", {"class": "field"}, label, area)
    return _choice(f"{ANSWER_MARK}{question.claim}", f"Claim {number}: {asks}", words, given, field)


def _choice(name: str, legend: str, words: Mapping[str, str], given: str | None, *more: Element) -> Element:
    """Print a question with its answers, of which one can be chosen."""
    labels: Iterable[Element] = (
        element(
            "label",
            None,
            element("input", {"type": "radio", "name": name, "value": value, "checked": value == given}),
            said,
        )
        for value, said in words.items()
    )
    return element(
        "fieldset",
        None,
        element("legend", None, legend),
        element("div", {"class": "choices"}, *labels),
        *more,
    )


def _field(field: tuple[str, str, str | None, bool], filled: ReviewForm | None) -> Element:
    name, label, hint, is_long = field
    value = _value(getattr(filled, name.replace("-", "_"))) if filled is not None else None
    described = {"aria-describedby": f"{name}-hint"} if hint else {}
    box = (
        element("textarea", {"id": name, "name": name, "rows": 2, **described}, value or "")
        if is_long
        else element("input", {"id": name, "name": name, "value": value or "", **described})
    )
    small = element("small", {"id": f"{name}-hint"}, hint) if hint else None
    return element("div", {"class": "field"}, element("label", {"for": name}, label), small, box)


def _value(value: object) -> str | None:
    if value is None:
        return None
    return value.value if isinstance(value, StrEnum) else str(value)
