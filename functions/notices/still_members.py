"""Who of the members that an obligation names is still told of it on its day."""

from functions.notices.following import NOWHERE
from functions.notices.inbox_tables import Notice
from functions.notices.obligation_tables import Obligation
from functions.notices.tables import Presence


def boxes(o: Obligation) -> list[str]:
    """None of who left or was erased since. Who moved on hears of it all the same."""
    presence = Presence.find(f"ORG#{o.organisation_id}", "PRESENCE")
    left = {m for m, (to, _) in presence.gone.items() if to == NOWHERE} - presence.seen.keys() if presence else set()
    return [Notice.member_box(member) for member in o.facts["members"] if member not in left]
