"""Reminders of a dispatch: of those who have not opened it or not acted, once a day, for as long as it stands."""

from datetime import date, timedelta

from functions.notices import on_dispatch_due, on_dispatch_ordered, on_members, on_run_started
from functions.notices.dispatch_messages import IN_CHUNK
from kernel.clock import business_day, now
from kernel.events import ReminderRunStarted
from tests.builders import Tree, account, envelope
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import (
    act,
    boxes,
    carry,
    counted,
    everybody,
    expand,
    inbox,
    people,
    reach,
    remind,
    retract,
    send,
    status,
    told,
)
from tests.integration.notices.queues import queued
from tests.trust.delivery import thrice_shuffled, until_done


def test_those_on_the_unread_list_are_reminded_in_one_step_once_a_day(county: Tree) -> None:
    members, sisters = people(county.branch, 3), people(county.sister, 1)
    sent = send("admin", county.county, everybody(county.county), asks=True)
    act(members[0], county.branch, "read")
    act(members[1], county.branch, "done")

    answered, again = remind(sent), remind(sent)
    expand(*told(county.county)[-1:])
    carry()
    by_branch = remind(sent, "secretary", county.branch)
    expand(*told(county.branch)[-1:])
    carry()

    day = business_day(now()).isoformat()
    assert answered == (202, {"dispatchId": sent["id"], "organisationId": county.county.id, "day": day})
    assert (again[0], again[1]["code"]) == (429, "reminded_today")
    assert by_branch[0] == 202
    assert boxes() == sorted([*members, *sisters, members[0], members[2], *sisters])
    account("late", member_id=members[2], branch=county.branch)
    reminder, original = sorted(inbox("late"), key=lambda notice: str(notice["code"]), reverse=True)
    assert (reminder["code"], reminder["facts"]) == ("DISPATCH_REMINDER", {"noticeId": original["id"]})
    assert status(sent)[1]["reach"] == reach(county.county, 4, 2, 1)


def test_who_was_reminded_by_another_order_of_the_day_is_not_reminded_again(county: Tree) -> None:
    near, far = people(county.branch, 2), people(county.far_branch, 1)
    sent = send("admin", county.county, everybody(county.county))

    for place in (county.township, county.county):
        assert remind(sent, place=place)[0] == 202
        expand(*told(place)[-1:])
        carry()

    assert boxes() == sorted([*near, *near, *far, *far])


def test_reminders_that_come_three_times_shuffled_remind_once(county: Tree) -> None:
    members = people(county.branch, IN_CHUNK + 2)
    sent = send("admin", county.county, everybody(county.branch))
    remind(sent)

    thrice_shuffled(on_dispatch_ordered.lambda_handler, told(county.county)[-1])
    thrice_shuffled(on_dispatch_due.lambda_handler, *queued())

    assert boxes() == sorted([*members, *members])


def test_what_reminds_of_a_dispatch_goes_with_it(county: Tree) -> None:
    members = people(county.branch, 1)
    account("member", member_id=members[0], branch=county.branch)
    sent, other = (send("admin", county.county, everybody(county.branch), asks=True) for _ in range(2))
    for one in (sent, other):
        assert remind(one)[0] == 202
        expand(*told(county.county)[-1:])
        carry()
    assert counted("member") == (4, 2)

    at = retract(sent)[1]["retractedAt"]

    gone = [(notice["code"], notice["withdrawnAt"]) for notice in inbox("member") if notice["withdrawnAt"]]
    assert sorted(gone) == [("DISPATCH", at), ("DISPATCH_REMINDER", at)]
    assert counted("member") == (2, 1)
    assert status(other)[1]["reach"] == reach(county.county, 1, 0, 0)


def test_whoever_did_what_was_asked_is_not_reminded_of_it_any_more(county: Tree) -> None:
    """By the committee, and by the ladder on the day after the one by which it asked."""
    (member,) = people(county.branch, 1)
    account("member", member_id=member, branch=county.branch)
    by = business_day(now())
    sent = send("admin", county.county, everybody(county.branch), asks=True, actBy=by.isoformat())
    remind(sent)
    expand(*told(county.county)[-1:])
    carry()
    until_done(on_members.lambda_handler, *(one for one in told(county.branch) if one.event == "DispatchDelivered"))
    run_of(county, by + timedelta(days=1))
    before = {notice["code"]: notice["withdrawnAt"] for notice in inbox("member")}
    asked = counted("member")

    (copy,) = (notice["id"] for notice in inbox("member") if notice["code"] == "DISPATCH")
    done = call("POST", f"/v1/me/notices/{copy}/done", "member")[1]["doneAt"]

    assert before == dict.fromkeys(["DISPATCH", "DISPATCH_REMINDER", "NOTICE_UNSIGNED"])
    assert asked == (3, 1)
    assert {notice["code"]: notice["withdrawnAt"] for notice in inbox("member")} == {
        "DISPATCH": None,
        "DISPATCH_REMINDER": done,
        "NOTICE_UNSIGNED": done,
    }
    assert counted("member") == (0, 0)


def run_of(county: Tree, day: date) -> None:
    until_done(on_run_started.lambda_handler, envelope(ReminderRunStarted(organisation_id=county.county.id, as_of=day)))


def test_to_read_a_reminder_opens_no_dispatch(county: Tree) -> None:
    (member,) = people(county.branch, 1)
    sent = send("admin", county.county, everybody(county.county))
    remind(sent)
    expand(*told(county.county)[-1:])
    carry()
    subject = account("member", member_id=member, branch=county.branch)
    (reminder,) = (notice for notice in inbox(subject) if notice["code"] == "DISPATCH_REMINDER")

    assert call("POST", f"/v1/me/notices/{reminder['id']}/read", subject)[0] == 200

    assert status(sent)[1]["reach"] == reach(county.county, 1, 0, 0)
