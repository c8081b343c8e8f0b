"""Articles in, trees out: the cases of `articles/*.md`, each a Markdown text with its dump.

A case is `## title`, a fenced block ```` ```markdown ````, and a fenced block ```` ```tree ````.
`pytest tests/readers --update` writes the trees anew; review the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.conftest import DATA, shared_data_folder
from tests.readers.dump import dump
from toolkit.errors import UnreadableInputError
from toolkit.model.article import CodeBlock, Heading, ListBlock, Node, walk
from toolkit.readers.decoding import MAX_BYTES
from toolkit.readers.markdown import read_article

FOLDER = Path(__file__).parent / "articles"
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n(?P<fence>~{4,})markdown\n(?P<text>.*?)^(?P=fence)\n"
    r"(?:\n~{4,}tree\n(?P<tree>.*?)^~{4,}\n)?",
    re.MULTILINE | re.DOTALL,
)


def _cases() -> list[tuple[Path, str, str, str]]:
    return [
        (path, case["title"], case["text"], case["tree"] or "")
        for path in sorted(FOLDER.glob("*.md"))
        for case in _CASE.finditer(path.read_text())
    ]


@pytest.mark.parametrize(
    ("path", "title", "text", "tree"),
    _cases(),
    ids=lambda value: value if isinstance(value, str) else value.stem,
)
def test_tree(path: Path, title: str, text: str, tree: str, *, update: bool) -> None:
    given = dump(read_article("x.md", text.encode())) + "\n"
    if update and given != tree:
        content = path.read_text()
        case = next(one for one in _CASE.finditer(content) if one["title"] == title)
        written = f"## {title}\n\n~~~~markdown\n{text}~~~~\n\n~~~~tree\n{given}~~~~\n"
        path.write_text(content[: case.start()] + written + content[case.end() :])
        return
    assert given == tree


def _manuscripts() -> list[Path]:
    """Give the real manuscripts: all of the collection, or the few that the repository holds."""
    folder = shared_data_folder()
    found = sorted((folder / "manuscripts").glob("*/*md")) if folder else []
    return found or sorted((DATA / "manuscripts").glob("*.[qR]md"))


def test_structure_is_commonmark() -> None:
    """Headings, code blocks and lists stand on the lines on which markdown-it-py sees them.

    What CommonMark does not know (divs, definitions, footnotes, display formulas) is taken out first.
    """
    oracle = MarkdownIt("commonmark").enable("table")
    compared = 0
    for path in _manuscripts():
        text = re.sub(r"\$\$.*?\$\$", "formula", path.read_text(), flags=re.DOTALL)
        text = re.sub(r"^[ >]*:{1,4}(?=[ {\n]).*|^---.*", "", text, flags=re.MULTILINE).replace("[^", "[")
        article = read_article(path.name, text.encode())
        kinds: dict[str, type[Node]] = {
            "heading_open": Heading,
            "fence": CodeBlock,
            "code_block": CodeBlock,
            "bullet_list_open": ListBlock,
            "ordered_list_open": ListBlock,
        }
        expected = sorted(
            (token.map[0] + 1, kinds[token.type].__name__)
            for token in oracle.parse(text)
            if token.map is not None and token.type in kinds
        )
        given = sorted(
            (article.source.position(node.span.start).line, type(node).__name__)
            for node in walk(article.blocks)
            if isinstance(node, Heading | CodeBlock | ListBlock)
        )
        assert given == expected, path.name
        compared += len(given)
    assert compared > 100


def test_every_manuscript_is_read() -> None:
    """No manuscript has a problem of bytes, nesting or divs but those that are really there."""
    for path in _manuscripts():
        article = read_article(path.name, path.read_bytes())
        assert article.blocks
        found = {problem.rule for problem in article.problems}
        assert found <= {
            "article-front-matter", "article-control-character", "article-div", "citation-malformed",
        }, path.name  # fmt: skip


def test_too_large() -> None:
    read_article("x.md", b"a" * MAX_BYTES)
    with pytest.raises(UnreadableInputError, match=r"x\.md: the article has 2,097,153 bytes"):
        read_article("x.md", b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("text", ["[@a] " * 400_000, "*a* " * 400_000, "x^2^" * 400_000])
def test_too_many_marks(text: str) -> None:
    with pytest.raises(UnreadableInputError, match="more than any article has"):
        read_article("x.md", text.encode())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain\ttext\r\n", []),
        ("Größe, naïve, 10 µg, β‑blocker, “quoted”".encode(), []),
        ("نمی‌خواهم 👩‍⚕️".encode(), []),
        (b"\xef\xbb\xbfText", []),
        (b"ab\xffcd", [(1, 3, "article-encoding", "byte 0xff is not UTF-8")]),
        (
            b"a\n\xe9b\xe9",
            [(2, 1, "article-encoding", "byte 0xe9 is not UTF-8 (the first of 2 such places)")],
        ),
        (b"\xff\xfeT\x00", [(1, 1, "article-encoding", "the file is UTF-16, not UTF-8")]),
        (b"a\x00b", [(1, 2, "article-control-character", "invisible or control character U+0000 (NULL)")]),
        (
            "a\u202eb".encode(),
            [
                (
                    1,
                    2,
                    "article-control-character",
                    "invisible or control character U+202E (RIGHT-TO-LEFT OVERRIDE)",
                )
            ],
        ),
        (
            "\n x\u200b".encode(),
            [(2, 3, "article-control-character", "invisible or control character U+200B (ZERO WIDTH SPACE)")],
        ),
    ],
)
def test_bytes(data: bytes, expected: list[tuple[int, int, str, str]]) -> None:
    article = read_article("x.md", data)
    given = []
    for problem in article.problems:
        at = article.source.position(problem.span.start)
        given.append((at.line, at.column, problem.rule, problem.message))
    encoding = [one for one in given if one[2] == "article-encoding"]
    assert (encoding or given) == expected


def test_byte_order_mark_is_remembered() -> None:
    article = read_article("x.md", b"\xef\xbb\xbf[@a]")
    assert article.source.byte_order_mark
    assert [one.key_span.start for one in article.citations] == [1]
    assert not read_article("x.md", b"[@a]").source.byte_order_mark


def test_control_characters_are_capped() -> None:
    problems = read_article("x.md", "\u202e".encode() * 500).problems
    assert len(problems) == 20
    assert problems[-1].message.endswith("; 480 more of their kind follow")


def test_truncated_doi_has_a_fix() -> None:
    text = "Text [see @doi:10.1016/S0140-6736(20)30925-9, p. 3]."
    article = read_article("x.md", text.encode())
    (problem,) = [one for one in article.problems if one.rule == "citation-truncated"]
    assert article.source.slice(problem.span) == "@doi:10.1016/S0140-6736(20)30925-9"
    assert problem.fix is not None
    (edit,) = problem.fix.edits
    mended = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert mended == "Text [see @{doi:10.1016/S0140-6736(20)30925-9}, p. 3]."
    again = read_article("x.md", mended.encode())
    assert again.problems == ()
    assert [one.key for one in again.citations] == ["doi:10.1016/S0140-6736(20)30925-9"]


@pytest.mark.parametrize(
    ("suffix", "locator"),
    [
        (", p. 3", "p. 3"),
        (" p. 3", "p. 3"),
        (", pp. 3-4, 7 and more", "pp. 3-4, 7"),
        (", chap. 4, fig. 2", "chap. 4, fig. 2"),
        (", 23.3.4", "23.3.4"),
        (", chapter 25", "chapter 25"),
        (", p. iv", "p. iv"),
        (", § 3", "§ 3"),
        (", {p. (a)} x", "p. (a)"),
        (", for men", None),
        (", Appendix B", None),
        (", see also", None),
    ],
)
def test_locator(suffix: str, locator: str | None) -> None:
    (citation,) = read_article("x.md", f"[@a{suffix}]".encode()).citations
    assert citation.locator == locator
