"""First act: the county is founded, its rosters become organisations and members, people are given their roles."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER, Person
from scripts.demo.sheets import csv_bytes, xlsx_bytes
from scripts.local.emulator import Emulator
from scripts.story.api import Api, wait_until
from scripts.story.cast import ADMIN, AUDITOR, REVIEWER, ROOT_CODE, SECURITY, SYSTEM, Branch, Cast
from scripts.story.crowd import all_at_once

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
Watch = Callable[[dict[str, Any]], None]
"""Is told of a roster, with its counters, each time that it is looked at."""


def found(emulator: Emulator, outputs: dict[str, str], api: Api, cast: Cast, subjects: dict[str, str]) -> int:
    """The operator names the first two administrators; they make the county and the first grants; returns how many."""
    order = {"rootOrganisationCode": ROOT_CODE, "system": subjects[SYSTEM], "security": subjects[SECURITY]}
    told = emulator.client("lambda").invoke(FunctionName=outputs["FoundingFunction"], Payload=json.dumps(order))
    if "FunctionError" in told:
        raise RuntimeError(told["Payload"].read().decode())
    root = next(o for o in cast.county.organisations if o.code == ROOT_CODE)
    api.post(
        SYSTEM,
        "/v1/organisations",
        {"code": root.code, "name": root.name, "kind": "COMMITTEE", "level": "COUNTY", "foundedOn": str(root.founded)},
    )
    for person, role in ((ADMIN, "county_admin"), (REVIEWER, "reviewer"), (AUDITOR, "auditor")):
        grant(api, subjects[person], role, cast.county_id)
    return 3


def grant(api: Api, subject: str, role: str, organisation_id: str) -> None:
    api.post(SECURITY, "/v1/grants", {"subject": subject, "role": role, "organisationId": organisation_id})


def organisation_file(cast: Cast) -> bytes:
    return xlsx_bytes("新田县党组织花名册", ORGANISATION_HEADER, cast.county.organisation_rows)


def member_file(cast: Cast) -> bytes:
    return csv_bytes(MEMBER_HEADER, cast.county.member_rows, "gb18030")


def upload(api: Api, cast: Cast, kind: str, content: bytes, content_type: str) -> str:
    """Send a roster; returns its id. The parser starts by itself."""
    return str(uploaded(api, ADMIN, cast.county_id, kind, content, content_type)["rosterId"])


def uploaded(api: Api, who: str, county_id: str, kind: str, content: bytes, content_type: str) -> dict[str, Any]:
    """Announce a roster and send it; returns what was answered to the announcement."""
    body = {
        "kind": kind,
        "organisationId": county_id,
        "filename": f"{kind}.{'xlsx' if content_type == XLSX else 'csv'}",
        "sizeBytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "contentType": content_type,
    }
    roster: dict[str, Any] = api.post(who, "/v1/rosters", body)
    api.upload(roster["upload"], content)
    return roster


def unwatched(_: dict[str, Any]) -> None:
    """Nobody looks on."""


def state(api: Api, roster_id: str, who: str = ADMIN) -> dict[str, Any]:
    found: dict[str, Any] = api.get(who, f"/v1/rosters/{roster_id}")
    return found


def reached(api: Api, roster_id: str, wanted: str, watch: Watch = unwatched, who: str = ADMIN) -> dict[str, Any] | None:
    """The roster once it is in the wanted state; `watch` is told how far it is. Raises `RuntimeError` if refused."""
    now = state(api, roster_id, who)
    if now["state"] == "REFUSED":
        raise RuntimeError(f"roster refused: {now}")
    watch(now)
    return now if now["state"] == wanted else None


def preview(api: Api, roster_id: str, watch: Watch = unwatched, who: str = ADMIN) -> dict[str, Any]:
    return wait_until(lambda: reached(api, roster_id, "PREVIEWED", watch, who), "the preview of a roster")


def apply(api: Api, roster_id: str, watch: Watch = unwatched, who: str = ADMIN) -> dict[str, Any]:
    api.post(who, f"/v1/rosters/{roster_id}/apply")
    return wait_until(lambda: reached(api, roster_id, "APPLIED", watch, who), "the end of a roster")


def errors(api: Api, roster_id: str) -> bytes:
    """The file that names every bad row."""
    link = api.get(ADMIN, f"/v1/rosters/{roster_id}/errors")
    return api.download(link["url"])


def give_roles(api: Api, cast: Cast, subjects: dict[str, str]) -> None:
    """Secretaries of the branches that live the month, a reviewer of each committee below the county."""
    for code in cast.committees():
        grant(api, subjects[f"reviewer-{code}"], "reviewer", cast.id_of(code))

    def secretary(branch: Branch) -> None:
        grant(api, subjects[branch.secretary], "secretary", cast.id_of(branch.organisation.code))

    all_at_once(secretary, cast.branches)


def bind(api: Api, branches: Iterable[Branch]) -> int:
    """Members of the branches with sign-ins prove who they are; returns how many did."""
    pairs = [(b.member(n), p) for b in branches if b.by_code for n, p in enumerate(b.members)]

    def prove(pair: tuple[str, Person]) -> None:
        api.post(pair[0], "/v1/me/binding", {"name": pair[1].name, "idNumber": pair[1].id_number})

    all_at_once(prove, pairs)
    return len(pairs)
