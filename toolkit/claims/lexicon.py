"""The words and phrases by which rules know what a sentence asserts: data, in the form of `phrases`.

Gathered from the wording of the labelling guide, of clinical guidelines and of plain-language health
pages; extended only on the even pages of the development set (`python -m benchmarks evaluate`), so that
the odd ones still tell how well they carry over.
"""

from __future__ import annotations

from toolkit.claims.phrases import Phrases
from toolkit.claims.word_classes import WORD_CLASSES

_EXEMPTING = {
    "disclaimer": """
        not …1 substitute for
        does not replace|constitute …2 advice|discretion|judgment|judgement|care|consultation|relationship
        not intended to|as|for, for educational|informational|information purposes
        educational purpose|purposes only, assume|assumes|accept|accepts no liability|responsibility
        no liability, independently verified information, intended for healthcare|health professionals
        rely on clinical judgment|judgement, verify all information, supplementary to established
        reviewed for accuracy, pending human review, medical advice diagnosis, always consult|ask your|a
        """,
    "navigation": """
        ^for …4 see table|figure|section|equation|fig|box|appendix|chapter
        ^see|view|read|visit|browse|explore also|our|below|above|more|this|table|figure|fig|section|chapter|
          appendix|box|page|https|www
        ^see|view|read the following|list|page|section|website|table|figure|full|link|chapter|guideline|
          prescribing|module|scenario|case
        ^read the …2 scenario|text|passage|article|case
        ^refer to …1 table|figure|fig|section|chapter|page|box|website, ^find|learn|discover out|more|about
        ^find …1 inpatient|outpatient|nearest|local
        ^find a|your|the …2 near|nearest|location|clinic|centre|center|facility
        ^learn|read more|how|about|which, ^click|tap|download|subscribe|share|print, ^sign|log up|in|on
        ^register|enrol|enroll for|in|online|now|here|with, ^watch a|the|our|this …1 video
        ^back|return|skip|jump|continue to, ^related articles|pages|links|information|topics, ^start a …2 chat
        ^call|text|dial|phone|ring 1-800|911|999|111|112|988|us|our|now, ^contact|email|e-mail|write us|our
        ^ask a follow-up|follow, ^ask any|us|our|your|more|another …2 question|questions
        ^go to|directly …2 nearest|website|page|section
        ^go to|directly to your nearest, ^connect|get with|in|more|started, ^next, ^previous, ^contents
        ^overview, for more|further|additional information|details|reading|help|resources|on
        has|have more information, more information|details about|on|is|can|at
        is|are available at|from|on|online …1 http|www, hotline, helpline, lifeline
        crisis line|responder|responders, on our website|site|page, follow this|these|the link|links
        """,
    "meta": """
        this|our|the …1 article|page|section|chapter|guide|leaflet|factsheet|website|site|module|course|
          lesson|booklet|manuscript is|was|are|covers|explains|describes|discusses|reviews|provides|gives|
          tells|aims|contains|looks|will|has|can|outlines|summarises|summarizes|answers|introduces
        this|our|the|present|current …1 article|review|paper|report|study|analysis|guideline|document|module|
          topic|post describes|explores|explains|covers|discusses|reviews|aims|aimed|presents|reports|
          investigates|examines|focuses|seeks|summarizes|summarises|provides|was
        in|by|throughout|on this section|chapter|article|study|paper|review|module|post|page|guide|site|
          leaflet|case
        end of this
        our study|studies|results|findings|data|analysis|analyses|aim|aims|objective|hypothesis|website|site|
          team|staff|services|service|tool|calculator|patients|cohort|model|approach|method|methods|trial|
          search|primary|sample
        we …2 conducted|performed|investigated|aimed|analysed|analyzed|hypothesized|hypothesised|assessed|
          examined|evaluated|compared|searched|included|excluded|used|collected|recruited|enrolled|obtained|
          identified|reviewed|set|sought|tested|studied|measured|calculated|developed|present|report|describe|
          discuss|explore|propose|asked|selected|estimated|found|observed|wanted|decided|show|expect|
          anticipate|undertook|chose|applied|defined|extracted|randomised|randomized|screened|planned
        we use|get|have|provide|offer|pay|cover|work|do|make|publish|release|update|also|can|will|only|cannot|
          collect|hold
        we'll|we're|we've, the aim|aims|objective|objectives|purpose|goal|hypothesis of|was|is|that
        to test|address|investigate|answer|explore this|these|the …1 hypothesis|question|questions|issue
        was|were …2 carried|collected|analysed|analyzed|recruited|obtained|calculated|excluded|performed|
          searched|extracted|enrolled|interviewed|invited out|from|by|using|with|for|in|and|if|at|to
        was therefore carried|performed|conducted|undertaken
        were used …1 to assess|evaluate|measure|compare|determine|estimate|identify, informed consent
        ethics committee, institutional review board, you should be able to
        learning outcomes|outcome|objectives|objective, please cite, link back, cite …2 as|source|website
        copyright, all rights reserved, last|next reviewed|updated|review
        ^see|shown|listed|summarized|summarised table|in …1 table|figure|fig|box|appendix|section
        case study is|part, this data|dataset|website|site|tool|blog|question|questions|case|service
        these questions|data|results|pages|resources
        the|your data|dataset …2 available|accessible|interested|updated|download|website|sources, dataset
        datasets, website, websites, webpage, csv, api, github, your readers, ^today|here i'm|we're|we|i|are|is
        key takeaways|points below|here
        """,
    "service": """
        eligible, eligibility, ineligible, enrolment, enrollment, enrolled in
        apply|applying|application for|to|form|online, opening hours|times, free of charge, insurance, copay
        co-pay, copayment, reimburse*, reimbursement, benefit|benefits office|package|claim|claims|program
        health care benefits, discharge status, book|make|schedule|cancel an|your appointment, your appointment
        register|registered|registering with|at …2 gp|practice|clinic|doctor|surgery, qualify for, private free
        available 24, 24 hours a day
        your|the|a gp|doctor|nurse|pharmacist|midwife|team|provider|therapist|dietitian will|can|may|should|
          might explain|recommend|talk|discuss|help|show|tell|give|answer|ask|advise|refer|work|arrange
        your|the gp|doctor or|and …2 nurse|doctor|pharmacist|team will|can|may explain|recommend|talk|discuss|
          help|show|tell|give|answer|ask|advise|refer
        you may|might|can|could be able to get, you …1 get care
        care|services|support through|at|from va|us|our|medicare|medicaid, veteran, veterans, va
        our …1 program|programme|programs|clinic|clinics|centers|centres|providers|doctors|nurses|counselors|
          counsellors|volunteers
        these|many|some organizations|organisations|agencies|programs|centers|clinics, non-va
        """,
    "opinion": """
        you're|you not alone, you are not alone, don't worry, try not to worry
        i|we believe|think|feel|hope|love|know, in my|our opinion|view, it's ok|okay|normal to, thank you
        thanks for, good luck, congratulations
        more|further|additional|future|larger|clinical|new research|studies|work|trials|investigation is|are|
          will|may|should needed|warranted|required|necessary|be
        clinical trials are needed, remain|remains to be seen|determined|established|elucidated
        it is …2 necessary to search|study|investigate|develop, unfortunately, hopefully, luckily
        """,
    "care": """
        if you're|you worried|concerned|unsure|are …2 worried|concerned|unsure|sure
        ^call|contact|see|consult|ask|tell|talk|speak to|with|your|a …2 gp|doctor|pharmacist|nurse|midwife|
          provider|physician|team for|if|about …1 advice|help|you|more|worried|questions|any|this
        ^call|contact|see|consult|ask your|a gp|doctor|pharmacist|nurse|midwife|provider|physician
        ^talk|speak to|with your|a|the …2 gp|doctor|pharmacist|nurse|midwife|provider|physician|team
        ^go to the …1 emergency|hospital, any|have questions|concerns
        if you have|need …2 questions|help|advice|information|concerns, if|whether you need help|advice|support
        """,
    "vignette": """
        a|an|the …1 year-old|month-old|week-old|day-old
        case|clinical|unfolding study|scenario|report|presentation|vignette
        presents|presented to|with|at the|his|her|a, for example suppose, imagine that|a|you, let's say
        suppose that|you
        """,
    "he_or_she": """
        he, she, his, her, the client, the patient, mr, mrs, ms
        """,
    "first_person": """
        i'm, i've, my, me, mine, i'd, i'll
        i was|had|have|am|felt|got|found|started|took|went|can|could|would|did|do|think|want|need|tried|used|
          use|know|like
        ^i
        """,
    "transition": """
        the following, as follows, such as these
        there are two|three|four|five|several|many|some|a|different|various …3 reasons|ways|types|kinds|
          things|options|steps|causes|factors
        uncertainties remain, here are, here's, here is, for instance|example …3 represent|represents|consider
        you can also, some of these include, ^for this|these reason|reasons
        """,
}

