"""Every test starts in an empty account that holds what template.yaml declares."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import cloud

cloud.set_environment()


@pytest.fixture
def account() -> Iterator[None]:
    """An empty account in memory (moto, in this process; one thread: see `tests/trust` for concurrency)."""
    from moto import mock_aws

    from kernel import authority, aws

    with mock_aws():
        aws.forget()
        cloud.build()
        authority.PRINCIPALS.cached.clear()
        _forget_keys()
        yield
    aws.forget()


def _forget_keys() -> None:
    from kernel import vault

    vault._county_key.cache_clear()
    vault._index_key.cache_clear()


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
