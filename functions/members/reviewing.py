"""The queue of likely duplicates, one case of it side by side, and what a committee decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from functions.members.duplicates_errors import CaseClosed
from functions.members.duplicates_models import DecideDuplicate, DuplicateDifferenceOut, DuplicateOut, DuplicateSideOut
from functions.members.duplicates_tables import DIFFERENT, OPEN, SAME, Case
from functions.members.masking import plain_facts
from functions.members.places import place_of
from functions.members.tables import EXTENDED, PLAIN, Member
from functions.members.waiting import DUE
from functions.members.waiting_tables import CountyDue
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now, stamp
from kernel.directory import Organisation, covers, demand_organisation
from kernel.errors import NotFound
from kernel.events import DuplicateDecided
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.record import Head
from kernel.table import encode_cursor
from kernel.together import find_many

READ, DECIDE = "members.duplicates.read", "members.duplicates.decide"
COMPARED = (*PLAIN, *EXTENDED, "branch_id", "mobile_masked", "id_number_masked")
BLIND = {"mobile_masked": "mobile_index", "id_number_masked": "id_number_index"}
SHOWN_AS = {"mobile_masked": "mobile", "id_number_masked": "idNumber"}
WAITING = (OPEN, SAME)

Pair = tuple[Member, Member]


def waiting(caller: Asking, county_id: str, cursor: str | None, limit: int) -> Page[DuplicateOut]:
    """What waits in a county, the oldest first; of another organisation there is no queue, and its list is empty.

    A pair of which one is in the county no longer is left out, so that a page may hold fewer than `limit`.
    """
    after = CountyDue.listed_due > (place_of(cursor, DUE) or " ")
    query = Case.county_due.query(f"{Case.NOUN}#{county_id}", after, limit=limit + 1, page_size=limit + 1)
    found = list(query)
    members = _members(found[:limit])
    places = directory.organisations((county_id, *(m.branch_id for m in members.values())))
    caller.may(READ, Target(path=demand_organisation(places, county_id).path))
    pairs = ((case, pair) for case in found[:limit] if (pair := _pair(case, members)))
    inside = [(case, pair) for case, pair in pairs if all(_within(county_id, m, places) for m in pair)]
    following = encode_cursor({"after": found[limit - 1].listed_due}) if len(found) > limit else None
    return Page(items=[shown(case, pair) for case, pair in inside], as_of=now(), next=following)


def _members(cases: list[Case]) -> dict[str, Member]:
    keys = [(Member.partition(i), "NOW") for i in dict.fromkeys(i for case in cases for i in case.members)]
    return {m.id: m for m in Member.find_all(keys, consistent=True)} if keys else {}


def _pair(case: Case, members: dict[str, Member]) -> Pair | None:
    first, second = (members.get(i) for i in case.members)
    return (first, second) if first and second else None


def _within(county_id: str, member: Member, places: dict[str, Organisation]) -> bool:
    return member.branch_id in places and covers(county_id, places[member.branch_id].path)


def read(caller: Asking, case_id: str) -> DuplicateOut:
    """One case. Raises `NotFound` alike where there is none and where one of the two is out of sight."""
    case = Case.demand(Case.partition(case_id), "CASE")
    return shown(case, both(caller, case, READ).pair)


@dataclass(frozen=True)
class Both:
    """The two dossiers of a case in its order, their branches, and the head of the county's chain."""

    pair: Pair
    places: tuple[Organisation, Organisation]
    head: Head


def both(caller: Asking, case: Case, action: str) -> Both:
    """If the caller may do this above both."""
    head, members = find_many(
        (Head, (case.county_id,)), [(Member, (Member.partition(member_id), "NOW")) for member_id in case.members]
    )
    if len(members) != len(case.members):
        raise NotFound
    pair = (members[0], members[1])
    found = directory.organisations(member.branch_id for member in pair)
    first, second = (demand_organisation(found, member.branch_id) for member in pair)
    caller.may(action, Target(path=common_path(first.path, second.path)))
    return Both(pair, (first, second), head or Head(case.county_id))


def common_path(one: str, other: str) -> str:
    """The path of the lowest organisation above both, or of the one that both are; "" if there is none."""
    path = "/"
    for a, b in zip(directory.ancestors(one), directory.ancestors(other), strict=False):
        if a != b:
            break
        path = directory.path_below(path, a)
    return path if path != "/" else ""


def decide(caller: Asking, case_id: str, body: DecideDuplicate) -> DuplicateOut:
    """The case with what was decided; who is different is never asked about again. Raises `CaseClosed`."""
    case = Case.demand(Case.partition(case_id), "CASE")
    sides = both(caller, case, DECIDE)
    if case.state not in WAITING:
        raise CaseClosed
    act = caller.act()
    case.state = SAME if body.decision == "same" else DIFFERENT
    case.ground, case.decided_by, case.decided_at = body.reason, act.actor, stamp(act.at)
    if case.state == DIFFERENT:
        case.unlist()
    work = UnitOfWork(act, chain=case.county_id, action=DECIDE, subject=case.id, head=sides.head)
    work.put(case)
    work.record(DuplicateDecided(case_id=case.id, county_id=case.county_id, decision=body.decision))
    reply = shown(case, sides.pair)
    work.commit(reply)
    return reply


def shown(case: Case, pair: Pair) -> DuplicateOut:
    return DuplicateOut.model_validate(
        {
            "id": case.id,
            "state": case.state,
            "reasons": case.reasons,
            "found_at": case.found_at,
            "ground": case.ground,
            "decided_at": case.decided_at,
            "kept_id": case.kept_id,
            "members": [_side(member) for member in pair],
            "differing": list(_differing(*pair)),
        }
    )


def _side(member: Member) -> DuplicateSideOut:
    return DuplicateSideOut(
        id=member.id,
        branch_id=member.branch_id,
        name=member.name,
        state=member.state,
        bound=member.subject is not None,
        version=int(member.version),
    )


def _differing(first: Member, second: Member) -> Iterator[DuplicateDifferenceOut]:
    """Sealed facts are told apart by their blind indexes: two masks may look the same and hide two numbers."""
    one, other = plain_facts(first), plain_facts(second)
    for name in COMPARED:
        telling = BLIND.get(name, name)
        if one[telling] != other[telling]:
            yield DuplicateDifferenceOut(
                field=SHOWN_AS.get(name) or to_camel(name), first=_text(one[name]), second=_text(other[name])
            )
    if first.birth_mark != second.birth_mark:
        yield DuplicateDifferenceOut(field="birthDate", first=None, second=None)


def _text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
