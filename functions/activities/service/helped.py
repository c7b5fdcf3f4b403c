"""Who is helped: found when help is offered, asked when it is confirmed. Of somebody outside nothing is kept."""

from collections.abc import Collection
from dataclasses import dataclass

from functions.activities.plans.convening import UNKNOWN_MEMBER
from functions.activities.roll.tables import Roll
from functions.activities.rules import Fault, fault
from functions.activities.service import rules as service_rules
from functions.activities.service.errors import WrongSlip
from functions.activities.service.helped_models import Helped, MemberHelped, OrganisationHelped
from functions.activities.service.helped_rules import Party
from functions.activities.tables import TABLE
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, Seen, covers
from kernel.errors import Forbidden, Invalid

OFFER, READ, RECEIVED = "activities.help.offer", "activities.help.read", "activities.help.received"
GIVE, ATTEND, CONFIRM = "activities.help.give", "activities.help.attend", "activities.help.confirm"
UNKNOWN_ORGANISATION = "unknown_organisation"


def locate(organisation_id: str, helped: Helped) -> tuple[Organisation, Party, list[Fault]]:
    """Who helps, who is helped, and what is wrong with that. One read. Raises `NotFound` without who helps."""
    other = [helped.organisation_id] if isinstance(helped, OrganisationHelped) else []
    rolls = [Roll(Roll.partition(helped.branch_id), "ROLL").key()] if isinstance(helped, MemberHelped) else []
    seen = directory.look([organisation_id, *other], beside={TABLE: rolls} if rolls else None)
    place = directory.demand_organisation(seen.organisations, organisation_id)
    gives = not place.closed and covers(place.county_id, place.path)
    party, faults = _party(place, helped, seen)
    return place, party, faults if gives else [*faults, fault("organisationId", "not_in_a_county")]


def _party(place: Organisation, helped: Helped, seen: Seen) -> tuple[Party, list[Fault]]:
    if isinstance(helped, MemberHelped):
        known = any(helped.member_id in Roll.from_raw_data(row).members for row in seen.of(TABLE))
        return Party("MEMBER", helped.member_id), [] if known else [fault("helped.memberId", UNKNOWN_MEMBER)]
    if not isinstance(helped, OrganisationHelped):
        return Party("OUTSIDE"), []
    one = seen.organisations.get(helped.organisation_id)
    known = one is not None and one.id != place.id and not one.closed and one.county_id == place.county_id
    faults = [] if known else [fault("helped.organisationId", UNKNOWN_ORGANISATION)]
    return Party("ORGANISATION", helped.organisation_id), faults


def receiver(caller: Asking, organisation_id: str | None) -> str:
    """Whose help is asked for: an organisation's, or the caller's own. Raises `Forbidden`, `NotFound`."""
    who = organisation_id or caller.principal.member_id or ""
    path = directory.organisation(organisation_id).path if organisation_id else ""
    caller.may(RECEIVED, Target(path=path, member_id=None if organisation_id else who))
    return who


@dataclass(frozen=True)
class Slip:
    """What somebody without an account hands over: a code of `owner` by this secret. Who drew it brings none."""

    secret: str
    owner: str
    drawn_by: Collection[str]


def demand_word(caller: Asking, party: Party, helpers: Collection[str | None], slip: Slip, code: str | None) -> None:
    """That what is said is the helped side's: with an account it is no helper's (members, accounts), without one it
    comes with the code of the slip. Raises `Forbidden`, `Invalid`, `WrongSlip`."""
    who = caller.principal
    if party.kind != "OUTSIDE":
        if {who.subject, who.member_id} & (set(helpers) - {None}):
            raise Forbidden
        return
    if who.subject in slip.drawn_by:
        raise Forbidden
    if code is None:
        raise Invalid(fields=[fault("code", "missing")])
    if not service_rules.is_slip(code, slip.secret, slip.owner):
        raise WrongSlip
