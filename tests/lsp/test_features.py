"""What the server offers, asked for by a real client in UTF-8, UTF-16 and UTF-32, emoji before each place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.client import Client, units
from tests.lsp.conftest import Editor
from tests.lsp.project import ANSWER, GREEN


def document(path: Path) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(path.as_uri())


def text_at(path: Path, area: types.Range, client: Client) -> str:
    """Cut a range out of a file, counting on our own."""
    lines = path.read_text("utf-8").split("\n")

    def offset(place: types.Position) -> int:
        line = lines[place.line]
        column = next(i for i in range(len(line) + 1) if units(line[:i], client.encoding) == place.character)
        return sum(len(one) + 1 for one in lines[: place.line]) + column

    return path.read_text("utf-8")[offset(area.start) : offset(area.end)]


def applied(text: str, edits: list[types.TextEdit], client: Client) -> str:
    """Apply edits as a client does."""
    lines = text.split("\n")

    def offset(place: types.Position) -> int:
        line = lines[place.line]
        column = next(i for i in range(len(line) + 1) if units(line[:i], client.encoding) == place.character)
        return sum(len(one) + 1 for one in lines[: place.line]) + column

    for edit in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def edits_of(edit: types.WorkspaceEdit | None, path: Path) -> list[types.TextEdit]:
    assert edit is not None
    found: list[types.TextEdit] = []
    for one in edit.document_changes or ():
        assert isinstance(one, types.TextDocumentEdit)
        if one.text_document.uri == path.as_uri():
            found += [each for each in one.edits if isinstance(each, types.TextEdit)]
    return found


@pytest.fixture
def opened(editor: Editor) -> Editor:
    """The editor with the answer open, as it is on the disk."""

    async def begin() -> None:
        editor.client.open(editor.answer)
        await editor.client.diagnostics(editor.answer.as_uri(), 1)

    editor.run(begin())
    return editor


def place(editor: Editor, needle: str, inside: int = 1) -> types.Position:
    return editor.client.at(ANSWER, needle, inside)


def test_diagnostics_stand_at_their_characters(opened: Editor) -> None:
    found = opened.run(opened.client.diagnostics(opened.answer.as_uri(), 1))
    shown = {(one.code, text_at(opened.answer, one.range, opened.client)) for one in found}
    assert shown >= {
        ("citation-undefined", "@unknown2020"),
        ("citation-truncated", "@doi:10.1016/S0140-6736(20)30925-9"),
        ("reference-retracted", "@xiao2016"),
        ("claim-uncited", "😀 Give 1000 µg of vitamin B12 every day for 12 weeks."),
    }
    assert all(one.source == "osler" for one in found)


def test_hover_shows_the_card(opened: Editor) -> None:
    def hover(needle: str) -> str:
        where = types.HoverParams(document(opened.answer), place(opened, needle, 3))
        found = opened.run(opened.client.text_document_hover_async(where))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    green = hover("@green2017")
    assert "Green R." in green
    assert "published 2017 (9 years ago)" in green
    assert "articles/answer.md (2×)" in green
    assert "articles/other.md (2×)" in green
    assert "Retracted" in hover("@xiao2016")
    assert "@pmid:28360040" in hover("@pmid:28360040")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_beside_marks_and_other_line_ends(editor: Editor, mark: str, end: str) -> None:
    """A byte-order mark counts if the client sends it; form feeds and U+2028 end no line."""
    path, client = editor.root / "articles" / "marked.md", editor.client
    lines = [f"{mark}😀 [@xiao2016]", "", "a\u2028\x0c😀 [@green2017]"]

    async def ask() -> list[types.Range]:
        client.open(path, end.join(lines))
        found = []
        for number, key in ((0, "xiao2016"), (2, "green2017")):
            column = units(lines[number][: lines[number].index(key) + 2], client.encoding)
            where = types.HoverParams(document(path), types.Position(number, column))
            hover = await client.text_document_hover_async(where)
            assert hover is not None
            assert hover.range is not None
            found.append(hover.range)
        client.text_document_did_close(types.DidCloseTextDocumentParams(document(path)))
        return found

    for number, key, area in zip((0, 2), ("xiao2016", "green2017"), editor.run(ask()), strict=True):
        start = units(lines[number][: lines[number].index(key)], client.encoding)
        expected = types.Position(number, start), types.Position(number, start + len(key))
        assert (area.start, area.end) == expected


def test_nothing_is_shown_where_nothing_is_cited(opened: Editor) -> None:
    for needle in ("Answer 😀", "@unknown2020"):
        where = types.HoverParams(document(opened.answer), place(opened, needle, 4))
        assert opened.run(opened.client.text_document_hover_async(where)) is None


def test_definition_and_references_in_both_directions(opened: Editor) -> None:
    client = opened.client
    where = place(opened, "@pmid:28360040", 6)
    found = opened.run(
        client.text_document_definition_async(types.DefinitionParams(document(opened.answer), where))
    )
    assert isinstance(found, list | tuple)
    (entry,) = found
    assert isinstance(entry, types.Location)
    assert text_at(opened.library, entry.range, client) == "green2017"
    context = types.ReferenceContext(include_declaration=True)
    for path, position in ((opened.answer, where), (opened.library, entry.range.start)):
        params = types.ReferenceParams(context, document(path), position)
        places = opened.run(client.text_document_references_async(params))
        assert places is not None
        shown = sorted(
            text_at(opened.root / "articles" / Path(one.uri).name, one.range, client)
            for one in places
            if one.uri.endswith(".md")
        )
        assert shown == ["green2017", "green2017", "green2017", "pmid:28360040"]
        assert len(places) == 5


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("gree", ["green2017"]),
        ("hematolog", ["green2017"]),
        ("2016", ["xiao2016", "green2017"]),
        ("28360040", ["green2017"]),
        ("{smith", ["chapter2018"]),
        ("Češka", ["chapter2018"]),
        ("ceska", ["chapter2018"]),
        ("green-b12", ["green2017"]),
        ("smith18chapter", ["chapter2018"]),
        ("", ["green2017", "xiao2016", "chapter2018"]),
        ("nothing-like-it", []),
    ],
)
def test_completion(editor: Editor, typed: str, keys: list[str]) -> None:
    path = editor.root / "articles" / "typing.md"
    client = editor.client
    text = f"# T\n\n😀 Known already [@xiao2016; @green2017], 😀 new [@{typed}"

    async def ask() -> types.CompletionList:
        client.open(path, text)
        where = types.CompletionParams(document(path), client.at(text + "\0", "\0"))
        found = await client.text_document_completion_async(where)
        client.text_document_did_close(types.DidCloseTextDocumentParams(document(path)))
        assert isinstance(found, types.CompletionList)
        return found

    found = editor.run(ask())
    assert [one.label for one in found.items] == keys
    for one in found.items:
        assert isinstance(one.text_edit, types.TextEdit)
        assert applied(text, [one.text_edit], client).endswith(
            f"[@{'{' if typed.startswith('{') else ''}{one.label}"
        )


@pytest.mark.parametrize("before", ["mail me at someone@", "`code @", "\\@"])
def test_no_completion_where_no_citation_begins(editor: Editor, before: str) -> None:
    path = editor.root / "articles" / "mail.md"
    text = f"# T\n\n😀 {before}gr"

    async def ask() -> object:
        editor.client.open(path, text + "`" * before.count("`"))
        where = types.CompletionParams(document(path), editor.client.at(text + "\0", "\0"))
        found = await editor.client.text_document_completion_async(where)
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document(path)))
        return found

    assert editor.run(ask()) is None


def test_rename_everywhere(opened: Editor) -> None:
    client = opened.client
    where = place(opened, "@green2017", 4)
    prepared = opened.run(
        client.text_document_prepare_rename_async(types.PrepareRenameParams(document(opened.answer), where))
    )
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert prepared.placeholder == text_at(opened.answer, prepared.range, client) == "green2017"
    edit = opened.run(
        client.text_document_rename_async(
            types.RenameParams(text_document=document(opened.answer), position=where, new_name="green2017b")
        )
    )
    for path in (opened.answer, opened.root / "articles" / "other.md", opened.library):
        text = path.read_text("utf-8")
        assert applied(text, edits_of(edit, path), client) == text.replace("green2017", "green2017b")


@pytest.mark.parametrize(
    ("needle", "name", "reason"),
    [
        ("@green2017", "two words", "cannot be a key"),
        ("@green2017", "", "cannot be a key"),
        ("@green2017", "ends.", "cannot be a key"),
        ("@green2017", "fig-one", "cannot be a key"),
        ("@green2017", "pmid:1", "identifier"),
        ("@green2017", "XIAO2016", "has an entry"),
        ("@green2017", "unknown2020", "already"),
        ("@pmid:28360040", "green", "identifier"),
        ("@unknown2020", "known2020", "no entry"),
    ],
)
def test_rename_refuses(opened: Editor, needle: str, name: str, reason: str) -> None:
    params = types.RenameParams(
        text_document=document(opened.answer), position=place(opened, needle, 3), new_name=name
    )
    with pytest.raises(JsonRpcException, match=reason):
        opened.run(opened.client.text_document_rename_async(params))


def test_links(opened: Editor) -> None:
    client = opened.client

    def links(path: Path) -> dict[str, str | None]:
        found = opened.run(client.text_document_document_link_async(types.DocumentLinkParams(document(path))))
        return {text_at(path, one.range, client): one.target for one in found or ()}

    article = links(opened.answer)
    assert article["@green2017"] == article["@pmid:28360040"] == "https://pubmed.ncbi.nlm.nih.gov/28360040/"
    assert article["@xiao2016"] == "https://pubmed.ncbi.nlm.nih.gov/27602157/"
    assert "@unknown2020" not in article
    library = links(opened.library)
    assert library["{10.1182/blood-2016-10-569186}"] == "https://doi.org/10.1182/blood-2016-10-569186"
    assert library["{28360040}"] == "https://pubmed.ncbi.nlm.nih.gov/28360040/"


def test_symbols(opened: Editor) -> None:
    client = opened.client
    (top,) = opened.run(
        client.text_document_document_symbol_async(types.DocumentSymbolParams(document(opened.answer)))
    ) or ((),)
    assert isinstance(top, types.DocumentSymbol)
    assert top.name == "Answer 😀"
    assert [one.name for one in top.children or ()] == ["Treatment", "Old work"]
    entries = opened.run(
        client.text_document_document_symbol_async(types.DocumentSymbolParams(document(opened.library)))
    )
    assert entries is not None
    assert [one.name for one in entries] == ["green2017", "chapter2018", "xiao2016"]
    found = opened.run(client.workspace_symbol_async(types.WorkspaceSymbolParams("HEMATOLOGIST")))
    assert [one.name for one in found or ()] == ["@green2017"]
    found = opened.run(client.workspace_symbol_async(types.WorkspaceSymbolParams("treat")))
    assert [one.name for one in found or ()] == ["Treatment"]


def test_lenses_count_the_claims(opened: Editor) -> None:
    found = opened.run(
        opened.client.text_document_code_lens_async(types.CodeLensParams(document(opened.answer)))
    )
    titles = {one.range.start.line: one.command.title for one in found or () if one.command}
    assert re.search(r"^\d+ of \d+ claims names? a source · \d that must name one do(es)? not", titles[0])
    assert "· 1 cites a retracted paper" in titles[0]
    lines = ANSWER.split("\n")
    treatment = titles[lines.index("## Treatment")]
    assert "claims cited" in treatment
    assert "must name a source" in treatment


def actions(
    editor: Editor, needle: str, inside: int = 1, only: list[types.CodeActionKind | str] | None = None
) -> dict[str, types.CodeAction]:
    where = place(editor, needle, inside)
    context = types.CodeActionContext([], only=only)
    params = types.CodeActionParams(document(editor.answer), types.Range(where, where), context)
    found = editor.run(editor.client.text_document_code_action_async(params))
    return {one.title: one for one in found or () if isinstance(one, types.CodeAction)}


def after(editor: Editor, action: types.CodeAction) -> str:
    return applied(ANSWER, edits_of(action.edit, editor.answer), editor.client)


def test_a_truncated_doi_gets_its_braces(opened: Editor) -> None:
    found = actions(opened, "@doi:10.1016", 3)
    (fix,) = [one for one in found.values() if one.is_preferred]
    whole = "doi:10.1016/S0140-6736(20)30925-9"
    assert after(opened, fix) == ANSWER.replace(f"@{whole}", f"@{{{whole}}}")
    (diagnostic,) = fix.diagnostics or ()
    assert diagnostic.code == "citation-truncated"


def test_a_suppression_is_offered_without_a_reason(opened: Editor) -> None:
    found = actions(opened, "Give 1000 µg", 3)
    text = after(opened, found["Ignore claim-uncited here (then write the reason)"])
    line = "for 12 weeks."
    assert text == ANSWER.replace(line, f"{line} <!-- osler: ignore claim-uncited:  -->")


def test_pasted_identifiers_of_the_library_are_cited(opened: Editor) -> None:
    doi = "https://doi.org/10.1182/blood-2016-10-569186"
    for needle, given, cited in (
        ("PMID 28360040 and", "PMID 28360040 and", "[@green2017] and"),
        (doi, f"<{doi}>", "[@green2017]"),
    ):
        # One fix alone: the rule's own.
        (fix,) = [one for title, one in actions(opened, needle, 9).items() if title.startswith("Cite")]
        assert fix.title.startswith("Cite it as [@green2017]")
        assert after(opened, fix) == ANSWER.replace(given, cited)


def test_half_a_doi_is_not_offered_as_a_work(opened: Editor) -> None:
    assert not [title for title in actions(opened, "@doi:10.1016", 3) if title.startswith("Cite")]


def test_the_empty_kind_asks_for_every_kind(opened: Editor) -> None:
    found = actions(opened, "@doi:10.1016", 3, only=[""])
    assert {"Put the DOI in braces", "Apply all safe fixes of Osler"} <= set(found)


def test_a_pasted_identifier_of_which_nothing_is_known_is_not_made_up(opened: Editor) -> None:
    action = actions(opened, "PMID 10704411", 3)["Cite pmid:10704411"]
    assert action.edit is None
    assert action.command is None
    assert action.disabled is not None
    assert "osler add pmid:10704411" in action.disabled.reason


def test_identifiers_in_code_stay(opened: Editor) -> None:
    assert not [title for title in actions(opened, "`PMID 28360040`", 4) if title.startswith("Cite")]


def test_all_safe_fixes_at_once(opened: Editor) -> None:
    found = actions(opened, "Answer", only=["source.fixAll"])
    (action,) = found.values()
    text = after(opened, action)
    assert "@{doi:10.1016/S0140-6736(20)30925-9}" in text
    assert "PMID 10704411" in text


def test_unsaved_library_counts(opened: Editor) -> None:
    client, uri = opened.client, opened.answer.as_uri()

    async def edit() -> list[types.Diagnostic]:
        bib = client.open(opened.library)
        client.rewrite(bib, 2, GREEN.replace("green2017,", "unknown2020,", 1))
        client.rewrite(uri, 2, ANSWER + "\n")
        found = await client.diagnostics(uri, 2)
        client.text_document_did_close(types.DidCloseTextDocumentParams(document(opened.library)))
        return found

    undefined = [
        one.message
        for one in opened.run(edit())
        if one.code in ("citation-undefined", "reference-unverified")
    ]
    assert any("green2017" in one for one in undefined)
    assert not any('"unknown2020" is not' in one for one in undefined)


def test_files_that_change_on_the_disk_count(opened: Editor) -> None:
    client, uri = opened.client, opened.answer.as_uri()
    before = opened.library.read_bytes()

    def defined() -> bool:
        published = [one for one in client.published if one.uri == uri and one.version == 1]
        return bool(published) and not any("unknown2020" in one.message for one in published[-1].diagnostics)

    async def write() -> None:
        opened.library.write_bytes(before + b"\n@misc{unknown2020, title = {T}, year = {2020}}\n")
        event = types.FileEvent(opened.library.as_uri(), types.FileChangeType.Changed)
        client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        seen = client.refreshed
        await client.until(defined)
        await client.until(lambda: client.refreshed > seen)

    try:
        opened.run(write())
    finally:
        opened.library.write_bytes(before)
    assert [one.method for one in client.registered] == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
