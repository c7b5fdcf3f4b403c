"""The tree: founding, showing, listing, and chunks of a roster."""

from datetime import date
from typing import Any

import msgspec

from functions.organisations import app, app_public, on_members, on_organisation_moved, on_rows
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import EnrolledMember, MembersEnrolled, OrganisationMoved
from kernel.ids import derived_id, new_id
from kernel.parcel import Packer
from kernel.rows import OrganisationRow, Phase, RowsMessage
from scripts.bench.acts import Arrange, Doing, asking, telling
from tests.builders import Tree, account, answer, batch, request
from tests.conftest import Context
from tests.integration.organisations.province import Province

NEW = {"code": "431128-101-009", "name": "某村党支部", "kind": "BRANCH", "level": "BRANCH", "foundedOn": "2001-07-01"}


def ask(method: str, path: str, body: Any = None, **query: str) -> Arrange:
    def arrange() -> Doing:
        tree = Tree()
        account("admin", (Role.COUNTY_ADMIN, tree.county))
        sent = body and body | ({"parentId": tree.township.id} if method == "POST" else {})
        place = path.replace("{id}", tree.county.id)
        return asking(app.lambda_handler, method, place, "admin", sent, query=query)

    return arrange


def branch(number: int) -> OrganisationRow:
    return OrganisationRow(
        row=number,
        code=f"431128-101-{number:03d}",
        name=f"中共某村第{number}支部委员会",
        kind="BRANCH",
        level="BRANCH",
        sector="农村",
        lineage=("431128-101",),
        founded_on=date(2001, 7, 1),
        term_started_on=date(2024, 7, 1),
        term_years=3,
    )


def chunk(tree: Tree, phase: Phase) -> RowsMessage:
    """Ten branches of a township, as `rosters` sends them."""
    packer = Packer.of(new_id())
    return RowsMessage(
        roster_id=packer.roster_id,
        kind="organisations",
        phase=phase,
        chunk=1,
        organisation_id=tree.county.id,
        county_id=tree.county.county_id,
        actor="uploader",
        sealed=packer.pack(1, [msgspec.to_builtins(branch(n)) for n in range(11, 21)]),
        key=packer.wrapped,
    )


def rows(phase: Phase, *, known: bool = False) -> Arrange:
    def arrange() -> Doing:
        tree = Tree()
        if known:
            telling(on_rows.lambda_handler, chunk(tree, "apply"))()
        return telling(on_rows.lambda_handler, chunk(tree, phase))

    return arrange


TODAY = business_day(now()).isoformat()
SPOT = {"lat": 25.9, "lng": 112.2, "verifiedOn": TODAY}
CENTRE = SPOT | {"name": "某镇党群服务中心", "address": "某镇政府院内", "services": [{"name": "党费咨询"}]}


def people(tree: Tree) -> MembersEnrolled:
    """The first eight members of the branch, all full members."""
    made = tuple(EnrolledMember(member_id=derived_id("bench", n), category="FULL") for n in range(8))
    return MembersEnrolled(branch_id=tree.branch.id, county_id=tree.county.id, path=tree.branch.path, members=made)


def committee(tree: Tree) -> list[dict[str, str]]:
    posts = ("SECRETARY", "ORGANISATION", "PUBLICITY")
    signed = {"approvedBy": tree.township.id}
    return [{"post": post, "memberId": derived_id("bench", n)} | signed for n, post in enumerate(posts)]


def bodies(tree: Tree) -> dict[str, tuple[str, str, Any]]:
    """What is done to the county of the builders: method, path below the collection, body."""
    election = {"kind": "TERM", "heldOn": TODAY, "entitled": 8, "present": 8, "holders": committee(tree)}
    appointment = {"appointedOn": TODAY, "reason": "工作需要", "holders": committee(tree)[:1]}
    vacancy = {"post": "SECRETARY", "memberId": derived_id("bench", 0), "endedOn": TODAY, "reason": "RETIRED"}
    branch, township, why = tree.branch.id, tree.township.id, {"reason": "区划调整"}
    return {
        "move": ("POST", f"{township}/moves", why | {"newParentId": tree.other_township.id}),
        "merge": ("POST", f"{branch}/mergers", why | {"intoId": tree.sister.id}),
        "dissolve": ("POST", f"{tree.sister.id}/dissolution", why),
        "elect": ("POST", f"{branch}/leadership/elections", election),
        "appoint": ("POST", f"{branch}/leadership/appointments", appointment),
        "vacate": ("POST", f"{branch}/leadership/vacancies", vacancy),
        "set term": ("PUT", f"{branch}/term", {"startsOn": TODAY}),
        "set position": ("PUT", f"{branch}/position", SPOT),
        "open centre": ("POST", f"{township}/centres", CENTRE),
    }


