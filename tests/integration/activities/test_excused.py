"""Who did not come and had reason, or came as an observer, is told with the confirmation of who did."""

from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.story import Story, enroll, review


def test_who_had_reason_not_to_come_is_told_with_the_confirmation(story: Story) -> None:
    story.members = [new_id() for _ in range(98)]
    enroll(story.branch, story.members)
    activity_id = story.reviewed_first(
        *["PRESENT"] * 88, *["LEAVE_SICK"] * 4, *["EXEMPT"] * 3, "OBSERVER", "ABSENT_NO_REASON"
    )
    assert review(activity_id, story.county)[0] == 201

    told = [e["data"] for e in recorded(story.branch.id) if e["event"] == "AttendanceConfirmed"]

    assert [data["chunk"] for data in told] == [0, 1]
    assert [len(data["members"] + data["excused"] + data["exempt"]) for data in told] == [90, 6]
    on_leave = [m for data in told for m in data["excused"]]
    exempt, observer = [m for data in told for m in data["exempt"]], story.members[95]
    assert (set(on_leave), set(exempt)) == ({*story.members[88:92], observer}, set(story.members[92:95]))
    assert len(on_leave + exempt) == 8
