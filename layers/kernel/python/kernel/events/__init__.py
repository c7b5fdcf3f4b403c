"""Every event that a domain publishes: what happened, in the past tense, as ids and plain facts.

An event holds no name, number or address of a person (`design.md` 5: P0 only) and is at most 4 KB. Its name is its
class's name; it travels in an `Envelope`. `county_id` and `path` say where it happened, as of the act.

One page for each topic, read when one of its events is first named: a function pays for the events it knows
(`docs/decisions/2026-11-21-cold-start-budgets.md`).
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kernel.events.model import Envelope as Envelope
from kernel.events.model import Event as Event

if TYPE_CHECKING:
    from kernel.events.activities import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.activity_records import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.floating import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.identity import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.members import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.notices import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.organisations import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.personal_data import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.points import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.ranking import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.rosters import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.service import *  # noqa: F403 - for the type checker: what `__getattr__` finds
    from kernel.events.votes import *  # noqa: F403 - for the type checker: what `__getattr__` finds

PAGES: dict[str, tuple[str, ...]] = {
    "identity": (
        "RoleGranted",
        "RoleRevoked",
        "PolicyChanged",
    ),
    "organisations": (
        "FoundedOrganisation",
        "OrganisationsFounded",
        "OrganisationsChanged",
        "OrganisationMoved",
        "OrganisationsMerged",
        "OrganisationDissolved",
        "TermSet",
        "LeadershipChanged",
    ),
    "members": (
        "EnrolledMember",
        "MembersEnrolled",
        "MembersChanged",
        "MembersMoved",
        "LeftMember",
        "MembersLeft",
        "AttachmentChanged",
        "ProposalMade",
        "ProposalDecided",
        "DuplicateFound",
        "DuplicateDecided",
        "MembersMerged",
        "MergerUndone",
        "SegmentSaved",
        "SegmentDeleted",
        "AudienceNamed",
        "BranchCount",
        "AudienceCounted",
        "AnniversariesComing",
    ),
    "floating": (
        "FloatingRegistered",
        "FloatingContacted",
        "FloatingEnded",
        "CertificateKept",
        "LostContactOpened",
        "LostContactPursued",
        "LostContactClosed",
    ),
    "personal_data": (
        "MemberErased",
        "ErasureRequested",
        "ErasureWithdrawn",
        "CorrectionRequested",
        "CorrectionAnswered",
        "AccountBound",
        "BindingRefused",
        "MembersLookedUp",
        "IdentityChecked",
        "MemberDataExported",
        "MemberRevealed",
    ),
    "rosters": (
        "RosterUploaded",
        "RosterParsed",
        "RosterApplyStarted",
        "RosterApplied",
        "RosterReadingOrdered",
        "RosterMappingSaved",
        "RosterPaused",
        "RosterResumed",
        "RosterCancelled",
        "RosterUndoStarted",
        "RosterUndone",
    ),
    "activities": (
        "ActivityTemplateExtended",
        "YearPlanSet",
        "DutyChanged",
        "ActivityPlanned",
        "ActivityChanged",
        "ActivityCancelled",
        "PartyGroupSet",
        "ActivityReplied",
        "SignedIn",
        "AttendanceCalled",
        "PresenceConfirmed",
        "DeviceRegistered",
        "DeviceRemoved",
        "GuestsCounted",
    ),
    "activity_records": (
        "MinutesWritten",
        "MinutesSigned",
        "MinutesSealed",
        "PhotoAnnounced",
        "PhotoAccepted",
        "PhotoRefused",
        "ActivitySubmitted",
        "ActivityReturned",
        "ActivityReviewed",
        "AttendanceConfirmed",
        "ActivityWithdrawn",
        "AttendanceWithdrawn",
        "AttendanceDisputed",
        "AttendanceDisputeRuled",
        "AttendanceCorrected",
        "RecordRulesSet",
        "BundleAsked",
        "BundleMade",
        "BranchTasks",
        "TasksAssigned",
        "TaskDone",
        "StarsRated",
        "StarRulesSet",
    ),
    "votes": (
        "BallotOpened",
        "VoteCast",
        "BallotClosed",
        "BallotCounted",
        "AppraisalOpened",
        "OpinionGiven",
        "GradesProposed",
        "AppraisalReturned",
        "AppraisalApproved",
    ),
    "service": (
        "ServiceOffered",
        "ServiceCalledOff",
        "ServiceBooked",
        "ServiceBookingCancelled",
        "ServiceSlipsDrawn",
        "ServiceHoursEntered",
        "ServiceConfirmed",
        "ServiceDisputed",
        "ServiceWithdrawn",
        "TalkCommitteeSet",
        "TalkRecorded",
        "TalkWithdrawn",
        "AssistancePromised",
        "AssistanceTakenBack",
        "AssistanceSlipDrawn",
        "AssistanceDelivered",
        "AssistanceConfirmed",
        "AssistanceDisputed",
    ),
    "points": (
        "RuleSetPublished",
        "RulesSimulated",
        "PointsPosted",
        "PointsDisputed",
        "PointsDisputeRuled",
        "AwardProposed",
        "AwardConfirmed",
        "AwardRefused",
        "ExemptionRecorded",
        "ExemptionEnded",
    ),
    "ranking": (
        "RankingStarted",
        "RankingPublished",
        "BandsSet",
        "ListAppealed",
        "ListAppealRuled",
        "TaskLineRuled",
        "SeasonClosed",
        "WeeklyRanksChosen",
        "RankWeekEnded",
        "LevelChange",
        "RankChanged",
    ),
    "notices": (
        "NoticeSent",
        "ReminderRunStarted",
        "NoticeRead",
        "NoticeDone",
        "NoticePreferencesSet",
        "NoticeWordingSet",
        "DispatchOrdered",
        "DispatchDelivered",
        "BranchBurdened",
        "DispatchReminded",
        "DispatchRetracted",
        "AudienceAsked",
        "PreviewAsked",
        "ContactNamed",
        "ContactConfirmed",
        "ContactRemoved",
        "HookSet",
        "HookRemoved",
    ),
}
# What events are made of
PARTS = frozenset({"FoundedOrganisation", "EnrolledMember", "LeftMember", "BranchCount", "BranchTasks", "LevelChange"})

_PAGE_OF = {name: page for page, names in PAGES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PAGE_OF:
        raise AttributeError(f"no event {name}")
    return getattr(import_module(f"kernel.events.{_PAGE_OF[name]}"), name)


class _Published(Mapping[str, type[Event]]):
    """The name of an event → its class, which is loaded when asked for."""

    def __getitem__(self, name: str) -> type[Event]:
        if name not in _PAGE_OF or name in PARTS:
            raise KeyError(name)
        found: type[Event] = __getattr__(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in _PAGE_OF if name not in PARTS)

    def __len__(self) -> int:
        return len(_PAGE_OF) - len(PARTS)


PUBLISHED: Mapping[str, type[Event]] = _Published()
