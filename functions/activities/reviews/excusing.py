"""Who did not come and had reason, or was there as an observer (`domain.md` 4.3): told with the confirmation, so that
nobody is called absent for it (4.5: "no reason").

Nobody calls the roll while a record waits for its review: at the approval it stands as it was handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.activities import rules
from functions.activities.reading import Record
from functions.activities.rules import Presence
from kernel.directory import Organisation


@dataclass(frozen=True)
class Part:
    """What one `AttendanceConfirmed` tells of one branch: at most ninety ids in all, none twice."""

    home: Organisation
    members: tuple[str, ...]
    excused: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()


def parts(record: Record, attended: Sequence[tuple[Organisation, Sequence[str]]]) -> list[Part]:
    """The parts of who attended, under their numbers, filled up with who of the branch was excused or exempt; those
    for whom there is no room follow in parts in which nobody attended."""
    with_reason = record.by_branch(record.in_states(*rules.EXCUSED, *rules.NOT_CALLED))
    left = {home.id: members for home, members in with_reason}
    made = [_part(record, home, members, _taken(left.get(home.id, []), len(members))) for home, members in attended]
    further = [(home, some) for home, more in with_reason for some in rules.chunks(more, rules.AWARDS_IN_EVENT)]
    return [*made, *(_part(record, home, (), some) for home, some in further)]


def _taken(left: list[str], beside: int) -> list[str]:
    """As many as have room beside so many others; they are left no more."""
    room = rules.AWARDS_IN_EVENT - beside
    taken, left[:] = left[:room], left[room:]
    return taken


def _part(record: Record, home: Organisation, members: Sequence[str], with_reason: Sequence[str]) -> Part:
    exempt = tuple(member for member in with_reason if record.attendance[member].state == Presence.EXEMPT)
    return Part(home, tuple(members), tuple(m for m in with_reason if m not in exempt), exempt)
