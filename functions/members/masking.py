"""A stored dossier as its readers may see it: plain facts, and masks of what is sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.members.dossier_rules import POLITICAL_STATUS
from functions.members.models import DossierOut, MeasuresOut, MemberOut
from functions.members.tables import EXTENDED, MEASURES, PLAIN, STANDING, Member

MASKED = ("mobile_masked", "id_number_masked", "mobile_index", "id_number_index")
LINE = (*PLAIN, "branch_id", "left_reason", "left_on", "lost_since")
TRACKED = (*PLAIN, *EXTENDED, "branch_id", "county_id", *STANDING, *MEASURES, "attached_to", *MASKED)


def line(member: Member) -> MemberOut:
    """One line of a list; `member` may come from the index `home`."""
    return MemberOut(id=member.id, state=member.state, **{n: getattr(member, n) for n in LINE})


def masked(member: Member) -> DossierOut:
    return dossier_of(member, plain_facts(member))


def plain_facts(member: Member) -> dict[str, Any]:
    """What the history of a dossier tells of it without opening anything."""
    return {name: getattr(member, name) for name in TRACKED}


def dossier_of(member: Member, facts: Mapping[str, Any], as_of: date | None = None) -> DossierOut:
    """The dossier with these facts, which are those of `as_of` if a day is told."""
    return DossierOut(
        id=member.id,
        state=facts["membership_state"] or "ACTIVE",
        **{name: facts[name] for name in (*LINE, *EXTENDED)},
        political_status=POLITICAL_STATUS[facts["category"]],
        mobile=facts["mobile_masked"],
        id_number=facts["id_number_masked"],
        bound=member.subject is not None,
        standing=MeasuresOut(**{n: facts[n] for n in MEASURES}) if any(facts[n] for n in MEASURES) else None,
        attached_to=tuple(facts["attached_to"] or ()),
        version=int(member.version),
        as_of=as_of,
    )
