"""Boards of Party groups: exact, by size, with their definition; who may see what; in whatever order it is told."""

from typing import Any

import msgspec
import pytest

from functions.points import app, group_boards, on_members
from kernel.authority import Role
from kernel.clock import now
from kernel.directory import Organisation
from kernel.events import EnrolledMember, Envelope, MembersChanged, PartyGroupSet
from kernel.ids import derived_id
from tests.builders import Tree, account, answer, envelope, request
from tests.conftest import Context
from tests.integration.points.accounts import attended, enrolled, left, place, tell
from tests.trust.delivery import thrice_shuffled

PEOPLE = [derived_id("of group", number) for number in range(8)]


def found(tree: Tree, number: int) -> Organisation:
    return tree.found(tree.branch, f"431128-101-001-0{number}", group_boards.PARTY_GROUP, "GROUP")


def belong(tree: Tree, group: Organisation, *members: str) -> PartyGroupSet:
    return PartyGroupSet(group_id=group.id, branch_id=tree.branch.id, members=tuple(sorted(members)))


@pytest.fixture
def groups(account: None) -> tuple[Tree, Organisation, Organisation]:
    """Two groups of four and three; the eighth of the branch is in none. One activity each, two for the first."""
    tree = Tree()
    first, second = found(tree, 1), found(tree, 2)
    _people(tree)
    tell(enrolled(tree.branch, *PEOPLE), belong(tree, first, *PEOPLE[:4]), belong(tree, second, *PEOPLE[4:7]))
    tell(attended(tree.branch, *PEOPLE[:5]), attended(tree.branch, PEOPLE[0]))
    return tree, first, second


