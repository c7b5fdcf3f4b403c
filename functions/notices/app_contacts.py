"""Routes of addresses outside of the house: a function of its own, since it opens and sends what is sealed."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.notices import contacts, hooks
from functions.notices.channels import Channel
from functions.notices.contact_models import (
    ConfirmContact,
    ContactOut,
    ContactsOut,
    HookOut,
    NameContact,
    Named,
    SetHook,
)
from kernel.http import Caller, create_app, serve
from kernel.ids import OrganisationId

app = create_app()


@app.get("/v1/me/notices/contacts")
def own(caller: Caller) -> ContactsOut:
    """Where the caller may be reached outside of the inbox, masked."""
    return contacts.own(caller)


@app.post("/v1/me/notices/contacts", status_code=202)
def name(caller: Caller, body: Annotated[NameContact, Body()]) -> ContactOut:
    """Name an address; a code is sent there."""
    return contacts.name(caller, body)


@app.post("/v1/me/notices/contacts/<channel>/confirmation")
def confirm(caller: Caller, channel: Named, body: Annotated[ConfirmContact, Body()]) -> ContactOut:
    """Give back the code that was sent to the address."""
    return contacts.confirm(caller, Channel(channel), body)


@app.delete("/v1/me/notices/contacts/<channel>")
def remove(caller: Caller, channel: Named) -> ContactOut:
    """Forget an address: nothing is sent there any more."""
    return contacts.remove(caller, Channel(channel))


@app.get("/v1/organisations/<organisation_id>/webhook")
def hook(caller: Caller, organisation_id: OrganisationId) -> HookOut:
    """The service that a county wants to be told, without its key."""
    return hooks.show(caller, organisation_id)


@app.put("/v1/organisations/<organisation_id>/webhook")
def set_hook(caller: Caller, organisation_id: OrganisationId, body: Annotated[SetHook, Body()]) -> HookOut:
    """Name the service of a county; the key that signs is shown this once."""
    return hooks.set_(caller, organisation_id, body)


@app.delete("/v1/organisations/<organisation_id>/webhook")
def remove_hook(caller: Caller, organisation_id: OrganisationId) -> HookOut:
    """Tell the county's service nothing any more."""
    return hooks.remove(caller, organisation_id)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
