"""What crosses the wire about a person's rights over what is kept of them."""

from datetime import datetime
from typing import Any, Self

from kernel.ids import MemberId
from kernel.model import Model


class RecordOut(Model):
    """One stored item: `about` says what it is (the words of its key), `values` what it holds, opened."""

    about: str
    values: dict[str, Any]

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        values = {name: value for name, value in record.items() if name not in ("pk", "sk")}
        return cls(about=f"{record['pk']}/{record['sk']}", values=values)


class ExportOut(Model):
    """Everything that `members` keeps about the caller. `elsewhere` are the routes for what other domains keep."""

    member_id: MemberId
    as_of: datetime
    records: list[RecordOut]
    elsewhere: list[str]
