"""The whole demo county from one seed: the tree, its members, and the rows of both rosters (domain.md SEED2)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random
from statistics import NormalDist

from scripts.demo.dates import AS_OF
from scripts.demo.flaws import Source
from scripts.demo.identifiers import Registry
from scripts.demo.organisations import full_tree, small_tree
from scripts.demo.people import branch_members
from scripts.demo.records import County, Kind, Organisation, Person
from scripts.demo.rosters import member_rows, organisation_rows
from scripts.demo.units import COMMUNITY, ELSEWHERE, RURAL

__all__ = ["AS_OF", "FULL_SCALE", "SMALL_SCALE", "County", "Organisation", "Person", "Scale", "county"]

SMALLEST_BRANCH, LARGEST_BRANCH = 3, 170  # three full members make a branch (domain.md 1.1)


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything: `bad` and `spellings` are rows per kind."""

    members: int
    floating: int
    bad: int
    spellings: int


FULL_SCALE = Scale(members=20_138, floating=3_000, bad=3, spellings=40)
SMALL_SCALE = Scale(members=120, floating=18, bad=2, spellings=2)
PROBATIONARY_SHARE = 0.04


def county(seed: int = 1, *, small: bool = False) -> County:
    """The county of `seed`; small: two townships, eight branches, one floating branch, 120 members."""
    rng = Random(seed)  # noqa: S311 - the same seed must give the same county; nothing here is secret
    scale = SMALL_SCALE if small else FULL_SCALE
    organisations = small_tree(rng) if small else full_tree(rng)
    registry = Registry(rng)
    people = _floating(rng, scale, organisations, _people(rng, registry, scale.members, organisations))
    source = Source(rng, registry, *_homes(organisations))
    return County(
        seed,
        organisations,
        people,
        tuple(organisation_rows(rng, organisations)),
        tuple(member_rows(source, people, bad_each=scale.bad, spelled_each=scale.spellings)),
    )


def _homes(organisations: Iterable[Organisation]) -> tuple[tuple[Organisation, ...], tuple[Organisation, ...]]:
    """The branches that hold homes, and those that never do (domain.md 1.1)."""
    homeless = {Kind.FLOATING_BRANCH, Kind.TEMPORARY_BRANCH, Kind.FUNCTIONAL_BRANCH}
    known = tuple(organisations)
    homes = tuple(organisation for organisation in known if organisation.is_home)
    # Last come the floating ones; the first bad row must be about one of them.
    return homes, tuple(organisation for organisation in reversed(known) if organisation.kind in homeless)


def branch_sizes(branches: int, members: int) -> list[int]:
    """Sizes between 3 and 170 that add up to `members`, log-normal, smallest first (domain.md SEED0, SEED2)."""
    quantiles = [NormalDist().inv_cdf((i + 0.5) / branches) for i in range(branches)]
    mean = members / branches
    # The ratio of mean to median of the county is 1.45, which is a sigma of 0.87.
    sizes = [round(mean / 1.45 * math.exp(0.87 * quantile)) for quantile in quantiles]
    sizes = [min(max(size, SMALLEST_BRANCH), LARGEST_BRANCH) for size in sizes]
    gap = members - sum(sizes)
    step = 1 if gap > 0 else -1
    middle = [i for i, size in enumerate(sizes) if SMALLEST_BRANCH + 2 < size < LARGEST_BRANCH - 2]
    for turn in range(abs(gap)):
        sizes[middle[-1 - turn % len(middle)]] += step
    return sizes


def _people(rng: Random, registry: Registry, members: int, organisations: Iterable[Organisation]) -> list[Person]:
    homes, _ = _homes(organisations)
    bias = {RURAL: 0.3, COMMUNITY: 0.3}
    by_size = sorted(homes, key=lambda branch: rng.random() + bias.get(branch.trade, 0.0))
    size_of = {branch.code: size for branch, size in zip(by_size, branch_sizes(len(homes), members), strict=True)}
    # The first three of a branch are full members; any other slot may be probationary.
    slots = [code for code, size in size_of.items() for _ in range(size - SMALLEST_BRANCH)]
    probationary = dict.fromkeys(size_of, 0)
    for code in rng.sample(slots, round(members * PROBATIONARY_SHARE)):
        probationary[code] += 1
    return [
        member
        for branch in homes
        for member in branch_members(
            rng, registry, branch, size_of[branch.code] - probationary[branch.code], probationary[branch.code]
        )
    ]


def _floating(
    rng: Random, scale: Scale, organisations: Iterable[Organisation], people: list[Person]
) -> tuple[Person, ...]:
    """Some village people of working age without a post are away, half of them with a floating branch."""
    branches = [organisation for organisation in organisations if organisation.kind is Kind.FLOATING_BRANCH]
    villages = {organisation.code for organisation in organisations if organisation.trade in {RURAL, COMMUNITY}}
    able = [
        i
        for i, member in enumerate(people)
        if member.branch in villages and not member.post and member.born.year > 1963
    ]
    for number, i in enumerate(rng.sample(able, scale.floating)):
        branch = rng.choice(branches)
        if number % 2:
            people[i] = replace(people[i], floating=True, outflow_to=branch.place, floating_branch=branch.code)
        else:
            people[i] = replace(people[i], floating=True, outflow_to=rng.choice((*ELSEWHERE, branch.place)))
    return tuple(people)
