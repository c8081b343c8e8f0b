"""A stemmer for English medical prose: pure, deterministic.

Words are folded (NFKD without marks, lower case), brought to American spelling where British differs
by rule (haem → hem, oedema → edema, leuco → leuko, -our, -ise), and lose their endings, so that
`anaemia`, `anemia`, `anaemic` and `anaemias` meet in `anem`. The endings, and the measure that keeps
short words whole, are after M. F. Porter, *An algorithm for suffix stripping*, Program 14 (1980), with
those of medical Latin and Greek added; `word_forms` holds what rules get wrong.

Names of several parts give a stem of their own beside those of their parts: `vitamin D` gives
`vitamin` and `vitamind`, `IL-6` `il` and `il6`, `type II` `type2`, `anti-inflammatory`
`antiinflammator`. Any change here changes fingerprints: raise `fingerprint.VERSION`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from toolkit.claims.word_forms import WORD_FORMS

_STOP = frozenset(
    """
    a about after all also although an and any are as at be because been before being between both but by can could
    did do does during each either for from further had has have he her here his how however i if in into is it its
    itself many may might more most must no nor not of on once only or other our out over own particular particularly
    same several shall she should so some such than that the their them then there these they this those through thus
    to too under until up upon us very was we were what when where whether which while who whom whose why will with
    within without would you your
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_TOKEN = re.compile(r"-?[a-z0-9]++")
_HEADS = frozenset(
    ("vitamin", "hepatitis", "influenza", "type", "grade", "stage", "phase", "factor", "group", "class")
)
_PREFIXES = frozenset(
    """
    anti non pre post co re sub inter intra over under multi micro hyper hypo neo bio auto immuno cardio neuro psycho
    """.split()  # noqa: SIM905 - as above
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_GREEK = str.maketrans(
    {
        **dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}", "-"),
        "α": " alpha ",
        "β": " beta ",
        "γ": " gamma ",
        "δ": " delta ",
        "κ": " kappa ",
        "λ": " lambda ",
        "ω": " omega ",
        "ε": " epsilon ",
        "µ": "u",
        "μ": "u",
    }
)


def stems(text: str) -> list[str]:
    """Give the stems of a text's content words in reading order. Numbers alone are left out."""
    folded = unicodedata.normalize("NFKD", text).lower()
    if not folded.isascii():
        folded = "".join(sign for sign in folded if not unicodedata.combining(sign)).translate(_GREEK)
    found = []
    before = ""
    for token in _TOKEN.findall(folded):
        is_joined = token[0] == "-"
        word = token[1:] if is_joined else token
        if before and (is_joined or len(word) < 5):
            name = _compound(before, word, is_joined=is_joined)
            if name:
                found.append(name)
        if word not in _STOP and len(word) > 1 and not word.isdecimal():
            found.append(stem(word))
        before = word
    return found


def _compound(before: str, word: str, *, is_joined: bool) -> str | None:
    """Give the stem of a name of two parts, such as `vitamin D`, `IL-6`, `anti-inflammatory`."""
    head = before.removesuffix("s") if before != "hepatitis" else before
    if head in _HEADS or before in _HEADS:
        return _numbered(before if before in _HEADS else head, word)
    if not is_joined or len(before) > 6:
        return None
    if before.isalpha() and word[0].isdecimal() and len(word) < 6:
        return before + word
    if before.isdecimal() and len(before) < 3 and word.isalpha() and len(word) < 4:
        return before + word
    if before in _PREFIXES and len(word) > 3 and word.isalpha():
        return stem(before + word)
    return None


def _numbered(head: str, tail: str) -> str | None:
    """Give the stem of `type 2`, `type II`, `vitamin D`; `None` where the tail is a word of its own."""
    if tail.isdecimal():
        return head + tail if len(tail) < 3 else None
    if tail in _ROMAN and head != "vitamin":
        return head + _ROMAN[tail]
    if len(tail) == 1 and tail != "a":
        return head + tail
    return head + tail if tail == "a" and head in ("vitamin", "hepatitis", "influenza", "group") else None


