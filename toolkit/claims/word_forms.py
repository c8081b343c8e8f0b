"""Words whose forms rules would part, or would throw together with other words: stem first, then forms.

Found by comparing, over PubMed abstracts, which forms stand in like surroundings with which the rules
of `stems` bring together. Forms are in American spelling and lower case.
"""

from __future__ import annotations

_FORMS = """
abdomen abdominal; act acts acting action actions; activ active actively activity activities activate activated
activates activating activation activator activators inactive; adolescen adolescent adolescents adolescence; age
ages aged aging ageing; africa african; anesth anesthesia anesthetic anesthetics anesthetized; animal animals;
antiserum antisera; asia asian; autis autism autistic; base based; basal; basic; basis; bind binds binding bound;
birth births; bleed bleeding bleeds bled; block blocker blockers blockade; build built building; candida candidal
candidiasis; car cars; care cares caring; carrier carriers; cell cellular; cent; center centers centre; central
centrally; child children; colon; colony colonies; cope copes coped coping; copper; copy copies; cortex cortical
cortices; criterion criteria; crystal crystals crystalline; death deaths; deliver delivery deliveries delivered
delivers delivering; die dies died dying; diet dietary; differ difference differences differs differed; different
differently; dose doses dosed dosing dosage dosages; early earlier earliest; east eastern; embryo embryos embryonic;
emergency emergencies; europe european; experiment experiments experimental experimentally; fall falls fell fallen
falling; famil family families familial; fast fasting fasted; fat fats; fatal fatality fatalities; fate fates; feces
fecal; fetus fetal fetuses; few fewer fewest; find finds finding findings found; foot feet; gene genetic genetics
genetically genes; general generally generalized; gonad gonads gonadal; great greater greatest greatly; grow grows
growing grew grown; heart; high higher highest highly; hospital hospitals hospitalized hospitalization; hyperplas
hyperplasia hyperplastic; infant infants infancy; infect infection infections infected infectious infectivity;
inflam inflammation inflammatory inflamed; inject injection injections injected injecting injectable; international;
interval intervals; laborator laboratory laboratories; large larger largest; larynx laryngeal; later; lateral
laterally; lead leads leading led; live lives lived; liver; living; long longer longest; louse lice; low lower
lowest lowered; man men; mark marks marked markedly; marker markers; media; mediat mediate mediated mediates
mediating mediator mediators mediation; medic medicine medicines medical medically medication medications medicinal;
medium; met; metal metals; mineral minerals; mouse mice; muscle muscles muscular; mutat mutant mutants mutation
mutations mutated; neoplas neoplasm neoplasms neoplastic neoplasia; north northern; nurs nurse nurses nursing; obes
obese obesity; old older oldest; organ organs; organic; organiz organization organizations organized; ovar ovary
ovaries ovarian; pancrea pancreas pancreatic; parenteral; pharynx pharyngeal; posit positive positively positivity;
position positions; pregnan pregnancy pregnancies pregnant; prostat prostate prostatic; rat rats; rate rates; rated
rating ratings; regular regularly; rise rises rose risen rising; secondary; secret; series; serious seriously; serum
sera; severe severely severity; short shorter shortest; show shows showed shown showing; sign signs; signal signals
signaling signalling; signif significant significantly significance; small smaller smallest; smoke smoker smokers;
south southern; species; spleen splenic; state states; status; strong stronger strongly strongest; surg surgery
surgeries surgical surgically surgeon surgeons; systematic systematically; systemic systemically; test tests tested
testing; testis testes testicular testicle testicles; therap therapy therapies therapeutic therapeutics
therapeutically; thorax thoracic; thromb thrombus thrombi thrombosis thrombotic thromboses; tooth teeth; understand
understood; university universities; use user users usage uses using used; uter uterus uterine; vaccin vaccine
vaccines vaccination vaccinations vaccinated vaccinate; vari vary varies varied varying variation variations
variability variable variables variance; variant variants; various; vascul vascular vasculature; virus viral virally
viruses; weak weaker; west western; woman women; young younger youngest
"""
WORD_FORMS = {form: words[0] for words in map(str.split, _FORMS.split(";")) for form in words}
"""The stem of each listed form."""