_ASSERTING = {
    "modal": """
        treatment|therapy|management involves|includes|consists|requires, should, shouldn't, must, mustn't
        ought to
        is|are|be|being|was|were …1 recommended|advised|indicated|preferred|offered|prescribed|needed|
          necessary|individualized|individualised|contraindicated
        first-line, first-choice, second-line, first line, second line, first choice
        drug|treatment|test|method of choice, recommend*, advise*, recommendation, recommendations
        you|they|patients|people|clients|children|women|may|might|will|who|it need to
        may|might|will|would|usually|not|doesn't|don't need|require|requires, don't|do|no need, has|have to be
        consider*, considered
        it's|is|it …1 important|essential|crucial|vital|best|advisable|necessary|better to|that
        is|are usually|often|sometimes|commonly|generally|now|also|only used|given|treated|managed|prescribed|
          performed|done
        can|may|could be treated|used|given|managed|prescribed|taken|administered|offered|considered|started
        you can treat|buy|take|use|try, usually be offered, make|be sure|careful to|not|that|with
        you|they|patients|clients could|might|may want|wish|like|try to
        you|patients|people|clients can|could …1 use|take|try|buy|treat|start|stop|also|either|then|eat|drink|
          increase|reduce
        remember|try to|not, let …3 know, best to, better to, aim|aims to|for, as needed, if needed, is key
        target|targets of
        """,
    "safety": """
        side-effect, side-effects, side effect|effects, adverse, contraindicat*, contraindication
        contraindications, interact*, interaction, interactions, toxic, toxicity, poisonous, overdose*, harm*
        harmful, safe, safely, unsafe, safety, allergic, anaphylaxis, hypersensitivity, drowsy, drowsiness
        warning, warnings, cautious, nightmares, teratogenic, tolerated, tolerability, nephrotoxic, hepatotoxic
        has|have|carries|carry risks
        """,
    "effect": """
        prevent*, prevention, preventive, preventative, reduce*, reduction, reductions, improve*, improvement
        improvements, relieve*, relief, ease*, effective, effectively, ineffective, effectiveness, efficacy
        efficacious, cure*, heal*, beneficial, benefit, benefits, benefited, protect*, protective, protection
        superior, inferior, noninferior, alleviate*, decrease*, slow*, recover*, recovery, respond*, response
        responses, enhance*, restore*, worsen*, suppress*, soothe*, boost*, shorten*, eliminate*, kill*, fight*
        eradicat*, stabilize*, normalize*, delay*, treat*, treatable
        helps|help to|you|your|the|prevent|reduce|with|relieve|ease|control|lower|people
        lower* …2 blood|risk|cholesterol|pressure|sugar|amount|level|levels|mortality
        work|works|worked better|well|by|against|best|for, control*, impact, impacts, outcome, outcomes
        outperform*, success, successful, unsuccessful, resolve*, may|can|will|could|that stop|help|speed
        """,
    "risk": """
        risk, risks, risky, risk-factor, cause*, due to, lead|leads|led|leading to, factors, increase*, raise*
        predispose*, expose*, exposure, exposures, spread*, transmit*, transmitted, transmission, contagious
        infectious, serious, severe, fatal, deadly, life-threatening, danger, dangerous, vulnerable, predict*
        predictor, predictors, predictive, associated, association, associations, linked, link between
        correlate*, correlation, susceptible, likely, unlikely, chance, chances, trigger*, contribute*
        complication, complications, consequences, damage*, contaminat*, result|results|resulting in, result of
        play a role, play|plays a part, make|makes|made it|you|them|things|symptoms worse, catch, caught
        infect*, susceptibility, consequence, worse, irritate*, aggravate*, die|dies|died from|of
        """,
    "states_cause": """
        can|may|might|could …1 cause|trigger|damage|prevent|reduce|increase|worsen
        can|may|might|could …1 lead to, can|may|might|could …1 result in, causes, prevents, leads to, results in
        reduces|increases the|your
        """,
    "sign_of": """
        symptom|symptoms|sign|signs|feature|features|hallmark|marker|mark of
        suggest|suggests|indicate|indicates|signal|signals …3 disease|infection|deficiency|cancer|stroke|attack
        """,
    "diagnosis": """
        symptom, symptoms, diagnos*, diagnosed, diagnosis, diagnoses, diagnostic, rash, rashes, pain, pains
        painful, ache, aches, aching, fever, fevers, feverish, swelling, swollen, itchy, itching, itch, cough
        coughing, coughs, headache, headaches, vomit*, nausea, dizzy, dizziness, tiredness, fatigue, bleed*
        blood test|tests, biopsy, scan, scans, ultrasound, mri, ct, x-ray, detect*, detection, sensitivity
        specificity, criteria, criterion, biomarker, biomarkers, markers, marker, numbness, tingling, blister
        blisters, blistered, lump, lumps, sore, sores, confusion, weakness, breathlessness, breathless
        diarrhoea, diarrhea, constipation, constipated, discharge, characterized, characterised, characteristic
        manifest*, manifestation, manifestations, asymptomatic, symptomatic, abnormal, abnormality
        abnormalities, jaundice, redness, stiffness, cramps, bloating, bloated, heartburn, palpitations, seizure
        seizures, sneezing, wheezing, unwell, hallucinations, anxious, hopeless, worthless, wheeze
        sign|signs of, feel|feeling|feels sick|tired|unwell|like|hot|weak|hopeless|faint|anxious|worse|full|sad
        temperature, test|tests|tested|testing positive|negative|for|show|shows|can|may|results|result
        screening, screened, monitor*, examination, your …2 level|levels|count …1 may|might|can|be|is
        you|they may|might|could|can …1 have|feel|notice|lose|see|become|get|find|be, appear|appears|appearing
        can also be, mood swings, loss of appetite|weight|taste, trouble sleeping|breathing, levels, may also
        """,
    "epidemiology": """
        common, commonly, commonest, uncommon, rare, rarely, prevalence, prevalent, incidence, mortality
        morbidity, survival, survive*, epidemic, endemic, pandemic, worldwide, globally, burden, prognosis
        life-expectancy, life expectancy, death, deaths, die, dies, died, dying
        most|many|some|few people|women|men|children|adults|patients|cases|babies|infants|teenagers|users
        affect*, leading|major|main cause, recur*, recurrence, chronic
        lasts|last for|up|a|longer|several|between, get|gets|got|go|goes better|away, rate|rates of
        proportion of, majority of, mostly affects, more|most|less often|common|frequent|frequently|likely
        outbreak, outbreaks, usually get
        happens|occurs|occur|develops|develop in|during|after|before|between|when
        can|may begin|start|develop|happen|occur|last, first leading, second leading, at some point, life-long
        lifelong, population, populations, marginalized
        """,
    "mechanism": """
        gene, genes, genetic, mutation, mutations, receptor, receptors, pathway, pathways, enzyme, enzymes
        inhibit*, inhibition, activat*, activation, binds, binding, synthesis, metabolism, metabolized
        metabolised, absorb*, absorption, molecule, molecules, hormones, secrete*, secretion, immune
        inflammation, inflammatory, antibody, antibodies, plasma, serum, concentration, concentrations, kinase
        dna, rna, mechanism, mechanisms, mediate*, regulate*, regulation, allele, polymorphism, neurons
        excreted, half-life, resistance, resistant, bloodstream, metabolic, physiological, pathophysiology
        expressed, expression, signaling, signalling, upregulat*, protein, proteins, cell, cells
        """,
    "studies": """
        studies|study|trial|trials|research|researchers|evidence|review|reviews|meta-analysis|meta-analyses|
          guideline|guidelines|experts|consensus|data|authors|survey|surveys|scientists …8 show|shows|showed|
          shown|found|finds|find|suggest|suggests|suggested|indicate|indicates|indicated|report|reports|
          reported|demonstrate|demonstrates|demonstrated|recommend|recommends|recommended|support|supports|
          supported|conclude|concluded|reveal|revealed|confirm|confirmed|estimate|estimated|highlights|
          highlight|associated|led|been|reviewed
        et al
        has|have been shown|found|reported|demonstrated|associated|linked|suggested|hypothesized|hypothesised|
          proposed|reliably|implicated|documented
        is|are|was|were thought|believed|estimated|reported|considered|assumed|known to
        it is|has …1 documented|known|established|estimated|thought|believed|recognised|recognized|been
        according to, lack of evidence, no evidence, little evidence, evidence for|that|of|from, cochrane
        controlled trial|trials, reported that|by|in, found that, showed that, suggests that, suggest that
        hypothesized that, systematic review|reviews
        """,
    "definition": """
        is|are|was …1 a|an|the|any|one …5 disease|disorder|condition|syndrome|illness|infection|cancer|tumor|
          tumour|type|form|kind|group|class|family|gland|organ|hormone|medicine|medication|drug|protein|
          vitamin|mineral|nutrient|substance|chemical|bacterium|bacteria|virus|parasite|fungus|procedure|
          operation|technique|measure|process|tube|muscle|bone|nerve|term|name|concept|inflammation|swelling|
          lack|device|specialist|antibiotic|painkiller|antidepressant|inhibitor|agonist|antagonist|steroid|
          scan|branch|tract|system|discipline|problem|compound|agent|vaccine|therapy|treatment|method|model|
          tool|phase|state|classification|test|cells|tissue|unit|approach|field|score|scale
        is|are also|sometimes|often|commonly|usually called|known|termed|named
        is|are called|termed|defined|composed|located|situated, known|referred to|as, is|are made up
        refers|refer to, short|another for|name|word|term, consists|consist of, stands|stand for
        the medical|scientific name|term|word, screening is looking, is|are located|found in|just|below|between
        such as …1 and, means|mean that, is|are divided|classified into|as, includes|include both
        """,
    "anatomy": """
        gland, glands, organ, organs, located, surrounds, beneath, tube, tubes, connects, fluid, makes up
        part of the, made of, size of
        """,
    "generality": """
        there are many|several|different|various …2 types|kinds|treatments|medicines|tests|forms
        different factors, one|another test|type|treatment|form|way is, is not known, are not known
        not fully understood, varies, vary, differ, differs, take time, depends on, depend on, it depends
        growing interest, is being studied|investigated, are studying, has|have been investigated|studied
        unknown
        """,
}

