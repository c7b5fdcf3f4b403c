"""What people decide in matters of points: trials of rules, disputes, awards, on a branch that has lived."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from functions.points import app, on_activity_reviewed, on_check_due
from functions.points.checking import Check
from functions.points.rules import RuleSet
from functions.points.simulation_messages import Order
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import AwardConfirmed, PointsDisputeRuled
from kernel.ids import new_id
from scripts.bench.acts import Arrange, Doing, asking, telling
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.trust.verdicts import HONOUR, exemption, proposal, with_items

Body = dict[str, Any]
RULE = {"id": "talk", "activityType": "TALK", "to": "member", "points": 5, "zh": "谈心", "en": "A talk"}
WORDS = "没有参加。"


@dataclass(frozen=True)
class Verdicts:
    """`lived` arranges the branch, of which `member_id` is bound to the account `member`."""

    lived: Callable[[], Tree]
    member_id: str

    def requests(self) -> dict[str, Arrange]:
        return {
            "what would give more": lambda: self._ask("GET", "opportunities", "member"),
            "sets to start from": lambda: self._ask("GET", "rule-sets", "admin"),
            "try rules (a branch of 24)": lambda: self._try(lambda tree: tree.branch.id),
            "try rules (a county)": lambda: self._try(lambda tree: tree.county.id),
            "a trial": self._trial,
            "dispute a line": lambda: self._ask("POST", "disputes", "member", lambda _: self._dispute()),
            "disputes of a committee": lambda: self._ask("GET", "disputes", "reviewer", of="organisationId"),
            "own disputes": lambda: self._ask("GET", "disputes/own", "member"),
            "rule on a dispute": self._ruling,
            "record an exemption": lambda: self._ask("POST", "exemptions", "secretary", self._exemption),
            "exemptions of a branch": lambda: self._ask("GET", "exemptions", "secretary", of="branchId"),
            "own exemptions": lambda: self._ask("GET", "exemptions/own", "member"),
            "end an exemption": self._exempt_no_more,
            "propose an award": lambda: self._ask("POST", "awards", "secretary", self._proposal),
            "awards of a branch": lambda: self._ask("GET", "awards", "secretary", of="branchId"),
            "an award": lambda: self._award("GET", ""),
            "decide on an award": lambda: self._award("POST", "/decision", {"decision": "confirm"}),
        }

    def events(self) -> dict[str, Arrange]:
        return {
            "on_activity_reviewed (an award)": self._awarded,
            "on_activity_reviewed (a dispute upheld)": self._upheld,
            "on_check_due (a trial, 1 branch of 24)": self._tried,
        }

    def _arranged(self) -> Tree:
        tree = self.lived()
        with_items(tree.county.id)
        account("reviewer", (Role.REVIEWER, tree.township))
        return tree

    def _ask(
        self, method: str, path: str, by: str, body: Callable[[Tree], Body] | None = None, of: str | None = None
    ) -> Doing:
        tree = self._arranged()
        places = {"organisationId": tree.township.id, "branchId": tree.branch.id}
        query, sent = {of: places[of]} if of else None, body(tree) if body else None
        return asking(app.lambda_handler, method, f"/v1/points/{path}", by, sent, query=query)

    def _try(self, of: Callable[[Tree], str]) -> Doing:
        """Beside the built-in rules; beside published ones it is a look more."""
        body = {"organisationId": of(self.lived()), "rules": [RULE]}
        return asking(app.lambda_handler, "POST", "/v1/points/simulations", "admin", body)

    def _trial(self) -> Doing:
        made = _done("simulations", "admin", {"organisationId": self._arranged().branch.id, "rules": [RULE]})
        return asking(app.lambda_handler, "GET", f"/v1/points/simulations/{made}", "admin")

    def _ruling(self) -> Doing:
        tree = self._arranged()
        dispute = _done("disputes", "member", self._dispute())
        body = {"organisationId": tree.township.id, "outcome": "dismissed", "reason": WORDS}
        return asking(app.lambda_handler, "POST", f"/v1/points/disputes/{dispute}/ruling", "reviewer", body)

    def _award(self, method: str, path: str, body: Body | None = None) -> Doing:
        tree = self._arranged()
        where = {"branchId": tree.branch.id}
        place = f"/v1/points/awards/{_done('awards', 'secretary', self._proposal(tree))}{path}"
        sent, query = (body | where, None) if body else (None, where)
        return asking(app.lambda_handler, method, place, "reviewer", sent, query=query)

    def _dispute(self) -> Body:
        return {"line": self._row().sk, "words": WORDS}

    def _proposal(self, tree: Tree) -> Body:
        return proposal(tree.branch.id, self.member_id)

    def _row(self) -> LedgerRow:
        """The member's first line."""
        rows = LedgerRow.query(LedgerRow.partition(self.member_id), consistent_read=True)
        return next(row for row in rows if row.is_line)

    def _exemption(self, tree: Tree) -> Body:
        return exemption(tree.branch.id, self.member_id)

    def _exempt_no_more(self) -> Doing:
        tree = self._arranged()
        exemption_id = _done("exemptions", "secretary", self._exemption(tree))
        body = {"branchId": tree.branch.id, "lastDay": f"{business_day(now())}"}
        return asking(app.lambda_handler, "POST", f"/v1/points/exemptions/{exemption_id}/end", "secretary", body)

    def _awarded(self) -> Doing:
        place = _in(self._arranged())
        facts: dict[str, Any] = {"award_id": new_id(), "to": "member", "account": self.member_id}
        event = AwardConfirmed(**place, **facts, rule_id=HONOUR.id, held_on=business_day(now()))
        return telling(on_activity_reviewed.lambda_handler, event)

    def _upheld(self) -> Doing:
        place, row = _in(self._arranged()), self._row()
        facts: dict[str, Any] = {"dispute_id": new_id(), "member_id": self.member_id, "source_id": row.activity_id}
        event = PointsDisputeRuled(**place, **facts, line=row.sk, outcome="upheld")
        return telling(on_activity_reviewed.lambda_handler, event)

    def _tried(self) -> Doing:
        county, today = self.lived().county.id, business_day(now())
        places: dict[str, Any] = {"simulation_id": new_id(), "organisation_id": county, "county_id": county}
        order = Order(**places, season=str(today.year), rule_set=RuleSet(new_id(), county, today, ()))
        return telling(on_check_due.lambda_handler, Check(county_id=county, as_of=now(), simulation=order))


def _in(tree: Tree) -> dict[str, Any]:
    return {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}


def _done(noun: str, by: str, body: Body) -> str:
    """Makes one. Returns its id."""
    status, told = answer(app.lambda_handler(request("POST", f"/v1/points/{noun}", subject=by, body=body), Context()))
    assert status == 201, told
    return str(told["id"])
