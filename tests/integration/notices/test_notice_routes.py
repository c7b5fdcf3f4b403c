from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices.dispatch_tables import Tally
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.clock import now
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices import boxes
from tests.integration.notices.boxes import AWAY, DAY, IDLE
from tests.integration.notices.conftest import call
from tests.trust.faults import sends

MEMBER = new_id()
OWN = Notice.member_box(MEMBER)
ABSENT = ("ABSENT_3M", {"months": 3, "count": 1, "members": [MEMBER]})


@pytest.fixture
def told(tree: Tree) -> Tree:
    """A member who is the secretary of a branch, with a notice of the own and two of the office."""
    account("secretary", (Role.SECRETARY, tree.branch), member_id=MEMBER, branch=tree.branch)
    account("both", (Role.SECRETARY, tree.branch), (Role.SECRETARY, tree.sister))
    account("member", member_id=MEMBER, branch=tree.branch)
    account("nobody")
    boxes.put(OWN, tree.branch, AWAY, DAY - timedelta(days=1))
    boxes.put(office(tree), tree.branch, ABSENT, DAY - timedelta(days=1))
    boxes.put(office(tree), tree.branch, IDLE)
    boxes.put(Notice.office_box(tree.sister.id, Role.SECRETARY), tree.sister, IDLE)
    return tree


def office(tree: Tree) -> str:
    return Notice.office_box(tree.branch.id, Role.SECRETARY)


def inbox(subject: str | None, language: str = "zh", **query: Any) -> tuple[int, Any]:
    said = {name: str(value) for name, value in query.items()}
    return call("GET", "/v1/me/notices", subject, query=said, headers={"accept-language": language})


def counts(subject: str | None) -> Any:
    status, body = call("GET", "/v1/me/notices/counts", subject)
    return {name: value for name, value in body.items() if name not in ("asOf", "next")} if status == 200 else status


