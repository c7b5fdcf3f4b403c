"""Committees publish dated rules; what is in force on the day of an activity pays."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import ANY

import pytest

from functions.points import app, on_activity_reviewed, on_attendance_confirmed, rulebook
from functions.points.rule_tables import RuleSetsItem
from functions.points.rules import BUILT_IN, MOST_SETS, RuleSet
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.errors import Changed
from kernel.events import ActivityReviewed, AttendanceConfirmed
from kernel.ids import derived_id, new_id
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.integration.points.racing import meanwhile
from tests.trust.delivery import until_done

pytestmark = pytest.mark.usefixtures("account")
MEMBER = derived_id("member", 0)
TODAY = business_day(now())
NONE = ("perDay", "perMonth", "perYear", "atLeast", "bonusFrom")
WITHOUT = dict.fromkeys(NONE) | {"occasion": "activity", "bonus": 0}
TALK = {"id": "talk", "activityType": "TALK", "to": "member", "points": 3, "zh": "谈心谈话", "en": "A talk"}


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    account("admin", (Role.COUNTY_ADMIN, made.county))
    account("reviewer", (Role.REVIEWER, made.township))
    account("member", member_id=MEMBER, branch=made.branch)
    account("elsewhere", (Role.SECRETARY, made.far_branch))
    return made


def call(method: str, subject: str | None, **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, "/v1/points/rules", subject=subject, **rest), Context()))


def publish(
    where: str, day: date = TODAY, *rules: Any, subject: str | None = "admin", key: str = ""
) -> tuple[int, Any]:
    body = {"organisationId": where, "effectiveFrom": day.isoformat(), "rules": rules or [TALK]}
    return call("PUT", subject, body=body, headers={"idempotency-key": key} if key else {})


def shown(where: str, subject: str | None = "admin") -> tuple[int, Any]:
    return call("GET", subject, query={"organisationId": where})


def test_a_published_set_is_answered_whole_and_on_the_record(tree: Tree) -> None:
    status, told = publish(tree.county.id, TODAY, TALK | {"perYear": 12})

    assert status == 200
    assert told == {
        "id": ANY,
        "organisationId": tree.county.id,
        "effectiveFrom": TODAY.isoformat(),
        "rules": [TALK | WITHOUT | {"perYear": 12}],
        "base": 0,
        "carryPercent": 0,
        "floor": None,
        "excludes": [],
    }
    (entry,) = recorded(tree.county.id)
    assert entry["action"] == "points.rules.publish"
    assert entry["data"] == {
        "organisationId": tree.county.id,
        "ruleSetId": told["id"],
        "effectiveFrom": TODAY.isoformat(),
    }


def test_what_is_in_force_is_told_beside_what_the_committee_published(tree: Tree) -> None:
    _, before = shown(tree.township.id)
    _, of_county = publish(tree.county.id)
    _, to_come = publish(tree.township.id, TODAY + timedelta(days=9))

    status, told = shown(tree.township.id, subject="member")

    assert before["inForce"]["id"] == BUILT_IN.id
    assert (before["inForce"]["organisationId"], before["items"]) == (None, [])
    assert status == 200
    assert told == {"organisationId": tree.township.id, "inForce": of_county, "items": [to_come], "asOf": ANY}


def test_a_repeated_request_is_answered_as_the_first_one(tree: Tree) -> None:
    first = publish(tree.county.id, key="k")

    assert publish(tree.county.id, key="k") == first
    assert len(recorded(tree.county.id)) == 1


def test_only_a_county_administrator_above_publishes_and_outsiders_see_nothing(tree: Tree) -> None:
    assert publish(tree.township.id, subject="reviewer")[0] == 403
    assert publish(tree.township.id, subject="elsewhere")[0] == 404
    assert publish(tree.township.id, subject=None)[0] == 401
    assert publish(new_id())[0] == 404
    assert shown(tree.township.id, subject="elsewhere")[0] == 404
    assert shown(tree.township.id, subject=None)[0] == 401


def test_a_faulty_set_is_refused_with_every_fault(tree: Tree) -> None:
    twin = TALK | {"perYear": 2}

    status, problem = publish(tree.county.id, TODAY - timedelta(days=1), TALK, twin)

    assert (status, problem["code"]) == (422, "invalid")
    assert problem["fields"] == [
        {"field": "rules.1.id", "code": "duplicate_id"},
        {"field": "rules.1.activityType", "code": "overlap"},
        {"field": "rules.1.perYear", "code": "unreachable"},
        {"field": "effectiveFrom", "code": "in_the_past"},
    ]
    assert recorded(tree.county.id) == []


@pytest.mark.parametrize("wrong", [{"points": 0}, {"id": "Talk!"}, {"to": "anybody"}, {"more": 1}, {"perDay": 70_000}])
def test_a_malformed_rule_is_refused(tree: Tree, wrong: dict[str, Any]) -> None:
    assert publish(tree.county.id, TODAY, TALK | wrong)[0] == 422


def test_a_set_that_has_not_begun_can_be_replaced_and_one_in_force_cannot(tree: Tree) -> None:
    tomorrow = TODAY + timedelta(days=1)
    publish(tree.county.id, tomorrow)
    publish(tree.county.id)

    status, problem = publish(tree.county.id)
    _, replaced = publish(tree.county.id, tomorrow, TALK | {"points": 4})

    assert (status, problem["code"]) == (409, "rule_set_in_force")
    assert [s["rules"][0]["points"] for s in shown(tree.county.id)[1]["items"]] == [4, 3]
    assert replaced["rules"][0]["points"] == 4


def test_a_committee_keeps_a_limited_number_of_sets(tree: Tree) -> None:
    sets = [RuleSet(new_id(), tree.county.id, date(2000, 1, n % 28 + 1), ()) for n in range(MOST_SETS)]
    RuleSetsItem(*RuleSetsItem.key_of(tree.county.id), sets=rulebook.stored(sets), version=1).save()

    status, problem = publish(tree.county.id)

    assert (status, problem["code"]) == (409, "too_many_rule_sets")


def test_two_who_publish_at_once_do_not_overwrite_one_another(tree: Tree) -> None:
    def somebody_else() -> None:
        assert publish(tree.county.id, TODAY + timedelta(days=3))[0] == 200

    with meanwhile(somebody_else):
        status, problem = publish(tree.county.id)

    assert (status, problem["code"]) == (409, Changed.code)
    assert len(shown(tree.county.id)[1]["items"]) == 1


def test_an_activity_is_paid_by_the_rules_in_force_on_its_day_with_their_version(tree: Tree) -> None:
    _, published = publish(tree.township.id, TODAY, TALK)
    for held_on in (TODAY, TODAY - timedelta(days=1)):
        event = AttendanceConfirmed(
            activity_id=new_id(),
            branch_id=tree.branch.id,
            county_id=tree.county.id,
            path=tree.branch.path,
            type="TALK",
            held_on=held_on,
            chunk=0,
            members=(MEMBER,),
        )
        until_done(on_attendance_confirmed.lambda_handler, envelope(event))

    (row,) = [row for row in LedgerRow.query(LedgerRow.partition(MEMBER)) if row.is_line]

    assert (row.rule_set_id, row.rule_id, int(row.value)) == (published["id"], "talk", 3)
    assert row.held_on == TODAY.isoformat()


def test_as_many_sets_as_a_committee_may_keep_fit_whatever_they_hold(tree: Tree) -> None:
    words = {"zh": "谈" * 100, "en": "长" * 100, "perDay": 1000, "perMonth": 1000, "perYear": 1000}
    largest = [
        TALK | words | {"id": f"rule-{n:035}", "activityType": f"T{chr(65 + n % 26) * (9 + n // 26)}"}
        for n in range(60)
    ]

    answers = [publish(tree.county.id, TODAY + timedelta(days=day), *largest)[0] for day in range(10)]
    status, told = shown(tree.branch.id)

    assert answers == [200] * 10
    assert (status, len(told["inForce"]["rules"]), told["inForce"]["effectiveFrom"]) == (200, 60, TODAY.isoformat())
    assert len(shown(tree.county.id)[1]["items"]) == 10


def test_a_committee_starts_from_a_published_measure_and_publishes_it_as_it_is(tree: Tree) -> None:
    status, made = answer(app.lambda_handler(request("GET", "/v1/points/rule-sets", subject="member"), Context()))
    assert (status, [one["id"] for one in made["items"]]) == (
        200,
        ["shanxi", "city-organs", "county-bureau", "village", "haishu"],
    )

    for day, one in enumerate(made["items"]):
        taken = {name: value for name, value in one.items() if name not in ("id", "zh", "en")}
        body = taken | {"organisationId": tree.county.id, "effectiveFrom": f"{TODAY + timedelta(days=day)}"}
        status, told = call("PUT", "admin", body=body)
        assert (status, {name: told[name] for name in taken}) == (200, taken)


def test_a_branch_is_paid_for_who_came_and_not_for_an_empty_room(tree: Tree) -> None:
    held = TALK | {"id": "held", "to": "branch", "atLeast": 50, "bonus": 2, "bonusFrom": 90}
    publish(tree.county.id, TODAY, held)

    for attended in (9, 5, 4):
        event = ActivityReviewed(
            activity_id=new_id(),
            branch_id=tree.branch.id,
            county_id=tree.county.id,
            path=tree.branch.path,
            type="TALK",
            held_on=TODAY,
            stage="final",
            attended=attended,
            entitled=10,
        )
        until_done(on_activity_reviewed.lambda_handler, envelope(event), envelope(event))

    assert [int(row.value) for row in LedgerRow.query(LedgerRow.partition(tree.branch.id))] == [5, 3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": -1},
        {"carryPercent": 101},
        {"floor": 1.5},
        {"excludes": ["tired"]},
        {"excludes": ["floating", "floating"]},
        {"excludes": "😀"},
        {"floor": 10},
    ],
)
def test_a_malformed_set_is_refused(tree: Tree, wrong: dict[str, Any]) -> None:
    body = {"organisationId": tree.county.id, "effectiveFrom": TODAY.isoformat(), "rules": [TALK]}

    assert call("PUT", "admin", body=body | wrong)[0] == 422
