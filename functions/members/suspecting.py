"""New and changed dossiers held against those that share a name or a phone with them: by indexes, never by reading all.

The names are asked for as they are written and in letters alone, so that a blank or a dot hides nobody.
"""

from collections.abc import Iterator

from functions.members import likeness_rules
from functions.members.concerning_tables import Concerns
from functions.members.duplicates_tables import Case
from functions.members.likeness_rules import Features
from functions.members.tables import Member
from kernel.clock import stamp
from kernel.errors import AlreadyExists, NotFound
from kernel.events import DuplicateFound, MembersChanged, MembersEnrolled, MembersMoved
from kernel.journal import Act, UnitOfWork
from kernel.spelling import letters_of

LEFT = "LEFT"
MOST_ALIKE = 100  # of one name in a county, or of one phone: beyond that the likeness means nothing


def suspect(act: Act, event: MembersEnrolled | MembersChanged | MembersMoved) -> None:
    """A case for each pair that looks like one person and has none yet, whatever was decided of it."""
    keys = [(Member.partition(m.member_id), "NOW") for m in event.members]
    members = [m for m in Member.find_all(keys, consistent=True) if m.membership_state != LEFT]
    pairs = {Case.id_of(one.id, other.id): (one, other) for one in members for other in _candidates(one)}
    for case_id, (one, other) in pairs.items():
        reasons = likeness_rules.alike(_features(one), _features(other))
        if reasons:
            _open(act, one, other, case_id, reasons)


def _candidates(member: Member) -> Iterator[Member]:
    """Who is on a roll of the same county under the same name or phone."""
    found = {other.id: other for other in (*_namesakes(member), *_sharers(member))}
    return (other for other in found.values() if other.id != member.id and other.membership_state != LEFT)


def _namesakes(member: Member) -> Iterator[Member]:
    for name in dict.fromkeys((member.name, letters_of(member.name))):
        for other in (
            Member.namesakes.query(name, Member.county_id == member.county_id, limit=MOST_ALIKE) if name else ()
        ):
            other.name, other.county_id = name, member.county_id
            yield other


def _sharers(member: Member) -> Iterator[Member]:
    if member.mobile_index is not None:
        found = Member.phones.query(member.mobile_index, limit=MOST_ALIKE)
        yield from (other for other in found if other.county_id == member.county_id)


def _features(member: Member) -> Features:
    return Features(member.name, member.sex, member.birth_mark, member.mobile_index)


def _open(act: Act, one: Member, other: Member, case_id: str, reasons: tuple[str, ...]) -> None:
    if Case.find(Case.partition(case_id), "CASE"):
        return
    first, second = sorted((one.id, other.id))
    case = Case(Case.partition(case_id), county_id=one.county_id, branch_id=one.branch_id, found_at=stamp(act.fact_at))
    case.first_id, case.second_id, case.reasons = first, second, list(reasons)
    case.wait()
    work = UnitOfWork(act, chain=one.county_id, action="members.suspect", subject=case_id)
    work.put_new(case, AlreadyExists())
    for member_id in case.members:
        work.require_that(Member(Member.partition(member_id), "NOW"), "attribute_exists(pk)", {}, NotFound())
        work.put_new(Concerns.of(member_id, case.pk, case.sk))
    work.record(DuplicateFound(case_id=case_id, county_id=one.county_id, members=(first, second), reasons=reasons))
    try:
        work.commit()
    except (AlreadyExists, NotFound):  # somebody found it from the other side; or one of the two is gone meanwhile
        return
