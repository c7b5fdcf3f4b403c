"""The appraisal on the wire."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field

from functions.activities.appraisals.rules import FOLLOWS, Follows, Grade, State, excellent_limit
from functions.activities.appraisals.tables import Appraisal, Words
from functions.activities.models import Paragraph
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model


class OpenAppraisal(Command):
    """Within which meeting of a branch: its year is the appraisal's."""

    activity_id: Id


class WriteWords(Command):
    text: Paragraph


class GradeFor(Command):
    member_id: MemberId
    grade: Grade


class ProposeGrades(Command):
    grades: Annotated[tuple[GradeFor, ...], Field(min_length=1, max_length=500)]


class GradeOut(Model):
    """`follows`: what the branch does then (`domain.md` 4.6)."""

    member_id: MemberId
    grade: Grade
    follows: Follows

    @classmethod
    def of(cls, member_id: str, grade: Grade) -> Self:
        return cls(member_id=member_id, grade=grade, follows=FOLLOWS[grade])


class AppraisalOut(Model):
    """`excellent_limit`: how many may be excellent if all appraised are graded. `grades`: for the branch once they are
    approved, for who proposes and approves from the proposal on; `reason` of a return for the latter alone."""

    branch_id: OrganisationId
    year: int
    activity_id: Id
    ballot_id: Id | None
    state: State
    appraised: list[MemberId]
    excellent_limit: int
    grades: list[GradeOut] | None
    stage_id: OrganisationId | None
    reason: str | None
    decided_at: AwareDatetime | None
    version: int

    @classmethod
    def of(cls, stored: Appraisal, *, sees_all: bool, version: float | None = None) -> Self:
        """`version` is the one that the item will have once it is written."""
        shown = stored.grades is not None and (sees_all or stored.state == State.APPROVED)
        return cls(
            branch_id=stored.branch_id,
            year=stored.year,
            activity_id=stored.activity_id,
            ballot_id=stored.ballot_id,
            state=State(stored.state),
            appraised=stored.appraised,
            excellent_limit=excellent_limit(len(stored.appraised)),
            grades=[GradeOut.of(*one) for one in sorted(stored.graded.items())] if shown else None,
            stage_id=stored.stage_id,
            reason=stored.reason if sees_all else None,
            decided_at=instant(stored.decided_at) if stored.decided_at else None,
            version=int(stored.version if version is None else version),
        )


class WaitingOut(Model):
    """Grades of a branch's year that wait for a committee."""

    branch_id: OrganisationId
    year: int
    waiting_since: AwareDatetime

    @classmethod
    def of(cls, since: str, branch_id: str, year: str) -> Self:
        return cls(branch_id=branch_id, year=int(year), waiting_since=instant(since))


class WordsOut(Model):
    """What was written of a member, by whom; no text where one of the two was erased."""

    member_id: MemberId
    by: MemberId
    text: str | None
    at: AwareDatetime
    version: int

    @classmethod
    def of(cls, row: Words, version: float | None = None) -> Self:
        return cls(
            member_id=row.of,
            by=row.by,
            text=row.text,
            at=instant(row.at),
            version=int(row.version if version is None else version),
        )


class AppraisedOut(Model):
    """One member's: what they wrote, what others did, and once it may be seen their grade."""

    member_id: MemberId
    own: WordsOut | None
    opinions: list[WordsOut]
    grade: GradeOut | None
