"""Which lines changed, and what a moved file was: never an unchanged line that is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.revisions.lines import changed_lines, moved

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=30)


def test_examples() -> None:
    assert changed_lines("abc", "abc") == frozenset()
    assert changed_lines("abc", "abxc") == {3}
    assert changed_lines("abc", "ac") == frozenset()
    assert changed_lines("", "ab") == {1, 2}
    assert changed_lines("abcdef", "abXdeY") == {3, 6}
    assert changed_lines("123abc", "abc123") in ({1, 2, 3}, {4, 5, 6})


@given(LINES, LINES)
def test_what_is_left_stood_there_in_this_order(before: list[str], after: list[str]) -> None:
    changed = changed_lines(before, after)
    assert changed <= set(range(1, len(after) + 1))
    waiting = iter(before)
    assert all(line in waiting for number, line in enumerate(after, 1) if number not in changed)


def test_a_long_text_without_fixed_points_takes_no_time_with_its_square() -> None:
    before = ["a", "b"] * 50_000
    after = ["b", "a", "a"] * 40_000
    assert changed_lines(before, after)


def test_moved_files_are_paired_with_what_is_most_like_them() -> None:
    text = [f"line {number}" for number in range(20)]
    gone = {"old.md": text, "other.md": [f"word {number}" for number in range(20)]}
    new = {"new.md": [*text[:-3], "x"], "strange.md": ["nothing", "alike"], "copy.md": text[:12]}
    assert moved(gone, new) == {"new.md": "old.md"}
    assert moved({}, new) == {}
    assert moved({"a": []}, {"b": []}) == {}
