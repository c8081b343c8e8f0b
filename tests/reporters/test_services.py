"""The formats of services hold to their schemas, whatever a finding says, and lose no finding in silence."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from lxml import etree

from toolkit.model.finding import Confidence, Edit, Finding, Fix, RelatedPlace, Severity
from toolkit.model.span import SourceText, Span
from toolkit.reporters import FORMATS, Printout, Summary, Unread, reporter
from toolkit.reporters.columns import Columns, Unit
from toolkit.reporters.job_summary import MOST_ROWS, job_summary, literal
from toolkit.reporters.line_hashes import line_hashes
from toolkit.reporters.sarif import MOST_RESULTS
from toolkit.rules import discover

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = ROOT / "tests" / "data" / "schemas"

HOSTILE = (
    "]]>", "<!--", "</failure>", "&amp;", "::error::x", "##[error]x", "\n::error file=a::b", "\r", "\x00",
    "\x1b[2J", "\x9b", "\ud800", "\udfff", "\ufffe", "\uffff", "\u202e", "\u200b", "\ufeff", "\u2028",
    "%0A", "a,b:c", "|", "`", "[a](javascript:b)", "![a](b)", "@someone", "#1", "{0}", "$x$", "https://a.b",
    "😀", "缺", "é", " ", "a", "\t", "x" * 5000,
)  # fmt: skip
_texts = st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)
_paths = st.sampled_from(("articles/a.md", "a b%[1]é:😀.md", "references.bib", "::error ::x\n.md", "gone.md"))


@st.composite
def printouts(draw: st.DrawFn) -> Printout:
    """Draw a report about hostile texts, in hostile words, at any place of them."""
    sources = {
        path: SourceText(path, draw(_texts))
        for path in draw(st.lists(_paths, unique=True))
        if path != "gone.md"
    }

    def place(path: str) -> tuple[Any, Any]:
        source = sources.get(path) or SourceText(path, "")
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(source.text))] * 2)))
        return source.position(first), source.position(last)

    def fix(path: str) -> Fix:
        start, end = place(path)
        edits = (Edit(path, Span(start.offset, end.offset), draw(_texts)),)
        return Fix(draw(_texts), edits, is_safe=draw(st.booleans()))

    def finding() -> Finding:
        path = draw(_paths)
        return Finding(
            draw(st.sampled_from(("claim-uncited", "osler-defect", "export-dtd"))),
            draw(st.sampled_from(Severity)), draw(st.sampled_from(Confidence)), draw(_texts), path, *place(path),
            help=draw(st.none() | _texts),
            related=tuple(RelatedPlace(one, *place(one), draw(_texts)) for one in draw(st.lists(_paths, max_size=2))),
            fix=fix(path) if draw(st.booleans()) else None,
        )  # fmt: skip

    unread = tuple(
        Unread(text, path) for text, path in draw(st.lists(st.tuples(_texts, st.none() | _paths), max_size=2))
    )
    summary = Summary(
        articles=1, unread=unread, defects=tuple(draw(st.lists(_texts, max_size=1))), exit_code=1
    )
    return Printout(
        tuple(finding() for _ in range(draw(st.integers(0, 5)))), sources,
        draw(st.sampled_from((None, summary))), rules=discover()[:3], statistics=draw(st.booleans()),
    )  # fmt: skip


@cache
def schema(name: str) -> Validator:
    document = json.loads((SCHEMAS / name).read_text("utf-8"))
    kind = Draft4Validator if "draft-04" in document["$schema"] else Draft202012Validator
    kind.check_schema(document)
    return kind(document)


@cache
def own_schema(name: str) -> Validator:
    document = json.loads((ROOT / "docs" / "schemas" / name).read_text("utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd")))


def written(name: str, printout: Printout) -> str:
    """Print, and see that it can be written as UTF-8."""
    text = reporter(name)(printout)
    text.encode()
    return text


@settings(max_examples=60, deadline=None)
@given(printouts())
def test_machines_formats_are_valid_whatever_a_finding_says(printout: Printout) -> None:
    count = len(printout.findings)
    unread = len(printout.summary.unread) if printout.summary else 0

    sarif = json.loads(written("sarif", printout))
    schema("sarif-2.1.0.json").validate(sarif)
    assert len(sarif["runs"][0]["results"]) == count

    gitlab = json.loads(written("gitlab", printout))
    schema("gitlab-code-quality.json").validate(gitlab)
    assert len(gitlab) == count + unread

    rdjson = json.loads(written("rdjson", printout))
    schema("rdjson.json").validate(rdjson)
    assert len(rdjson["diagnostics"]) == count + unread

    own_schema("check.json").validate(json.loads(written("json", printout)))
    lines = written("json-lines", printout).split("\n")[:-1]
    for line in lines:
        own_schema("check-lines.json").validate(json.loads(line))
    assert [json.loads(line)["type"] for line in lines].count("finding") == count

    tree = etree.fromstring(written("junit", printout).encode())
    junit_schema().assertValid(tree)
    grave = sum(one.severity is not Severity.INFO for one in printout.findings)
    assert len(tree.findall(".//failure")) + len(tree.findall(".//error")) == grave + unread


@settings(max_examples=60, deadline=None)
@given(printouts())
def test_no_line_of_the_log_is_a_command_of_an_article(printout: Printout) -> None:
    commands = []
    for line in re.split(r"[\r\n]", written("github", printout)):
        # What the runner does: ActionCommand.TryParseV2, then TryParse (actions/runner).
        if line.lstrip().startswith("::"):
            commands.append(line)
        else:
            assert "##[" not in line
    for command in commands:
        assert re.fullmatch(r"::(error|warning|notice)( file=[^:,\n]+(,\w+=[^:,\n]+)*)?::[^\n]*", command)
    unread = len(printout.summary.unread) if printout.summary else 0
    assert len(commands) == len(printout.findings) + unread


@settings(max_examples=60, deadline=None)
@given(_texts)
def test_nothing_in_an_article_is_markdown_in_the_job_summary(text: str) -> None:
    shown = literal(text)
    assert not set(re.sub(r"&#\d+;", "", shown)) & set("\\`*_{}[]()<>#+-.!|~@:\"'$=^&%/\n\r")
    path = f"articles/{text}.md"
    source = SourceText(path, text)
    one = Finding(
        "claim-uncited", Severity.ERROR, Confidence.HIGH, text, path, source.position(0), source.position(1)
    )
    summary = job_summary(Printout((one,), {path: source}, Summary(unread=(Unread(text, path),))))
    row = summary.rstrip("\n").split("\n")[-1]
    assert row.count("|") == 5
    summary.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_people_and_services_never_get_controls(name: str) -> None:
    text = "".join(HOSTILE)
    source = SourceText("articles/a.md", text)
    one = Finding(
        "claim-uncited", Severity.ERROR, Confidence.HIGH, text, source.path, source.position(0),
        source.position(9), help=text, fix=Fix(text, ()),
    )  # fmt: skip
    shown = written(name, Printout((one,), {source.path: source}, Summary(articles=1)))
    assert not set(shown) & set("\x00\x1b\ud800\udfff\r")
    assert not set(shown) & set("\x9b\u202e\u200b\ufeff\u2028")
    if name == "json":
        found = json.loads(shown)["findings"][0]
        # The same to a program, but for what no UTF-8 can hold.
        assert found["message"] == text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")


def uncited(source: SourceText, start: int, end: int, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        "claim-uncited", severity, Confidence.HIGH, "no source", source.path,
        source.position(start), source.position(end), help="cite one",
    )  # fmt: skip


def sarif_of(printout: Printout) -> dict[str, Any]:
    run = json.loads(written("sarif", printout))["runs"][0]
    assert isinstance(run, dict)
    return run


def test_sarif_counts_columns_in_utf16_and_names_files_by_relative_addresses() -> None:
    source = SourceText("articles/é b%.md", "A 😀 dose 😀 here.\n")
    run = sarif_of(Printout((uncited(source, 4, 8),), {source.path: source}))
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert place["region"] == {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 10}
    assert place["artifactLocation"] == {"uri": "articles/%C3%A9%20b%25.md", "uriBaseId": "%SRCROOT%"}


def test_sarif_carries_the_manual_of_each_rule() -> None:
    rules = discover()
    run = sarif_of(Printout((), {}, Summary(), rules=rules))
    described = {one["id"]: one for one in run["tool"]["driver"]["rules"]}
    assert set(described) == {rule.name for rule in rules}
    for rule in rules:
        one = described[rule.name]
        assert one["help"]["markdown"] == rule.documentation == one["help"]["text"]
        assert 0 < len(one["fullDescription"]["text"]) <= 1024
        assert one["fullDescription"] != one["shortDescription"]
        assert one["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert 1 <= len(one["properties"]["tags"]) <= 20


def test_sarif_fingerprints_survive_lines_that_move() -> None:
    before = SourceText("articles/a.md", "First.\n\nA dose.\n\n" + "Filler of some length.\n" * 9)
    after = SourceText("articles/a.md", "New.\n\nFirst.\n\nA dose.\n\n" + "Filler of some length.\n" * 9)
    prints = [
        sarif_of(Printout((uncited(one, at, at + 6),), {one.path: one}))["results"][0]["partialFingerprints"]
        for one in (before, after)
        for at in (one.text.index("A dose"),)
    ]
    assert prints[0] == prints[1]
    assert set(prints[0]) == {"primaryLocationLineHash", "oslerIdentity/v1"}


def test_sarif_gives_the_gravest_and_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_RESULTS == 25_000  # what GitHub takes
    most = 20
    monkeypatch.setattr("toolkit.reporters.sarif.MOST_RESULTS", most)
    source = SourceText("articles/a.md", "word " * 100)
    severities = [Severity.INFO, Severity.WARNING, Severity.ERROR]
    findings = tuple(uncited(source, 0, 4, severities[number % 3]) for number in range(most + 5))
    run = sarif_of(Printout(findings, {source.path: source}, Summary()))
    levels = [result["level"] for result in run["results"]]
    assert len(levels) == most
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5 more findings")
    assert run["properties"]["leftOut"] == 5


def test_sarif_tells_what_was_not_checked() -> None:
    summary = Summary(
        unread=(Unread("no such file", "articles/x.md"),), defects=("KeyError: 'a'",), exit_code=4
    )
    (invocation,) = sarif_of(Printout((), {}, summary))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 4
    texts = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert texts == [
        "could not be read, and was not checked: articles/x.md: no such file",
        "a rule crashed: KeyError: 'a'",
    ]


def test_sarif_messages_make_no_links() -> None:
    source = SourceText("articles/a.md", "x")
    one = Finding(
        "claim-uncited", Severity.ERROR, Confidence.HIGH, "see [this](https://a.b) {0}", source.path,
        source.position(0), source.position(1),
    )  # fmt: skip
    (result,) = sarif_of(Printout((one,), {}))["results"]
    assert result["message"]["text"] == "see [this] (https://a.b) {{0}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
        *(
            (
                text,
                ["e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
                 "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1"],
            )
            for text in (
                " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
                " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
                " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
            )
        ),
        (
            "Lorem ipsum dolor sit amet.\n" * 10,
            [*(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)), "a7f2ff1481e87703:1",
             "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"],
        ),
    ],
)  # fmt: skip
def test_line_hashes_are_githubs(text: str, expected: list[str]) -> None:
    """The values are those of GitHub's own tests (github/codeql-action, `src/fingerprints.test.ts`, MIT)."""
    source = SourceText("a.md", text)
    found = line_hashes(source, range(source.line_count + 3))
    assert [found[number] for number in sorted(found)] == expected


