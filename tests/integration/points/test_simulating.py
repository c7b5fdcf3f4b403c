"""Rules are tried on what was counted: the present ones give what stands, others tell who gains and who loses."""

import json
from datetime import date, datetime
from typing import Any
from unittest import mock
from unittest.mock import ANY

import pytest

from functions.points import app, checking, on_check_due, simulating
from functions.points.checking import Check
from functions.points.rules import BUILT_IN, RuleSet
from functions.points.simulation_messages import Order
from kernel import aws
from kernel.authority import Role
from kernel.clock import SHANGHAI
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from kernel.transaction import Reason
from tests.builders import Tree, account, answer, batch, recorded, request
from tests.conftest import Context
from tests.integration.points.accounts import (
    HELD,
    MEMBER,
    OTHER,
    SEASON,
    attended,
    enrolled,
    lines,
    place,
    rows,
    stored,
    taken_back,
    tell,
    upheld,
)
from tests.integration.points.rulings import in_force
from tests.trust.delivery import until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
LECTURE = {"id": "lecture", "activityType": "PARTY_LECTURE", "to": "member", "points": 3, "zh": "党课", "en": "Lecture"}
TALK = {"id": "talk", "activityType": "TALK", "to": "member", "points": 7, "zh": "谈心", "en": "A talk"}


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    _accounts(made)
    return made


def _accounts(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("elsewhere", (Role.COUNTY_ADMIN, tree.far_branch))


def call(method: str, path: str, subject: str | None = "admin", **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def tried(where: Organisation, *rules: Any, subject: str | None = "admin", **more: Any) -> tuple[int, Any]:
    body = {"organisationId": where.id, "rules": list(rules)} | more
    return call("POST", "/v1/points/simulations", subject, body=body)


def waiting() -> list[Any]:
    """What stands on the queue of the checks."""
    url = checking.Queues.load().points_checks_queue
    told = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [one["Body"] for one in told]


def test_of_a_branch_each_member_is_told_before_and_after_at_once(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER))
    tell(attended(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, type_="PARTY_LECTURE"))
    tell(attended(tree.branch, OTHER, type_="TALK"))

    status, told = tried(tree.branch, LECTURE, TALK, target=10)

    assert status == 201
    assert {one["memberId"]: (one["before"], one["after"]) for one in told["each"]} == {MEMBER: (10, 3), OTHER: (5, 7)}
    assert told["members"] == {
        "accounts": 2,
        "gain": 1,
        "lose": 1,
        "mostGained": 2,
        "mostLost": 7,
        "quartiles": ANY,
        "totalBefore": 15,
        "totalAfter": 10,
    }
    assert told["bands"] == [
        {"source": "black", "target": "yellow", "members": 1},
        {"source": "gold", "target": "black", "members": 1},
    ]
    assert call("GET", f"/v1/points/simulations/{told['id']}") == (200, told)
    entry = recorded(tree.branch.id)[-1]
    assert (entry["action"], entry["subject"]) == ("points.rules.simulate", told["id"])


def test_nothing_that_was_counted_is_changed_by_a_trial(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    before = stored(tree.branch)

    tried(tree.branch, TALK)

    assert stored(tree.branch) == before


def test_of_a_county_there_are_sums_alone_once_the_queue_has_done_it(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER), enrolled(tree.far_branch, OTHER))
    tell(attended(tree.branch, MEMBER), attended(tree.far_branch, OTHER, type_="TALK"))
    status, asked = tried(tree.county, TALK)

    until_done(on_check_due.lambda_handler, *waiting())

    _, told = call("GET", f"/v1/points/simulations/{asked['id']}")
    assert (status, asked["state"], asked["members"]) == (201, "RUNNING", None)
    assert (told["state"], told["each"]) == ("DONE", [])
    assert (told["members"]["gain"], told["members"]["lose"]) == (1, 1)
    assert MEMBER not in json.dumps(told)


def test_a_township_is_tried_without_the_branches_of_another(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER), enrolled(tree.far_branch, OTHER))
    tell(attended(tree.branch, MEMBER), attended(tree.far_branch, OTHER))
    _, asked = tried(tree.other_township, TALK)

    until_done(on_check_due.lambda_handler, *waiting())

    told = call("GET", f"/v1/points/simulations/{asked['id']}")[1]
    assert (told["members"]["accounts"], told["members"]["totalBefore"]) == (1, 5)


def test_what_came_out_of_a_trial_is_kept_though_another_transaction_is_in_the_way(tree: Tree) -> None:
    tried(tree.township, TALK)
    met = [[Reason("TransactionConflict", None)], []]
    with mock.patch("functions.points.simulating.transact", side_effect=met) as kept:
        until_done(on_check_due.lambda_handler, *waiting())

    assert kept.call_count == 2


