"""What no machine sees is proposed by one person and confirmed by another; then it is a line as any other."""

from datetime import timedelta
from typing import Any

import pytest

from functions.points import app, on_activity_reviewed
from functions.points.award_tables import AwardItem
from functions.points.rules import Beneficiary, Occasion, Rule
from kernel import scoreboard
from kernel.authority import Role
from kernel.errors import Changed
from kernel.events import AwardConfirmed, MemberErased
from kernel.ids import new_id
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.integration.points.accounts import HELD, MEMBER, OTHER, enrolled, lines, moved, ranked, stored, tell, wrong
from tests.integration.points.racing import meanwhile
from tests.integration.points.rulings import in_force
from tests.trust.delivery import thrice_shuffled, until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
handler = on_activity_reviewed.lambda_handler
HONOUR = Rule("honour", None, Beneficiary.MEMBER, 6, "荣誉", "Honour", per_year=10, occasion=Occasion.AWARD)
ABSENT = Rule("absent", None, Beneficiary.MEMBER, -2, "无故缺席", "Absent", per_month=5, occasion=Occasion.AWARD)
MODEL = Rule("model", None, Beneficiary.BRANCH, 8, "示范支部", "Model branch", occasion=Occasion.AWARD)
DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "Theme day")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    _people(made)
    return made


def _people(tree: Tree) -> None:
    in_force(tree.county, HONOUR, ABSENT, MODEL, DAY, floor=0)
    account("secretary", (Role.SECRETARY, tree.branch))
    account("reviewer", (Role.REVIEWER, tree.township))
    account("member", member_id=MEMBER, branch=tree.branch)
    account("elsewhere", (Role.REVIEWER, tree.other_township))
    tell(enrolled(tree.branch, MEMBER, OTHER))


