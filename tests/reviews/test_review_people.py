"""Who is whom: one person under two names does not approve twice, nor their own article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reviews.sealed import BOARD, OKAFOR, STONE
from toolkit.model.metadata import Contributor
from toolkit.model.review import Board, Member
from toolkit.model.span import Span
from toolkit.reviews.people import are_same, authorship, folded

OTHER_ID = "0000-0002-1694-233X"
HERE = Span(0, 1)


@pytest.mark.parametrize(
    "name", ["Ada Stone", "ada  STONE", "Ada-Stone", "A.d.a. Stone", "Ádä Stone", "Ada_Stone"]
)
def test_names_are_compared_without_their_spelling(name: str) -> None:
    assert folded(name) == "adastone"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (STONE, replace(STONE, name="Anybody", orcid=OTHER_ID), True),
        (STONE, Member("x", "Anybody", orcid=STONE.orcid), True),
        (STONE, Member("x", "Ada Stone", orcid=OTHER_ID), False),
        (STONE, Member("x", "Ada Stone"), True),
        (Member("x", "Ada Stone"), STONE, True),
        (STONE, OKAFOR, False),
        (Member("x", "A"), Member("y", "B"), False),
    ],
)
def test_two_on_the_board(one: Member, other: Member, same: bool) -> None:
    assert are_same(one, other) is same


@pytest.mark.parametrize(
    ("author", "known_by"),
    [
        (Contributor(HERE, identifier="stone"), "identifier"),
        (Contributor(HERE, "Anybody", orcid=STONE.orcid), "ORCID"),
        (Contributor(HERE, "Ada Stone", orcid=OTHER_ID), None),
        (Contributor(HERE, "Ada Stone"), "name"),
        (Contributor(HERE, "Ada"), None),
        (Contributor(HERE, "Anybody", email="okafor@example.org"), None),
        (Contributor(HERE), None),
        (Contributor(HERE, identifier="nobody"), None),
        (Contributor(HERE, identifier="okafor"), None),
    ],
)
def test_a_member_is_an_author(author: Contributor, known_by: str | None) -> None:
    assert authorship(STONE, (author,), BOARD) == known_by
    assert authorship(STONE, (Contributor(HERE, "Joe Doe", orcid=OTHER_ID), author), BOARD) == known_by


def test_an_author_is_who_the_board_says() -> None:
    orcid, name = replace(STONE, identifier="a"), Member("b", "ADA STONE")
    board = Board((STONE, orcid, name, replace(OKAFOR, identifier="c", name="N. O.")))
    assert authorship(STONE, (Contributor(HERE, identifier="a"),), board) == "ORCID"
    assert authorship(STONE, (Contributor(HERE, identifier="b"),), board) == "name"
    assert authorship(OKAFOR, (Contributor(HERE, identifier="c"),), board) == "e-mail"
    assert authorship(STONE, (Contributor(HERE, "Anybody", identifier="b"),), board) is None


def test_addresses_are_compared_without_case_and_only_if_there_are_any() -> None:
    author = Contributor(HERE, "N.", email="Okafor@Example.org")
    assert authorship(OKAFOR, (author,), BOARD) == "e-mail"
    assert authorship(replace(OKAFOR, email="OKAFOR@example.org"), (author,), BOARD) == "e-mail"
    assert authorship(replace(OKAFOR, email=None), (author,), BOARD) is None
    assert authorship(replace(OKAFOR, email=None), (replace(author, email="xxxx"),), BOARD) is None
