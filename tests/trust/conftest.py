"""The buckets' real names, where the template's references give logical ones; and objects for every route."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from functions.ranking import standing
from kernel import vault
from kernel.authority import PRINCIPALS
from tests.cloud import bucket_name
from tests.template_reader import environment, resources
from tests.trust import engine
from tests.trust.places import World, arrange

Kept = Any


@pytest.fixture(autouse=True, scope="session")
def named_buckets() -> None:
    logical = resources("AWS::S3::Bucket")
    os.environ.update({name: bucket_name(value) for name, value in environment().items() if value in logical})


@pytest.fixture(scope="module")
def arranged(pristine: Kept) -> Iterator[tuple[World, Kept]]:
    engine.restore(pristine)
    PRINCIPALS.cached.clear()
    vault.forget()
    yield arrange(), engine.snapshot()
    engine.restore(pristine)


@pytest.fixture
def world(arranged: tuple[World, Kept]) -> World:
    world, kept = arranged
    engine.restore(kept)
    PRINCIPALS.cached.clear()
    standing.WARM.clear()
    return world
