"""Numbers of people as words under which they are found, and by which they are not guessed."""

import pytest

from kernel.blindindex import blind_index
from kernel.spelling import check_character
from tests.integration.kernel_vault.test_vault import kms_calls

pytestmark = pytest.mark.usefixtures("account")


def test_one_number_has_one_index_and_the_secret_is_asked_for_once() -> None:
    with kms_calls() as calls:
        indexes = {
            blind_index("phone", spelled)
            for spelled in ("15412345678", "+86 154 1234 5678", "0086-154-1234-5678", "１５４１２３４５６７８")
        }

    assert len(indexes) == 1
    assert calls == ["GenerateMac"]


def test_the_index_of_an_old_id_number_is_that_of_the_new_one() -> None:
    new = "99000019800101001" + check_character("99000019800101001")

    assert blind_index("id", "990000800101001") == blind_index("id", new)


def test_a_number_has_another_index_as_a_phone_than_as_an_id_number() -> None:
    assert blind_index("id", "15412345678") != blind_index("phone", "15412345678")


def test_ten_thousand_numbers_have_ten_thousand_indexes() -> None:
    assert len({blind_index("phone", f"154{n:08d}") for n in range(10_000)}) == 10_000
