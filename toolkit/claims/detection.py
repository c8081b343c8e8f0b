"""Does a unit need a source, of what kind, how sure, and why: first structure, then rules by kind.

The scale and the settled cases are those of the labelling guide: *must* where an editor would send
the article back, *should* for textbook facts, *no* for what asserts nothing that could be checked. A
rule that decides says so in words for the author. `judge_units` sees all units of an article at once,
since what a list item means depends on what leads it in, and a sentence on its section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.claims.lexicon import GENERIC, IMPERATIVES, LEXICON
from toolkit.model.finding import Confidence
from toolkit.model.unit import ClaimKind, Judgement, Need, Unit, UnitBlock

_WORD = re.compile(r"[a-z0-9]+(?:['’.-][a-z0-9]+)*")

_EXAMPLE_CLASSES = frozenset(("example", "case", "vignette", "worked-example"))
_META_CLASSES = frozenset(("meta", "about", "navigation", "note-to-reader", "learning-outcomes"))

_UNIT_OF_DOSE = (
    r"(?:mg|mcg|µg|μg|ug|g|kg|ng|ml|l|iu|i\.u\.|units?|micrograms?|milligrams?|grams?|millilit(?:er|re)s?|mmol|meq|"
    r"tablets?|capsules?|puffs?|drops?|sachets?|teaspoons?|tablespoons?|doses?|injections?|patch(?:es)?|sprays?|vials?)"
)
_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half an?|several)"
_DOSE = re.compile(
    rf"\b\d[\d,.]*(?:\s?[-–]\s?\d[\d,.]*|\s(?:to|or)\s\d[\d,.]*)?[\s-]?{_UNIT_OF_DOSE}(?:\b|/)|"
    rf"\b(?:one|two|three|four|five|six)\s(?:tablets?|capsules?|puffs?|drops?|doses?|injections?)\b"
)
_FREQUENCY = re.compile(
    r"\b(?:(?:once|twice|thrice|(?:three|four|five|\d+) times)[\s-](?:a |per |each |every )?(?:day|daily|week|weekly|month|"
    rf"monthly|year)|every\s{_NUMBER}\s(?:to\s\d+\s|or\s\d+\s)?(?:hours?|days?|weeks?|months?)|"
    r"\d+[\s-](?:hourly|weekly)|b\.?i\.?d\b|t\.?i\.?d\b|q\.?i\.?d\b|(?:daily|weekly|monthly) (?:dose|injections?|tablets?))"
)
_DURATION = re.compile(
    rf"\b{_NUMBER}(?:\s?(?:[-–]|to|or)\s?{_NUMBER})?[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_STATISTIC = re.compile(
    r"\d\s?%|\bper\s?cent\b|\bpercent(?:age)?s?\b|\b\d+(?:\.\d+)?[\s-]?fold\b|\b(?:two|three|four|five|ten)-?fold\b|"
    r"\b(?:one|two|three|four|five|six|nine|\d[\d,]*)\s(?:in|out of)\s(?:every\s)?(?:two|three|four|five|six|eight|ten|\d[\d,]*)\b|"
    r"\bper\s\d[\d,]*|\b(?:twice|(?:two|three|four|five|ten|\d+) times)\s(?:as|more|less|the|higher|greater|to)\b|"
    r"\b(?:two|three) to (?:three|four|five) times\b|"
    r"\b(?:odds|hazard|risk|rate|likelihood) ratios?\b|\bconfidence interval|\bp\s?[<=>]\s?0?\.\d|\bn\s?=\s?\d|"
    r"\b(?:half|a third|two thirds|two-thirds|a quarter|three quarters|three-quarters) of\b|"
    r"\b(?:hundreds of |tens of )?(?:thousands|millions|billions)\b|\b\d[\d,.]*\s(?:million|billion|thousand)\b"
)
_THRESHOLD = re.compile(
    r"\d\s?°|\b\d+(?:\.\d+)?\s?[cf]\b|\b(?:above|below|over|under|less than|more than|at least|up to|greater than|higher than|"
    r"lower than|fewer than|within|after|between)\s(?:about\s)?\d|[<>≤≥]\s?\d|\b\d[\d,.]*\s(?:or|and) (?:above|over|more|older|under|younger|below|less)\b|"
    r"\bmm\s?hg\b|\b(?:pmol|nmol|mmol|pg|ng)/"
)
_NAVIGATION = re.compile(
    r"^(?:(?:please )?(?:see|read|view|check out|refer to|go to|visit|browse|explore)\s(?:also|our|the following|the (?:list|page|"
    r"section|website|table|figure|full|link)|below|above|more|this|table|figure|fig\.|section|chapter|appendix|box|page|https?:|www\.)|"
    r"(?:find|learn|discover|read)\s(?:out\s)?(?:more|how|about|an?\s|your nearest|inpatient|the nearest|local)|"
    r"(?:click|tap|download|subscribe|sign up|log in|sign in|register|enrol|enroll|print|share|watch (?:a|the|our|this) video|"
    r"back to|return to|skip to|jump to|related (?:articles|pages|links)|start a (?:confidential )?(?:veterans )?chat|text \d|"
    r"call (?:\d|us\b|our\b|911|999|111|112)|phone |email |e-mail |contact us|write to|ask (?:a )?follow|continue to|next:|previous:))|"
    r"\bfor (?:more|further|additional) (?:information|details|reading|help)\b|\bhas more information\b|\bmore information (?:about|on)\b|"
    r"\bis available (?:at|from|on|online)\b|^(?:https?://|www\.)\S+$|^more about\b|^(?:call|text|dial)\b.*\d{3}.*\d{3}|"
    r"\b(?:hotline|helpline|crisis line|lifeline)\b"
)
_META = re.compile(
    r"\b(?:this|the present|the current|our|these)\s(?:new\s|systematic\s)?(?:article|page|section|chapter|guide|leaflet|factsheet|fact sheet|"
    r"review|study|paper|report|document|website|web site|site|module|course|lesson|book|text|topic|summary|case study|booklet|"
    r"manuscript|analysis|analyses|results|findings|data|data set|dataset|objective|aim|aims|hypothesis|service|services|calculator|tool|"
    r"answer|answers|post|blog|table|figure|trial protocol|protocol)\b|"
    r"\b(?:in|by the end of) this (?:section|chapter|article|study|paper|review|module|post|page)\b|"
    r"\b(?:here|today|now),? (?:we|i)\b|\bwe (?:\w+ly )?(?:also |then |first |therefore |thus |next )?(?:conducted|performed|carried out|investigated|aimed|analy[sz]ed|"
    r"hypothesi[sz]ed|assessed|examined|evaluated|compared|searched|included|excluded|used|collected|recruited|enrolled|obtained|"
    r"identified|reviewed|set|sought|tested|studied|measured|calculated|developed|present|report|describe|describes|discuss|show that|"
    r"explore|propose|asked|selected|estimated|considered|did not|were able|get a lot|have data|expect|anticipate|offer|provide|"
    r"found|observed|wanted|decided)\b|"
    r"\bthe (?:aim|aims|objective|objectives|purpose|goal) of (?:this|the|our)\b|\bwas therefore carried out\b|"
    r"\b(?:was|were) (?:then )?(?:carried out|collected|analy[sz]ed|recruited|obtained|calculated|excluded|included|performed|searched|extracted|"
    r"randomly assigned|approved by|screened for eligibility)\b|\b(?:informed consent|ethics committee|institutional review board)\b|"
    r"\byou should be able to\b|\blearning (?:outcomes?|objectives?)\b|\bplease cite\b|\blink back to us\b|\b(?:copyright|all rights reserved)\b|"
    r"\b(?:last|next) (?:reviewed|updated|review due)\b|\b(?:see|shown in|listed in) (?:the )?(?:table|figure|fig\.|box|appendix) ?\d*\)?[.:]?$"
)
_SERVICE = re.compile(
    r"\b(?:we|we'll|we’ll|we're|our (?:team|staff|clinic|doctors|nurses|hospital|providers))\b.*\b(?:offer|provide|pay|cover|help you|work with|"
    r"can help|will help|provides|offers|contact|connect|call you|see you|arrange|accept)\b|\b(?:eligible|eligibility|enrol|enroll|"
    r"enrolled|enrolment|enrollment|apply for|application|opening (?:hours|times)|free of charge|insurance|co-?pay|copayment|reimburs\w+|"
    r"benefits? (?:office|package|claim)|health care benefits|discharge status|private, free|available 24/7|book an appointment|"
    r"your appointment|registered with|register with|qualify for)\b|\b(?:your|the) (?:gp|doctor|nurse|pharmacist|midwife|care team|provider|"
    r"gp or \w+ nurse|health care provider)\s(?:will|can|may|should be able to)\s(?:explain|recommend|talk|discuss|help you|show|tell|give you|answer|ask you|"
    r"advise|refer)\b"
)
_OPINION = re.compile(
    r"\byou(?:['’]re| are) not alone\b|\bdon['’]t worry\b|\btry not to worry\b|\b(?:i|we) (?:believe|think|feel|hope|love|know)\b|"
    r"\bit['’]s (?:ok|okay|normal to feel)\b|\b(?:thank you|thanks|good luck|congratulations)\b|\bin (?:my|our) opinion\b|"
    r"\b(?:more|further|additional|future) (?:research|studies|work|trials) (?:is|are|will be|may be)\b|\bare needed to\b|\bremains? to be (?:seen|determined|established)\b|"
    r"\b(?:unfortunately|hopefully|luckily)\b"
)
_DISCLAIMER = re.compile(
    r"\b(?:not (?:a )?substitute for|does not (?:replace|constitute)|not intended (?:to|as|for)|for (?:educational|informational|information) purposes?|"
    r"educational purposes? only|assumes? no (?:liability|responsibility)|no liability|seek (?:professional )?medical advice|medical advice, diagnosis|intended for healthcare professionals|"
    r"should (?:rely on clinical judgment|verify all information)|independently verified|supplementary to established|reviewed for accuracy|"
    r"pending human review|always (?:consult|ask|talk to) your (?:doctor|gp|physician|healthcare|health care))\b"
)
_GENERIC_CARE = re.compile(
    r"^(?:(?:call|contact|see|talk to|speak to|speak with|ask|tell|consult|visit|go to)\s(?:to\s)?(?:your|a|the|the nearest)\s(?:\w+\s)?(?:\w+\s)?(?:gp|doctor|pharmacist|nurse|"
    r"midwife|physician|health care provider|healthcare provider|provider|health visitor|care team|emergency room|hospital|medical center)"
    r"(?:\s(?:or|and)\s\w+(?:\s\w+)?)?(?:\s(?:for (?:advice|help|more)|if you(?:['’]re| are| have any| need| feel)? ?(?:worried|concerned|unsure|not sure|questions|help|advice).*|"
    r"about (?:this|your|any|what).*))?[.!]?$)|\bif you(?:['’]re| are) (?:worried|concerned|unsure|not sure)\b"
)
_VIGNETTE = re.compile(
    r"\b(?:an?|the) \d{1,3}[- ](?:year|month|week|day)s?[- ]old (?:\w+ )?(?:man|woman|male|female|boy|girl|patient|client|infant|child|person|smoker|baby|student|mother)\b|"
    r"\b\d{1,3}-year-old (?:man|woman|male|female|boy|girl|patient|client)\b|\b(?:presents|presented) (?:to|with|at) (?:the|his|her|a)\b|"
    r"\b(?:case (?:study|report|presentation|vignette)|clinical scenario|for example, suppose|imagine (?:that|a)|let['’]s say|suppose (?:that|you))\b"
)
_VIGNETTE_SECTION = re.compile(
    r"\b(?:case (?:study|report|presentation|vignette|history)|clinical scenario|vignette|worked example|patient story|my story|'s story|scenario)\b"
)
_VIGNETTE_FOLLOW = re.compile(r"\b(?:he|she|his|her|the client|the patient|mr|mrs|ms)\b")
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i’m|i’ve|my|me|mine)\b")
_DEFINITION = re.compile(
    r"^(?:summary\s?:\s?)?(?:(?:an?|the|some|most|many)\s)?[\w\s'’,()/‘-]{2,90}?\s(?:is|are)\s(?:also\s)?(?:an?|the|any|one (?:type|form|kind) of|types? of|forms? of)\s(?:\w+[\s-]){0,5}?"
    r"(?:disease|disorder|condition|syndrome|illness|infection|cancer|tumou?r|type|form|kind|group|class|family|gland|organ|hormone|medicine|medication|drug|"
    r"protein|vitamin|mineral|nutrient|substance|chemical|bacteri(?:um|a)|virus|parasite|fungus|test|procedure|operation|technique|measure|method|process|"
    r"part|tube|muscle|bone|nerve|cell|area|term|word|name|concept|state|inflammation|swelling|lack|loss|build-?up|device|tool|specialist|"
    r"antibiotic|painkiller|antidepressant|inhibitor|agonist|antagonist|analogue|derivative|steroid|chart|scan|set|collection|branch|tract|system|study|level|amount|"
    r"discipline|field|injury|problem|phenomenon|marker|compound|agent|vaccine|therapy|treatment)s?\b|"
    r"\b(?:is|are) (?:also |sometimes |often |commonly )?(?:called|known as|referred to as|termed|defined as|named|made up of|composed of|located|found in the|situated)\b|"
    r"\b(?:refers? to|means? that your|is (?:short for|another (?:name|word|term) for)|consists? of|stands? for|the medical (?:name|term|word))\b|\bis looking for\b"
)
_TRANSITION = re.compile(
    r"^(?:(?:however|but|so|also|and|for (?:example|instance)|in (?:summary|short|conclusion|addition)|on the other hand|that said|let['’]s|here(?:['’]s| is| are)|first|next|finally)\b[, ]?)?"
    r".{0,60}\b(?:the following|as follows|such as|below|these (?:are|include)|several|some|there are (?:two|three|four|five|several|many|some|a few|different)(?: \w+){0,3} (?:reasons|ways|types|kinds|things|options|steps|causes)|"
    r"uncertainties remain|for this|for these reasons)\b.{0,40}[.:]?$"
)
_STUDY_CLAIM = re.compile(
    r"\b(?:studies|study|trials?|research|researchers|evidence|review|reviews|meta-analys[ie]s|guidelines?|experts?|consensus|data|authors?|surveys?)\b.{0,80}?"
    r"\b(?:show(?:s|ed|n)?|found|find|finds|suggest(?:s|ed)?|indicate[sd]?|report(?:s|ed)?|demonstrate[sd]?|recommend(?:s|ed)?|support(?:s|ed)?|conclude[sd]?|reveal(?:s|ed)?|"
    r"confirm(?:s|ed)?|estimate[sd]?|highlight(?:s|ed)?|associate[sd]?)\b|\bet al\b|\b(?:has|have) been (?:shown|found|reported|demonstrated|associated|linked|suggested|hypothesi[sz]ed|proposed)\b|"
    r"\b(?:is|are) (?:thought|believed|known|estimated|reported|considered) to\b|\bit is (?:well )?(?:documented|known|established|estimated|thought)\b|\baccording to\b"
)
_MODAL = re.compile(
    r"\b(?:should(?:n['’]t)?|must(?:n['’]t)?|ought to|(?:is|are|be|being) (?:\w+ly )?(?:recommended|advised|indicated|preferred|offered|prescribed|needed|necessary|required|individuali[sz]ed)|"
    r"first[- ](?:line|choice)|(?:treatment|drug|test) of choice|recommends?|advises?|(?:need|needs) to|(?:do|does) not need|no need to|has to|have to|consider(?:ed)?|"
    r"(?:it['’]s|it is) (?:\w+ )?(?:important|essential|crucial|vital|best|advisable|necessary|recommended|better) to|may (?:need|require)|(?:is|are) (?:usually |often |sometimes )?(?:used|given|treated|managed))\b"
)
_SYMPTOM_LEAD = re.compile(
    r"\b(?:symptoms?|signs?|if (?:you|your|they|it|the|he|she|there)|feel|features|when (?:you|your)|get help|seek|see a|999|911|emergency|diagnos\w+|rash|look(?:s)? like|may (?:also )?(?:have|be|notice)|children with|you (?:may|might|can) (?:also )?(?:have|feel|notice|get))\b"
)
_META_LEAD = re.compile(
    r"\b(?:learning outcomes?|objectives|you should be able to|we offer|services such as|our services|in this (?:section|article|chapter)|contents|see the following|more information|connect with)\b"
)
_MEDICAL = ("effect", "risk", "safety", "diagnosis", "epidemiology", "mechanism", "treatment", "health")

_WHY = {
    ClaimKind.DOSE: "a dose",
    ClaimKind.STATISTIC: "a figure",
    ClaimKind.RECOMMENDATION: "advice",
    ClaimKind.EFFECT: "an effect",
    ClaimKind.RISK: "a cause or risk",
    ClaimKind.DIAGNOSIS: "a symptom, sign or test",
    ClaimKind.EPIDEMIOLOGY: "how often or in whom something occurs, or how it goes on",
    ClaimKind.MECHANISM: "a mechanism",
    ClaimKind.SAFETY: "a harm, or safety",
    ClaimKind.DEFINITION: "a definition",
    ClaimKind.OTHER: "a statement about health",
}


NOT_JUDGED = Judgement(
    Need.NO, ClaimKind.OTHER, Confidence.LOW, "not judged: the detector reads English only"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A unit as the rules read it: its text in lower case, its words, and the categories they name."""

    unit: Unit
    text: str
    words: list[str]
    found: dict[str, str]
    """From category to the first word that names it."""
    lead: str
    """The text of its lead-in, or of the heading right above a list; in lower case."""
    section: str

    def has(self, *categories: str) -> bool:
        """Tell whether any of the categories is named."""
        return any(category in self.found for category in categories)


