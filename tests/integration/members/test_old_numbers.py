"""A number of fifteen digits and its form of eighteen are one person."""

import pytest

from tests.builders import Tree
from tests.integration.members.people import OTHER_ROSTER, enrolled, on_record, outcomes, row

pytestmark = pytest.mark.usefixtures("account")
NUMBER = row(3).id_number
OLD = NUMBER[:6] + NUMBER[8:17]


def test_whoever_came_with_fifteen_digits_is_the_same_with_eighteen(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3, id_number=OLD)

    (again,) = outcomes(tree, row(3), roster_id=OTHER_ROSTER)

    assert again.outcome == "same"
    assert on_record(member_id).id_number_masked == f"{NUMBER[:3]}{'*' * 11}{NUMBER[-4:]}"


def test_both_forms_in_one_file_are_one_row_too_many(tree: Tree) -> None:
    found = outcomes(tree, row(3), row(4, id_number=OLD, sex="1"))

    assert [(o.outcome, o.code) for o in found] == [("create", None), ("error", "duplicate_in_file")]
