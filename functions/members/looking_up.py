"""Members found by phone or ID number through the blind index: for a purpose, within a quota, on the record.

Whoever is outside of the organisation is as nobody: the same answer after the same reads, counted the same.
"""

from functions.members.binding import NOBODY
from functions.members.counting import count
from functions.members.disclosing import LOOKUP, disclosed
from functions.members.lookup_models import LookUp, LookUpOut
from functions.members.masking import masked
from functions.members.tables import IdNumberTaken, Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.blindindex import blind_index
from kernel.clock import SHANGHAI, now
from kernel.directory import covers, demand_organisation
from kernel.errors import QuotaExceeded
from kernel.events import MembersLookedUp
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.together import find_many

ACTION = "members.lookup"
LOOKUPS_AN_HOUR = 30
MOST_SHARERS = 20  # of one phone


class LookupsExhausted(QuotaExceeded):
    code = "lookups_exhausted"
    zh, en = "本小时查询次数已用完。", "You have no look-ups left in this hour."


def look_up(caller: Asking, body: LookUp) -> LookUpOut:
    """Who below the organisation has the number. Raises `LookupsExhausted` from the 31st look-up of an hour on."""
    head, found = _holders(body)
    places = directory.organisations((body.organisation_id, *(member.branch_id for member in found)))
    top = demand_organisation(places, body.organisation_id)
    caller.may(ACTION, Target(path=top.path))
    seen = [m for m in found if m.branch_id in places and covers(top.id, places[m.branch_id].path)]
    act = Act(caller.principal.subject)  # no slot: an answer with people in it is not kept
    work = UnitOfWork(act, chain=top.id, action=ACTION, subject=act.actor, head=head or Head(top.id))
    count(work, f"LOOKUPS-{act.at.astimezone(SHANGHAI):%H}", LOOKUPS_AN_HOUR, LookupsExhausted())
    told = work.record(MembersLookedUp(by=body.by, purpose=body.purpose, found=len(seen)))
    for member in seen:
        work.put_new(disclosed(act, told, member.id, LOOKUP, body.purpose, (body.by,), top.id))
    work.commit()
    return LookUpOut(items=[masked(member) for member in seen], as_of=now())


def _holders(body: LookUp) -> tuple[Head | None, list[Member]]:
    """The head of the organisation's chain, and who has the number: two reads, whether anybody has or not."""
    if body.id_number is not None:
        taken = IdNumberTaken.find(IdNumberTaken.partition(blind_index("id", body.id_number)), "MEMBER")
        ids = [taken.member_id] if taken else []
    else:
        index = blind_index("phone", str(body.mobile))
        ids = [member.id for member in Member.phones.query(index, limit=MOST_SHARERS)]
    places = [(Member, (Member.partition(member_id), "NOW")) for member_id in sorted(ids) or [NOBODY]]
    return find_many((Head, (body.organisation_id,)), places)
