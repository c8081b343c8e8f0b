"""What reporters print, whole, for findings that try their patience."""

from __future__ import annotations

import json

import pytest

from toolkit.model.finding import Confidence, Edit, Finding, Fix, RelatedPlace, Severity
from toolkit.model.span import SourceText, Span
from toolkit.reporters import Printout, Summary, Unread, formats, reporter
from toolkit.reporters.printable import one_line, printable, width

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SOURCE = SourceText("articles/b12.md", "# Title\n\nGive 1000 mcg 😀 daily.\n\tA tab, 缺乏 and more.\n")


def finding(
    start: int,
    end: int,
    message: str = "a dose stands without a source",
    *,
    severity: Severity = Severity.ERROR,
    path: str = "articles/b12.md",
    fix: Fix | None = None,
    remedy: str | None = "cite the trial",
) -> Finding:
    return Finding(
        rule="claim-uncited",
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        path=path,
        start=SOURCE.position(start),
        end=SOURCE.position(end),
        help=remedy,
        fix=fix,
    )


def shown(name: str, *findings: Finding, summary: Summary | None = None, colour: bool = False) -> str:
    return reporter(name)(Printout(findings, {SOURCE.path: SOURCE}, summary, colour=colour))


def test_full_shows_the_line_with_carets_and_the_remedy() -> None:
    assert shown("full", finding(9, 24)) == (
        "error[claim-uncited]: a dose stands without a source\n"
        "  --> articles/b12.md:3:1\n"
        "  |\n"
        "3 | Give 1000 mcg 😀 daily.\n"
        "  | ^^^^^^^^^^^^^^^^\n"
        "  = help: cite the trial\n"
    )


def test_carets_stand_under_wide_characters_and_tabs() -> None:
    start = SOURCE.text.index("缺")
    lines = shown("full", finding(start, start + 2)).splitlines()
    assert lines[3] == "4 |     A tab, 缺乏 and more."
    assert lines[4] == "  |            ^^^^"


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "word " * 200 + "HERE" + " word" * 200
    source = SourceText("articles/long.md", text)
    place = text.index("HERE")
    one = Finding(
        "claim-uncited", Severity.ERROR, Confidence.HIGH, "x", source.path,
        source.position(place), source.position(place + 4),
    )  # fmt: skip
    lines = reporter("full")(Printout((one,), {source.path: source})).splitlines()
    assert len(lines[3]) < 110
    assert lines[3].index("HERE") == lines[4].index("^^^^")


def test_nothing_in_a_finding_reaches_the_terminal_as_control() -> None:
    hostile = "\x1b[2J\x07 \u202egnp.exe \u200b\ud800 \x9b31m"
    source = SourceText("a\x1b.md", hostile)
    one = Finding(
        "claim-uncited", Severity.ERROR, Confidence.HIGH, hostile, source.path,
        source.position(0), source.position(3), help=hostile,
    )  # fmt: skip
    for name in ("full", "concise", "github"):
        text = reporter(name)(Printout((one,), {source.path: source}))
        assert not set(text) & set("\x1b\x07\u202e\u200b\ud800\x9b")
    json.loads(reporter("json")(Printout((one,), {source.path: source})).encode())


def test_colour_only_when_asked_for() -> None:
    assert "\x1b[" not in shown("full", finding(9, 24))
    assert "\x1b[" in shown("full", finding(9, 24), colour=True)


def test_concise() -> None:
    assert shown("concise", finding(9, 24)) == (
        "articles/b12.md:3:1: error[claim-uncited] a dose stands without a source\n"
    )


def test_summary_counts_and_says_what_was_not_read() -> None:
    summary = Summary(
        articles=1, entries=2, suppressed=1, fixable=1, unread=(Unread("no such file", "articles/x.md"),)
    )
    text = shown("concise", finding(9, 24), finding(9, 24, severity=Severity.INFO), summary=summary)
    assert text.endswith(
        "1 file could not be read.\n"
        "1 article and 2 references checked: 1 error, 1 note, 1 suppressed.\n"
        "1 can be mended with --fix.\n"
    )
    assert shown("concise", summary=Summary(articles=2)) == (
        "2 articles and 0 references checked: nothing to complain of.\n"
    )
    assert shown("concise", summary=Summary(unread=(Unread("no such file", "articles/x.md"),))) == (
        "1 file could not be read.\nNo article was checked.\n"
    )
    assert shown("github", summary=Summary(unread=(Unread("no such file", "articles/x.md"),))).startswith(
        "::error::could not be read: articles/x.md: no such file\n"
    )


def test_json_has_the_documented_keys() -> None:
    fix = Fix("cite it", (Edit(SOURCE.path, Span(9, 13), "Take"),))
    document = json.loads(shown("json", finding(9, 24, fix=fix), summary=Summary(articles=1)))
    assert document["version"] == 1
    (one,) = document["findings"]
    assert list(one) == [
        "rule", "severity", "confidence", "message", "help", "path", "start", "end", "related", "fix",
    ]  # fmt: skip
    assert one["start"] == {"line": 3, "column": 1, "offset": 9}
    assert one["fix"]["edits"][0]["end"] == {"line": 3, "column": 5, "offset": 13}
    assert document["summary"]["errors"] == 1


def test_github_sorts_by_gravity_and_escapes() -> None:
    text = shown(
        "github",
        finding(9, 24, "50% of x,\ny: z", severity=Severity.WARNING),
        finding(9, 24, remedy=None),
        finding(0, 3, path="articles/a,b:c.md", remedy=None, severity=Severity.INFO),
    )
    assert text == (
        "::error file=articles/b12.md,line=3,endLine=3,title=claim-uncited,col=1,endColumn=16"
        "::a dose stands without a source\n"
        "::warning file=articles/b12.md,line=3,endLine=3,title=claim-uncited,col=1,endColumn=16"
        "::50%25 of x,%0Ay: z%0Acite the trial\n"
        "::notice file=articles/a%2Cb%3Ac.md,line=1,endLine=1,title=claim-uncited,col=1,endColumn=4"
        "::a dose stands without a source\n"
    )


def test_related_places_are_shown() -> None:
    one = Finding(
        "citation-duplicate", Severity.WARNING, Confidence.HIGH, "twice", SOURCE.path,
        SOURCE.position(0), SOURCE.position(1),
        related=(RelatedPlace("references.bib", SOURCE.position(0), SOURCE.position(1), "the first"),),
    )  # fmt: skip
    assert "  = see: references.bib:1:1: the first\n" in shown("full", one)


@pytest.mark.parametrize("name", formats())
def test_no_findings_and_no_summary_print_nothing(name: str) -> None:
    text = shown(name)
    document = json.loads(text) if text.startswith(("{", "[")) else text
    match document:
        case {"runs": [run]}:
            assert run["results"] == []
        case {"findings": found} | {"diagnostics": found}:
            assert found == []
        case _:
            assert document in ("", []) or (document.startswith(_XML) and "<failure" not in document)


def test_printable() -> None:
    assert printable("a\x00b\u2066") == "a<U+0000>b<U+2066>"
    assert one_line("a\n  b\t") == "a b"
    assert width("a\u0301缺") == 3
