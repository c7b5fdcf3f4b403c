"""What a row does, given what is on record; the same in the preview and in the apply."""

import pytest

from kernel.blindindex import blind_index
from kernel.directory import Organisation
from kernel.rows import OPTIONAL_COLUMNS, RowOutcome
from kernel.vault import MemberKeys
from tests.builders import Tree, recorded
from tests.integration.members.people import (
    OTHER_ROSTER,
    deliver,
    enrolled,
    message,
    on_record,
    outcomes,
    row,
)
from tests.integration.members.watching import everything, opened

pytestmark = pytest.mark.usefixtures("account")


def test_the_same_rows_again_change_nothing(tree: Tree) -> None:
    enrolled(tree, 2, 3)
    before = everything()

    found = outcomes(tree, row(2), row(3), roster_id=OTHER_ROSTER)

    assert found == (RowOutcome(row=2, outcome="same"), RowOutcome(row=3, outcome="same"))
    assert everything() == before


def test_facts_that_differ_are_named_and_written_plain_and_sealed_alike(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    changed = row(2, name="李四", mobile="15499999999", branch_post="SECRETARY")

    found = outcomes(tree, changed, roster_id=OTHER_ROSTER)

    assert found == (RowOutcome(row=2, outcome="update", changes=("name", "mobile", "branch_post")),)
    member = on_record(member_id)
    assert (member.name, member.mobile_masked, int(member.version)) == ("李四", "154****9999", 2)
    assert member.mobile_index == blind_index("phone", "15499999999")
    assert opened(member_id)["branch_post"] == "SECRETARY"
    assert recorded(tree.branch.id)[-1]["data"] == {
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
        "path": tree.branch.path,
        "members": [{"memberId": member_id, "category": "FULL", "floating": False}],
    }


def test_one_chunk_creates_corrects_and_leaves_alone(tree: Tree) -> None:
    first, second = enrolled(tree, 2, 3)

    found = outcomes(tree, row(2), row(3, education="11"), row(4), roster_id=OTHER_ROSTER)

    assert [o.outcome for o in found] == ["same", "update", "create"]
    assert [e["event"] for e in recorded(tree.branch.id)] == ["MembersEnrolled", "MembersEnrolled", "MembersChanged"]
    assert (int(on_record(first).version), int(on_record(second).version)) == (1, 2)


def test_a_blank_phone_takes_no_phone_away(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)

    found = outcomes(tree, row(2, mobile=None, address=None), roster_id=OTHER_ROSTER)

    assert found == (RowOutcome(row=2, outcome="same"),)
    assert opened(member_id)["mobile"] == "15400000002"


def test_a_member_of_another_branch_is_a_conflict_since_a_roster_is_no_transfer(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)

    found = outcomes(tree, row(2, tree.sister), roster_id=OTHER_ROSTER)

    assert found == (RowOutcome(row=2, outcome="conflict", code="enrolled_elsewhere", column="branch_code"),)
    assert on_record(member_id).branch_id == tree.branch.id
    assert recorded(tree.sister.id) == []


def test_a_file_without_a_column_takes_nothing_away(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2, floating=True, outflow_to="深圳市", branch_post="SECRETARY")
    bare = row(2, converted_on=None, absent=OPTIONAL_COLUMNS)

    assert outcomes(tree, bare, roster_id=OTHER_ROSTER) == (RowOutcome(row=2, outcome="same"),)
    assert opened(member_id)["outflow_to"] == "深圳市"


def test_an_erased_member_is_a_conflict_and_holds_up_no_other_row(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    MemberKeys.demand(MemberKeys.partition(member_id)).delete()

    found = outcomes(tree, row(2), row(3), roster_id=OTHER_ROSTER)

    assert found == (
        RowOutcome(row=2, outcome="conflict", code="erased", column="id_number"),
        RowOutcome(row=3, outcome="create"),
    )


def error(code: str, column: str, number: int = 2) -> tuple[RowOutcome, ...]:
    return (RowOutcome(row=number, outcome="error", code=code, column=column),)


def test_an_unknown_branch_is_an_error(tree: Tree) -> None:
    assert outcomes(tree, row(branch_code="431128-999-001")) == error("branch_unknown", "branch_code")


def test_a_branch_outside_of_the_uploaders_subtree_is_an_error(tree: Tree) -> None:
    found = outcomes(tree, row(2, tree.far_branch), by=tree.township)

    assert found == error("branch_outside", "branch_code")


def test_an_organisation_that_holds_no_members_is_an_error(tree: Tree) -> None:
    found = outcomes(tree, row(2, tree.township))

    assert found == error("branch_holds_no_members", "branch_code")


@pytest.mark.parametrize(
    ("code", "expected"),
    [("431128-900-009", "floating_branch_unknown"), ("431128-101-002", "not_a_floating_branch")],
)
def test_a_floating_branch_must_be_one(tree: Tree, code: str, expected: str) -> None:
    found = outcomes(tree, row(floating=True, floating_branch_code=code))

    assert found == error(expected, "floating_branch_code")


def test_a_floating_member_keeps_the_floating_branch_and_the_home(tree: Tree) -> None:
    floating: Organisation = tree.found(tree.county, "431128-900-001", "FLOATING_BRANCH", "BRANCH")

    (member_id,) = enrolled(tree, 2, floating=True, outflow_to="深圳市", floating_branch_code=floating.code)

    member = on_record(member_id)
    assert (member.branch_id, member.floating_branch_id, member.floating) == (tree.branch.id, floating.id, True)
    assert recorded(tree.branch.id)[0]["data"]["members"][0]["floating"] is True


def test_the_rules_are_checked_again_here(tree: Tree) -> None:
    assert outcomes(tree, row(ethnicity="99")) == error("unknown_ethnicity", "ethnicity")


def test_of_two_rows_with_one_number_the_second_is_an_error(tree: Tree) -> None:
    found = outcomes(tree, row(2), row(3, id_number=row(2).id_number, sex="2"))

    assert found == (RowOutcome(row=2, outcome="create"), *error("duplicate_in_file", "id_number", 3))


def test_a_bad_row_does_not_hold_up_the_good_ones(tree: Tree) -> None:
    found = outcomes(tree, row(2, sex="1"), row(3))

    assert [o.outcome for o in found] == ["error", "create"]


def test_a_preview_says_what_the_apply_does_and_writes_nothing(tree: Tree) -> None:
    enrolled(tree, 2, 3)
    rows = [row(2), row(3, name="李四"), row(4), row(5, sex="2")]
    before = everything()

    (preview,) = deliver(message(tree, rows, "preview", roster_id=OTHER_ROSTER))
    assert everything() == before
    (applied,) = deliver(message(tree, rows, "apply", roster_id=OTHER_ROSTER))

    assert [o.outcome for o in preview.outcomes] == ["same", "update", "create", "error"]
    assert applied.outcomes == preview.outcomes
    assert (preview.phase, applied.phase) == ("preview", "apply")
