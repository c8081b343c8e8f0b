"""The notice of a retraction is cited in place of a paper.

## Why
The notice of a retraction often has the very title of the paper that it retracts, so that a search
by title finds the one for the other. Cited as evidence, it says the contrary of what is claimed. NLM
links the two (*Errata, Retractions, and Other Linked Citations in PubMed*, NLM fact sheet:
"Retraction of Publication").

## Fails
```markdown articles/example.md
miR-429 promotes the proliferation of cancer cells [@pmid:34093767].
```
```toml references.lock
lock-version = 1

["pmid:34093767"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "miR-429 promotes the proliferation of non-small cell lung cancer cells via targeting DLC-1"
publication-types = ["Retraction of Publication"]
notices = [["RetractionOf", "Oncol Lett. 2016 Sep;12(3):2163-2168", "27602157"]]
```

## Passes
```markdown articles/example.md
The report on miR-429 was retracted in 2021 [@pmid:34093767].
```
```toml references.lock
lock-version = 1

["pmid:34093767"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "miR-429 promotes the proliferation of non-small cell lung cancer cells via targeting DLC-1"
publication-types = ["Retraction of Publication"]
notices = [["RetractionOf", "Oncol Lett. 2016 Sep;12(3):2163-2168", "27602157"]]
```

## What is left alone
A sentence that speaks of a retraction: there the notice is the right source.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.record import Record
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import Sentences, cited_works, notice_words, report
from toolkit.rules.reference_retracted import RETRACTION_WORDS


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each notice of retraction that is cited where no retraction is spoken of."""
    sentences: Sentences | None = None
    for work in cited_works(article, context):
        record = work.reference.record
        if record is None or not _is_notice(record):
            continue
        sentences = sentences or Sentences.of(article, context)
        places = tuple(place for place in work.places if not sentences.say(place, RETRACTION_WORDS))
        if places:
            of = record.notices_of("RetractionOf")
            paper = f" of {notice_words(of[0])}" if of else ""
            paper += f" and {len(of) - 1} more" if len(of) > 1 else ""
            yield report(
                article,
                context,
                work,
                f"is the notice of a retraction{paper}, not a paper",
                help="the paper is retracted: drop the claim or find other evidence for it",
                places=places,
            )


def _is_notice(record: Record) -> bool:
    return "Retraction of Publication" in record.publication_types or bool(record.notices_of("RetractionOf"))


RULE = Rule("reference-retraction-notice", Severity.ERROR, check)
