"""An erasure that waits for a second person follows the member to another county."""

from unittest import mock

import pytest

from functions.members import on_dossiers
from kernel import directory
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersMoved
from tests.builders import Tree, account, envelope, recorded
from tests.integration.members.absent import Branch
from tests.integration.members.people import on_record
from tests.integration.members.test_erasing import erase, requested
from tests.trust.delivery import thrice_shuffled

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


def move(branch: Branch, county: Organisation) -> Organisation:
    """Who is to be erased comes to a branch of this county; what tells of it is handed over three times."""
    tree, home = branch.tree, branch.tree.found(county, f"{county.code}-900", "BRANCH", "BRANCH")
    member = on_record(branch.away)
    member.settle(home.id, home.county_id)
    member.save()
    old = {"from_branch_id": tree.branch.id, "from_county_id": tree.county.id}
    who = (EnrolledMember(member_id=branch.away, category="FULL"),)
    moved = MembersMoved(**old, branch_id=home.id, county_id=home.county_id, path=home.path, members=who)
    thrice_shuffled(on_dossiers.lambda_handler, envelope(moved))
    return home


@pytest.mark.parametrize("elsewhere", [True, False])
def test_an_erasure_that_waits_is_asked_of_the_county_to_which_the_member_moved(
    branch: Branch, elsewhere: bool
) -> None:
    requested(branch)
    county = branch.tree.found(None, "431129", "COMMITTEE", "COUNTY") if elsewhere else branch.tree.county

    home = move(branch, county)

    told = [entry["data"] for entry in recorded(home.id) if entry["event"] == "ErasureRequested"]
    where = {"branchId": home.id, "countyId": county.id, "path": home.path}
    assert told == ([{"memberId": branch.away, "ground": "LAW"} | where] if elsewhere else [])


def test_one_that_is_taken_back_meanwhile_is_asked_of_nobody(branch: Branch) -> None:
    requested(branch)
    county = branch.tree.found(None, "431129", "COMMITTEE", "COUNTY")
    account("there", (Role.COUNTY_ADMIN, county))
    look, once = directory.organisation, iter(["there"])

    def meanwhile(organisation_id: str) -> Organisation:
        for by in once:
            assert erase("DELETE", by, member_id=branch.away)[0] == 200
        return look(organisation_id)

    with mock.patch("kernel.directory.organisation", meanwhile):
        home = move(branch, county)

    assert [e["event"] for e in recorded(home.id) if e["event"].startswith("Erasure")] == ["ErasureWithdrawn"]
