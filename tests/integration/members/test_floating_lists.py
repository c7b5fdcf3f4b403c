"""Who is away, as the home branch, the host branch and the committees see it."""

import pytest

from kernel.table import encode_cursor
from tests.builders import Tree
from tests.integration.members.absent import Branch, day_of, days_ago, listed, registered, told
from tests.integration.members.people import enrolled, row
from tests.integration.members.watching import calls_to

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


class TestLists:
    def test_of_the_home_branch_are_of_those_on_its_roll(self, branch: Branch) -> None:
        branch.register()

        status, page = listed(branchId=branch.tree.branch.id)

        assert status == 200
        assert [told((0, item))[1] for item in page["items"]] == [registered(branch)]
        assert page["next"] is None

    def test_of_a_host_show_who_is_registered_with_it(self, branch: Branch) -> None:
        branch.register()

        assert [i["name"] for i in listed("host", hostBranchId=branch.host.id)[1]["items"]] == [row(3).name]
        assert listed("host", branchId=branch.tree.branch.id)[0] == 404

    def test_of_a_committee_begin_with_the_one_to_be_heard_of_first(self, branch: Branch) -> None:
        (far,) = enrolled(branch.tree, 8, branch=branch.tree.far_branch)
        (friend,) = enrolled(branch.tree, 9, branch=branch.tree.far_branch)
        branch.register()
        branch.register("county", far, since=days_ago(80), contactPersonId=friend)

        in_county = listed("county", organisationId=branch.tree.county.id)[1]["items"]
        in_township = listed("township", organisationId=branch.tree.township.id)[1]["items"]

        assert [item["memberId"] for item in in_county] == [far, branch.away]
        assert [item["memberId"] for item in in_township] == [branch.away]
        assert day_of(in_county[0]["contactDueOn"]) < day_of(in_county[1]["contactDueOn"])

    @pytest.mark.parametrize("key", ["branchId", "organisationId", "hostBranchId"])
    def test_are_read_page_by_page(self, branch: Branch, key: str) -> None:
        where = {"branchId": branch.tree.branch, "organisationId": branch.tree.county, "hostBranchId": branch.host}
        branch.register()
        branch.register(member_id=branch.third)
        seen = []
        cursor: dict[str, str] = {}

        for _ in range(2):
            _, page = listed("host" if key == "hostBranchId" else "county", limit="1", **{key: where[key].id}, **cursor)
            seen += [item["memberId"] for item in page["items"]]
            cursor = {"cursor": page["next"]}

        assert sorted(seen) == sorted([branch.away, branch.third])
        assert page["next"] is None

    def test_are_of_one_place_at_a_time(self, branch: Branch) -> None:
        here = branch.tree.branch.id

        assert listed()[0] == 400
        assert listed(branchId=here, organisationId=here)[0] == 400
        assert listed(hostBranchId=here, organisationId=here)[0] == 400

    def test_take_no_cursor_of_another_making(self, branch: Branch) -> None:
        for wrong in ("NOW", 7):
            cursor = str(encode_cursor({"after": wrong}))
            assert listed("county", organisationId=branch.tree.county.id, cursor=cursor)[0] == 400

    def test_cost_three_reads(self, branch: Branch) -> None:
        branch.register()
        listed("county", organisationId=branch.tree.county.id)

        with calls_to("dynamodb") as of_county:
            listed("county", organisationId=branch.tree.county.id)
        with calls_to("dynamodb") as of_branch:
            listed("county", branchId=branch.tree.branch.id)

        assert len(of_county) == len(of_branch) == 3
