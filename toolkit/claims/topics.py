"""Topics of an article: whether it gives doses, names emergencies, advises on pregnancy or children.

Detection is by wording, sentence by sentence, and prefers to miss over to accuse: a dose needs a
sign that somebody takes it, and pregnancy and children need a sign of advice; sentences that
report a study count for neither. Each answer comes with the words that led to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from toolkit.claims.kept import kept
from toolkit.claims.passages import Passage, Prose, prose
from toolkit.model.article import Article, Table, TableCell, plain_text
from toolkit.model.late_pattern import late_pattern
from toolkit.model.policy import Occasion
from toolkit.model.span import Span

Bounds = tuple[int, int]
"""Where words begin and end in a sentence."""
TOPICS = (Occasion.DOSING, Occasion.RED_FLAGS, Occasion.PREGNANCY, Occasion.CHILDREN)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that show that an article has a topic: their place, and how they read."""

    topic: Occasion
    span: Span
    text: str


def _words(*alternatives: str) -> re.Pattern[str]:
    return late_pattern(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


# Sentences that tell of research, not of what a reader should do.
_STUDY = _words(
    r"trials?",
    r"stud(?:y|ies|ied)",
    r"randomi[sz]ed",
    r"cohorts?",
    r"participants?",
    r"enrolled",
    r"recruited",
    r"systematic reviews?",
    r"meta-analys[ei]s",
    r"investigated",
    r"survey(?:ed|s)?",
    r"prevalence",
    r"mice|mouse|rats?|murine",
    r"placebo",
    r"(?:was|were) (?:given|treated|administered|injected|assigned|incubated|cultured|diluted|taken)",
    r"subjects|incubat(?:ed|ion)|cultured|digested|supernatant|buffer|assays?|erythrocytes",
)

# --- Doses -----------------------------------------------------------------------------------

_NUMBER = r"\d{1,9}(?:[.,  ]\d{3}){0,3}(?:[.,]\d{1,9})?"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|–|to|or|/)\s?{_NUMBER})?"
_UNIT = (
    r"(?:mg|mcg|µg|μg|ug|micrograms?|milligrams?|grams?|(?-i:g)|IU|international units?|units?"
    r"|mL|ml|millilit(?:er|re)s?|mmol|mEq|puffs?|drops?|tablets?|capsules?|sachets?|pills?|sprays?)"
)
# Concentrations and laboratory values are not doses: mg/dL, mmol/L, units per litre. The last digit
# and the unit are found first, and the whole number is read backwards from there: a text of numbers
# alone then costs no more than another.
_DIGIT_AND_UNIT = late_pattern(
    rf"\d[\s\u00a0-]?{_UNIT}\b"
    r"(?!\s?(?:/|per\s)\s?(?:d?l|mL|ml|lit(?:er|re)s?|decilit(?:er|re)s?|mol|mmol|g\b|mg\b|100))",
    re.IGNORECASE,
)
_NUMBER_BEFORE = late_pattern(rf"(?<![\w.,/]){_RANGE}$")
_LONGEST_NUMBER = 60
_TAKING = _words(
    r"tak(?:e|en|ing)",
    r"giv(?:e|en|ing)",
    r"dos(?:e|es|ed|age|ing)",
    r"administ(?:er|ered|ration)",
    r"inject(?:ed|ions?)?",
    r"infus(?:ed|ions?)",
    r"prescri(?:be|bed|ption)",
    r"start(?:ed|ing)?",
    r"initiat(?:e|ed|ing)",
    r"maintenance",
    r"loading",
    r"bolus",
    r"supplement(?:s|ed|ation)?",
    r"treat(?:ed|ment)?",
    r"oral(?:ly)?",
    r"by mouth",
    r"intramuscular(?:ly)?",
    r"intravenous(?:ly)?",
    r"subcutaneous(?:ly)?",
    r"IV|IM|SC",
    r"(?:once|twice|daily|weekly|monthly|nightly)",
    r"(?:times|every|each|per|a|/)\s?(?:\d+\s)?(?:days?|weeks?|months?|hours?|kg)",
)
_DOSES = _words(r"dos(?:e|es|age|ages|ing)")
# Food, drink and body fluids are measured in the same units.
_NOT_MEDICINE = _words(
    r"salt",
    r"sugars?",
    r"fat|fats|saturates",
    r"fib(?:er|re)",
    r"protein",
    r"carbohydrates?",
    r"alcohol",
    r"caffeine",
    r"chocolate",
    r"coffee|tea|water|milk|juice|fluids?",
    r"urine|blood loss|stool|sputum",
    r"calories|kcal",
    r"fruit|vegetables|meat|fish",
)

