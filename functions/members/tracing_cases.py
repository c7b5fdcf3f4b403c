"""The case of somebody lost as it stands: opened, due, and closed, by whatever act."""

from datetime import date

from functions.members import floating_rules
from functions.members.floating_rules import day
from functions.members.tracing_tables import LostCase, Traced
from kernel.directory import Organisation
from kernel.events import LostContactClosed, LostContactOpened
from kernel.journal import UnitOfWork


def opened(case: LostCase, branch: Organisation) -> LostContactOpened:
    """The event of a case that is the branch's from now on."""
    return LostContactOpened(
        case_id=case.case_id,
        member_id=case.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        lost_since=date.fromisoformat(case.lost_since),
        owner_id=case.owner_id,
    )


def close(work: UnitOfWork, case: LostCase, branch: Organisation, on: date, outcome: str) -> None:
    """Take the case out and keep it among the closed ones."""
    work.delete(case)
    where = Traced.place(work.act.at, case.case_id)
    past = Traced(case.pk, where, case=case.said(), closed_on=on.isoformat(), outcome=outcome, by=work.act.actor)
    work.put_new(past)
    work.record(
        LostContactClosed(
            case_id=case.case_id,
            member_id=case.member_id,
            branch_id=branch.id,
            county_id=branch.county_id,
            outcome=outcome,
        )
    )


def due_on(case: LostCase) -> date:
    return floating_rules.case_due(case.state, date.fromisoformat(case.lost_since), day(case.suspended_on))
