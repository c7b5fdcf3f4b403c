"""A member says whether to be told each week; who no longer wants it is forgotten."""

from datetime import date, timedelta
from typing import Any

import pytest

from functions.ranking.weekly import MONDAY
from kernel.clock import business_day, now
from kernel.events import WeeklyRanksChosen
from tests.builders import account, recorded
from tests.integration.ranking.province import Province, place_of
from tests.integration.ranking.runs import call
from tests.integration.ranking.weeks import BRANCH, FIRST, SECOND, WEEKLY, changed, choose, kept, week_ends

pytestmark = pytest.mark.usefixtures("account")


def test_what_was_chosen_is_answered_and_on_the_record_once(province: Province, member: str) -> None:
    account("member", member_id=member, branch=place_of(province, BRANCH))
    assert call("GET", WEEKLY, subject="member") == (
        200,
        {"memberId": member, "wanted": False, "from": None, "nextOn": None},
    )

    headers = {"idempotency-key": "0123456789abcdef"}
    answers = [call("PUT", WEEKLY, subject="member", body={"wanted": True}, headers=headers) for _ in range(2)]

    assert answers[0] == answers[1] == call("GET", WEEKLY, subject="member")
    assert answers[0][1]["wanted"] is True
    following = date.fromisoformat(answers[0][1]["nextOn"])
    assert following.weekday() == MONDAY
    assert timedelta(days=7) <= following - business_day(now()) <= timedelta(days=14)
    (entry,) = recorded(province.id(BRANCH))
    assert entry["event"] == WeeklyRanksChosen.__name__
    assert entry["data"]["wanted"] is True


def test_to_ask_again_goes_on_from_the_week_that_was_kept(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)

    answer = choose(province, BRANCH, member)
    week_ends(province, "A1", SECOND)

    assert answer["from"] == "2026-11-01T18:30:00Z"
    assert [event.since for event in changed(province, "A1")] == [FIRST]


def test_who_no_longer_wants_it_is_forgotten_and_told_nothing(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)

    for _ in range(2):
        assert choose(province, BRANCH, member, wanted=False)["wanted"] is False
    week_ends(province, "A1", SECOND)

    assert changed(province, "A1") == []
    assert kept() == []


@pytest.mark.parametrize(
    "body", [{}, {"wanted": "yes"}, {"wanted": 1}, {"wanted": None}, {"wanted": True, "memberId": "x"}, [], "😀", None]
)
def test_anything_but_a_yes_or_no_is_refused(province: Province, member: str, body: Any) -> None:
    account("member", member_id=member, branch=place_of(province, BRANCH))

    status, problem = call("PUT", WEEKLY, subject="member", body=body)

    assert status in (400, 422)
    assert problem["code"]
    assert kept() == []


def test_an_account_of_no_member_chooses_nothing(province: Province) -> None:
    account("clerk")

    assert call("PUT", WEEKLY, subject="clerk", body={"wanted": True})[0] == 404
    assert call("GET", WEEKLY, subject=None)[0] == 401


def test_a_member_of_a_branch_of_which_nothing_is_known_chooses_nothing(province: Province, member: str) -> None:
    place = place_of(province, BRANCH)
    account("member", member_id=member, branch=place)
    place.delete()

    assert call("PUT", WEEKLY, subject="member", body={"wanted": True})[0] == 404
    assert kept() == []
