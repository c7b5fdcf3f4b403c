"""Who stands where: every role at every relation, and members with accounts."""

from copy import replace

from functions.activities import on_members as roll_keeper
from functions.identity import app as identity
from functions.members import on_rows
from functions.organisations import on_members as tree_keeper
from functions.points import on_members as board_keeper
from kernel.authority import PRINCIPALS, Role
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from tests import builders
from tests.integration.members.people import message, row
from tests.trust.places.world import World, deliver, demand, id_of
from tests.trust.trees import Home, Level, Relation, Trees, caller, member

REVOKER = "security-of-the-revoked"


def grant_all(world: World) -> None:
    """Every role at every relation to every level of target, those of REVOKED given and taken by the routes."""
    builders.account(REVOKER, (Role.SECURITY, world.trees.province))
    for role in Role:
        for level in Level:
            for relation, place in world.trees.around(level).items() if role is not Role.MEMBER else ():
                if relation is Relation.REVOKED:
                    _given_and_taken(caller(role, relation, level), role, place)
                else:
                    builders.account(caller(role, relation, level), (role, place))
    given = {"subject": "holder", "role": "auditor", "organisationId": world.trees.township.id}
    demand(identity.lambda_handler, "POST", "/v1/grants", REVOKER, given)


def _given_and_taken(subject: str, role: Role, place: Organisation) -> None:
    given = {"subject": subject, "role": role.value, "organisationId": place.id}
    demand(identity.lambda_handler, "POST", "/v1/grants", REVOKER, given)
    demand(identity.lambda_handler, "DELETE", f"/v1/grants/{subject}/{role.value}/{place.id}", REVOKER)
    PRINCIPALS.cached.clear()


def enrol(world: World) -> None:
    """Two members of the branch and one of each other branch, with accounts; a third whose account is not bound."""
    trees = world.trees
    homes = {Home.SELF: 2, Home.COLLEAGUE: 3, Home.SISTER: 5, Home.FAR: 6, Home.FOREIGN: 7}
    places = [trees.branch, trees.branch, trees.sister, trees.far_branch, trees.foreign_branch]
    for (home, number), place in zip(homes.items(), places, strict=True):
        builders.account(member(home), member_id=take_in(trees, number, place), branch=place)
    unbound = row(4, trees.branch)
    take_in(trees, 4, trees.branch)
    self_id = id_of(2)
    world.name(member_id=self_id, name=unbound.name, id_number=unbound.id_number)
    builders.account("submitter", (Role.SECRETARY, trees.branch), (Role.REVIEWER, trees.township))


def take_in(trees: Trees, number: int, place: Organisation) -> str:
    """One person through the consumers of `members`, `activities` and `points`. Returns the member's id."""
    by = trees.county if place.path.startswith(trees.county.path) else trees.other_county
    told = replace(message(trees, [row(number, place)], chunk=number, by=by), county_id=place.county_id)
    deliver(on_rows.lambda_handler, told)
    made = EnrolledMember(member_id=id_of(number), category="FULL")
    event = MembersEnrolled(branch_id=place.id, county_id=place.county_id, path=place.path, members=(made,))
    for consumer in (roll_keeper, board_keeper, tree_keeper):
        deliver(consumer.lambda_handler, event)
    return made.member_id