# --- Symptoms that can be an emergency -------------------------------------------------------

_RED_FLAG = _words(
    r"chest pains?",
    r"pain in (?:the|your) chest",
    r"(?:signs|symptoms) of (?:a |an )?(?:stroke|heart attack|anaphyla\w+|sepsis|meningitis)",
    r"(?:face|facial|mouth) (?:droop(?:s|ing)?|weakness)",
    r"(?:face|mouth) (?:has|may have) (?:dropped|drooped)",
    r"slurred speech",
    r"(?:sudden )?(?:weakness|numbness) (?:on|of|in) one side",
    r"anaphyla(?:xis|ctic (?:shock|reactions?))",
    r"swelling of (?:the|your) (?:face|lips|tongue|throat|mouth)",
    r"swollen (?:face|lips|tongue|throat)",
    r"(?:difficulty|trouble|severe difficulty) (?:in )?breathing",
    r"(?:cannot|can't|can’t|unable to|struggling to) breathe",
    r"severe(?:ly)? (?:shortness of breath|short of breath|breathless(?:ness)?)",
    r"suicidal(?: (?:thoughts?|ideas|ideation|intent))?|suicide (?:attempts?|prevention|risk|plans?)",
    r"(?:attempt(?:ed|ing)?|commit(?:ting)?|consider(?:ing)?|about|die by) suicide",
    r"thoughts? of (?:suicide|self-harm|death|(?:hurting|harming|killing) (?:yourself|themselves|oneself))",
    r"(?:hurt|harm|kill)(?:ing)? (?:yourself|themselves|oneself)",
    r"self-harm(?:ing)?",
    r"loss of consciousness|los(?:e|ing) consciousness|unconscious|cannot be woken",
    r"(?:vomit(?:ing)?|cough(?:ing)?)(?: up)? blood",
    r"(?:heavy|severe|uncontrolled) bleeding|bleeding that (?:will not|won't|does not|doesn't) stop",
    r"(?:sudden,? )?severe headache|thunderclap headache",
    r"sudden (?:loss of (?:vision|sight)|(?:vision|sight) loss|confusion)",
    r"stiff neck",
    r"rash that (?:does not|doesn't|doesn’t|won't|will not) fade",
    r"(?:saddle|genital) (?:numbness|an(?:a)?esthesia)|loss of (?:bladder|bowel) control",
    r"(?:call|dial|phone|ring) (?:999|911|112|000|111|an ambulance|for an ambulance|emergency services)",
    r"(?:go|get) (?:straight |immediately )?to (?:(?:the|an|your) )?(?:nearest )?(?:emergency \w+|A&E|ER)",
    r"(?:nearest|hospital) emergency (?:room|department)",
    r"(?:seek|get) (?:immediate|urgent|emergency) (?:medical )?(?:help|care|attention|treatment)",
    r"medical emergency",
)
# Not a warning: what is being told away, or a name.
_RED_FLAG_ELSEWHERE = _words(r"exclu(?:ded|sion)", r"history of", r"classified as", r"mortality", r"coded")

# --- Advice ----------------------------------------------------------------------------------

