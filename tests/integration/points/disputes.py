"""Disputes of lines, as members open them and committees rule on them."""

from typing import Any

from functions.points import app
from functions.points.tables import LedgerRow
from kernel.authority import Role
from kernel.events import PointsDisputeRuled
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.integration.points.accounts import MEMBER, OTHER

WORDS = "我没有参加这次活动😀"


def people(tree: Tree) -> Tree:
    """Two members with accounts, and who stands at their branch, above it and elsewhere."""
    account("member", member_id=MEMBER, branch=tree.branch)
    account("other", member_id=OTHER, branch=tree.branch)
    account("secretary", (Role.SECRETARY, tree.branch))
    account("below", (Role.REVIEWER, tree.branch))
    account("reviewer", (Role.REVIEWER, tree.township))
    account("elsewhere", (Role.REVIEWER, tree.other_township))
    return tree


def call(method: str, path: str, subject: str | None = "member", **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def line_of(member: str = MEMBER, number: int = 0) -> str:
    rows = [row for row in LedgerRow.query(LedgerRow.partition(member), consistent_read=True) if row.is_line]
    return str(rows[number].sk)


def disputed(line: str = "", subject: str | None = "member", key: str = "") -> tuple[int, Any]:
    body = {"line": line or line_of(), "words": WORDS}
    return call("POST", "/v1/points/disputes", subject, body=body, headers={"idempotency-key": key} if key else {})


def ruled(tree: Tree, dispute_id: str, outcome: str = "upheld", subject: str | None = "reviewer") -> tuple[int, Any]:
    body = {"organisationId": tree.township.id, "outcome": outcome, "reason": "签到记录有误"}
    return call("POST", f"/v1/points/disputes/{dispute_id}/ruling", subject, body=body)


def told(tree: Tree) -> Any:
    """The ruling as the bus tells it."""
    entries = [*recorded(tree.branch.id), *recorded(tree.sister.id)]
    entry = next(e for e in entries if e["event"] == "PointsDisputeRuled")
    data = entry["data"]
    return envelope(
        PointsDisputeRuled(
            dispute_id=data["disputeId"],
            member_id=data["memberId"],
            branch_id=data["branchId"],
            county_id=data["countyId"],
            path=data["path"],
            source_id=data["sourceId"],
            line=data["line"],
            outcome=data["outcome"],
        ),
        entry["id"],
    )


def answered(told: tuple[int, Any]) -> tuple[int, str]:
    return told[0], str(told[1].get("code"))
