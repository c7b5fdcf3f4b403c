from typing import Any

import pytest

from functions.notices import on_members
from functions.notices.preference_tables import Preferences
from kernel.authority import Role
from kernel.events import MemberErased
from kernel.ids import new_id
from tests.builders import Tree, account, batch, envelope, recorded
from tests.conftest import Context
from tests.integration.notices.conftest import call
from tests.trust.faults import sends

MEMBER = new_id()
PATH = "/v1/me/notices/preferences"
CHOSEN = {
    "language": "en",
    "quietHours": "21:30-07:30",
    "optOuts": ["ABSENT_2"],
    "channels": ["wechat", "sms"],
    "digest": False,
}
LEFT_TO_THE_HOUSE: dict[str, Any] = {
    "language": None,
    "quietHours": None,
    "optOuts": [],
    "channels": [],
    "digest": True,
}


@pytest.fixture
def bound(tree: Tree) -> Tree:
    account("member", member_id=MEMBER, branch=tree.branch)
    account("clerk", (Role.SECRETARY, tree.branch))
    return tree


def show(subject: str | None = "member") -> tuple[int, Any]:
    return call("GET", PATH, subject)


def choose(body: Any, subject: str | None = "member", **headers: str) -> tuple[int, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call("PUT", PATH, subject, body=body, headers=named)


def test_who_chose_nothing_is_told_what_the_house_does_and_what_may_be_refused(bound: Tree) -> None:
    assert show() == (200, LEFT_TO_THE_HOUSE | {"mayOptOut": ["ABSENT_2", "POLITICAL_BIRTHDAY"], "version": 0})


def test_what_was_chosen_is_kept_and_on_the_record_of_the_branch(bound: Tree) -> None:
    status, body = choose(CHOSEN)

    assert (status, body) == (200, CHOSEN | {"mayOptOut": ["ABSENT_2", "POLITICAL_BIRTHDAY"], "version": 1})
    assert show() == (200, body)
    (entry,) = recorded(bound.branch.id)
    assert (entry["event"], entry["action"]) == ("NoticePreferencesSet", "notices.preferences")
    assert entry["data"] == {"memberId": MEMBER}


def test_what_is_left_out_goes_back_to_the_house(bound: Tree) -> None:
    choose(CHOSEN)

    assert choose({})[1] == LEFT_TO_THE_HOUSE | {"mayOptOut": ["ABSENT_2", "POLITICAL_BIRTHDAY"], "version": 2}


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("language", "fr", "body.language"),
        ("quietHours", "22:00", "body.quietHours"),
        ("quietHours", "25:00-07:00", "body.quietHours"),
        ("quietHours", "07:00-07:00", "body.quietHours"),
        ("optOuts", ["ABSENT_6M"], "body.optOuts.0"),
        ("optOuts", ["ABSENT_2", "NOTHING"], "body.optOuts.1"),
        ("optOuts", ["ABSENT_2", "ABSENT_2"], "body.optOuts"),
        ("channels", ["pigeon"], "body.channels.0"),
        ("channels", ["sms", "sms"], "body.channels"),
        ("digest", "sometimes", "body.digest"),
        ("more", 1, "body"),
    ],
)
def test_what_cannot_be_chosen_is_refused_where_it_stands(bound: Tree, field: str, value: Any, place: str) -> None:
    status, body = choose(CHOSEN | {field: value})

    assert (status, body["code"]) == (422, "invalid")
    assert [found["field"] for found in body["fields"]] == [place]
    assert recorded(bound.branch.id) == []


def test_an_older_version_is_not_written_over_a_newer_one(bound: Tree) -> None:
    choose(CHOSEN)

    assert choose({}, if_match='"0"')[0] == 412
    assert choose({}, if_match='"1"')[0] == 200


def test_a_keyed_choice_is_answered_again_with_its_answer(bound: Tree) -> None:
    first = choose(CHOSEN, idempotency_key="one")

    assert choose(CHOSEN, idempotency_key="one") == first
    assert len(recorded(bound.branch.id)) == 1


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("clerk", 404), ("stranger", 404), ("member", 200)])
def test_only_a_member_has_preferences(bound: Tree, subject: str | None, expected: int) -> None:
    assert show(subject)[0] == choose(CHOSEN, subject)[0] == expected


def test_of_a_member_who_was_erased_nothing_is_kept_and_nothing_kept_again(bound: Tree) -> None:
    choose(CHOSEN)
    gone = envelope(MemberErased(member_id=MEMBER, branch_id=bound.branch.id, county_id=bound.county.id))

    for _ in range(3):
        assert on_members.lambda_handler(batch(gone), Context()) == {"batchItemFailures": []}

    kept = Preferences.load(MEMBER)
    assert kept.language is None
    assert kept.quiet_hours is None
    assert (kept.opt_outs, kept.channels, int(kept.version)) == ([], [], 2)
    assert choose(CHOSEN)[0] == 404


def test_calls_of_the_routes(bound: Tree) -> None:
    show()

    with sends() as shown:
        show()
    with sends() as chosen:
        choose(CHOSEN)

    assert shown.seen == ["GetItem"]
    assert chosen.seen == ["GetItem", "GetItem", "TransactWriteItems"]
