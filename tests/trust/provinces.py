"""A province whose counties have been ranked as of the night of the samples."""

import random
from collections.abc import Sequence

from kernel.clock import instant
from tests.integration.ranking import province
from tests.trust.arrangements import Body, of

ABOVE = "ranking/on_nightly_above.json"


def counties_ranked() -> Sequence[Body]:
    (body,) = of(ABOVE)
    province.Province(random.Random(7))  # noqa: S311 - the same province every time
    province.parts(instant(body["asOf"]))
    return [body]
