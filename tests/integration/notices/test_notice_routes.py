from typing import Any

import pytest

from kernel.ids import new_id
from tests.builders import Tree, recorded
from tests.integration.notices.conftest import MEMBER, call
from tests.trust.faults import sends


def inbox(subject: str | None, **query: Any) -> tuple[int, Any]:
    return call("GET", "/v1/me/notices", subject, query={name: str(value) for name, value in query.items()})


def read(notice_id: str, subject: str | None = "secretary", **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/me/notices/{notice_id}/read", subject, **rest)


def test_the_caller_finds_the_own_box_and_the_offices_newest_first(told: Tree) -> None:
    status, body = inbox("secretary")

    assert status == 200
    assert body["next"] is None
    idle, absent_office, absent_own = sorted(
        body["items"], key=lambda n: (n["code"] != "BRANCH_IDLE_MONTH", n["reader"] == "member")
    )
    assert idle == {
        "id": idle["id"],
        "code": "BRANCH_IDLE_MONTH",
        "organisationId": told.branch.id,
        "reader": "secretary",
        "subject": {
            "zh": "本支部2026-11月份尚未开展主题党日，也未召开支委会。",
            "en": "Your branch has held neither a theme day nor a committee meeting in 2026-11.",
        },
        "why": idle["why"],
        "facts": {"period": "2026-11"},
        "dueOn": "2026-11-25",
        "sentAt": idle["sentAt"],
        "readAt": None,
    }
    assert (absent_own["reader"], absent_own["facts"]) == ("member", {"months": 3, "since": "2026-08-24"})
    assert absent_office["facts"] == {"months": 3, "count": 1, "members": [MEMBER]}
    assert [n["id"] for n in body["items"]] == sorted((n["id"] for n in body["items"]), reverse=True)


def test_a_member_sees_the_own_box_alone_and_a_stranger_nothing(told: Tree) -> None:
    assert [n["code"] for n in inbox("member")[1]["items"]] == ["ABSENT_3M"]
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
    (idle,) = [n for n in inbox("secretary")[1]["items"] if n["code"] == "BRANCH_IDLE_MONTH"]
    entries = len(recorded(told.branch.id))

    status, body = read(idle["id"])
    again = read(idle["id"], "both")

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

    assert read(own["id"], "member", headers=key) == read(own["id"], "member", headers=key)


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("nobody", 404), ("member", 404), ("secretary", 200)])
def test_a_notice_in_anothers_box_is_not_there(told: Tree, subject: str | None, expected: int) -> None:
    (idle,) = [n for n in inbox("secretary")[1]["items"] if n["code"] == "BRANCH_IDLE_MONTH"]

    assert read(idle["id"], subject)[0] == expected


def test_a_malformed_id_is_refused(told: Tree) -> None:
    assert read("x")[0] == 422
    assert read(new_id())[0] == 404


def test_calls_of_the_routes(told: Tree) -> None:
    (idle,) = [n for n in inbox("secretary")[1]["items"] if n["code"] == "BRANCH_IDLE_MONTH"]

    with sends() as list_calls:
        inbox("secretary")
    with sends() as read_calls:
        read(idle["id"])

    assert list_calls.seen == ["Query", "Query"]
    assert read_calls.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
