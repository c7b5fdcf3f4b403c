"""Whatever happens in whatever order, a member has one home, and any day is as an oracle lived it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import app, app_finding, on_organisations_merged
from functions.members.duplicates_tables import Case
from functions.members.tables import Member, left_roll
from kernel import authority, vault
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.events import OrganisationsMerged
from kernel.ids import derived_id
from tests.builders import Tree, account, answer, batch, envelope, request
from tests.conftest import Context
from tests.integration.members.people import ROSTER, message, on_record, row
from tests.integration.members.people import deliver as take_in
from tests.trials import examples
from tests.trust import engine

BRANCHES = ("branch", "sister", "far_branch")
NUMBERS = (2, 3)
CASE = Case.id_of(*(derived_id(ROSTER, number) for number in NUMBERS))
FIRST_DAY = "2026-01-01"
DAYS = [f"2026-0{month}-01" for month in range(2, 8)]
TODAY = str(business_day(now()))

numbers, places, days = st.sampled_from(NUMBERS), st.sampled_from(BRANCHES), st.sampled_from(DAYS)
steps = st.one_of(
    st.tuples(st.just("enrol"), numbers, places, days),
    st.tuples(st.just("move"), numbers, places, days),
    st.tuples(st.just("leave"), numbers, places, days),
    st.tuples(st.just("return"), numbers, places, days),
    st.tuples(st.just("merge"), places, places, days),
    st.tuples(st.just("deliver"), numbers, places, days),
    st.tuples(st.just("undo"), numbers, places, days),
    st.tuples(st.just("unite"), numbers, places, days),
    st.tuples(st.just("part"), numbers, places, days),
)


class Life:
    """The county, what was said of each member, and the mergers whose members have not followed yet."""

    def __init__(self) -> None:
        self.tree = Tree()
        account("admin", (Role.COUNTY_ADMIN, self.tree.county))
        self.said: dict[str, list[tuple[dict[str, str], str]]] = {}
        self.mergers: list[Any] = []
        self.chunk = 0
        self.created: dict[str, int] = {}

    def place(self, name: str) -> Organisation:
        found: Organisation = getattr(self.tree, name)
        return found

    def post(self, number: int, what: str, body: dict[str, Any]) -> int:
        path = f"/v1/members/{derived_id(ROSTER, number)}/{what}"
        return answer(app.lambda_handler(request("POST", path, subject="admin", body=body), None))[0]

    def say(self, number: int, day: str, **facts: str) -> None:
        self.said[derived_id(ROSTER, number)].append((facts, day))

    def enrol(self, number: int, branch: str, day: str) -> None:
        self.chunk += 1
        (told,) = take_in(message(self.tree, [row(number, self.place(branch))], chunk=self.chunk))
        member_id = derived_id(ROSTER, number)
        if told.outcomes[0].outcome == "create":
            self.created[member_id] = self.chunk
            member = on_record(member_id)
            member.source_on = FIRST_DAY
            member.save()
            self.said[member_id] = [({"branchId": self.place(branch).id, "state": "ACTIVE"}, FIRST_DAY)]

    def move(self, number: int, branch: str, day: str) -> None:
        body = {"branchId": self.place(branch).id, "effectiveOn": day, "reason": "变动"}
        if self.post(number, "moves", body) == 200:
            self.say(number, day, branchId=self.place(branch).id)

    def leave(self, number: int, branch: str, day: str) -> None:
        if self.post(number, "departure", {"reason": "SELF_EXIT", "effectiveOn": day}) == 200:
            self.say(number, day, state="LEFT")

    def come_back(self, number: int, branch: str, day: str) -> None:
        body = {"reason": "RECORDED_IN_ERROR", "effectiveOn": day, "branchId": self.place(branch).id}
        if self.post(number, "reinstatement", body) == 200:
            self.say(number, day, state="ACTIVE", branchId=self.place(branch).id)

    def merge(self, old: str, new: str, day: str) -> None:
        one, other = self.place(old), self.place(new)
        if old == new or one.closed or other.closed:
            return
        one.closed_on, one.closed_into = day, other.id
        one.save()
        told = OrganisationsMerged(
            organisation_id=one.id,
            into_id=other.id,
            county_id=other.county_id,
            path=one.path,
            into_path=other.path,
            effective_on=date.fromisoformat(day),
        )
        self.mergers.append((one, day, envelope(told)))

    def deliver(self) -> None:
        """Every merger so far, each delivered again."""
        for old, day, told in self.mergers:
            homes = {member_id: on_record(member_id) for member_id in self.said}
            assert on_organisations_merged.lambda_handler(batch(told, told), Context()) == {"batchItemFailures": []}
            for member_id, before in homes.items():
                if before.branch_id == old.id and before.state != "LEFT":
                    self.said[member_id].append(({"branchId": on_record(member_id).branch_id}, day))

    def undo(self, member_id: str) -> None:
        """The chunk that brought them is taken back: they are gone, or were changed since and stay."""
        (told,) = take_in(message(self.tree, [], "undo", chunk=self.created[member_id]))
        if [one.outcome for one in told.outcomes] == ["undone"]:
            assert self.lists_of(member_id) == []
            del self.said[member_id]

    def unite(self, number: int, branch: str, day: str) -> None:
        """The dossier of the other one is merged into this one's."""
        kept, other = (derived_id(ROSTER, n) for n in (number, sum(NUMBERS) - number))
        if Case.find(Case.partition(CASE), "CASE") is None:
            first, second = sorted((kept, other))
            case = Case(Case.partition(CASE), county_id=self.tree.county.id, branch_id=self.tree.branch.id)
            case.first_id, case.second_id, case.found_at, case.reasons = first, second, stamp(now()), []
            case.version = 1
            case.save()
        if self.merger("POST", {"keep": kept}) == 201:
            self.said[other].append(({"state": "LEFT"}, TODAY))

    def part(self, number: int, branch: str, day: str) -> None:
        """They are taken apart; whose home is closed meanwhile gets this one, if it is open."""
        found = Case.find(Case.partition(CASE), "CASE")
        other = found.merged_id if found and found.kept_id else ""
        if self.merger("DELETE", branchId=self.place(branch).id) == 200:
            home = on_record(other).branch_id
            assert Organisation.demand(Organisation.partition(home), "NOW").closed_on is None
            self.said[other].append(({"state": "ACTIVE", "branchId": home}, TODAY))

    def merger(self, method: str, body: Any = None, **query: str) -> int:
        event = request(method, f"/v1/duplicates/{CASE}/merger", subject="admin", body=body, query=query)
        return answer(app_finding.lambda_handler(event, None))[0]

    def do(self, step: tuple[str, Any, str, str]) -> None:
        what, who, where, day = step
        known = who in BRANCHES or derived_id(ROSTER, who) in self.said
        if what == "enrol":
            self.enrol(who, where, day)
        elif what == "merge":
            self.merge(who, where, day)
        elif what == "deliver":
            self.deliver()
        elif known and what == "undo":
            self.undo(derived_id(ROSTER, who))
        elif known:
            ways = {"move": self.move, "leave": self.leave, "return": self.come_back}
            (ways | {"unite": self.unite, "part": self.part})[what](who, where, day)

    def lists_of(self, member_id: str) -> list[str]:
        rolls = [roll for name in BRANCHES for roll in (self.place(name).id, left_roll(self.place(name).id))]
        return [roll for roll in rolls if member_id in {member.id for member in Member.home.query(roll)}]

    def on(self, member_id: str, day: str) -> dict[str, str]:
        known: dict[str, str] = {}
        for facts, since in self.said[member_id]:
            known |= facts if since <= day else {}
        return known


@pytest.mark.usefixtures("outcomes_queue")
@given(st.lists(steps, min_size=3, max_size=10))
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_member_has_one_home_and_a_past_under_any_order_of_acts(pristine: Any, happened: list[Any]) -> None:
    engine.restore(pristine)
    authority.PRINCIPALS.cached.clear()
    vault.forget()
    life = Life()

    for step in [("enrol", 2, "branch", FIRST_DAY), *happened]:
        life.do(step)
        for member_id in life.said:
            member = on_record(member_id)
            home = left_roll(member.branch_id) if member.state == "LEFT" else member.branch_id
            assert life.lists_of(member_id) == [home]
    life.deliver()

    for member_id in life.said:
        member = on_record(member_id)
        assert (
            member.state == "LEFT"
            or not next(b for n in BRANCHES if (b := life.place(n)).id == member.branch_id).closed
        )
        for day in (FIRST_DAY, *DAYS, TODAY):
            query = {"asOf": day}
            told = app.lambda_handler(request("GET", f"/v1/members/{member_id}", subject="admin", query=query), None)
            dossier = answer(told)[1]
            assert {name: dossier[name] for name in ("branchId", "state")} == life.on(member_id, day)