def is_judged(language: str | None) -> bool:
    """Tell whether the detector knows a language, given as a BCP 47 tag; absent means English."""
    return (language or "en").lower().replace("_", "-").partition("-")[0] in {"en", "eng", "english"}


def judge_units(units: Sequence[Unit], language: str | None = None) -> tuple[Judgement, ...]:
    """Judge every unit of one article, in order. Pure; linear in the text.

    `language` is the article's, as a BCP 47 tag; in any but English nothing is judged.
    """
    if not is_judged(language):
        return (NOT_JUDGED,) * len(units)
    judgements: list[Judgement] = []
    vignette: tuple[str, ...] | None = None
    for unit in units:
        reading = _read(unit, units)
        judgement = _by_structure(reading)
        if judgement is None:
            starts = bool(_VIGNETTE.search(reading.text)) and not reading.has("studies")
            if starts:
                vignette = unit.section
            elif vignette is not None and vignette != unit.section:
                vignette = None
            judgement = _by_text(reading, in_vignette=starts or (vignette is not None and _follows(reading)))
        if "claim" in unit.classes and judgement.need is not Need.MUST:
            kind = judgement.kind if judgement.need is Need.SHOULD else ClaimKind.OTHER
            judgement = Judgement(Need.MUST, kind, Confidence.HIGH, "marked as a claim")
        judgements.append(judgement)
    return tuple(judgements)


