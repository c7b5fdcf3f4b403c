"""What a roster did is taken back, but for what somebody changed since; applied again, it ends where it ended."""

from typing import Any

import msgspec
import pytest

from functions.members.tables import ChunkAnswered, IdNumberTaken, Member
from functions.organisations.roll_tables import Roll
from functions.organisations.tables import BelowRow
from functions.rosters.tables import Roster
from kernel import directory
from kernel.directory import Organisation
from kernel.events import RosterUndoStarted
from kernel.ids import derived_id, organisation_id
from kernel.rows import RowsMessage
from kernel.vault import MemberKeys
from tests.builders import recorded
from tests.integration.rosters import round as way_and_back
from tests.integration.rosters import way
from tests.integration.rosters.round import applied, line, on_roll, outcomes, sheet, undone, uploaded

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH, SISTER = "431128-101-001", "431128-101-002"


def test_who_was_new_is_gone_and_who_was_corrected_is_as_before() -> None:
    tree = way.tree()
    first = uploaded(tree.county, sheet([line(2, BRANCH), line(3, BRANCH)]))
    applied(first, tree.county)
    before = on_roll(tree)
    second = uploaded(tree.county, sheet([line(2, BRANCH, 学历="大学本科", 手机="15499999999"), line(4, SISTER)]))
    applied(second, tree.county)
    assert on_roll(tree) != before

    undone(second, tree.county)

    assert on_roll(tree) == before
    found = way.shown(second)
    assert (found["state"], found["counters"]["undone"], found["counters"]["kept"]) == ("UNDONE", 2, 0)
    assert outcomes(second) == {2: "undone", 3: "undone"}
    gone = derived_id(second, 3)
    assert Member.find(Member.partition(gone), "NOW") is None
    assert MemberKeys.find(MemberKeys.partition(gone)) is None
    left = recorded(tree.sister.id)[-1]
    assert (left["event"], left["data"]["members"]) == ("MembersLeft", [{"memberId": gone, "reason": "ROSTER_UNDONE"}])
    assert [entry["event"] for entry in recorded(tree.county.id)][-2:] == ["RosterUndoStarted", "RosterUndone"]


def test_a_row_that_somebody_changed_since_is_kept_and_listed() -> None:
    tree = way.tree()
    roster_id = uploaded(tree.county, sheet([line(2, BRANCH), line(3, BRANCH)]))
    applied(roster_id, tree.county)
    edited = Member.demand(Member.partition(derived_id(roster_id, 2)), "NOW")
    edited.name, edited.version = "李改", edited.version + 1
    edited.save()

    undone(roster_id, tree.county)

    assert outcomes(roster_id) == {2: "kept", 3: "undone"}
    kept = way.call("GET", f"/v1/rosters/{roster_id}/rows", query={"outcome": "kept"})[1]["items"]
    assert [(row["row"], row["code"]) for row in kept] == [(2, "edited_since")]
    assert Member.demand(Member.partition(edited.id), "NOW").name == "李改"
    assert way.error_file(roster_id)[1].startswith('"2","","","该行导入后又被修改"')
    assert recorded(tree.county.id)[-1]["data"]["kept"] == 1


def test_every_message_of_taking_back_counts_once_however_often_it_comes() -> None:
    tree = way.tree()
    roster_id = uploaded(tree.county, sheet([line(n, BRANCH) for n in range(2, 9)]))
    applied(roster_id, tree.county)
    way.call("POST", f"/v1/rosters/{roster_id}/undo")
    event = RosterUndoStarted(roster_id=roster_id, organisation_id=tree.county.id)
    for _ in range(3):
        way_and_back.told(event)

    way_and_back.through()
    way_and_back.told(event)
    way_and_back.through()

    assert way.shown(roster_id)["counters"]["undone"] == 7
    assert [entry["event"] for entry in recorded(tree.branch.id)] == ["MembersEnrolled", "MembersLeft"]


def test_a_chunk_that_arrives_to_be_applied_after_it_was_taken_back_does_nothing() -> None:
    tree = way.tree()
    roster_id = uploaded(tree.county, sheet([line(2, BRANCH), line(3, SISTER)]))
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    way.send_all(roster_id, tree.county.id)
    late = way.drain("MEMBER_ROWS_QUEUE")
    assert way.call("POST", f"/v1/rosters/{roster_id}/cancellation")[0] == 202

    undone(roster_id, tree.county)
    for body in late:
        assert msgspec.json.decode(body, type=RowsMessage).phase == "apply"
        way_and_back.take(body)
    way_and_back.through()

    assert way.shown(roster_id)["state"] == "UNDONE"
    assert all(not branch for branch in on_roll(tree).values())


def test_only_what_was_applied_is_taken_back_and_only_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = way.tree()
    roster_id = uploaded(tree.county, sheet([line(2, BRANCH)]))

    early = way.call("POST", f"/v1/rosters/{roster_id}/undo")
    applied(roster_id, tree.county)
    roster = Roster.of(roster_id)
    roster.applied_at = "2026-01-01T00:00:00.000Z"
    roster.save()
    late = way.call("POST", f"/v1/rosters/{roster_id}/undo")

    assert (early[0], early[1]["code"]) == (409, "roster_not_to_be_undone")
    assert (late[0], late[1]["code"]) == (409, "undo_too_late")


