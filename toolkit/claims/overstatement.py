"""Wordings that promise more than any evidence can give.

The list is Osler's own choice, made from what is named as signs of a false promise: "one product does it all",
"miracle cure", "all natural", "quick fixes" (FDA, *6 tip-offs to rip-offs: don't fall for health fraud scams*);
"100 % effective", "no side effects", "guaranteed" (Osler's own); "miracle", "cure", "breakthrough" (Abola and Prasad,
JAMA Oncol 2016;2(1):139-141). Single words that have a sober sense, too (breakthrough, promising, cure), are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.claims.wording import wording

_EVIDENCE = "say how many people it helped, in what study, and compared with what"
_HARMS = "say which harms are known, how often they occur, and in whom"
_PROOF = 'write what was shown, in whom, and by what study: "in a trial with 200 adults, … reduced …"'

_LASTING = (
    "cancers?|diabetes|asthma|dementia|alzheimer(?:'s|’s)?|parkinson(?:'s|’s)?|autism|multiple sclerosis|arthritis|"
    "osteoarthritis|hypertension|high blood pressure|aids|herpes|psoriasis|eczema|epilepsy|depression|obesity|"
    "allerg(?:y|ies)|lupus|fibromyalgia|endometriosis|copd|colds?|the common cold|migraines?|ageing|aging|baldness|"
    "covid(?: 19)?|insomnia|anxiety|schizophrenia"
)

OVERSTATEMENTS = (
    wording(
        "100 %|100%|100 per",
        r"(?<!almost )(?<!nearly )(?<!about )(?<!was )(?<!were )(?:(?:is|are) )?100 ?(?:%|percent|per cent) "
        r"(?:effective|safe|successful|reliable|preventable|curable|guaranteed)",
        _EVIDENCE,
    ),
    wording(
        "ly safe|ys safe|safe for every",
        r"(?:completely|totally|entirely|perfectly|absolutely|utterly|always) safe|safe for (?:everyone|everybody)",
        _HARMS,
    ),
    wording(
        "ly harmless|ys harmless",
        r"(?:completely|totally|entirely|perfectly|absolutely|utterly|always) harmless",
        _HARMS,
    ),
    wording(
        "no side|zero side|any side|of side|from side|effect free|effect-free",
        r"(?:has|have|causes?|there (?:are|is|will be)) (?:absolutely )?(?:no|zero) side effects?|"
        r"(?:free (?:of|from)|without any) side effects?|side effect free",
        _HARMS,
    ),
    wording(
        "risk free|risk-free",
        r"(?:is|are) (?:(?:completely|totally|entirely|absolutely) )?risk free|"
        r"risk free (?:treatment|procedure|operation|option|way|method|medicine|drug|remedy|cure|solution)s?",
        _HARMS,
    ),
    wording(
        "miracle",
        r"miracle (?:cure|drug|treatment|pill|diet|food|product|medicine|supplement|vaccine|therapy|remedy)s?",
        _EVIDENCE,
    ),
    wording("wonder drug|wonderdrug|wonder-drug", "wonder ?drugs?", _EVIDENCE),
    wording("cure all|cure-all", r"cure alls?", _EVIDENCE),
    wording("panacea", "panaceas?", _EVIDENCE),
    wording(
        "guarantee",
        r"guarantee(?:s|d)? (?:to (?:work|cure|help|heal|prevent|stop|relieve|improve|reduce|lower|lose|end)|"
        r"(?:that )?you(?:'ll|’ll)?|(?:quick |fast |full |good |complete |lasting |a )*"
        r"(?:results|recovery|relief|success|cure|weight loss|protection|safety))",
        _EVIDENCE,
    ),
    wording(
        "ly cure|ys cure|permanent cure|cures |will cure|can cure|cure all|cure-all|cure every",
        rf"(?:completely|permanently|totally|instantly|always|definitely|naturally) cures?|"
        rf"permanent cures?|cures? (?:all|every|everything|everyone|everybody)|"
        rf"(?:cures|will cure|can cure) (?:your )?(?:{_LASTING})",
        _EVIDENCE,
    ),
    wording("ly heals|ys heals", "(?:completely|permanently|instantly|always|definitely) heals", _EVIDENCE),
    wording(
        "always works|always prevents|always effective|always successful",
        "always (?:works|prevents|effective|successful)",
        _EVIDENCE,
    ),
    wording("works every|works for every", "works (?:every time|for (?:everyone|everybody))", _EVIDENCE),
    wording("never fails", r"never fails(?! to)", _EVIDENCE),
    wording(
        "ly prove|proven to",
        r"(?:clinically|scientifically|medically) prove[nd] "
        r"(?:to|effective|safe|remed(?:y|ies)|treatments?|cures?|results|formula|benefits?|ways?)|"
        r"(?:is|are|been) proven to (?:be )?(?:effective|safe|work|cure|prevent|heal|reverse|stop)",
        _PROOF,
    ),
    wording(
        "revolutionary",
        "(?:revolutionary|miraculous) (?:new )?(?:cure|treatment|therapy|drug|remedy|medicine)s?",
        _EVIDENCE,
    ),
)
"""What is looked for."""

# Words of sentences that do not promise themselves: they report, doubt, warn, set conditions or aims.
_GUARDS = frozenset(
    """
    claim claims claimed claiming advertise advertised advertising advertisement advertisements ads market marketed
    marketing promote promoted promoting promotes promise promised promises promising tout touted touting say says
    said saying told allege alleged allegedly myth myths false falsely untrue wrong wrongly misleading incorrect
    misconception misconceptions misinformation belief beliefs believe believed believes believing think thinks thought
    thinking hype scam scams fraud fraudulent quack quackery sceptical skeptical suspicious beware wary avoid caution
    cautious supposed supposedly rumour rumor rumours rumors hope hoped hopes hoping wish seek seeking search
    searching looking quest if whether unless until could would might may perhaps possibly probably consider
    considered assume assumed assuming suggest suggests suggested aim aims goal goals try tries trying attempt
    attempts attempted look looks find finding need needs ideal
    ideally expect expected expects before should who seems appears
    """.split()  # noqa: SIM905 - a word list reads best as words
)
_DENIALS = frozenset(
    """
    no not never cannot nor neither none nothing nobody hardly rarely seldom few little unlikely without lack lacks
    far yet unclear unknown uncertain impossible doubt less
    """.split()  # noqa: SIM905 - as above
)
_PEOPLE = frozenset(
    """
    people patients persons person patient women woman men man children child babies adults some many most you they she
    he half others individuals participants
    """.split()  # noqa: SIM905 - as above
)
_DOUBTFUL_SECTION = re.compile(
    r"\b(?:myths?|claims?|frauds?|scams?|misconceptions?|misinformation|false|fake|hype|beware|avoid|wary|quack\w*|said|"
    r"say|not|never|rumou?rs?|promis\w+|if|whether)\b|\?"
)
_REACH = 500
"""How far a word of doubt reaches: longer than any sentence for readers."""
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


def is_promised(text: str, match: re.Match[str], context: Sequence[str]) -> bool:
    """Tell whether a sentence promises what was found in it, rather than denying, doubting or reporting it."""
    if text.rstrip("*_ )\"'”").endswith("?") or any(map(_DOUBTFUL_SECTION.search, context)):
        return False
    before = _WORD.findall(text[max(0, match.start() - _REACH) : match.start()].lower())
    outside = [*before, *_WORD.findall(text[match.end() : match.end() + _REACH].lower())]
    if not _GUARDS.isdisjoint(outside):
        return False
    if any(word in _DENIALS or word.endswith(("n't", "n’t")) for word in before):
        return False
    return "side" not in match[0].lower() or _PEOPLE.isdisjoint(before)
