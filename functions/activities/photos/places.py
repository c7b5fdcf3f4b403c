"""How far from its branch's place a photo was taken, where the committee allows to look.

Loaded by the photo worker for those photos alone that say where they were taken.
"""

from functions.activities.attendance import confidence_rules, switches
from functions.activities.photos import imaging
from kernel import directory

E6 = 1_000_000


def metres_away(branch_id: str, body: bytes, content_type: str) -> int | None:
    """None unless the branch's place is known and the switch is on (by default it is off: then what the camera wrote is
    never read). The position itself is kept nowhere."""
    branch = directory.organisation(branch_id)
    if branch.lat_e6 is None or branch.lng_e6 is None or not switches.at(branch.path).position:
        return None
    here = imaging.position(body, content_type)
    return confidence_rules.distance(here, (branch.lat_e6 / E6, branch.lng_e6 / E6)) if here else None