@given(st.text(st.sampled_from("a é缺😀\n\r\ud800"), max_size=40), st.integers(0, 40))
def test_columns_count_units_of_the_line_before_the_place(text: str, offset: int) -> None:
    source = SourceText("a.md", text)
    place = source.position(offset)
    before = text[source.line_span(place.line).start : place.offset]
    utf16 = len(before.encode("utf-16-le", "surrogatepass")) // 2
    utf8 = len(before.encode("utf-8", "surrogatepass"))
    assert Columns(source, Unit.UTF16).column(place) == 1 + utf16
    assert Columns(source, Unit.UTF8).column(place) == 1 + utf8
    assert Columns(None, Unit.UTF8).column(place) == place.column


def test_github_shows_ten_of_a_kind_and_lists_the_others() -> None:
    source = SourceText("articles/a.md", "word " * 100)
    findings = tuple(
        uncited(source, number * 5, number * 5 + 4, severity)
        for number, severity in enumerate([Severity.WARNING] * 14 + [Severity.ERROR] * 12)
    )
    unread = tuple(Unread("no such file", f"articles/{number}.md") for number in range(3))
    lines = written("github", Printout(findings, {source.path: source}, Summary(unread=unread))).splitlines()
    kinds = [line.split(" ", 1)[0].split("::")[1] for line in lines if line.startswith("::")]
    assert kinds == ["error"] * 10 + ["warning"] * 10
    assert "9 findings more, since GitHub shows 10 of a kind:" in lines
    assert sum(line.startswith(("error[", "warning[")) for line in lines) == 9


