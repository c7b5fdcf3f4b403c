"""What is kept of a fact gives the fact back."""

from datetime import date
from typing import Any

from functions.points.facts import Fact, Kind
from functions.points.history_tables import HistoryRow
from functions.points.rules import Beneficiary
from kernel.ids import new_id
from kernel.journal import Act


def test_a_fact_is_read_as_it_was_counted() -> None:
    where: dict[str, Any] = {"branch_id": new_id(), "county_id": new_id(), "path": "/a/b/"}
    members = [new_id() for _ in range(90)]
    activity = Fact(
        source=new_id(),
        held_on=date(2026, 11, 5),
        **where,
        to=Beneficiary.MEMBER,
        accounts=members,
        activity_type="TALK",
        part=3,
    )
    held = Fact(
        source=new_id(),
        held_on=date(2026, 11, 5),
        **where,
        to=Beneficiary.BRANCH,
        accounts=[where["branch_id"]],
        activity_type="TALK",
        attended=9,
        entitled=10,
    )
    award = Fact(
        source=new_id(),
        held_on=date(2026, 11, 5),
        **where,
        to=Beneficiary.MEMBER,
        accounts=members[:1],
        kind=Kind.AWARD,
        rule_id="honour",
    )

    for fact in (activity, held, award):
        assert HistoryRow.posted(Act("someone", cause=new_id()), fact, ()).fact == fact
