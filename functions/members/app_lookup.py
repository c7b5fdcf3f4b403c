"""The route that looks numbers up: a function of its own, since it holds the secret of the blind index."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.members import looking_up
from functions.members.lookup_models import LookUp, LookUpOut
from kernel.http import Caller, create_app, serve

app = create_app(keeps_answers=False)


@app.post("/v1/members/lookups")
def look_up(caller: Caller, body: Annotated[LookUp, Body()]) -> LookUpOut:
    """Members by phone or ID number, for a stated purpose and on the record."""
    return looking_up.look_up(caller, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
