"""Counties as they ask on a theme day: members open the activity and sign in by the code, secretaries plan the month.

The peak of a county: its branches hold the theme day on one fixed day a month (`domain.md` 4.1). On it each of its
20,138 members, in 818 branches (README), opens the activity and signs in within a working day of eight hours: 0.7 and
0.7 a second, as many as the 20,000 visits a day that `performance.md` 4 counts with. Each secretary plans the month:
45 activities a year, a twelfth of them (`domain.md` 4.1): 0.1 a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from functions.activities.attendance import codes
from functions.notices.sightings import Seen
from functions.notices.tables import Presence
from kernel.clock import business_day, now
from scripts.bench import sign_in_places
from scripts.bench.sign_in_places import OF_BRANCH, Places
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.proofs.overload_load import Request
from scripts.story.api import Api

MEMBERS, BRANCHES, PLANS_A_YEAR, DAY_SECONDS = 20_138, 818, 45, 8 * 3600
PEAK = {
    "read": MEMBERS / DAY_SECONDS,
    "sign in": MEMBERS / DAY_SECONDS,
    "plan": BRANCHES * PLANS_A_YEAR / 12 / DAY_SECONDS,
}
"""Requests a second."""
AHEAD = 7  # days: nobody is told at once of what is so far off, and everybody by the inbox


@dataclass(frozen=True)
class Meeting:
    """A theme day that is on in a branch, with the secret of its codes."""

    branch_id: str
    activity_id: str
    secret: str

    def code(self) -> str:
        return codes.code_at(self.secret, codes.step_at(now()))


class County:
    """Asks at `times` the peak. Its members sign in one branch after another, each once."""

    def __init__(self, number: int, places: Places, meetings: Sequence[Meeting], people: People, times: float) -> None:
        self.number, self._places, self._meetings, self._people = number, places, meetings, people
        self.is_loud = times > 1
        self.rates = {kind: rate * times for kind, rate in PEAK.items()}
        self._members = list(places.members)
        self._signed, self._read, self._planned = count(), count(), count()

    def next(self, kind: str) -> Request:
        if kind == "sign in":
            return self._sign_in(next(self._signed))
        return self._look(next(self._read)) if kind == "read" else self._plan(next(self._planned))

    def _sign_in(self, number: int) -> Request:
        """Raises `IndexError` when everybody has signed in: the county is too small for so much time."""
        person, meeting = self._members[number], self._meetings[number // OF_BRANCH]
        path, token = f"/v1/activities/{meeting.activity_id}/sign-ins", self._people.sign_in(person).access
        about = f"{meeting.activity_id} {self._places.members[person]}"
        return Request("sign in", "POST", path, token, {"code": meeting.code()}, about)

    def _look(self, number: int) -> Request:
        at = number % len(self._members)
        path, token = f"/v1/activities/{self._meetings[at // OF_BRANCH].activity_id}", self._members[at]
        return Request("read", "GET", path, self._people.sign_in(token).access)

    def _plan(self, number: int) -> Request:
        branch = self._meetings[number % len(self._meetings)].branch_id
        token = self._people.sign_in(self._places.host).access
        return Request("plan", "POST", "/v1/activities", token, sign_in_places.plan(branch, days=AHEAD))


def founded(
    running: Emulator, names: dict[str, str], people: People, api: Api, number: int, times: float, seconds: float
) -> County:
    """A county with members enough to sign in for so many seconds, whom the notices know of."""
    wanted = int(PEAK["sign in"] * times * seconds * 1.3) + OF_BRANCH
    places = sign_in_places.founded(running, names, people, wanted, number)
    sign_in_places.put(running, names["NoticesTable"], _presences(places, business_day(now())))
    return County(number, places, [_meeting(running, names, api, places, b.id) for b in places.branches], people, times)


def _presences(places: Places, today: date) -> list[Presence]:
    ids = list(places.members.values())
    made = []
    for number, branch in enumerate(places.branches):
        presence = Presence(f"ORG#{branch.id}", county_id=places.county.id, path=branch.path, version=1)
        presence.seen = {member: Seen(today) for member in ids[number * OF_BRANCH : (number + 1) * OF_BRANCH]}
        made.append(presence)
    return made


def _meeting(running: Emulator, names: dict[str, str], api: Api, places: Places, branch_id: str) -> Meeting:
    activity = sign_in_places.planned(api, places.host, branch_id)
    found = running.client("dynamodb").query(
        TableName=names["ActivitiesTable"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"ACTIVITY#{activity}"}},
    )
    (secret,) = (item["secret"]["S"] for item in found["Items"] if "secret" in item)
    return Meeting(branch_id, activity, secret)