def call(method: str, path: str, subject: str | None = "secretary", **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def proposal(tree: Tree, rule: str = "honour", member: str | None = MEMBER) -> dict[str, Any]:
    words = {"reason": "防汛抢险表现突出", "evidence": "县委组〔2026〕12号"}
    return {"branchId": tree.branch.id, "memberId": member, "ruleId": rule, "heldOn": HELD.isoformat()} | words


def proposed(tree: Tree, rule: str = "honour", member: str | None = MEMBER, subject: str = "secretary") -> Any:
    status, told = call("POST", "/v1/points/awards", subject, body=proposal(tree, rule, member))
    assert status == 201, told
    return told


def decided(tree: Tree, award_id: str, subject: str | None = "reviewer", decision: str = "confirm") -> tuple[int, Any]:
    body = {"branchId": tree.branch.id, "decision": decision}
    return call("POST", f"/v1/points/awards/{award_id}/decision", subject, body=body)


def told(tree: Tree) -> list[Any]:
    """The confirmations as the bus tells them."""
    return [
        envelope(
            AwardConfirmed(
                award_id=entry["data"]["awardId"],
                branch_id=tree.branch.id,
                county_id=tree.county.id,
                path=tree.branch.path,
                to=entry["data"]["to"],
                account=entry["data"]["account"],
                rule_id=entry["data"]["ruleId"],
                held_on=HELD,
            ),
            entry["id"],
        )
        for entry in recorded(tree.branch.id)
        if entry["event"] == "AwardConfirmed"
    ]


def awarded(tree: Tree, *rules: str, member: str | None = MEMBER) -> None:
    for rule in rules:
        assert decided(tree, proposed(tree, rule, member)["id"])[0] == 201
    thrice_shuffled(handler, *told(tree))


def test_a_second_person_confirms_it_and_the_line_leads_to_it(tree: Tree) -> None:
    made = proposed(tree)
    before = lines()
    status, confirmed = decided(tree, made["id"])
    until_done(handler, *told(tree))

    assert (before, status, confirmed["state"]) == ([], 201, "CONFIRMED")
    assert lines() == [("honour", 6, 6)]
    (line,) = call("GET", "/v1/me/points", "member")[1]["items"]
    assert line["evidence"] == {"activityId": None, "awardId": made["id"], "heldOn": HELD.isoformat()}
    query = {"branchId": tree.branch.id}
    assert call("GET", f"/v1/points/awards/{made['id']}", "member", query=query) == (200, confirmed)
    assert call("GET", f"/v1/points/awards/{new_id()}", query=query)[0] == 404
    assert call("GET", "/v1/points/awards", query=query)[1]["items"] == [confirmed]
    assert wrong(tree) == 0


def test_what_is_refused_gives_nothing_and_cannot_be_confirmed_after_all(tree: Tree) -> None:
    made = proposed(tree)

    assert decided(tree, made["id"], decision="refuse")[1]["state"] == "REFUSED"
    assert (decided(tree, made["id"])[1]["code"], told(tree)) == ("decided_already", [])


def test_caps_hold_for_awards_and_deductions_stop_at_the_floor(tree: Tree) -> None:
    awarded(tree, "honour", "honour")
    awarded(tree, "absent", "absent", "absent")
    awarded(tree, "absent", member=OTHER)

    assert sorted(value for _, value, _ in lines()) == [-2, -2, -1, 4, 6]
    assert [value for _, value, _ in lines(OTHER)] == [0]
    assert ranked(tree.branch) == {MEMBER: 5, OTHER: 0}
    assert wrong(tree) == 0


def test_a_branch_is_awarded_too(tree: Tree) -> None:
    awarded(tree, "model", member=None)

    assert scoreboard.points_of(stored(tree.branch), scoreboard.OWN) == 8


def test_neither_proposer_nor_receiver_nor_anybody_elsewhere_decides(tree: Tree) -> None:
    account("both", (Role.SECRETARY, tree.township), (Role.REVIEWER, tree.township))
    account("receiver", (Role.REVIEWER, tree.township), member_id=MEMBER, branch=tree.branch)
    made = proposed(tree, subject="both")

    tries = [decided(tree, made["id"], who)[0] for who in ("both", "receiver", "secretary", "elsewhere", None)]

    assert tries == [403, 403, 403, 404, 401]
    assert call("POST", "/v1/points/awards", "reviewer", body=proposal(tree))[0] == 403
    assert decided(tree, new_id())[0] == 404


def test_nobody_proposes_for_themselves(tree: Tree) -> None:
    account("secretary", (Role.SECRETARY, tree.branch), member_id=MEMBER, branch=tree.branch)

    assert call("POST", "/v1/points/awards", body=proposal(tree))[0] == 403


@pytest.mark.parametrize(
    ("wrong_", "fault"),
    [
        ({"ruleId": "theme-day"}, ("ruleId", "not_in_force")),
        ({"ruleId": "model"}, ("ruleId", "not_in_force")),
        ({"memberId": new_id()}, ("memberId", "not_of_the_branch")),
        ({"heldOn": (HELD + timedelta(days=1)).isoformat()}, ("heldOn", "not_of_an_open_season")),
        ({"heldOn": "2020-05-01"}, ("heldOn", "not_of_an_open_season")),
        ({"reason": ""}, None),
        ({"evidence": None}, None),
        ({"evidence": "a\u0000b"}, None),
        ({"ruleId": "😀"}, None),
        ({"points": 100}, None),
    ],
)
def test_what_no_rule_knows_is_refused(tree: Tree, wrong_: dict[str, Any], fault: tuple[str, str] | None) -> None:
    status, problem = call("POST", "/v1/points/awards", body=proposal(tree) | wrong_)

    assert status == 422
    if fault:
        assert [(one["field"], one["code"]) for one in problem["fields"]] == [fault]


def test_a_member_who_moved_away_is_proposed_by_the_new_branch_alone(tree: Tree) -> None:
    tell(moved(tree.branch, tree.sister))

    assert call("POST", "/v1/points/awards", body=proposal(tree))[0] == 422


def test_who_moves_before_it_is_posted_has_it_on_the_new_board(tree: Tree) -> None:
    decided(tree, proposed(tree)["id"])
    tell(moved(tree.branch, tree.sister))

    thrice_shuffled(handler, *told(tree))

    assert ranked(tree.sister) == {MEMBER: 6}
    assert wrong(tree) == 0


def test_a_repeated_request_is_answered_as_the_first_one(tree: Tree) -> None:
    first, second = (
        call("POST", "/v1/points/awards", body=proposal(tree), headers={"idempotency-key": "k"}) for _ in range(2)
    )

    assert first == second
    assert [entry["event"] for entry in recorded(tree.branch.id)] == ["AwardProposed"]


def test_two_who_decide_at_once_do_not_overrule_one_another(tree: Tree) -> None:
    made = proposed(tree)

    def somebody_else() -> None:
        decided(tree, made["id"], decision="refuse")

    with meanwhile(somebody_else):
        assert decided(tree, made["id"])[1]["code"] == Changed.code


def test_why_somebody_was_awarded_is_in_no_event_and_goes_with_the_person(tree: Tree) -> None:
    made = proposed(tree)
    proposed(tree, member=OTHER)

    tell(MemberErased(member_id=MEMBER, branch_id=tree.branch.id, county_id=tree.county.id))

    items = {item.account: item for item in AwardItem.query(AwardItem.partition(tree.branch.id))}
    assert items[MEMBER].state == "CLOSED"
    assert items[MEMBER].reason is None is items[MEMBER].evidence
    assert items[OTHER].reason == "防汛抢险表现突出"
    assert "防汛" not in str(recorded(tree.branch.id))
    assert decided(tree, made["id"])[1]["code"] == "decided_already"


def test_calls_of_a_proposal_and_of_its_decision(tree: Tree) -> None:
    proposed(tree)
    decided(tree, proposed(tree)["id"])

    with sends() as asked:
        made = proposed(tree)
    with sends() as deciding:
        decided(tree, made["id"])

    assert asked.seen == ["BatchGetItem"] * 3 + ["TransactWriteItems"]
    assert deciding.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
