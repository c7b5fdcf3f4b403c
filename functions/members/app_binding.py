"""The route by which a signed-in person becomes a member's account: it may look a number up and open nothing."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.members import binding
from functions.members.models import Bind, BindingOut
from kernel.http import Caller, create_app, serve

app = create_app()


@app.post("/v1/me/binding", status_code=201)
def bind(caller: Caller, body: Annotated[Bind, Body()]) -> BindingOut:
    """Bind the account to the member whose name and ID number these are."""
    return binding.bind(caller, body)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