def _read(unit: Unit, units: Sequence[Unit]) -> _Reading:
    """Prepare a unit for the rules."""
    text = unit.text.lower().replace("’", "'")
    words = _WORD.findall(text)
    found: dict[str, str] = {}
    for word in words:
        for category in LEXICON.get(word, ()):
            found.setdefault(category, word)
    lead = units[unit.lead_in].text.lower() if unit.lead_in is not None else ""
    section = unit.section[-1].lower() if unit.section else ""
    if not lead and unit.block is UnitBlock.LIST_ITEM:
        lead = section
    return _Reading(unit, text, words, found, lead, section)


def _no(kind: ClaimKind, why: str, confidence: Confidence = Confidence.HIGH) -> Judgement:
    return Judgement(Need.NO, kind, confidence, why)


def _must(kind: ClaimKind, confidence: Confidence, word: str | None = None) -> Judgement:
    why = _WHY[kind] if word is None else f"{_WHY[kind]} (“{word}”)"
    return Judgement(Need.MUST, kind, confidence, why)


def _should(kind: ClaimKind, why: str | None = None) -> Judgement:
    return Judgement(Need.SHOULD, kind, Confidence.MEDIUM, why or f"{_WHY[kind]}: textbook knowledge")


def _by_structure(reading: _Reading) -> Judgement | None:
    """Judge what the structure alone decides."""
    unit = reading.unit
    if unit.block is UnitBlock.HEADING:
        return _no(ClaimKind.HEADING, "a heading")
    if unit.block is UnitBlock.DISCLAIMER:
        return _no(ClaimKind.DISCLAIMER, "part of a disclaimer")
    if _EXAMPLE_CLASSES.intersection(unit.classes):
        return _no(ClaimKind.EXAMPLE, "part of an example")
    if _META_CLASSES.intersection(unit.classes):
        return _no(ClaimKind.META, "about the article, not its subject")
    if not reading.words:
        return _no(ClaimKind.NAVIGATION, "no words of its own")
    if reading.text.rstrip("*_ )\"'”").endswith("?"):
        return _no(ClaimKind.QUESTION, "a question")
    return None


