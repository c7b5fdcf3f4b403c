"""The one route that shows sealed data in full: a function of its own, since it alone may open."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.members import revealing
from functions.members.models import Reveal, RevealOut
from kernel.http import Caller, create_app, serve
from kernel.ids import MemberId

app = create_app(keeps_answers=False)


@app.post("/v1/members/<member_id>/reveal")
def reveal(caller: Caller, member_id: MemberId, body: Annotated[Reveal, Body()]) -> RevealOut:
    """Sealed fields of a member in full, for a stated purpose and on the record."""
    return revealing.reveal(caller, member_id, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
