"""The route that asks an external verifier: a function of its own, since it opens ID numbers and sends them out."""

from typing import Any

from functions.members import verifying
from functions.members.verifying_models import IdentityCheckOut
from kernel.http import Caller, create_app, serve
from kernel.ids import MemberId

app = create_app()


@app.post("/v1/members/<member_id>/identity-checks", status_code=201)
def check_identity(caller: Caller, member_id: MemberId) -> IdentityCheckOut:
    """Ask the verifier whether a member's name and ID number belong together."""
    return verifying.check(caller, member_id)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
