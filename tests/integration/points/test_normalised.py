"""What is compared between branches of different size says how it comes about."""

from typing import Any

import pytest

from functions.points import app
from kernel.authority import Role
from kernel.events import EnrolledMember, MembersChanged
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.integration.points.accounts import MEMBER, OTHER, attended, enrolled, place, tell

pytestmark = pytest.mark.usefixtures("account")


def shown(branch_id: str) -> Any:
    event = request("GET", f"/v1/points/branches/{branch_id}", subject="admin")
    return answer(app.lambda_handler(event, Context()))[1]["normalised"]


def test_points_are_divided_by_those_who_count_and_the_definition_stands_beside_it(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER))
    before = shown(tree.branch.id)

    away = (EnrolledMember(member_id=OTHER, category="FULL", floating=True),)
    tell(MembersChanged(**place(tree.branch), members=away))

    after, empty = shown(tree.branch.id), shown(tree.sister.id)
    assert (before["pointsPerMember"], before["eligible"], before["leftOut"]) == (7.5, 2, 0)
    assert (after["pointsPerMember"], after["eligible"], after["leftOut"]) == (10.0, 1, 1)
    assert (empty["pointsPerMember"], empty["eligible"]) == (None, 0)
    assert "长期流动" in after["definition"]["zh"]
