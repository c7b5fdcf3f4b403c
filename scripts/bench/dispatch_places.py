"""Made-up places for the dispatch bench: a county of 852 organisations with 20,138 members, and a branch of thirty."""

from collections.abc import Iterator

from functions.notices.tables import Presence
from kernel.authority import Role
from kernel.directory import ROOT_PATH, Organisation, path_below
from kernel.ids import derived_id
from scripts.bench.ranking_counties import BRANCHES, COMMITTEES, COUNTY_MEMBERS
from scripts.demo.county import branch_sizes
from tests.builders import account

ADMIN = "admin"


def place(above: Organisation | None, number: int, level: str) -> Organisation:
    """An organisation as `organisations` would have written it; the topmost is a county."""
    own = derived_id("bench", above.id if above else "", number)
    return Organisation(
        Organisation.partition(own),
        path=path_below(above.path if above else ROOT_PATH, own),
        county_id=above.county_id if above else own,
        parent_id=above.id if above else None,
        name=f"中共某{level}",
        kind="BRANCH" if level == "BRANCH" else "COMMITTEE",
        level=level,
        holds_members=level == "BRANCH",
        version=1,
    )


def members(branch: Organisation, count: int) -> list[str]:
    return [derived_id("bench", branch.id, n) for n in range(count)]


def presence(branch: Organisation, count: int) -> Presence:
    """So many members who are at home in a branch."""
    return Presence(
        f"ORG#{branch.id}",
        county_id=branch.county_id,
        path=branch.path,
        members={member: ["2026-11-01", 0] for member in members(branch, count)},
        of_county=branch.county_id,
        in_county=f"PEOPLE#{branch.id}",
        people=count,
        version=1,
    )


def county(sizes: list[int] | None = None) -> tuple[Organisation, list[Organisation]]:
    """A county and its branches, of these sizes or the usual ones, below as many committees as it takes."""
    top = place(None, 0, "COUNTY")
    account(ADMIN, (Role.COUNTY_ADMIN, top))
    sizes = sizes or branch_sizes(BRANCHES, COUNTY_MEMBERS)
    committees = [place(top, n, "TOWNSHIP") for n in range(min(COMMITTEES, len(sizes)))]
    branches = [place(committees[n % len(committees)], n, "BRANCH") for n in range(len(sizes))]
    with Organisation.batch_write() as batch:
        for made in (top, *committees, *branches):
            batch.save(made)
    with Presence.batch_write() as batch:
        for row in _presences(branches, sizes):
            batch.save(row)
    return top, branches


def _presences(branches: list[Organisation], sizes: list[int]) -> Iterator[Presence]:
    yield from (presence(branch, size) for branch, size in zip(branches, sizes, strict=True))
