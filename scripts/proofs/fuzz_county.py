"""A county of its own on the local cloud, for two secretaries of neighbouring branches who may break what they like."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from kernel.ids import organisation_id
from scripts.bench.sign_in_places import plan
from scripts.demo.county import county
from scripts.demo.records import MEMBER_HEADER, Row, person_cells
from scripts.demo.sheets import csv_bytes
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.story import founding
from scripts.story.api import Api, wait_until

ROOT, BRANCHES = "431127-000", ("431127-001", "431127-002")
SYSTEM, SECURITY, ADMIN, *SECRETARIES = (f"fuzz-{who}" for who in ("system", "security", "admin", "one", "other"))
COUNTY = organisation_id("", ROOT)
OWN, NEXT = (organisation_id(COUNTY, code) for code in BRANCHES)
OF_BRANCH, SEED, AHEAD = 4, 7, 7


def tokens(people: People) -> list[str]:
    """Of both secretaries."""
    return [people.sign_in(name).access for name in SECRETARIES]


def founded(running: Emulator, outputs: dict[str, str], people: People, api: Api) -> dict[str, str]:
    """The county, made if it is not there. Returns ids of the first secretary's objects by the names of parameters."""
    subjects = people.make_all([SYSTEM, SECURITY, ADMIN, *SECRETARIES])
    if api.call(ADMIN, "GET", "/v1/me", expect=(200, 404)).body.get("grants") in (None, []):
        _found(running, outputs["FoundingFunction"], api, subjects)
        _enrol(api)
    return _objects(api)


def _found(running: Emulator, function: str, api: Api, subjects: dict[str, str]) -> None:
    order = {"rootOrganisationCode": ROOT, "system": subjects[SYSTEM], "security": subjects[SECURITY]}
    told = running.client("lambda").invoke(FunctionName=function, Payload=json.dumps(order))
    if "FunctionError" in told:
        raise RuntimeError(told["Payload"].read().decode())
    _organisation(api, SYSTEM, {"code": ROOT, "kind": "COMMITTEE", "level": "COUNTY"})
    _grant(api, subjects[ADMIN], "county_admin", COUNTY)
    for code, place, name in zip(BRANCHES, (OWN, NEXT), SECRETARIES, strict=True):
        _organisation(api, ADMIN, {"code": code, "kind": "BRANCH", "level": "BRANCH", "parentId": COUNTY})
        for role in ("secretary", "reviewer"):
            _grant(api, subjects[name], role, place)


def _organisation(api: Api, who: str, body: dict[str, Any]) -> str:
    return str(api.post(who, "/v1/organisations", body | {"name": "中共某支部", "foundedOn": "2020-01-01"})["id"])


def _grant(api: Api, subject: str, role: str, place: str) -> None:
    api.post(SECURITY, "/v1/grants", {"subject": subject, "role": role, "organisationId": place})


def _enrol(api: Api) -> None:
    """A few members for each branch, by a roster; the first of each is its secretary's."""
    made = county(SEED, small=True).people[: OF_BRANCH * len(BRANCHES)]
    here = [replace(p, branch=BRANCHES[n // OF_BRANCH], floating_branch="") for n, p in enumerate(made)]
    content = csv_bytes(MEMBER_HEADER, [Row(person_cells(person)) for person in here], "utf-8-sig")
    roster = founding.uploaded(api, ADMIN, COUNTY, "members", content, founding.CSV)["rosterId"]
    founding.preview(api, roster, who=ADMIN)
    founding.apply(api, roster, who=ADMIN)
    for name, person in zip(SECRETARIES, here[::OF_BRANCH], strict=True):
        api.post(name, "/v1/me/binding", {"name": person.name, "idNumber": person.id_number})
        wait_until(partial(_member_of, api, name), "a binding")


def _member_of(api: Api, name: str) -> str | None:
    found: str | None = api.get(name, "/v1/me")["memberId"]
    return found


def _objects(api: Api) -> dict[str, str]:
    one = SECRETARIES[0]
    group = {
        "code": f"{BRANCHES[0]}-G{len(api.all(ADMIN, f'/v1/organisations/{OWN}/children'))}",
        "kind": "PARTY_GROUP",
    }
    members = [member["id"] for member in api.all(one, f"/v1/members?branchId={OWN}")]
    return {
        "activityId": api.post(one, "/v1/activities", plan(OWN, days=AHEAD))["id"],
        "branchId": OWN,
        "eventId": api.get(one, f"/v1/journal/{OWN}")["items"][0]["record"]["id"],
        "groupId": _organisation(api, ADMIN, group | {"level": "BRANCH", "parentId": OWN}),
        "memberId": members[0],
        "organisationId": OWN,
        "rosterId": api.all(ADMIN, f"/v1/rosters?organisationId={COUNTY}")[0]["rosterId"],
        "year": "2026",
    }
