"""Locators: the part of a citation's suffix that says where in the work (`p. 3`, `chap. 4`).

The terms are those of CSL 1.0.2 (appendix IV) in the forms of its English locale, as pandoc's
citeproc reads them; a number without a term is a page.
"""

from __future__ import annotations

import re

from toolkit.model.late_pattern import late_pattern

_TERMS = {
    "act": "act acts",
    "appendix": "appendix appendices app. apps.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can. cans.",
    "chapter": "chapter chapters chap. chaps.",
    "column": "column columns col. cols.",
    "elocation": "location locations loc. locs.",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs.",
    "folio": "folio folios fol. fols.",
    "issue": "number numbers no. nos.",
    "line": "line lines l. ll.",
    "note": "note notes n. nn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp.",
    "paragraph": "paragraph paragraphs para. paras. ¶ ¶¶",
    "part": "part parts pt. pts.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. § §§",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps.",
    "surah": "surah surahs",
    "table": "table tables tbl. tbls.",
    "title-locator": "title titles tit. tits.",
    "timestamp": "timestamp timestamps",
    "verse": "verse verses v. vv.",
    "version": "version versions",
    "volume": "volume volumes vol. vols.",
}
LABELS = {form: label for label, forms in _TERMS.items() for form in forms.split()}
"""The label of each form of a locator term."""

_TERM = "|".join(re.escape(form) for form in sorted(LABELS, key=len, reverse=True))
_ROMAN = r"(?=[ivxlcdm])m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?!\w)"
_NUMBER = r"[^\s,;:()\[\]{}]*\d[^\s,;:()\[\]{}]*"
_UNIT = rf"(?:{_NUMBER}|\([^\s()]*\d[^\s()]*\)|\[[^\s\[\]]*\d[^\s\[\]]*\]|{_ROMAN})"
_DIGITS = rf"(?:{_NUMBER}|\([^\s()]*\d[^\s()]*\)|\[[^\s\[\]]*\d[^\s\[\]]*\])"
_NEXT = r"(?:[ \t]*[,:;\-–&][ \t]*|[ \t]*)"
_LOCATOR = late_pattern(
    rf"""
    \s*,?\s*
    (?P<locator>
        \{{[^{{}}]*\}}
        | (?:{_TERM})\s*{_UNIT}(?:{_NEXT}(?:(?:{_TERM})\s*)?{_UNIT})*
        | {_DIGITS}(?:{_NEXT}{_DIGITS})*
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST = 256


def leading_locator(suffix: str) -> str | None:
    """Give the locator that a suffix begins with, such as `p. 3` of `, p. 3 for men`."""
    found = _LOCATOR.match(suffix[:_MOST])
    if found is None:
        return None
    return found["locator"].strip("{}").rstrip(" .,;:") or None
