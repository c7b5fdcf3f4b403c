"""The words that a committee puts on members to find them again: no facts of the person, and shown to every reader."""

from functions.members import history
from functions.members.correcting import changed
from functions.members.places import demand_on_roll
from functions.members.search_models import SetTags, TagsOut
from kernel.asking import Asking
from kernel.journal import UnitOfWork

ACTION = "members.tag"


def tag(caller: Asking, member_id: str, body: SetTags) -> TagsOut:
    """The tags from now on. Raises `Stale`, `HasLeft`."""
    member, branch = demand_on_roll(caller, member_id, ACTION)
    work = UnitOfWork(caller.act(), chain=branch.id, action=ACTION, subject=member.id)
    history.keep(work, member, ("tags",), history.CORRECTION)
    member.tags = body.tags or None
    work.put(member)
    work.record(changed(member, branch))
    reply = TagsOut(member_id=member.id, tags=body.tags, version=int(member.version))
    work.commit(reply)
    return reply
