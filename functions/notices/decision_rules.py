"""Ladders of what somebody must decide: who is to hear that it waits for them (`domain.md` 4.3, 7, 13.4). Pure."""

from functions.notices.ladders import Ladder, Rung, To, working_days, working_days_before

ATTENDANCE_DISPUTE_DUE = "ATTENDANCE_DISPUTE_DUE"
POINTS_DISPUTE_DUE = "POINTS_DISPUTE_DUE"
LIST_APPEAL_DUE = "LIST_APPEAL_DUE"
AWARD_DUE = "AWARD_DUE"
ERASURE_DUE = "ERASURE_DUE"

RULER = (To.RULER,)
GONE = ("MembersLeft", "MemberErased")
"""By these a member is no more: of the first, only who goes with the roster that brought them."""

DECISIONS = (
    Ladder(
        ATTENDANCE_DISPUTE_DUE,
        ("AttendanceDisputed",),
        ("AttendanceDisputeRuled", "ActivityWithdrawn", "ActivityCancelled"),
        (Rung(working_days_before(4), RULER, 10), Rung(working_days(1), (*RULER, To.TOWNSHIP), 45)),
        "4.3, five working days as 9.3 [S92] L, told on the first",
    ),
    Ladder(
        POINTS_DISPUTE_DUE,
        ("PointsDisputed",),
        ("PointsDisputeRuled", *GONE),
        (Rung(working_days_before(14), RULER, 10), Rung(working_days(1), (*RULER, To.COUNTY), 45)),
        "7.3, fifteen working days [G], told on the first",
    ),
    Ladder(
        LIST_APPEAL_DUE,
        ("ListAppealed",),
        ("ListAppealRuled", *GONE),
        (Rung(working_days(1), RULER, 10), Rung(working_days(16), RULER, 40)),
        "7.4, fifteen working days as of points [G], told on the first",
    ),
    # The field sets no clock for these two: they are told of once, and the warning stands until they are decided.
    Ladder(
        AWARD_DUE,
        ("AwardProposed",),
        ("AwardConfirmed", "AwardRefused", *GONE),
        (Rung(working_days(1), (To.TOWNSHIP,), 10),),
        "7.3 [G]: the next working day",
    ),
    Ladder(
        ERASURE_DUE,
        ("ErasureRequested",),
        ("ErasureWithdrawn", "MemberErased"),
        (Rung(working_days(1), RULER, 10),),
        "13.4 [S109] N, the next working day [G]",
    ),
)
