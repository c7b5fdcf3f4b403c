"""What is kept about members whom nobody can reach."""

from datetime import date, datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.members.waiting_tables import Waiting
from kernel.clock import stamp
from kernel.settings import table_name
from kernel.table import Row


class LostCase(Waiting):
    """`MEMBER#<id>/LOST`: the open case of a lost member. `owner_id` is the member who looks for them.

    Listed under the county and the branch by the day from which the next step is possible.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="LOST")
    case_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    lost_since = UnicodeAttribute()
    owner_id = UnicodeAttribute()
    state = UnicodeAttribute(default="OPEN")
    attempts = NumberAttribute(default=0)
    attempted_on = UnicodeAttribute(null=True)
    suspended_on = UnicodeAttribute(null=True)
    proposed_on = UnicodeAttribute(null=True)
    opened_on = UnicodeAttribute()
    opened_by = UnicodeAttribute()

    NOUN = "LOST"

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    def arrange(self, due: date) -> None:
        self.list_under(self.county_id, self.branch_id, due, self.member_id)


class Attempt(Row):
    """`MEMBER#<id>/ATTEMPT#<day>#<event id>`: somebody tried to reach a lost member."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    case_id = UnicodeAttribute()
    channel = UnicodeAttribute()
    by = UnicodeAttribute()

    PREFIX = "ATTEMPT#"

    @classmethod
    def place(cls, on: date, event_id: str) -> str:
        return f"{cls.PREFIX}{on}#{event_id}"

    @property
    def on(self) -> str:
        return self.sk.split("#")[1]


class Traced(Row):
    """`MEMBER#<id>/TRACED#<at>#<case id>`: a case that was closed, with everything it said, as JSON."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    case = JSONAttribute()
    closed_on = UnicodeAttribute()
    outcome = UnicodeAttribute()
    by = UnicodeAttribute()

    PREFIX = "TRACED#"

    @classmethod
    def place(cls, at: datetime, case_id: str) -> str:
        return f"{cls.PREFIX}{stamp(at)}#{case_id}"
