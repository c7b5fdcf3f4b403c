"""Who plays in the story: made-up people with a sign-in, and the branches that live the month."""

from dataclasses import dataclass, field

from kernel.ids import organisation_id
from scripts.demo.records import HOMES, County, Kind, Organisation, Person

IDLE = 12
COMMITTEES = (Kind.COMMITTEE, Kind.WORK_COMMITTEE)
ROOT_CODE = "431128-000"
SYSTEM, SECURITY, ADMIN, REVIEWER, AUDITOR = "system", "security", "county-admin", "county-reviewer", "auditor"
OFFICES = {
    SYSTEM: "系统管理员",
    SECURITY: "安全保密管理员",
    ADMIN: "县级管理员",
    REVIEWER: "县级审核员",
    AUDITOR: "安全审计员",
}


@dataclass(frozen=True)
class Branch:
    """A branch that lives the month; in `by_code` its members sign in by themselves and photos are taken."""

    organisation: Organisation
    members: tuple[Person, ...]
    by_code: bool

    @property
    def secretary(self) -> str:
        return f"secretary-{self.organisation.code}"

    def member(self, number: int) -> str:
        return f"member-{self.organisation.code}-{number}"


@dataclass
class Cast:
    """The county on paper, and what it became: ids of organisations follow from their codes."""

    county: County
    branches: tuple[Branch, ...]
    member_ids: dict[str, str] = field(default_factory=dict)

    @property
    def county_id(self) -> str:
        return organisation_id("", ROOT_CODE)

    def id_of(self, code: str) -> str:
        return self.county_id if code == ROOT_CODE else organisation_id(self.county_id, code)

    def committee_of(self, home: Organisation) -> str:
        """The code of the committee that reviews first: the one right below the county."""
        parents = {o.code: o.parent for o in self.county.organisations}
        code = home.code
        while parents[code] != ROOT_CODE:
            code = parents[code]
        return code

    def reviewer_of(self, branch: Branch) -> str:
        return f"reviewer-{self.committee_of(branch.organisation)}"

    def committees(self) -> list[str]:
        """The codes of the committees right below the county: each has a reviewer."""
        return [o.code for o in self.county.organisations if o.parent == ROOT_CODE and o.kind in COMMITTEES]

    def reviewers(self) -> list[str]:
        return [f"reviewer-{code}" for code in self.committees()]

    def idle(self) -> list[Organisation]:
        """The homes that hold no theme day this month."""
        active = {branch.organisation.code for branch in self.branches}
        return [o for o in self.county.organisations if o.kind in HOMES and o.code not in active]

    def sign_ins(self) -> dict[str, str]:
        """Every sign-in of the story, and who it is."""
        name = {o.code: o.name for o in self.county.organisations}
        by_code = [b for b in self.branches if b.by_code]
        return (
            OFFICES
            | {f"reviewer-{code}": f"审核员，{name[code]}" for code in self.committees()}
            | {b.secretary: f"支部书记，{b.organisation.name}" for b in self.branches}
            | {b.member(n): f"党员，{b.organisation.name}" for b in by_code for n in range(len(b.members))}
        )


def cast(county: County, branches: int, by_code: int) -> Cast:
    """So many homes live the month, so many of them, of ordinary size, with sign-ins; a dozen always hold nothing."""
    people: dict[str, list[Person]] = {}
    for person in county.people:
        people.setdefault(person.branch, []).append(person)
    homes = [o for o in county.organisations if o.kind in HOMES and people.get(o.code)]
    lively = max(1, min(branches, len(homes) - (IDLE if len(homes) > 2 * IDLE else 1)))
    chosen = sorted(homes[:lively], key=lambda o: not 5 <= len(people[o.code]) <= 40)
    return Cast(county, tuple(Branch(o, tuple(people[o.code]), n < by_code) for n, o in enumerate(chosen)))
