"""A subtree moves: its top at once, and with the list of moves under way the place of everything below it.

The copied paths below are rewritten afterwards (`carrying`); nobody can tell the difference, for every reading of an
organisation reads that list too (`kernel.moves`).
"""

from datetime import date

from functions.organisations import ranges, rules, showing, tree, trees, versions
from functions.organisations.change_models import MoveOrganisation
from functions.organisations.errors import AboveCounty, MoveUnderWay, OtherCounty, refuse
from functions.organisations.models import OrganisationOut
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.directory import Organisation, Seen, demand_organisation
from kernel.events import OrganisationMoved
from kernel.journal import Act, UnitOfWork
from kernel.moves import Move, Moves
from kernel.projection import retrying

MOST_AT_ONCE = 50  # moves under way anywhere: every reading of an organisation reads their list


def move(caller: Asking, organisation_id: str, body: MoveOrganisation) -> OrganisationOut:
    """Move a subtree below another parent, by leave of a committee above both places.

    Raises `MoveUnderWay` while an overlapping subtree is being moved, `OtherCounty`, `Invalid`, `TooEarly`,
    `DayToCome`, `Closed`.
    """
    return retrying(lambda: _move(caller, organisation_id, body))


def _move(caller: Asking, organisation_id: str, body: MoveOrganisation) -> OrganisationOut:
    seen = directory.look([organisation_id, body.new_parent_id])
    moved = demand_organisation(seen.organisations, organisation_id)
    parent = demand_organisation(seen.organisations, body.new_parent_id)
    caller.may("organisations.move", Target(path=rules.common_path(rules.path_above(moved.path), parent.path)))
    _refuse(seen, moved, parent)
    below = ranges.stored_below(moved)
    _refuse_depth(moved, parent, below)
    act = caller.act()
    day = versions.effective(body.effective_on, act, moved.since, parent.placed_on, *(o.since for o in below))
    way = _way(moved, parent, act, day, body.reason)
    work = UnitOfWork(act, chain=moved.id, action="organisations.move", subject=moved.id)
    versions.keep(work, moved, until=day)
    _place(work, moved, parent, way)
    versions.sign(moved, act, "moved", day, body.reason)
    work.put(moved)
    for copy in Moves.copies([*seen.moving.open(), way], seen.moving.version):
        work.put(copy)
    work.record(_event(way))
    reply = showing.shown(moved)
    work.commit(reply)
    return reply


def _refuse(seen: Seen, moved: Organisation, parent: Organisation) -> None:
    versions.demand_open(moved, parent)
    if rules.above_county(moved.level):
        raise AboveCounty
    if rules.crosses_counties(moved.level, moved.county_id, parent.county_id):
        raise OtherCounty
    moves = seen.moving.open()
    inside = any(parent.path.startswith(move.new_path) for move in moves)
    if inside or len(moves) >= MOST_AT_ONCE or any(move.touches(moved.path) for move in moves):
        raise MoveUnderWay
    wrong = rules.refusals(moved.kind, moved.level, parent.kind, parent.level)
    if moved.parent_id is None or parent.id == moved.parent_id:
        wrong = [("newParentId", "stands_there")]
    if parent.path.startswith(moved.path):
        wrong = [("newParentId", "below_itself")]
    refuse(wrong)


def _refuse_depth(moved: Organisation, parent: Organisation, below: list[Organisation]) -> None:
    deepest = max((len(directory.ancestors(o.path)) for o in [moved, *below]), default=0)
    height = deepest - len(directory.ancestors(moved.path)) + 1
    if len(directory.ancestors(parent.path)) + height > rules.DEEPEST:
        refuse([("newParentId", "too_deep")])


def _way(moved: Organisation, parent: Organisation, act: Act, day: str, reason: str) -> Move:
    return Move(
        organisation_id=moved.id,
        old_path=moved.path,
        new_path=directory.path_below(parent.path, moved.id),
        county_id=moved.county_id,
        effective_on=day,
        moved_at=stamp(act.at),
        moved_by=act.actor,
        reason=reason,
    )


def _place(work: UnitOfWork, moved: Organisation, parent: Organisation, way: Move) -> None:
    """It stands below its new parent, which must be open, and keeps the old one open no more."""
    tree.leave(work, str(moved.parent_id), moved.id)
    if rules.own_tree(moved.level):
        trees.tell(work, way.effective_on, went=moved.path, came=way.new_path)
    moved.path, moved.parent_id = way.new_path, parent.id
    moved.placed_on = way.effective_on
    tree.place_all(work, [moved])


def _event(way: Move) -> OrganisationMoved:
    return OrganisationMoved(
        organisation_id=way.organisation_id,
        county_id=way.county_id,
        old_path=way.old_path,
        new_path=way.new_path,
        effective_on=date.fromisoformat(way.effective_on),
    )
