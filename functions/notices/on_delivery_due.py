"""Messages are due: each goes to the readers of its box, by the channels that they want."""

from typing import Any

from functions.notices import delivering
from functions.notices.messages import Due
from kernel.consumer import Failures, each_message


def lambda_handler(batch: dict[str, Any], _context: Any) -> Failures:
    return each_message(batch, Due, delivering.deliver, "notices.on_delivery_due")
