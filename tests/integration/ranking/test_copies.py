"""`ranking`'s copies of the tree and of the policies follow their events, in any order, as often as they come."""

import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from functions.ranking import on_organisations, on_policy_changed, switches, trees
from functions.ranking.lineage import Node
from functions.ranking.rules import LISTS, PUBLIC_RANKING
from functions.ranking.tables import Children, Dirty, PolicySet
from kernel.events import (
    FoundedOrganisation,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    PolicyChanged,
)
from kernel.ids import derived_id
from tests.builders import Tree, envelope
from tests.conftest import Context
from tests.trust.delivery import every_way, thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "ranking"
founded_, changed_ = on_organisations.lambda_handler, on_policy_changed.lambda_handler
COUNTY = derived_id("county")


def founded(*paths: tuple[str, ...], level: str = "BRANCH") -> OrganisationsFounded:
    organisations = tuple(
        FoundedOrganisation(organisation_id=path[-1], path=f"/{'/'.join(path)}/", kind="BRANCH", level=level)
        for path in paths
    )
    return OrganisationsFounded(county_id=COUNTY, organisations=organisations)


def test_the_sample_event_becomes_a_tree() -> None:
    tree = Tree()

    assert founded_(json.loads((EVENTS / "on_organisations.json").read_text()), Context()) == {"batchItemFailures": []}

    nodes = {own: (node.parent_id, node.level) for own, node in trees.tree(tree.county.id).items()}
    assert nodes == {
        tree.county.id: (Children.ROOT, "COUNTY"),
        tree.township.id: (tree.county.id, "TOWNSHIP"),
        tree.branch.id: (tree.township.id, "BRANCH"),
    }
    assert trees.counties() == [tree.county.id]


def test_every_event_three_times_in_any_order_makes_the_same_tree() -> None:
    ids = [derived_id("organisation", number) for number in range(12)]
    events = [envelope(founded(*[(COUNTY, ids[0], own) for own in ids[n : n + 3]])) for n in range(1, 12, 3)]

    thrice_shuffled(founded_, envelope(founded((COUNTY,), (COUNTY, ids[0]), level="TOWNSHIP")), *events)

    assert set(trees.tree(COUNTY)) == {COUNTY, *ids}
    assert {node.parent_id for own, node in trees.tree(COUNTY).items() if own in ids[1:]} == {ids[0]}


def test_no_fault_at_any_call_loses_an_organisation() -> None:
    own = derived_id("organisation", 1)

    trials = every_way(founded_, envelope(founded((COUNTY, own))), lambda: list(trees.tree(COUNTY)))

    assert all(trial.seen == [own] for trial in trials)


def test_what_stands_above_the_counties_is_left_out() -> None:
    until_done(founded_, envelope(founded((COUNTY,), level="PROVINCE")))

    assert trees.tree(COUNTY) == {}
    assert trees.counties() == []


def policy(organisation_id: str, value: str, name: str = PUBLIC_RANKING) -> PolicyChanged:
    return PolicyChanged(organisation_id=organisation_id, county_id=COUNTY, policy=name, value=value)


def settings(*path: str) -> list[PolicySet]:
    return [item for _, key in switches.keys(path) if (item := PolicySet.find(*key))]


def test_the_nearest_committee_decides_and_the_default_is_off() -> None:
    near, far = derived_id("near"), derived_id("far")
    until_done(changed_, envelope(policy(far, "on")))

    assert not switches.is_on(PUBLIC_RANKING, [COUNTY], settings(COUNTY))
    assert switches.is_on(PUBLIC_RANKING, [far, near], settings(far, near))
    assert not switches.is_on(LISTS, [far, near], settings(far, near))

    until_done(changed_, envelope(policy(near, "off")))

    assert not switches.is_on(PUBLIC_RANKING, [far, near], settings(far, near))


def test_a_redelivered_switch_does_not_undo_a_later_one() -> None:
    first, second = envelope(policy(COUNTY, "on")), envelope(policy(COUNTY, "off"))

    until_done(changed_, first)
    until_done(changed_, second)
    until_done(changed_, first)

    assert not switches.is_on(PUBLIC_RANKING, [COUNTY], settings(COUNTY))


def test_other_policies_are_not_kept_and_the_sample_event_is() -> None:
    tree = Tree()

    until_done(changed_, envelope(policy(COUNTY, "22:00-07:00", "quiet_hours")))
    assert changed_(json.loads((EVENTS / "on_policy_changed.json").read_text()), Context()) == {"batchItemFailures": []}

    assert PolicySet.find(*PolicySet.key_of(COUNTY, "quiet_hours")) is None
    assert switches.is_on(PUBLIC_RANKING, [tree.county.id], settings(tree.county.id))


def test_a_setting_that_arrives_late_does_not_undo_the_one_after_it() -> None:
    later, earlier = envelope(policy(COUNTY, "on"), seq=1008), envelope(policy(COUNTY, "off"), seq=1007)

    until_done(changed_, later)
    until_done(changed_, earlier)

    assert PolicySet.demand(*PolicySet.key_of(COUNTY, PUBLIC_RANKING)).value == "on"


def moved(organisation_id: str, before: str, after: str) -> OrganisationMoved:
    """From below one organisation of the county to below another."""
    return OrganisationMoved(
        organisation_id=organisation_id,
        county_id=COUNTY,
        old_path=f"/{COUNTY}/{before}/{organisation_id}/",
        new_path=f"/{COUNTY}/{after}/{organisation_id}/",
        effective_on=date(2026, 11, 20),
    )


def dissolved(organisation_id: str, parent: str) -> OrganisationDissolved:
    path = f"/{COUNTY}/{parent}/{organisation_id}/"
    day = date(2026, 11, 20)
    return OrganisationDissolved(organisation_id=organisation_id, county_id=COUNTY, path=path, effective_on=day)


ONE, OTHER, OWN = (derived_id("organisation", name) for name in ("one", "other", "own"))


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_founding_moves_and_closing_in_any_order_make_the_same_tree(order: tuple[int, ...]) -> None:
    life = [
        envelope(founded((COUNTY, ONE, OWN))),
        envelope(moved(OWN, ONE, OTHER)),
        envelope(moved(OWN, OTHER, ONE)),
        envelope(moved(OWN, ONE, OTHER)),
    ]

    until_done(founded_, *(life[number] for number in (*order, *order)))

    assert trees.tree(COUNTY) == {OWN: Node(OTHER, "BRANCH", "BRANCH")}
    assert all(not item.odd for item in Children.query(Children.partition(COUNTY)))


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_closed_organisation_leaves_the_one_above_it(order: tuple[int, ...]) -> None:
    life = [founded((COUNTY, ONE, OWN)), moved(OWN, ONE, OTHER), dissolved(OWN, OTHER)]

    until_done(founded_, *(envelope(life[number]) for number in order))

    assert [node.parent_id for node in trees.tree(COUNTY).values()] == [Children.CLOSED]
    assert trees.path_in(COUNTY, OWN, trees.tree(COUNTY)) is None


def test_a_move_and_a_closing_have_the_county_ranked_anew() -> None:
    until_done(founded_, envelope(moved(OWN, ONE, OTHER)))

    assert {row.county[0] for row in Dirty.query(Dirty.ALL)} == {COUNTY}


@pytest.mark.parametrize("name", ["on_organisations_moved", "on_organisations_merged"])
def test_the_sample_events_are_known(name: str) -> None:
    assert founded_(json.loads((EVENTS / f"{name}.json").read_text()), Context()) == {"batchItemFailures": []}
