"""A member's name and ID number held against an external verifier; what it said stands on the dossier."""

from functions.members import verifier
from functions.members.counting import count
from functions.members.disclosing import CHECK, disclosed
from functions.members.tables import NOUN, DayCounter, Member
from functions.members.verifier import Verdict
from functions.members.verifying_models import IdentityCheckOut
from functions.members.verifying_tables import Check
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import NotFound, QuotaExceeded
from kernel.events import IdentityChecked
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.together import find_both
from kernel.vault import DataClass, sealer

ACTION = "members.verify"
COUNTED = "CHECKS"
CHECKS_A_DAY = 100
CHECKED = ("name", "id_number")
BY = "VERIFIER"


class ChecksExhausted(QuotaExceeded):
    code = "identity_checks_exhausted"
    zh, en = "今日身份核验次数已用完。", "You have no identity checks left today."


def check(caller: Asking, member_id: str) -> IdentityCheckOut:
    """What the verifier said, once it is on the record.

    Raises `VerifierUnavailable` and `NoVerifier` before anything is written, `ChecksExhausted` before anybody is asked.
    """
    act = caller.act()
    counter = DayCounter.of(act.actor, COUNTED, business_day(act.at))
    member, counted = find_both((Member, (Member.partition(member_id), "NOW")), (DayCounter, (counter.pk, counter.sk)))
    if member is None:
        raise NotFound
    branch, head = directory.organisation_and(member.branch_id, Head, member.branch_id)
    caller.may(ACTION, Target(path=branch.path))
    if counted is not None and int(counted.n) >= CHECKS_A_DAY:
        raise ChecksExhausted
    id_number = sealer(NOUN, member.id, DataClass.P3).open(DataClass.P3, member.p3)["id_number"]
    verdict = verifier.connected().ask(member.name, id_number)
    return _kept(act, member, branch, head, verdict)


def _kept(act: Act, member: Member, branch: Organisation, head: Head | None, verdict: Verdict) -> IdentityCheckOut:
    """Raises `Changed` if the dossier was edited while the verifier was asked: it answered for another state."""
    day = business_day(act.at)
    others = {name: seen for name, seen in (member.verified or {}).items() if name not in CHECKED}
    agreed = {name: [BY, day.isoformat()] for name in CHECKED} if verdict is Verdict.AGREES else {}
    member.verified = others | agreed or None
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=head or Head(branch.id))
    work.put(member)
    work.put_new(Check(member.pk, Check.place(act.at, new_id()), verdict=verdict.value, by=act.actor))
    count(work, COUNTED, CHECKS_A_DAY, ChecksExhausted())
    told = work.record(
        IdentityChecked(member_id=member.id, branch_id=branch.id, county_id=branch.county_id, verdict=verdict.value)
    )
    work.put_new(disclosed(act, told, member.id, CHECK, "IDENTITY_CHECK", ("idNumber",), branch.id))
    reply = IdentityCheckOut(member_id=member.id, verdict=verdict, checked_on=day)
    work.commit(reply)
    return reply
