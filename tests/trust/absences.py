"""Members of the matrix who are away, cannot be reached, and make use of their rights."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from functions.members import app_erasing, app_floating, app_rights
from functions.members.concerning_tables import Concerns
from functions.members.erasure_tables import Absorbed, Erased
from functions.members.floating_tables import Floating
from functions.members.tables import IdNumberTaken, Member
from functions.members.tracing_tables import LostCase
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.ids import derived_id, new_id
from tests import builders
from tests.integration.members import people
from tests.trust.arrangements import AT, Body, sample
from tests.trust.trees import Home, Level, Relation, caller, member

Demand = Callable[..., dict[str, Any]]
SECRETARY = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
COUNTY = caller(Role.COUNTY_ADMIN, Relation.ABOVE, Level.BRANCH)


def go_away(demand: Demand, county: str, self_id: str, colleague: str, unbound: str) -> dict[str, str]:
    """Two who keep touch with each other, one of them with a certificate; two lost ones; a request for correction and
    one for erasure. Returns names."""
    since = f"{business_day(now()) - timedelta(days=900)}"
    floating = app_floating.lambda_handler
    for who, contact in ((self_id, colleague), (colleague, self_id)):
        body = {"reason": "WORK", "regionCode": "440300", "since": since, "contactPersonId": contact}
        demand(floating, "POST", f"/v1/members/{who}/floating", SECRETARY, body)
    due = {"returnsOften": False, "transferImpossible": True}
    number = demand(floating, "POST", f"/v1/members/{colleague}/floating/certificate", COUNTY, due)["number"]
    for who in (unbound, colleague):
        case = {"reason": "1", "lostSince": since, "ownerId": self_id}
        demand(floating, "POST", f"/v1/members/{who}/lost-contact", SECRETARY, case)
        demand(floating, "POST", f"/v1/members/{who}/lost-contact/attempts", SECRETARY, {"channel": "VISIT"})
    long_suspended = LostCase.demand(f"MEMBER#{colleague}", "LOST")
    long_suspended.state, long_suspended.suspended_on = "SUSPENDED", f"{business_day(now()) - timedelta(days=800)}"
    long_suspended.save()
    wish = {"facts": {"education": "12"}, "sealed": {"mobile": "15499999999"}}
    asked = demand(app_rights.lambda_handler, "POST", "/v1/me/corrections", member(Home.SELF), wish)["id"]
    asker = builders.account("eraser", (Role.COUNTY_ADMIN, Organisation.demand(Organisation.partition(county), "NOW")))
    demand(app_erasing.lambda_handler, "POST", f"/v1/members/{unbound}/erasure", asker, {"ground": "LAW"})
    named = {"certificate": number, "since": since, "unbound": unbound, "colleague": colleague}
    return named | {"request_id": asked}


def a_registration() -> Sequence[Body]:
    """A member whose dossier says that they are not away, and that they belong to another branch than their case."""
    tree = builders.Tree()
    people.deliver(people.message(tree, [people.row(2)]))
    told = sample("members/on_dossiers.json")
    member_id = told["detail"]["data"]["members"][0]["memberId"]
    day = AT.date().isoformat()
    facts: dict[str, Any] = {"branch_id": tree.sister.id, "county_id": tree.county.id, "version": 1}
    away = Floating(Member.partition(member_id), reason="WORK", since=day, contact_person_id=new_id(), **facts)
    away.registered_by, away.registered_at, away.contact_due_on = "someone", day, day
    case = LostCase(away.pk, case_id=new_id(), reason="1", lost_since=day, owner_id=new_id(), **facts)
    case.opened_on, case.opened_by = day, "someone"
    for item in (away, case):
        item.save()
    return [told]


def an_erasure() -> Sequence[Body]:
    """A member is gone but for what was beside the dossier, and a dossier that had been merged into theirs."""
    tree = builders.Tree()
    people.deliver(people.message(tree, [people.row(4), people.row(3)], chunk=1))
    told = sample("members/on_dossiers_erased.json")
    gone, merged = told["detail"]["data"]["memberId"], derived_id(people.ROSTER, 3)
    Member.demand(Member.partition(gone), "NOW").delete()
    day = AT.date().isoformat()
    facts: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.county.id, "reason": "LAW"}
    facts |= {"requested_by": "one", "confirmed_by": "other", "requested_at": day, "erased_at": day}
    index = IdNumberTaken.partition(Member.demand(Member.partition(merged), "NOW").id_number_index)
    beside = Concerns.of(gone, "PROPOSAL#01KB0000000000000000000001")
    for item in (Erased(Member.partition(gone), **facts), Absorbed.of(gone, merged), beside):
        item.save()
    IdNumberTaken(index, member_id=gone).save()
    return [told]


def beside_dossiers() -> Sequence[Body]:
    return [*a_registration(), *an_erasure()]
