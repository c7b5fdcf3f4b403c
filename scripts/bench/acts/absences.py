"""Members who are away or cannot be reached, and what a person may ask of those who keep their data."""

from typing import Any

from functions.members import app_erasing, app_floating, app_rights, on_dossiers
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import EnrolledMember, MemberErased, MembersChanged
from scripts.bench.acts import Arrange, Doing, Handler, asking, telling
from tests.builders import Tree, account, answer, request
from tests.integration.members.people import enrolled

TODAY = f"{business_day(now())}"
LONG_AGO = "2020-01-01"
NUMBERS = range(2, 22)
WISH = {"facts": {"education": "11"}, "sealed": {"mobile": "15411112222"}}
CERTIFIED = {"returnsOften": False, "transferImpossible": True}
FLOATING, RIGHTS, ERASING = app_floating.lambda_handler, app_rights.lambda_handler, app_erasing.lambda_handler


class Branch:
    """A branch of twenty: `away` is registered and sought, `other` is neither; `contact` keeps touch."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.away, self.contact, self.other = enrolled(self.tree, *NUMBERS)[:3]
        account("secretary", (Role.SECRETARY, self.tree.branch))
        account("county", (Role.COUNTY_ADMIN, self.tree.county))
        account("second", (Role.COUNTY_ADMIN, self.tree.county))
        account("self", member_id=self.away, branch=self.tree.branch)
        account("contact", member_id=self.contact, branch=self.tree.branch)
        self.tell(FLOATING, "POST", "floating", "secretary", self.going())
        self.tell(FLOATING, "POST", "lost-contact", "secretary", self.lost())
        self.tell(FLOATING, "POST", "lost-contact/attempts", "secretary", {"channel": "VISIT"})
        self.wish = self.told(RIGHTS, "POST", "/v1/me/corrections", "self", WISH)["id"]

    def going(self) -> dict[str, Any]:
        body = {"reason": "WORK", "regionCode": "440300", "place": "深圳市", "since": LONG_AGO}
        return body | {"contactPersonId": self.contact}

    def lost(self) -> dict[str, Any]:
        return {"reason": "1", "lostSince": LONG_AGO, "ownerId": self.contact}

    def tell(self, handler: Handler, method: str, path: str, by: str, body: Any = None) -> Any:
        return self.told(handler, method, f"/v1/members/{self.away}/{path}", by, body)

    def told(self, handler: Handler, method: str, path: str, by: str, body: Any = None) -> Any:
        status, said = answer(handler(request(method, path, subject=by, body=body), None))
        assert status < 300, said
        return said


def ask(handler: Handler, method: str, path: str, by: str = "secretary", body: Any = None, **query: str) -> Arrange:
    """`{away}`, `{other}`, `{wish}` stand for ids; queries name an organisation of the tree."""

    def arrange() -> Doing:
        branch = Branch()
        where = path.format(away=branch.away, other=branch.other, wish=branch.wish)
        places = {key: getattr(branch.tree, name).id for key, name in query.items()}
        named = {"GOING": branch.going(), "LOST": branch.lost(), "OWNER": {"ownerId": branch.other}}
        meant = named[body] if isinstance(body, str) else body
        return asking(handler, method, where, by, meant, query=places or None)

    return arrange


def certified() -> Doing:
    branch = Branch()
    number = branch.tell(FLOATING, "POST", "floating/certificate", "county", CERTIFIED)["number"]
    path, body = f"/v1/floating/certificates/{number}/checks", {"year": int(TODAY[:4]), "passed": True}
    return asking(FLOATING, "POST", path, "secretary", body)


def erased(*, confirm: bool) -> Arrange:
    def arrange() -> Doing:
        branch = Branch()
        path = f"/v1/members/{branch.away}/erasure"
        if not confirm:
            return asking(ERASING, "POST", path, "county", {"ground": "LAW"})
        branch.told(ERASING, "POST", path, "county", {"ground": "LAW"})
        return asking(ERASING, "POST", f"{path}/confirmation", "second")

    return arrange


def followed(*, gone: bool) -> Arrange:
    def arrange() -> Doing:
        branch = Branch()
        home = branch.tree.branch
        if not gone:
            people = (EnrolledMember(member_id=branch.other, category="FULL"),)
            event = MembersChanged(branch_id=home.id, county_id=home.county_id, path=home.path, members=people)
            return telling(on_dossiers.lambda_handler, event)
        branch.tell(ERASING, "POST", "erasure", "county", {"ground": "LAW"})
        branch.tell(ERASING, "POST", "erasure/confirmation", "second")
        swept = MemberErased(member_id=branch.away, branch_id=home.id, county_id=home.county_id)
        return telling(on_dossiers.lambda_handler, swept)

    return arrange


HEARD, LOST_AT = {"channel": "PHONE"}, "/v1/members/{away}/lost-contact"
REQUESTS: dict[str, Arrange] = {
    "register as floating": ask(FLOATING, "POST", "/v1/members/{other}/floating", body="GOING"),
    "change a registration": ask(FLOATING, "PATCH", "/v1/members/{away}/floating", body={"abroad": True}),
    "note a contact": ask(FLOATING, "POST", "/v1/members/{away}/floating/contacts", "contact", HEARD),
    "report oneself": ask(FLOATING, "POST", "/v1/me/floating/contacts", "self", HEARD),
    "return": ask(FLOATING, "POST", "/v1/members/{away}/floating/return", body={}),
    "floating, of a branch": ask(FLOATING, "GET", "/v1/floating", branchId="branch"),
    "floating, of a township": ask(FLOATING, "GET", "/v1/floating", "county", organisationId="township"),
    "issue a certificate": ask(FLOATING, "POST", "/v1/members/{away}/floating/certificate", "county", CERTIFIED),
    "check a certificate": certified,
    "open a case": ask(FLOATING, "POST", "/v1/members/{other}/lost-contact", body="LOST"),
    "name another owner": ask(FLOATING, "PUT", f"{LOST_AT}/owner", body="OWNER"),
    "read a case": ask(FLOATING, "GET", LOST_AT),
    "note an attempt": ask(FLOATING, "POST", f"{LOST_AT}/attempts", "contact", HEARD),
    "suspend a lost member": ask(FLOATING, "POST", f"{LOST_AT}/suspension", "county", {}),
    "lost, of a township": ask(FLOATING, "GET", "/v1/lost-contacts", "county", organisationId="township"),
    "copy of one's data": ask(RIGHTS, "POST", "/v1/me/export", "self"),
    "ask for a correction": ask(RIGHTS, "POST", "/v1/me/corrections", "self", {"facts": {"education": "14"}}),
    "own corrections": ask(RIGHTS, "GET", "/v1/me/corrections", "self"),
    "corrections, of a branch": ask(RIGHTS, "GET", "/v1/corrections", branchId="branch"),
    "read a correction": ask(RIGHTS, "GET", "/v1/corrections/{wish}"),
    "accept a correction": ask(RIGHTS, "POST", "/v1/corrections/{wish}/answer", "county", {"outcome": "accepted"}),
    "request an erasure": erased(confirm=False),
    "confirm an erasure": erased(confirm=True),
}
EVENTS: dict[str, Arrange] = {
    "on_dossiers, nothing beside": followed(gone=False),
    "on_dossiers, erased": followed(gone=True),
}