def act(what: str, notice_id: str, subject: str | None = "secretary", **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/me/notices/{notice_id}/{what}", subject, **rest)


def of_code(code: str, subject: str = "secretary", language: str = "zh") -> dict[str, Any]:
    """The caller's newest notice of a code."""
    return next(n for n in inbox(subject, language)[1]["items"] if n["code"] == code)


def test_the_caller_finds_the_own_box_and_the_offices_newest_first(told: Tree) -> None:
    status, body = inbox("secretary")

    assert status == 200
    assert body["next"] is None
    assert [n["code"] for n in body["items"]] == ["BRANCH_IDLE_MONTH", "ABSENT_3M", "ABSENT_3M"]
    assert [n["id"] for n in body["items"]] == sorted((n["id"] for n in body["items"]), reverse=True)
    idle = body["items"][0]
    assert idle == {
        "id": idle["id"],
        "code": "BRANCH_IDLE_MONTH",
        "organisationId": told.branch.id,
        "sender": None,
        "reader": "secretary",
        "subject": "本支部2026年11月尚未开展主题党日，也未召开支委会。",
        "body": None,
        "why": "党支部每月应开展一次主题党日，支委会一般每月召开一次；至今没有收到该月的记录。",
        "howToStop": "提交该月主题党日或支委会的记录后，提醒即停止。",
        "links": [{"rel": "activities", "href": f"/v1/activities?branchId={told.branch.id}"}],
        "urgent": False,
        "asks": False,
        "dueOn": "2026-11-25",
        "sentAt": idle["sentAt"],
        "readAt": None,
        "doneAt": None,
        "withdrawnAt": None,
        "facts": {"period": "2026-11"},
    }


def test_it_is_said_in_the_language_of_the_request_or_the_one_chosen(told: Tree) -> None:
    subject = "Your branch has held neither a theme day nor a committee meeting in November 2026."

    assert of_code("BRANCH_IDLE_MONTH", language="en-GB,en;q=0.9")["subject"] == subject
    assert call("PUT", "/v1/me/notices/preferences", "secretary", body={"language": "en"})[0] == 200
    assert of_code("BRANCH_IDLE_MONTH", language="zh-CN")["subject"] == subject


def test_a_member_sees_the_own_box_alone_and_a_stranger_nothing(told: Tree) -> None:
    assert [n["reader"] for n in inbox("member")[1]["items"]] == ["member"]
    assert inbox("nobody")[1]["items"] == []
    assert inbox("stranger")[1]["items"] == []
    assert inbox(None)[0] == 401


def test_pages_merge_the_boxes_without_loss_or_repetition(told: Tree) -> None:
    whole = [n["id"] for n in inbox("both")[1]["items"]]

    pages: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        body = inbox("both", limit=1, **cursor)[1]
        pages += [n["id"] for n in body["items"]]
        if body["next"] is None:
            break
        cursor = {"cursor": body["next"]}

    assert len(whole) == 3
    assert pages == whole


@pytest.mark.parametrize("cursor", ["%%%", "eyJhIjoxfQ", "eyJiZWZvcmUiOjF9"])
def test_a_cursor_that_we_did_not_make_is_refused(told: Tree, cursor: str) -> None:
    status, body = inbox("secretary", cursor=cursor)

    assert (status, body["code"]) == (400, "malformed")


def test_a_notice_is_read_once_for_all_who_hold_the_role(told: Tree) -> None:
    idle = of_code("BRANCH_IDLE_MONTH")
    entries = len(recorded(told.branch.id))

    status, body = act("read", idle["id"])
    again = act("read", idle["id"], "both")

    assert status == 200
    assert body == idle | {"readAt": body["readAt"]}
    assert body["readAt"] is not None
    assert again == (200, body)
    assert len(recorded(told.branch.id)) == entries + 1
    last = recorded(told.branch.id)[-1]
    assert (last["event"], last["data"]) == ("NoticeRead", {"noticeId": idle["id"], "organisationId": told.branch.id})


def test_a_keyed_reading_is_answered_again_with_its_answer(told: Tree) -> None:
    (own,) = inbox("member")[1]["items"]
    key = {"idempotency-key": "one"}

    assert act("read", own["id"], "member", headers=key) == act("read", own["id"], "member", headers=key)


@pytest.mark.parametrize("what", ["read", "done"])
@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("nobody", 404), ("member", 404), ("secretary", 200)])
def test_a_notice_in_anothers_box_is_not_there(told: Tree, what: str, subject: str | None, expected: int) -> None:
    asked = boxes.send(office(told), told.township, told.branch, asks=True)

    assert act(what, asked, subject)[0] == expected


@pytest.mark.parametrize("what", ["read", "done"])
def test_a_malformed_id_is_refused(told: Tree, what: str) -> None:
    assert act(what, "x")[0] == 422
    assert act(what, new_id())[0] == 404


def test_a_dispatch_is_shown_with_the_words_of_its_sender(told: Tree) -> None:
    sent = boxes.send(OWN, told.township, told.branch, asks=True, urgent=True)

    shown = next(n for n in inbox("member", "en")[1]["items"] if n["id"] == sent)

    assert (shown["subject"], shown["body"]) == ("Papers to hand in", "By the end of the week.")
    assert (shown["sender"], shown["urgent"], shown["asks"]) == (told.township.id, True, True)
    assert shown["links"] == [{"rel": "form", "href": "https://example.org/form"}]
    assert (shown["dueOn"], shown["withdrawnAt"]) == (None, None)


def test_what_a_committee_takes_back_says_so_in_every_copy_and_counts_no_more(told: Tree) -> None:
    sent = boxes.send(OWN, told.township, told.branch, asks=True, urgent=True)
    before = counts("member")

    boxes.retract(OWN, sent, "发错了")

    shown = of_code("DISPATCH", "member")
    assert (shown["subject"], shown["body"], shown["links"]) == ("关于报送材料的通知", "发错了", [])
    assert shown["withdrawnAt"] is not None
    assert before == {"unread": 2, "undone": 1, "urgent": 1, "more": False}
    assert counts("member") == {"unread": 1, "undone": 0, "urgent": 0, "more": False}
    status, body = act("done", shown["id"], "member")
    assert (status, body["code"]) == (409, "notice_withdrawn")