def _people(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("neighbour", (Role.SECRETARY, tree.sister))
    account("member", member_id=PEOPLE[3], branch=tree.branch)
    account("stranger", member_id=derived_id("stranger"), branch=tree.sister)


def get(path: str, subject: str | None = "secretary", **query: str) -> tuple[int, Any]:
    return answer(app.lambda_handler(request("GET", path, subject=subject, query=query), Context()))


def board(branch_id: str, subject: str = "secretary", **query: str) -> Any:
    status, told = get(f"/v1/points/branches/{branch_id}/groups", subject, **query)
    assert status == 200, told
    return told


def test_groups_are_ranked_by_points_per_member_with_the_definition_beside(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, second = groups

    told = board(tree.branch.id)

    assert told["groups"] == [
        {"groupId": first.id, "pointsPerMember": 6.25, "rank": 1, "eligible": 4, "leftOut": 0},
        {"groupId": second.id, "pointsPerMember": 1.67, "rank": 2, "eligible": 3, "leftOut": 0},
    ]
    assert told["ungrouped"] == 1
    assert "长期流动" in told["definition"]["zh"]
    assert "by the average before rounding" in told["definition"]["en"]


def test_a_groups_board_ranks_its_members_among_themselves(groups: tuple[Tree, Organisation, Organisation]) -> None:
    tree, first, _ = groups

    status, told = get(f"/v1/points/groups/{first.id}")

    lines = [(line["memberId"], line["points"], line["rank"]) for line in told["members"]]
    assert status == 200
    assert lines == [(PEOPLE[0], 10, 1), *((member, 5, 2) for member in sorted(PEOPLE[1:4]))]
    assert (told["groupId"], told["branchId"]) == (first.id, tree.branch.id)
    assert told["normalised"]["pointsPerMember"] == 6.25
    assert told["normalised"]["definition"] == board(tree.branch.id)["definition"]


def test_a_member_is_told_the_own_rank_in_the_own_group_by_one_request(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, second = groups
    account("last", member_id=PEOPLE[4], branch=tree.branch)
    account("alone", member_id=PEOPLE[7], branch=tree.branch)

    tell(left(tree.branch, PEOPLE[1]))

    places = {who: board(tree.branch.id, who)["own"] for who in ("member", "last", "alone", "secretary")}
    tell(left(tree.branch, PEOPLE[3]))

    assert places == {
        "member": {"groupId": first.id, "points": 5, "rank": 2, "members": 3},
        "last": {"groupId": second.id, "points": 5, "rank": 1, "members": 3},
        "alone": None,
        "secretary": None,
    }
    assert board(tree.branch.id, "member")["own"] is None
    lines = get(f"/v1/points/groups/{first.id}", "member")[1]["members"]
    assert {line["rank"] for line in lines} == {1, 2}


def test_who_is_away_for_long_or_left_the_branch_does_not_count(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, _ = groups
    away = (EnrolledMember(member_id=PEOPLE[0], category="FULL", floating=True),)

    tell(MembersChanged(**place(tree.branch), members=away), left(tree.branch, PEOPLE[1]))

    told, (_, of_first) = board(tree.branch.id), get(f"/v1/points/groups/{first.id}")
    line = next(line for line in told["groups"] if line["groupId"] == first.id)
    for counted in (line, of_first["normalised"]):
        assert (counted["pointsPerMember"], counted["eligible"], counted["leftOut"]) == (5.0, 2, 1)
    assert told["ungrouped"] == 1


def test_members_see_the_top_of_a_group_and_themselves_and_no_average_that_tells_of_one_person(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, second = groups
    tell(attended(tree.branch, *PEOPLE[:3]), belong(tree, second, *PEOPLE[4:6]))

    shown, lines = board(tree.branch.id, "member"), get(f"/v1/points/groups/{first.id}", "member")[1]["members"]

    assert [(line["groupId"], line["rank"], line["pointsPerMember"]) for line in shown["groups"]] == [
        (first.id, 1, 10.0),
        (second.id, None, None),
    ]
    assert [line["memberId"] for line in lines] == [PEOPLE[0], *sorted(PEOPLE[1:3]), PEOPLE[3]]
    of_one = get(f"/v1/points/groups/{second.id}", "member")[1]["normalised"]
    assert (of_one["pointsPerMember"], of_one["eligible"]) == (None, 2)
    assert get(f"/v1/points/groups/{second.id}")[1]["normalised"]["pointsPerMember"] == 2.5
    tell(belong(tree, first, *PEOPLE[:3], PEOPLE[7]))
    lines = get(f"/v1/points/groups/{first.id}", "member")[1]["members"]
    assert [line["memberId"] for line in lines] == [PEOPLE[0], *sorted(PEOPLE[1:3])]


def test_a_role_in_another_branch_shows_no_more_than_membership(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, _ = groups
    account("both", (Role.SECRETARY, tree.sister), member_id=PEOPLE[7], branch=tree.branch)
    tell(attended(tree.branch, *PEOPLE[:3]))

    lines = get(f"/v1/points/groups/{first.id}", "both")[1]["members"]

    assert [line["memberId"] for line in lines] == [PEOPLE[0], *sorted(PEOPLE[1:3])]


def test_other_branches_and_strangers_are_told_of_no_group(groups: tuple[Tree, Organisation, Organisation]) -> None:
    tree, first, _ = groups
    paths = (f"/v1/points/branches/{tree.branch.id}/groups", f"/v1/points/groups/{first.id}")

    assert [get(path, None)[0] for path in paths] == [401, 401]
    for path in paths:
        assert {get(path, who)[0] for who in ("neighbour", "stranger")} == {404}
        assert {get(path, who)[0] for who in ("admin", "secretary", "member")} == {200}


def test_what_is_no_group_has_no_groups_board(groups: tuple[Tree, Organisation, Organisation]) -> None:
    tree, _, _ = groups

    assert {get(f"/v1/points/groups/{tree.branch.id}", who)[0] for who in ("admin", "secretary")} == {404}
    assert get(f"/v1/points/groups/{derived_id('nowhere')}")[0] == 404
    assert get("/v1/points/groups/nowhere")[0] == 422
    assert get(f"/v1/points/branches/{tree.branch.id}/groups", season="soon")[0] == 422


def test_before_anybody_is_enrolled_and_where_nobody_is_in_a_group_the_boards_are_empty(
    groups: tuple[Tree, Organisation, Organisation],
) -> None:
    tree, first, _ = groups

    assert board(tree.branch.id, season="2001")["groups"][0]["eligible"] == 0
    assert board(tree.sister.id, "admin")["groups"] == []
    tell(belong(tree, first))
    assert len(board(tree.branch.id)["groups"]) == 1
    assert get(f"/v1/points/groups/{first.id}")[1]["members"] == []


def test_told_again_in_any_order_the_latest_word_counts(groups: tuple[Tree, Organisation, Organisation]) -> None:
    tree, first, second = groups
    words = [belong(tree, first, *PEOPLE[:2]), belong(tree, second, *PEOPLE[2:7]), belong(tree, first, PEOPLE[7])]
    told: list[Envelope] = [envelope(word) for word in words]

    thrice_shuffled(on_members.lambda_handler, *told, seed=5)

    assert {line["groupId"]: line["eligible"] for line in board(tree.branch.id)["groups"]} == {
        first.id: 1,
        second.id: 5,
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_words_of_one_millisecond_the_one_with_the_higher_number_counts(
    groups: tuple[Tree, Organisation, Organisation], order: tuple[int, int]
) -> None:
    tree, first, _ = groups
    words = [msgspec.structs.replace(envelope(belong(tree, first, *PEOPLE[:n])), at=now()) for n in (1, 2)]
    words[0] = msgspec.structs.replace(words[0], at=words[1].at)

    tell(*(words[number] for number in order))

    assert board(tree.branch.id)["groups"][0]["eligible"] == 2
