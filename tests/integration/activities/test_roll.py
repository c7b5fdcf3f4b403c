"""The roll of a branch, from the events of `members`."""

import json
from copy import replace
from itertools import permutations
from pathlib import Path

from functions.activities import on_members
from functions.activities.roll.tables import Roll
from kernel.events import EnrolledMember, MembersChanged
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.story import CONTEXT, Story, enrolment
from tests.trust.delivery import every_way

SAMPLES = Path("events/activities")


def roll(branch_id: str) -> dict[str, list[object]]:
    return dict(Roll.demand(Roll.partition(branch_id), "ROLL").members)


def changed(story: Story, member: str, category: str) -> MembersChanged:
    return MembersChanged(
        branch_id=story.branch.id,
        county_id=story.tree.county.id,
        path=story.branch.path,
        members=(EnrolledMember(member_id=member, category=category, floating=True),),
    )


def test_the_sample_events_keep_the_rolls(story: Story) -> None:
    names = ["on_members", "on_members_changed", "on_members_moved", "on_members_left", "on_members_erased"]
    samples = [json.loads((SAMPLES / f"{name}.json").read_text()) for name in names]
    came, *_, gone = (json.loads(s["Records"][0]["body"])["detail"]["data"] for s in samples)

    for sample in samples:
        assert on_members.lambda_handler(sample, CONTEXT) == {"batchItemFailures": []}

    assert roll(came["branchId"]) == {}
    assert roll(gone["branchId"]) == {came["members"][1]["memberId"]: ["PROBATIONARY", True]}


def test_each_event_three_times_in_any_order_makes_the_same_roll(story: Story) -> None:
    newcomer = new_id()
    events = [
        builders.envelope(enrolment(story.branch, [newcomer])),
        builders.envelope(changed(story, newcomer, "PROBATIONARY")),
        builders.envelope(enrolment(story.branch, [new_id()])),
    ]
    seen = []

    for number, order in enumerate(permutations(events)):
        if number:
            Roll.demand(Roll.partition(story.branch.id), "ROLL").delete()
        fresh = [replace(e, id=new_id()) for e in order]
        on_members.lambda_handler(builders.batch(*fresh, *fresh, *reversed(fresh)), CONTEXT)
        seen.append(roll(story.branch.id)[newcomer])

    assert seen == [["PROBATIONARY", True]] * 6


def test_whatever_goes_wrong_at_any_call_the_roll_is_the_same(story: Story) -> None:
    newcomer = new_id()
    event = builders.envelope(enrolment(story.branch, [newcomer]))

    trials = every_way(on_members.lambda_handler, event, lambda: sorted(roll(story.branch.id)))

    assert {trial.operation for trial in trials} == {"GetItem", "TransactWriteItems"}
    assert all(trial.seen == sorted([newcomer, *story.members]) for trial in trials)


def test_an_event_that_is_not_for_the_roll_fails_alone(story: Story) -> None:
    newcomer = new_id()
    stray = builders.on_bus(replace(builders.envelope(enrolment(story.branch, [])), event="SignedIn"))

    answer = on_members.lambda_handler(builders.batch(stray, enrolment(story.branch, [newcomer])), CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert newcomer in roll(story.branch.id)
