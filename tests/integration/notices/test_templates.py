from typing import Any

import pytest

from functions.notices import words
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices import boxes
from tests.integration.notices.conftest import call
from tests.trust.faults import sends

MEMBER = new_id()
TEXT = "您已{months}个月未参加组织生活（自{since:day}起），请联系支部。"
ASKED: dict[str, Any] = {"reader": "member", "language": "zh", "channel": "inbox", "text": TEXT}


@pytest.fixture
def staffed(tree: Tree) -> Tree:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("town", (Role.COUNTY_ADMIN, tree.township))
    account("clerk", (Role.SECRETARY, tree.county))
    account("neighbour", (Role.COUNTY_ADMIN, tree.other_township))
    account("member", member_id=MEMBER, branch=tree.branch)
    return tree


def word(
    where: Organisation, subject: str | None = "admin", code: str = "ABSENT_3M", headers: Any = None, **asked: Any
) -> tuple[int, Any]:
    path = f"/v1/organisations/{where.id}/notice-templates/{code}"
    return call("PUT", path, subject, body=ASKED | asked, headers=headers)


def in_force(where: Organisation, subject: str = "admin", **query: str) -> Any:
    status, body = call("GET", f"/v1/organisations/{where.id}/notice-templates", subject, query=query)
    return body["items"] if status == 200 else status


def one(where: Organisation, **query: str) -> dict[str, Any]:
    """What is in force there for members of whom nothing was seen for three months."""
    return next(t for t in in_force(where, **query) if (t["code"], t["reader"]) == ("ABSENT_3M", "member"))


def body_of(subject: str = "member") -> Any:
    return call("GET", "/v1/me/notices", subject)[1]["items"][0]["body"]


def test_a_wording_is_saved_as_a_version_and_goes_on_the_record(staffed: Tree) -> None:
    status, body = word(staffed.county)

    assert (status, body) == (200, ASKED | {"code": "ABSENT_3M", "savedAt": body["savedAt"], "version": 1})
    (entry,) = recorded(staffed.county.id)
    assert (entry["event"], entry["action"]) == ("NoticeWordingSet", "notices.template.set")
    assert entry["data"] == {
        "organisationId": staffed.county.id,
        "countyId": staffed.county.id,
        "code": "ABSENT_3M",
        "reader": "member",
        "language": "zh",
        "channel": "inbox",
        "number": 1,
    }


def test_the_list_says_what_a_wording_may_and_must_name(staffed: Tree) -> None:
    items = in_force(staffed.branch)

    assert len(items) == sum(len(told.says) for told in words.PAGES.values())
    assert one(staffed.branch) == {
        "code": "ABSENT_3M",
        "reader": "member",
        "facts": {"months": "count", "since": "day"},
        "required": ["months", "since"],
        "optional": False,
        "subject": "您自{since}起已有{months}个月没有参加组织生活。",
        "text": None,
        "setBy": None,
        "version": 0,
    }


def test_the_nearest_committee_s_words_stand_in_the_reader_s_inbox(staffed: Tree) -> None:
    boxes.put(Notice.member_box(MEMBER), staffed.branch, boxes.AWAY)

    seen = [body_of()]
    word(staffed.county)
    seen.append(body_of())
    word(staffed.township, "town", text="{since}以来{months}个月未参加。")
    seen.append(body_of())
    word(staffed.township, "town", text=None)
    seen.append(body_of())

    wide = "您已3个月未参加组织生活（自2026年8月24日起），请联系支部。"
    assert seen == [None, wide, "2026年8月24日以来3个月未参加。", wide]


def test_words_of_another_language_reader_or_channel_are_others(staffed: Tree) -> None:
    boxes.put(Notice.member_box(MEMBER), staffed.branch, boxes.AWAY)

    word(staffed.county, language="en", text="{since} {months}")
    word(staffed.county, channel="sms")
    word(staffed.county, reader="committee", text="{count} {months}")
    word(staffed.other_township, "neighbour")

    assert body_of() is None
    assert one(staffed.branch, channel="sms")["text"] == TEXT
    assert one(staffed.branch, language="en")["text"] == "{since} {months}"


