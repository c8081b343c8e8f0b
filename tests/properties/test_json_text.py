"""Documents as JSON: the text is the standard library's, whatever stands in the document."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.json_text import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.lists(inside).map(tuple) | st.dictionaries(st.text(), inside),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4) | st.lists(VALUES, max_size=4))
def test_the_text_is_that_of_the_standard_library(document: dict[str, object] | list[object]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    assert json_text(document) == re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_keys_are_text() -> None:
    with pytest.raises(TypeError, match="keys of JSON are text, not int"):
        json_text({1: "one"})  # type: ignore[dict-item] - what is asked is that it is refused
