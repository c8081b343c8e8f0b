"""The citations of real and of tricky texts, beside those that pandoc reads in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import DATA, shared_data_folder
from tests.readers.pandoc import compare_each, groups_of, groups_of_pandoc, read_with_pandoc
from toolkit.readers.markdown import read_article

HERE = Path(__file__).parent
TRICKY = [line.replace("\\n", "\n") for line in (HERE / "tricky_citations.txt").read_text().splitlines()]


def _manuscripts() -> list[Path]:
    folder = shared_data_folder()
    found = sorted((folder / "manuscripts").glob("*/*md")) if folder else []
    return found or sorted((DATA / "manuscripts").glob("*.[qR]md"))


@pytest.mark.parametrize("path", _manuscripts(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_manuscript(path: Path) -> None:
    """Same keys, modes, prefixes and suffixes, in the same groups and the same order: no exception."""
    data = path.read_bytes()
    assert groups_of(read_article(path.name, data)) == groups_of_pandoc(read_with_pandoc(data.decode()))


def test_manuscripts_cite() -> None:
    """The comparison above is not one of nothing with nothing."""
    assert sum(len(groups_of(read_article(path.name, path.read_bytes()))) for path in _manuscripts()) > 20


# What remains, and why. docs/citations.md tells authors the same.
DIFFERENCES = {
    "[@a, see @fig-x]": "Quarto's cross-references are not citations",
    "[@a, viz. @b [p. 3]]": "a key in a suffix is reported; its own locator stays in that suffix",
    "![caption [@a]](x.png)": "pandoc's tree holds a figure's caption twice",
    "[@a]{.x}": "attributes after a group belong to the group, which stays one",
    "[@a; @b]{.as-retracted}": "attributes after a group belong to the group, which stays one",
    "[@a](foo bar)": "an address with a space is no link in CommonMark",
    "[@a][@b]": "two groups in a row are two groups, not a broken link",
    "[@a][]": "no link is defined for it, so it is a group",
}


def test_tricky_texts() -> None:
    """More than 250 short texts: all as in pandoc, but for the table above, which holds nothing else."""
    assert len(TRICKY) > 250
    differing = {text for text, _, _ in compare_each(TRICKY)}
    assert differing == set(DIFFERENCES)


_ATOMS = st.sampled_from(
    (
        *("@a", "@b", "-@c", "@{d}", "@doi:10.1/x(y)z", "[@e]", "[@f; @g]", "[see @h, p. 3]", "@"),
        *("[", "]", ";", "; ", ", ", ",", " ", " ", " ", "-", ".", "(", ")", ":", "p. 3", "see", "word"),
        *("*em*", "`code`", "$x$", "\\@", "{", "}", "&amp;", "[link](u)", "x", "é"),
    )
)
# Where the two are known to part: a bracket directly after a closing one (see above), an escape inside
# a braced key, and a key that runs into an entity or a formula without a space, which
# pandoc reads on as letters of the key, and asterisks: a key's first letter, or two emphases in a row.
_PARTS = re.compile(r"\][\[({]|\{[^}]*\\|\w(?:&amp;|\$)|@\*|\*\*")


@st.composite
def _texts(draw: st.DrawFn) -> str:
    return "x " + "".join(draw(st.lists(_ATOMS, min_size=1, max_size=9)))


@given(st.lists(_texts(), min_size=40, max_size=60))
@settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
def test_generated_texts(texts: list[str]) -> None:
    """Some six hundred generated texts, in a few calls of pandoc."""
    texts = [text for text in texts if not _PARTS.search(text)]
    assert compare_each(texts) == []