def test_the_list_says_whose_words_count_and_how_often_this_place_saved_its_own(staffed: Tree) -> None:
    word(staffed.county)
    word(staffed.township, "town", text="{since} {months}")
    word(staffed.township, "town", text=None)

    here, below, above = one(staffed.township), one(staffed.branch), one(staffed.county)

    assert (here["setBy"], here["text"], here["version"]) == (staffed.county.id, TEXT, 2)
    assert (below["setBy"], below["version"]) == (staffed.county.id, 0)
    assert (above["setBy"], above["version"]) == (staffed.county.id, 1)


def test_every_version_stays_newest_first(staffed: Tree) -> None:
    texts = [TEXT, "{since} {months}", None, "{months} {since}"]
    for text in texts:
        word(staffed.county, text=text)
    path = f"/v1/organisations/{staffed.county.id}/notice-templates/ABSENT_3M"

    pages, query = [], {"reader": "member", "limit": "3"}
    while "cursor" not in query or query["cursor"]:
        body = call("GET", path, "admin", query=query)[1]
        pages.append([(v["version"], v["text"]) for v in body["items"]])
        query["cursor"] = body["next"]

    assert [len(page) for page in pages] == [3, 1]
    assert [version for page in pages for version in page] == [(n, texts[n - 1]) for n in (4, 3, 2, 1)]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("请联系支部", [("missing_placeholder", "months"), ("missing_placeholder", "since")]),
        ("{months}{since}{name}", [("unknown_placeholder", None)]),
        ("{months:day}{since}", [("wrong_form", "months")]),
        ("{months}{since", [("unbalanced_braces", None)]),
        ("{months}{since}" + "长" * 290, [("too_long", None)]),
    ],
)
def test_a_text_that_could_not_be_sent_is_not_saved(
    staffed: Tree, text: str, fields: list[tuple[str, str | None]]
) -> None:
    status, body = word(staffed.county, text=text)

    assert (status, body["code"]) == (422, "invalid")
    assert {found["field"] for found in body["fields"]} == {"body.text"}
    assert [(found["code"], found.get("placeholder")) for found in body["fields"]] == fields
    assert recorded(staffed.county.id) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"code": "NOTHING"}, 404),
        ({"code": "BRANCH_IDLE_MONTH"}, 404),
        ({"code": "DISPATCH"}, 404),
        ({"channel": "webhook"}, 422),
        ({"language": "fr"}, 422),
        ({"reader": "everybody"}, 422),
        ({"text": ""}, 422),
        ({"text": "{since}\n{months}"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_what_has_no_words_cannot_be_worded(staffed: Tree, asked: dict[str, Any], expected: int) -> None:
    assert word(staffed.county, **asked)[0] == expected


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("stranger", 404), ("neighbour", 404), ("clerk", 403), ("town", 200)]
)
def test_who_may_word_what_is_said_in_a_township(staffed: Tree, subject: str | None, expected: int) -> None:
    assert word(staffed.township, subject)[0] == expected


def test_an_older_version_is_not_written_over_a_newer_one(staffed: Tree) -> None:
    word(staffed.county)
    word(staffed.county, reader="secretary", text="{count}{months}")

    assert word(staffed.county, headers={"if-match": '"0"'})[0] == 412
    assert word(staffed.county, headers={"if-match": '"1"'})[0] == 200


def test_a_keyed_wording_is_saved_once(staffed: Tree) -> None:
    key = {"idempotency-key": "one"}

    assert word(staffed.county, headers=key) == word(staffed.county, headers=key)
    assert word(staffed.county, headers=key, text="{since} {months}")[0] == 422
    assert len(recorded(staffed.county.id)) == 1


def test_calls_of_the_routes(staffed: Tree) -> None:
    in_force(staffed.branch)
    path = f"/v1/organisations/{staffed.county.id}/notice-templates/ABSENT_3M"

    with sends() as listed:
        in_force(staffed.branch)
    with sends() as past:
        call("GET", path, "admin", query={"reader": "member"})
    with sends() as saved:
        word(staffed.county)

    assert listed.seen == ["BatchGetItem", "BatchGetItem"]
    assert past.seen == ["BatchGetItem", "Query"]
    assert saved.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
