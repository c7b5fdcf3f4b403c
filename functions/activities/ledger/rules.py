"""What a branch's ledger says of each record and adds up of a month (`domain.md` 4.3, 4.4). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from functions.activities.rules import ATTENDED, EXCUSED, NOT_HELD, Presence, State

COUNTED = (State.SUBMITTED, State.COUNTY_REVIEW, State.APPROVED, State.WITHDRAWN)
"""States in which the numbers of the last submission are those of the record; the branch may still change others."""


@dataclass(frozen=True)
class Attendance:
    """How many of whom: `leave` by its kind; `absent` without a reason; `unrecorded` were expected, and no line says
    anything of them."""

    expected: int
    attended: int
    leave: Mapping[str, int] = field(default_factory=dict)
    absent: int = 0
    exempt: int = 0
    observers: int = 0
    unrecorded: int = 0

    def __add__(self, other: "Attendance") -> "Attendance":
        leave = {kind: self.leave.get(kind, 0) + other.leave.get(kind, 0) for kind in {*self.leave, *other.leave}}
        return Attendance(
            self.expected + other.expected,
            self.attended + other.attended,
            leave,
            self.absent + other.absent,
            self.exempt + other.exempt,
            self.observers + other.observers,
            self.unrecorded + other.unrecorded,
        )

    @property
    def percent(self) -> int | None:
        """Of those expected, rounded down; None where nobody was."""
        return self.attended * 100 // self.expected if self.expected else None


def attendance(states: Mapping[str, int], expected: int, unrecorded: int) -> Attendance:
    """Of one record, by the states of its lines."""
    return Attendance(
        expected=expected,
        attended=sum(states.get(state, 0) for state in ATTENDED),
        leave={state.value: states[state] for state in EXCUSED if states.get(state)},
        absent=states.get(Presence.ABSENT_NO_REASON, 0),
        exempt=states.get(Presence.EXEMPT, 0),
        observers=states.get(Presence.OBSERVER, 0),
        unrecorded=unrecorded,
    )


def is_counted(state: str) -> bool:
    return state in COUNTED


def total(found: Iterable[tuple[str, Attendance]]) -> Attendance:
    """Of what was held, by state and numbers: nothing that was called off or withdrawn."""
    return sum((numbers for state, numbers in found if state not in NOT_HELD), Attendance(0, 0))