_ADVICE = _words(
    r"should(?:n't| not)?",
    r"must(?:n't| not)?",
    r"avoid(?:ed)?",
    r"(?:do|does) not (?:take|give|use|start|stop)",
    r"don['’]t (?:take|give|use|start|stop)",
    r"never (?:take|give|use)",
    r"(?:not )?(?:recommended|advised|suitable|advisable|licen[sc]ed|contraindicated|approved)",
    r"(?:un)?safe(?:ly|st)?",
    r"(?:talk|speak) (?:to|with) (?:your|a|the)",
    r"tell (?:your|the|a)",
    r"ask (?:your|a|the)",
    r"check with",
    r"consult",
    r"see (?:a|your) (?:doctor|GP|midwife|p(?:a)?ediatrician)",
    r"(?:can|may) (?:take|use|be (?:given|used|taken))",
    r"(?:take|give|use) (?:it|this|them|these|your|the|a|only|no)",
    r"dos(?:e|es|age|ing)",
    r"needs? (?:to|extra|more|less|a)",
)
_PREGNANCY = _words(
    r"pregnan(?:t|cy|cies)",
    r"breast-?feed(?:s|ing)?",
    r"lactati(?:on|ng)",
    r"nursing (?:mothers?|women)",
    r"trying (?:for a baby|to (?:conceive|get pregnant|become pregnant))",
    r"unborn (?:baby|child)",
)
_NOT_PREGNANCY_ADVICE = _words(
    r"pregnancy tests?",
    r"pregnancy-related",
    r"teenage pregnanc(?:y|ies)",
    r"(?:molar|ectopic) pregnanc(?:y|ies)",
    r"pregnancy rates?",
    r"(?:prevent|avoid|unwanted|unplanned|unintended)(?:ing|s)?(?: a)? pregnanc(?:y|ies)",
)
_CHILD = (
    r"child(?:ren)?",
    r"bab(?:y|ies)",
    r"infants?",
    r"toddlers?",
    r"newborns?",
    r"neonates?",
    r"adolescents?",
    r"teenagers?",
    r"p(?:a)?ediatrics?(?! panel)",
)
_CHILDREN = _words(*_CHILD)
_YOUR_CHILD = _words(r"(?:your|giving a|give a|a) (?:child|baby|toddler|newborn|infant)['’]?s?")
_NOT_CHILDREN_ADVICE = _words(
    r"(?:out of (?:the )?(?:reach|sight)(?: and (?:reach|sight))? of|away from) children",
    r"(?:parents?|partners?|spouses?|siblings?|brothers|sisters|famil(?:y|ies)|wives|husbands|women|wom[ae]n|mothers?)"
    r"(?:,| and| or)+ (?:their |your )?(?:own )?(?:child(?:ren)?|bab(?:y|ies))",
    r"(?:child(?:ren)?|bab(?:y|ies)) (?:and|or|,) (?:parents?|partners?|siblings?|women|mothers?)",
    r"(?:have|having|had|having had|want|no|unborn|trying for a|carry(?:ing)? a|deliver(?:ing|ed)? a) ?"
    r"(?:more |young )?(?:child(?:ren)?|bab(?:y|ies))",
    r"baby (?:blues|aspirin|teeth|food|oil)",
    r"child-?(?:bearing|birth|hood)(?: potential| age)?",
    r"wom[ae]n of child-?bearing (?:age|potential)",
    r"child(?:ren)? (?:of|born to) (?:people|patients|parents|a person)",
    r"(?:as|since) (?:a )?child(?:ren)?",
    r"pregnan\w+[^.]{0,60}\bbab(?:y|ies)",
)
# Letters of which every match of a topic's pattern has some. Looking for them costs a hundredth of
# what the patterns cost, and almost all passages have none.
_LETTERS = {
    Occasion.RED_FLAGS: (
        "chest", "stroke", "heart attack", "anaphyla", "sepsis", "meningitis", "droop", "facial weakness",
        "mouth weakness", "face weakness", "slurred", "one side", "swelling of", "swollen", "breath", "suicid",
        "of death", "harm", "yourself", "themselves", "oneself", "conscious", "woken", "blood", "bleeding",
        "headache", "sudden", "stiff neck", "rash that", "numbness", "esthesia", "bladder", "bowel",
        "all 999", "all 911", "all 112", "all 000", "all 111", "dial ", "phone ", "ring ", "ambulance",
        "emergency", "a&e", "to er", "the er", "an er", "est er", "your er", "immediate", "urgent", "dropped",
    ),
    Occasion.PREGNANCY: ("pregnan", "breast", "lactati", "nursing", "trying", "unborn"),
    Occasion.CHILDREN: (
        "child", "baby", "babies", "infant", "toddler", "newborn", "neonat", "adolescen", "teenager", "diatric",
    ),
}  # fmt: skip
_DOSE_BEGINS = late_pattern(
    r"\d[\s-]?(?:m[cg]|µ|μ|ug|mi[cl]|g|iu|int|unit|ml|mm|me|puf|dro|tab|cap|sac|pil|spr)"
)


def _possible(text: Prose) -> dict[Occasion, set[int]]:
    """Give, fast, the passages that each topic could be in."""
    found = {topic: text.holding(letters) for topic, letters in _LETTERS.items()}
    found[Occasion.DOSING] = text.matching(_DOSE_BEGINS)
    return found


def _possible_in(sentence: str, topics: AbstractSet[Occasion]) -> set[Occasion]:
    """Give, fast, those of `topics` that a sentence could be about."""
    lowered = sentence.replace("\n", " ").lower()
    return {
        topic
        for topic in topics
        if (
            _DOSE_BEGINS.search(lowered)
            if topic is Occasion.DOSING
            else any(letters in lowered for letters in _LETTERS[topic])
        )
    }


