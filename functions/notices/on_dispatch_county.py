"""A county's part of what was sent above counties, or of a preview of it: one task of the map."""

from typing import Any

import msgspec

from functions.notices import dispatch_expanding, dispatch_reminding, preview_counting
from functions.notices.dispatch_messages import CountyPart
from kernel.log import log


def lambda_handler(event: dict[str, Any], _context: Any) -> dict[str, int]:
    part = msgspec.convert(event, CountyPart)
    if part.preview_parts:
        return {"counted": preview_counting.county(part)}
    sent = dispatch_reminding.county(part) if part.remind_on else dispatch_expanding.subtree(part)
    log("county told", job="dispatch", sent=sent)
    return {"sent": sent}