def _by_text(reading: _Reading, *, in_vignette: bool) -> Judgement:
    """Judge a unit by its words: first what exempts it, then what it asserts."""
    if in_vignette:
        return _no(ClaimKind.EXAMPLE, "part of a case or an example", Confidence.MEDIUM)
    exempt = _exempt(reading)
    if exempt is not None:
        return exempt
    return _by_number(reading) or _by_kind(reading)


def _follows(reading: _Reading) -> bool:
    """Tell whether a unit goes on with the case that its section began."""
    return bool(_VIGNETTE_FOLLOW.search(reading.text)) or reading.unit.block is UnitBlock.LIST_ITEM


def _exempt(reading: _Reading) -> Judgement | None:
    """Give the judgement of a unit that asserts nothing about health, or `None`."""
    text = reading.text
    if _DISCLAIMER.search(text):
        return _no(ClaimKind.DISCLAIMER, "a disclaimer", Confidence.MEDIUM)
    if _META_LEAD.search(reading.lead):
        return _no(ClaimKind.META, "completes a sentence about the article or a service", Confidence.MEDIUM)
    if _NAVIGATION.search(text):
        return _no(ClaimKind.NAVIGATION, "points the reader elsewhere", Confidence.MEDIUM)
    if text.endswith(":") and _is_bare_lead(reading):
        return _no(ClaimKind.TRANSITION, "leads in what follows", Confidence.MEDIUM)
    if _META.search(text):
        return _no(ClaimKind.META, "about the article or its authors' work", Confidence.MEDIUM)
    if _GENERIC_CARE.search(text) and not _has_number(text):
        return _no(ClaimKind.NAVIGATION, "general advice on whom to ask", Confidence.MEDIUM)
    if _SERVICE.search(text) and not _DOSE.search(text):
        return _no(ClaimKind.META, "about a service", Confidence.MEDIUM)
    if _OPINION.search(text):
        return _no(ClaimKind.OPINION, "an opinion or encouragement", Confidence.LOW)
    if _FIRST_PERSON.search(text) and not _has_number(text):
        return _no(ClaimKind.EXAMPLE, "someone's own experience", Confidence.LOW)
    if not reading.has(*_MEDICAL) and _TRANSITION.search(text):
        return _no(ClaimKind.TRANSITION, "a transition", Confidence.LOW)
    return None


