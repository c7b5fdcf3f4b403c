"""The registry's county as it came to life: who signs in, and where everybody stands."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from kernel.clock import business_day
from kernel.ids import organisation_id
from scripts.demo.records import Person
from scripts.story import founding
from scripts.story.api import Answer, Api, wait_until
from scripts.story.stage import Cloud
from tests.e2e import paper

SYSTEM, SECURITY, ADMIN, SECOND, AUDITOR = (f"registry-{who}" for who in ("system", "security", "admin", "two", "eye"))
REVIEWER, SECRETARY = "registry-reviewer", "registry-secretary"
PATIENCE = 60.0
Body = dict[str, Any]


class County:
    """Calls as a committee makes them; `seen` keeps what the rosters told on their way."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.api: Api = cloud.api
        self.seen: dict[str, Any] = {}
        self._bound: dict[str, str] = {}

    @cached_property
    def id(self) -> str:
        return organisation_id("", paper.ROOT_CODE)

    @property
    def today(self) -> str:
        return f"{business_day(datetime.now(UTC))}"

    def id_of(self, code: str) -> str:
        return self.id if code == paper.ROOT_CODE else organisation_id(self.id, code)

    def found(self) -> None:
        """The operator names two administrators; they found the county and give the first roles."""
        people = (SYSTEM, SECURITY, ADMIN, SECOND, AUDITOR, REVIEWER, SECRETARY)
        self._subjects = self.cloud.people.make_all(people)
        order = {"rootOrganisationCode": paper.ROOT_CODE} | {
            role: self._subjects[f"registry-{role}"] for role in ("system", "security")
        }
        function = self.cloud.outputs["FoundingFunction"]
        told = self.cloud.emulator.client("lambda").invoke(FunctionName=function, Payload=json.dumps(order))
        assert "FunctionError" not in told, told["Payload"].read()
        root = {"code": paper.ROOT_CODE, "name": "中共某县委员会", "kind": "COMMITTEE", "level": "COUNTY"}
        self.api.post(SYSTEM, "/v1/organisations", root | {"effectiveOn": "2020-01-01"})
        for person, role in ((ADMIN, "county_admin"), (SECOND, "county_admin"), (AUDITOR, "auditor")):
            self.grant(person, role, self.id)

    def grant(self, person: str, role: str, organisation: str) -> None:
        body = {"subject": self._subjects[person], "role": role, "organisationId": organisation}
        self.api.post(SECURITY, "/v1/grants", body)

    def bind(self, person: Person) -> str:
        """The sign-in of a member, who has proved who they are."""
        if person.id_number not in self._bound:
            name = self._bound[person.id_number] = f"registry-member-{len(self._bound)}"
            self.cloud.people.make(name)
            self.api.post(name, "/v1/me/binding", {"name": person.name, "idNumber": person.id_number})
            self.until(lambda: self.api.get(name, "/v1/me")["memberId"], "a binding")
        return self._bound[person.id_number]

    def member(self, person: Person) -> str:
        """The id of somebody on the roll of the branch on paper, found by name."""
        named = [line["id"] for line in self.roll(person.branch) if line["name"] == person.name]
        assert len(named) == 1, f"{len(named)} such members of {person.branch}"
        return str(named[0])

    def roll(self, code: str, query: str = "") -> list[Body]:
        path = f"/v1/members?branchId={self.id_of(code)}&limit=100{query}"
        return self.api.all(ADMIN, path)

    def board(self, code: str) -> set[str]:
        """Who has an entry on a branch's board of points."""
        found = self.api.get(ADMIN, f"/v1/points/branches/{self.id_of(code)}")
        return {line["memberId"] for line in found["members"]}

    def upload(self, kind: str, content: bytes, content_type: str) -> Body:
        """Announce a roster and send it; the parser starts by itself."""
        return founding.uploaded(self.api, ADMIN, self.id, kind, content, content_type)

    def refused(self, person: str, method: str, path: str, status: int, body: Any = None) -> Any:
        """The code of a refusal with that status."""
        return self.api.call(person, method, path, body, expect=(status,)).body["code"]

    def ask(self, person: str, method: str, path: str, body: Any = None) -> Answer:
        return self.api.call(person, method, path, body)

    def until[T](self, look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        return wait_until(look, what, patience)
