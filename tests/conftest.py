"""Every test starts in an empty account that holds what template.yaml declares."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import clock, cloud

cloud.set_environment()
settings.register_profile(
    "same", derandomize=not os.environ.get("TRIALS")
)  # a run repeats; a long one tries what is new
settings.load_profile("same")

pytest_plugins = ("tests.trust.plugin",)
MEASURED = ("unit", "integration")  # the tests that show which lines are reached; the others go over them again


def pytest_addoption() -> None:
    """As soon as pytest has this file: the `conftest.py` of a directory that is named to it asks what day it is."""
    clock.begin()


def pytest_configure(config: pytest.Config) -> None:
    """The local cloud has the machine's clock."""
    if config.option.markexpr == "e2e" or all("e2e" in Path(one).parts for one in config.args):
        clock.end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`scripts/test` runs what is marked without a tracer, which doubles the time of a test."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] not in MEASURED:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def pristine() -> Iterator[Any]:
    """An account in memory (moto, in this process; one thread: `tests/trust` for concurrency), and its empty state."""
    from moto import mock_aws

    from kernel import aws
    from tests import swift, swift_calls
    from tests.trust import engine

    swift.hasten()
    swift_calls.shorten()
    with mock_aws():
        aws.forget()
        cloud.build()
        yield engine.snapshot()
    aws.forget()


@pytest.fixture
def account(pristine: Any) -> None:
    """Every test starts in an empty account, whatever the one before left behind."""
    from kernel import authority, vault
    from tests.trust import engine

    engine.restore(pristine)
    engine.forget_rules()
    authority.PRINCIPALS.cached.clear()
    vault.forget()


class Context:
    """What Lambda hands to a handler beside the event."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:test"
    aws_request_id = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 15_000


@pytest.fixture
def context() -> Any:
    return Context()
