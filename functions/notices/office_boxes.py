"""The box in which somebody of an office, or of the same one further up, finds what they must see to.

A role covers all that lies below it: where nobody holds it at a committee, whoever holds it at the next one above may
act in its place, and would hear of it only once it is late. Reviews are their committee's own (`activities.review`): of
these the one above learns that nobody is there to decide.
"""

from functions.notices.contact_tables import Holder
from functions.notices.inbox_tables import Notice
from functions.notices.sending import Place
from kernel.directory import ancestors


def held(organisation_id: str, role: str, place: Place) -> str:
    """Of the nearest committee from this one up to the county in which anybody holds the role; where nobody does, its
    own: whoever is granted it finds it there. `place` is of what it is about, at or below that committee."""
    above = (one for one in _upwards(organisation_id, place) if Holder.is_held(one, role))
    return Notice.office_box(next(above, organisation_id), role)


def _upwards(organisation_id: str, place: Place) -> list[str]:
    """From a committee up to the county; one that is on the path no more is followed by the county."""
    line = ancestors(place.path)
    if organisation_id not in line or place.county_id not in line:
        return [organisation_id, place.county_id]
    return line[line.index(place.county_id) : line.index(organisation_id) + 1][::-1]
