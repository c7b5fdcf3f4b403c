"""One arrangement of objects for the whole matrix: a branch that has everything. Nobody here is a real person."""

from datetime import timedelta

from kernel.authority import PRINCIPALS
from kernel.clock import business_day, now
from tests.builders import recorded
from tests.integration.activities.story import code_of
from tests.trust import phones, verdicts, volunteering
from tests.trust.absences import go_away
from tests.trust.places.people import enrol, grant_all, take_in
from tests.trust.places.reaching import dispatch, notify, rank
from tests.trust.places.records import hold_activities
from tests.trust.places.registry import lead_and_place, suspect, upload_rosters
from tests.trust.places.world import World, demand, id_of
from tests.trust.standings import put_on_hold
from tests.trust.trees import Home, Trees, member

__all__ = ["World", "arrange", "demand"]


def arrange() -> World:
    """Everything, once; afterwards the engine's snapshot serves every cell."""
    world = World(Trees())
    _name_places(world)
    grant_all(world)
    enrol(world)
    hold_activities(world)
    planned = world.names["planned"]
    world.name(**phones.hold(demand, member(Home.COLLEAGUE), planned, code_of(planned)))
    world.name(**volunteering.serve(demand, world.trees.branch.id, id_of(2), id_of(3)))
    world.name(**volunteering.talk(demand, world.trees.branch.id, id_of(2), id_of(3)))
    world.name(**volunteering.assist(demand, world.trees.branch.id, id_of(3)))
    lead_and_place(world)
    upload_rosters(world)
    world.name(**go_away(demand, world.trees.county.id, *(id_of(number) for number in (2, 3, 4))))
    rank(world)
    notify(world)
    dispatch(world)
    suspect(world)
    on_hold = take_in(world.trees, 24, world.trees.branch)
    world.name(**put_on_hold(demand, world.trees, on_hold, id_of(2)))
    world.name(**verdicts.arrange(demand, world.trees, id_of(2), id_of(3)))
    world.name(event_id=str(recorded(world.trees.branch.id)[0]["id"]))
    PRINCIPALS.cached.clear()
    return world


def _name_places(world: World) -> None:
    trees = world.trees
    today = business_day(now())
    world.name(branch=trees.branch.id, township=trees.township.id, county=trees.county.id)
    world.name(today=f"{today}", tomorrow=f"{today + timedelta(days=1)}")
