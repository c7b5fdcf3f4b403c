"""The rules stated a second time, as policies in Cedar (`policies/`), and what they decide.

They are grouped by who asks, where `kernel/actions.py` is grouped by what is asked for, so that nobody writes the same
slip twice by copying a line.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cedarpy

from kernel.authority import ACTIONS, Principal, Role, Target
from kernel.directory import ancestors

POLICIES = Path(__file__).parent / "policies"
ROLES = {
    "secretaryOf": Role.SECRETARY,
    "reviewerOf": Role.REVIEWER,
    "countyAdminOf": Role.COUNTY_ADMIN,
    "systemOf": Role.SYSTEM,
    "securityOf": Role.SECURITY,
    "auditorOf": Role.AUDITOR,
}
SEE = "see"
ALLOWED, FORBIDDEN, NOT_FOUND = 200, 403, 404

Entity = dict[str, Any]


def text() -> str:
    """Every policy, one file after the other."""
    return "\n".join(file.read_text() for file in sorted(POLICIES.glob("*.cedar")))


def named() -> set[str]:
    """The actions that some policy allows."""
    permits = [policy for policy in text().split("@id(") if "permit (" in policy]
    return set(re.findall(r'Action::"([\w.]+)"', "".join(permits))) - {SEE}


@cache
def policies() -> cedarpy.PolicySet:
    return cedarpy.PolicySet.from_str(text())


def schema(actions: Iterable[str]) -> str:
    """The entities, and the actions that exist."""
    applies = "appliesTo { principal: User, resource: Object };"
    declared = [f'action "{name}" {applies}' for name in (*actions, SEE)]
    return "\n".join([(POLICIES / "entities.cedarschema").read_text(), *declared])


def complaints() -> list[str]:
    """What is wrong with the policies as texts: names and attributes that do not exist."""
    told = cedarpy.validate_policies(text(), schema(ACTIONS))
    return [str(error) for error in told.errors]


def decided(principal: Principal, action: str, target: Target) -> int:
    """200 if a policy allows and none forbids; else 403 where a policy forbids or the caller sees it; else 404."""
    entities = cedarpy.Entities.from_json_str(
        json.dumps([*_places(principal, target), _user(principal), _object(target)])
    )
    told = _ask(principal, action, entities)
    if told.decision == cedarpy.Decision.Allow:
        return ALLOWED
    if told.diagnostics.reasons:
        return FORBIDDEN
    seen = _ask(principal, SEE, entities).decision == cedarpy.Decision.Allow
    return FORBIDDEN if seen else NOT_FOUND


def _ask(principal: Principal, action: str, entities: cedarpy.Entities) -> cedarpy.AuthzResult:
    asked = {"principal": _uid("User", principal.subject), "action": _uid("Action", action), "resource": THING}
    told = cedarpy.is_authorized(asked, policies(), entities)
    assert not told.diagnostics.errors, told.diagnostics.errors
    return told


def _uid(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


THING = _uid("Object", "thing")


def _refer(**named: tuple[str, str | None]) -> Entity:
    """Attributes that refer to entities; those that are unknown are left out."""
    return {name: {"__entity": _uid(kind, told)} for name, (kind, told) in named.items() if told is not None}


def _user(principal: Principal) -> Entity:
    home = ancestors(principal.branch_path)[-1] if principal.branch_path else None
    known = _refer(
        member=("Member", principal.member_id),
        branch=("Organisation", principal.branch_id),
        home=("Organisation", home),
    )
    granted = {
        name: [
            {"__entity": _uid("Organisation", grant.organisation_id)}
            for grant in principal.grants
            if grant.role is role
        ]
        for name, role in ROLES.items()
    }
    return {"uid": _uid("User", principal.subject), "attrs": known | granted, "parents": []}


def _object(target: Target) -> Entity:
    place = ancestors(target.path)[-1] if target.path else None
    known = _refer(
        place=("Organisation", place),
        member=("Member", target.member_id),
        submitter=("User", target.submitted_by),
        stage=("Organisation", target.stage_id),
    )
    return {"uid": THING, "attrs": known, "parents": [_uid("Organisation", place)] if place else []}


def _places(principal: Principal, target: Target) -> Iterator[Entity]:
    """The organisations of both paths, each below the one before it."""
    above: dict[str, str | None] = {}
    for path in (principal.branch_path, target.path):
        parent = None
        for name in ancestors(path) if path else ():
            above[name] = parent
            parent = name
    for name, parent in above.items():
        yield {
            "uid": _uid("Organisation", name),
            "attrs": {},
            "parents": [_uid("Organisation", parent)] if parent else [],
        }
