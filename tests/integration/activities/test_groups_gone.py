"""Nobody belongs to a Party group that was dissolved, or that is a part of another branch now."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from functions.activities import on_organisations
from functions.activities.roll.group_tables import Groups
from kernel import directory
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import OrganisationDissolved
from tests.builders import envelope, recorded
from tests.integration.activities.story import Story, call
from tests.integration.activities.test_audience import group
from tests.integration.activities.test_following import closing, moved
from tests.trust.delivery import every_way, thrice_shuffled, until_done

handler = on_organisations.lambda_handler


def groups(story: Story) -> dict[str, list[str]]:
    _, shown = call("GET", "/v1/activities/groups", story.secretary, query={"branchId": story.branch.id})
    return {one["groupId"]: one["members"] for one in shown["groups"]}


def told(story: Story) -> list[Any]:
    """What the record of the branch says of its groups: how many belong to one, and whether their meetings are owed."""
    found = [entry for entry in recorded(story.branch.id) if entry["event"] in ("PartyGroupSet", "DutyChanged")]
    return [len(one["data"]["members"]) if "members" in one["data"] else one["data"]["owed"] for one in found]


def place_of(story: Story, group_id: str) -> Organisation:
    return Organisation.demand(Organisation.partition(group_id), "NOW")


def dissolved(story: Story, group_id: str) -> OrganisationDissolved:
    place = place_of(story, group_id)
    place.closed_on = "2026-11-20"
    place.save()
    event = closing(place)
    assert isinstance(event, OrganisationDissolved)
    return event


def test_who_was_in_a_group_that_was_dissolved_is_free_for_others(story: Story) -> None:
    group_id = group(story, *story.members[:2])

    thrice_shuffled(handler, envelope(dissolved(story, group_id)))

    assert groups(story) == {}
    assert told(story) == [True, 2, False, 0]
    other = story.tree.found(story.branch, "431128-101-001-2", "PARTY_GROUP", "GROUP")
    path = "/v1/activities/groups/"
    assert call("PUT", f"{path}{other.id}", story.secretary, {"members": story.members[:1]})[0] == 200
    assert call("PUT", f"{path}{group_id}", story.secretary, {"members": story.members[1:2]})[0] == 404


def test_of_a_group_to_which_nobody_belonged_nothing_is_told(story: Story) -> None:
    kept = group(story, *story.members[:2])
    empty = story.tree.found(story.branch, "431128-101-001-2", "PARTY_GROUP", "GROUP")

    until_done(handler, envelope(dissolved(story, empty.id)))

    assert (list(groups(story)), told(story)) == ([kept], [True, 2])


def test_who_is_put_into_another_group_meanwhile_stays_there(story: Story) -> None:
    gone = envelope(dissolved(story, group(story, *story.members[:2])))
    other = story.tree.found(story.branch, "431128-101-001-2", "PARTY_GROUP", "GROUP")
    look, once = directory.organisation, iter([story.members[2:]])

    def meanwhile(organisation_id: str) -> Organisation:
        for who in once:
            path = f"/v1/activities/groups/{other.id}"
            assert call("PUT", path, story.secretary, {"members": who})[0] == 200
        return look(organisation_id)

    with mock.patch("kernel.directory.organisation", meanwhile):
        until_done(handler, gone)

    assert groups(story) == {other.id: story.members[2:]}


def test_the_months_in_which_groups_had_to_meet_are_remembered(story: Story) -> None:
    gone = dissolved(story, group(story, *story.members[:2]))

    with mock.patch("kernel.consumer.now", return_value=now() + timedelta(days=40)):
        until_done(handler, envelope(gone))

    kept = Groups.find(*Groups.key_of(story.branch.id))
    today = business_day(now())
    assert kept
    assert kept.turns == [[today.isoformat(), True], [(today + timedelta(days=40)).isoformat(), False]]


def test_a_group_that_is_a_part_of_another_branch_has_none_of_the_members_of_the_old_one(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    stays = envelope(moved(place_of(story, group_id), story.tree.sister))

    until_done(handler, stays)

    assert groups(story) == {}


def test_a_group_that_came_back_meanwhile_keeps_its_members(story: Story) -> None:
    group_id = group(story, *story.members[:2])
    away = moved(place_of(story, group_id), story.tree.sister)
    back = moved(place_of(story, group_id), story.branch)

    thrice_shuffled(handler, envelope(away), envelope(back))

    assert groups(story) == {group_id: sorted(story.members[:2])}


@pytest.mark.no_cover
def test_no_fault_at_any_call_empties_it_twice_or_not_at_all(story: Story) -> None:
    event = envelope(dissolved(story, group(story, *story.members[:2])))

    trials = every_way(handler, event, lambda: (groups(story), told(story)))

    assert {str(trial.seen) for trial in trials} == {str(({}, [True, 2, False, 0]))}
