"""Messages are due: each goes to the readers of its box, by the channels that they want. And what became of mails."""

import json
from typing import Any

import msgspec

from functions.notices import delivering, receiving
from functions.notices.messages import Due, MailTold
from kernel.consumer import Failures, each_body


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_body(batch, _handle, "notices.on_delivery_due")


def _handle(body: str) -> None:
    message = json.loads(body)
    if "mail" in message:
        receiving.take_mail(msgspec.convert(message, MailTold))
    else:
        delivering.deliver(msgspec.convert(message, Due))
