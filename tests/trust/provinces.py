"""A province whose counties have been ranked as of the night of the samples, in which a week ends: somebody wants to be
told."""

import random
from collections.abc import Sequence

from functions.ranking.weekly_tables import WeeklyOf
from kernel.clock import instant
from kernel.ids import derived_id
from tests.integration.ranking import province
from tests.trust.arrangements import Body, of

ABOVE = "ranking/on_nightly_above.json"


def counties_ranked() -> Sequence[Body]:
    (body,) = of(ABOVE)
    made = province.Province(random.Random(7))  # noqa: S311 - the same province every time
    WeeklyOf(WeeklyOf.partition(made.id("A1")), derived_id("wants to be told")).save()
    province.parts(instant(body["asOf"]))
    return [body]
