"""What `identity` is asked and what it answers."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from functions.identity.founding_models import Subject
from functions.identity.rules import Policy
from kernel.authority import GRANTABLE, Role
from kernel.ids import Id
from kernel.model import Command, Line, Model

SubjectInPath = Annotated[Subject, BeforeValidator(unquote)]
"""A browser writes `|` and `@` as `%7C` and `%40`; no subject holds a percent sign of its own."""


def _grantable(role: Role) -> Role:
    if role not in GRANTABLE:
        raise ValueError("this role is never granted")
    return role


GrantableRole = Annotated[Role, AfterValidator(_grantable)]


class Health(Model):
    status: Literal["ok"] = "ok"


class PlacedGrant(Model):
    """A role of the caller; name and path are missing where the organisation is not founded yet."""

    role: Role
    organisation_id: Id
    organisation_name: str | None
    path: str | None


class AccountOut(Model):
    """The caller's own account; nothing but the subject is known of somebody who is neither bound nor granted."""

    subject: str
    member_id: Id | None
    branch_id: Id | None
    grants: list[PlacedGrant]


class GrantRole(Command):
    """A role for a person on an organisation and all below it."""

    subject: Subject
    role: GrantableRole
    organisation_id: Id


class GrantOut(Model):
    """A role that somebody holds, or has just lost."""

    subject: str
    role: Role
    organisation_id: Id
    granted_at: datetime | None = None


class SetPolicy(Command):
    """`on` or `off`; `22:00-07:00` for `quiet_hours`, `requests=8,forms=2,photos=6` for `burden_budget`."""

    value: Annotated[Line, StringConstraints(max_length=40)]


class PolicyOut(Model):
    """A switch in force here. `set_by` set it (none: the default); `version` is that of this place's own setting."""

    policy: Policy
    value: str
    set_by: Id | None
    version: int


class PoliciesOut(Model):
    """All switches, in a fixed order."""

    items: list[PolicyOut]
    as_of: datetime
