"""Plans on the wire; sign-ins are in `attendance.models`, what belongs to the record in `photos.models`."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities import audience, rules
from functions.activities.activity_types import RequiredField, TypeCode
from functions.activities.audience_models import AudienceOut, ToBranch, ToWhom
from functions.activities.record_rules import Flag
from functions.activities.tables import Activity
from kernel.clock import instant
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Line, Model, Text

MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"
MOST_MATERIALS = 10
FIRST_MOMENT, LAST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

Moment = Annotated[AwareDatetime, Field(ge=FIRST_MOMENT, le=LAST_MOMENT)]
"""An instant that somebody sends; at the ends of the calendar there is no reckoning with hours and zones."""
Title = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Place = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Link = Annotated[Line, StringConstraints(pattern=r"^https://[^\s]+$", max_length=500)]
Phrase = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Paragraph = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Agenda = Annotated[tuple[Phrase, ...], Field(max_length=30)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Material(Command):
    """Something to read before: what it is called and where it is."""

    title: Title
    href: Link


Materials = Annotated[tuple[Material, ...], Field(max_length=MOST_MATERIALS)]


class PlanActivity(Command):
    """`branch_id` holds it: a branch, or a committee for several below it. Without an agenda it has its template's."""

    branch_id: OrganisationId
    type: TypeCode
    title: Title
    starts_at: Moment
    ends_at: Moment
    place: Place | None = None
    link: Link | None = None
    agenda: Agenda | None = None
    audience: ToWhom = ToBranch()
    materials: Materials = ()


class ChangeActivity(Command):
    """What is not named stays as it is."""

    title: Title | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    place: Place | None = None
    link: Link | None = None
    agenda: Agenda | None = None
    materials: Materials | None = None


class ActivitySummary(Model):
    """A line of a branch's month."""

    id: Id
    branch_id: OrganisationId
    type: TypeCode
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
    """An activity; `attended` and `entitled` are counted at its submission, `stage_id` is whose turn it is.

    `demands` is what committees ask of its record beyond the national template. `lag_days`: from its start to its
    entry, if that was later. `flags`, from the submission on, say what the reviewers should look at.
    """

    county_id: OrganisationId
    agenda: list[str]
    audience: AudienceOut
    materials: list[Material]
    demands: list[RequiredField]
    round: int
    stage_id: OrganisationId | None
    submitted_at: AwareDatetime | None
    attended: int
    entitled: int
    lag_days: int | None
    flags: list[Flag]
    version: int

    @classmethod
    def of(cls, stored: Activity, version: float | None = None) -> Self:
        """`version` is the one that the item will have once it is written."""
        facts = _facts(stored) | {
            "county_id": stored.county_id,
            "agenda": list(stored.agenda),
            "audience": AudienceOut.of(audience.of(stored)),
            "materials": [{"title": title, "href": href} for title, href in stored.materials],
            "demands": list(stored.demands),
            "round": int(stored.round),
            "stage_id": stored.stage_id,
            "submitted_at": instant(stored.submitted_at) if stored.submitted_at else None,
            "attended": len(stored.attendees),
            "entitled": int(stored.entitled),
            "lag_days": stored.lag_days,
            "flags": list(stored.flags or ()),
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
