"""A branch whose member goes away: who asks, and what they send."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from functions.members import app_floating
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from tests.builders import Tree, account, answer, request
from tests.integration.members.people import enrolled, row

TODAY = business_day(now())


def days_ago(days: int) -> str:
    return f"{TODAY - timedelta(days=days)}"


@dataclass
class Branch:
    """`away` goes away, `contact` keeps touch; both have accounts, `self` and `contact`."""

    tree: Tree
    host: Organisation
    away: str
    contact: str
    third: str

    @classmethod
    def of(cls, tree: Tree) -> "Branch":
        host = tree.found(tree.other_township, "431128-102-900", "FLOATING_BRANCH", "BRANCH")
        away, contact, third = enrolled(tree, 3, 4, 5)
        account("secretary", (Role.SECRETARY, tree.branch))
        account("county", (Role.COUNTY_ADMIN, tree.county))
        account("township", (Role.REVIEWER, tree.township))
        account("host", (Role.SECRETARY, host))
        account("self", member_id=away, branch=tree.branch)
        account("contact", member_id=contact, branch=tree.branch)
        return cls(tree, host, away, contact, third)

    def going(self, **changes: Any) -> dict[str, Any]:
        """The body of a registration."""
        body = {
            "reason": "WORK",
            "regionCode": "440300",
            "place": "深圳市南山区某厂",
            "since": days_ago(30),
            "hostBranchId": self.host.id,
            "contactPersonId": self.contact,
        }
        return {name: value for name, value in (body | changes).items() if value is not None}

    def register(self, by: str = "secretary", member_id: str | None = None, **changes: Any) -> tuple[int, Any]:
        path = f"/v1/members/{member_id or self.away}/floating"
        return ask("POST", path, by, self.going(**changes))


def ask(method: str, path: str, by: str | None, body: Any = None, **how: Any) -> tuple[int, Any]:
    return answer(app_floating.lambda_handler(request(method, path, subject=by, body=body, **how), None))


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def registered(branch: Branch, **changes: Any) -> dict[str, Any]:
    """The whole answer about the member who is away."""
    whole = {
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "name": row(3).name,
        "state": "REGISTERED",
        "reason": "WORK",
        "regionCode": "440300",
        "abroad": False,
        "since": days_ago(30),
        "expectedReturn": None,
        "long": True,
        "hostBranchId": branch.host.id,
        "contactPersonId": branch.contact,
        "contactedOn": None,
        "contactDueOn": f"{TODAY - timedelta(days=30) + timedelta(days=90)}",
        "certificate": None,
    }
    return whole | changes


def told(answered: tuple[int, Any]) -> tuple[int, Any]:
    """Without the instant of the registration."""
    status, body = answered
    return status, {name: value for name, value in body.items() if name != "registeredAt"}


def listed(by: str = "secretary", **query: str) -> tuple[int, Any]:
    return ask("GET", "/v1/floating", by, query=query)
