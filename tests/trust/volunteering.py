"""Volunteer services of the branch: one to come, one whose hours wait for a member, one that was confirmed. A
talk. Assistance that was promised, and some that was delivered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from functions.activities import app
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from tests.trust.trees import Home, Level, Relation, caller, member

HOUR = timedelta(hours=1)
PATH = "/v1/activities/services"
OFFER = {
    "organisationId": "$branch",
    "kind": "ELDERLY",
    "title": "走访独居老人",
    "place": "某村敬老院",
    "startsAt": "$starts",
    "endsAt": "$ends",
    "places": 20,
    "helped": {"kind": "OUTSIDE"},
}
CONFIRMED = {"minutes": 30, "confirmed": True}
PROMISE = {
    "organisationId": "$branch",
    "donor": "MEMBER",
    "gift": {"kind": "MONEY", "fen": 100},
    "purpose": "HARDSHIP",
    "helped": {"kind": "OUTSIDE"},
}
Demand = Callable[..., dict[str, Any]]


def serve(demand: Demand, branch_id: str, self_id: str, colleague: str) -> dict[str, str]:
    """The ids by name. The member is booked in all but the last, in which the colleague helped the member."""
    to_come = _offer(demand, branch_id, HOUR, {"kind": "OUTSIDE"})
    served = _offer(demand, branch_id, -HOUR, _to(branch_id, colleague))
    confirmed = _offer(demand, branch_id, -HOUR, _to(branch_id, self_id))
    for service, home in ((to_come, Home.SELF), (served, Home.SELF), (confirmed, Home.COLLEAGUE)):
        demand(app.lambda_handler, "POST", f"{PATH}/{service}/bookings", member(home))
    for service, home, who in ((served, Home.SELF, self_id), (confirmed, Home.COLLEAGUE, colleague)):
        place = f"{PATH}/{service}/bookings/{who}"
        demand(app.lambda_handler, "PUT", f"{place}/hours", member(home), {"minutes": 30})
    place = f"{PATH}/{confirmed}/bookings/{colleague}"
    demand(app.lambda_handler, "POST", f"{place}/confirmation", member(Home.SELF), CONFIRMED)
    return {"service": to_come, "served": served, "credited": confirmed}


def _to(branch_id: str, member_id: str) -> dict[str, str]:
    return {"kind": "MEMBER", "branchId": branch_id, "memberId": member_id}


def _offer(demand: Demand, branch_id: str, starts: timedelta, helped: dict[str, str]) -> str:
    at = now().replace(microsecond=0)
    times = {"startsAt": stamp(at + starts), "endsAt": stamp(at + starts + 1.5 * HOUR)}
    secretary = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
    sent = OFFER | times | {"organisationId": branch_id, "helped": helped}
    return str(demand(app.lambda_handler, "POST", PATH, secretary, sent)["id"])


def talk(demand: Demand, branch_id: str, *members: str) -> dict[str, str]:
    """The member and the colleague talked yesterday."""
    day = f"{business_day(now()) - timedelta(days=1)}"
    sent = {"branchId": branch_id, "members": list(members), "heldOn": day}
    demand(app.lambda_handler, "POST", "/v1/activities/talks", member(Home.SELF), sent)
    return {"talked_on": day}


def assist(demand: Demand, branch_id: str, colleague: str) -> dict[str, str]:
    """The member promised something to somebody, and brought something to the colleague."""
    path, names = "/v1/activities/assistance", {}
    for name, helped in (("promised", {"kind": "OUTSIDE"}), ("delivered", _to(branch_id, colleague))):
        sent = PROMISE | {"organisationId": branch_id, "helped": helped}
        names[name] = str(demand(app.lambda_handler, "POST", path, member(Home.SELF), sent)["id"])
    demand(app.lambda_handler, "POST", f"{path}/{names['delivered']}/delivery", member(Home.SELF))
    return names
