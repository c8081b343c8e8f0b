"""The configuration: what it accepts, and where it says that something is wrong."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.errors import ConfigurationError
from toolkit.model.finding import Severity
from toolkit.model.policy import Occasion, Policy, Profile
from toolkit.model.unit import Scope
from toolkit.readers.board import _MEMBER, read_board
from toolkit.readers.config import (
    _DISCLAIMER,
    _JOURNAL,
    _POLICY,
    _PUBLISHER,
    _READING_GRADE,
    _REVIEW,
    has_section,
    read_policy,
)

FULL = """
articles = "texts"
profile = "journal"
ignore = ["reference-unused"]
citation-scope = "paragraph"
record-max-age = 90
default-disclaimers = false

[severities]
claim-uncited = "warning"

[publisher]
name = "The Haematology Pages"
url = "https://example.org/"

[journal]
title = "Answers"
issn-electronic = "1234-5679"

[disclaimers.professional]
version = "2"
title = "For professionals"
text = "Use your judgement. {publisher} cannot."
required-for = ["professional"]
"""


def test_every_setting_of_the_policy_can_be_set() -> None:
    settable = {name.replace("-", "_") for name in _POLICY} | {"path", "disclaimers"}
    assert settable == {field.name for field in fields(Policy)}


def test_a_full_configuration() -> None:
    policy = read_policy("osler.toml", FULL.encode())
    assert policy.articles == "texts"
    assert policy.profile is Profile.JOURNAL
    assert policy.citation_scope is Scope.PARAGRAPH
    assert policy.severities == {"claim-uncited": Severity.WARNING}
    assert policy.publisher.name == "The Haematology Pages"
    assert [one.identifier for one in policy.disclaimers] == ["professional"]
    assert policy.disclaimers[0].required_for == {Occasion.PROFESSIONAL}


def test_a_grade_may_have_no_limit() -> None:
    grade = read_policy(
        "osler.toml", b'[reading-grade]\npatient = false\nfamiliar = ["insulin"]'
    ).reading_grade
    assert (grade.patient, grade.professional, grade.familiar) == (None, None, ("insulin",))
    assert read_policy("osler.toml", b"").reading_grade.patient == 8


def test_defaults_stand_where_nothing_is_said() -> None:
    assert read_policy("osler.toml", b"").articles == "articles"


def test_a_default_disclaimer_is_kept_but_for_what_is_replaced() -> None:
    text = '[disclaimers.professional]\nversion = "9"\ntext = "Ours."\n'
    ours = read_policy("osler.toml", text.encode()).disclaimer("professional")
    shipped = read_policy("osler.toml", b"").disclaimer("professional")
    assert ours is not None
    assert shipped is not None
    assert (ours.text, ours.title, ours.required_for) == ("Ours.", shipped.title, shipped.required_for)


def test_the_section_of_pyproject() -> None:
    data = b'[project]\nname = "x"\n\n[tool.osler]\narticles = "a"\n'
    assert has_section(data)
    assert read_policy("pyproject.toml", data, section=("tool", "osler")).articles == "a"
    assert not has_section(b"[tool.black]\nline-length = 1\n")


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ('artciles = "x"', 1, '"artciles" is not a setting', 'did you mean "articles"?'),
        ('\n\nprofile = "webb"', 3, '"profile" must be one of "web", "journal"', None),
        ('[publisher]\nnam = "x"', 2, '"nam" is not a setting in [publisher]', 'did you mean "name"?'),
        ('[publisher]\nname = "x"\nurl = "javascript:alert(1)"', 3, '"url" must be an https address', None),
        ("record-max-age = 0", 1, '"record-max-age" must be a whole number above zero', None),
        ("record-max-age = true", 1, '"record-max-age" must be a whole number above zero', None),
        ("[evidence-max-age]\nother = -1", 2, '"other" must be a whole number above zero', None),
        ("[evidence-max-age]\nreviews = 3", 2, '"reviews" is not a setting in [evidence-max-age]', None),
        ("[reading-grade]\npatient = true", 2, '"patient" must be a whole number above zero, or false', None),
        ("[reading-grade]\nprofessional = 0", 2, '"professional" must be a whole number above zero', None),
        ("[reading-grade]\nnurses = 9", 2, '"nurses" is not a setting in [reading-grade]', None),
        ("evidence-max-age = 5", 1, '"evidence-max-age" must be a table', None),
        ('articles = "../elsewhere"', 1, '"articles" must be a path inside the project', None),
        ('output = "/etc"', 1, '"output" must be a path inside the project', None),
        ('output = "C:/x"', 1, '"output" must be a path inside the project', None),
        ('ignore = "claim-uncited"', 1, '"ignore" must be a list of texts', 'write: ignore = ["…"]'),
        ('[severities]\nclaim-uncited = "fatal"', 2, '"claim-uncited" must be one of', None),
        ('[disclaimers.x]\ntext = "y"', 1, 'disclaimer "x" has a text but no version', 'add: version = "1"'),
        ('[disclaimers.x]\nversion = "1"\ntext = "y"', 1, 'disclaimer "x" lacks title', None),
        ('[disclaimers.patient]\nplacement = "top"', 2, '"placement" must be "start" or "end"', None),
        ('[disclaimers.patient]\nrequired-for = ["men"]', 2, '"required-for" must be one of', None),
        ("a = [", 1, "this is not TOML", None),
        ("a = 1\na = 2\n", 2, "this is not TOML", None),
        ('license = "a\\u0000b"', 1, '"license" holds a control character', None),
        ("publisher = 3", 1, '"publisher" must be a table', None),
        ("disclaimers = 3", 1, '"disclaimers" must be a table of tables', None),
    ],
)
def test_what_is_wrong_is_said_at_its_line(text: str, line: int, message: str, remedy: str | None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_policy("osler.toml", text.encode())
    assert caught.value.line == line
    assert message in caught.value.message
    assert remedy is None or caught.value.help == remedy


def test_bytes_that_are_not_utf8() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_policy("osler.toml", b'a = 1\nb = "\xff"\n')
    assert caught.value.line == 2


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_a_policy_or_a_configuration_error(data: bytes) -> None:
    try:
        assert isinstance(read_policy("osler.toml", data), Policy)
    except ConfigurationError as error:
        assert error.path == "osler.toml"  # noqa: PT017 - either outcome is right


def test_deeply_nested_values_are_refused() -> None:
    with pytest.raises(ConfigurationError):
        read_policy("osler.toml", b"a = " + b"[" * 5000)


def test_board() -> None:
    board = read_board("board.toml", b'[osler]\nname = "William Osler"\ncredentials = "MD"\n')
    member = board.find("osler")
    assert member is not None
    assert member.name == "William Osler"
    with pytest.raises(ConfigurationError) as caught:
        read_board("board.toml", b'\n[osler]\ncredentials = "MD"\n')
    assert caught.value.line == 2


SETTINGS = {
    "policy": _POLICY,
    "publisher": _PUBLISHER,
    "journal": _JOURNAL,
    "member": _MEMBER,
    "disclaimer": _DISCLAIMER,
    "reading-grade": _READING_GRADE,
    "review": _REVIEW,
}


@pytest.mark.parametrize("table", SETTINGS)
def test_every_setting_is_documented_and_heeded(table: str) -> None:
    """A setting that is read and then ignored would be a promise that nobody keeps."""
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    own = {ROOT / "toolkit" / "model" / "policy.py", ROOT / "toolkit" / "readers" / "config.py"}
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "toolkit").rglob("*.py") if path not in own)
    for name in SETTINGS[table]:
        assert re.search(rf"(?<![\w-]){name}(?![\w-])", page), f"{name} is not in docs/configuration.md"
        assert re.search(rf"\.{name.replace('-', '_')}\b", code), f"{name} has no effect"
