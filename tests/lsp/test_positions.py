"""Positions invert, and are those of pygls' codec."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from toolkit.lsp.documents import Documents, OutOfStepError
from toolkit.lsp.positions import MARK, Positions
from toolkit.model.span import SourceText, Span

ENCODINGS = ("utf-8", "utf-16", "utf-32")
LINES = st.text(st.sampled_from("aé😀𝟙\u0301\u2028\x0c\x85 @"), max_size=12)
TEXTS = st.lists(LINES, min_size=1, max_size=5).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_positions_invert(encoding: str, text: str, data: st.DataObject) -> None:
    source = SourceText("a.md", text)
    inside = [i for i in range(len(text) + 1) if text[i - 1 : i + 1] != "\r\n"]
    offset = data.draw(st.sampled_from(inside))
    for is_marked in (False, True):
        position = Positions(encoding).position(source, offset, is_marked=is_marked)
        assert Positions(encoding).offset(source, position, is_marked=is_marked) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(line=LINES, data=st.data())
def test_columns_are_those_of_pygls(encoding: str, line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(line)))
    codec = PositionCodec(types.PositionEncodingKind(encoding))
    expected = codec.position_to_client_units([line], types.Position(0, column))
    assert Positions(encoding).position(SourceText("a.md", line), column) == expected
    back = codec.position_from_client_units([line], expected)
    assert back.character == Positions(encoding).offset(SourceText("a.md", line), expected)


def test_lines_end_where_the_protocol_says() -> None:
    source = SourceText("a.md", "one\u2028\x0c\x85one\rtwo\r\nthree\n")
    assert Positions().position(source, source.text.index("three")) == types.Position(2, 0)


def test_places_outside_are_clamped() -> None:
    source = SourceText("a.md", "😀a\nb\n")
    positions = Positions("utf-16")
    assert positions.offset(source, types.Position(0, 99)) == 2
    assert positions.offset(source, types.Position(0, 1)) == 0  # in the middle of a pair
    assert positions.offset(source, types.Position(99, 0)) == 5
    assert positions.range(source, Span(4, 2)).start == positions.range(source, Span(4, 2)).end


def change(*changes: types.TextDocumentContentChangeEvent, version: int) -> types.DidChangeTextDocumentParams:
    named = types.VersionedTextDocumentIdentifier(version, "file:///a.md")
    return types.DidChangeTextDocumentParams(named, list(changes))


def partial(
    start: tuple[int, int], end: tuple[int, int], text: str
) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(
        types.Range(types.Position(*start), types.Position(*end)), text
    )


def opened(text: str) -> Documents:
    documents = Documents()
    documents.open(types.TextDocumentItem("file:///a.md", "markdown", 1, text))
    return documents


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, typed=LINES, data=st.data())
def test_edits_are_applied_as_the_client_does(
    encoding: str, text: str, typed: str, data: st.DataObject
) -> None:
    source, positions = SourceText("", text), Positions(encoding)
    inside = [i for i in range(len(text) + 1) if text[i - 1 : i + 1] != "\r\n"]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(inside), st.sampled_from(inside))))
    area = positions.range(source, Span(start, end))
    documents = opened(text)
    found = documents.change(
        change(types.TextDocumentContentChangePartial(area, typed), version=2), positions
    )
    assert found is not None
    assert found.text == text[:start] + typed + text[end:]
    assert documents.get("file:///a.md") is found


def test_edits_of_one_notification_follow_each_other() -> None:
    documents = opened("ab\n")
    found = documents.change(
        change(partial((0, 0), (0, 1), ""), partial((0, 1), (0, 1), "😀"), version=2), Positions()
    )
    assert found is not None
    assert found.text == "b😀\n"


@pytest.mark.parametrize(
    "wrong",
    [
        change(partial((0, 0), (0, 1), "x"), version=1),
        change(partial((0, 0), (0, 1), "x"), version=0),
        change(partial((0, 2), (0, 1), "x"), version=2),
        change(types.TextDocumentContentChangeWholeDocument("old"), version=0),
    ],
    ids=["again", "late", "backwards", "old-whole"],
)
def test_after_an_edit_that_does_not_fit_the_text_is_not_guessed(
    wrong: types.DidChangeTextDocumentParams,
) -> None:
    documents = opened("abc\n")
    with pytest.raises(OutOfStepError):
        documents.change(wrong, Positions())
    assert documents.get("file:///a.md") is None
    assert documents.is_lost("file:///a.md")
    assert documents.change(change(partial((0, 0), (0, 0), "x"), version=3), Positions()) is None
    whole = documents.change(
        change(types.TextDocumentContentChangeWholeDocument("new"), version=4), Positions()
    )
    assert whole is not None
    assert not documents.is_lost("file:///a.md")


def test_an_unknown_document_is_not_edited() -> None:
    assert Documents().change(change(partial((0, 0), (0, 0), "x"), version=2), Positions()) is None


def test_lone_surrogates_count_as_one_character() -> None:
    documents = opened("a\ud800b")
    document = documents.get("file:///a.md")
    assert document is not None
    assert document.text == "a\ufffdb"
    assert document.data == "a\ufffdb".encode()


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "", "file://", "http://a/b", "file:///a%00b", "nonsense"]
)
def test_addresses_that_name_no_file(uri: str) -> None:
    documents = Documents()
    assert documents.open(types.TextDocumentItem(uri, "markdown", 1, MARK + "x")).path is None
