"""What people decide in matters of points: trials, disputes and awards, for the matrix and for the consumers."""

from collections.abc import Callable, Sequence
from typing import Any

from functions.points import app, rulebook
from functions.points import on_attendance_confirmed as attendance
from functions.points.rule_tables import RuleSetsItem, RulesItem
from functions.points.rules import BUILT_IN, Beneficiary, Occasion, Rule, RuleSet
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import AttendanceConfirmed, AwardConfirmed, PointsDisputeRuled
from kernel.ids import derived_id
from tests.builders import Tree, envelope, on_bus
from tests.trust.arrangements import AWARDED, BOARD, REVIEWED_AWAY, Body, with_tree
from tests.trust.delivery import until_done
from tests.trust.trees import Home, Level, Relation, Trees, caller, member

HONOUR = Rule("honour", None, Beneficiary.MEMBER, 5, "荣誉", "An honour", occasion=Occasion.AWARD)
Demand = Callable[..., dict[str, Any]]


def with_items(where: str) -> None:
    """The built-in rules and an item that people award, in force since long at an organisation and below it."""
    one = RuleSet(derived_id("rules", where), where, BUILT_IN.effective_from, (*BUILT_IN.rules, HONOUR))
    RuleSetsItem(*RuleSetsItem.key_of(where), sets=rulebook.stored([one.head]), version=1).save()
    RulesItem(*RulesItem.key_of(where, one.effective_from), content=rulebook.stored(one), version=1).save()


def decided(*then: str) -> Sequence[Body]:
    """Samples, and beside them an award that was confirmed and a dispute that was upheld, each on a record of its own:
    which of them is told first must not show."""
    bodies = with_tree(REVIEWED_AWAY, BOARD, AWARDED, then=then)
    row, tree = _lines(derived_id("member", 0))[0], Tree()
    with_items(tree.county.id)
    there, above = _in(tree.far_branch), _in(tree.township)
    award = AwardConfirmed(
        **there,
        award_id=derived_id("award", 1),
        to="member",
        account=derived_id("member", 1),
        rule_id=HONOUR.id,
        held_on=business_day(now()),
    )
    dispute = PointsDisputeRuled(
        **above,
        dispute_id=derived_id("dispute", 1),
        member_id=derived_id("member", 0),
        source_id=row.activity_id,
        line=row.sk,
        outcome="upheld",
    )
    told = (on_bus(envelope(event, derived_id("told", number))) for number, event in enumerate((award, dispute)))
    return [*bodies, *told]


def _in(where: Organisation) -> dict[str, Any]:
    return {"branch_id": where.id, "county_id": where.county_id, "path": where.path}


def _lines(member_id: str) -> list[LedgerRow]:
    return [row for row in LedgerRow.query(LedgerRow.partition(member_id)) if row.is_line]


def arrange(demand: Demand, trees: Trees, member_id: str, colleague: str) -> dict[str, str]:
    """A line of the member to dispute, a dispute of the colleague, an award for the colleague, a trial, and an
    exemption of the member from today on."""
    with_items(trees.county.id)
    _attend(trees.branch, member_id, colleague)
    mine, other = (str(_lines(one)[0].sk) for one in (member_id, colleague))
    words = {"line": other, "words": "没有参加。"}
    dispute = demand(app.lambda_handler, "POST", "/v1/points/disputes", member(Home.COLLEAGUE), words)
    secretary = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
    award = demand(app.lambda_handler, "POST", "/v1/points/awards", secretary, proposal(trees.branch.id, colleague))
    admin = caller(Role.COUNTY_ADMIN, Relation.OWN, Level.TOWNSHIP)
    rule = {"id": "talk", "activityType": "TALK", "to": "member", "points": 5, "zh": "谈心", "en": "A talk"}
    trial = {"organisationId": trees.township.id, "rules": [rule]}
    simulation = demand(app.lambda_handler, "POST", "/v1/points/simulations", admin, trial)
    exempt = demand(
        app.lambda_handler, "POST", "/v1/points/exemptions", secretary, exemption(trees.branch.id, member_id)
    )
    made = {"dispute_open": dispute, "award": award, "simulation": simulation, "exemption": exempt}
    return {"line": mine} | {name: str(one["id"]) for name, one in made.items()}


def exemption(branch_id: str, member_id: str) -> dict[str, Any]:
    facts = {"branchId": branch_id, "memberId": member_id, "ground": "ill", "firstDay": f"{business_day(now())}"}
    return facts | {"reason": "住院治疗"}


def proposal(branch_id: str, member_id: str) -> dict[str, Any]:
    facts = {"branchId": branch_id, "memberId": member_id, "ruleId": HONOUR.id, "heldOn": f"{business_day(now())}"}
    return facts | {"reason": "表现突出", "evidence": "县委组〔2026〕12号"}


def _attend(where: Organisation, *members: str) -> None:
    event = AttendanceConfirmed(
        **_in(where),
        activity_id=derived_id("activity", "disputed"),
        type="THEME_DAY",
        held_on=business_day(now()),
        chunk=0,
        members=members,
    )
    until_done(attendance.lambda_handler, envelope(event))