@kept
def detect_topics(article: Article) -> tuple[Evidence, ...]:
    """Find which topics an article has, each with the first words that show it; linear in its length.

    The title counts as a heading. Disclaimers, code and comments are not looked at.
    """
    found: dict[Occasion, Evidence] = {}
    title = article.metadata.title
    if title:
        span = article.metadata.key_span("title")
        for topic, words in _of_heading(title):
            found.setdefault(topic, Evidence(topic, span, words))
    text = prose(article)
    possible = _possible(text)
    dose_headings = text.holding(("dos",))
    about_doses = False
    for number, passage in enumerate(text.passages):
        if passage.is_heading:
            about_doses = number in dose_headings and _DOSES.search(passage.text) is not None
        topics = frozenset(topic for topic in TOPICS if topic not in found and number in possible[topic])
        if not topics or any("disclaimer" in div.attributes.classes for div in passage.divs):
            continue
        if passage.is_heading:
            evidence = _of_heading_passage(passage)
        else:
            evidence = _of_sentences(passage, topics, is_taken=about_doses or _is_dose_column(passage))
        for one in evidence:
            found.setdefault(one.topic, one)
    return tuple(found.values())


def first_of(topic: Occasion, evidence: tuple[Evidence, ...]) -> Evidence | None:
    """Give the first evidence of a topic, or `None`."""
    return next((one for one in evidence if one.topic is topic), None)


def _of_heading_passage(passage: Passage) -> Iterator[Evidence]:
    for topic, words in _of_heading(passage.text):
        start = passage.text.find(words)
        yield Evidence(topic, passage.source_span(start, start + len(words)), words)


def _of_sentences(passage: Passage, topics: frozenset[Occasion], *, is_taken: bool) -> Iterator[Evidence]:
    left = set(topics)
    for start, end in passage.sentences():
        sentence = passage.text[start:end]
        here = _possible_in(sentence, left)
        for topic, (first, last) in _of_sentence(sentence, here, is_taken=is_taken) if here else ():
            span = passage.source_span(start + first, start + last)
            yield Evidence(topic, span, passage.text[start + first : start + last])
            left.discard(topic)
        if not left:
            return


def _is_dose_column(passage: Passage) -> bool:
    """Tell whether a passage is a cell of a table with a column of doses."""
    table = passage.ancestors[-1] if passage.ancestors else None
    if not (isinstance(table, Table) and isinstance(passage.node, TableCell)):
        return False
    return any(_DOSES.search(plain_text(cell.children)) for cell in table.header)


def _of_sentence(
    sentence: str, topics: AbstractSet[Occasion], *, is_taken: bool = False
) -> list[tuple[Occasion, Bounds]]:
    found = {topic: _FINDERS[topic](sentence) for topic in TOPICS if topic in topics}
    if found.get(Occasion.DOSING) and not (is_taken or _TAKING.search(sentence)):
        del found[Occasion.DOSING]
    bounds = [(topic, place) for topic, place in found.items() if place is not None]
    return [] if bounds and _STUDY.search(sentence) else bounds


def _find_dose(sentence: str) -> Bounds | None:
    if _NOT_MEDICINE.search(sentence):
        return None
    for unit in _DIGIT_AND_UNIT.finditer(sentence):
        begin = max(unit.start() + 1 - _LONGEST_NUMBER, 0)
        number = _NUMBER_BEFORE.search(sentence[begin : unit.start() + 1])
        if number:
            return begin + number.start(), unit.end()
    return None


def _find_red_flag(sentence: str) -> Bounds | None:
    flag = _RED_FLAG.search(sentence)
    return flag.span() if flag and not _RED_FLAG_ELSEWHERE.search(sentence) else None


def _find_pregnancy(sentence: str) -> Bounds | None:
    found = _PREGNANCY.search(_without(_NOT_PREGNANCY_ADVICE, sentence))
    return found.span() if found and _ADVICE.search(sentence) else None


def _find_children(sentence: str) -> Bounds | None:
    plain = _without(_NOT_CHILDREN_ADVICE, sentence)
    yours = _YOUR_CHILD.search(plain)
    if yours:
        return yours.span()
    found = _CHILDREN.search(plain)
    return found.span() if found and _ADVICE.search(sentence) else None


_FINDERS = {
    Occasion.DOSING: _find_dose,
    Occasion.RED_FLAGS: _find_red_flag,
    Occasion.PREGNANCY: _find_pregnancy,
    Occasion.CHILDREN: _find_children,
}


def _of_heading(text: str) -> Iterator[tuple[Occasion, str]]:
    if _STUDY.search(text):
        return
    patterns = (
        (Occasion.RED_FLAGS, _RED_FLAG, text),
        (Occasion.PREGNANCY, _PREGNANCY, _without(_NOT_PREGNANCY_ADVICE, text)),
        (Occasion.CHILDREN, _CHILDREN, _without(_NOT_CHILDREN_ADVICE, text)),
    )
    for topic, pattern, where in patterns:
        match = pattern.search(where)
        if match:
            yield topic, match[0]


def _without(pattern: re.Pattern[str], text: str) -> str:
    """Blank out what `pattern` matches, so that offsets stay."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
