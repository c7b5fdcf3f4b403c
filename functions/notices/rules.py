"""The page: which events make an obligation, which meet it, who is told on which days (`domain.md` 12). Pure.

A row of LADDERS is live: its facts exist; those of what somebody must decide are on `decision_rules`. Obligations of
one `family` follow one another in one place: a review waits for the first committee, then for the last. What waits for
the events of a domain to come is on `waiting_codes`.

What tells an office falls on a working day: the next one, or within a period the last one before its end. What members
are told of a day of their own falls on that day, and so does the end of a term.
"""

from datetime import timedelta

from functions.notices.decision_rules import DECISIONS, GONE
from functions.notices.ladders import (
    Ladder,
    Period,
    Rung,
    To,
    at_work,
    before_its_end,
    by_work,
    day_of_month,
    days,
    months,
    working_days,
)
from kernel.authority import Role
from kernel.directory import ancestors

# `domain.md` 1.1 and 4.1: the bodies that hold their members' organisational life each month.
MONTHLY_KINDS = frozenset({"BRANCH", "JOINT_BRANCH"})

FARTHEST = timedelta(days=150)
"""How far ahead an operator may have a run look, which tells of what may yet be met: a quarter and some weeks."""

BRANCH_IDLE_MONTH = "BRANCH_IDLE_MONTH"
BRANCH_IDLE_3M = "BRANCH_IDLE_3M"
ANNUAL_DUTY_MISSING = "ANNUAL_DUTY_MISSING"
TERM_EXPIRY = "TERM_EXPIRY"
REVIEW_BACKLOG = "REVIEW_BACKLOG"
REVIEW_FINAL = "REVIEW_FINAL"
PROPOSAL_DUE = "PROPOSAL_DUE"
CORRECTION_DUE = "CORRECTION_DUE"
FLOATING_CONTACT_DUE = "FLOATING_CONTACT_DUE"
FLOATING_CERT_YEARLY = "FLOATING_CERT_YEARLY"
LOST_CONTACT_6M = "LOST_CONTACT_6M"
LOST_CONTACT_2Y = "LOST_CONTACT_2Y"
NOTICE_UNSIGNED = "NOTICE_UNSIGNED"
ACTIVITY_SOON = "ACTIVITY_SOON"
POLITICAL_BIRTHDAY = "POLITICAL_BIRTHDAY"

MEMBER, UNDONE, CONTACT = (To.MEMBER,), (To.UNDONE,), (To.CONTACT,)
SECRETARY, TOWNSHIP, COUNTY = (To.SECRETARY,), (To.TOWNSHIP,), (To.COUNTY,)
BOTH = (*SECRETARY, *TOWNSHIP)


FOUNDED, CLOSED = ("OrganisationsFounded",), ("OrganisationsMerged", "OrganisationDissolved")
RECORD, TAKEN_BACK = ("ActivitySubmitted",), ("ActivityReturned", "ActivityWithdrawn")


def _term(ahead: int, risk: int) -> Rung:
    """Ahead of the end a working day is early enough; the end itself does not wait for one."""
    rule = at_work(days(-ahead)) if ahead else days(0)
    return Rung(rule, BOTH, risk, f"{TERM_EXPIRY}_{ahead}", ahead)


def _overdue(month: int) -> Rung:
    """Each month of the year by which an election may be late; the warning stands until there is one."""
    return Rung(at_work(months(month)), BOTH, 88 + month, f"{TERM_EXPIRY}_OVERDUE")


DAY_25, DAY_15 = (before_its_end(day_of_month(number)) for number in (25, 15))