_CONTEXT = {
    "treatment": """
        medicine, medicines, medication, medications, drug, drugs, antibiotic, antibiotics, vaccine, vaccines
        vaccination, surgery, treatment, treatments, therapy, therapies, tablet, tablets, capsule, capsules
        injection, injections, inject*, painkiller, painkillers, ibuprofen, aspirin, paracetamol, acetaminophen
        insulin, metformin, statin, statins, chemotherapy, radiotherapy, antiviral, antivirals, dose, doses
        dosage, dosing, supplement, supplements, supplementation, inhaler, inhalers, steroid, steroids, cream
        creams, ointment, antidepressant, antidepressants, intervention, interventions, transplant, dialysis
        contraceptive, contraception, pill, pills, opioid, opioids, warfarin, anticoagulant, anticoagulants
        infusion, transfusion, prophylaxis, regimen, pump, basal, bolus, gene therapy, replacement, maintenance
        prescribe*, take|taking it
        """,
    "health": """
        disease, diseases, illness, illnesses, disorder, disorders, infection, infections, condition, conditions
        cancer, cancers, patient, patients, clinician, clinicians, hospital, health, pregnancy, pregnant, birth
        newborn, blood, heart, lung, lungs, liver, kidney, kidneys, brain, bone, bones, muscle, muscles, skin
        stomach, bladder, bowel, throat, chest, diabetes, asthma, stroke, hypertension, depression, anxiety
        arthritis, dementia, alzheimer's, alzheimer, hiv, malaria, tuberculosis, influenza, flu, covid, covid-19
        pneumonia, sepsis, syndrome, anemia, anaemia, deficiency, allergy, allergies, injury, wound, wounds
        fracture, cholesterol, glucose, sugar, weight, diet, exercise, smoking, smoke, vitamin, vitamins
        nutrition, clinical, medical, virus, viruses, bacteria, tumor, tumors, tumour, tumours, symptoms, pain
        eye, eyes, vision, ear, ears, nose, foot, feet, leg, legs, hand, hands, abdomen, pelvis, spine, joint
        joints, teeth, tooth, gum, gums, hair, nail, nails, breast, uterus, prostate, urine, stool, saliva
        semen, sperm, egg, embryo, fetus, foetus, baby, babies, infant, infants, childbirth, menopause, obesity
        alcohol, tobacco, sleep, stress, hormone, hormones, urinary, respiratory, cardiovascular, cardiac, renal
        hepatic, neurological, transmission, quarantine, mask, masks, outpatient, therapy, headache, migraine
        epilepsy, autism, parkinson's, sclerosis, shingles, eczema, psoriasis, acne, osteoporosis, stigma
        self-care, mental, gluten, mosquito, mosquitoes, antibody, immunity, bites
        """,
}

