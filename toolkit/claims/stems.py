"""A light stemmer for English medical prose: pure, deterministic, without exceptions by dictionary.

Words are folded (NFKD without marks, lower case), brought to American spelling where British differs
by rule (haem → hem, oedema → edema, leuco → leuko, -our, -ise), and lose first inflection (-s, -ed,
-ing), then one common ending, so that `anaemia`, `anemia`, `anaemic` and `anaemias` meet in `anem`. It is
deliberately cruder than Porter's. Any change here changes fingerprints: raise
`fingerprint.VERSION`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile(r"[a-z]++[0-9]*+|(?<![0-9])[0-9]++[a-z]++")
_STOP = frozenset(
    """
    a about after all also although an and any are as at be because been before being between both but by can could
    did do does during each either for from further had has have he her here his how however i if in into is it its
    itself may might more most must no nor not of on once only or other our out over own same shall she should so
    some such than that the their them then there these they this those through thus to too under until up upon us
    very was we were what when where whether which while who whom whose why will with within without would you your
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"aem(?=i|u)"), "em"),
    (re.compile(r"oedem"), "edem"),
    (re.compile(r"oe(?=soph|str|t|c|ph)"), "e"),
    (re.compile(r"ae(?=[sdtcgpm])"), "e"),
    (re.compile(r"leuco|leucaem"), "leuko"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|al$)"), "or"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ll(?=(?:ed|ing)$)"), "l"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"diarrhoea"), "diarrhea"),
)
# Nouns and verbs, singulars and plurals, that differ by more than an ending.
_ROOTS = (
    (re.compile(r"uct(?:ions?|ive)$"), "uc"),
    (re.compile(r"orptions?$"), "orb"),
    (re.compile(r"nostics?$"), "nosis"),
    (re.compile(r"ies$"), "y"),
    (re.compile(r"scriptions?$"), "scrib"),
    (re.compile(r"ceptions?$"), "cept"),
)
_INFLECTION = re.compile(r"(?<=[a-z]{3})(?:(?<![sui])s|(?<=[sxz])es|ed|ing|ingly|edly)$")
# Longest first; what remains must keep at least three letters.
_ENDINGS = sorted(
    """
    mentation mentations ization izations ational ations ation ators ator ate ate ively ive ivity iveness
    ence ency encies ance ancy ancies ent ant ment ity ially ally al ically ical ic ously ous ia y ion ly e is er or
    est iest ier ness iz us um
    """.split(),  # noqa: SIM905 - as above
    key=len,
    reverse=True,
)
_DERIVATION = re.compile(
    rf"(?<=[a-z]{{3}})(?:(?<=[a-z]{{4}})ate|{'|'.join(one for one in _ENDINGS if one != 'ate')})$"
)


def stems(text: str) -> list[str]:
    """Give the stems of a text's content words in reading order. Numbers alone are left out."""
    folded = unicodedata.normalize("NFKD", text).lower()
    if not folded.isascii():
        folded = "".join(sign for sign in folded if not unicodedata.combining(sign)).translate(_GREEK)
    return [stem(word) for word in _TOKEN.findall(folded) if word not in _STOP and (len(word) > 1)]


_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "µ": "u", "μ": "u", "λ": "lambda"}
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the stem of one lower-case ASCII word; words with digits (`b12`, `cd4`) stay as they are."""
    if not word.isalpha() or len(word) < 4:
        return word
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    for pattern, root in _ROOTS:
        word = pattern.sub(root, word)
    word = _DERIVATION.sub("", _INFLECTION.sub("", word))
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgklmnprt":
        word = word[:-1]
    return word
