"""One member's line is taken back while the others keep theirs: a dispute of it was upheld, or their attendance was
corrected. Once; what a withdrawal of the same source takes back afterwards is less by it."""

from functools import partial

from functions.points import reversing
from functions.points.reversing import CORRECTED, UPHELD, Why, Withdrawn
from functions.points.rules import Beneficiary
from functions.points.source_tables import Source
from kernel.errors import Changed
from kernel.events import AttendanceCorrected, PointsDisputeRuled
from kernel.journal import Act
from kernel.projection import retrying

TO = Beneficiary.MEMBER


def upheld(act: Act, event: PointsDisputeRuled) -> None:
    """The line that the member disputed."""
    retrying(partial(_upheld, act, event))


def _upheld(act: Act, event: PointsDisputeRuled) -> None:
    given = (one for one in _sources(event.source_id) if event.member_id in one.given)
    source = next((one for one in given if one.line == event.line), None)
    if source:
        _take_back(act, (event.branch_id, event.path), source, event.member_id, UPHELD)


def corrected(act: Act, event: AttendanceCorrected) -> None:
    """What the member had from this part, or would have had in an act of their own. Raises `Busy` while the part was
    not told."""
    retrying(partial(_corrected, act, event))


def _corrected(act: Act, event: AttendanceCorrected) -> None:
    of_part = [one for one in _sources(event.activity_id) if _part(one) == event.chunk]
    if not any(one.sk == Source.key_of(event.activity_id, TO, event.chunk)[1] for one in of_part):
        raise Changed
    source = next((one for one in of_part if event.member_id in one.given), None)
    if source:
        _take_back(act, (event.branch_id, event.path), source, event.member_id, CORRECTED)
    elif not any(one.withdrawn for one in of_part):
        reversing.forbid(Source.key_of(event.activity_id, TO, event.chunk, event.member_id))


def _take_back(act: Act, where: tuple[str, str], source: Source, member: str, why: Why) -> None:
    """`where`: the branch on whose record it is, and its path."""
    value = int(source.given[member])
    if source.withdrawn or not value:
        return
    source.given = {**source.given, member: 0}
    what = Withdrawn(source.source, *where, TO, _part(source), (member,))
    reversing.reverse_one(act, what, source, {member: value}, why, [source, what.of(act, source)])


def _sources(source: str) -> list[Source]:
    """What an activity or an award gave to members: its parts, and what some had in an act of their own."""
    partition, _ = Source.key_of(source, TO, 0)
    return list(Source.query(partition, Source.sk.startswith(f"{TO}#"), consistent_read=True))


def _part(source: Source) -> int:
    return int(source.sk.split("#")[1])
