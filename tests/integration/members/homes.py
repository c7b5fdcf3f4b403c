"""Branches that each have everything the routes of members are about, so that any of them can be asked for."""

from collections.abc import Callable
from copy import replace
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from functions.members import (
    app,
    app_erasing,
    app_finding,
    app_floating,
    app_rights,
    app_sealing,
    on_enrolled,
    on_members,
    on_rows,
)
from functions.members.duplicates_tables import Case
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import derived_id
from tests.builders import account, answer, batch, request
from tests.conftest import Context
from tests.integration.members.people import ROSTER, message, row
from tests.trust.trees import Trees

SINCE = f"{business_day(now()) - timedelta(days=900)}"
DUE = {"returnsOften": False, "transferImpossible": True}
NAMES = ("self", "colleague", "unbound", "on_hold", "one", "alike", "kept", "merged", "left")
"""Who is at home in a branch; `one` and `alike`, `kept` and `merged` share a name."""


@dataclass
class Place:
    """A branch with its people, and the objects of the routes by the names that the matrix uses."""

    branch: Organisation
    people: dict[str, str]
    written: dict[str, str]
    """What tells each of them, by member: their names, their masked numbers."""
    beside: list[Organisation]
    """Where some of them are listed, apart from their home."""
    names: dict[str, str] = field(default_factory=dict)


def settled(trees: Trees) -> list[Place]:
    """Four branches of two counties, and everything in each."""
    account("founder", (Role.COUNTY_ADMIN, trees.province))
    account("eraser", (Role.COUNTY_ADMIN, trees.city))
    account("proposer", (Role.SECRETARY, trees.city))
    branches = (trees.branch, trees.sister, trees.far_branch, trees.foreign_branch)
    places = [_people_of(trees, branch, 20 * number) for number, branch in enumerate(branches, 1)]
    for number, place in enumerate(places):
        _live(trees, place, places[number - 1].branch, number)
    return places


def _people_of(trees: Trees, branch: Organisation, first: int) -> Place:
    numbers = dict(zip(NAMES, range(first, first + len(NAMES)), strict=True))
    alike = {"one": f"周甲{first}", "alike": f"周甲{first}", "kept": f"周乙{first}", "merged": f"周乙{first}"}
    rows = [row(number, branch, name=alike.get(name, f"吴{name}{first}")) for name, number in numbers.items()]
    by = trees.county if trees.county.id == branch.county_id else trees.other_county
    told = replace(message(trees, rows, chunk=first, by=by), county_id=branch.county_id)
    deliver(on_rows.lambda_handler, told)
    people = {name: derived_id(ROSTER, number) for name, number in numbers.items()}
    event = MembersEnrolled(
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        members=tuple(EnrolledMember(member_id=one, category="FULL") for one in people.values()),
    )
    deliver(on_members.lambda_handler, event)
    deliver(on_enrolled.lambda_handler, event)
    return Place(
        branch, people, {people[name]: one.name for (name, _), one in zip(numbers.items(), rows, strict=True)}, []
    )


def _live(trees: Trees, place: Place, elsewhere: Organisation, number: int) -> None:
    """Somebody is away, somebody lost; one asks for a correction, one takes part elsewhere, two are merged."""
    township = directory_parent(trees, place.branch)
    host = trees.found(directory_parent(trees, elsewhere), f"HOST-{number}", "FLOATING_BRANCH", "BRANCH")
    project = trees.found(directory_parent(trees, elsewhere), f"PROJECT-{number}", "FUNCTIONAL_BRANCH", "BRANCH")
    who, today = place.people, f"{business_day(now())}"
    account(f"self-{number}", member_id=who["self"], branch=place.branch)
    away = {
        "reason": "WORK",
        "regionCode": "440300",
        "since": SINCE,
        "contactPersonId": who["colleague"],
        "hostBranchId": host.id,
    }
    demand(app_floating, "POST", f"/v1/members/{who['self']}/floating", away)
    made = demand(app_floating, "POST", f"/v1/members/{who['self']}/floating/certificate", DUE)
    lost = {"reason": "1", "lostSince": SINCE, "ownerId": who["colleague"]}
    demand(app_floating, "POST", f"/v1/members/{who['unbound']}/lost-contact", lost)
    wish = {"facts": {"education": "12"}, "sealed": {"mobile": f"154999999{number:02d}"}}
    asked = demand(app_rights, "POST", "/v1/me/corrections", wish, by=f"self-{number}")
    demand(app_erasing, "POST", f"/v1/members/{who['unbound']}/erasure", {"ground": "LAW"}, by="eraser")
    demand(app, "POST", f"/v1/members/{who['on_hold']}/suspension", {"reason": "SETTLED_ABROAD", "effectiveOn": today})
    demand(app, "PUT", f"/v1/members/{who['on_hold']}/term", {"reason": "PASSIVE", "startsOn": today})
    demand(app, "POST", f"/v1/members/{who['on_hold']}/attachments", {"organisationId": project.id})
    demand(app, "POST", f"/v1/members/{who['left']}/departure", {"reason": "SELF_EXIT", "effectiveOn": today})
    change = {"facts": {"education": "31"}, "sealed": {"mobile": f"154888888{number:02d}"}}
    proposed = demand(app_sealing, "POST", f"/v1/members/{who['self']}/proposals", change, by="proposer")
    case, merger = Case.id_of(who["one"], who["alike"]), Case.id_of(who["kept"], who["merged"])
    demand(app_finding, "POST", f"/v1/duplicates/{merger}/merger", {"keep": who["kept"]})
    kept = {"organisationId": township.id, "name": "流动党员", "criteria": {}}
    segment = demand(app_finding, "POST", "/v1/segments", kept)
    place.beside += [host, project]
    # the number is that of somebody elsewhere: whoever looks it up here finds nobody
    place.names = {
        "branch": place.branch.id, "township": township.id, "county": place.branch.county_id, "project": project.id,
        "member_id": who["self"], "colleague": who["colleague"], "unbound": who["unbound"], "on_hold": who["on_hold"],
        "alike": who["alike"], "name": "吴", "id_number": row(20 * (number or 4)).id_number, "case": case,
        "merger": merger, "segment": segment["id"], "proposal": proposed["id"], "request_id": asked["id"],
        "certificate": made["number"], "since": SINCE, "today": today, "sister": elsewhere.id, "group": host.id,
    }  # fmt: skip


def directory_parent(trees: Trees, branch: Organisation) -> Organisation:
    return next(one for one in trees.all() if one.id == branch.parent_id)


def demand(module: Any, method: str, path: str, body: Any = None, by: str = "founder") -> dict[str, Any]:
    """A call of the arrangement itself, which must succeed."""
    status, told = answer(module.lambda_handler(request(method, path, subject=by, body=body), Context()))
    assert 200 <= status < 300, (method, path, status, told)
    return dict(told)


def deliver(handler: Callable[..., Any], body: Any) -> None:
    assert handler(batch(body), Context()) == {"batchItemFailures": []}