_LEADING = {
    "symptom_lead": """
        symptom, symptoms, sign, signs, feel, features, seek, emergency, 999, 911, look|looks like, notice
        if you|your|they|their|he|she|it|there, see a|your, get help, when you|your|to
        may|might|can also|have|be, you may|might|can have|feel|get|notice, have any, diagnosed, rash, have, has
        pain, experience, check if, call
        """,
    "meta_lead": """
        learning outcomes|outcome|objectives, objectives, you should be able to, we offer, services such as
        our services, in this section|article|chapter, contents, see the following, more information
        connect with, further reading, related, references, key terms, for more, contact, resources, you'll need
        what you need, help us, we
        """,
}

LEXICON = Phrases(
    {
        **_EXEMPTING,
        **_ASSERTING,
        **_CONTEXT,
        **_LEADING,
        **{f"class {name}": phrases for name, phrases in WORD_CLASSES.items()},
    }
)
"""All categories: what exempts, asserts, gives context, what a lead-in may say; `class …` is for the model alone."""

CLASSES = frozenset(f"class {name}" for name in WORD_CLASSES)
"""Names of the categories that only the model looks at."""

GENERIC = frozenset(
    """
    a about all also an and any are as at be by can children common commonly consider could do does example
    examples first following for from general get have help here home how if in include included includes
    including is it its key like main may might more most need of often on one or other people points possible
    several should sign signs some such symptom symptoms than that the their them then there these they things
    this those to usually was ways we what when where which while who will with you your causes treatments
    treatment types type factors risk effects side options reasons tips steps after before during drinking
    eating
    """.split()  # noqa: SIM905 - a word list reads best as words
)
"""Words that carry no assertion of their own in a lead-in."""

