"""The buckets' real names, where the template's references give logical ones; and objects for every route."""

import copy
import os
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from functions.notices.dispatch_counties import MapSettings
from functions.ranking import standing
from kernel import vault
from kernel.authority import PRINCIPALS
from tests import cloud
from tests.cloud import bucket_name
from tests.template_reader import environment, resources
from tests.trust import engine
from tests.trust.lands import Land
from tests.trust.places import World, arrange

Kept = Any


@pytest.fixture(autouse=True, scope="session")
def named_buckets() -> None:
    logical = resources("AWS::S3::Bucket")
    os.environ.update({name: bucket_name(value) for name, value in environment().items() if value in logical})


@pytest.fixture(scope="module")
def mapped(pristine: Kept) -> Iterator[None]:
    """What goes above counties has a map that can be started."""
    before = os.environ["DISPATCH_MAP"]
    os.environ["DISPATCH_MAP"] = cloud.state_machine("dispatch-of-lands")
    MapSettings.load.cache_clear()
    yield
    os.environ["DISPATCH_MAP"] = before
    MapSettings.load.cache_clear()


@pytest.fixture(scope="module")
def arranged(pristine: Kept) -> Iterator[tuple[World, Kept]]:
    engine.restore(pristine)
    PRINCIPALS.cached.clear()
    vault.forget()
    yield arrange(), engine.snapshot()
    engine.restore(pristine)


@pytest.fixture(scope="session")
def settled(pristine: Kept) -> tuple[Land, Kept]:
    """A land in which people live, and what is stored of it."""
    engine.restore(pristine)
    made = Land()
    made.settle(Random(1))  # noqa: S311 - a repeatable choice
    return made, engine.snapshot()


@pytest.fixture
def land(account: None, settled: tuple[Land, Kept]) -> Land:
    """One of its own for every test."""
    made, kept = settled
    engine.restore(kept)
    return copy.deepcopy(made)


@pytest.fixture
def world(arranged: tuple[World, Kept]) -> World:
    world, kept = arranged
    engine.restore(kept)
    PRINCIPALS.cached.clear()
    standing.WARM.clear()
    return world
