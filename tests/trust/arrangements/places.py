"""The tree."""

from collections.abc import Sequence
from datetime import date

import msgspec

from functions.organisations import app as organisations
from functions.organisations.leadership_tables import HolderAttribute, Leaders, SeatRow
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.parcel import Packer
from kernel.rows import OrganisationRow
from tests import builders
from tests.builders import Tree
from tests.conftest import Context
from tests.integration.members import people
from tests.trust.arrangements.samples import COUNTY, Body, of, sample


def a_secretary_who_leaves() -> Sequence[Body]:
    """Of the branch of the sample; others come and move."""
    (left,) = of("organisations/on_members_left.json")
    told = left["detail"]["data"]
    branch, county, member = told["branchId"], told["countyId"], told["members"][0]["memberId"]
    place = Organisation(Organisation.partition(branch), path=told["path"], county_id=county, version=1)
    place.name, place.kind, place.level, place.holds_members = "某支部", "BRANCH", "BRANCH", True
    place.save()
    holder = HolderAttribute(  # type: ignore[no-untyped-call]  # untyped in pynamodb
        post="SECRETARY", member_id=member, branch_id=branch, since="2026-01-01", how="ELECTED"
    )
    Leaders(*Leaders.key_of(branch), holders=[holder], version=1).save()
    SeatRow.of(branch, member, branch).save()
    return [*of("organisations/on_members.json", "organisations/on_members_moved.json"), left]


def organisation_rows() -> Sequence[Body]:
    tree, packer = Tree(), Packer.of(people.ROSTER)
    row = OrganisationRow(
        row=2,
        code="431128-101-009",
        name="第九支部",
        kind="BRANCH",
        level="BRANCH",
        sector=None,
        lineage=("431128-101",),
        founded_on=date(2001, 7, 1),
        term_started_on=None,
        term_years=None,
    )
    sealed = packer.pack(0, [msgspec.to_builtins(row)])
    message = {"rosterId": packer.roster_id, "phase": "apply", "organisationId": tree.county.id, "countyId": COUNTY}
    return [sample("organisations/on_rows.json") | message | {"sealed": sealed, "key": packer.wrapped}]


def a_subtree_moved() -> Sequence[Body]:
    """A township went below the other one; its branches still say the old place."""
    tree = Tree()
    mover = builders.account("mover", (Role.COUNTY_ADMIN, tree.county))
    body = {"newParentId": tree.other_township.id, "reason": "区划调整"}
    path = f"/v1/organisations/{tree.township.id}/moves"
    told = organisations.lambda_handler(builders.request("POST", path, subject=mover, body=body), Context())
    assert told["statusCode"] == 201
    return of("organisations/on_organisation_moved.json")
