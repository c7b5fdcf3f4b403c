"""Sealed facts put right: opened, changed and sealed again; what is answered is masked. Needs the layer `sealing`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic.alias_generators import to_camel

from functions.members import dossiers, history, rules
from functions.members.correcting import changed
from functions.members.errors import IdNumberHeld
from functions.members.facts import Facts
from functions.members.masking import masked
from functions.members.models import DossierOut
from functions.members.places import demand_change_at
from functions.members.sealed_models import CorrectSealed
from functions.members.switches import demand_direct
from functions.members.tables import IdNumberTaken, Member
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.errors import Invalid, NotFound
from kernel.journal import UnitOfWork
from kernel.spelling import born_on, is_plausible_birth, sex_of
from kernel.together import find_both
from kernel.transaction import on_key
from kernel.vault import COUNTY_KEYS, DataClass, MemberKeys

Said = Mapping[str, Any]
IDENTITY = ("id_number", "birth_date")


def correct(caller: Asking, member_id: str, body: CorrectSealed) -> tuple[DossierOut, int]:
    """The dossier after the correction, masked, and its version.

    Raises `Stale`, `HasLeft`, `Invalid`, `IdNumberHeld`, `ProposalRequired`; `Forbidden` where a branch would change
    the ID number or birth date, and `NotFound` for somebody whose keys were erased.
    """
    member, keys = open_dossier(member_id)
    branch, head = demand_change_at(caller, member, "members.correct")
    facts = body.facts()
    if facts.keys() & set(IDENTITY):
        caller.may("members.correct.identity", Target(path=branch.path, member_id=member.id))
    demand_direct(caller, branch)
    work = UnitOfWork(caller.act(), chain=branch.id, action="members.correct", subject=member.id, head=head)
    history.keep(work, member, differing(member, facts, keys), history.CORRECTION)
    reseal(work, member, facts, keys)
    work.put(member)
    work.record(changed(member, branch))
    reply = masked(member)
    work.commit(reply)
    return reply, int(member.version)


def open_dossier(member_id: str) -> tuple[Member, MemberKeys]:
    """A dossier and its keys in one call. Raises `NotFound`, of an erased member too."""
    member, keys = find_both(
        (Member, (Member.partition(member_id), "NOW")), (MemberKeys, (MemberKeys.partition(member_id),))
    )
    if member is None or keys is None:
        raise NotFound
    return member, keys


def differing(member: Member, said: Said, keys: MemberKeys) -> list[str]:
    if not said:
        return []
    COUNTY_KEYS.gather(keys, *DataClass)
    known = dossiers.read(member, keys)
    return [name for name, value in said.items() if getattr(known, name) != value]


def reseal(work: UnitOfWork, member: Member, said: Said, keys: MemberKeys, place: str = "body") -> None:
    """Put sealed facts into a dossier, and move its ID number's place. Raises `Invalid`, with fields under `place`."""
    stated = replace(dossiers.read(member, keys), **said)
    flaws = _flaws(stated, business_day(work.act.at))
    fields = [{"field": f"{place}.{to_camel(name)}", "code": code} for code, name in flaws]
    if fields:
        raise Invalid(fields=fields)
    old = member.id_number_index
    dossiers.rewrite(member, stated, keys)
    if member.id_number_index != old:
        _move_number(work, member, old)


def _move_number(work: UnitOfWork, member: Member, old: str) -> None:
    place = IdNumberTaken(IdNumberTaken.partition(member.id_number_index), member_id=member.id)
    work.put_new(place, IdNumberHeld())
    left = IdNumberTaken(IdNumberTaken.partition(old), member_id=member.id)
    work.rows.append(on_key("Delete", left, "member_id = :m", {":m": {"S": member.id}}))


def _flaws(facts: Facts, today: date) -> Iterator[rules.Flaw]:
    """What contradicts what (`domain.md` 2.3, 6, 13.2), as (code, field)."""
    born = date.fromisoformat(facts.birth_date)
    if born_on(facts.id_number) != born:
        yield "birth_contradicts_id", "birth_date"
    elif sex_of(facts.id_number) != facts.sex:
        yield "sex_contradicts_id", "id_number"
    if not is_plausible_birth(born, today):
        yield "implausible_birth", "birth_date"
    if date.fromisoformat(facts.joined_on) < rules.years_after(born, rules.JOINING_AGE):
        yield "joined_under_age", "birth_date"
    if facts.outflow_to and not facts.floating:
        yield "floating_contradicts", "outflow_to"