def _is_bare_lead(reading: _Reading) -> bool:
    """Tell whether a lead-in asserts nothing itself: few words beyond the generic ones."""
    content = [word for word in reading.words if word not in GENERIC]
    return len(content) <= 4 and not _has_number(reading.text) and "has" not in reading.words[-3:]


def _has_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _by_number(reading: _Reading) -> Judgement | None:
    """Judge what contains a dose, a figure or a threshold."""
    text = reading.text
    dose = _DOSE.search(text)
    frequency = _FREQUENCY.search(text)
    if dose and (reading.has("treatment", "recommendation", "effect") or frequency or "/" in text):
        return _must(ClaimKind.DOSE, Confidence.HIGH, dose.group().strip())
    if frequency and reading.has("treatment"):
        return _must(ClaimKind.DOSE, Confidence.HIGH, frequency.group())
    statistic = _STATISTIC.search(text)
    if statistic:
        return _must(ClaimKind.STATISTIC, Confidence.HIGH, statistic.group().strip())
    if dose:
        return _must(ClaimKind.DOSE, Confidence.MEDIUM, dose.group().strip())
    threshold = _THRESHOLD.search(text)
    duration = _DURATION.search(text)
    if threshold or duration:
        kind = _kind(reading)[0]
        return _must(
            ClaimKind.STATISTIC if kind is ClaimKind.OTHER else kind,
            Confidence.MEDIUM,
            (threshold or duration).group().strip(),
        )  # type: ignore[union-attr]  # one is there
    return None


