"""Requests and responses about being told of one's ranks each week."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from kernel.ids import Id
from kernel.model import Command, Model


class ChooseWeekly(Command):
    wanted: Annotated[bool, Field(strict=True)]


class WeeklyOut(Model):
    """`from`: as of when the next change is counted; none before a week has ended. `nextOn`: the Monday on which the
    next notice can come; none where none is wanted."""

    member_id: Id
    wanted: bool
    counted_from: Annotated[datetime | None, Field(serialization_alias="from")]
    next_on: date | None
