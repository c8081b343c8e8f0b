"""Wordings that call people by their illness or pity them, and what style guides ask for instead.

Sources: NIH Style Guide, "Person-first and destigmatizing language" ("a person with diabetes not a diabetic");
AMA Manual of Style, 11th ed., 11.12 (inclusive language; words such as *suffering from*, *afflicted with*, *victim*);
APA Style, bias-free language, "Disability"; CDC, *Health Equity Guiding Principles for Inclusive Communication*;
NIDA, *Words Matter* (addiction); Reporting on Suicide (reportingonsuicide.org), and the AP Stylebook, for suicide.
Left out is whatever communities see differently (deaf, autistic, blind) and adjectives (*diabetic patients*), which
are everywhere and on which guides differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.claims.wording import Wording, wording

_PEOPLE = (
    "people|persons?|patients?|men|man|women|woman|children|child|adults?|adolescents|teenagers|individuals?|those|"
    "someone|anyone|everyone|who|he|she|relatives?|mothers?|fathers?|infants|babies|participants|"
    "(?:americans|britons|europeans|australians|canadians)"
)
_NOT_ILLNESS = (
    "loss(?:es)?|discrimination|bias(?:es)?|hunger|poverty|limitations?|abuse|violence|racism|neglect|mortality|"
    "having|not"
)

_GROUPS: Mapping[str, str] = {
    "diabetics": "people with diabetes",
    "epileptics": "people with epilepsy",
    "schizophrenics": "people with schizophrenia",
    "asthmatics": "people with asthma",
    "haemophiliacs": "people with haemophilia",
    "hemophiliacs": "people with hemophilia",
    "anorexics": "people with anorexia",
    "bulimics": "people with bulimia",
    "paraplegics": "people with paraplegia",
    "quadriplegics": "people with quadriplegia",
    "tetraplegics": "people with tetraplegia",
    "psychotics": "people with psychosis",
    "arthritics": "people with arthritis",
    "dyslexics": "people with dyslexia",
    "alcoholics": "people with alcohol use disorder",
    "drug addicts": "people with a drug addiction",
    "addicts": "people with an addiction",
    "drug abusers": "people who use drugs",
    "substance abusers": "people with a substance use disorder",
    "the mentally ill": "people with a mental illness",
    "the disabled": "people with a disability",
    "the handicapped": "people with a disability",
    "the mentally retarded": "people with an intellectual disability",
    "the elderly": "older people",
    "the homeless": "people who are homeless",
    "the obese": "people with obesity",
}
"""Labels for groups of people, and what can stand in their place without any other change."""

# What follows a label that is a noun; before any other word, "the elderly" may be an adjective.
_NOUN_ENDS = (
    r"(?=\s*[.,;:?!)]|\s*$|\s+(?:are|is|was|were|who|with|in|on|at|as|to|than|have|has|had|may|can|should|must|"
    r"will|do|often|also|because|by|from|for|if|when|than|with|without)\b)"
)

LABELS: tuple[Wording, ...] = (
    *(
        wording(
            label,
            label + (_NOUN_ENDS if label.startswith("the ") else ""),
            f'write "{instead}"',
        )
        for label, instead in _GROUPS.items()
    ),
    wording(
        "suffer from|suffers from|suffered from|suffering from",
        rf"(?:{_PEOPLE})(?: (?:who|often|also|may|can|usually|is|are|was|were|has|have|had|been))* "
        rf"(?:suffer|suffers|suffered|suffering) from(?! (?:an? |the |any |some )?(?:\w+ )?(?:{_NOT_ILLNESS})\b)",
        'write that people "have" or "live with" it',
    ),
    wording(
        "sufferer",
        "sufferers?",
        'write "people with" the condition',
    ),
    wording(
        "afflicted",
        rf"(?:{_PEOPLE}) (?:(?:who|is|are|was|were) )*afflicted (?:with|by)",
        'write "people who have"',
    ),
    wording(
        "victim",
        r"(?:stroke|cancer|aids|heart attack|polio|dementia|covid) victims?",
        'write "people who have had" it',
    ),
    wording(
        "wheelchair",
        r"wheelchair bound|(?:confined|bound) to (?:a|the|his|her|their) wheelchair",
        'write "uses a wheelchair"',
    ),
    wording("retarded", r"mentally retarded", 'write "with an intellectual disability"'),
    wording(
        "suicide",
        r"(?:commit|commits|committed|committing) suicide",
        'write "died by suicide", or "take their own life"',
    ),
    wording(
        "suicide",
        r"(?:successful|unsuccessful|failed) (?:suicide attempts?|attempts? at suicide)|successful suicides?",
        'write "died by suicide", or "attempted suicide"',
    ),
    wording("crippled", r"(?:the crippled|cripples)", 'write "people with a disability"'),
)
"""What is looked for."""

_OPENS_SENTENCE = re.compile(r"(?:^|[.:!?])[\W\d]*$")
_REACH = 300
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]")


def replacement(words: str) -> str | None:
    """Give what can stand in place of a label without any other change, with its capital; `None` if nothing can."""
    instead = _GROUPS.get(" ".join(words.lower().replace("-", " ").split()))
    if instead is None or not words[0].isupper():
        return instead
    return instead[0].upper() + instead[1:]


def is_label(text: str, match: re.Match[str], context: Sequence[str]) -> bool:  # noqa: ARG001 - context is not needed
    """Tell whether the author uses the label: names (`Alcoholics Anonymous`) and words spoken of are left alone."""
    words = match[0]
    around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
    if "anonymous" in text[match.end() : match.end() + 12].lower() or _SPOKEN_OF.search(around):
        return False
    if not words[0].isupper() or words[1:2].isupper():
        return True
    # A capital in mid-sentence is part of a name.
    before = text[max(0, match.start() - 20) : match.start()]
    return _OPENS_SENTENCE.search(before) is not None and _NAME_AFTER.match(text, match.end()) is None


_SPOKEN_OF = re.compile(
    r"\b(?:words?|terms?|label(?:l?ed|s)?|languages?|phrases?|called|known as|instead of|rather than|person-first|"
    r"stigma\w*|rats?|mice|animals?|national|association|society|foundation|federation|act)\b",
    re.IGNORECASE,
)
