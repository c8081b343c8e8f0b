"""RIS, the exchange format of reference managers (Research Information Systems, *RIS format specifications*)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.work import Name, PartialDate, Work, WorkType
from toolkit.sources.imported import ImportedWork, identifiers, inverted_name
from toolkit.sources.pubmed_dates import read_month

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_TYPES = {
    "JOUR": WorkType.JOURNAL,
    "EJOUR": WorkType.JOURNAL,
    "JFULL": WorkType.JOURNAL,
    "MGZN": WorkType.JOURNAL,
    "BOOK": WorkType.BOOK,
    "EBOOK": WorkType.BOOK,
    "CHAP": WorkType.CHAPTER,
    "ECHAP": WorkType.CHAPTER,
    "CONF": WorkType.CONFERENCE,
    "CPAPER": WorkType.CONFERENCE,
    "THES": WorkType.THESIS,
    "RPRT": WorkType.REPORT,
    "UNPB": WorkType.PREPRINT,
    "ELEC": WorkType.WEBPAGE,
    "WEB": WorkType.WEBPAGE,
}


def read_works(text: str) -> Iterator[ImportedWork | UnreadableInputError]:
    """Yield the records of a RIS text (from `TY` to `ER`), or an error in place of what is none."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    first, tag = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line.rstrip())
        if found and found[1] == "TY":
            if fields:
                yield UnreadableInputError("the record does not end (no ER before the next TY)", line=first)
            fields, first, tag = defaultdict(list, {"TY": [(found[2] or "").strip()]}), number, "TY"
        elif found and found[1] == "ER":
            yield _work(fields, first) if fields else UnreadableInputError("an ER without a TY", line=number)
            fields = defaultdict(list)
        elif found and fields:
            tag = found[1]
            fields[tag].append((found[2] or "").strip())
        elif line.strip() and fields and tag != "TY":
            fields[tag][-1] += " " + line.strip()  # long values go on without a tag
        elif line.strip():
            yield UnreadableInputError(f"not a line of a RIS record: {line[:60]!r}", line=number)
    if fields:
        yield UnreadableInputError("the record does not end: the file breaks off", line=first)


def _work(fields: dict[str, list[str]], line: int) -> ImportedWork:
    def first(*tags: str) -> str | None:
        return next((value for tag in tags for value in fields.get(tag, []) if value), None)

    kind = _TYPES.get(fields["TY"][0].upper(), WorkType.OTHER)
    is_part = kind in (WorkType.CHAPTER, WorkType.CONFERENCE)
    is_article = kind in (WorkType.JOURNAL, WorkType.PREPRINT)
    is_loose = kind in (WorkType.WEBPAGE, WorkType.OTHER)
    start, end = first("SP"), first("EP")
    serials = fields.get("SN", [])
    work = Work(
        type=kind,
        title=first("TI", "T1", "CT") or (first("BT") if kind is WorkType.BOOK else None),
        authors=_names(fields, "AU", "A1"),
        editors=_names(fields, "ED", "A2"),
        journal=first("J2", "JA", "JO") if is_article else None,
        journal_full=first("T2", "JF", "JO") if is_article else None,
        container=first("T2", "BT") if is_part else first("T2") if is_loose else None,
        issn=next((one for one in serials if _ISSN.fullmatch(one)), None),
        date=_date(first("DA"), first("PY", "Y1")),
        accessed=_date(first("Y2"), None),
        volume=first("VL"),
        issue=first("IS"),
        pages=f"{start}-{end}" if start and end and start != end else start,
        elocation=None if start else first("C7"),
        publisher=first("PB"),
        place=first("CY"),
        edition=first("ET"),
        url=next((url for url in fields.get("UR", []) if url.startswith(("http://", "https://"))), None),
        language=first("LA"),
        identifiers=_identifiers(fields, serials),
    )
    return ImportedWork(work, line, abstract=first("AB", "N2"))


def _names(fields: dict[str, list[str]], *tags: str) -> tuple[Name, ...]:
    return tuple(name for tag in tags for text in fields.get(tag, []) if (name := inverted_name(text)))


def _identifiers(fields: dict[str, list[str]], serials: list[str]) -> tuple[Identifier, ...]:
    """Read identifiers from where programs put them: DO, C2 (PMC), AN and DB, M1, UR."""
    pairs: list[tuple[Scheme, str | None]] = [(Scheme.DOI, value) for value in fields.get("DO", [])]
    is_pubmed = any(re.search(r"pubmed|medline|nlm", one, re.IGNORECASE) for one in fields.get("DB", []))
    for value in fields.get("AN", []):
        prefixed = re.fullmatch(r"(?:PMID:?\s*)(\d{1,9})", value, re.IGNORECASE)
        if prefixed or (is_pubmed and value.isdigit()):
            pairs.append((Scheme.PMID, prefixed[1] if prefixed else value))
    for tag in ("C2", "C1", "ID", "M1", "N1"):
        for value in fields.get(tag, []):
            pairs.extend((Scheme.PMCID, found) for found in re.findall(r"\bPMC\d{2,9}\b", value))
            pairs.extend((Scheme.PMID, found) for found in re.findall(r"\bPMID:?\s*(\d{1,9})\b", value))
    for value in (*fields.get("UR", []), *fields.get("L2", [])):
        found = Identifier.parse(value) if value.startswith("http") else None
        if found is not None:
            pairs.append((found.scheme, found.value))
    pairs.extend((Scheme.ISBN, one.split()[0]) for one in serials if one and not _ISSN.fullmatch(one))
    return identifiers(*pairs)


def _date(full: str | None, year: str | None) -> PartialDate | None:
    """Read `2017/05/11/` or `2017`, and the words that may stand after the third slash."""
    for text in (full, year):
        parts = [part.strip() for part in (text or "").split("/")]
        if re.fullmatch(r"\d{4}", parts[0]):
            month = read_month(parts[1]) if len(parts) > 1 else None
            day = int(parts[2]) if month and len(parts) > 2 and re.fullmatch(r"\d{1,2}", parts[2]) else None
            return PartialDate(int(parts[0]), month, day if day and day <= 31 else None)
    words = full or year
    return PartialDate(text=words) if words else None
