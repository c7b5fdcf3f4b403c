"""Members whom nobody can reach: somebody looks for them, and nothing happens before its time."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import app_floating, history
from functions.members.standing_rules import months_after
from functions.members.tracing_tables import LostCase, Traced
from kernel.authority import Role
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.absent import TODAY, Branch, days_ago
from tests.integration.members.people import enrolled, on_record, row
from tests.integration.members.watching import calls_to
from tests.trials import examples

pytestmark = pytest.mark.usefixtures("account")
LONG_AGO = days_ago(250)


def ask(method: str, path: str, by: str | None, body: Any = None, **how: Any) -> tuple[int, Any]:
    return answer(app_floating.lambda_handler(request(method, path, subject=by, body=body, **how), None))


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


def open_case(branch: Branch, by: str = "secretary", **changes: Any) -> tuple[int, Any]:
    body = {"reason": "1", "lostSince": LONG_AGO, "ownerId": branch.contact} | changes
    return ask("POST", f"/v1/members/{branch.away}/lost-contact", by, body)


def pursue(branch: Branch, what: str, by: str = "secretary", **body: Any) -> tuple[int, Any]:
    return ask("POST", f"/v1/members/{branch.away}/lost-contact/{what}", by, body)


def attempt(branch: Branch, by: str = "contact", **body: Any) -> tuple[int, Any]:
    return pursue(branch, "attempts", by, **({"channel": "PHONE"} | body))


def age(branch: Branch, days: int) -> None:
    """Let the case have been there for longer."""
    case = LostCase.demand(f"MEMBER#{branch.away}", "LOST")
    case.suspended_on = days_ago(days)
    case.save()


def shape(branch: Branch, **changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "name": row(3).name,
        "state": "OPEN",
        "reason": "1",
        "lostSince": LONG_AGO,
        "ownerId": branch.contact,
        "attempts": 0,
        "attemptedOn": None,
        "dueOn": f"{months_after(TODAY - timedelta(days=250), 6)}",
        "suspendedOn": None,
        "proposedOn": None,
    }
    return whole | changes


def without_id(answered: tuple[int, Any]) -> tuple[int, Any]:
    return answered[0], {name: value for name, value in answered[1].items() if name != "id"}


def test_a_case_has_an_owner_and_a_day(branch: Branch) -> None:
    opened = open_case(branch)

    assert without_id(opened) == (201, shape(branch))
    assert recorded(branch.tree.branch.id)[-1]["data"] == {
        "caseId": opened[1]["id"],
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "countyId": branch.tree.county.id,
        "path": branch.tree.branch.path,
        "lostSince": LONG_AGO,
        "ownerId": branch.contact,
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"reason": "8"}, "body.reason", "literal_error"),
        ({"lostSince": f"{TODAY + timedelta(days=1)}"}, "body.lostSince", "date_in_future"),
        ({"ownerId": "01KB0000000000000000000001"}, "body.ownerId", "not_of_the_home_branch"),
    ],
)
def test_an_ill_made_case_is_refused(branch: Branch, changes: Any, field: str, code: str) -> None:
    status, problem = open_case(branch, **changes)

    assert (status, problem["fields"]) == (422, [{"field": field, "code": code}])


def test_nobody_looks_for_themselves_and_nobody_from_elsewhere(branch: Branch) -> None:
    (stranger,) = enrolled(branch.tree, 6, branch=branch.tree.sister)

    assert [open_case(branch, ownerId=who)[0] for who in (branch.away, stranger)] == [422, 422]


def test_there_is_one_open_case_at_a_time(branch: Branch) -> None:
    open_case(branch)

    status, problem = open_case(branch)

    assert (status, problem["code"]) == (409, "lost_contact_open")


def test_who_left_is_not_looked_for(branch: Branch) -> None:
    member = on_record(branch.away)
    member.membership_state = "LEFT"
    member.save()

    assert open_case(branch)[1]["code"] == "member_not_on_the_roll"


def test_the_owner_and_the_branch_note_their_attempts(branch: Branch) -> None:
    open_case(branch)
    attempt(branch, on=days_ago(3))
    attempt(branch, "secretary", channel="VISIT")

    status, case = ask("GET", f"/v1/members/{branch.away}/lost-contact", "secretary")

    assert (status, case["attempts"], case["attemptedOn"]) == (200, 2, f"{TODAY}")
    assert case["latest"] == [
        {"on": f"{TODAY}", "channel": "VISIT", "by": "secretary"},
        {"on": days_ago(3), "channel": "PHONE", "by": "contact"},
    ]


def test_another_owner_can_be_named_who_then_notes_attempts(branch: Branch) -> None:
    account("third", member_id=branch.third, branch=branch.tree.branch)
    open_case(branch)
    path = f"/v1/members/{branch.away}/lost-contact/owner"

    named = ask("PUT", path, "secretary", {"ownerId": branch.third})

    assert without_id(named) == (200, shape(branch, ownerId=branch.third))
    assert [attempt(branch, by="third")[0], attempt(branch)[0]] == [201, 403]
    opened = [e["data"] for e in recorded(branch.tree.branch.id) if e["event"] == "LostContactOpened"]
    assert [one["ownerId"] for one in opened] == [branch.contact, branch.third]
    assert ask("PUT", path, "contact", {"ownerId": branch.contact})[0] == 403


def test_an_owner_is_another_member_of_the_home_branch(branch: Branch) -> None:
    path, (far,) = f"/v1/members/{branch.away}/lost-contact/owner", enrolled(branch.tree, 9, branch=branch.tree.sister)
    without_a_case = ask("PUT", path, "secretary", {"ownerId": branch.third})[1]["code"]
    open_case(branch)

    refused = [ask("PUT", path, "secretary", {"ownerId": who})[0] for who in (branch.away, far, "x")]

    assert (without_a_case, refused) == ("lost_contact_not_open", [422, 422, 422])


def test_nobody_else_notes_attempts(branch: Branch) -> None:
    open_case(branch)
    account("third", member_id=branch.third, branch=branch.tree.branch)
    account("neighbour", (Role.SECRETARY, branch.tree.far_branch))

    assert [attempt(branch, who)[0] for who in ("third", "neighbour", "township", "self")] == [403, 404, 403, 403]


def test_without_a_case_nothing_is_pursued(branch: Branch) -> None:
    answers = [
        attempt(branch, "secretary"),
        pursue(branch, "found"),
        pursue(branch, "suspension", "county"),
        pursue(branch, "removal"),
    ]

    assert [(status, body["code"]) for status, body in answers] == [(409, "lost_contact_not_open")] * 4
    assert ask("GET", f"/v1/members/{branch.away}/lost-contact", "secretary")[0] == 404


@pytest.mark.parametrize("on", [f"{TODAY + timedelta(days=1)}", days_ago(251)])
def test_impossible_days_are_refused(branch: Branch, on: str) -> None:
    open_case(branch)

    assert attempt(branch, on=on)[0] == pursue(branch, "found", on=on)[0] == 422


class TestASuspension:
    def test_follows_six_months_and_an_attempt(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)

        status, case = pursue(branch, "suspension", "county", on=days_ago(10))

        due = f"{months_after(TODAY - timedelta(days=10), 24)}"
        assert (status, case["state"], case["suspendedOn"], case["dueOn"]) == (201, "SUSPENDED", days_ago(10), due)
        member = on_record(branch.away)
        assert (member.state, member.lost_since, member.suspended_on) == ("SUSPENDED", LONG_AGO, days_ago(10))
        assert [e["event"] for e in recorded(branch.tree.branch.id)[-2:]] == ["MembersChanged", "LostContactPursued"]
        assert history.changes(branch.away)[-1].source == "STANDING"

    def test_comes_not_before_six_months(self, branch: Branch) -> None:
        open_case(branch, lostSince=days_ago(100))
        attempt(branch)

        status, problem = pursue(branch, "suspension", "county")

        earliest = f"{months_after(TODAY - timedelta(days=100), 6)}"
        assert (status, problem["code"], problem["earliest"]) == (409, "lost_contact_too_early", earliest)
        assert on_record(branch.away).state == "ACTIVE"

    def test_comes_not_before_somebody_tried(self, branch: Branch) -> None:
        open_case(branch)

        assert pursue(branch, "suspension", "county")[1]["code"] == "lost_contact_never_sought"

    def test_is_the_committees(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)

        assert [pursue(branch, "suspension", who)[0] for who in ("secretary", "contact", "township")] == [403] * 3

    def test_comes_once(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)
        pursue(branch, "suspension", "county")

        assert pursue(branch, "suspension", "county")[1]["code"] == "wrong_state"

    def test_that_was_decided_beside_the_case_is_taken_over(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)
        member = on_record(branch.away)
        member.membership_state, member.suspended_on = "SUSPENDED", days_ago(40)
        member.save()

        assert pursue(branch, "suspension", "county")[1]["suspendedOn"] == days_ago(40)


class TestARemoval:
    def test_is_proposed_two_years_after_the_suspension(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)
        pursue(branch, "suspension", "county")
        age(branch, 740)

        status, case = pursue(branch, "removal")

        assert (status, case["state"], case["proposedOn"]) == (201, "REMOVAL_PROPOSED", f"{TODAY}")
        assert pursue(branch, "removal")[1]["code"] == "wrong_state"

    def test_is_not_proposed_earlier(self, branch: Branch) -> None:
        open_case(branch)
        attempt(branch)
        pursue(branch, "suspension", "county")
        age(branch, 700)

        assert pursue(branch, "removal")[1]["code"] == "lost_contact_too_early"

    def test_is_not_proposed_without_a_suspension(self, branch: Branch) -> None:
        open_case(branch)

        assert pursue(branch, "removal")[1]["code"] == "wrong_state"


def test_who_was_found_is_no_case_any_more(branch: Branch) -> None:
    _, case = open_case(branch)
    attempt(branch)

    closed = pursue(branch, "found", on=days_ago(1))

    told = {"id": case["id"], "memberId": branch.away, "closedOn": days_ago(1), "outcome": "FOUND"}
    assert closed == (201, told)
    (past,) = Traced.query(f"MEMBER#{branch.away}", Traced.sk.startswith("TRACED#"))
    assert past.case["attempts"] == 1
    assert recorded(branch.tree.branch.id)[-1]["data"]["outcome"] == "FOUND"
    assert open_case(branch)[0] == 201
    assert ask("GET", f"/v1/members/{branch.away}/lost-contact", "secretary")[1]["latest"] == []


def test_cases_are_listed_by_the_day_of_their_next_step(branch: Branch) -> None:
    far, friend = enrolled(branch.tree, 8, 9, branch=branch.tree.far_branch)
    open_case(branch)
    body = {"reason": "3", "lostSince": days_ago(300), "ownerId": friend}
    ask("POST", f"/v1/members/{far}/lost-contact", "county", body)

    def listed(by: str, **query: str) -> list[str]:
        return [item["memberId"] for item in ask("GET", "/v1/lost-contacts", by, query=query)[1]["items"]]

    assert listed("county", organisationId=branch.tree.county.id) == [far, branch.away]
    assert listed("township", organisationId=branch.tree.township.id) == [branch.away]
    assert listed("township", organisationId=branch.tree.branch.id) == [branch.away]
    assert listed("secretary", branchId=branch.tree.branch.id) == [branch.away]
    assert listed("county", branchId=branch.tree.sister.id) == []
    assert ask("GET", "/v1/lost-contacts", "secretary")[0] == 400
    assert ask("GET", "/v1/lost-contacts", "host", query={"branchId": branch.tree.branch.id})[0] == 404


def test_opening_costs_three_reads_and_one_transaction(branch: Branch) -> None:
    with calls_to("dynamodb") as calls:
        open_case(branch)

    assert len([call for call in calls if call != "TransactWriteItems"]) <= 5  # account and place of a cold caller too


STEPS = ("open", "attempt", "suspension", "removal", "found", "years")


@given(steps=st.lists(st.sampled_from(STEPS), max_size=12), lost=st.integers(0, 400))
@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_no_order_is_anybody_suspended_or_proposed_too_early(branch: Branch, steps: list[str], lost: int) -> None:
    before = on_record(branch.away)
    for step in steps:
        case = LostCase.find(f"MEMBER#{branch.away}", "LOST")
        match step:
            case "open":
                open_case(branch, lostSince=days_ago(lost))
            case "attempt":
                attempt(branch)
            case "years" if case and case.suspended_on:
                age(branch, 740)
            case "suspension" | "removal" | "found":
                pursue(branch, step, "county")

    case = LostCase.find(f"MEMBER#{branch.away}", "LOST")
    fresh = before.state == "ACTIVE"
    if fresh and on_record(branch.away).state == "SUSPENDED":
        assert months_after(TODAY - timedelta(days=lost), 6) <= TODAY
    if case and case.state == "REMOVAL_PROPOSED":
        assert case.suspended_on is not None
        assert f"{months_after(TODAY - timedelta(days=740), 24)}" <= case.proposed_on
    if case and case.state == "OPEN":
        assert case.suspended_on is None
    pursue(branch, "found", "county")
    now = on_record(branch.away)
    now.membership_state = now.suspended_on = now.suspension_reason = now.lost_since = None
    now.save()


def test_without_a_token_nothing_is_told(branch: Branch) -> None:
    assert ask("GET", f"/v1/members/{branch.away}/lost-contact", None)[0] == 401
