"""Whoever asks for whatever, after any moves, grants and revocations: no canary of elsewhere comes out."""

import logging
from random import Random
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kernel.authority import GRANTABLE, Role
from tests.trials import examples
from tests.trust import engine, papers
from tests.trust.country import RECORD
from tests.trust.figures import figure
from tests.trust.lands import ADMIN, LEVELS, READS, Land

OFFICIALS = ["one", "two", "three"]
STEPS, LOOKS = 20, 6
CHANCE = st.integers(0, 2**32).map(Random)


class Canaries(RuleBasedStateMachine):
    """A land of two counties, in which anything happens in any order; after each step people look around."""

    empty: Any = None
    asked = seen = runs = 0  # who only looked, and who saw something

    def __init__(self) -> None:
        super().__init__()
        engine.restore(self.empty)
        self.land = Land()

    @initialize(chance=CHANCE)
    def settle(self, chance: Random) -> None:
        self.chance = chance
        self.land.settle(chance)
        self.land.grant(OFFICIALS[0], chance.choice(GRANTABLE), chance.choice(self.land.places))

    @rule(chance=CHANCE)
    def found(self, chance: Random) -> None:
        self.land.found(chance.choice([place for place, level in self.land.levels.items() if level in LEVELS]))

    @rule(chance=CHANCE)
    def enrol(self, chance: Random) -> None:
        self.land.enrol(chance.choice(self.land.of_level("BRANCH")))

    @rule(chance=CHANCE)
    def plan(self, chance: Random) -> None:
        self.land.plan(chance.choice(self.land.of_level("BRANCH")))

    @rule(chance=CHANCE)
    def keep(self, chance: Random) -> None:
        papers.keep(self.land, chance.choice(self.land.of_level("BRANCH")))

    @rule(chance=CHANCE, role=st.sampled_from(GRANTABLE))
    def grant(self, chance: Random, role: Any) -> None:
        self.land.grant(chance.choice(OFFICIALS), role, chance.choice(self.land.places))

    @precondition(lambda self: any(self.land.country.grants.get(one) for one in OFFICIALS))
    @rule(chance=CHANCE)
    def revoke(self, chance: Random) -> None:
        held = [(one, *grant) for one in OFFICIALS for grant in sorted(self.land.country.grants.get(one, ()))]
        self.land.revoke(*chance.choice(held))

    @rule(chance=CHANCE)
    def move_a_branch(self, chance: Random) -> None:
        self.land.move(chance.choice(self.land.of_level("BRANCH")), chance.choice(self.land.of_level("TOWNSHIP")))

    @rule(chance=CHANCE)
    def move_a_township(self, chance: Random) -> None:
        self.land.move(chance.choice(self.land.of_level("TOWNSHIP")), chance.choice(self.land.counties))

    @rule(chance=CHANCE)
    def resettle(self, chance: Random) -> None:
        self.land.resettle(chance.choice(sorted(self.land.members)), chance.choice(self.land.of_level("BRANCH")))

    @rule()
    def tell(self) -> None:
        self.land.tell()

    @invariant()
    def nothing_leaks(self) -> None:
        for _ in range(LOOKS if self.land.activities else 0):
            self.land.look(self.chance)
        assert self.land.leaks == []

    def teardown(self) -> None:
        Canaries.asked += self.land.asked
        Canaries.seen += self.land.seen
        Canaries.runs += 1


@pytest.mark.usefixtures("mapped")
def test_no_canary_leaves_its_subtree(pristine: Any) -> None:
    Canaries.empty, Canaries.asked, Canaries.seen, Canaries.runs = pristine, 0, 0, 0
    many = settings(
        max_examples=examples(4),
        stateful_step_count=STEPS,
        deadline=None,
        phases=(Phase.reuse, Phase.generate),  # to shrink takes minutes; the steps are printed as they are
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(Canaries, settings=many)

    assert Canaries.seen / Canaries.asked > 0.04, "hardly anybody saw anything: that nothing leaked says nothing"
    figure("canary_runs", Canaries.runs)
    figure("canary_requests", Canaries.asked)


@pytest.mark.usefixtures("mapped")
def test_whoever_counts_what_goes_above_counties_is_told_of_in_the_end(land: Land) -> None:
    (preview,) = (read for read in READS if read.route == "POST /v1/dispatches/preview")

    land.ask(ADMIN, preview, {"township": land.root} | dict.fromkeys(("branch", "county"), land.root))
    land.tell()

    assert land.leaks == []


def after_many_looks(land: Land) -> list[str]:
    chance = Random(2)  # noqa: S311 - a repeatable choice
    for _ in range(150):
        land.look(chance)
    return land.leaks


def test_a_land_at_rest_leaks_nothing(land: Land) -> None:
    assert after_many_looks(land) == []


def test_what_branches_keep_is_read_there_and_leaks_nowhere(land: Land) -> None:
    kept = {branch: papers.keep(land, branch) for branch in land.of_level("BRANCH")}

    assert after_many_looks(land) == []
    read = "".join(str(land.ask(ADMIN, one, land.names_in(branch))) for branch in kept for one in READS)
    in_lists = [canary for canaries in kept.values() for canary in canaries[:-1]]  # the last lies in boxes
    assert [canary for canary in in_lists if canary not in read] == []


def test_a_path_that_covers_everything_is_noticed(land: Land) -> None:
    with mock.patch("kernel.authority.covers", return_value=True):
        assert after_many_looks(land) != []


def test_a_role_that_outlives_its_end_is_noticed(land: Land) -> None:
    county = land.counties[0]
    land.grant("one", Role.COUNTY_ADMIN, county)
    land.look_as("one", county)

    with mock.patch.object(Land, "a_minute_later"):
        land.revoke("one", Role.COUNTY_ADMIN, county)
        land.look_as("one", county)

    assert [leak for leak in land.leaks if " by one: " in leak] != []


def test_a_canary_in_a_log_line_is_noticed(land: Land) -> None:
    (canary, *_) = (one for one in land.country.places if one.startswith(RECORD))

    with mock.patch("kernel.http.log", side_effect=lambda *_, **__: logging.getLogger().warning(canary)):
        land.look_as("stranger", land.counties[0])

    assert any(f": {canary} of BRANCH" in leak for leak in land.leaks)
