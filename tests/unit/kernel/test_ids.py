"""Identifiers, packed and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import ids


@given(st.binary(min_size=16, max_size=16))
def test_a_packed_identifier_comes_back_as_it_was(packed: bytes) -> None:
    assert ids.to_bytes(ids.from_bytes(packed)) == packed


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "0" * 25 + "U", "0" * 25 + "_", "٠" * 26])
def test_what_is_no_identifier_is_not_packed(text: str) -> None:
    with pytest.raises(ValueError, match="not an identifier"):
        ids.to_bytes(text)
