"""How to know a preprint: by PubMed's word, by its DOI, by the server's name.

DOI prefixes and suffix forms are those that the servers register with Crossref and DataCite. A
prefix alone isn't enough for those that a publisher shares with its journals: 10.1101 is Cold Spring
Harbor Laboratory's, and *Genome Research* has it as well.
"""

from __future__ import annotations

import re

from toolkit.model.bibliography import Reference
from toolkit.model.work import Work, WorkType
from toolkit.rules.comparison import normal

PREPRINT = "Preprint"
"""PubMed's publication type (since 2020, NIH Preprint Pilot)."""
PREPRINT_WORDS = re.compile(
    r"pre-?prints?\b|pré-?publication|vorabdruck|(?:not|never|without|awaiting|before)\b[^.]{0,20}peer[- ]review",
    re.IGNORECASE,
)
"""Words by which a sentence says that it rests on a preprint."""
_SERVERS = {
    "bioRxiv or medRxiv": r"10\.1101/(?:\d{6}|20\d\d\.\d\d\.\d\d\.\d+)(?:v\d+)?",
    "bioRxiv or medRxiv (openRxiv)": r"10\.64898/.+",
    "arXiv": r"10\.48550/arxiv\..+",
    "Research Square": r"10\.21203/rs\..+",
    "Preprints.org": r"10\.20944/preprints.+",
    "SSRN": r"10\.2139/ssrn\..+",
    "PsyArXiv": r"10\.31234/.+",
    "OSF Preprints": r"10\.31219/.+",
    "SocArXiv": r"10\.31235/.+",
    "ChemRxiv": r"10\.26434/chemrxiv.+",
    "Authorea": r"10\.22541/au\..+",
    "TechRxiv": r"10\.36227/techrxiv\..+",
    "EcoEvoRxiv": r"10\.32942/.+",
    "JMIR Preprints": r"10\.2196/preprints\..+",
    "PeerJ Preprints": r"10\.7287/peerj\.preprints\..+",
    "SciELO Preprints": r"10\.1590/scielopreprints\..+",
    "Qeios": r"10\.32388/.+",
}
_DOIS = {server: re.compile(pattern, re.IGNORECASE) for server, pattern in _SERVERS.items()}
_JOURNALS = re.compile(
    r"(?:biorxiv|medrxiv|arxiv|chemrxiv|psyarxiv|socarxiv|ecoevorxiv|techrxiv)\b.*"
    r"|(?:research square|res sq|ssrn|ssrn electronic journal|preprints|preprints org)"
)


def server_of(work: Work) -> str | None:
    """Name the preprint server that a work's DOI or journal belongs to; `None` if it is none known."""
    doi = work.doi
    if doi:
        server = next((name for name, form in _DOIS.items() if form.fullmatch(doi)), None)
        if server:
            return server
    names = (work.journal, work.journal_full, work.container)
    return next((name for name in names if name and _JOURNALS.fullmatch(normal(name))), None)


def is_preprint(reference: Reference) -> bool:
    """Tell whether a cited work is a preprint. Where PubMed gave publication types, it decides."""
    record = reference.record
    if record is not None and record.publication_types:
        return PREPRINT in record.publication_types
    return reference.work.type is WorkType.PREPRINT or server_of(reference.work) is not None
