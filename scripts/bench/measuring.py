"""One action measured: its calls and units in a function that knows nothing yet, again in a warm one, and its CPU.

The engine is moto in this process. CPU is this process's own, less what it spent inside moto.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from kernel import aws
from scripts.bench.acts import Arrange, Doing
from scripts.bench.metering import Spent, engine_time, metered
from tests import cloud
from tests.template_reader import resources


@dataclass(frozen=True)
class Measured:
    """`cpu_us` is the median of a warm call, without the engine; None where it was not asked for."""

    name: str
    cold: Spent
    warm: Spent
    cpu_us: float | None


@contextmanager
def account() -> Iterator[Any]:
    """An empty account with what the template declares; gives its state, to be put back."""
    from moto import mock_aws

    from tests import swift, swift_calls
    from tests.trust import engine

    swift.hasten()
    swift_calls.shorten()
    with mock_aws():
        aws.forget()
        cloud.build()
        for name in resources("AWS::S3::Bucket"):
            for variable in [v for v, value in os.environ.items() if value == name]:
                os.environ[variable] = cloud.bucket_name(name)
        yield engine.snapshot()
    aws.forget()


def forget() -> None:
    """A function that has just started: no caller, key, histogram or setting is known."""
    from functions.journal import archive
    from functions.ranking import checklist_counting, standing
    from kernel import authority, parcel, vault

    authority.PRINCIPALS.cached.clear()
    standing.WARM.clear()
    checklist_counting.WARM.clear()
    vault.forget()
    archive.public_key.cache_clear()
    parcel._key.cache_clear()


def measure(name: str, arrange: Arrange, empty: Any, repeats: int) -> Measured:
    """Raises `AssertionError` if the action does not succeed: a failure is no measure."""
    from tests.trust import engine

    engine.restore(empty)
    forget()
    with redirect_stdout(StringIO()):
        act = arrange()
    state = engine.snapshot()
    forget()
    cold = _spent(name, act)
    engine.restore(state)
    warm = _spent(name, act)
    return Measured(name, cold, warm, _cpu(act, lambda: engine.restore(state), repeats))


def _spent(name: str, act: Doing) -> Spent:
    with metered() as spent, redirect_stdout(StringIO()):  # metrics are printed
        answer = act()
    assert succeeded(answer), f"{name}: {answer}"
    return spent


def succeeded(answer: Any) -> bool:
    """Of a request, a batch or a job."""
    if isinstance(answer, dict) and "statusCode" in answer:
        return bool(answer["statusCode"] < 300)
    return not (isinstance(answer, dict) and answer.get("batchItemFailures"))


def _cpu(act: Doing, restore: Callable[[], None], repeats: int) -> float | None:
    if not repeats:
        return None
    took = []
    for _ in range(repeats):
        restore()
        with engine_time() as inside, redirect_stdout(StringIO()):
            began = time.process_time_ns()
            act()
            took.append(time.process_time_ns() - began - sum(inside))
    return statistics.median(took) / 1000


def bare_get_item(repeats: int) -> float:
    """The peer: botocore alone reads one item of a caller's size, on the same engine."""
    from tests.builders import Tree
    from tests.builders import account as make_account

    tree = Tree()
    make_account("peer", member_id=tree.branch.id, branch=tree.branch)
    client, key = aws.client("dynamodb"), {"pk": {"S": "SUBJECT#peer"}, "sk": {"S": "ACCOUNT"}}

    def act() -> Any:
        return client.get_item(TableName="IdentityTable", Key=key, ConsistentRead=True)

    took: Sequence[float] = [_cpu(act, lambda: None, 1) or 0 for _ in range(repeats + 5)]
    return statistics.median(took[5:])