# In this order: what harms a reader most, if wrong, first.
_ORDER = (
    ("safety", ClaimKind.SAFETY),
    ("recommendation", ClaimKind.RECOMMENDATION),
    ("diagnosis", ClaimKind.DIAGNOSIS),
    ("effect", ClaimKind.EFFECT),
    ("risk", ClaimKind.RISK),
    ("epidemiology", ClaimKind.EPIDEMIOLOGY),
    ("mechanism", ClaimKind.MECHANISM),
)


def _kind(reading: _Reading) -> tuple[ClaimKind, str | None]:
    """Give the kind that a unit's words speak for, and the word that said so."""
    modal = _MODAL.search(reading.text)
    if "safety" in reading.found:
        return ClaimKind.SAFETY, reading.found["safety"]
    if modal:
        return ClaimKind.RECOMMENDATION, modal.group()
    if reading.words[0] in IMPERATIVES:
        return ClaimKind.RECOMMENDATION, reading.words[0]
    for category, kind in _ORDER:
        if category in reading.found:
            return kind, reading.found[category]
    return ClaimKind.OTHER, None


def _by_kind(reading: _Reading) -> Judgement:
    """Judge what is left: by what the unit asserts, else by whether it speaks of health at all."""
    text = reading.text
    kind, word = _kind(reading)
    if reading.unit.block is UnitBlock.LIST_ITEM and reading.lead and _SYMPTOM_LEAD.search(reading.lead):
        return _must(ClaimKind.DIAGNOSIS, Confidence.MEDIUM)
    if _STUDY_CLAIM.search(text):
        found = _STUDY_CLAIM.search(text)
        return Judgement(Need.MUST, kind, Confidence.HIGH, f"what others found or hold (“{_short(found)}”)")
    if kind is ClaimKind.RECOMMENDATION:
        return _must(kind, Confidence.MEDIUM, word)
    if _DEFINITION.search(text) and not reading.has("effect", "safety"):
        return _should(ClaimKind.DEFINITION)
    if kind is not ClaimKind.OTHER:
        return _must(kind, Confidence.MEDIUM, word)
    if reading.has("anatomy"):
        return _should(ClaimKind.MECHANISM)
    if reading.has("treatment", "health", "studies", "definition"):
        return _should(ClaimKind.OTHER)
    if reading.unit.lead_in is not None:
        return _should(ClaimKind.OTHER)
    return _no(ClaimKind.OTHER, "nothing about health that could be checked", Confidence.LOW)


def _short(found: re.Match[str] | None) -> str:
    """Give at most a few words of a match."""
    text = found.group() if found else ""
    return text if len(text) <= 30 else text[:29].rsplit(" ", 1)[0] + "…"
