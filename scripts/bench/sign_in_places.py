"""Made-up places for crowds, as the product would have written them, on a running local cloud: a county with branches
of fifty, a host who may plan and read the record, and members with a token."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any

from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.directory import ROOT_PATH, Account, GrantAttribute, Organisation, path_below
from kernel.ids import derived_id
from kernel.table import Row
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.story.api import Api

HOST, OF_BRANCH = "host", 50
AT_ONCE = 25  # items of a batch
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Event:
    """An activity that is on, and who signs in to it; `holder` is the organisation on whose record it is."""

    name: str
    holder: str
    activity_id: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """`members` maps a person to their member id; fifty after one another are of one branch."""

    host: str
    county: Organisation
    branches: tuple[Organisation, ...]
    members: dict[str, str]

    def people_of(self, branches: int) -> tuple[str, ...]:
        return tuple(self.members)[: branches * OF_BRANCH]


def founded(emulator: Emulator, names: dict[str, str], people: People, count: int, number: int = 0) -> Places:
    """County `number` with as many branches of fifty as it takes to hold so many members."""
    who, mark = (f"{HOST}-{number}", f"{number}-") if number else (HOST, "")
    county = _organisation(None, number, "COUNTY")
    branches = tuple(_organisation(county, n, "BRANCH") for n in range(-(-count // OF_BRANCH)))
    members = {f"member-{mark}{n:03d}": derived_id("bench", f"{mark}member", n) for n in range(count)}
    subjects = people.make_all([who, *members])
    put(emulator, names["OrganisationsTable"], (county, *branches))
    host = Account(Account.partition(subjects[who]), version=1)
    host.grants = [GrantAttribute(role=Role.SECRETARY.value, organisation_id=county.id)]
    accounts = [
        Account(
            Account.partition(subjects[person]),
            member_id=member,
            branch_id=branches[number // OF_BRANCH].id,
            grants=[],
            version=1,
        )
        for number, (person, member) in enumerate(members.items())
    ]
    put(emulator, names["IdentityTable"], (host, *accounts))
    people.sign_in_all([who, *members])
    return Places(who, county, branches, members)


def branch_meeting(api: Api, places: Places) -> Event:
    """All members of one branch."""
    branch = places.branches[0].id
    return Event("branch", branch, planned(api, places.host, branch), places.people_of(1))


def county_event(api: Api, places: Places) -> Event:
    """All members of all branches, at what the county holds."""
    audience = {"kind": "BRANCHES", "branches": [branch.id for branch in places.branches]}
    activity = planned(api, places.host, places.county.id, audience)
    return Event("county", places.county.id, activity, places.people_of(len(places.branches)))


def planned(api: Api, host: str, holder: str, audience: dict[str, Any] | None = None) -> str:
    """The id of a theme day that is on now."""
    return str(api.post(host, "/v1/activities", plan(holder, audience=audience))["id"])


def plan(holder: str, days: int = 0, audience: dict[str, Any] | None = None) -> dict[str, Any]:
    """A theme day that begins in so many days and lasts ten hours."""
    at = now() + timedelta(days=days)
    return {
        "branchId": holder,
        "type": "THEME_DAY",
        "title": "主题党日",
        "startsAt": stamp(at),
        "endsAt": stamp(at + 600 * MINUTE),
        "place": "会议室",
        "audience": audience or {"kind": "BRANCH"},
    }


def _organisation(above: Organisation | None, number: int, level: str) -> Organisation:
    own = derived_id("bench", above.id if above else "", number)
    return Organisation(
        Organisation.partition(own),
        path=path_below(above.path if above else ROOT_PATH, own),
        county_id=above.id if above else own,
        parent_id=above.id if above else None,
        name=f"中共某{level}",
        kind="BRANCH" if above else "COMMITTEE",
        level=level,
        holds_members=above is not None,
        version=1,
    )


def put(emulator: Emulator, table: str, rows: Iterable[Row]) -> None:
    """Put rows past the product."""
    client = emulator.client("dynamodb")
    for part in batched(_requests(rows), AT_ONCE, strict=False):
        client.batch_write_item(RequestItems={table: list(part)})


def _requests(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    return ({"PutRequest": {"Item": row.serialize()}} for row in rows)
