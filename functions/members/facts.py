"""A member's facts as one value: read from a row or from a dossier, and compared."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from kernel.rows import MemberRow
from kernel.spelling import normal

NOT_IN_A_ROSTER = ("home_phone", "native_place", "school", "major")
SEALED_P2 = ("mobile", "address", "birth_date", "outflow_to", "branch_post", *NOT_IN_A_ROSTER)
SEALED_P3 = ("id_number",)
SEALED = (*SEALED_P2, *SEALED_P3)
KEPT_WHEN_BLANK = ("mobile", "address")
FACT_OF = {"floating_branch_code": "floating_branch_id"}  # the others are named as their columns are


@dataclass(frozen=True)
class Facts:
    """The facts of one person; dates are ISO 8601 texts, `sex` and the codes as in `domain.md` 13.1."""

    name: str
    sex: str
    ethnicity: str
    education: str
    occupation: str
    category: str
    joined_on: str
    converted_on: str | None
    floating: bool
    floating_branch_id: str | None
    mobile: str | None
    address: str | None
    birth_date: str
    outflow_to: str | None
    branch_post: str | None
    id_number: str
    home_phone: str | None = None
    native_place: str | None = None
    school: str | None = None
    major: str | None = None

    @classmethod
    def of_row(cls, row: MemberRow, floating_branch_id: str | None) -> "Facts":
        return cls(
            name=row.name,
            sex=row.sex,
            ethnicity=row.ethnicity,
            education=row.education,
            occupation=row.occupation,
            category=row.category,
            joined_on=row.joined_on.isoformat(),
            converted_on=row.converted_on.isoformat() if row.converted_on else None,
            floating=row.floating,
            floating_branch_id=floating_branch_id,
            mobile=normal(row.mobile) if row.mobile else None,
            address=row.address or None,
            birth_date=row.birth_date.isoformat(),
            outflow_to=row.outflow_to or None,
            branch_post=row.branch_post or None,
            id_number=normal(row.id_number),
        )

    def values(self, *names: str) -> dict[str, Any]:
        """The named facts that are known."""
        return {name: value for name in names if (value := getattr(self, name)) is not None}


def merged(known: Facts, stated: Facts, absent: Collection[str] = ()) -> Facts:
    """What holds after a roster stated a person anew: a blank cell does not take away how to reach them.

    A column that the file does not have (`absent`) takes nothing away, unless what the file does state rules it out.
    """
    values = {field.name: getattr(stated, field.name) for field in fields(Facts)}
    for name in (*KEPT_WHEN_BLANK, *NOT_IN_A_ROSTER, *(FACT_OF.get(column, column) for column in absent)):
        values[name] = values[name] or getattr(known, name)
    if not values["floating"]:
        values["outflow_to"] = values["floating_branch_id"] = None
    if values["category"] == "PROBATIONARY":
        values["converted_on"] = None
    return Facts(**values)


def changes(known: Facts, stated: Facts) -> tuple[str, ...]:
    """The names of the facts that differ, in the order of the dossier."""
    names = (field.name for field in fields(Facts))
    return tuple(name for name in names if getattr(known, name) != getattr(stated, name))
