"""Classes of words that say nothing alone but tell the model where a sentence is at home: data, as `phrases`.

General knowledge of health writing, not gathered from labelled pages. Rules don't look at them; the model
(`need_model`) weighs them beside the categories of the lexicon.
"""

from __future__ import annotations

WORD_CLASSES = {
    "disease": """
        disease, diseases, disorder, disorders, syndrome, syndromes, infection, infections, illness, illnesses
        condition, conditions, cancer, cancers, tumor, tumors, tumour, tumours, lymphoma, leukemia, leukaemia
        melanoma, carcinoma, diabetes, asthma, stroke, hypertension, depression, anxiety, dementia, alzheimer's
        alzheimer, hiv, aids, malaria, tuberculosis, tb, influenza, flu, covid, covid-19, pneumonia, sepsis, anemia
        anaemia, deficiency, allergy, allergies, eczema, psoriasis, acne, gout, lupus, epilepsy, migraine, autism
        parkinson's, sclerosis, obesity, measles, mumps, rubella, chickenpox, shingles, herpes, warts, rabies, ebola
        cholera, tetanus, plague, syphilis, chlamydia, gonorrhea, gonorrhoea, scabies, lice, ringworm, thrush, ulcer
        ulcers, hernia, hemorrhoids, haemorrhoids, fracture, fractures, injury, injuries, wound, wounds, burn, burns
        concussion, paralysis, blindness, deafness, heart attack, heart failure, kidney failure, blood clot|clots
        preeclampsia, eclampsia, miscarriage, menopause, endometriosis, infertility, osteoporosis, cataract
        cataracts, glaucoma, earache, tonsillitis, sinusitis, cold, colds, insomnia, schizophrenia, bipolar, ptsd
        addiction, alcoholism, overweight, prediabetes, celiac, coeliac, crohn's, colitis, ibs, copd, ckd, uti, utis
        cyst, cysts, stones, aneurysm, embolism, thrombosis, atherosclerosis, arrhythmia, virus, viruses, bacteria
        parasite, parasites, fungus, pathogen, pathogens, germs, mutation, complications
        """,
    "body": """
        body, blood, heart, lung, lungs, liver, kidney, kidneys, brain, bone, bones, muscle, muscles, skin, stomach
        bladder, bowel, bowels, intestine, intestines, colon, rectum, anus, throat, chest, neck, head, face, mouth
        tongue, lip, lips, nose, ear, ears, eardrum, eye, eyes, retina, foot, feet, toe, toes, leg, legs, knee
        knees, hip, hips, hand, hands, finger, fingers, wrist, wrists, elbow, elbows, arm, arms, shoulder, shoulders
        back, spine, abdomen, tummy, belly, groin, pelvis, joint, joints, ankle, ankles, heel, tooth, teeth, gum
        gums, hair, scalp, nail, nails, breast, breasts, uterus, womb, ovary, ovaries, vagina, cervix, penis
        testicle, testicles, prostate, urethra, ureter, urine, stool, stools, saliva, sweat, tears, semen, sperm
        egg, eggs, placenta, fetus, foetus, embryo, nerve, nerves, spinal, vein, veins, artery, arteries, vessel
        vessels, pancreas, spleen, thyroid, adrenal, gallbladder, gland, glands, tissue, tissues, organ, organs
        hormone, hormones, cell, cells, immune system, nervous system, cartilage, tendon, tendons, ligament
        """,
    "symptom_word": """
        symptom, symptoms, pain, pains, painful, ache, aches, aching, fever, feverish, rash, rashes, itch, itchy
        itching, swelling, swollen, red, redness, sore, sores, cough, coughing, sneezing, headache, headaches
        vomiting, nausea, sick, dizzy, dizziness, tired, tiredness, fatigue, weak, weakness, numb, numbness
        tingling, bleeding, bruising, blister, blisters, lump, lumps, confusion, confused, breathless, wheezing
        diarrhoea, diarrhea, constipation, discharge, spots, bumps, dry, stiff, stiffness, cramps, bloating
        heartburn, palpitations, seizure, seizures, fits, drowsy, irritable, anxious, sweating, chills, shivering
        runny, blocked, hoarse, burning, loss of, weight loss, trouble, difficulty, discomfort, tenderness, tender
        jaundice, pale, thirst, thirsty, unwell, faint, fainting, collapse, unconscious, high temperature
        vision, blurred, hallucinations, mood, memory, appetite, lesion, lesions, scaly, flaky, crust, pus
        """,
    "procedure": """
        surgery, operation, operations, procedure, procedures, biopsy, scan, scans, ultrasound, mri, ct, x-ray
        x-rays, endoscopy, colonoscopy, ecg, ekg, echocardiogram, blood test, blood tests, blood count, urine test
        screening, examination, exam, exams, physical exam, transplant, transplantation, dialysis, transfusion
        radiation, radiotherapy, chemotherapy, catheter, stent, implant, stitches, anesthesia, anaesthetic, test
        tests, testing, smear, swab, culture, assay, pcr, diagnosis, diagnosed
        """,
    "drug_word": """
        medicine, medicines, medication, medications, drug, drugs, antibiotic, antibiotics, vaccine, vaccines
        tablet, tablets, capsule, pill, pills, injection, injections, insulin, metformin, statin, statins, aspirin
        ibuprofen, paracetamol, acetaminophen, naproxen, nsaid, nsaids, opioid, opioids, morphine, codeine, warfarin
        heparin, steroid, steroids, corticosteroids, prednisone, cortisone, antihistamine, antihistamines
        antidepressant, antidepressants, ssri, ssris, diuretic, diuretics, antacid, antacids, laxative, laxatives
        painkiller, painkillers, cream, creams, ointment, drops, spray, inhaler, inhalers, inhibitor, inhibitors
        agonist, antagonist, blocker, blockers, antiviral, antivirals, antifungal, dose, doses, dosage, placebo
        supplement, supplements, vitamin, vitamins, iron, folic acid, over-the-counter, prescription, generic
        """,
    "normal_function": """
        normally, naturally, helps|help the|your body, breaks|break down, made up, makes up, makes|make hormones
        produces|produce a|an|the|hormones|fluid|energy, stores|store energy|sugar|fat|glucose, carries|carry
          blood|oxygen|nutrients|signals|messages, is|are made by|of|from|in, passes|pass through|from|into, flows
        flows|flow through|into|from, contains, contain, filters, digest, digestion, pumps blood, comes|come from
        controls|control how|the|your, connects, separates, surrounds, surrounded, located, lies, sits, attached
        lining, layer, layers, consists, composed, structure, function, functions, role in, plays|play a|an …1 role
        is|are responsible for, inherit, inherited, chromosome, chromosomes, dna, encodes, provides instructions
        dissolves, builds|build up, form, forms, formed, grows|grow, divide, die off, circulates, absorbs, absorbed
        """,
    "device": """
        device, devices, pump, pumps, app, apps, screen, button, display, battery, batteries, software, hardware
        settings, setting, sensor, sensors, install, code, file, files, download, upload, log, logs, command
        commands, algorithm, calculator, computer, phone, smartphone, wifi, bluetooth, radio, connect, reconnect
        disconnect, loop, looping, rig, cgm, data, version, feature, features, update, github, script, configure
        automatically, manually, enable, disable, option, options, preferences, reset, calibrate, tool, tools, mode
        """,
    "discourse": """
        approach, approaches, framework, concept, concepts, limitation, limitations, challenge, challenges, issue
        issues, question, questions, debate, gap, gaps, problem, problems, perspective, uncertainty, uncertainties
        hypothesis, hypotheses, assumption, assumptions, implication, implications, context, strategy, strategies
        policy, policies, priority, priorities, need for, urgent, important, importance, essential, fundamental
        measure, measures, instrument, instruments, questionnaire, domain, domains, assessment, evaluation, method
        methods, model, models, estimate, estimates, bias, confounding, design, variables, variable, analysis
        analyses, theory, paradigm, complexity, heterogeneity, outcome, outcomes, covariates
        """,
    "research": """
        study, studies, trial, trials, cohort, cohorts, participants, participant, randomized, randomised
        observational, placebo, controlled, meta-analysis, survey, surveys, sample, samples, subjects, baseline
        follow-up, regression, significant, significantly, p-value, statistically, prospective, retrospective
        cross-sectional, longitudinal, review, reviews, literature, evidence, researchers, investigators, authors
        published, hypothesis, experiments, experiment, experimental, mice, mouse, rats, in vitro, in vivo
        """,
    "own_study": """
        this|our|the|present|current …1 study|studies|trial|meta-analysis|analysis|analyses|investigation|
          experiment|cohort|survey|results|findings|data
        present|current study|studies|investigation|investigations|analysis
        we …1 found|show|showed|observed|used|report|conducted|performed|measured|assessed|examined|analysed|
          analyzed|included|compared|obtained|estimated
        the participants, responders, respondents, our patients, our sample
        """,
    "past_tense": """
        was, were, had, found, showed, reported, observed, received, occurred, developed, died, increased
        decreased, assessed, measured, compared, conducted, performed, recruited, enrolled, analysed, analyzed, used
        included, excluded, collected, carried, did
        """,
    "hedge": "may, might, could, possibly, perhaps, probably, likely, unlikely, appears, seem, seems, can",
    "often": """
        usually, often, sometimes, generally, commonly, typically, frequently, rarely, occasionally, mostly, mainly
        always, never, most, many, some, few, several
        """,
    "negation": "not, no, don't, doesn't, isn't, aren't, can't, cannot, never, without, won't, nor, neither",
    "comparison": """
        than, more, less, fewer, higher, lower, greater, better, worse, most, least, compared, similar, same, equal
        twice, times, double
        """,
    "we": "we, we're, we've, we'll, our, ours, us",
    "you": "you, your, you're, you've, you'll, yours, yourself",
    "i": "i, i'm, i've, i'd, i'll, my, me, mine, myself",
    "patients": """
        patient, patients, people, person, persons, adults, adult, children, child, women, woman, men, man, infants
        infant, baby, babies, newborn, newborns, mother, mothers, parents, clients, client, individuals, elderly
        teenagers, adolescents, population, populations, smokers, users
        """,
    "clinician": """
        doctor, doctors, physician, physicians, gp, gps, nurse, nurses, pharmacist, clinician, clinicians, surgeon
        specialist, specialists, midwife, dentist, provider, providers, therapist, dietitian, professional
        professionals, team, hospital, clinic, surgery, care
        """,
    "organisation": """
        organization, organizations, organisation, organisations, agency, agencies, association, foundation
        institute, institutes, nhs, cdc, who, fda, nih, va, department, government, council, committee, society
        network, charity, medicare, medicaid, ministry, university, college, academy, board, office, center, centers
        """,
    "money_and_law": """
        cost, costs, pay, paid, price, fee, fees, free, insurance, coverage, law, laws, legal, rights, policy
        expensive, afford, money, funding, benefits, claim, apply, eligible, register, employer, employment
        """,
    "learning_verb": """
        ^describe, ^identify, ^explain, ^discuss, ^define, ^list, ^compare, ^recognize, ^recognise, ^outline
        ^summarize, ^summarise, ^differentiate, ^distinguish, ^understand, ^analyze, ^demonstrate, ^evaluate
        ^interpret, ^name, ^contrast, ^classify
        """,
    "pointer": """
        click, link, links, website, websites, page, pages, section, chapter, table, figure, below, above, following
        see, read, visit, learn more, find out, more information, information, contact, call, phone, email, helpline
        hotline, video, leaflet, guide, resources, download, http, https, www
        """,
    "connective": """
        however, therefore, thus, hence, moreover, furthermore, additionally, in addition, for example, for
          instance, in contrast, on the other hand, firstly, secondly, finally, first, second, similarly, consequently
        as a result, because of this, indeed, nevertheless, instead, also, then, next, but, so, and
        """,
    "deixis": "this, these, that, those, it, they, such, here, there, its, their, them",
    "opening_it": "^it, ^this, ^these, ^they, ^that, ^those, ^there, ^such",
    "opening_if": "^if, ^when, ^once, ^until, ^unless, ^because, ^although, ^while, ^as, ^after, ^before",
    "is_a": """
        is|are a|an, is|are the, is|are called|known|termed|defined, refers to, means, consists of, type of, form
          of, kind of, also called|known, which is|are, stands for, characterized by, characterised by
        """,
    "onset_course": """
        within, begin, begins, began, start, starts, started, last, lasts, appear, appears, develop, develops
        progress, progresses, progression, days, weeks, months, hours, years, minutes, gradually, suddenly
        go away, goes away, get better, gets better, clear up, clears up, get worse, gets worse, recover, early
        late, stage, stages, over time, long-term, short-term, eventually, chronic, acute, temporary, permanent
        """,
    "causal": """
        cause, causes, caused, causing, due to, because, lead to, leads to, result in, results in, result of
        trigger, triggers, triggered, risk, risks, factor, factors, increase, increases, increased, increasing
        decrease, decreases, decreased, reduce, reduces, reduced, raise, raises, associated, linked, contribute
        contributes, affect, affects, affected, effect, effects, prevent, prevents, protect, protects
        """,
    "action": """
        take, taking, use, using, avoid, avoiding, eat, eating, drink, drinking, wash, washing, keep, keeping, stop
        stopping, start, starting, try, trying, apply, rest, exercise, cover, wear, wearing, check, clean, give
        giving, change, changing, ask, talk, tell, see, seek, get, make, put, cook, store, quit, limit, stay, follow
        """,
    "everyday": """
        home, family, friends, friend, house, kitchen, school, work, job, travel, holiday, trip, plane, car, church
        partner, wife, husband, son, daughter, mom, dad, kids, dog, cat, pet, pets, game, music, book, walk, talk
        food, foods, meal, meals, water, milk, fruit, vegetables, sugar, salt, coffee, tea, alcohol, smoking
        """,
}
"""By name of class: its words and phrases."""

