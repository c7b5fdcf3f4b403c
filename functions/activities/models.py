"""Plans, sign-ins and roll calls on the wire; what belongs to the record is in `record_models`."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities import rules
from functions.activities.tables import Activity, Attendance
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Line, Model, Text

Title = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Place = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Link = Annotated[Line, StringConstraints(pattern=r"^https://[^\s]+$", max_length=500)]
Phrase = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Paragraph = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Agenda = Annotated[tuple[Phrase, ...], Field(max_length=30)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]


class PlanActivity(Command):
    branch_id: OrganisationId
    type: rules.TypeCode
    title: Title
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: Place | None = None
    link: Link | None = None
    agenda: Agenda = ()


class ChangeActivity(Command):
    """What is not named stays as it is."""

    title: Title | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    place: Place | None = None
    link: Link | None = None
    agenda: Agenda | None = None


class ActivitySummary(Model):
    """A line of a branch's month."""

    id: Id
    branch_id: OrganisationId
    type: rules.TypeCode
    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str | None
    link: str | None
    state: rules.State

    @classmethod
    def of(cls, stored: Activity) -> Self:
        return cls.model_validate(_facts(stored))


class ActivityOut(ActivitySummary):
    """An activity; `attended` and `entitled` are counted at its submission, `stage_id` is whose turn it is."""

    county_id: OrganisationId
    agenda: list[str]
    round: int
    stage_id: OrganisationId | None
    submitted_at: AwareDatetime | None
    attended: int
    entitled: int
    version: int

    @classmethod
    def of(cls, stored: Activity, version: float | None = None) -> Self:
        """`version` is the one that the item will have once it is written."""
        facts = _facts(stored) | {
            "county_id": stored.county_id,
            "agenda": list(stored.agenda),
            "round": int(stored.round),
            "stage_id": stored.stage_id,
            "submitted_at": instant(stored.submitted_at) if stored.submitted_at else None,
            "attended": len(stored.attendees),
            "entitled": int(stored.entitled),
            "version": int(stored.version if version is None else version),
        }
        return cls.model_validate(facts)


def _facts(stored: Activity) -> dict[str, object]:
    return {
        "id": stored.id,
        "branch_id": stored.branch_id,
        "type": stored.type,
        "title": stored.title,
        "starts_at": instant(stored.starts_at),
        "ends_at": instant(stored.ends_at),
        "place": stored.place,
        "link": stored.link,
        "state": stored.state,
    }


class CodeOut(Model):
    """The code to show now, and how long it is the current one."""

    code: str
    valid_until: AwareDatetime
    period_seconds: int


class SignIn(Command):
    code: Code


class AttendanceOut(Model):
    """A member's row; `confidence` is of 100, `reasons` say what it rests on."""

    member_id: MemberId
    state: rules.Presence
    method: str
    at: AwareDatetime
    confidence: int
    reasons: list[str]

    @classmethod
    def of(cls, row: Attendance) -> Self:
        return cls(
            member_id=row.member_id,
            state=rules.Presence(row.state),
            method=row.method,
            at=instant(row.at),
            confidence=int(row.confidence),
            reasons=list(row.reasons),
        )


class RollEntry(Command):
    member_id: MemberId
    state: rules.Presence


class CallRoll(Command):
    entries: Annotated[list[RollEntry], Field(min_length=1, max_length=rules.MOST_ENTRIES)]


class RollCalled(Model):
    """How many were called, and how many rows that changed."""

    called: int
    changed: int
