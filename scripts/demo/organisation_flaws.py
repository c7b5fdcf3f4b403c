"""Every kind of bad line in the organisation roster; none of them is the parent of a good one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from scripts.demo.records import (
    ORGANISATION_HEADER,
    Kind,
    Level,
    Organisation,
    Row,
    organisation_cells,
)
from scripts.demo.units import RURAL


class OrganisationFlaw(StrEnum):
    """What can be wrong with a line of the organisation roster; a cycle takes two lines."""

    MISSING_PARENT = "missing_parent"
    UNKNOWN_PARENT = "unknown_parent"
    UNKNOWN_KIND = "unknown_kind"
    DUPLICATE_CODE = "duplicate_code"
    EMPTY_NAME = "empty_name"
    CYCLE = "cycle"
    BAD_DATE = "bad_date"


def bad_organisation_rows(committee: Organisation, original: Organisation) -> Iterator[Row]:
    """Eight bad lines below a township; the duplicate repeats the code of `original`."""
    good = [_branch(committee, serial) for serial in range(901, 908)]
    yield _with(good[0], OrganisationFlaw.MISSING_PARENT, "上级党组织代码", "")
    yield _with(good[1], OrganisationFlaw.UNKNOWN_PARENT, "上级党组织代码", "431128-998")
    yield _with(good[2], OrganisationFlaw.UNKNOWN_KIND, "党组织类别", "党分部")
    yield _with(good[3], OrganisationFlaw.DUPLICATE_CODE, "党组织代码", original.code)
    yield _with(good[4], OrganisationFlaw.EMPTY_NAME, "党组织名称", "")
    yield _with(good[5], OrganisationFlaw.BAD_DATE, "成立日期", "2001-13-45")
    yield from _cycle(committee)


def _branch(committee: Organisation, serial: int) -> Organisation:
    return Organisation(
        code=f"{committee.code}-{serial}",
        name=f"中共新田县{committee.place}第{serial}支部委员会",
        kind=Kind.BRANCH,
        parent=committee.code,
        level=Level.PRIMARY,
        trade=RURAL,
        founded=date(2001, 7, 1),
        term_started=date(2024, 7, 1),
        term_years=5,
    )


def _cycle(committee: Organisation) -> Iterator[Row]:
    """Two general branches, each below the other."""
    first, second = (replace(_branch(committee, serial), kind=Kind.GENERAL_BRANCH) for serial in (911, 912))
    yield Row(organisation_cells(replace(first, parent=second.code)), OrganisationFlaw.CYCLE)
    yield Row(organisation_cells(replace(second, parent=first.code)), OrganisationFlaw.CYCLE)


def _with(organisation: Organisation, flaw: OrganisationFlaw, column: str, text: str) -> Row:
    cells = list(organisation_cells(organisation))
    cells[ORGANISATION_HEADER.index(column)] = text
    return Row(tuple(cells), flaw)