IMPERATIVES = frozenset(
    """
    add adjust administer always apply assess avoid begin change chew clean clear cover cut decrease discontinue
    don't drink eat elevate encourage ensure evaluate exercise gargle get give hold increase inject keep lie
    limit lose lower maintain make massage measure monitor never obtain offer only perform place prescribe press
    prop put raise reduce remove repeat replace rest rinse rub screen seek sleep soak start stay stop store
    suspend swallow switch take taper test titrate treat try turn unsuspend use vaccinate wait wash wear weigh
    wrap do consider follow advise allow assist attach auscultate breathe brush buy calculate carry choose
    connect cook cool counsel dial dilute disconnect document draw dry educate enter fill flush infuse inform
    insert inspect instruct moisturise moisturize open palpate pat position practise practice prepare prime
    protect provide reassure record relax report review rotate shake shower sit stand teach verify walk warm
    abstain agree arrange bathe bend boil bring build burp chill close collect complete conduct confirm control
    count crush delay deliver discard dispose do dress drop earn engage enjoy examine expose express fasten feed
    finish flex fold freeze gather gently grasp hang heat hire initiate isolate join judge lean leave lift lock
    loosen lubricate manage mash meditate minimise minimize mix move notify nurse order pack pause peel perform
    pick plan play pour pull push quarantine quit raise reach recline recognise recognize reconstitute refrain
    refrigerate register reheat remain remind remember reschedule restrict resume retake return revisit rewarm
    roll rule save schedule scrub seal select serve set shave slow snack soothe speed spit splint spray spread
    squeeze sterilise sterilize stir strengthen stretch substitute support swab swap sweep swim talk taste tell
    think throw tie tighten tilt touch train travel trim tuck unplug upgrade ventilate view visit warn watch
    weigh wipe withdraw withhold work wrap
    """.split()  # noqa: SIM905 - as above
)
"""Verbs that, opening a sentence or an item, make it advice."""
