"""A branch whose members all sign in at the same moment, on whatever engine the clients reach."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from functions.activities.attendance import codes, signing
from functions.activities.attendance.models import SignIn
from functions.activities.attendance.tables import Attendance
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.authority import Principal
from kernel.clock import now, stamp
from kernel.directory import ROOT_PATH, Organisation, path_below
from kernel.errors import Busy
from kernel.ids import new_id
from tests.trust.appends import stored
from tests.trust.history import Stored

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Crowd:
    """Members of one branch, and an activity that is on."""

    branch: Organisation
    activity: Activity
    members: tuple[str, ...]

    @classmethod
    def of(cls, number: int) -> "Crowd":
        county = new_id()
        branch = Organisation(Organisation.partition(new_id()), county_id=county, version=1)
        branch.path = path_below(path_below(ROOT_PATH, county), branch.id)
        branch.name, branch.kind, branch.level, branch.holds_members = "某支部", "BRANCH", "BRANCH", True
        branch.save()
        return cls(branch, _on_now(branch), tuple(new_id() for _ in range(number)))

    def sign_in_all(self, shared_phones: int, times: int) -> Counter[str]:
        """Everybody so many times, at once; the first so many on one phone. Whoever is told to come again does.

        Counts the answers by state, and how often somebody was told to come again.
        """
        start, told = threading.Barrier(len(self.members)), Counter[str]()

        def one(number: int) -> list[str]:
            phone = "a-phone-of-several" if number < shared_phones else f"a-phone-of-number-{number:04d}"
            start.wait()
            return [state for _ in range(times) for state in self._sign_in(self.members[number], phone)]

        with ThreadPoolExecutor(len(self.members)) as pool:
            for states in pool.map(one, range(len(self.members))):
                told.update(states)
        return told

    def _sign_in(self, member: str, phone: str) -> list[str]:
        who = Principal(f"subject-{member}", member, self.branch.id, self.branch.path, (), self.branch.county_id)
        for told in range(20):
            code = codes.code_at(self.activity.secret, codes.step_at(now()))
            try:
                row = signing.sign_in(Asking(who), self.activity.id, SignIn(code=code, device=phone))
            except Busy:
                continue
            return ["BUSY"] * told + [row.state]
        return ["GAVE_UP"]

    def rows(self) -> list[Attendance]:
        return list(Attendance.query(self.activity.pk, Attendance.sk.startswith("ATTENDANCE#"), consistent_read=True))

    def chain(self) -> list[Stored]:
        return stored([self.branch.id])[self.branch.id]


def _on_now(branch: Organisation) -> Activity:
    at = now()
    activity = Activity(Activity.partition(new_id()), branch_id=branch.id, county_id=branch.county_id, version=1)
    activity.branch_year = f"{branch.id}#{at.year}"
    activity.type, activity.title, activity.state = "THEME_DAY", "主题党日", "PLANNED"
    activity.starts_at, activity.ends_at = stamp(at - MINUTE), stamp(at + 60 * MINUTE)
    activity.secret = codes.new_secret()
    activity.save()
    return activity
