"""The tree's leaders and places, rosters, and likely duplicates."""

import json
import os
from typing import Any

from functions.members import app_finding, on_enrolled, on_rows, verifier
from functions.members.duplicates_tables import Case
from functions.organisations import app as organisations
from functions.rosters.tables import Listed, Roster
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from scripts.local.standing_in import started
from scripts.local.verifier import Verifier
from tests.integration.members.people import message, row
from tests.trust.places.world import World, deliver, demand, id_of
from tests.trust.trees import Level, Relation, caller


def lead_and_place(world: World) -> None:
    """The branch has its roll and a secretary, the township a service centre."""
    trees, admin = world.trees, caller(Role.COUNTY_ADMIN, Relation.ABOVE, Level.BRANCH)
    signed = {"approvedBy": trees.township.id, "memberId": world.names["member_id"], "post": "SECRETARY"}
    body = {"appointedOn": f"{business_day(now())}", "reason": "工作需要", "holders": [signed]}
    demand(
        organisations.lambda_handler,
        "POST",
        f"/v1/organisations/{trees.branch.id}/leadership/appointments",
        admin,
        body,
    )
    spot = {"lat": 25.9, "lng": 112.2, "verifiedOn": f"{business_day(now())}"}
    centre = spot | {"name": "某镇党群服务中心", "address": "某镇政府院内"}
    place = f"/v1/organisations/{trees.township.id}/centres"
    made = demand(organisations.lambda_handler, "POST", place, admin, centre)
    world.name(centre=str(made["id"]), other_township=trees.other_township.id, sister=trees.sister.id)
    world.name(far_branch=trees.far_branch.id, group=trees.group.id)


def upload_rosters(world: World) -> None:
    """Rosters of the county, as `rosters` stores them: previewed, and one in each state that a person can end."""
    layout = {"sheet": 1, "row": 1, "columns": [{"letter": "A", "heading": "甲", "field": None}]}
    previewed = _roster(world, "PREVIEWED")
    Listed(Listed.partition(world.trees.county.id), Roster.partition(previewed)).save()
    world.name(
        roster_id=previewed,
        roster_asking=_roster(world, "NEEDS_MAPPING", layout=json.dumps(layout)),
        roster_running=_roster(world, "APPLYING", sent=1),
        roster_paused=_roster(world, "PAUSED", sent=1, paused_from="APPLYING"),
        roster_applied=_roster(world, "APPLIED", sent=1, applied_at=stamp(now())),
    )


def _roster(world: World, state: str, **known: Any) -> str:
    county, roster_id = world.trees.county, new_id()
    facts: dict[str, Any] = {
        "size_bytes": 100,
        "sha256": "0" * 64,
        "actor": "someone",
        "kind": "members",
        "rows": 1,
        "parts": 0,
    }
    roster = Roster(
        Roster.partition(roster_id),
        organisation_id=county.id,
        county_id=county.id,
        state=state,
        created_at=stamp(now()),
        previewed_at=stamp(now()),
        chunks=1,
        version=1,
        **facts,
        **known,
    )
    roster.preview.chunks = roster.preview.create = 1
    roster.save()
    return roster_id


def suspect(world: World) -> None:
    """Two pairs of one name each in the branch, of which one was merged; and a verifier of identities."""
    branch, admin = world.trees.branch, caller(Role.COUNTY_ADMIN, Relation.OWN, Level.BRANCH)
    _connect_verifier()
    pairs = []
    for numbers, name in (((20, 21), "周一山"), ((22, 23), "周一水")):
        rows = [row(number, branch, name=name) for number in numbers]
        deliver(on_rows.lambda_handler, message(world.trees, rows, chunk=min(numbers)))
        pairs.append(tuple(id_of(number) for number in numbers))
        people = tuple(EnrolledMember(member_id=member_id, category="FULL") for member_id in pairs[-1])
        event = MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=people)
        deliver(on_enrolled.lambda_handler, event)
    case, merged = (Case.id_of(*pair) for pair in pairs)
    path, body = f"/v1/duplicates/{merged}/merger", {"keep": pairs[1][0]}
    world.name(case=case, alike=pairs[0][0])
    segment = {"organisationId": world.trees.township.id, "name": "流动党员", "criteria": {"floating": True}}
    admin_above = caller(Role.COUNTY_ADMIN, Relation.PARENT, Level.BRANCH)
    world.name(segment=demand(app_finding.lambda_handler, "POST", "/v1/segments", admin_above, segment)["id"])
    world.name(merger=demand(app_finding.lambda_handler, "POST", path, admin, body)["id"])


def _connect_verifier() -> None:
    """One that knows nobody, for as long as the process."""
    os.environ |= {"VERIFIER_URL": f"{started(Verifier())}/checks", "VERIFIER_SECRET": ""}
    verifier.VerifierSettings.load.cache_clear()
    verifier.connected.cache_clear()