_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"aem(?=i|u)"), "em"),
    (re.compile(r"oed(?=em)"), "ed"),
    (re.compile(r"rrhoe"), "rrhe"),
    (re.compile(r"oe(?=soph|str|t|c|ph)"), "e"),
    (re.compile(r"ae(?=[sdtcgpml])"), "e"),
    (re.compile(r"leuco"), "leuko"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|al$|ally$)"), "or"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=[a-z]{2}[a-wz])is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:ed|ing|e)$)"), "yz"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z]{2})tre(?=s?$)"), "ter"),
    (re.compile(r"programme(?=s?$)"), "program"),
)
# Verb and noun, noun and adjective, that differ by more than an ending. The first that fits is used.
_ROOTS = (
    (re.compile(r"(?<=d)uct(?:ions?|ive|ively)$"), "uce"),
    (re.compile(r"(?<=[a-z]{2})sorpti(?:ons?|ve)$"), "sorb"),
    (re.compile(r"scripti(?:ons?|onal|onally)$"), "scribe"),
    (re.compile(r"gnos(?:is|es?|tics?|tically|ed|ing)$"), "gnos"),
    (re.compile(r"sumptions?$"), "sume"),
    (re.compile(r"clusi(?:ons?|ve|vely)$"), "clude"),
    (re.compile(r"pansions?$"), "pand"),
    (re.compile(r"^inva(?:sions?|sive|siveness|sively)$"), "invade"),
    (re.compile(r"^comparisons?$"), "compare"),
    (re.compile(r"posures?$"), "pose"),
    (re.compile(r"^failures?$"), "fail"),
    (re.compile(r"(?<=[a-z]{3})(?<!rob)(?<!kary)(?:osis|oses|otic|otically)$"), "os"),
    (re.compile(r"(?<=[a-z]{2})(?<!pro)sta(?:sis|ses|tic|tically)$"), "stas"),
    (re.compile(r"(synth|phor|ur|kin|mim|poi|par)(?:esis|eses|etic|etically)$"), r"\1es"),
    (re.compile(r"(?<=ly)(?:sis|ses|tics?|tical|tically|zed?|zes|zing|sts?|zers?)$"), "s"),
    (re.compile(r"(?<=[a-z]{3}la)(?:xis|ctics?|ctically)$"), "x"),
    (re.compile(r"(?<=[a-z]{2})(?:psis|pses|psy|psies|pse|ptic|ptically)$"), "ps"),
    (re.compile(r"(?<=[a-z]{4}gen)(?:esis|ic|etic|icity|ous|ously|e|es)$"), ""),
    (re.compile(r"(?<=[a-z]{4}m)atic(?:ally)?$"), ""),
    (re.compile(r"(?<=[a-z]{3})(?:cles?|cules?|cular|cularly)$"), "cul"),
    (re.compile(r"(?<=[a-z]{3})(?:ules?|ular|ularly)$"), "ul"),
    (re.compile(r"(?<=log)(?:y|ies|ic|ical|ically|ists?)$"), ""),
)
_FINAL = {
    "ationally": "ate",
    "ational": "ate",
    "ation": "ate",
    "ization": "ize",
    "ator": "ate",
    "atory": "ate",
    "ative": "ate",
    "atively": "ate",
    "tionally": "tion",
    "tional": "tion",
    "sional": "sion",
    "sionally": "sion",
    "iveness": "ive",
    "ivity": "ive",
    "ively": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "ously": "ous",
    "ality": "al",
    "ability": "able",
    "ibility": "ible",
    "ically": "ic",
    "icity": "ic",
    "ical": "ic",
    "entially": "ent",
    "iency": "ient",
    "ency": "ent",
    "ancy": "ant",
    "antly": "ant",
    "ently": "ent",
    "ably": "able",
    "ibly": "ible",
    "ally": "al",
    "ily": "y",
    "ely": "e",
    "izer": "ize",
    "ionship": "ion",
}
"""Compound endings, and the simple ones that they become."""
_COMPOUND_ENDING = re.compile(rf"^([a-z]{{3,}}?)({'|'.join(sorted(_FINAL, key=len, reverse=True))})$")
_Ending = tuple[int, int, str]
_STRONG: _Ending = (2, 3, "")
_WEAK: _Ending = (1, 4, "")
_ENDINGS: dict[str, _Ending] = {
    **dict.fromkeys("ant ent ance ence anc enc able ible ate ive ize ity ous ary er".split(), _STRONG),  # noqa: SIM905 - a word list
    **dict.fromkeys("ment ful ness ial ian ium al ic ae us ia a".split(), _WEAK),  # noqa: SIM905 - as above
    **dict.fromkeys(("ory", "ion", "or"), (2, 3, "st")),
    **dict.fromkeys(("ism", "ist"), (3, 4, "")),
    "um": (1, 4, "ieldnrv"),
    "is": (1, 4, "bcdefghilmnoprtv"),
    "ly": (1, 4, "tdnslcr"),
    "y": (1, 4, "bcdfghklmnprstvw"),
    "i": (1, 4, "bcdefglmnprt"),
}
"""Simple endings: the measure and the letters that what stays must have, and what it must end in."""
_AGAIN = frozenset(("ate", "ion", "ment", "al", "ic", "ive", "ize", "e"))
"""Endings that may be taken off behind another one."""
_SYLLABLE = re.compile(r"[aeiouy]++[^aeiouy]++")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the stem of one lower-case ASCII word; words with digits (`b12`, `cd4`) stay as they are."""
    if not word.isalpha() or not 3 < len(word) < 40:
        return WORD_FORMS.get(word, word)
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    for step in (_singular, _root_and_inflection, _derivation):
        if word in WORD_FORMS:
            return WORD_FORMS[word]
        word = step(word)
    return _undoubled(word) if len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes", "uses")):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2] not in "sui" else word


def _root_and_inflection(word: str) -> str:
    """Bring verb and noun together, then take off -ed and -ing."""
    for pattern, root in _ROOTS:
        word, count = pattern.subn(root, word)
        if count:
            break
    ending = next((one for one in ("edly", "ingly", "ings", "ing", "ed") if word.endswith(one)), None)
    if ending is None or word.endswith("eed"):
        return word
    base = word[: -len(ending)]
    if len(base) < 3 or not _SYLLABLE.search(base):
        return word
    if _undoubled(base) != base:
        return base[:-1]
    needs_e = base.endswith(("at", "bl", "iz")) or (len(base) <= 4 and _is_short(base))
    return base + "e" if needs_e else base


def _derivation(word: str) -> str:
    for again in (False, True, True):
        compound = _COMPOUND_ENDING.match(word)
        shorter = compound[1] + _FINAL[compound[2]] if compound and _measure(compound[1]) else word
        shorter = _without_ending(shorter, again=again)
        if shorter == word:
            break
        word = shorter
    return word


def _without_ending(word: str, *, again: bool) -> str:
    """Take off the longest ending that may go."""
    for length in (4, 3, 2):
        ending = word[-length:]
        rule = _ENDINGS.get(ending)
        if rule is None or (again and ending not in _AGAIN):
            continue
        measure, letters, behind = rule
        base = word[:-length]
        if len(base) >= letters and (not behind or base[-1] in behind) and _measure(base) >= measure:
            return base
        if ending == "ment":
            return word
    return _without_letter(word, again=again)


def _without_letter(word: str, *, again: bool) -> str:
    """Take off a last -e, -a, -i or -y; short words keep it: rate, dose, gene."""
    base = word[:-1]
    if word[-1] == "e" and len(word) > 3:
        measure = _measure(base)
        return base if measure > 1 or (measure == 1 and not (len(base) <= 4 and _is_short(base))) else word
    rule = None if again else _ENDINGS.get(word[-1])
    if rule is None or len(base) < rule[1] or not _measure(base) or (rule[2] and base[-1] not in rule[2]):
        return word
    return base


def _measure(word: str) -> int:
    """Count, as Porter does, how often vowels are followed by consonants."""
    return len(_SYLLABLE.findall(word))


def _is_short(word: str) -> bool:
    """Tell whether a word ends in consonant, vowel, consonant."""
    return len(word) > 2 and word[-1] not in "aeiouywx" and word[-2] in _VOWELS and word[-3] not in _VOWELS


def _undoubled(word: str) -> str:
    return word[:-1] if word[-1] == word[-2] and word[-1] in "bdgklmnprt" else word
