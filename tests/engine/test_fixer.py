"""Fixes: whole or not at all, never two at one place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit import fixer
from toolkit.model.finding import Confidence, Edit, Finding, Fix, Severity
from toolkit.model.span import SourceText, Span

PATH = "articles/a.md"


def finding(*edits: Edit, safe: bool = True) -> Finding:
    start = SourceText(PATH, "").position(0)
    fix = Fix("mend", edits, is_safe=safe)
    return Finding("citation-duplicate", Severity.WARNING, Confidence.HIGH, "x", PATH, start, start, fix=fix)


def edit(start: int, end: int, text: str, path: str = PATH) -> Edit:
    return Edit(path, Span(start, end), text)


def apply(text: str, *findings: Finding, unsafe: bool = False) -> tuple[str, int]:
    mended = fixer.apply(findings, {PATH: SourceText(PATH, text)}, unsafe=unsafe)
    return mended.texts.get(PATH, text), mended.count


def test_nothing_to_do() -> None:
    assert apply("abc") == ("abc", 0)


def test_edits_keep_their_places() -> None:
    assert apply("abcdef", finding(edit(4, 5, "EE")), finding(edit(0, 1, ""))) == ("bcdEEf", 2)


def test_a_fix_is_whole_or_not_at_all() -> None:
    first = finding(edit(0, 2, "X"))
    second = finding(edit(1, 3, "Y"), edit(4, 5, "Z"))
    assert apply("abcdef", first, second) == ("Xcdef", 1)


def test_an_edit_of_a_file_that_was_not_read_is_left() -> None:
    assert apply("abc", finding(edit(0, 1, "X"), edit(0, 1, "X", "elsewhere.md"))) == ("abc", 0)


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    assert apply("abc", finding(edit(0, 1, "X"), safe=False)) == ("abc", 0)
    assert apply("abc", finding(edit(0, 1, "X"), safe=False), unsafe=True) == ("Xbc", 1)


def test_one_fix_named_by_two_findings_is_applied_once() -> None:
    assert apply("abc", finding(edit(1, 1, "X")), finding(edit(1, 1, "X"))) == ("aXbc", 1)


def test_what_only_takes_away_waits_for_what_moves() -> None:
    removing, moving = finding(edit(0, 2, "")), finding(edit(1, 3, ""), edit(4, 4, "b"))
    assert apply("abcdef", removing, moving) == ("adbef", 1)


def test_diff() -> None:
    text = fixer.diff(SourceText(PATH, "one\ntwo"), "one\nthree")
    assert text == (
        "--- a/articles/a.md\n+++ b/articles/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n"
        "+three\n\\ No newline at end of file\n"
    )


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-2, 35), st.integers(-2, 35), st.text(max_size=3)), max_size=8),
)
def test_what_no_edit_touches_stays(text: str, edits: list[tuple[int, int, str]]) -> None:
    findings = [finding(edit(start, end, new)) for start, end, new in edits]
    after, count = apply(text, *findings)
    touched = [(start, end) for start, end, _ in edits if 0 <= start <= end <= len(text)]
    assert (count > 0) == bool(touched)
    if not touched:
        assert after == text
    else:
        first, last = min(touched)[0], max(end for _, end in touched)
        assert after.startswith(text[:first])
        assert after.endswith(text[last:])