LADDERS: dict[str, Ladder] = {
    ladder.code: ladder
    for ladder in (
        Ladder(
            BRANCH_IDLE_MONTH,
            (*FOUNDED, *TAKEN_BACK),
            (*RECORD, *CLOSED),
            (
                Rung(DAY_25, SECRETARY, 20),
                Rung(by_work(days(0)), SECRETARY, 35),
                Rung(working_days(1), TOWNSHIP, 50),
            ),
            "4.1 [S5] N, day 25 [SEED2]",
            period=Period.MONTH,
            types=frozenset({"THEME_DAY", "COMMITTEE_MEETING"}),
        ),
        Ladder(
            BRANCH_IDLE_3M,
            (*FOUNDED, *RECORD),
            (*RECORD, *CLOSED),
            (Rung(at_work(months(3)), (*TOWNSHIP, *COUNTY), 85),),
            "4.1 [S8] L",
            lazy=True,
        ),
        Ladder(
            "QUARTER_ASSEMBLY_MISSING",
            (*FOUNDED, *TAKEN_BACK),
            (*RECORD, *CLOSED),
            (Rung(DAY_25, SECRETARY, 30), Rung(working_days(1), TOWNSHIP, 65)),
            "4.1 [S5] N, day 25 [G]",
            period=Period.QUARTER,
            types=frozenset({"GENERAL_ASSEMBLY"}),
        ),
        Ladder(
            ANNUAL_DUTY_MISSING,
            (*FOUNDED, *TAKEN_BACK, "ActivityCancelled"),
            (*RECORD, "AppraisalApproved", *CLOSED),
            (Rung(DAY_15, SECRETARY, 45), Rung(working_days(1, DAY_15), TOWNSHIP, 75)),
            "4.1, 4.6 [S6][S42] N, 15 December [G]",
            period=Period.YEAR,
            types=frozenset({"ORG_LIFE_MEETING", "DEMOCRATIC_APPRAISAL"}),
        ),
        Ladder(
            "LESSON_MISSING",
            (*FOUNDED, *TAKEN_BACK),
            (*RECORD, *CLOSED),
            (Rung(DAY_25, SECRETARY, 15),),
            "12 [SEED1], day 25 [G]",
            period=Period.MONTH,
            types=frozenset({"PARTY_LECTURE"}),
        ),
        Ladder(
            TERM_EXPIRY,
            ("TermSet",),
            ("TermSet", *CLOSED),
            (_term(180, 30), _term(90, 50), _term(30, 70), _term(0, 88), *map(_overdue, range(1, 13))),
            "1.4 [S4] N, monthly afterwards [S55] C",
        ),
        Ladder(
            REVIEW_BACKLOG,
            RECORD,
            ("ActivityReviewed", "ActivityReturned"),
            (Rung(working_days(4), TOWNSHIP, 40), Rung(working_days(8), COUNTY, 60)),
            "4.4, 12 [G]: more than three working days",
        ),
        Ladder(
            REVIEW_FINAL,
            (*RECORD, "ActivityReviewed"),
            ("ActivityReviewed", "ActivityReturned"),
            (Rung(working_days(8), COUNTY, 55, REVIEW_BACKLOG),),
            "4.4, 12 [G]: more than seven working days",
            family=REVIEW_BACKLOG,
        ),
        Ladder(
            PROPOSAL_DUE,
            ("ProposalMade",),
            ("ProposalDecided", *GONE),
            (Rung(at_work(days(0)), TOWNSHIP, 30), Rung(working_days(4), COUNTY, 50)),
            "1.2 [SEED1], clock [G]",
        ),
        Ladder(
            CORRECTION_DUE,
            ("CorrectionRequested",),
            ("CorrectionAnswered", *GONE),
            (Rung(at_work(days(-5)), SECRETARY, 35), Rung(working_days(1), TOWNSHIP, 70)),
            "13.4 [S109] N, clock [G]",
        ),
        *DECISIONS,
        Ladder(
            FLOATING_CONTACT_DUE,
            ("FloatingRegistered", "FloatingContacted"),
            ("FloatingContacted", "FloatingEnded"),
            (Rung(at_work(days(0)), CONTACT, 25), Rung(at_work(days(30)), SECRETARY, 45)),
            "6 [S60]",
        ),
        Ladder(
            FLOATING_CERT_YEARLY,
            ("CertificateKept",),
            ("CertificateKept", *GONE),
            (Rung(at_work(months(12)), SECRETARY, 20),),
            "6 [S62] N",
        ),
        Ladder(
            LOST_CONTACT_6M,
            ("LostContactOpened",),
            ("LostContactPursued", "LostContactClosed"),
            (Rung(at_work(months(6)), BOTH, 60),),
            "2.1, 6 [S47] N",
            family="LOST_CONTACT",
        ),
        Ladder(
            LOST_CONTACT_2Y,
            ("LostContactPursued",),
            ("LostContactPursued", "LostContactClosed"),
            (Rung(at_work(days(0)), BOTH, 70),),
            "2.1, 6 [S47] N: two years after the suspension",
            family="LOST_CONTACT",
        ),
        Ladder(
            POLITICAL_BIRTHDAY,
            ("AnniversariesComing",),
            (),
            (Rung(days(-7), SECRETARY, 0, lists=True), Rung(days(0), MEMBER, 0)),
            "4.1, 12 [S103][S110] B",
        ),
        Ladder(
            ACTIVITY_SOON,
            ("ActivityPlanned", "ActivityChanged"),
            ("ActivityCancelled",),
            (Rung(days(-1), MEMBER, 0), Rung(days(1), (), 0)),
            "4.1 [G]: the day before",
        ),
        # Who did what it asks is known from their copies, which are looked at on the day.
        Ladder(NOTICE_UNSIGNED, ("DispatchDelivered",), (), (Rung(days(1), UNDONE, 0),), "12 [S65]", lazy=True),
    )
}

DUTIES = tuple(code for code, ladder in LADDERS.items() if ladder.period)

ABSENT = "ABSENT"
ABSENT_RUNGS = {6: "ABSENT_6M", 4: "ABSENT_4M", 3: "ABSENT_3M", 2: "ABSENT_2"}
"""How long a member stays away → code, the higher rung first: six months, four, three, or two meetings in a row."""
ABSENT_TO = {6: (To.MEMBER, *BOTH), 4: (To.MEMBER, *SECRETARY), 3: (To.MEMBER, *SECRETARY), 2: MEMBER}
MEETINGS_MISSED = 2
CALLS_EVERYBODY = frozenset({"THEME_DAY", "GENERAL_ASSEMBLY", "PARTY_LECTURE", "ORG_LIFE_MEETING"})
"""`domain.md` 4.1: the meetings to which the whole branch is called, and which a member can miss."""
WAITING_DAYS = 90
"""For so long after an activity its record, once handed in, keeps members from being called absent unreviewed."""


def superior(path: str, county_id: str, organisation_id: str) -> tuple[str, Role]:
    """Who looks after a branch: the committee right below the county on its path, else the county itself."""
    ids = ancestors(path)
    below = ids[ids.index(county_id) + 1] if county_id in ids[:-1] else organisation_id
    return (county_id if below == organisation_id else below), Role.REVIEWER
