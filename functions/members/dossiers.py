"""From facts to a stored dossier and back. Needs the layer `sealing`."""

from typing import Any

from functions.members import birth_rules
from functions.members.facts import SEALED, SEALED_P2, SEALED_P3, Facts
from functions.members.tables import NOUN, PLAIN, IdNumberTaken, Member
from kernel.blindindex import blind_index
from kernel.directory import Organisation
from kernel.spelling import mask
from kernel.vault import DataClass, MemberKeys, Sealer, new_keys, open_keys


def index_of(id_number: str) -> str:
    return blind_index("id", id_number)


def enrol(member_id: str, branch: Organisation, facts: Facts) -> tuple[Member, IdNumberTaken, MemberKeys]:
    """The three rows of a new member, which must be put together."""
    sealer, keys = new_keys(NOUN, member_id, branch.county_id)
    member = Member(Member.partition(member_id), branch_id=branch.id, roll=branch.id, county_id=branch.county_id)
    write(member, facts, sealer)
    taken = IdNumberTaken(IdNumberTaken.partition(member.id_number_index), member_id=member_id)
    return member, taken, keys


def read(member: Member, keys: MemberKeys) -> Facts:
    """The facts of a dossier, opened."""
    sealer = open_keys(NOUN, keys)
    values: dict[str, Any] = dict.fromkeys(SEALED)
    values |= sealer.open(DataClass.P2, member.p2) | sealer.open(DataClass.P3, member.p3)
    return Facts(**values, **{name: getattr(member, name) for name in PLAIN})


def rewrite(member: Member, facts: Facts, keys: MemberKeys) -> None:
    """Put other facts into a dossier, under the member's own keys."""
    write(member, facts, open_keys(NOUN, keys))


def write(member: Member, facts: Facts, sealer: Sealer) -> None:
    for name in PLAIN:
        setattr(member, name, getattr(facts, name))
    member.p2 = sealer.seal(DataClass.P2, facts.values(*SEALED_P2))
    member.p3 = sealer.seal(DataClass.P3, facts.values(*SEALED_P3))
    member.mobile_masked = mask(facts.mobile) if facts.mobile else None
    member.mobile_index = blind_index("phone", facts.mobile) if facts.mobile else None
    member.id_number_masked = mask(facts.id_number)
    member.id_number_index = index_of(facts.id_number)
    member.born = birth_rules.told_of(facts.birth_date, blind_index("birth", facts.birth_date))
