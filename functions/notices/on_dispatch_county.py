"""A county's part of what was sent above counties: one task of the map."""

from typing import Any

from functions.notices import dispatch_expanding, dispatch_reminding
from functions.notices.dispatch_messages import CountyPart
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    part = CountyPart.model_validate(event)
    sent = dispatch_reminding.county(part) if part.remind_on else dispatch_expanding.subtree(part)
    log("county told", job="dispatch", sent=sent)
    return {"sent": sent}
