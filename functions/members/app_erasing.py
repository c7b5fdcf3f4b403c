"""The routes by which a person's data is erased. It may delete keys, and holds none that opens anything."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.members import erasing
from functions.members.erasure_models import ErasureOut, RequestErasure
from kernel.http import Caller, create_app, serve
from kernel.ids import MemberId

app = create_app()


@app.post("/v1/members/<member_id>/erasure", status_code=201)
def request(caller: Caller, member_id: MemberId, body: Annotated[RequestErasure, Body()]) -> ErasureOut:
    """Ask for a member's data to be erased; somebody else confirms."""
    return erasing.request(caller, member_id, body)


@app.get("/v1/members/<member_id>/erasure")
def read_erasure(caller: Caller, member_id: MemberId) -> ErasureOut:
    """What waits for a confirmation, or what was erased."""
    return erasing.read(caller, member_id)


@app.delete("/v1/members/<member_id>/erasure")
def withdraw_erasure(caller: Caller, member_id: MemberId) -> ErasureOut:
    """Take a request back."""
    return erasing.withdraw(caller, member_id)


@app.post("/v1/members/<member_id>/erasure/confirmation", status_code=201)
def confirm(caller: Caller, member_id: MemberId) -> ErasureOut:
    """Confirm what somebody else asked for: the data is erased, for good."""
    return erasing.confirm(caller, member_id)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
