"""What a dossier says of a member's absence, changed together with its history. Needs the layer `sealing`."""

from typing import Any

from functions.members import history
from functions.members.correcting import changed
from functions.members.facts import SEALED_P2
from functions.members.tables import NOUN, Member
from kernel.directory import Organisation
from kernel.journal import UnitOfWork
from kernel.vault import DataClass, MemberKeys, open_keys


def state(work: UnitOfWork, member: Member, keys: MemberKeys, branch: Organisation, facts: dict[str, Any]) -> None:
    """Make the dossier say these facts about the absence; if it does already, demand that it still will.

    `facts` are `floating`, `floating_branch_id` and, where it is to change, the sealed `outflow_to`.
    """
    sealed = _sealed(member, keys, facts) if "outflow_to" in facts else None
    plain = {name: value for name, value in facts.items() if name not in SEALED_P2 and getattr(member, name) != value}
    names = (*plain, *(("outflow_to",) if sealed is not None else ()))
    if not names:
        work.require(member)
        return
    history.keep(work, member, names, history.FLOATING)
    for name, value in plain.items():
        setattr(member, name, value)
    member.p2 = sealed if sealed is not None else member.p2
    work.put(member)
    if "floating" in plain:
        work.record(changed(member, branch))


def _sealed(member: Member, keys: MemberKeys, facts: dict[str, Any]) -> bytes | None:
    """The blob with the place put in, or taken out; None if that changes nothing."""
    opener = open_keys(NOUN, keys, DataClass.P2)
    known = opener.open(DataClass.P2, member.p2)
    if known.get("outflow_to") == facts["outflow_to"]:
        return None
    stated = {name: value for name, value in (known | facts).items() if name in SEALED_P2 and value is not None}
    return opener.seal(DataClass.P2, stated)