def tell(name: str, *before: str) -> Arrange:
    """One of the acts above, after others of them."""

    def arrange() -> Doing:
        tree = Tree()
        account("admin", (Role.COUNTY_ADMIN, tree.county))
        telling(on_members.lambda_handler, people(tree))()
        for done in before:
            method, path, body = bodies(tree)[done]
            asking(app.lambda_handler, method, f"/v1/organisations/{path}", "admin", body)()
        method, path, body = bodies(tree)[name]
        return asking(app.lambda_handler, method, f"/v1/organisations/{path}", "admin", body)

    return arrange


def centre(method: str, *, public: bool = False) -> Arrange:
    """One centre changed, closed, or read by anybody."""

    def arrange() -> Doing:
        tree = Tree()
        account("admin", (Role.COUNTY_ADMIN, tree.county))
        place = f"/v1/organisations/{tree.township.id}/centres"
        event = request("POST", place, subject="admin", body=CENTRE)
        made = answer(app.lambda_handler(event, Context()))[1]["id"]
        if public:
            read = request("GET", f"/v1/public/centres/{made}", subject=None)
            return lambda: app_public.lambda_handler(read, Context())
        return asking(app.lambda_handler, method, f"{place}/{made}", "admin", CENTRE if method == "PUT" else None)

    return arrange


def listed_in_public() -> Doing:
    tree = Tree()
    event = request("GET", "/v1/public/centres", subject=None, query={"organisationId": tree.county.id})
    return lambda: app_public.lambda_handler(event, Context())


def carried() -> Doing:
    """The first part of the job after a township with two branches moved."""
    tree = Tree()
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    method, path, body = bodies(tree)["move"]
    event = request(method, f"/v1/organisations/{path}", subject="admin", body=body)
    told = answer(app.lambda_handler(event, Context()))[1]
    moved = OrganisationMoved(
        organisation_id=tree.township.id,
        county_id=tree.county.id,
        old_path=tree.township.path,
        new_path=told["path"],
        effective_on=business_day(now()),
    )
    sent = batch(moved)
    return lambda: on_organisation_moved.lambda_handler(sent, Context())


def enrolled() -> Doing:
    return telling(on_members.lambda_handler, people(Tree()))


def of_a_province(path: str, **query: str) -> Arrange:
    """A part of what a province of three counties is asked."""

    def arrange() -> Doing:
        place = f"/v1/organisations/{Province(40).top}/{path}"
        return asking(app.lambda_handler, "GET", place, "admin", None, query=query)

    return arrange


REQUESTS: dict[str, Arrange] = {
    "found": ask("POST", "/v1/organisations", NEW),
    "show": ask("GET", "/v1/organisations/{id}"),
    "show as of a day": ask("GET", "/v1/organisations/{id}", asOf="2020-01-01"),
    "correct": ask("PATCH", "/v1/organisations/{id}", {"name": "中共某县委员会"}),
    "list below": ask("GET", "/v1/organisations/{id}/children", deep="true"),
    "list below as of a day": ask("GET", "/v1/organisations/{id}/children", deep="true", asOf="2020-01-01"),
    "list below a province": of_a_province("children", deep="true"),
    "list below a province as of a day": of_a_province("children", asOf=f"{business_day(now())}"),
    "coverage of a province": of_a_province("coverage", of="terms"),
    "history": ask("GET", "/v1/organisations/{id}/history"),
    "move": tell("move"),
    "merge": tell("merge"),
    "dissolve": tell("dissolve"),
    "leadership": ask("GET", "/v1/organisations/{id}/leadership"),
    "leadership as of a day": ask("GET", "/v1/organisations/{id}/leadership", asOf="2020-01-01"),
    "elect": tell("elect"),
    "appoint": tell("appoint"),
    "vacate": tell("vacate", "elect"),
    "set term": tell("set term"),
    "set position": tell("set position"),
    "open centre": tell("open centre"),
    "change centre": centre("PUT"),
    "close centre": centre("DELETE"),
    "map": ask("GET", "/v1/organisations/{id}/map"),
    "coverage": ask("GET", "/v1/organisations/{id}/coverage", of="terms"),
    "centres, public": listed_in_public,
    "centre, public": centre("GET", public=True),
}
EVENTS: dict[str, Arrange] = {
    "on_members (8 enrolled)": enrolled,
    "on_organisation_moved (2 below)": carried,
    "on_rows, preview (10 new)": rows("preview"),
    "on_rows, apply (10 new)": rows("apply"),
    "on_rows, apply (10 known)": rows("apply", known=True),
}
