"""What the system says of a photo beside showing it: checks with their strength. Pure; none of them decides anything.

A strength is of 100: how much there is to it, for people who look. What a machine cannot know it does not say: most
photos that went through a chat have lost the camera's words, and nothing is said of those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Code = Literal["SAME_FILE", "ALIKE", "TAKEN_AT_OTHER_TIME", "TAKEN_FAR_AWAY", "SCREENSHOT", "SCREEN_PHOTOGRAPHED"]
Where = Literal["ACTIVITY", "BRANCH", "ELSEWHERE"]
Stored = dict[str, Any]

AROUND_IT = timedelta(hours=2)  # before the start and after the end
SAME_DAYS = timedelta(hours=24)

# Widths of phones' screens in pixels; what a phone's camera makes is 3:4 or, rarely, 9:16.
SCREENS = frozenset({640, 720, 750, 828, 1080, 1125, 1170, 1179, 1200, 1206, 1220, 1224, 1242, 1260, 1264, 1284, 1290})
SCREENS |= {1320, 1344, 1440}
TALL = 1.9  # longer side to the shorter: taller than 9:16, which cameras make too
FLAT, VERY_FLAT = 40, 60  # % of neighbouring points that are alike: drawn, not taken
RIPPLED = 35  # %: how deep the dips of a regular pattern are


@dataclass(frozen=True)
class Traces:
    """`camera`: its maker is named. `flat`, `ripple`: percent, as `screens` measures them."""

    camera: bool
    flat: int
    ripple: int


@dataclass(frozen=True)
class Check:
    """One reason to look, and the other photo, if it is about one."""

    code: Code
    strength: int
    where: Where | None = None
    photo_id: str | None = None
    activity_id: str | None = None
    branch_id: str | None = None

    def stored(self) -> Stored:
        return {name: value for name, value in vars(self).items() if value is not None}


def of_time(taken: datetime | None, starts_at: datetime, ends_at: datetime) -> Iterator[Check]:
    """Against the activity: cameras' clocks are wrong by hours more often than by days."""
    if taken is None or starts_at - AROUND_IT <= taken <= ends_at + AROUND_IT:
        return
    near = starts_at - SAME_DAYS <= taken <= ends_at + SAME_DAYS
    yield Check("TAKEN_AT_OTHER_TIME", 30 if near else 80)


def of_distance(metres: int | None, far: int) -> Iterator[Check]:
    """Against the branch's place, where the committee allows to look (`far`, in metres)."""
    if metres is not None and metres > far:
        yield Check("TAKEN_FAR_AWAY", 30 if metres <= 10 * far else 50)


def of_traces(size: tuple[int, int], traces: Traces) -> Iterator[Check]:
    """A phone's screen kept as a picture, or photographed; tiles and blinds ripple too, so that is never strong."""
    drawn = _strength_of_drawing(size, traces)
    if drawn:
        yield Check("SCREENSHOT", drawn)
    elif traces.ripple >= RIPPLED:
        yield Check("SCREEN_PHOTOGRAPHED", 30 if traces.camera else 40)


def _strength_of_drawing(size: tuple[int, int], traces: Traces) -> int:
    if traces.camera:
        return 0
    screen = min(size) in SCREENS and max(size) >= TALL * min(size)
    if traces.flat >= VERY_FLAT:
        return 90 if screen else 60
    if traces.flat >= FLAT:
        return 70 if screen else 40
    return 40 if screen else 0


def ordered(checks: Iterator[Check]) -> list[Stored]:
    """The strongest first, as they are kept."""
    return [check.stored() for check in sorted(checks, key=lambda check: -check.strength)]