def test_what_is_done_is_read_and_goes_on_the_record_once(told: Tree) -> None:
    sent = boxes.send(OWN, told.township, told.branch, asks=True)
    entries = len(recorded(told.branch.id))

    status, body = act("done", sent, "member")
    again = act("done", sent, "member")

    assert status == 200
    assert body["doneAt"] == body["readAt"] is not None
    assert again == (200, body)
    (last,) = recorded(told.branch.id)[entries:]
    dispatch = last["data"].pop("dispatchId")
    assert (last["event"], last["action"]) == ("NoticeDone", "notices.done")
    assert last["data"] == {
        "noticeId": sent,
        "organisationId": told.branch.id,
        "countyId": told.county.id,
        "code": "DISPATCH",
        "memberId": MEMBER,
    }
    tally = Tally.demand(Tally.of(dispatch, told.county.id, told.branch.id).pk, f"BRANCH#{told.branch.id}")
    assert (tally.opened, tally.acted) == (1, 1)


def test_reading_and_doing_are_kept_apart_and_each_is_counted_once(told: Tree) -> None:
    sent = boxes.send(OWN, told.township, told.branch, asks=True)
    dispatch = str(Notice.demand(OWN, sent).dispatch_id)

    seen = []
    for what in ("read", "read", "done", "read"):
        act(what, sent, "member")
        tally = Tally.demand(Tally.of(dispatch, told.county.id, told.branch.id).pk, f"BRANCH#{told.branch.id}")
        seen.append((int(tally.opened), int(tally.acted), counts("member")["undone"]))

    assert seen == [(1, 0, 1), (1, 0, 1), (1, 1, 0), (1, 1, 0)]


def test_what_an_office_did_is_nobodys_own(told: Tree) -> None:
    sent = boxes.send(office(told), told.township, told.branch, asks=True)

    act("done", sent)

    assert recorded(told.branch.id)[-1]["data"]["memberId"] is None


def test_what_asks_nothing_cannot_be_done(told: Tree) -> None:
    status, body = act("done", of_code("BRANCH_IDLE_MONTH")["id"])

    assert (status, body["code"]) == (409, "nothing_asked")


def test_a_withdrawn_notice_says_so_and_counts_no_more(told: Tree) -> None:
    notice = Notice.demand(OWN, of_code("ABSENT_3M", "member")["id"])

    notice.withdraw(now())
    notice.save()

    assert of_code("ABSENT_3M", "member")["withdrawnAt"] is not None
    assert counts("member") == {"unread": 0, "undone": 0, "urgent": 0, "more": False}


def test_counts_are_of_all_boxes_and_go_down_with_what_is_read(told: Tree) -> None:
    assert counts("secretary") == {"unread": 3, "undone": 0, "urgent": 0, "more": False}
    assert counts("both") == {"unread": 3, "undone": 0, "urgent": 0, "more": False}
    assert counts("nobody") == {"unread": 0, "undone": 0, "urgent": 0, "more": False}
    assert counts(None) == 401

    act("read", of_code("BRANCH_IDLE_MONTH")["id"])

    assert counts("secretary")["unread"] == counts("both")["unread"] == 2


def test_beyond_a_hundred_open_notices_a_box_says_that_there_are_more(told: Tree) -> None:
    for number in range(99):
        boxes.put(OWN, told.branch, AWAY, DAY + timedelta(days=number))
    assert counts("member") == {"unread": 100, "undone": 0, "urgent": 0, "more": False}

    boxes.put(OWN, told.branch, AWAY, date(2027, 6, 1))

    assert counts("member") == {"unread": 100, "undone": 0, "urgent": 0, "more": True}


def test_calls_of_the_routes(told: Tree) -> None:
    sent = boxes.send(OWN, told.township, told.branch, asks=True)
    counts("secretary")

    with sends() as list_calls:
        inbox("secretary")
    with sends() as count_calls:
        counts("secretary")
    with sends() as read_calls:
        act("read", sent)
    with sends() as done_calls:
        act("done", sent)

    assert list_calls.seen == count_calls.seen == ["Query", "Query", "BatchGetItem"]
    assert read_calls.seen == done_calls.seen == ["BatchGetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
