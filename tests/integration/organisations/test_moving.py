"""A subtree moves: authority sees it at once, lists neither leak nor lose, the job rewrites what is below."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from functions.organisations import carrying
from kernel import authority, directory
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.directory import Organisation
from kernel.ids import new_id
from kernel.moves import COPIES, Moves
from tests.builders import Tree, account, recorded
from tests.integration.organisations import desk
from tests.integration.organisations.desk import REASON, TODAY, ago, ask, listed, move

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    desk.admin_of(made)
    return made


def below(tree: Tree) -> str:
    """The path of the moved township."""
    return f"{tree.other_township.path}{tree.township.id}/"


def move_the_township(tree: Tree) -> None:
    status, told = move(tree.township.id, tree.other_township.id)
    assert status == 201, told


def stored(organisation: Organisation) -> Organisation:
    return Organisation.demand(organisation.pk, "NOW")


def later(seconds: int) -> Any:
    return mock.patch("functions.organisations.carrying.now", return_value=now() + timedelta(seconds=seconds))


def test_a_move_is_answered_with_the_new_place_and_is_on_the_record(tree: Tree) -> None:
    status, told = move(tree.branch.id, tree.other_township.id, effectiveOn=ago(3))

    path = f"{tree.other_township.path}{tree.branch.id}/"
    wanted = {"path": path, "parentId": tree.other_township.id, "since": ago(3), "version": 2}
    assert (status, {name: told[name] for name in wanted}) == (201, wanted)
    assert ask("GET", tree.branch.id) == (200, told)
    (entry,) = recorded(tree.branch.id)
    assert (entry["event"], entry["action"], entry["actor"]) == ("OrganisationMoved", "organisations.move", "admin")
    assert entry["data"] == {
        "organisationId": tree.branch.id,
        "countyId": tree.county.id,
        "oldPath": tree.branch.path,
        "newPath": path,
        "effectiveOn": ago(3),
    }


def test_from_the_commit_on_everything_below_is_read_at_its_new_place(tree: Tree) -> None:
    near = account("near", (Role.AUDITOR, tree.township))
    far = account("far", (Role.AUDITOR, tree.other_township))
    assert ask("GET", tree.branch.id, far)[0] == 404

    move_the_township(tree)

    assert stored(tree.branch).path == tree.branch.path
    assert directory.organisation(tree.branch.id).path == f"{below(tree)}{tree.branch.id}/"
    assert [ask("GET", tree.branch.id, by)[0] for by in (near, far)] == [200, 200]
    assert ask("GET", tree.branch.id, far)[1]["since"] == TODAY.isoformat()


def test_a_member_of_a_moved_branch_sees_what_is_above_it_now(tree: Tree) -> None:
    member = account("member", member_id=new_id(), branch=tree.branch)

    move_the_township(tree)

    authority.PRINCIPALS.cached.clear()
    assert ask("GET", tree.other_township.id, member)[0] == 200


def test_lists_show_everything_once_before_while_and_after_the_paths_are_rewritten(tree: Tree) -> None:
    event = desk.moved(tree.township, tree.township.path, below(tree))
    move_the_township(tree)
    wanted = sorted(
        [tree.other_township.path, below(tree), tree.far_branch.path]
        + [f"{below(tree)}{branch.id}/" for branch in (tree.branch, tree.sister)]
    )

    with mock.patch.object(carrying, "IN_CHUNK", 1), mock.patch.object(carrying, "CHUNKS_A_CALL", 1):
        shown = []
        for body in (event, *desk.notes(), None):
            shown.append([listed(tree.county.id, deep="true", limit=limit) for limit in ("100", "1", "2")])
            inner = [listed(tree.other_township.id, deep="true", limit=limit) for limit in ("100", "1")]
            assert inner == [[p for p in wanted if p != tree.other_township.path]] * 2
            assert listed(tree.other_township.id) == sorted([below(tree), tree.far_branch.path])
            assert listed(tree.township.id) == [p for p in wanted if p.count("/") == 5]
            if body:
                desk.work(body)

    assert shown == [[wanted] * 3] * len(shown)


def test_the_job_rewrites_chunk_by_chunk_and_then_takes_the_move_off_the_list(tree: Tree) -> None:
    for number in range(5):
        tree.found(tree.township, f"431128-101-1{number}", "BRANCH", "BRANCH")
    event = desk.moved(tree.township, tree.township.path, below(tree))
    move_the_township(tree)

    with mock.patch.object(carrying, "IN_CHUNK", 2), mock.patch.object(carrying, "CHUNKS_A_CALL", 2):
        desk.work(event)
        (second,) = desk.notes()
        desk.work(second)
        (third,) = desk.notes()
    assert second["after"] is not None
    assert ("after" in third, "quietSince" in third) == (False, True)
    assert stored(tree.branch).path == f"{below(tree)}{tree.branch.id}/"
    assert len(directory.look([]).moving.open()) == 1

    desk.work(third)
    (fourth,) = desk.notes()
    assert fourth == third, "before the grace is over it waits on"
    with later(61):
        desk.work(fourth)

    assert (directory.look([]).moving.open(), desk.notes()) == ((), [])
    assert {Moves.demand(*Moves.key_of(n)).moves for n in range(COPIES)} == {"[]"}
    assert directory.organisation(tree.branch.id).path == f"{below(tree)}{tree.branch.id}/"
    desk.work(event)
    assert desk.notes() == []


def test_what_comes_to_the_old_place_late_is_carried_along(tree: Tree) -> None:
    """Somebody had read the old place before the move, and founds there after a whole pass."""
    event = desk.moved(tree.township, tree.township.path, below(tree))
    move_the_township(tree)
    desk.work(event)
    (note,) = desk.notes()

    late = tree.found(tree.township, "431128-101-077", "BRANCH", "BRANCH")
    with later(61):
        desk.work(note)

    assert stored(late).path == f"{below(tree)}{late.id}/"
    (again,) = desk.notes()
    assert len(directory.look([]).moving.open()) == 1
    with later(200):
        desk.work(again)
    assert directory.look([]).moving.open() == ()


def test_a_change_while_the_subtree_is_carried_keeps_both_states(tree: Tree) -> None:
    event = desk.moved(tree.township, tree.township.path, below(tree))
    move(tree.township.id, tree.other_township.id, effectiveOn=ago(10))

    status, told = ask("PATCH", tree.branch.id, "admin", {"name": "另名", "effectiveOn": ago(2)})
    desk.work(event)

    assert (status, told["path"], told["since"]) == (200, f"{below(tree)}{tree.branch.id}/", ago(2))
    states = ask("GET", f"{tree.branch.id}/history")[1]["items"]
    assert [(s["action"], s["effectiveOn"], s["until"]) for s in states] == [
        ("changed", ago(2), None),
        ("carried", ago(10), ago(2)),
        (None, None, ago(10)),
    ]
    on_day = [ask("GET", tree.branch.id, asOf=ago(days))[1] for days in (20, 5, 1)]
    assert [(o["path"], o["name"]) for o in on_day] == [
        (tree.branch.path, tree.branch.name),
        (told["path"], tree.branch.name),
        (told["path"], "另名"),
    ]


def test_the_tree_of_a_day_does_not_depend_on_how_far_the_job_has_come(tree: Tree) -> None:
    event = desk.moved(tree.township, tree.township.path, below(tree))
    before = listed(tree.county.id, deep="true")
    move(tree.township.id, tree.other_township.id, effectiveOn=ago(10))

    for body in (event, *desk.notes(), None):
        days = {days: listed(tree.county.id, deep="true", asOf=ago(days), limit="2") for days in (11, 10, 0)}
        assert days[11] == before
        assert days[10] == days[0] == listed(tree.county.id, deep="true")
        assert listed(tree.township.id, asOf=ago(11)) == sorted([tree.branch.path, tree.sister.path])
        if body:
            desk.work(body)


def test_what_was_closed_before_it_was_carried_is_in_no_list_of_a_later_day(tree: Tree) -> None:
    desk.dissolve(tree.branch.id, effectiveOn=ago(10))
    event = desk.moved(tree.township, tree.township.path, below(tree))
    move(tree.township.id, tree.other_township.id, effectiveOn=ago(5))

    desk.work(event)

    assert tree.branch.path in listed(tree.county.id, deep="true", asOf=ago(11))
    assert not [p for d in (10, 7, 5) for p in listed(tree.county.id, deep="true", asOf=ago(d)) if tree.branch.id in p]


def test_who_may_move(tree: Tree) -> None:
    mine = account("mine", (Role.COUNTY_ADMIN, tree.township))
    both = account("both", (Role.COUNTY_ADMIN, tree.township), (Role.COUNTY_ADMIN, tree.other_township))
    secretary = account("secretary", (Role.SECRETARY, tree.county))

    told = {by: move(tree.branch.id, tree.other_township.id, by)[0] for by in (mine, both, secretary, "nobody")}

    assert told == {"mine": 404, "both": 404, "secretary": 403, "nobody": 404}
    assert move(tree.branch.id, new_id())[0] == 404
    assert move(new_id(), tree.township.id)[0] == 404
    assert stored(tree.branch).path == tree.branch.path


@pytest.mark.parametrize(
    ("what", "under", "fields"),
    [
        ("township", "branch", [("newParentId", "below_itself")]),
        ("township", "township", [("newParentId", "below_itself")]),
        ("branch", "township", [("newParentId", "stands_there")]),
        ("township", "far_branch", [("level", "level_not_below_parent")]),
        ("county", "township", [("newParentId", "below_itself")]),
    ],
)
def test_a_place_where_it_cannot_stand_is_refused(
    tree: Tree, what: str, under: str, fields: list[tuple[str, str]]
) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))

    status, told = move(getattr(tree, what).id, getattr(tree, under).id)

    if what == "county":
        assert status == 404, "nobody is above a root"
        return
    assert (status, [(f["field"], f["code"]) for f in told["fields"]]) == (422, fields)


def test_a_subtree_is_not_moved_deeper_than_the_tree_may_be(tree: Tree) -> None:
    place = tree.other_township
    for number in range(5):
        place = tree.found(place, f"deep-{number}", "GENERAL_BRANCH", "TOWNSHIP")

    status, told = move(tree.township.id, place.id)

    assert (status, told["fields"]) == (422, [{"field": "newParentId", "code": "too_deep"}])


def test_a_day_to_come_and_a_day_before_a_recorded_change_are_refused_with_advice(tree: Tree) -> None:
    ask("PATCH", tree.branch.id, "admin", {"name": "另名", "effectiveOn": ago(5)})

    status, told = move(tree.township.id, tree.other_township.id, effectiveOn=ago(-1))
    early, refused = move(tree.township.id, tree.other_township.id, effectiveOn=ago(6))

    assert (status, told["code"], told["latest"]) == (422, "effective_in_future", TODAY.isoformat())
    assert (early, refused["code"], refused["earliest"]) == (422, "effective_too_early", ago(5))
    assert move(tree.township.id, tree.other_township.id, effectiveOn=ago(5))[0] == 201


def test_of_two_overlapping_moves_the_second_waits(tree: Tree) -> None:
    event = desk.moved(tree.township, tree.township.path, below(tree))
    third = tree.found(tree.county, "431128-103", "COMMITTEE", "TOWNSHIP")
    move_the_township(tree)

    told = {
        "it again": move(tree.township.id, third.id),
        "what is in it": move(tree.branch.id, third.id),
        "what is above it": move(tree.other_township.id, third.id),
        "something into it": move(tree.far_branch.id, tree.township.id),
    }

    assert {name: (status, body["code"]) for name, (status, body) in told.items()} == dict.fromkeys(
        told, (409, "move_under_way")
    )
    assert move(tree.far_branch.id, third.id)[0] == 201, "it overlaps with nothing"
    desk.work(event)
    (note,) = desk.notes()
    with later(61):
        desk.work(note)
    assert move(tree.branch.id, third.id)[0] == 201


def test_a_repeated_request_is_answered_as_the_first_time(tree: Tree) -> None:
    from functions.organisations.app import lambda_handler
    from tests.builders import answer, request
    from tests.conftest import Context

    body = {"newParentId": tree.other_township.id, "reason": REASON}
    event = request(
        "POST",
        f"/v1/organisations/{tree.township.id}/moves",
        subject="admin",
        body=body,
        headers={"idempotency-key": "one"},
    )

    first, second = (answer(lambda_handler(event, Context())) for _ in range(2))

    assert first == second
    assert (first[0], len(recorded(tree.township.id))) == (201, 1)


def test_two_moves_at_once_do_not_lose_each_other(tree: Tree) -> None:
    third = tree.found(tree.county, "431128-103", "COMMITTEE", "TOWNSHIP")
    real, late = directory.look, [True]

    def slow(*asked: Any) -> Any:
        seen = real(*asked)
        if late and late.pop():
            move(tree.far_branch.id, third.id)
        return seen

    with mock.patch.object(directory, "look", slow):
        status, _ = move(tree.branch.id, third.id)

    assert status // 100 == 2
    assert {m.organisation_id for m in directory.look([]).moving.open()} == {tree.branch.id, tree.far_branch.id}


@pytest.fixture
def cities(tree: Tree) -> tuple[Organisation, Organisation, Organisation]:
    """Two cities of a province, the county in the first, and another county there; the province is led."""
    province = tree.found(None, "43", "COMMITTEE", "PROVINCE")
    one, two = (tree.found(province, code, "COMMITTEE", "CITY") for code in ("4311", "4312"))
    other = tree.found(one, "431129", "COMMITTEE", "COUNTY")
    for root in (one, two, other):
        root.county_id = root.id
        root.save()
    below = [tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch]
    for place in (tree.county, *below):
        place.path = one.path + place.path.removeprefix("/")
    tree.county.parent_id = one.id
    for place in (tree.county, *below):
        place.save()
    account("province", (Role.COUNTY_ADMIN, province))
    return one, two, other


def test_what_is_below_a_county_stays_in_it(tree: Tree, cities: tuple[Organisation, ...]) -> None:
    city, _, other = cities
    before = stored(tree.township).serialize()

    told = [move(tree.township.id, other.id, "province"), move(tree.township.id, city.id, "province")]
    merged = desk.merge(tree.branch.id, tree.found(other, "b", "BRANCH", "BRANCH").id, "province")

    assert [(status, body["code"]) for status, body in (*told, merged)] == [(422, "other_county")] * 3
    assert "跨县" in told[0][1]["title"]
    assert stored(tree.township).serialize() == before
    assert recorded(tree.township.id) == []
    assert move(tree.township.id, tree.other_township.id, "province")[0] == 201


def test_a_county_moves_between_cities_with_all_that_is_below(tree: Tree, cities: tuple[Organisation, ...]) -> None:
    one, two, _ = cities
    old, path = tree.county.path, f"{two.path}{tree.county.id}/"

    status, told = move(tree.county.id, two.id, "province")
    desk.work(desk.moved(tree.county, old, path))

    assert (status, told["countyId"], told["path"]) == (201, tree.county.id, path)
    assert stored(tree.branch).path == f"{path}{tree.township.id}/{tree.branch.id}/"
    assert stored(tree.branch).county_id == tree.county.id
    assert listed(two.id, "province") == [path]
    assert path not in listed(one.id, "province")


def test_an_age_old_instant_is_kept_of_who_moved(tree: Tree) -> None:
    move_the_township(tree)

    told = ask("GET", f"{tree.branch.id}/history")[1]["items"][0]

    assert (told["action"], told["by"], told["reason"]) == ("carried", "admin", REASON)
    assert told["recordedAt"][:10] == stamp(now())[:10]
