"""A newer version of a cited work has appeared.

## Why
A systematic review or a guideline is replaced by its next version because the evidence has changed:
advice that rests on the old one may be wrong by now. Cochrane numbers its versions in the DOI
(`.pub2`, `.pub3`), and NLM links them ("Update in"; *Errata, Retractions, and Other Linked Citations
in PubMed*, NLM fact sheet).

## Fails
```markdown articles/example.md
Oral treatment may work as well as injections [@vidal2005].
```
```bibtex references.bib
@article{vidal2005, author = {Vidal-Alaball, J.}, title = {Oral vitamin B12 versus intramuscular vitamin
  B12 for vitamin B12 deficiency}, journal = {Cochrane Database Syst Rev}, year = {2005}, number = {3},
  pages = {CD004655}, doi = {10.1002/14651858.CD004655.pub2}}
@article{wang2018, author = {Wang, H.}, title = {Oral vitamin B12 versus intramuscular vitamin B12 for
  vitamin B12 deficiency}, journal = {Cochrane Database Syst Rev}, year = {2018}, volume = {3},
  pages = {CD004655}, doi = {10.1002/14651858.CD004655.pub3}}
```

## Passes
```markdown articles/example.md
Oral treatment may work as well as injections [@wang2018].
```
```bibtex references.bib
@article{wang2018, author = {Wang, H.}, title = {Oral vitamin B12 versus intramuscular vitamin B12 for
  vitamin B12 deficiency}, journal = {Cochrane Database Syst Rev}, year = {2018}, volume = {3},
  pages = {CD004655}, doi = {10.1002/14651858.CD004655.pub3}}
```

## What it can know
What PubMed linked by the day the record was fetched, and what the library and the lock hold. A
guideline that another body's guideline replaced is linked nowhere: that takes a person.
A sentence that cites the old and the new version together compares them, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.bibliography import Reference
from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import Place, cited_works, notice_words, report
from toolkit.rules.preprints import is_preprint

# Cochrane Library, "How to cite": the first version has no suffix, later ones .pub2, .pub3….
_COCHRANE = re.compile(r"(10\.1002/14651858\.(?:cd|mr|ed)\d+)(?:\.pub(\d{1,3}))?")
_MAXIMUM_VERSION = 20


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each work that has a newer version, at its first citation."""
    works = cited_works(article, context)
    cited = {identifier for work in works for identifier in work.reference.identifiers}
    for work in works:
        newer = newer_version(work.reference, context)
        if newer is None:
            continue
        words, identifiers = newer
        places = tuple(place for place in work.places if not _compares(place, identifiers, context))
        if places:
            is_cited = " (cited here too)" if cited.intersection(identifiers) else ""
            yield report(
                article,
                context,
                work,
                f"has a newer version: {words}{is_cited}",
                help="see what changed, and cite the newer version",
                places=places,
            )


def newer_version(reference: Reference, context: Context) -> tuple[str, tuple[Identifier, ...]] | None:
    """Give a work's newer version in words and by its identifiers; `None` if none is known."""
    record = reference.record
    notices = record.notices_of("UpdateIn") if record else ()
    if notices and not is_preprint(reference):
        pmids = (Identifier.make(Scheme.PMID, notice.pmid) for notice in notices if notice.pmid)
        return notice_words(notices[-1]), tuple(pmid for pmid in pmids if pmid)
    found = _COCHRANE.fullmatch(reference.work.doi or "")
    if found is None:
        return None
    for version in range(_MAXIMUM_VERSION, int(found[2] or 1), -1):
        doi = Identifier(Scheme.DOI, f"{found[1]}.pub{version}")
        if doi in context.records.aliases or doi in context.library.by_identifier:
            return str(doi), (doi,)
    return None


def _compares(place: Place, newer: tuple[Identifier, ...], context: Context) -> bool:
    """Tell whether the newer version is cited in the same group."""
    for citation in place.group.citations:
        reference = context.bibliography.resolve(citation.key)
        if reference is not None and set(reference.identifiers).intersection(newer):
            return True
    return False


RULE = Rule("reference-superseded", Severity.WARNING, check)
