"""The declared language is not a language tag.

## Why

Screen readers choose their voice, and search engines their readers, by the language tag (WCAG 2.2,
success criterion 3.1.1); JATS and HTML take it as it stands. A tag is that of BCP 47 (RFC 5646):
`en`, `en-GB`, `pt-BR`, `zh-Hans`; not a country, and not the name of a language.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
language: jp
---

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
language: en-GB
---

Many things can make a person tired.
```

## Evidence

Checked are the language of the front matter (what has not even the form of a tag is reported as
`article-front-matter`) and `lang` of divs and spans: the form of the whole tag, and its first part
against the two-letter codes of ISO 639-1; codes of three letters are taken as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article, Div, SpanNode
from toolkit.model.finding import Problem, Severity
from toolkit.model.late_pattern import late_pattern
from toolkit.model.rule import Context, Rule

# RFC 5646, section 2.1, without grandfathered tags.
_TAG = late_pattern(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
# ISO 639-1, all codes in force.
_TWO_LETTERS = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io
    is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se
    sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo
    wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - a list of codes reads best as words
)
_MEANT = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "polish": "pl",
    "russian": "ru",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "arabic": "ar",
    "swedish": "sv",
    "danish": "da",
    "norwegian": "nb",
    "finnish": "fi",
    "czech": "cs",
    "greek": "el",
    "turkish": "tr",
    "ukrainian": "uk",
    "hebrew": "he",
    "hindi": "hi",
    "jp": "ja",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gb": "en-GB",
    "us": "en-US",
    "ua": "uk",
    "gr": "el",
}


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at the language of the article and of its parts."""
    language = article.metadata.language
    if language is not None:
        fault = _fault(language)
        if fault is not None:
            yield Problem(article.metadata.key_span("language"), *fault)
    for node in article.nodes(Div, SpanNode):
        tag = node.attributes.get("lang")
        fault = _fault(tag) if tag else None
        if fault is not None:
            yield Problem(node.attributes.span or node.span, *fault)


def _fault(tag: str) -> tuple[str, str] | None:
    """Say what is wrong with a tag, and what to write."""
    found = _TAG.fullmatch(tag)
    if found and (len(found["language"]) == 3 or found["language"].lower() in _TWO_LETTERS):
        return None
    meant = _MEANT.get(tag.lower())
    if meant is None and _TAG.fullmatch(tag.replace("_", "-")):
        meant = tag.replace("_", "-") if "_" in tag else None
    return f'"{tag}" is not a language tag', f"write {meant}" if meant else "write a tag such as en or en-GB"


RULE = Rule("article-language", Severity.ERROR, check)
