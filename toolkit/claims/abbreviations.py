"""Abbreviations, and words that open sentences: what `sentences` knows of English and of medicine.

Gathered from NLM's *Citing Medicine* (appendix on abbreviations), from prescription Latin, from what
real health pages and open-access articles use, and, for the openers, from the commonest first words of
the sentences of PLOS articles and PubMed abstracts.
"""

from __future__ import annotations

# Never the last word of a sentence: something must follow.
BEFORE_MORE = frozenset(
    """
    dr drs prof mr mrs ms mx st messrs rev hon gen col capt lt sgt sr mt
    e.g eg i.e ie cf viz vs approx ca c.f incl esp resp. subsp var nr w.r.t a.k.a
    fig figs tab tabs eq eqs eqn ref refs sect sec chap ch vol vols no nos nr pp pl pls art suppl app
    """.split()  # noqa: SIM905 - a word list reads best as words
)
# Of these, the ones that are also words, or units (`30 sec.`), and may then end a sentence.
WORDS_TOO = frozenset(("no", "sec", "art", "var", "app", "mt", "col", "gen", "ref", "tab", "tabs", "fig"))
# Usually followed by more, but able to end a sentence before a plain sentence opener.
BEFORE_EITHER = frozenset(
    """
    al inc ltd corp co dept univ assoc bros jr et resp sp spp ssp
    jan feb mar apr jun jul aug sept sep oct nov dec
    a.m p.m a.d b.c u.s u.k u.s.a e.u u.n d.c n.y
    ph.d m.d d.o m.sc b.sc m.p.h r.n d.phil
    e.coli n.b max min avg est caps tabs inj
    acad am ann biochem biol biophys br cardiol chem clin commun dermatol endocrinol engl epidemiol eur exp gynecol
    haematol hematol immunol int invest lett microbiol mol natl neurol nutr obstet oncol pediatr pharmacol physiol
    proc psychiatr rheumatol sci soc surg toxicol virol
    """.split()  # noqa: SIM905 - as above
)
# Routes, times and `etc.`: able to end a sentence before any word that begins like one (`Mice`, not `LPS`).
BEFORE_TITLE_CASE = frozenset(
    """
    etc i.m i.v s.c p.o i.p i.d s.l p.r p.r.n q.d q.h q.i.d t.i.d b.i.d b.d t.d.s q.d.s o.d o.m o.n a.c p.c h.s
    i.c.v i.n i.t im iv sc po
    """.split()  # noqa: SIM905 - as above
)
# Units that are written with a stop; behind a number they end a sentence before any capital letter.
UNITS = frozenset("min mins max sec secs hr hrs wk wks mo mos yr yrs h d s g l m y ms tab tabs caps".split())  # noqa: SIM905
# What makes a letter behind it part of a name: vitamin C, hepatitis B, type I, NF-kappa B, cyclosporin A.
LETTERED = frozenset(
    """
    appendix arm calcineurin category ciclosporin class cohort concanavalin cyclosporin cyclosporine factor factors
    figure figures grade group groups hepatitis immunoglobulin influenza kappa lambda lipid nf-kappa panel part phase
    protein receptor stage subtype table tables trichostatin type types vitamin vitamins
    """.split()  # noqa: SIM905 - as above
)
# Little words that an initial may follow: `by R. Green`.
BEFORE_INITIAL = frozenset(
    "and as by for from of on or see than to vs vs. with against when that like serovar".split()  # noqa: SIM905
)
# Words that open sentences and hardly ever follow an abbreviation or an initial inside one.
OPENERS = frozenset(
    """
    a about above accordingly across activated activation active acute additional additionally adults adverse after
    afterwards again all almost along also alternatively although among an analyses analysis and animals another
    any anyone apart approximately are as assuming at avoid based baseline be because before being below besides
    between beyond blood both briefly but by can cardiovascular care cells certain changes check children chronic
    clearly clinical clinicians cognitive collectively combined common commonly compared comparing comparison
    conclusions consequently consider considering consistent control controls conversely current currently data
    deaths deficiency depending despite details did diet dietary differences different do does don't dosage doses
    drugs due during each earlier early eat eight eighty either elderly eleven elevated especially even eventually
    every evidence examples exercise exposure expression few fewer fifteen fifty finally first five following for
    forty four fourteen from further furthermore future general generally get give given half had has have having he
    hence her here herein high higher his how however human humans hundred identification if importantly improved in
    included increased increasing indeed individuals infants infection information initially instead intake
    interestingly is isolated it its keep lack last lastly later less lesions levels like likewise little lower make
    many maximum mean measurements median men methods mice more moreover mortality most much multiple my nearly
    neither never nevertheless newer next nine no none nonetheless normal not notably note now numerous observations
    of often older on once one only optimal oral other others otherwise our out outcomes over overall participants
    particularly patients people perhaps physical physicians pregnant preliminary presently previous previously
    primary prior rarely rather rats recent recently reduced regarding regardless relative remarkably repeat research
    respondents results risk samples second secondary see sequence serum seven seventy several severe she should
    side significant significantly similar similarly since single six sixteen sixty so some sometimes speak specific
    specifically standard still stop strikingly studies study subjects subsequent subsequently such surgery
    surprisingly symptoms take taken taking talk tell ten than that the their them then there thereafter therefore
    these they third thirteen thirty this those though three through throughout thus to today together total
    treatment trials twelve twenty two typically ultimately under unfortunately unless unlike until upon use using
    usually values various vitamin was we were what when where whereas whether which while who whole why with within
    without women yet you your
    """.split()  # noqa: SIM905 - as above
)
