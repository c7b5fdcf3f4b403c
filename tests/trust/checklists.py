"""What a branch owes and did, beside what else `ranking` copies."""

from collections.abc import Sequence

from tests.trust import weeks
from tests.trust.arrangements import Body, of

TOLD = ("submitted", "returned", "reviewed", "withdrawn", "appraised", "called_off", "talked", "talk_withdrawn", "duty")


def copies_follow() -> Sequence[Body]:
    return [*weeks.copies_follow(), *of(*(f"ranking/on_organisations_{what}.json" for what in TOLD))]
