"""Assistance and donations: promised, listed, delivered, confirmed with an account and by a slip."""

from typing import Any

from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests import builders
from tests.integration.activities.story import Story, call

ALL = "/v1/activities/assistance"
RUN = ALL + "/{id}"
MONEY = {"kind": "MONEY", "fen": 50_000}
PROMISE = {"donor": "MEMBER", "gift": MONEY, "purpose": "HARDSHIP", "helped": {"kind": "OUTSIDE"}}


def _promise(s: Story, _: str) -> Any:
    return PROMISE | {"organisationId": s.branch.id}


def _promised(s: Story) -> str:
    return str(call("POST", ALL, "member", _promise(s, ""))[1]["id"])


def _ten(s: Story) -> str:
    for _ in range(9):
        _promised(s)
    return _promised(s)


def _delivered(s: Story) -> str:
    builders.account("helped", member_id=s.members[2], branch=s.branch)
    helped = {"kind": "MEMBER", "branchId": s.branch.id, "memberId": s.members[2]}
    _, promised = call("POST", ALL, "member", _promise(s, "") | {"helped": helped})
    call("POST", f"{ALL}/{promised['id']}/delivery", "member")
    return str(promised["id"])


def _handed_over(s: Story) -> str:
    assistance_id = _promised(s)
    call("POST", f"{ALL}/{assistance_id}/delivery", "member")
    return assistance_id


def _by_slip(_: Story, assistance_id: str) -> Any:
    return {"code": call("POST", f"{ALL}/{assistance_id}/slip", "secretary")[1]["code"]}


def _of_branch(s: Story) -> dict[str, str]:
    return {"organisationId": s.branch.id}


REQUESTS: dict[str, Arrange] = {
    "promise assistance": ask(lambda _: "", "POST", ALL, "member", _promise),
    "list assistance (10)": ask(_ten, "GET", ALL, "member", query=_of_branch),
    "assistance received (1)": ask(_delivered, "GET", ALL + "/received", "helped"),
    "show assistance": ask(_promised, "GET", RUN, "member"),
    "take a promise back": ask(_promised, "POST", RUN + "/cancel", "member"),
    "deliver assistance": ask(_promised, "POST", RUN + "/delivery", "member"),
    "draw a slip of assistance": ask(_promised, "POST", RUN + "/slip"),
    "confirm assistance": ask(_delivered, "POST", RUN + "/confirmation", "helped", lambda _, __: {"received": True}),
    "confirm assistance by a slip": ask(_handed_over, "POST", RUN + "/confirmation", "member", _by_slip),
}
