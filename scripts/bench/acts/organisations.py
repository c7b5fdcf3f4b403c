"""The tree: founding, showing, listing, and chunks of a roster."""

from datetime import date
from typing import Any

from functions.organisations import app, on_rows
from kernel.authority import Role
from kernel.ids import new_id
from kernel.parcel import Packer
from kernel.rows import OrganisationRow, Phase, RowsMessage
from scripts.bench.acts import Arrange, Doing, asking, telling
from tests.builders import Tree, account

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
        sealed=packer.pack(1, [branch(n).model_dump(mode="json") for n in range(11, 21)]),
        key=packer.wrapped,
    )


def rows(phase: Phase, *, known: bool = False) -> Arrange:
    def arrange() -> Doing:
        tree = Tree()
        if known:
            telling(on_rows.lambda_handler, chunk(tree, "apply"))()
        return telling(on_rows.lambda_handler, chunk(tree, phase))

    return arrange


REQUESTS: dict[str, Arrange] = {
    "found": ask("POST", "/v1/organisations", NEW),
    "show": ask("GET", "/v1/organisations/{id}"),
    "correct": ask("PATCH", "/v1/organisations/{id}", {"name": "中共某县委员会"}),
    "list below": ask("GET", "/v1/organisations/{id}/children", deep="true"),
}
EVENTS: dict[str, Arrange] = {
    "on_rows, preview (10 new)": rows("preview"),
    "on_rows, apply (10 new)": rows("apply"),
    "on_rows, apply (10 known)": rows("apply", known=True),
}
