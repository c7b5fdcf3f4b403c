"""Where carriers tell what became of a message. No token: a signature over the body stands in its place."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Header

from functions.notices import receiving
from functions.notices.channels import Channel
from functions.notices.receipt_models import Receipts, ReceiptsOut
from kernel.http import create_app, serve

SIGNATURE = "X-Signature"
Signature = Annotated[
    str | None,
    Header(alias=SIGNATURE, description="sha256=<hex HMAC-SHA256 of `<channel>.<body>`>", max_length=128),
]

app = create_app(keeps_answers=False)


@app.post("/v1/public/receipts/<channel>")
def receive(channel: Channel, body: Annotated[Receipts, Body()], signature: Signature = None) -> ReceiptsOut:
    """Take receipts; a late one, or one that came before, changes nothing."""
    raw = app.current_event.decoded_body or ""
    moved = receiving.receive(channel, signature, raw.encode(), body)
    return ReceiptsOut(received=len(body.receipts), moved=moved)


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
