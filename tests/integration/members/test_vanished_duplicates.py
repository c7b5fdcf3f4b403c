"""A case of likely duplicates goes with the first of its two who is erased, or taken back with their roster."""

import json
from copy import replace
from typing import Any

import pytest

from functions.members import app_erasing, app_rights, on_dossiers
from functions.members.duplicates_tables import Case
from functions.members.tables import Member
from kernel.authority import Role
from kernel.events import LeftMember, MemberErased, MembersLeft
from tests.builders import Tree, account, answer, batch, request
from tests.conftest import Context
from tests.integration.members.people import deliver, enrolled, message, row
from tests.integration.members.test_duplicates import NAME, PHONE, case_of, cases, look, queue, told, twice
from tests.integration.members.test_erasing import under
from tests.integration.members.watching import before_first_transaction

pytestmark = pytest.mark.usefixtures("account")
ALIKE: dict[str, Any] = {"name": NAME, "mobile": PHONE}


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    account("second", (Role.COUNTY_ADMIN, tree.county))
    return tree


@pytest.fixture
def pair(county: Tree) -> list[str]:
    return twice(county, ALIKE, ALIKE)


def tell(*events: Any) -> None:
    assert on_dossiers.lambda_handler(batch(*events), Context()) == {"batchItemFailures": []}


def erased(tree: Tree, member_id: str) -> None:
    for who, what, body in (("county", "", {"ground": "LAW"}), ("second", "/confirmation", None)):
        path = f"/v1/members/{member_id}/erasure{what}"
        assert answer(app_erasing.lambda_handler(request("POST", path, subject=who, body=body), None))[0] == 201
    tell(MemberErased(member_id=member_id, branch_id=tree.branch.id, county_id=tree.county.id))


def undone(tree: Tree, member_id: str, chunk: int) -> None:
    (told_,) = deliver(message(tree, [], "undo", chunk=chunk))
    assert [one.outcome for one in told_.outcomes] == ["undone"]
    gone = (LeftMember(member_id=member_id, reason="ROSTER_UNDONE"),)
    tell(MembersLeft(branch_id=tree.branch.id, county_id=tree.county.id, path=tree.branch.path, members=gone))


def listed(county: Tree) -> list[Case]:
    """What the county's index holds, shown or not."""
    return list(Case.county_due.query(f"{Case.NOUN}#{county.county.id}"))


def test_who_is_erased_leaves_no_case_behind(county: Tree, pair: list[str]) -> None:
    assert queue(county.county) == [case_of(pair)]

    erased(county, pair[0])

    assert (cases(), listed(county), under(pair[0])) == ([], [], ["ERASED"])


def test_who_is_taken_back_with_a_roster_leaves_no_case_and_may_be_found_again(county: Tree, pair: list[str]) -> None:
    undone(county, pair[0], chunk=3)
    assert (cases(), listed(county)) == ([], [])
    (back,) = deliver(replace(message(county, [row(3, **ALIKE)], chunk=3), generation=1))
    assert [one.outcome for one in back.outcomes] == ["create"]

    (again,) = [member.id for member in Member.home.query(county.branch.id)]
    look(told(county.branch, again))

    assert queue(county.county) == [case_of([again, pair[1]])]


def test_who_is_erased_while_the_case_is_opened_is_in_none(county: Tree) -> None:
    first, second = enrolled(county, 3, **ALIKE), enrolled(county, 5, branch=county.sister, **ALIKE)
    (gone,) = second

    with before_first_transaction(Member.demand(Member.partition(gone), "NOW").delete):
        look(told(county.branch, *first))

    assert (cases(), under(gone)) == ([], [])


def test_a_copy_of_ones_data_does_not_tell_of_the_other_one(county: Tree, pair: list[str]) -> None:
    account("self", member_id=pair[0], branch=county.branch)

    status, copy = answer(app_rights.lambda_handler(request("POST", "/v1/me/export", subject="self"), None))

    assert status == 200
    assert pair[1] not in json.dumps(copy)
