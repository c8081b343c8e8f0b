"""A preprint is cited without saying so, or although the paper has appeared.

## Why
A preprint is not peer-reviewed. ICMJE (Recommendations, section III.D.3) asks that a reference to one
says so, and that authors cite the published article once there is one; NLM marks preprints with a
publication type and links them to the paper ("Update in").

## Fails
```markdown articles/example.md
Swine antibodies neutralise SARS-CoV-2 [@pmid:34013271].
```
```toml references.lock
lock-version = 1

["pmid:34013271"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "preprint"
title = "High neutralizing potency of swine glyco-humanized polyclonal antibodies against SARS-CoV-2"
journal = "bioRxiv"
publication-types = ["Preprint"]
notices = [["UpdateIn", "Eur J Immunol. 2021 Feb 12;:", "33576494"]]
```

## Passes
```markdown articles/example.md
In a preprint, NSP1 spared messages with oligopyrimidine tracts [@pmid:32995776].
```
```toml references.lock
lock-version = 1

["pmid:32995776"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "preprint"
title = "Genes with 5' terminal oligopyrimidine tracts preferentially escape global suppression of translation"
journal = "bioRxiv"
publication-types = ["Preprint"]
```

## What counts
PubMed's publication type; where PubMed gave none, the DOI or the journal's name of a known server
(bioRxiv, medRxiv, arXiv, Research Square, Preprints.org, SSRN and others). A sentence says so with
"preprint" or "not (yet) peer-reviewed".
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import CitedWork, Sentences, cited_works, notice_words, report
from toolkit.rules.preprints import PREPRINT_WORDS, is_preprint, server_of


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report preprints that were published since, and those cited without saying that they are such."""
    sentences: Sentences | None = None
    for work in cited_works(article, context):
        if not is_preprint(work.reference):
            continue
        record = work.reference.record
        published = record.notices_of("UpdateIn") if record else ()
        if published:
            yield report(
                article,
                context,
                work,
                f"is a preprint that was published since: {notice_words(published[-1])}",
                help="read the published paper, and cite that one",
            )
            continue
        sentences = sentences or Sentences.of(article, context)
        places = tuple(place for place in work.places if not sentences.say(place, PREPRINT_WORDS))
        if places:
            yield report(
                article,
                context,
                work,
                f"is a preprint{_where(work)}, and the sentence does not say so",
                help='say "in a preprint" or "not peer-reviewed" in the sentence, or cite a published paper',
                places=places,
            )


def _where(work: CitedWork) -> str:
    server = server_of(work.reference.work)
    return f" ({server})" if server else ""


RULE = Rule("reference-preprint", Severity.WARNING, check)
