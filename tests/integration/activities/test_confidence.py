"""What a sign-in rests on: the device, the distance, the switches of the committee."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities import on_organisations
from functions.activities.attendance.tables import Attendance, UsedDevice
from kernel.events import PolicyChanged
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call, code_of
from tests.trust import engine

RUNNING = timedelta(minutes=-1)
PHONE, OTHER_PHONE = "a-phone-of-the-branch", "another-phone-of-the-branch"
HERE = {"lat": 25.91, "lng": 112.2}


@pytest.fixture
def others(story: Story) -> list[str]:
    """The three members of the branch, as subjects."""
    return [story.member, *(builders.account(f"m{n}", member_id=story.members[n], branch=story.branch) for n in (1, 2))]


def sign_in(activity_id: str, subject: str = "member", **more: Any) -> Any:
    body = {"code": code_of(activity_id)} | more
    status, row = call("POST", f"/v1/activities/{activity_id}/sign-ins", subject, body)
    assert status == 201, row
    return row


def own(activity_id: str, subject: str = "member") -> Any:
    status, told = call("GET", f"/v1/activities/{activity_id}/sign-ins/own", subject)
    assert status == 200, told
    return told


def set_switch(story: Story, policy: str, value: str = "on", where: Any = None) -> None:
    place = where or story.tree.county
    event = PolicyChanged(organisation_id=place.id, county_id=place.county_id, policy=policy, value=value)
    answer = on_organisations.lambda_handler(builders.batch(event), None)
    assert answer == {"batchItemFailures": []}


def place_branch(story: Story) -> None:
    story.branch.lat_e6, story.branch.lng_e6 = 25_900_000, 112_200_000
    story.branch.save()


def test_a_phone_of_ones_own_makes_a_sign_in_surer(story: Story) -> None:
    row = sign_in(story.plan(starts=RUNNING), device=PHONE)

    assert (row["confidence"], row["reasons"]) == (95, ["CODE_CURRENT", "ON_TIME", "DEVICE_OWN"])


def test_a_phone_that_several_use_is_said_of_all_of_them_and_refuses_nobody(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)

    for subject in others:
        sign_in(activity_id, subject, device=PHONE)

    rows = [own(activity_id, subject)["row"] for subject in others]
    assert [row["confidence"] for row in rows] == [60, 60, 60]
    assert {tuple(row["reasons"]) for row in rows} == {("CODE_CURRENT", "ON_TIME", "DEVICE_SHARED")}


def test_two_phones_are_not_one(story: Story, others: list[str]) -> None:
    activity_id = story.plan(starts=RUNNING)

    sign_in(activity_id, others[0], device=PHONE)
    row = sign_in(activity_id, others[1], device=OTHER_PHONE)

    assert "DEVICE_OWN" in row["reasons"]


def test_of_a_phone_only_a_hash_is_kept_which_is_another_one_in_every_activity(story: Story) -> None:
    first, second = story.plan(starts=RUNNING), story.plan(starts=RUNNING)

    sign_in(first, device=PHONE)
    sign_in(second, device=PHONE)

    kept = [str(Attendance.demand(f"ACTIVITY#{a}", Attendance.place(story.members[0])).device) for a in (first, second)]
    assert kept[0] != kept[1]
    assert UsedDevice.demand(f"ACTIVITY#{first}", UsedDevice.place(kept[0])).member_id == story.members[0]
    assert PHONE not in str((engine.rows("ActivitiesTable"), recorded(story.branch.id)))


@pytest.mark.parametrize("device", ["short", "with spaces in its name", "手机" * 8, "x" * 129, 7, {"id": PHONE}])
def test_a_phone_is_named_by_a_plain_word(story: Story, device: Any) -> None:
    activity_id = story.plan(starts=RUNNING)

    status, problem = call(
        "POST", f"/v1/activities/{activity_id}/sign-ins", story.member, {"code": code_of(activity_id), "device": device}
    )

    assert (status, problem["fields"][0]["field"]) == (422, "body.device")


def test_without_the_committees_leave_a_position_is_neither_used_nor_kept(story: Story) -> None:
    place_branch(story)

    row = sign_in(story.plan(starts=RUNNING), position=HERE)

    assert (row["distanceM"], row["reasons"]) == (None, ["CODE_CURRENT", "ON_TIME"])
    assert "25.91" not in str(engine.rows("ActivitiesTable"))


def test_with_it_the_distance_is_kept_and_never_the_position(story: Story) -> None:
    place_branch(story)
    set_switch(story, "position")

    row = sign_in(story.plan(starts=RUNNING), position=HERE)

    assert (row["distanceM"], row["confidence"]) == (1110, 90)
    assert row["reasons"] == ["CODE_CURRENT", "ON_TIME", "AT_SOME_DISTANCE"]
    assert not {"25.91", "25910000", "112.2"} & set(str(engine.rows("ActivitiesTable")).replace("'", " ").split())


def test_a_branch_whose_place_nobody_knows_has_no_distance(story: Story) -> None:
    set_switch(story, "position")

    row = sign_in(story.plan(starts=RUNNING), position=HERE)

    assert row["distanceM"] is None


def test_the_nearest_committee_decides_and_its_last_word_counts(story: Story) -> None:
    place_branch(story)
    set_switch(story, "position")
    set_switch(story, "position", "off", story.tree.township)
    activity_id = story.plan(starts=RUNNING)

    told = own(activity_id)
    row = sign_in(activity_id, position=HERE)

    assert told["positionAsked"] is False
    assert row["distanceM"] is None


@pytest.mark.parametrize(
    "position",
    [
        {"lat": 91, "lng": 0},
        {"lat": 0, "lng": -181},
        {"lat": "N", "lng": 0},
        {"lat": 1},
        {"lat": 1, "lng": 2, "alt": 3},
    ],
)
def test_a_position_is_on_the_earth(story: Story, position: Any) -> None:
    activity_id = story.plan(starts=RUNNING)
    body = {"code": code_of(activity_id), "position": position}

    status, _ = call("POST", f"/v1/activities/{activity_id}/sign-ins", story.member, body)

    assert status == 422


def test_sign_in_is_forced_only_where_a_committee_says_so(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    before = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)[1]

    set_switch(story, "forced_check_in")
    after = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)[1]

    assert (before["forced"], before["positionAsked"]) == (False, False)
    assert (after["forced"], after["positionAsked"]) == (True, False)
    assert own(activity_id)["forced"] is True


def test_other_switches_change_nothing_here(story: Story) -> None:
    before = engine.rows("ActivitiesTable")

    set_switch(story, "public_ranking")

    assert engine.rows("ActivitiesTable") == before


def test_a_member_sees_when_one_signs_in_and_later_the_own_row(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)
    before = own(activity_id)

    row = sign_in(activity_id)

    assert before["row"] is None
    assert before["opensAt"] < row["at"] < before["closesAt"]
    assert own(activity_id)["row"] == row


def test_the_picture_on_the_screen_holds_activity_and_code(story: Story) -> None:
    activity_id = story.plan(starts=RUNNING)

    _, screen = call("GET", f"/v1/activities/{activity_id}/code", story.secretary)

    assert screen["qr"] == f"e-branch:sign-in?activity={activity_id}&code={screen['code']}"
