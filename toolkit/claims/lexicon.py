"""The words by which rules know what a sentence asserts. Data, with the little code that inflects it.

Gathered from the wording of the labelling guide, of clinical guidelines and of plain-language health
pages; extended only on the even pages of the development set (`benchmarks/evaluate_claims.py`), so that
the odd ones still tell how well they carry over. `verb*` stands for its regular forms.
"""

from __future__ import annotations

# Names of the categories; those that are a `ClaimKind` have its value.
_LISTS = {
    "recommendation": """
        should shouldn't must mustn't recommend* recommendation recommendations recommended advise* advice advisable
        suggest* indicated first-line second-line preferred avoid* guideline guidelines
        needed need needs ought considered consider individualized individualised monitor* prescribe* titrate* titration
        choice essential crucial necessary refer referred screen screened routine routinely administer* offered
        educated counselled counseled encouraged instructed discontinue*
        """,
    "effect": """
        treat* prevent* reduce* reduction improve* improvement improvements relieve* relief ease* effective effectively
        ineffective effectiveness efficacy efficacious cure* heal* lower* help* work works worked working benefit*
        beneficial protect* protective protection success successful successfully superior inferior noninferior alleviate*
        control* decrease* slow* recover* recovery resolve* response respond* outcome outcomes impact impacts better
        speed speeds enhance* restore* worsen* suppress* soothe* boost* unsuccessful
        """,
    "risk": """
        risk risks risky risk-factor cause* lead leads led leading cause-of factor factors increase* increased raise*
        predispose* expose* exposure exposed spread* transmit* transmission contagious infectious catch caught serious
        severe fatal deadly life-threatening danger dangerous dangerously vulnerable predict* predictor predictive
        associated association associations linked link correlate* correlation susceptible likelihood likely unlikely
        chance chances trigger* contribute* complications complication consequences consequence damage* infect
        contaminat* smoking obesity
        """,
    "safety": """
        side-effect side-effects adverse contraindicated contraindication contraindications contraindicate interact
        interaction interactions toxic toxicity poisonous overdose harm* harmful safe safely unsafe safety allergic
        anaphylaxis hypersensitivity drowsy drowsiness warning warnings caution cautious nightmares teratogenic
        tolerated tolerability
        """,
    "diagnosis": """
        symptom symptoms sign signs diagnos* test tests tested testing rash rashes pain pains painful ache aches fever
        fevers feel feeling feels swelling swollen swell itchy itching itch cough coughing headache headaches vomit*
        nausea dizzy dizziness tired tiredness fatigue bleed* blood-test biopsy scan ultrasound mri ct x-ray detect*
        sensitivity specificity criteria criterion biomarker biomarkers marker markers temperature thirst numbness
        tingling blister blisters lump lumps sore soreness confusion weakness sleeping appetite mood breathlessness
        diarrhoea diarrhea constipation discharge characterized characterised characteristic features presentation
        asymptomatic symptomatic abnormal abnormality abnormalities negative positive screening-test examine*
        jaundice redness stiffness cramps bloating bloated indigestion heartburn palpitations seizures sneezing
        wheezing unwell hallucinations anxious hopeless
        """,
    "epidemiology": """
        common commonly commonest rare rarely prevalence prevalent incidence mortality morbidity survival survive*
        epidemic endemic pandemic population populations worldwide globally burden rate rates proportion majority
        prognosis life-expectancy deaths death die* affect* usually often typically frequently sometimes generally
        mostly most many people adults children women men teenagers babies infants elderly older age aged ages every
        lifetime last lasts persist* recur* recurrence chronic
        """,
    "mechanism": """
        gene genes genetic mutation mutations receptor receptors pathway pathways enzyme enzymes protein proteins
        inhibit* activat* express* expression bind* binding synthesis synthesi* metaboli* metabolism absorb* absorption
        cell cells cellular molecule molecules hormone hormones secrete* produce* production immune inflammation
        inflammatory antibody antibodies bacteria bacterium virus viruses nerve nerves tissue tissues membrane
        plasma concentration concentrations kinase dna rna mechanism mechanisms mediated regulat* insulin-like
        allele polymorphism neurons tumor tumour tumors tumours resistance excreted half-life
        """,
    "treatment": """
        medicine medicines medication medications drug drugs antibiotic antibiotics vaccine vaccines vaccination
        surgery treatment treatments therapy therapies tablet tablets capsule capsules injection injections painkiller
        painkillers ibuprofen aspirin paracetamol acetaminophen insulin metformin statin statins chemotherapy
        radiotherapy antiviral antivirals dose doses dosage dosing supplement supplements supplementation inhaler
        steroid steroids cream creams ointment antidepressant antidepressants intervention interventions procedure
        operation transplant dialysis contraceptive contraception pill pills opioid opioids warfarin anticoagulant
        anticoagulants antihypertensive infusion transfusion prophylaxis regimen
        """,
    "health": """
        disease diseases illness illnesses disorder disorders infection infections condition conditions cancer cancers
        patient patients doctor doctors clinician clinicians hospital health pregnancy pregnant birth newborn blood
        heart lung lungs liver kidney kidneys brain bone bones muscle muscles skin stomach bladder bowel throat chest
        diabetes asthma stroke hypertension depression anxiety arthritis dementia alzheimer's alzheimer hiv malaria
        tuberculosis influenza flu covid covid-19 pneumonia sepsis syndrome anemia anaemia deficiency allergy allergies
        injury wound wounds fracture pressure cholesterol glucose sugar weight diet food foods alcohol exercise sleep
        smoke smokers vitamin vitamins mental physical body organ organs clinical medical care nurse gp virus
        """,
    "studies": """
        study studies trial trials cohort meta-analysis meta-analyses metaanalysis systematic cochrane evidence
        randomised randomized researchers experts consensus showed shown shows found suggests suggested reported
        demonstrated demonstrates observed indicate indicates indicated conclude* published documented estimated
        estimates survey surveys data
        """,
    "definition": """
        called known means refers defined termed named definition
        """,
    "anatomy": """
        gland glands organ located tube tubes surrounds situated beneath connects
        """,
}

