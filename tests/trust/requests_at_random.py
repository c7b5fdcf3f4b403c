"""Requests of every kind for the decision: somewhere in a small tree, by somebody who often stands near the target."""

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from kernel.authority import ACTIONS, GRANTABLE, Grant, Principal, Role, Target
from kernel.directory import ROOT_PATH, ancestors, path_below

Request = tuple[Principal, str, Target]
SUBJECT, MEMBER = "someone", "01MEMBER"
WIDTH, DEPTH = 2, 4


def paths() -> list[str]:
    """A tree of four levels; every id is the beginning of each that comes after it."""
    numbers = count()
    found, level = [], [ROOT_PATH]
    for depth in range(DEPTH):
        level = [path_below(path, f"01{'0' * next(numbers)}") for path in level for _ in range(WIDTH if depth else 1)]
        found += level
    return found


PATHS = paths()


def _near(chance: Random, path: str) -> str:
    """An organisation's id: mostly on the path, else anywhere."""
    return chance.choice(ancestors(path if path and chance.random() < 0.6 else chance.choice(PATHS)))


def _grants(chance: Random, roles: Sequence[Role], path: str) -> tuple[Grant, ...]:
    """None, one or two; every other one is of a role that may do it somewhere."""
    number = chance.choice((0, 1, 1, 2))
    return tuple(
        Grant(chance.choice(roles if chance.random() < 0.5 else GRANTABLE), _near(chance, path)) for _ in range(number)
    )


def _principal(chance: Random, roles: Sequence[Role], path: str) -> Principal:
    grants = _grants(chance, roles, path)
    if chance.random() < 0.3:
        return Principal(SUBJECT, grants=grants)
    home = path if path and chance.random() < 0.5 else chance.choice(PATHS)
    known = home if chance.random() < 0.9 else None  # an account may outlive its branch
    return Principal(SUBJECT, MEMBER, ancestors(home)[-1], known, grants)


def _target(chance: Random) -> Target:
    path = chance.choice(PATHS) if chance.random() < 0.95 else ""
    return Target(
        path,
        member_id=chance.choice((MEMBER, MEMBER, "01OTHER", None)),
        submitted_by=chance.choice((SUBJECT, "other", "other", None)),
        stage_id=_near(chance, path) if chance.random() < 0.7 else None,
    )


def at_random(seed: int, number: int) -> Iterator[Request]:
    chance, actions = Random(seed), sorted(ACTIONS)  # noqa: S311 - a repeatable choice
    for _ in range(number):
        action, target = chance.choice(actions), _target(chance)
        roles = [role for role, _ in ACTIONS[action].allow if role in GRANTABLE] or list(GRANTABLE)
        yield _principal(chance, roles, target.path), action, target


def standings() -> Iterator[tuple[Principal, Target]]:
    """Each role alone, above, at, below and beside a target, and at a stage beside it; each kind of member; the
    submitter."""
    county = path_below(ROOT_PATH, "01")
    township = path_below(county, "02")
    branch, sister = path_below(township, "03"), path_below(township, "030")
    group = path_below(branch, "04")
    target = Target(branch, member_id=MEMBER, submitted_by="other", stage_id="02")
    for role in GRANTABLE:
        for path in (county, township, branch, group, sister):
            yield Principal(SUBJECT, grants=(Grant(role, ancestors(path)[-1]),)), target
        yield Principal(SUBJECT, grants=(Grant(role, "02"),)), Target(branch, MEMBER, SUBJECT, "02")
        yield Principal(SUBJECT, grants=(Grant(role, "030"),)), Target(branch, MEMBER, "other", "030")
    yield Principal(SUBJECT), target
    for where in (county, township, branch, group, sister):
        for member in (MEMBER, "01OTHER"):
            yield Principal(SUBJECT, MEMBER, "03", branch), Target(where, member, "other", "02")