def test_gitlab_fingerprints_are_unique_and_survive_lines_that_move() -> None:
    def prints(text: str) -> list[str]:
        source = SourceText("articles/a.md", text)
        places = [match.start() for match in re.finditer("A dose", text)]
        report = Printout(tuple(uncited(source, at, at + 6) for at in places), {source.path: source})
        return [issue["fingerprint"] for issue in json.loads(written("gitlab", report))]

    before, after = prints("A dose.\n\nA dose.\n"), prints("New.\n\nA dose.\n\nOther.\n\nA dose.\n")
    assert before == after
    assert len(set(before)) == 2


def test_reviewdog_gets_one_suggestion_in_bytes() -> None:
    source = SourceText("articles/a.md", "é one two three\n")
    edits = (Edit(source.path, Span(6, 9), "2"), Edit(source.path, Span(2, 5), "1"))
    one = Finding(
        "claim-uncited", Severity.WARNING, Confidence.HIGH, "numbers", source.path, source.position(2),
        source.position(9), fix=Fix("as figures", edits, is_safe=False),
    )  # fmt: skip
    (diagnostic,) = json.loads(written("rdjson", Printout((one,), {source.path: source})))["diagnostics"]
    assert diagnostic["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 4}, "end": {"line": 1, "column": 11}}, "text": "1 2"}
    ]
    assert "may alter" in diagnostic["message"]


def test_junit_has_a_passed_test_for_each_clean_file() -> None:
    clean, bad = SourceText("articles/clean.md", "x"), SourceText("articles/bad.md", "x")
    report = Printout((uncited(bad, 0, 1),), {one.path: one for one in (clean, bad)})
    tree = etree.fromstring(written("junit", report).encode())
    suites = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in tree}
    assert suites == {"articles/bad.md": ("1", "1"), "articles/clean.md": ("1", "0")}


def test_the_job_summary_is_bounded() -> None:
    source = SourceText("articles/a.md", "word " * 1000)
    findings = tuple(uncited(source, number, number + 1) for number in range(MOST_ROWS + 50))
    text = job_summary(Printout(findings, {source.path: source}, Summary()))
    assert text.count("no source") == MOST_ROWS
    assert "50 findings more" in text
