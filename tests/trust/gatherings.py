"""Members of three branches: one plans an activity, one changes what its members are invited to, one calls it off."""

from collections.abc import Sequence
from copy import replace

import msgspec

from functions.notices import on_activities
from functions.notices import on_members as members_watched
from kernel.clock import instant
from kernel.events import PUBLISHED, ActivityPlanned
from kernel.ids import derived_id
from tests.builders import envelope
from tests.trust.arrangements import Body, a_branch_warned_of, of, sample
from tests.trust.delivery import until_done

PLANNED, CHANGED, CANCELLED = (f"notices/on_activities_{what}.json" for what in ("planned", "changed", "cancelled"))


def invited(*then: str) -> Sequence[Body]:
    """What becomes of it, and of the records of the first branch; each on a chain of its own, which has its order."""
    records = a_branch_warned_of(*then)
    until_done(members_watched.lambda_handler, sample("notices/on_members.json"))
    for path in (CHANGED, CANCELLED):
        until_done(on_activities.lambda_handler, _planned_before(path))
    return [*records, *of(PLANNED, CHANGED, CANCELLED)]


def _planned_before(path: str) -> Body:
    """The plan of which a sample tells what became of it."""
    detail = sample(path)["detail"]
    became = msgspec.convert(detail["data"], PUBLISHED[detail["event"]])
    plan = msgspec.convert(sample(PLANNED)["detail"]["data"], ActivityPlanned)
    same = {name: getattr(became, name) for name in ("activity_id", "branch_id", "starts_at", "ends_at")}
    whom = {"branches": (same["branch_id"],), "members": (derived_id("member", path),), "audience": "MEMBERS"}
    told = envelope(replace(plan, **same | whom))
    at = instant(sample(PLANNED)["detail"]["at"])
    return msgspec.to_builtins(replace(told, id=derived_id("plan", path), at=at))
