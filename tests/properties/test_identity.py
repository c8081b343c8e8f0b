"""A finding keeps its identity when lines move around it, and shares it with no other."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.model.finding import Confidence, Finding, Severity
from toolkit.model.identity import identities
from toolkit.model.span import SourceText

_SENTENCES = (
    "Give 1000 mcg daily.",
    "It **cures** everyone! Really.",
    "Vitamin B12 is\nneeded, e.g. by nerves [@green2017].",
    "- an item about 5 mg",
    "1. first\n2. second",
    "## A heading",
    "> quoted; never safe?",
    "::: {.key-points}\nIron is safe.\n:::",
    "| a | b |\n|---|---|\n| 5 mg | 6 mg |",
    "Unfinished, without a full stop",
    "缺乏 may be 😀 severe.",
)
_paragraphs = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8)
_fillers = st.lists(
    st.sampled_from(("Something else.", "# Other", "no stop", "", "   ", "- x\n- y", "A. B? C!", "---")),
    max_size=4,
)


def finding(source: SourceText, start: int, end: int, rule: str = "claim-uncited") -> Finding:
    return Finding(
        rule, Severity.ERROR, Confidence.HIGH, f"at {start}", source.path,
        source.position(start), source.position(end),
    )  # fmt: skip


def document(
    paragraphs: Sequence[str], fillers: Sequence[Sequence[str]], line_end: str, path: str
) -> tuple[SourceText, tuple[Finding, ...]]:
    """Put a text together, with a finding on the first word and on the whole of each paragraph."""
    text, places = "", []
    for index, paragraph in enumerate(paragraphs):
        for filler in fillers[index] if index < len(fillers) else ():
            text += filler.replace("\n", line_end) + line_end * 2
        written = paragraph.replace("\n", line_end)
        word = written.split()[0]
        places += [(len(text), len(text) + len(word)), (len(text), len(text) + len(written))]
        text += written + line_end * 2
    source = SourceText(path, text)
    return source, tuple(finding(source, *place) for place in places)


def of(source: SourceText, findings: Sequence[Finding]) -> tuple[str, ...]:
    return identities(findings, {source.path: source})


@given(_paragraphs, st.lists(_fillers, max_size=8), st.sampled_from(("\n", "\r\n", "\r")))
@example(["It **cures** everyone! Really."], [["no stop"]], "\r\n")
def test_lines_elsewhere_change_nothing(
    paragraphs: list[str], fillers: list[list[str]], line_end: str
) -> None:
    before = of(*document(paragraphs, (), "\n", "articles/a.md"))
    after = of(*document(paragraphs, fillers, line_end, "articles/a.md"))
    assert before == after
    assert len(set(after)) == len(after)


_entries = st.lists(
    st.sampled_from(("a2016", "b2017", "c2018", "d")), unique=True, min_size=1, max_size=4
).map(lambda keys: [f"@article{{{key},\n  year = {{2016}},\n}}" for key in keys])


@given(_entries, st.data())
def test_entries_elsewhere_change_nothing(entries: list[str], data: st.DataObject) -> None:
    def library(texts: list[str]) -> dict[str, str]:
        source = SourceText("references.bib", "\n\n".join(texts))
        starts = [source.text.index(one) + one.index("year") for one in entries]
        return dict(zip(entries, of(source, [finding(source, one, one + 4) for one in starts]), strict=True))

    more = data.draw(st.permutations([*entries, "@book{other,\n  year = {2016},\n}", "% a comment"]))
    assert library(entries) == library(list(more))


@given(
    st.text(st.sampled_from("aB1 .!?#-*>|:`~@{}(),\n\r\t\ud800é😀"), max_size=80),
    st.lists(
        st.tuples(st.integers(-2, 90), st.integers(-2, 90), st.sampled_from(("a-b", "a-c"))), max_size=12
    ),
    st.sampled_from(("a.md", "references.bib", "references.lock", "elsewhere")),
)
def test_any_text_and_places_give_distinct_identities(
    text: str, places: list[tuple[int, int, str]], path: str
) -> None:
    source = SourceText(path, text)
    findings = [finding(source, start, end, rule) for start, end, rule in places]
    found = identities(findings, {} if path == "elsewhere" else {path: source})
    assert len(found) == len(findings) == len(set(found))
    backwards = identities(findings[::-1], {} if path == "elsewhere" else {path: source})
    assert set(backwards) == set(found)


def test_equal_findings_are_counted_in_the_order_of_the_text() -> None:
    source = SourceText("a.md", "Same. Same.\n\nSame.\n")
    findings = [finding(source, at, at + 5) for at in (13, 0, 6)]
    digests, ordinals = zip(*(one.split(":") for one in of(source, findings)), strict=True)
    assert len(set(digests)) == 1
    assert ordinals == ("3", "1", "2")


def test_what_tells_findings_apart() -> None:
    source = SourceText("a.md", "It cures and it heals. Other words.\n")
    cures, heals = finding(source, 3, 8), finding(source, 16, 21)
    edited = SourceText("a.md", "It cures and it heals! Other words.\n")
    elsewhere = SourceText("a.md", "It cures and it heals. Other sentence.\n")
    assert len({*of(source, [cures, heals]), *of(source, [finding(source, 3, 8, "claim-x")])}) == 3
    assert of(source, [cures]) != of(edited, [finding(edited, 3, 8)])
    assert of(source, [cures]) == of(elsewhere, [finding(elsewhere, 3, 8)])
