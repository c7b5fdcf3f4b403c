"""A dispatch to whoever a kept search finds: `members` names them, they are told like everybody."""

from typing import Any

import pytest

from functions.members import on_audience_asked
from functions.members.search_rules import Line
from functions.members.search_tables import Searched, packed
from functions.members.segment_tables import Segment
from kernel.authority import Role
from kernel.ids import derived_id, new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import boxes, carry, expand, order, told
from tests.integration.notices.queues import queued
from tests.trust.delivery import until_done


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return tree


def found_in(tree: Tree, count: int) -> tuple[str, list[str]]:
    """A kept search of everybody in the county, and those whom it finds, all in one branch."""
    members = sorted(derived_id("found", n) for n in range(count))
    facts: tuple[Any, ...] = ("某", "mou", "1", "FULL", "21", "2005-07-01", "ACTIVE", None, False, [])
    (lines,) = packed({m: Line(m, *facts) for m in members})
    Searched(Searched.partition(tree.branch.id), lines=lines, version=1).save()
    segment_id = new_id()
    kept = Segment(Segment.partition(segment_id), branch_id=tree.county.id, county_id=tree.county.id, version=1)
    kept.label, kept.criteria, kept.saved_at = "全体", "{}", "2026-11-20"
    kept.save()
    return segment_id, members


def ordered(tree: Tree, segment_id: str, **more: Any) -> dict[str, Any]:
    status, body = order("admin", tree.county, {"segmentId": segment_id}, **more)
    assert status == 202
    for event in told(tree.county):
        if event.event == "AudienceAsked":
            until_done(on_audience_asked.lambda_handler, event)
    return dict(body)


def test_whoever_the_search_finds_is_told_and_counted(county: Tree) -> None:
    segment_id, members = found_in(county, 47)

    dispatch = ordered(county, segment_id, demands={"photos": 1}, reason="抽查")
    expand(*told(county.county, county.branch))
    carry()

    assert boxes() == members
    status, body = call("GET", f"/v1/dispatches/{dispatch['id']}", "admin")
    assert (status, body["dispatch"]["audience"], body["reach"]["delivered"]) == (200, "segment", 47)
    burden = call("GET", f"/v1/organisations/{county.branch.id}/burden", "admin")[1]
    assert burden["asked"] == {"requests": 0, "forms": 0, "photos": 1}
    assert [e["event"] for e in recorded(county.county.id)] == ["DispatchOrdered", "AudienceAsked"]


def test_what_was_retracted_before_they_were_named_tells_nobody(county: Tree) -> None:
    segment_id, _ = found_in(county, 1)
    dispatch = ordered(county, segment_id)

    call("POST", f"/v1/dispatches/{dispatch['id']}/retraction", "admin", body={"reason": "有误"})
    expand(*told(county.county, county.branch))

    assert queued() == []
    assert boxes() == []