_GENERIC_LEAD = frozenset(
    """
    a about all also an and are as at be by can common commonly consider could do example examples first following
    for from general get have help here how if in include included includes including is it its key like main may
    might more most need of often on one or other people points possible several should sign signs some such symptom
    symptoms than that the their them there these they things this those to usually was ways we what when which who
    with you your causes treatments treatment types type factors risk effects side options reasons tips steps
    """.split()  # noqa: SIM905 - a word list reads best as words
)
GENERIC = _GENERIC_LEAD
"""Words that carry no assertion of their own in a lead-in."""

IMPERATIVES = frozenset(
    """
    add adjust administer apply ask assess avoid begin change check chew clean clear confirm continue cover cut
    decrease discontinue don't do drink eat elevate encourage ensure evaluate exercise follow get give hold increase
    inject keep lie limit lose lower maintain make measure monitor never observe obtain offer only perform place
    prescribe prop put raise reduce refer remove repeat replace rest rinse rub screen seek set start stay stop
    store suspend swallow switch take talk tell test titrate treat try unsuspend use vaccinate wait wash watch wear weigh
    consider speak contact call go see
    """.split()  # noqa: SIM905 - as above
)
"""Verbs that, opening a sentence or an item, make it advice."""


def _forms(word: str) -> tuple[str, ...]:
    """Give the regular forms of `verb*`, the word itself otherwise."""
    if not word.endswith("*"):
        return (word,)
    base = word[:-1]
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in "aeiou":
        stem_i = base[:-1] + "i"
        return (base, stem_i + "es", stem_i + "ed", base + "ing")
    doubled = base + base[-1]
    return (base, base + "s", stem + "es", stem + "ed", stem + "ing", doubled + "ed", doubled + "ing", stem + "ion", stem + "ions",
            stem + "e", stem + "is", stem + "ic", stem + "ical")  # fmt: skip


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for category, words in _LISTS.items():
        for word in words.split():
            for form in _forms(word):
                if category not in table.get(form, ()):
                    table[form] = (*table.get(form, ()), category)
    return table


LEXICON = _table()
"""From a word in lower case to the categories that it speaks for."""