def test_a_committee_below_that_has_its_own_rules_keeps_them(tree: Tree) -> None:
    in_force(tree.township, *BUILT_IN.rules)
    tell(enrolled(tree.branch), attended(tree.branch), attended(tree.branch, type_="TALK"))
    order = Order(
        simulation_id=new_id(),
        organisation_id=tree.county.id,
        county_id=tree.county.id,
        season=SEASON,
        rule_set=RuleSet(new_id(), tree.county.id, HELD, ()),
    )

    assert simulating.found(order, [tree.branch.id]).members.total_after == 5


def test_a_base_that_is_tried_is_given_to_everybody_and_who_is_away_has_no_part(tree: Tree) -> None:
    away = (EnrolledMember(member_id=OTHER, category="FULL", floating=True),)
    tell(enrolled(tree.branch, MEMBER), MembersEnrolled(**place(tree.branch), members=away))
    tell(attended(tree.branch, MEMBER, OTHER, type_="PARTY_LECTURE"))

    _, told = tried(tree.branch, LECTURE, base=60, excludes=["floating"])

    assert {one["memberId"]: one["after"] for one in told["each"]} == {MEMBER: 63, OTHER: 0}


def test_what_a_season_began_with_is_that_of_the_rules_that_are_tried(tree: Tree) -> None:
    last = date(HELD.year - 1, 3, 1)
    in_force(tree.branch, *BUILT_IN.rules, base=50, carry_percent=10)
    tell(enrolled(tree.branch), *(attended(tree.branch, on=last) for _ in range(4)))
    for month in (1, 2):
        as_of = datetime(HELD.year, month, 3, 1, tzinfo=SHANGHAI)
        until_done(on_check_due.lambda_handler, Check(county_id=tree.county.id, as_of=as_of))

    _, told = tried(tree.branch, TALK, base=20, carryPercent=50)

    assert [value for rule, value, _ in lines() if rule in ("base", "carry-over")] == [50, 2]
    assert [(one["before"], one["after"]) for one in told["each"]] == [(52, 30)]


def test_only_who_may_publish_tries_and_looks(tree: Tree) -> None:
    _, told = tried(tree.branch, TALK)
    path = f"/v1/points/simulations/{told['id']}"

    assert [tried(tree.branch, TALK, subject=who)[0] for who in ("secretary", "elsewhere", None)] == [403, 404, 401]
    assert [call("GET", path, who)[0] for who in ("secretary", "elsewhere", None)] == [403, 404, 401]
    assert call("GET", f"/v1/points/simulations/{new_id()}")[0] == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": []},
        {"rules": [TALK, TALK]},
        {"season": "26"},
        {"target": 0},
        {"season": None, "more": 1},
        {"organisationId": "😀"},
        {"rules": [TALK] * 61},
    ],
)
def test_a_malformed_trial_is_refused(tree: Tree, wrong: dict[str, Any]) -> None:
    body = {"organisationId": tree.branch.id, "rules": [TALK]} | wrong

    assert call("POST", "/v1/points/simulations", body=body)[0] == 422


def test_a_repeated_request_is_answered_as_the_first_one(tree: Tree) -> None:
    body = {"organisationId": tree.branch.id, "rules": [TALK]}
    first, second = (
        call("POST", "/v1/points/simulations", body=body, headers={"idempotency-key": "k"}) for _ in range(2)
    )

    assert first == second
    assert len(recorded(tree.branch.id)) == 1


def test_a_trial_of_a_branch_is_three_looks_and_one_transaction(tree: Tree) -> None:
    tried(tree.branch, TALK)

    with sends() as calls:
        tried(tree.branch, TALK)

    assert calls.seen == ["BatchGetItem", "Query", "TransactWriteItems"]


def test_what_a_withdrawal_or_a_dispute_freed_of_a_cap_is_free_in_the_trial_too(tree: Tree) -> None:
    in_force(tree.branch, *BUILT_IN.rules)
    lectures = [attended(tree.branch, type_="PARTY_LECTURE") for _ in range(4)]
    tell(enrolled(tree.branch), lectures[0], lectures[1], taken_back(lectures[0]), lectures[2])
    tell(upheld(tree.branch, rows()[-1]), lectures[3])

    _, told = tried(tree.branch, LECTURE | {"perYear": 3})

    assert [value for _, value, _ in lines()] == [5, 0, -5, 5, -5, 5]
    assert [(one["before"], one["after"]) for one in told["each"]] == [(5, 3)]


def test_a_check_that_tries_rules_is_read_as_it_was_sent(tree: Tree) -> None:
    tried(tree.township, TALK, base=5, excludes=["floating"])
    (body,) = waiting()

    assert on_check_due.lambda_handler(batch(body), Context()) == {"batchItemFailures": []}
