"""Eight threads append to fifty chains while calls fail: every acknowledged append stands once, in real-time order.

The engine answers one request at a time, whole: what moto does to transactions under threads is no engine's doing
(`docs/local-cloud.md`). The same goes against the local cloud in `test_concurrency.py`.
"""

from collections.abc import Sequence
from typing import Any
from unittest import mock

import pytest

from kernel import transaction
from kernel.ids import derived_id
from tests.trials import examples
from tests.trust import appends
from tests.trust.faults import Fault, at_random
from tests.trust.figures import figure
from tests.trust.history import Append, faults

THREADS, EACH = 8, examples(50)
CHAINS = appends.chains(50)
SHARE = 0.03
KINDS = (Fault.THROTTLE, Fault.ERROR, Fault.TIMEOUT, Fault.REPLY_LOST, Fault.CONFLICT)

pytestmark = pytest.mark.usefixtures("account")


def run(on: Sequence[str], each: int = EACH) -> tuple[list[Append], int]:
    with at_random(20261122, SHARE, KINDS) as struck:
        return appends.run(THREADS, each, list(on)), len(struck.seen)


def test_every_acknowledged_append_stands_once_in_real_time_order() -> None:
    calls, struck = run(CHAINS)

    assert faults(calls, appends.stored(CHAINS)) == []
    assert sum(call.acknowledged for call in calls) >= 0.95 * THREADS * EACH
    assert struck >= SHARE * THREADS * EACH
    figure("appends_at_once", len(calls))
    figure("append_faults", struck)


def test_an_engine_that_drops_one_write_in_a_hundred_is_caught() -> None:
    real, told = transaction.transact, iter(range(1_000_000))

    def dropping(operations: Any) -> Any:
        return [] if next(told) % 100 == 99 else real(operations)

    others = [derived_id("dropped", n) for n in range(5)]
    with mock.patch("kernel.journal.transact", dropping):
        calls, _ = run(others, each=25)

    assert any(line.endswith("was acknowledged and lost") for line in faults(calls, appends.stored(others)))
