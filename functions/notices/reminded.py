"""Which reminder an obligation's rung is, so that what members were told of it is found and taken back."""

from datetime import date, datetime

from functions.notices.inbox_tables import Notice
from functions.notices.obligation_tables import Obligation
from functions.notices.posting import take_back
from functions.notices.sending import Subject
from kernel.transaction import Writes


def about(o: Obligation, day: date, code: str = "", due: date | None = None) -> Subject:
    return Subject(code or o.ladder.code, o.organisation_id, o.county_id, day, f"{o.subject}#{o.told_by}", due)


def over(writes: Writes, o: Obligation, at: datetime) -> None:
    """What they were told is withdrawn: of what is owed by a body the warning does so (`warning.withdraw`)."""
    if o.reminded_on and "members" in o.facts:
        told = about(o, date.fromisoformat(o.reminded_on))
        take_back(writes, (told.place(Notice.member_box(member)) for member in o.facts["members"]), at)