ENDINGS = {
    "itis": "disease",
    "osis": "disease",
    "emia": "disease",
    "aemia": "disease",
    "oma": "disease",
    "omas": "disease",
    "pathy": "disease",
    "algia": "symptom_word",
    "rrhea": "symptom_word",
    "uria": "symptom_word",
    "plegia": "disease",
    "trophy": "disease",
    "ectomy": "procedure",
    "scopy": "procedure",
    "plasty": "procedure",
    "graphy": "procedure",
    "gram": "procedure",
    "cillin": "drug_word",
    "mycin": "drug_word",
    "mab": "drug_word",
    "pril": "drug_word",
    "sartan": "drug_word",
    "statin": "drug_word",
    "azole": "drug_word",
    "olol": "drug_word",
    "pine": "drug_word",
    "vir": "drug_word",
    "tinib": "drug_word",
    "caine": "drug_word",
    "oxacin": "drug_word",
    "prazole": "drug_word",
    "triptan": "drug_word",
    "gliptin": "drug_word",
    "semide": "drug_word",
    "thiazide": "drug_word",
    "zepam": "drug_word",
    "idone": "drug_word",
    "ase": "molecule",
    "cyte": "molecule",
    "cytes": "molecule",
    "globulin": "molecule",
    "kinase": "molecule",
}
"""Endings by which words of medicine are known though no list has them (longest first when looked up)."""
