"""What a committee sees of its warnings."""

from datetime import date, datetime
from typing import Any, Literal, Self

from functions.notices import words
from functions.notices.warning_tables import OrganisationWarning
from functions.notices.words_shape import Language
from kernel.clock import instant
from kernel.ids import OrganisationId
from kernel.model import Model

State = Literal["open", "all"]


class WarningOut(Model):
    """What an organisation owes, or an organisation about a member, a record or a case; `facts` never hold a name.

    `risk` 0 to 100; `rung` counts the reminders of its ladder from 1; `due_on` is the day by which it is owed.
    """

    code: str
    organisation_id: OrganisationId
    path: str
    risk: int
    rung: int
    facts: dict[str, Any]
    why: str
    how_to_stop: str
    due_on: date
    raised_at: datetime
    withdrawn_at: datetime | None = None

    @classmethod
    def of(cls, warning: OrganisationWarning, language: Language) -> Self:
        told = words.PAGES[warning.code]
        return cls(
            code=warning.code,
            organisation_id=warning.organisation_id,
            path=warning.path,
            risk=int(warning.risk),
            rung=int(warning.rung) + 1,
            facts=warning.facts,
            why=told.why.of(language),
            how_to_stop=told.stop.of(language),
            due_on=date.fromisoformat(warning.due_on),
            raised_at=instant(warning.raised_at),
            withdrawn_at=instant(warning.withdrawn_at) if warning.withdrawn_at else None,
        )