def test_organisations_are_taken_back_from_the_leaves_up() -> None:
    tree = way.tree()
    lines = [
        ("431128-103", "中共新镇委员会", "党委", "乡镇级", "431128"),
        ("431128-103-001", "中共新村支部委员会", "党支部", "基层", "431128-103"),
        ("431128-101", "中共改名镇委员会", "党委", "乡镇级", "431128"),
    ]
    roster_id = uploaded(tree.county, sheet(lines, way_and_back.ORGANISATION_HEADER), kind="organisations")
    former = directory.organisation(tree.township.id).name

    applied(roster_id, tree.county)
    made = directory.organisations([_id(tree, "431128-103"), _id(tree, "431128-103-001")])
    renamed = directory.organisation(tree.township.id).name
    undone(roster_id, tree.county)
    after = directory.organisations([_id(tree, "431128-103"), _id(tree, "431128-103-001")])
    again = directory.organisation(tree.township.id).name
    applied(roster_id, tree.county)

    assert (len(made), renamed, len(after), again) == (2, "中共改名镇委员会", 0, former)
    assert len(directory.organisations([_id(tree, "431128-103"), _id(tree, "431128-103-001")])) == 2
    assert way.shown(roster_id)["counters"]["applied"] == 3


def test_an_organisation_that_others_came_to_stand_below_is_kept() -> None:
    tree = way.tree()
    header = way_and_back.ORGANISATION_HEADER
    first = uploaded(
        tree.county, sheet([("431128-103", "新镇", "党委", "乡镇级", "431128")], header), kind="organisations"
    )
    applied(first, tree.county)
    below = [
        ("431128-103", "新镇", "党委", "乡镇级", "431128"),
        ("431128-103-1", "新村", "党支部", "基层", "431128-103"),
    ]
    second = uploaded(tree.county, sheet(below, header), kind="organisations")
    applied(second, tree.county)

    undone(first, tree.county)

    kept = way.call("GET", f"/v1/rosters/{first}/rows", query={"outcome": "kept"})[1]["items"]
    assert [row["code"] for row in kept] == ["has_below"]
    assert directory.organisation(_id(tree, "431128-103")).name == "新镇"


def _id(tree: Any, code: str) -> str:
    return organisation_id(tree.county.id, code)


def test_the_number_of_who_was_taken_back_can_be_enrolled_again() -> None:
    tree = way.tree()
    content = sheet([line(2, BRANCH)])
    first = uploaded(tree.county, content)
    applied(first, tree.county)
    undone(first, tree.county)

    second = uploaded(tree.county, content)
    applied(second, tree.county)
    third = uploaded(tree.county, content)
    applied(third, tree.county)

    assert [way.shown(one)["counters"]["create"] for one in (second, third)] == [1, 0]
    assert outcomes(third) == {2: "same"}
    (taken,) = [r for r in [IdNumberTaken.find(IdNumberTaken.partition(_number(second)), "MEMBER")] if r]
    assert taken.member_id == derived_id(second, 2)
    assert ChunkAnswered.find(ChunkAnswered.partition(first, 1), "UNDONE") is not None


def _number(roster_id: str) -> str:
    return str(Member.demand(Member.partition(derived_id(roster_id, 2)), "NOW").id_number_index)


def test_who_was_registered_as_absent_since_is_kept() -> None:
    tree = way.tree()
    roster_id = uploaded(tree.county, sheet([line(2, BRANCH), line(3, BRANCH)]))
    applied(roster_id, tree.county)
    ChunkAnswered(Member.partition(derived_id(roster_id, 2)), "FLOATING", outcomes="[]").save()

    undone(roster_id, tree.county)

    assert outcomes(roster_id) == {2: "kept", 3: "undone"}


def test_an_organisation_that_has_members_or_leaders_by_now_is_kept() -> None:
    tree = way.tree()
    lines = [
        ("431128-101", "中共改名镇委员会", "党委", "乡镇级", "431128"),
        ("431128-101-008", "甲支部", "党支部", "基层", "431128-101"),
        ("431128-101-009", "乙支部", "党支部", "基层", "431128-101"),
        ("431128-101-010", "丙支部", "党支部", "基层", "431128-101"),
    ]
    roster_id = uploaded(tree.county, sheet(lines, way_and_back.ORGANISATION_HEADER), kind="organisations")
    applied(roster_id, tree.county)
    told = {"someone": ("FULL", "2026-11-01T00:00:00.000Z", 1)}
    roll = Roll(*Roll.key_of(_id(tree, "431128-101-008")), version=1)
    roll.learn(told)
    roll.save()
    BelowRow(Organisation.partition(_id(tree, "431128-101-009")), "LEADERS").save()

    undone(roster_id, tree.county)

    kept = way.call("GET", f"/v1/rosters/{roster_id}/rows", query={"outcome": "kept"})[1]["items"]
    assert {row["row"]: row["code"] for row in kept} == {3: "has_members", 4: "edited_since"}
    assert way.shown(roster_id)["counters"]["undone"] == 2
